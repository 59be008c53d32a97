"""Reads the cells of .ods and .fods files (OpenDocument)."""

from __future__ import annotations

import re
from bisect import bisect_right
from operator import itemgetter
from typing import TYPE_CHECKING, Final
from xml.parsers import expat

from gkxl.files.limits import Budget
from gkxl.files.load import damaged_file, describe_part, locked_workbook, unsafe_file
from gkxl.files.zip_reader import CHUNK, Archive
from gkxl.legacy import UNKNOWN_FORMULA, OldSheet, add_range
from gkxl.legacy.opendocument_cells import CellText, check_length, read_value
from gkxl.legacy.opendocument_styles import Styles
from gkxl.xlsx import Cell, Kind
from gkxl.xlsx.xml.tree import make_expat_parser

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gkxl.xlsx import Limits
    from gkxl.xlsx.book import Scripts


_OASIS: Final = "urn:oasis:names:tc:opendocument:xmlns:"
_TABLE, _TEXT, _OFFICE = (f"{_OASIS}{name}:1.0 " for name in ("table", "text", "office"))
_STYLE_NAME, _DEFAULT = f"{_TABLE}style-name", f"{_TABLE}default-cell-style-name"
_CELLS: Final = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_MERGED = (f"{_TABLE}number-rows-spanned", f"{_TABLE}number-columns-spanned")
_ARRAY = (f"{_TABLE}number-matrix-rows-spanned", f"{_TABLE}number-matrix-columns-spanned")
_REPEATED: Final = f"{_TABLE}number-columns-repeated"
_FORMULA: Final = f"{_TABLE}formula"
_SPACES: Final = f"{_TEXT}c"
_TEXT_STYLE: Final = f"{_TEXT}style-name"
_SPANS: Final = (f"{_TEXT}p", f"{_TEXT}span")
_DRAWING: Final = f"{_OASIS}drawing:1.0 "
_IGNORED: Final = frozenset({f"{_OFFICE}annotation", f"{_TABLE}dde-links", f"{_TABLE}tracked-changes"})
"""Elements whose texts and tables are on no sheet; so do shapes, as a chart has a table of its own."""

_NESTED: Final = (f"{_TABLE}table", f"{_TEXT}note", f"{_TEXT}ruby-text")
"""Elements in a cell whose texts are not that of the cell."""

_UNSTABLE: Final = re.compile(
    r"'#|\b(?:NOW|TODAY|RAND|RANDBETWEEN|OFFSET|INDIRECT|INFO|CELL|DDE|WEBSERVICE)\s*\(", re.IGNORECASE
)
"""References to other files or programs in a formula, and functions that give another result tomorrow."""

_ENDLESS: Final = 10**9
"""The number of repetitions where the file has ten digits or more, or no number."""

_LAST_ROW, _LAST_COLUMN = 1 << 20, 1 << 14
_MANIFEST: Final = "META-INF/manifest.xml"


def read_opendocument(data: bytes, limits: Limits, *, flat: bool = False) -> list[OldSheet]:
    """The sheets of an .ods file, or of the one XML that an .fods file is, with their cells.

    Raises:
        UnreadableFileError: It is damaged, locked, or larger than the limits allow.
    """
    budget = Budget(limits)
    if flat:
        pieces: Iterable[bytes] = (data[at : at + CHUNK] for at in range(0, len(data), CHUNK))
        return _Reader("document", Styles(), budget).read(pieces)
    archive = Archive(data, budget)
    if _MANIFEST in archive and b"encryption-data" in b"".join(archive.chunks(_MANIFEST)):
        raise locked_workbook()
    styles = Styles()
    if "styles.xml" in archive:
        _Reader("styles.xml", styles, budget).read(archive.chunks("styles.xml"))
    return _Reader("content.xml", styles, budget).read(archive.chunks("content.xml"))


