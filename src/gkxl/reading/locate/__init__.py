"""Finds every cell of the form in a workbook, by a vote of three witnesses.

The witnesses are the cell's defined name, its place in the layout, and the printed labels of its line and
column. A place is believed when two of them agree; where the third disagrees, an issue names it. Where name
and place agree but the labels are those of another cell, nothing is read: rows may have been sorted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gkxl.checksheet.lines import is_last_year_note
from gkxl.frozen import NamedTuple
from gkxl.issues import Issue, Place
from gkxl.layout import HIDDEN_SHEET, REQUIREMENT_MARK, pages
from gkxl.layout.printed import printed_page
from gkxl.reading.locate.defined_names import DefinedNames
from gkxl.reading.locate.labels import LabelFinder, is_like_page
from gkxl.reading.locate.vote import Located, find_other_edition, locate_cells
from gkxl.text import Wording, enumerated

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from gkxl.forms.edition import Edition
    from gkxl.model.outline import Node
    from gkxl.reading.locate.vote import Located, OtherEdition
    from gkxl.xlsx import Book, Cell, Sheet


__all__ = ["Found", "count_fitting", "find_cells"]


class Found(NamedTuple):
    """Where the cells of a form are.

    Attributes:
        places: By path; a cell that was not found is left out.
        sheets: The name of the sheet that each page is on, by the name that the form has for it.
        copies: The sheets that look like a page and were not read, with the name that the form has for it.
        issues: What the witnesses disagreed about.
        names: The defined names of the workbook.
    """

    places: Mapping[str, Place]
    sheets: Mapping[str, str]
    copies: Mapping[str, str]
    issues: tuple[Issue, ...]
    names: DefinedNames


def find_cells(book: Book, edition: Edition, *, by_labels: bool = False) -> Found:
    """Find every cell of an edition in a workbook.

    Args:
        book: The workbook.
        edition: The edition.
        by_labels: Whether the labels may decide alone where a cell has no name, as in a table that was
            pasted into another workbook.
    """
    names, labelled = DefinedNames.of(book), LabelFinder()
    named = names.places(edition)
    located: list[Located] = []
    issues: list[Issue] = []
    places: dict[str, Place] = {}
    for page in pages(edition):
        one = locate_cells(book, printed_page(page), named, labelled, by_labels=by_labels)
        other = find_other_edition(book, edition, one, labelled, by_labels=by_labels)
        issues += [edition_issue(other, edition)] if other else find_disagreements(one)
        located.append(other.located if other else one)
        places |= located[-1].places
    issues += find_stray_content(located)
    nameless = len(places.keys() - named.keys())
    if nameless and not book.legacy:
        issues.append(Issue(code="names.lost", facts={"count": nameless}))
    sheets = {one.page.page.sheet: one.sheet.name for one in located if one.sheet}
    return Found(
        places, sheets, _find_copies(book, edition, labelled, {*sheets.values()}), tuple(issues), names
    )


def _find_copies(book: Book, edition: Edition, labelled: LabelFinder, used: set[str]) -> dict[str, str]:
    """The sheets that were not used but look like a page, with the name of that page's sheet."""
    known = {HIDDEN_SHEET, *used}
    others = [sheet for sheet in book.sheets if sheet.name not in known]
    return {
        sheet.name: page.sheet
        for page in reversed(pages(edition))
        for sheet in others
        if is_like_page(sheet, printed_page(page), labelled)
    }


def count_fitting(book: Book, edition: Edition) -> int:
    """How many cells of the tables of an edition are in a workbook, as far as labels tell; 0 without one."""
    tables = [printed_page(page) for page in pages(edition) if page.section.in_table]
    labelled = LabelFinder()
    located = [locate_cells(book, table, {}, labelled, by_labels=True) for table in tables]
    whole = all(2 * len(one.places) > len(one.page.labels) for one in located)
    return sum(len(one.places) for one in located) if whole else 0


_MOST_LISTED: Final = 3
"""The most lost cells of a page that get an issue each; more of them share one."""


def find_disagreements(located: Located) -> list[Issue]:
    """The issues of a page: cells that moved, and cells that were not found."""
    if located.untouched:
        return []
    return [*_find_moved(located), *_find_lost(located)]


def _list_cells(located: Located) -> list[Node]:
    return [box.cell for box in located.page.page.boxes if box.cell]


def _find_moved(located: Located) -> Iterator[Issue]:
    """One issue for all cells that the same two witnesses decided against the third."""
    groups: dict[Wording, list[Node]] = {}
    for cell in _list_cells(located):
        place = located.places.get(cell.path)
        if (
            place
            and cell.path in located.witnesses.named
            and (names := _name_witnesses(located, cell.path, place))
        ):
            groups.setdefault(names, []).append(cell)
    for witnesses, (first, *rest) in groups.items():
        yield Issue(
            code="cell.moved",
            path=first.path,
            label=first.label,
            place=located.places[first.path],
            facts={
                "witnesses": witnesses,
                "rest": Wording(f"等 {len(rest) + 1} 格", f" and {len(rest)} more") if rest else "",
                "paths": (first.path, *(cell.path for cell in rest)),
            },
        )


