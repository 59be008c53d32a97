"""What may be read from a draft: what was filed, or an issue that says where it is not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from gkxl.issues.catalogue import Severity
from gkxl.model.outline import cells, node, sums, with_totals

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from gkxl.forms.edition import Edition
    from gkxl.reading import Reading


class Draft(Protocol):
    """What was filed, and what may be read in its stead, by path."""

    @property
    def edition(self) -> Edition: ...
    @property
    def values(self) -> Mapping[str, Any]: ...
    @property
    def allowed(self) -> Mapping[str, list[Any]]: ...

    @property
    def doubtful(self) -> Mapping[str, list[Any]]: ...


def misread(draft: Draft, reading: Reading, shown: Collection[Any] = ()) -> list[str]:
    """Every cell that was read as something else, or not at all, and nothing said about it.

    Args:
        draft: What was filed.
        reading: What was read.
        shown: The numbers that the workbook shows, where its formulas were changed by whoever worked in it:
            a total may be one of them if it is said that one of its parts is lost.
    """
    return [
        f"{cell.path}: {reading.values[cell.path]!r}, filed as {draft.values[cell.path]!r}"
        for cell in cells(draft.edition.form)
        if not _is_honest(draft, reading, cell.path)
        and not (reading.values[cell.path] in shown and _lacks_parts(draft, reading, cell.path))
    ]


def judge(draft: Draft, reading: Reading, names: tuple[str, ...], seed: int) -> None:
    """Nothing of a mutant is misread, or its mutations and its seed are named."""
    faults = misread(draft, reading)
    assert not faults, f"{' + '.join(names)} (seed {seed}): {faults[:5]} and {len(faults)} in all"


def _is_honest(draft: Draft, reading: Reading, path: str) -> bool:
    value = reading.values[path]
    computed = node(draft.edition.form, path).computed
    if value is None:
        return _is_told(reading, path) or computed
    if value == draft.values[path] or value in draft.allowed.get(path, ()):
        return True
    if value in draft.doubtful.get(path, ()):
        return _is_mentioned(reading, path)
    if value == "":
        return _is_astray(reading, path)
    # a total may be what the sheet shows, if it is said that its parts add up to something else
    return computed and (value in _computed(draft, reading, path) or _is_told(reading, path))


def _lacks_parts(draft: Draft, reading: Reading, path: str) -> bool:
    """Whether a total has a part of which it is said that it was not read."""
    parts = [part.path for rule in sums(draft.edition.form) if rule.total.path == path for part in rule.parts]
    return any(reading.values[part] is None and _is_told(reading, part) for part in parts)


def _is_told(reading: Reading, path: str) -> bool:
    """Whether an error says that a cell was not read."""
    errors = (issue for issue in reading.issues if issue.severity is Severity.ERROR)
    return any(path == issue.path or path in issue.facts.get("paths", ()) for issue in errors)


def _is_mentioned(reading: Reading, path: str) -> bool:
    """Whether an issue of any gravity names a cell."""
    return any(path == issue.path or path in issue.facts.get("paths", ()) for issue in reading.issues)


def _is_astray(reading: Reading, path: str) -> bool:
    """Whether it is said that something stands beside a blank cell."""
    places = {cell.path: cell.place for cell in reading.cells}
    found = places[path]
    return any(
        issue.code == "sheet.stray" and found and issue.sheet == found.sheet for issue in reading.issues
    )


def _computed(draft: Draft, reading: Reading, path: str) -> list[Any]:
    """What a total comes to: from what else was read, or from the cells that are filled in."""
    form = draft.edition.form
    entered = {cell.path: reading.values[cell.path] for cell in cells(form) if not cell.computed}
    parts = [rule.parts for rule in sums(form) if rule.total.path == path]
    known = [[reading.values[part.path] for part in found] for found in parts]
    others = with_totals(form, {**reading.values, path: None})
    return [
        with_totals(form, entered).get(path),
        others.get(path),
        *(sum(each) for each in known if None not in each),
    ]
