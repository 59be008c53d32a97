"""Reads what the unit explains on the check sheet of its workbook.

Three witnesses decide where an explanation is: the defined name of its cell, its place as issued, and the
printed label of its line. Two of them must agree.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Final, TypeAlias

from attrs import field

from gkxl.checksheet.lines import (
    EXPLANATION_COLUMN,
    PRINTED_REMARKS,
    ExplainableLine,
    explainable_lines,
    remark_rows,
)
from gkxl.frozen import frozen
from gkxl.layout import AUDIT_SHEET, VERSION
from gkxl.layout.printed import fold_label
from gkxl.reading.locate import stray_issue
from gkxl.reading.locate.defined_names import read_place
from gkxl.text import is_explanation, writable
from gkxl.xlsx import Kind

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from gkxl.forms.edition import Edition
    from gkxl.issues import Issue
    from gkxl.reading.filed_cells import Position
    from gkxl.xlsx import Book, Cell, Sheet


_REMARK: Final = "—|[A-Z]+[0-9]+|空着：.*|.*行请拖高|[A-Z0-9＋]+＝[A-Z0-9＋]+"
"""What the check sheet shows there itself; some programs save no formulas in old formats."""

_FIRST_LAYOUT: Final = "1"
"""The layout in which nothing could be explained."""


@frozen
class Explanations:
    """What the unit wrote in the column for explanations.

    Attributes:
        texts: The explanations, by the code and path that each is about.
        issues: An issue if something is written there that belongs to no line.
    """

    texts: Mapping[tuple[str, str], str] = field(factory=dict)
    issues: tuple[Issue, ...] = ()


_Lines: TypeAlias = "Mapping[str, tuple[ExplainableLine, Position]]"

NO_EXPLANATIONS: Final = Explanations()
"""The explanations of a workbook that has none."""


def read_explanations(book: Book, edition: Edition, layout: str) -> Explanations:
    """The explanations in a workbook.

    Args:
        book: The workbook, with its check sheet.
        edition: Its edition.
        layout: The number of the layout that it was issued in; "" where it is not known.
    """
    sheet = book.sheet(AUDIT_SHEET)
    if sheet is None or layout == _FIRST_LAYOUT:
        return NO_EXPLANATIONS
    issued = layout or VERSION
    lines, remarks = _positions_as_issued(edition, issued), remark_rows(edition, issued)
    cells = _ExplanationCells(sheet, lines, book.names, remarks)
    return Explanations(cells.texts(), cells.strays())


class _ExplanationCells:
    """The cells of a check sheet that hold an explanation.

    Args:
        sheet: The check sheet.
        lines: Every line by its name, and where its explanation is as issued.
        names: The defined names of the workbook.
        remarks: The rows in which something else is shown in the column.
    """

    def __init__(
        self, sheet: Sheet, lines: _Lines, names: Mapping[str, str], remarks: Collection[int]
    ) -> None:
        self._remarks = remarks
        self._cells = sheet.cells
        self._sheet = sheet
        self._named = _find_names(lines, names)
        labelled = _find_labels(sheet, lines)
        chosen = {
            line: _choose(self._named.get(name), issued, labelled.get(name))
            for name, (line, issued) in lines.items()
        }
        claims = Counter(chosen.values())
        self._chosen = {line: place for line, place in chosen.items() if place and claims[place] == 1}

    def texts(self) -> dict[tuple[str, str], str]:
        """What is explained, by the code and path that it is about."""
        texts = {line.key: self._text(position) for line, position in self._chosen.items()}
        return {key: text for key, text in texts.items() if is_explanation(text)}

    def _text(self, position: Position) -> str:
        cell = self._cells.get(position)
        return writable(cell.text.strip()) if cell and cell.kind is Kind.TEXT else ""

    def strays(self) -> tuple[Issue, ...]:
        """An issue if content in the column of explanations, or under a name, belongs to no line.

        A sheet that has neither lines nor names of ours only shares the name of the check sheet.
        """
        if not (self._chosen or self._named):
            return ()
        own, named = {*self._chosen.values()}, {*self._named.values()}
        cells = [
            cell
            for position, cell in self._cells.items()
            if (position[1] == EXPLANATION_COLUMN or position in named)
            and position not in own
            and _is_written(cell)
            and not (position[0] in self._remarks and re.fullmatch(_REMARK, cell.text))
        ]
        return (stray_issue(self._sheet, cells),) if cells else ()


def _is_written(cell: Cell) -> bool:
    """Whether this was written by hand: not blank, not printed, and not computed, as links to cells are."""
    is_printed = cell.text in PRINTED_REMARKS or cell.formula is not None
    return bool(cell.text.strip()) and not is_printed


def _choose(named: Position | None, issued: Position, labelled: Position | None) -> Position | None:
    """The position that two of the three witnesses agree on."""
    if issued in (named, labelled):
        return issued
    return named if named == labelled else None


def _find_names(lines: _Lines, names: Mapping[str, str]) -> dict[str, Position]:
    """Where the defined names of the lines point, by name, if that is on the check sheet."""
    places = {name: read_place(names.get(name, "")) for name in lines}
    return {
        name: (place.row, place.column)
        for name, place in places.items()
        if place and place.sheet == AUDIT_SHEET
    }


def _find_labels(sheet: Sheet, lines: _Lines) -> dict[str, Position]:
    """Where the explanations are by the labels of their lines; a label in two rows is passed over."""
    labels = {fold_label(line.label): name for name, (line, _) in lines.items()}
    rows: dict[str, list[int]] = {}
    for (row, column), cell in sheet.cells.items():
        if column == 1 and (name := labels.get(fold_label(cell.text))):
            rows.setdefault(name, []).append(row)
    return {name: (found[0], EXPLANATION_COLUMN) for name, found in rows.items() if len(found) == 1}


@cache
def _positions_as_issued(edition: Edition, layout: str) -> _Lines:
    """Every line by its name, and where its explanation is as issued in this layout."""
    lines = explainable_lines(edition, layout)
    return {line.name: (line, (line.place.row, line.place.column)) for line in lines}