class _Reader:
    """Reads styles and tables element by element; repeated cells count as often as they are repeated.

    Args:
        name: The name of the part, for messages.
        styles: The styles that are known, to which those of the part are added.
        budget: Where to count.
    """

    def __init__(self, name: str, styles: Styles, budget: Budget) -> None:
        self._tabs: list[OldSheet] = []
        self._name = name
        self._parser = make_expat_parser(name, {})
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._characters
        self._budget = budget
        self._styles = styles
        self._columns: list[tuple[int, str]] = []
        self._row_style = ""
        self._row = self._rows = self._column = 0
        self._cell: dict[str, str] = {}
        self._text: CellText | None = None
        self._passing = 0
        self._in_row: list[tuple[int, int, Cell]] = []

    def read(self, chunks: Iterable[bytes]) -> list[OldSheet]:
        """The sheets of the part."""
        fed = 0
        try:
            for chunk in chunks:
                self._parser.Parse(chunk, False)  # noqa: FBT003 (expat takes it by place)
                fed += len(chunk)
                # the parser reads an open tag from its beginning for every piece that is fed
                check_length(fed - self._parser.CurrentByteIndex, self._budget.limits.text_length)
                self._budget.check()
            self._parser.Parse(b"", True)  # noqa: FBT003 (here, too)
        except expat.ExpatError:
            raise damaged_file("{part}内容不规范", part=describe_part(self._name)) from None
        # sheets of other files that formulas refer to are kept as 'file:///…'#…
        return [tab for tab in self._tabs if not (tab.name.startswith("'") and "'#" in tab.name)]

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._budget.elements += 1
        if self._passing:
            self._passing += 1
        elif tag in _CELLS and self._text is None:
            self._cell, self._text = attributes, CellText(self._budget.limits.text_length)
        elif self._is_passed(tag):
            self._passing += 1
        elif self._text is not None:
            script = self._styles.script(attributes.get(_TEXT_STYLE, "")) if tag in _SPANS else None
            self._text.start(tag, _read_count(attributes, _SPACES), script)
        elif tag == f"{_TABLE}table-row":
            self._column, self._rows = 0, _read_count(attributes, f"{_TABLE}number-rows-repeated")
            self._row_style = attributes.get(_DEFAULT, "")
        elif tag == f"{_TABLE}table-column":
            before = self._columns[-1][0] if self._columns else 0
            repeated = _read_count(attributes, _REPEATED)
            self._columns.append((before + repeated, attributes.get(_DEFAULT, "")))
        elif tag == f"{_TABLE}table":
            state = "hidden" if self._styles.is_hidden(attributes.get(_STYLE_NAME, "")) else "visible"
            self._tabs.append(OldSheet(attributes.get(f"{_TABLE}name", ""), state))
            self._row, self._columns = 0, []
        else:
            self._styles.start(tag, attributes)

    def _is_passed(self, tag: str) -> bool:
        return tag in _IGNORED or tag.startswith(_DRAWING) or (self._text is not None and tag in _NESTED)

    def _characters(self, text: str) -> None:
        if not self._passing and self._text is not None:
            self._text.characters(text)
        else:
            self._styles.characters(text)

    def _end(self, tag: str) -> None:
        if self._passing:
            self._passing -= 1
        elif tag in _CELLS and self._text is not None:
            self._keep(self._cell, self._text)
            self._text = None
        elif self._text is not None:
            self._text.end(tag)
        elif tag == f"{_TABLE}table-row":
            self._close_row()
        else:
            self._styles.end(tag)

    def _keep(self, cell: dict[str, str], content: CellText) -> None:
        """Add a cell to its row, with the number of its repetitions."""
        repeated, shown = _read_count(cell, _REPEATED), content.whole()
        self._note_ranges(cell)
        kind, text, mask = read_value(cell, shown)
        if kind is Kind.NUMBER and shown is None and (style := self._styles.style(self._style(cell))):
            kind, mask = style.kind, style.mask
        formula = UNKNOWN_FORMULA if _FORMULA in cell else None
        if formula and _UNSTABLE.search(cell[_FORMULA]):
            kind, text = Kind.BLANK, ""
        if text or formula:
            _check_in_grid(self._row + self._rows, self._column + repeated)
            self._budget.take_text(len(text))
            cached = formula is not None and kind is not Kind.BLANK
            is_struck = text and self._styles.script(self._style(cell)) == "struck"
            scripts: Scripts = (("struck", text),) if is_struck else content.scripts()
            made = Cell(0, 0, kind, text, formula, cached, mask=mask, scripts=scripts)
            self._in_row.append((self._column, repeated, made))
        self._column += repeated

    def _style(self, cell: dict[str, str]) -> str:
        """The style of a cell: its own, or that of its row, or that of its column."""
        at = bisect_right(self._columns, self._column, key=itemgetter(0))
        of_column = self._columns[at][1] if at < len(self._columns) else ""
        return cell.get(_STYLE_NAME) or self._row_style or of_column

    def _note_ranges(self, cell: dict[str, str]) -> None:
        """Add the merged range that begins at this cell, and the range that its formula fills."""
        for ranges, names in ((self._tabs[-1].merges, _MERGED), (self._tabs[-1].arrays, _ARRAY)):
            if not cell.keys().isdisjoint(names):
                rows, columns = (_read_count(cell, name) for name in names)
                if rows * columns > 1:
                    top, left = self._row + 1, self._column + 1
                    add_range(ranges, top, left, top + rows - 1, left + columns - 1)

    def _close_row(self) -> None:
        """Add the cells of a row to the sheet, as often as the row is repeated."""
        if self._in_row:
            # counted first: a few bytes can repeat a cell 17 billion times
            self._budget.take_items(self._rows * sum(repeated for _, repeated, _ in self._in_row))
            cells = self._tabs[-1].cells
            for row in range(self._row + 1, self._row + 1 + self._rows):
                for before, repeated, cell in self._in_row:
                    for column in range(before + 1, before + 1 + repeated):
                        cells[row, column] = cell._replace(row=row, column=column)
        self._row += self._rows
        self._in_row = []


def _check_in_grid(row: int, column: int) -> None:
    """Refuse a cell that is outside the largest sheet of any program."""
    if row > _LAST_ROW or column > _LAST_COLUMN:
        raise unsafe_file("有单元格越界")


def _read_count(attributes: dict[str, str], name: str) -> int:
    text = attributes.get(name)
    if text is None:
        return 1
    return max(1, int(text) if text.isdecimal() and len(text) < len(str(_ENDLESS)) else _ENDLESS)
