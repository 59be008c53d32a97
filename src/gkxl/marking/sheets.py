"""Marks cells of a sheet in its XML and puts formulas back; cells that are missing are put in their place."""

from __future__ import annotations

from bisect import bisect_left
from collections import deque
from itertools import groupby, product
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape

from gkxl.address import column_letters, read_range
from gkxl.files.load import damaged_file
from gkxl.marking.comments import place_of
from gkxl.marking.styles import FAULT
from gkxl.model.outline import plain_digits
from gkxl.xlsx.edits import Edits
from gkxl.xlsx.xml.schema import RELATIONSHIPS, in_main, to_flag, to_natural
from gkxl.xlsx.xml.tree import ElementParser

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from gkxl.errors import UnreadableFileError
    from gkxl.marking.additions import RestoredFormula
    from gkxl.marking.styles import Styles
    from gkxl.xlsx import Limits

# ECMA-376 Part 1, 18.3.1.99: what comes before the reference to the drawing of comments
_BEFORE_DRAWING: Final = frozenset(
    in_main(
        dict.fromkeys(
            [
                *("sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr"),
                *("sheetProtection", "protectedRanges", "scenarios", "autoFilter", "sortState"),
                *("dataConsolidate", "customSheetViews", "mergeCells", "phoneticPr"),
                *("conditionalFormatting", "dataValidations", "hyperlinks", "printOptions", "pageMargins"),
                *("pageSetup", "headerFooter", "rowBreaks", "colBreaks", "customProperties"),
                *("cellWatches", "ignoredErrors", "smartTags", "drawing"),
            ]
        )
    )
)
_CHILD: Final = 2
"""How deep the children of a sheet lie; itself it lies at 1."""

_LEGACY: Final = frozenset(in_main({"legacyDrawing": None}))
_ROWS: Final = frozenset(in_main({"row": None}))
_CELLS: Final = frozenset(in_main({"c": None}))
_FORMULAS: Final = frozenset(in_main({"f": None}))
_DATA: Final = frozenset(in_main({"sheetData": None}))
_COLUMNS: Final = frozenset(in_main({"col": None}))
_VIEWS: Final = frozenset(in_main({"sheetView": None}))

SELECTED: Final = "tabSelected"


