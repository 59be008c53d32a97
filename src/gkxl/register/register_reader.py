"""Reads registers back: finds the columns, and makes a row of every line that is used.

A register is full of people. What is said about a cell is its place and what kind of thing is wrong with it,
never what it holds: a name may have been pasted into any column.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, BinaryIO, Final

from attrs import evolve

from gkxl.arguments import checked
from gkxl.errors import UnreadableFileError
from gkxl.files.limits import check_limit
from gkxl.files.load import load
from gkxl.forms import newest_edition
from gkxl.forms.register import APPLICATIONS, METHODS, TABLES, Register, RowPlace, words_of
from gkxl.issues import Issue, Place
from gkxl.layout import PROPERTY_PREFIX
from gkxl.legacy import is_legacy, read_legacy
from gkxl.reading.identity import read_hidden_rows, refuse_unknown
from gkxl.reading.locate.columns import find_columns
from gkxl.reading.numbers import is_count
from gkxl.register import tables
from gkxl.register.checks import RegisterReading
from gkxl.register.row_cells import LONG, CellTaker
from gkxl.text import Wording, fix_encoding, writable
from gkxl.xlsx import Cell, Kind, Limits, read_book

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator, Mapping

    from gkxl.forms.register import Column, Rows
    from gkxl.reading.locate.columns import FoundColumns
    from gkxl.text import Lang
    from gkxl.xlsx import Book


_COMPUTED: Final = frozenset({tables.COUNT_SHEET, tables.DAY_SHEET, tables.LIST_SHEET})
"""Sheets that hold nothing that was filled in."""


@checked
def read_register(
    source: str | os.PathLike[str] | bytes | BinaryIO,
    *,
    year: int | None = None,
    name: str = "",
    limits: Limits | None = None,
    lang: Lang = "zh",
) -> RegisterReading:
    """Read a register, or the list of a unit's own that has such columns.

    Args:
        source: A path, the bytes of a file, or a binary file.
        year: The year that it is counted for, where the file does not state one.
        name: What places are named after besides their sheet, where there are several registers.
        limits: How large the file may be; the usual limits if left out.
        lang: The language of the messages, ``"zh"`` or ``"en"``.

    Raises:
        UnreadableFileError: It is no workbook, no register, or states no year and none is given.
        UnsafeFileError: It is built as no spreadsheet program builds it.
        LimitError: It is larger than the limits allow.
        UnknownEditionError: No edition of the report covers its year.

    Example:
        >>> import gkxl
        >>> gkxl.register.read_register("登记簿-2026.xlsx").issues  # doctest: +SKIP
        ()
    """
    book = read_rows_of(source, limits or Limits())
    return RegisterReader(book, year, f"{name} " if name else "", lang).read()


def read_rows_of(source: str | os.PathLike[str] | bytes | BinaryIO, limits: Limits) -> Book:
    """The workbook, without the sheets on which a register counts."""
    data = load(source, limits)
    if is_legacy(data):
        return read_legacy(data, limits=limits)
    return read_book(data, limits=limits, skip=_COMPUTED)


def is_register(book: Book) -> bool:
    """Whether a workbook is a register, or a list of applications that a unit made itself."""
    found = find_columns(book, APPLICATIONS.sheet, APPLICATIONS.columns)
    # other lists have numbers and remarks as well, but not when something came and what became of it
    return found is not None and _RECEIVED in found.known and not found.known.isdisjoint(_TELLING)


class RegisterReader:
    """Reads one register.

    Args:
        book: The workbook.
        year: The year where it states none.
        prefix: What the names of sheets begin with in places.
        lang: The language of the messages.
    """

    def __init__(self, book: Book, year: int | None, prefix: str, lang: Lang) -> None:
        self._book, self._year, self._prefix, self._lang = book, year, prefix, lang
        self._facts = _read_facts(book)
        self._issued = "register" in self._facts
        self._issues: list[Issue] = []

    def read(self) -> RegisterReading:
        """Read it; see `read_register`."""
        if not is_register(self._book):
            raise UnreadableFileError(
                "这不是登记簿：没有找到“申请编号”“收到日期”“申请人类别”“办结日期”等各列。"
            )
        if self._issued:
            refuse_unknown(Wording("版式", "layout"), self._facts["register"], (tables.VERSION,))
        opening = {name.partition("opening.")[2]: text for name, text in self._facts.items()}
        register = Register(
            year=self._find_year(),
            unit=self._facts.get("unit", ""),
            unit_code=self._facts.get("unit_code", ""),
            methods=_read_methods(self._book),
            opening={name: int(text) for name, text in opening.items() if name and is_count(text)},
        )
        rows: dict[str, Any] = {table.name: tuple(self._read_table(table, register)) for table in TABLES}
        return RegisterReading(register=evolve(register, **rows), found=tuple(self._issues), lang=self._lang)

    def _find_year(self) -> int:
        stated = self._facts.get("year", "")
        year = int(stated) if is_count(stated) else self._year
        if year is None:
            raise UnreadableFileError("登记簿没有写明年度，请另外写明。")
        return year

    def _add(self, code: str, place: Place | None = None, label: str = "", **facts: object) -> None:
        check_limit(tables.MOST_ROWS, len(self._issues) + 1, "登记簿里有问题的格数")
        self._issues.append(Issue(code=code, label=label, place=place, facts=facts, lang=self._lang))

    def _read_table(self, table: Rows, register: Register) -> Iterator[Any]:
        found = find_columns(self._book, table.sheet, table.columns, issued=self._issued)
        if found is None:
            self._add(
                "register.sheet", Place(self._prefix + table.sheet, tables.HEAD_ROW, 1), name=table.sheet
            )
            return
        sheet = self._prefix + found.sheet.name
        self._tell_doubts(table, found, sheet)
        columns = {at: one for one in table.columns if (at := found.columns.get(one.path))}
        numbers = {one.name: at for at, one in columns.items()}
        taker = CellTaker(self._book, found, register.edition)
        row_class: Any = table.row
        is_below = False
        for row, cells in self._group_rows(found, columns, sheet):
            if _is_footer(cells):
                is_below = True
            elif not _repeats_headings(found, cells):
                place = RowPlace(sheet, row, numbers)
                if is_below:
                    self._add("register.below", Place(sheet, row, min(cells)))
                values = {}
                for at, cell in cells.items():
                    values[columns[at].name], code, why = taker.read(columns[at], cell)
                    if code:
                        self._add(code, Place(sheet, row, at), columns[at].label, why=why)
                yield row_class(**values, place=place)

    def _tell_doubts(self, table: Rows, found: FoundColumns, sheet: str) -> None:
        if table is APPLICATIONS and not self._issued:
            self._add("register.salvaged", Place(sheet, found.row, 1))
        for column in table.columns:
            doubt, at = found.doubts.get(column.path, ("", 0))
            # a list of a unit's own need not have every column, but those that are counted
            if doubt and (doubt != "missing" or self._issued or column.path in _COUNTED):
                self._add(f"register.{doubt}", Place(sheet, found.row, at), column.label)
        for copy in found.copies if table is APPLICATIONS else ():
            self._add("register.copied", Place(self._prefix + copy, 1, 1))

    def _group_rows(
        self, found: FoundColumns, columns: Mapping[int, Column], sheet: str
    ) -> Iterator[tuple[int, dict[int, Cell]]]:
        """The cells of every row that holds anything in its columns; an issue for each further column."""
        rows: dict[int, dict[int, Cell]] = {}
        unread: dict[int, int] = {}
        doubtful = {at for doubt, at in found.doubts.values() if doubt == "unread"}
        for (row, column), cell in found.sheet.cells.items():
            if row > found.row and (cell.formula is not None or not _is_blank(cell)):
                if column in columns:
                    rows.setdefault(row, {})[column] = cell
                elif column not in doubtful:
                    unread[column] = min(row, unread.get(column, row))
        check_limit(tables.MOST_ROWS, len(rows), "登记簿的行数")
        for column, row in sorted(unread.items()):
            self._add("register.ignored", Place(sheet, row, column))
        return iter(sorted(rows.items()))


_TELLING: Final = {f"{APPLICATIONS.name}.{name}" for name in ("kind", "closed", "outcome")}
_RECEIVED: Final = f"{APPLICATIONS.name}.received"
_COUNTED: Final = {*_TELLING, _RECEIVED, f"{APPLICATIONS.name}.number"}


def _read_facts(book: Book) -> dict[str, str]:
    """What a register keeps about itself, on its hidden sheet or else in its properties."""
    opening = (f"opening.{name}" for name in words_of(newest_edition()).kinds.values())
    names = ("register", "unit", "unit_code", "year", *opening)
    kept = {name: book.properties.get(PROPERTY_PREFIX + name) for name in names}
    properties = {name: fix_encoding(text) for name, text in kept.items() if text is not None}
    return properties | {name: cell.text for name, cell in read_hidden_rows(book, names).items()}


def _read_methods(book: Book) -> dict[str, str]:
    """How the office counts, where it has changed what was issued."""
    sheet = book.sheet(tables.METHOD_SHEET)
    cells = sheet.cells if sheet else {}
    usual = {method.situation: method.usual for method in METHODS if not method.source}
    beside = {cell.text: cells.get((row, 2)) for (row, column), cell in cells.items() if column == 1}
    own = {name: writable(cell.text.strip()) for name, cell in beside.items() if cell and name in usual}
    return {name: text for name, text in own.items() if text != usual[name]}


def _is_blank(cell: Cell) -> bool:
    # many cells may share one text of a megabyte
    return not cell.text or (len(cell.text) < LONG and cell.text.isspace())


def _is_footer(cells: Mapping[int, Cell]) -> bool:
    first = cells[min(cells)]
    return len(cells) == 1 and first.kind is Kind.TEXT and first.text.startswith(tables.FOOTER)


def _repeats_headings(found: FoundColumns, cells: Mapping[int, Cell]) -> bool:
    """Whether a row has the headings once more, as on every printed page."""
    heads = ((found.sheet.cells.get((found.row, at)), cell) for at, cell in cells.items())
    return len(cells) > 1 and all(head is not None and head.text == cell.text for head, cell in heads)
