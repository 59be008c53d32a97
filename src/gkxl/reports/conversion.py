"""Moves a report to another edition: what both have is taken over, the rest is listed, nothing is invented.

Editions have a cell in common where both give it the same path, print the same headings over it (or say
which other heading means the same, `gkxl.model.marks.Item.also`), and let it hold the same. Where one edition
prints a single line and another prints lines below that heading, these add up to it.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, cast

from attrs import field

from gkxl.arguments import checked
from gkxl.forms import edition_named, edition_of
from gkxl.forms.edition import Edition
from gkxl.frozen import frozen
from gkxl.model.marks import Item, Total
from gkxl.model.outline import Node, cells, lines, outline, report_from, values_of, with_totals

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from attrs import AttrsInstance

    from gkxl.forms.edition import AnyReport
    from gkxl.forms.report import Report


@frozen(kw_only=True)
class Conversion:
    """What became of a report in another edition.

    Attributes:
        edition: The name of the edition that it was moved to.
        values: What is known of every cell there, by path in printed order; None where nothing is.
        taken_over: The paths there that were taken over, or are the sum of what was filed.
        lost: What was filed and has no cell of its own there, by its path in the edition it came from.
        missing: The paths there that are left to be filled in.
        report: The report there; None while a number is missing.
    """

    edition: str
    values: Mapping[str, Any] = field(repr=False)
    taken_over: tuple[str, ...] = field(repr=False)
    lost: Mapping[str, Any]
    missing: tuple[str, ...]
    report: Report | None = field(repr=False)


@checked
def convert(report: AnyReport, edition: Edition | str) -> Conversion:
    """Move a report to another edition of the form.

    Numbers are taken over as they were filed. A line that the other edition divides into several is known
    only as a whole: it is listed as lost, and its parts as missing. The year stays, even where the other
    edition is not used for it.

    Args:
        report: A report of any edition.
        edition: The edition to move it to, or its name.

    Returns:
        What was taken over, what was lost with its values, what is missing, and the report if nothing is.

    Raises:
        UnknownEditionError: It is not a report of any edition, or there is no edition of that name.

    Example:
        >>> import gkxl
        >>> moved = gkxl.convert(gkxl.read("2020.xlsx").report, "2021")  # doctest: +SKIP
        >>> moved.missing[0]  # doctest: +SKIP
        'disclosure.regulations.issued'
    """
    target = edition if isinstance(edition, Edition) else edition_named(edition)
    return convert_values(edition_of(report), values_of(report), target)


def convert_values(source: Edition, values: Mapping[str, Any], target: Edition) -> Conversion:
    """The same for values by path, of which some may be None."""
    taken = {
        path: add_parts([values[part] for part in parts])
        for path, parts in correspondence(source.form, target.form).items()
    }
    filed = {path: value for path, value in taken.items() if value is not None}
    known = with_totals(target.form, filed)
    everything = {cell.path: known.get(cell.path) for cell in cells(target.form)}
    return Conversion(
        edition=target.name,
        values=everything,
        taken_over=tuple(filed),
        lost=dict(_find_lost(source, values, target)),
        missing=tuple(c.path for c in cells(target.form) if not c.computed and everything[c.path] is None),
        report=None if None in everything.values() else cast("Report", report_from(target.form, everything)),
    )


def add_parts(parts: Sequence[Any]) -> Any:  # noqa: ANN401 (whatever the cell holds)
    """What the parts of a cell come to: the one, or the sum of several; None if one is not known."""
    if None in parts:
        return None
    return parts[0] if len(parts) == 1 else sum(parts)


def _find_lost(source: Edition, values: Mapping[str, Any], target: Edition) -> Iterator[tuple[str, Any]]:
    """What was filed in cells that the other edition does not have."""
    kept = {parts for parts in correspondence(source.form, target.form).values() if len(parts) == 1}
    for cell in cells(source.form):
        if (cell.path,) not in kept and values[cell.path] is not None:
            yield cell.path, values[cell.path]


@cache
def correspondence(source: type[AttrsInstance], target: type[AttrsInstance]) -> dict[str, tuple[str, ...]]:
    """For every cell that a form has in common with another: the cells of that one which add up to it.

    Args:
        source: The form that the figures come from.
        target: The form that they are wanted for.

    Returns:
        The paths of the source by those of the target, in the printed order of the target.
    """
    return dict(_match_nodes(outline(source), outline(target)))


@frozen
class CommonCell:
    """A number cell that several editions have in common.

    Attributes:
        cell: The cell as the newest edition that prints it has it.
        parts: The paths that add up to it in each edition, by the name of the edition.
    """

    cell: Node
    parts: Mapping[str, tuple[str, ...]]


def common_cells(editions: Iterable[Edition]) -> tuple[CommonCell, ...]:
    """The number cells that every one of these editions has or adds up to, in the order of the oldest."""
    by_age = sorted(editions, key=lambda edition: edition.first_year)
    found: dict[str, CommonCell] = {}
    for target in by_age:
        pairs = {source.name: correspondence(source.form, target.form) for source in by_age}
        for cell in cells(target.form):
            if cell.in_table and all(cell.path in paths for paths in pairs.values()):
                found[cell.path] = CommonCell(cell, {name: paths[cell.path] for name, paths in pairs.items()})
    return tuple(found.values())


def _match_nodes(source: Iterable[Node], target: Iterable[Node]) -> Iterator[tuple[str, tuple[str, ...]]]:
    theirs = {node.name: node for node in source}
    for node in target:
        other = theirs.get(node.name)
        if other and _mean_the_same(other.item, node.item):
            yield from _match_cells(other, node)


def _mean_the_same(one: Item, other: Item) -> bool:
    return one.under == other.under and not {one.label, *one.also}.isdisjoint({other.label, *other.also})


def _match_cells(source: Node, target: Node) -> Iterator[tuple[str, tuple[str, ...]]]:
    if source.children and target.children:
        below = _find_lines(source, target.type)
        if below:
            for index, cell in enumerate(target.leaves):
                yield cell.path, tuple(line[index].path for line in below)
        else:
            yield from _match_nodes(source.children, target.children)
    elif _hold_the_same(source, target):
        yield target.path, (source.path,)


def _find_lines(group: Node, line: type) -> list[tuple[Node, ...]]:
    """The lines that a group consists of, if these are all of that type and there is nothing else in it."""
    below = [found.leaves for found in lines(group, of=line)]
    totals = (child for child in group.children if isinstance(child.item, Total))
    rest = len(group.leaves) - sum(1 for total in totals for _ in total.leaves)
    return below if group.type is not line and sum(map(len, below)) == rest else []


def _hold_the_same(one: Node, other: Node) -> bool:
    """Whether two cells hold the same kind of content in the same unit."""
    return (one.type, one.domain, one.item.unit, one.item.choices) == (
        other.type,
        other.domain,
        other.item.unit,
        other.item.choices,
    )