class SheetMarks(ElementParser):
    """A sheet with some cells coloured, some formulas put back, and no longer on top.

    Args:
        name: The name of its part.
        content: The part.
        limits: What it may hold.
        cells: The rows and columns of the cells to colour.
        restored: The formulas to put back, by row and column.
        styles: The styles of the workbook.

    Attributes:
        edits: What is to become of it.
        legacy: The id of the drawing that its comments are in; None where there is none.
    """

    def __init__(  # noqa: PLR0913, PLR0917 (each is a part of the workbook)
        self,
        name: str,
        content: bytearray,
        limits: Limits,
        cells: Collection[tuple[int, int]],
        restored: Mapping[tuple[int, int], RestoredFormula],
        styles: Styles,
    ) -> None:
        super().__init__(name, limits)
        self.edits = Edits(content)
        self.legacy: str | None = None
        self._styles = styles
        self._coloured, self._restored = frozenset(cells), restored
        by_row = groupby(sorted({*cells, *restored}), key=lambda cell: cell[0])
        self._rows = deque((row, deque(column for _, column in found)) for row, found in by_row)
        self._without_style = sorted({column for _, columns in self._rows for column in columns})
        self._column_styles: dict[int, int] = {}
        self._here: deque[int] = deque()
        self._depth = self._row = self._column = self._row_start = self._child = 0
        self._cell_start = 0
        self._behind = 0, 0
        self._row_style: int | None = None
        self._replaced: RestoredFormula | None = None
        self._has_formula = False
        self._filled: set[tuple[int, int]] = set()
        self._prefix = ""
        self.run(content)
        if self._rows:
            raise damaged_file("工作表没有数据")

    def link_comments(self, id_: str, base: str) -> None:
        """Say which drawing the comments are in."""
        xml = f'<{self._prefix}legacyDrawing xmlns:r="{base}" r:id="{id_}"/>'
        self.edits.insert(self.edits.end_of(*self._behind), xml.encode())

    def opened(self, tag: str, attributes: dict[str, str]) -> None:
        """Look at the beginning of an element that lies outside the data."""
        self._depth += 1
        if self._depth == 1:
            self._prefix = self.edits.prefix(self.at)
        elif self._depth == _CHILD:
            self._take_child(tag, attributes)
        elif tag in _COLUMNS:
            self._take_columns(attributes)
        elif tag in _VIEWS and SELECTED in attributes:
            self.edits.set(self.at, **{SELECTED: None})

    def closed(self, tag: str) -> None:
        """Look at the end of an element that lies outside the data."""
        self._depth -= 1
        if self._depth == 1 and tag in _BEFORE_DRAWING:
            self._behind = self._child, self.at

    def _take_child(self, tag: str, attributes: dict[str, str]) -> None:
        self._child = self.at
        if tag in _LEGACY:
            ids = [attributes[key] for base in RELATIONSHIPS if (key := f"{base} id") in attributes]
            self.legacy = ids[0] if ids else None
        elif tag in _DATA:
            self._parser.StartElementHandler = self._opened_in_data
            self._parser.EndElementHandler = self._closed_in_data

    def _opened_in_data(self, tag: str, attributes: dict[str, str]) -> None:
        if tag in _CELLS:
            self._take_cell(attributes)
        elif self._replaced and tag in _FORMULAS:
            self._take_formula(attributes)
        elif tag in _ROWS:
            self._take_row(attributes)
            if not (self._here or self._styles.faulty):
                self._parser.StartElementHandler = None  # its cells are of no interest: a third of the time

    def _closed_in_data(self, tag: str) -> None:
        if self._replaced and tag in _CELLS:
            self._replace(self._replaced)
        elif tag in _ROWS:
            self._parser.StartElementHandler = self._opened_in_data
            while self._here:
                self.edits.append(self._row_start, self.at, self._missing_cell())
        elif tag in _DATA:
            while self._rows:
                self.edits.append(self._child, self.at, self._missing_row())
            self._parser.StartElementHandler, self._parser.EndElementHandler = self.opened, self.closed
            self.closed(tag)

    def _take_columns(self, attributes: dict[str, str]) -> None:
        """Keep what style cells have by their column, where they are missing."""
        first, last = (to_natural(attributes.get(key, "")) for key in ("min", "max"))
        columns = self._without_style
        start, end = bisect_left(columns, first), bisect_left(columns, last + 1)
        for column in columns[start:end]:
            self._column_styles[column] = style_index(attributes.get("style"))
        del columns[start:end]

    def _take_row(self, attributes: dict[str, str]) -> None:
        number = attributes.get("r")
        self._row = self._row + 1 if number is None else to_natural(number)
        while self._rows and self._rows[0][0] < self._row:
            self.edits.insert(self.at, self._missing_row())
        if self._rows and self._rows[0][0] == self._row:
            _, self._here = self._rows.popleft()
            self._row_start, self._column = self.at, 0
            own = to_flag(attributes.get("customFormat"))
            self._row_style = style_index(attributes.get("s")) if own else None

    def _take_cell(self, attributes: dict[str, str]) -> None:
        if self._styles.faulty:
            plain = self._styles.faulty.get(style_index(attributes.get("s")))
            if plain is not None:
                self.edits.set(self.at, s=str(plain))
        if not self._here:
            return
        reference = attributes.get("r")
        self._column = self._column + 1 if reference is None else place_of(reference)[1]
        while self._here and self._here[0] < self._column:
            self.edits.insert(self.at, self._missing_cell())
        if self._here and self._here[0] == self._column:
            place = self._row, self._here.popleft()
            if place in self._coloured:
                self.edits.set(self.at, s=str(self._styles.coloured(style_index(attributes.get("s")), FAULT)))
            if place in self._restored:
                self._replaced, self._has_formula, self._cell_start = self._restored[place], False, self.at

    def _take_formula(self, attributes: dict[str, str]) -> None:
        """Refuse to replace a formula that other cells need: they share it, or are filled by it."""
        self._has_formula = True
        range_ = attributes.get("ref")
        if range_ is None:
            return
        over = read_range(range_)
        if over is None or (over.bottom - over.top + 1) * (over.right - over.left + 1) > len(self._restored):
            raise _shared_formula_error()
        rows, columns = range(over.top, over.bottom + 1), range(over.left, over.right + 1)
        self._filled.update(product(rows, columns))
        if not self._filled <= self._restored.keys():
            raise _shared_formula_error()

    def _replace(self, restored: RestoredFormula) -> None:
        """Put a formula and its result in the place of what is in a cell."""
        place = restored.place.row, restored.place.column
        if restored.formula_before and not self._has_formula and place not in self._filled:
            raise _shared_formula_error()
        start, end = self._cell_start, self._cell_start + len(self.edits.tag(self._cell_start))
        # ECMA-376 Part 1, 18.3.1.4: t is the type of the value, cm marks a formula as a dynamic array
        self.edits.set(start, t=None, cm=None)
        if end < self.at:
            self.edits.remove(end, self.at)
        self.edits.append(start, self.at, self._content(place).encode())
        self._replaced = None

    def _content(self, place: tuple[int, int]) -> str:
        """The XML of the formula restored in a cell, with its result; "" for a cell without one."""
        found = self._restored.get(place)
        if found is None:
            return ""
        result = (
            "" if found.value is None else f"<{self._prefix}v>{plain_digits(found.value)}</{self._prefix}v>"
        )
        return f"<{self._prefix}f>{escape(found.formula)}</{self._prefix}f>{result}"

    def _missing_cell(self) -> bytes:
        self.edits.set(self._row_start, spans=None)  # it may lie outside, and nothing needs them
        return self._cell(self._row, self._here.popleft(), self._row_style)

    def _missing_row(self) -> bytes:
        row, columns = self._rows.popleft()
        cells = b"".join(self._cell(row, column, None) for column in columns)
        return f'<{self._prefix}row r="{row}">{cells.decode()}</{self._prefix}row>'.encode()

    def _cell(self, row: int, column: int, row_style: int | None) -> bytes:
        own = self._column_styles.get(column, 0) if row_style is None else row_style
        place = row, column
        style = self._styles.coloured(own, FAULT) if place in self._coloured else own
        head, content = f'{self._prefix}c r="{column_letters(column)}{row}" s="{style}"', self._content(place)
        return (f"<{head}>{content}</{self._prefix}c>" if content else f"<{head}/>").encode()


def _shared_formula_error() -> UnreadableFileError:
    return damaged_file("公式由几格共用，不能单独恢复")


def style_index(index: str | None) -> int:
    """The index of a style as cells, rows and columns spell it; what is no number is the first."""
    return max(0, to_natural((index or "").strip()))
