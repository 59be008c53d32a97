"""Compares two reports cell by cell, whatever formats they come in: did they publish what was filed?"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from attrs import evolve

from gkxl.arguments import checked
from gkxl.comparison.result import A_AND_B, Comparison, Contrast, Difference, Tally
from gkxl.comparison.sides import Change, Comparable, Piece, Side, find_changes, is_alike
from gkxl.frozen import frozen
from gkxl.model.outline import Node, cells
from gkxl.reports.conversion import correspondence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gkxl.text import Lang, Wording


__all__ = ["Change", "Comparable", "Comparison", "Contrast", "Difference", "Piece", "Side", "Tally", "diff"]


@checked
def diff(a: Comparable, b: Comparable, *, lang: Lang = "zh") -> Comparison:
    """Compare two reports cell by cell.

    Numbers are compared as numbers: 72701.2578 and 72701.25780 are the same. Texts are compared without
    their white space. A cell that cannot be read is never taken for equal. Of two editions, what both have
    is compared, and the rest is named. What is never published of the cover is not missed there.

    Args:
        a: A report, a reading, plain data, or a file as path, bytes or binary file: a workbook, JSON, or
            what was published (a web page, a Word document, a PDF).
        b: Another one.
        lang: The language of the messages, ``"zh"`` or ``"en"``.

    Returns:
        Every cell that differs, and how many were compared.

    Raises:
        UnreadableFileError: A file is nothing that holds a report.
        MissingExtraError: A file is a PDF, and the extra ``gkxl[pdf]`` is not installed.
        DataError: Plain data does not describe a report.
        UnknownEditionError: Something is not a report of any edition.

    Example:
        >>> import gkxl
        >>> gkxl.diff("某市财政局.xlsx", "某市财政局.html").same  # doctest: +SKIP
        True
    """
    return compare_sides(Side.of(a), Side.of(b), lang=lang)


def compare_sides(
    one: Side, other: Side, *, lang: Lang, called: tuple[Wording, Wording] = A_AND_B
) -> Comparison:
    """Compare two reports that were read.

    Args:
        one: A report.
        other: Another one.
        lang: The language of the messages.
        called: What the two are called.
    """
    pairs = list(_pair_cells(one, other))
    hidden = {p.cell.path for p in pairs if not (one.prints(p.cell.path) and other.prints(p.cell.path))}
    printed = [pair for pair in pairs if pair.cell.path not in hidden]
    found = (_find_difference(pair, one, other, lang) for pair in printed)
    differences = [evolve(made, called=called) for made in found if made]
    return Comparison(
        a=one,
        b=other,
        differences=tuple(differences),
        figures=_count_cells((pair.cell for pair in printed if pair.cell.in_table), differences),
        texts=_count_cells((pair.cell for pair in printed if not pair.cell.in_table), differences),
        only_in_a=tuple(_uncompared_labels(one, {path for pair in pairs for path in pair.a})),
        only_in_b=tuple(_uncompared_labels(other, {path for pair in pairs for path in pair.b})),
        unpublished=tuple(pair.cell.label for pair in pairs if pair.cell.path in hidden),
        called=called,
        lang=lang,
    )


@frozen
class _Pair:
    """A cell that both editions have, and the cells of each that add up to it."""

    cell: Node
    a: tuple[str, ...]
    b: tuple[str, ...]


def _pair_cells(a: Side, b: Side) -> Iterator[_Pair]:
    """In the words and the order of the older edition: what it prints in one line a newer one may divide."""
    older = min(a.edition, b.edition, key=lambda edition: edition.first_year)
    found = [correspondence(one.edition.form, older.form) for one in (a, b)]
    for cell in cells(older.form):
        if all(cell.path in parts for parts in found):
            yield _Pair(cell, *(parts[cell.path] for parts in found))


def _uncompared_labels(one: Side, compared: set[str]) -> Iterator[str]:
    """The labels of cells that the other edition does not have."""
    return (_label(cell) for cell in cells(one.edition.form) if cell.path not in compared)


def _label(cell: Node) -> str:
    return f"{cell.section.sheet} / {cell.label}" if cell.headings else cell.label


def _find_difference(pair: _Pair, a: Side, b: Side, lang: Lang) -> Difference | None:
    ours, theirs = a.held(pair.a), b.held(pair.b)
    contrast = _find_contrast(ours, theirs, blank=(_is_blank(a, pair.a), _is_blank(b, pair.b)))
    if contrast is None:
        return None
    unread = (*(a.about(pair.a) if ours is None else ()), *(b.about(pair.b) if theirs is None else ()))
    return Difference(
        path=pair.cell.path,
        label=_label(pair.cell),
        figure=pair.cell.in_table,
        contrast=contrast,
        a=ours,
        b=theirs,
        changes=() if pair.cell.in_table or None in (ours, theirs) else find_changes(str(ours), str(theirs)),
        issues=tuple(evolve(issue, lang=lang) for issue in unread),
        lang=lang,
    )


def _is_blank(one: Side, paths: tuple[str, ...]) -> bool:
    """Whether nothing was filed in any of these cells."""
    held = one.held(paths)
    return is_alike(held, "") if isinstance(held, str) else one.blank.issuperset(paths)


def _find_contrast(a: Any, b: Any, *, blank: tuple[bool, bool]) -> Contrast | None:  # noqa: ANN401 (any content)
    """What there is between two cells; None where they hold the same."""
    if a is not None and a == b:
        return None
    if isinstance(a, str) and isinstance(b, str) and is_alike(a, b):
        return Contrast.SPACING
    if blank == (False, True) and a is not None:
        return Contrast.ONLY_A
    if blank == (True, False) and b is not None:
        return Contrast.ONLY_B
    return Contrast.UNCOMPARED if a is None or b is None else Contrast.CHANGED


def _count_cells(cells_compared: Iterable[Node], differences: Iterable[Difference]) -> Tally:
    """How many cells agree, differ, or cannot be compared."""
    paths = {cell.path for cell in cells_compared}
    counted = Counter(made.contrast for made in differences if made.path in paths)
    different = sum(counted[kind] for kind in (Contrast.CHANGED, Contrast.ONLY_A, Contrast.ONLY_B))
    uncompared = counted[Contrast.UNCOMPARED]
    return Tally(len(paths) - uncompared - different, different, uncompared)