def _name_witnesses(located: Located, path: str, place: Place) -> Wording | None:
    """The witnesses for a place; None where all three agree."""
    witnesses = (
        (Wording("名称", "its name"), located.witnesses.named),
        (Wording("位置", "its place"), located.witnesses.laid),
        (Wording("表头", "the labels"), located.witnesses.labelled),
    )
    words = [word for word, places in witnesses if places.get(path) == place]
    if len(words) == len(witnesses):
        return None
    return Wording("和".join(word.zh for word in words), " and ".join(word.en for word in words))


def _find_lost(located: Located) -> Iterator[Issue]:
    """The cells that were not found; totals only where no cell to be filled in is lost."""
    lost = [cell for cell in _list_cells(located) if cell.path not in located.places]
    lost = [cell for cell in lost if not cell.computed] or lost
    if len(lost) > _MOST_LISTED:
        yield _table_issue(located, lost)
        return
    for cell in lost:
        yield Issue(
            code="cell.lost", path=cell.path, label=cell.label, place=located.witnesses.laid.get(cell.path)
        )


def _table_issue(located: Located, lost: Sequence[Node]) -> Issue:
    section = located.page.page.section
    lines = list_lines(lost)
    return Issue(
        code="table.lost",
        path=section.path,
        label=section.label,
        place=located.witnesses.laid.get(lost[0].path),
        facts={
            "count": len(lost),
            "lines": lines,
            "paths": tuple(cell.path for cell in lost),
        },
    )


def list_lines(found: Sequence[Node]) -> Wording:
    """The first few of the lines that cells are on, in Chinese and English."""
    lines = list(dict.fromkeys(" / ".join(_line_headings(cell)) or cell.label for cell in found))
    return enumerated(lines, _MOST_LISTED, quoted=True)


def _line_headings(cell: Node) -> tuple[str, ...]:
    """The headings of a cell's line, without those of its column."""
    return cell.headings[: -2 if cell.item.under else -1]


def edition_issue(found: OtherEdition, edition: Edition) -> Issue:
    """The issue for a table of another edition: what of it was not read."""
    section = found.expected.page.section
    lost = [cell for cell in section.leaves if cell.path not in found.located.places]
    return Issue(
        code="table.edition",
        path=section.path,
        label=section.label,
        facts={
            "other": found.edition.name,
            "edition": edition.name,
            "count": len(lost),
            "lines": list_lines(lost),
            "paths": tuple(cell.path for cell in lost),
        },
    )


_MOST_CELLS: Final = 3
"""So many cells are named; more are only counted."""


def find_stray_content(located: Sequence[Located]) -> Iterator[Issue]:
    """One issue for each sheet of the form that holds more than its labels and cells."""
    sheets = {one.sheet.name: one.sheet for one in located if one.sheet and not one.untouched}
    for sheet in sheets.values():
        known = {spot for one in located if one.sheet is sheet for spot in _known_positions(one)}
        strays = [cell for spot, cell in sheet.cells.items() if spot not in known and _is_content(cell)]
        if strays:
            yield stray_issue(sheet, strays)


def _is_content(cell: Cell) -> bool:
    """Whether this was written since the form was issued, and is not only white space."""
    issued = is_last_year_note(cell.text) or cell.text.startswith(REQUIREMENT_MARK)
    return bool(cell.text.strip()) and not issued


def _known_positions(located: Located) -> Iterator[tuple[int, int]]:
    """Where there are labels and cells, or where one of the witnesses has them."""
    yield from located.labels
    yield from located.page.texts
    witnesses = located.witnesses
    places = (place for of in (witnesses.named, witnesses.laid, witnesses.labelled) for place in of.values())
    yield from (
        (place.row, place.column) for place in places if located.sheet and place.sheet == located.sheet.name
    )


def stray_issue(sheet: Sheet, strays: Sequence[Cell]) -> Issue:
    """One issue for all cells of a sheet that hold what was not read."""
    first = strays[0]
    cells = enumerated([cell.address for cell in strays], _MOST_CELLS, unit="格")
    return Issue(
        code="sheet.stray",
        label="表外",
        place=Place(sheet.name, first.row, first.column),
        found=first.text if len(first.text) <= 20 else f"{first.text[:20]}……",  # noqa: PLR2004 (a taste of it)
        facts={"cells": cells, "sheet": sheet.name},
    )
