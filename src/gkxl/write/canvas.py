"""A workbook being drawn with XlsxWriter: its formats, its sheets, and what is put into their cells."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from attrs import evolve
from xlsxwriter.worksheet import Worksheet

from gkxl.write import style
from gkxl.write.contents import Formula
from gkxl.write.corrected_parts import SharedStrings
from gkxl.write.validation import NO_REQUIREMENTS, Requirements

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook

    from gkxl.forms.edition import Edition
    from gkxl.write.contents import CellContent, SheetContents

A4: Final = 9

CREATED: Final = datetime(2000, 1, 1, tzinfo=UTC)
"""When every workbook was made, so that the same content gives the same bytes."""

_ALLOWED_WHEN_LOCKED: Final = {"format_columns": True, "format_rows": True}
"""What users may still do on a protected sheet."""


class Sheet(Worksheet):  # type: ignore[misc] # XlsxWriter is not typed
    """A worksheet that keeps the texts written to it; XlsxWriter spells some of them so that they change.

    Attributes:
        texts: The texts of its workbook.
    """

    texts: SharedStrings

    def write_string(self, *arguments: Any) -> Any:  # noqa: ANN401 (as XlsxWriter has it)
        """Write a text; arguments are an address or a row and a column, the text, and a format or none."""
        self.texts.number(arguments[1 if isinstance(arguments[0], str) else 2])
        return super().write_string(*arguments)

    def write_over(self, row: int, columns: int, text: str, look: Format) -> None:
        """Write a text over the first columns of a row, which counts from 0."""
        self.merge_range(row, 0, row, columns - 1, "", look)
        self.write_string(row, 0, text, look)

    # XlsxWriter looks for 80 functions of later Excels in each formula: half of its time, and ours have none.
    # The method is private: should it go, the same formulas are written, only later.
    def _prepare_formula(self, formula: str, *_options: object, **_others: object) -> str:
        return formula.removeprefix("{").removesuffix("}").removeprefix("=")


def add_sheet(book: Workbook, name: str, texts: SharedStrings) -> Sheet:
    """A new sheet of a workbook that keeps its texts."""
    sheet: Sheet = book.add_worksheet(name, Sheet)
    sheet.texts = texts
    return sheet


def define_hidden_name(book: Workbook, name: str, formula: str) -> None:
    """Define a name that is not shown: beside a cell people are to see the address that messages cite."""
    book.define_name(name, formula)
    # XlsxWriter hides its own names by the last entry of this list, which is documented nowhere
    book.defined_names[-1][-1] = 1


class Canvas:
    """A workbook being drawn: its formats, how its sheets are protected, and where its content will go.

    It does not know the report: whatever depends on that is put in afterwards.
    """

    def __init__(
        self,
        book: Workbook,
        edition: Edition,
        password: str,
        locked: frozenset[str] = frozenset(),
        asked: Requirements = NO_REQUIREMENTS,
    ) -> None:
        self.book = book
        self.edition = edition
        self.password = password
        self.locked = locked
        self.asked = asked
        self.formats: dict[str, Format] = {
            name: book.add_format({**style.DEFAULT, **look}) for name, look in style.FORMATS.items()
        }
        self.bad, self.good, self.open = (
            book.add_format(look) for look in (style.BAD, style.GOOD, style.OPEN)
        )
        self.texts = SharedStrings()
        self._slots: dict[tuple[str, str], Format] = {}
        self._formulas: dict[tuple[str, str], Formula] = {}

    def add(self, name: str) -> Sheet:
        """A new sheet as XlsxWriter sets it up."""
        return add_sheet(self.book, name, self.texts)

    def hidden_sheet(self, name: str) -> Sheet:
        """A new sheet that nobody is shown."""
        sheet = self.add(name)
        sheet.protect("")
        sheet.very_hidden()
        return sheet

    def sheet(self, name: str, widths: list[float]) -> Sheet:
        """A new sheet, protected and set up for A4."""
        sheet = self.add(name)
        sheet.protect(self.password, _ALLOWED_WHEN_LOCKED)
        sheet.hide_gridlines(2)
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.6, right=0.6, top=0.7, bottom=0.7)
        sheet.center_horizontally()
        sheet.set_footer("&C第 &P 页，共 &N 页")
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width, self.formats["outside"])
        return sheet

    def slot(
        self, sheet: Worksheet, address: str, look: Format | None, formula: Formula | None = None
    ) -> None:
        """Leave a cell for content that depends on the report, if only for what a formula shows."""
        sheet.write_blank(address, None, look)
        self._slots[sheet.get_name(), address] = look
        if formula:
            self._formulas[sheet.get_name(), address] = formula

    def put_contents(self, name: str, entries: SheetContents) -> None:
        """Put into a sheet what depends on the report.

        Raises:
            KeyError: A cell was not left for it.
        """
        sheet = self.book.get_worksheet_by_name(name)
        for address, content in entries.cells.items():
            write_cell(sheet, address, content, self._slots[name, address])
        for address, value in entries.results.items():
            formula = evolve(self._formulas[name, address], value=value)
            write_cell(sheet, address, formula, self._slots[name, address])
        for row, height in entries.heights.items():
            sheet.set_row(row - 1, height)
        sheet.set_h_pagebreaks(list(entries.breaks))


def write_cell(sheet: Worksheet, address: str, content: CellContent, look: Format | None) -> None:
    """Put something into a cell."""
    if isinstance(content, str):
        sheet.write_string(address, content, look)
    elif isinstance(content, Formula):
        sheet.write_formula(address, f"={content.text}", look, content.value)
    elif content is not None:
        sheet.write_number(address, content, look)
