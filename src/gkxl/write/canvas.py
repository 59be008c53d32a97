"""A workbook being drawn: its formats, its values, and how each of its sheets is set up and protected."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from xlsxwriter.worksheet import Worksheet

from gkxl.write import style

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook

    from gkxl.forms.edition import Edition

A4: Final = 9
_ALLOWED: Final = {"format_columns": True, "format_rows": True}
"""What users may still do on a protected sheet."""


class Sheet(Worksheet):  # type: ignore[misc] # XlsxWriter is not typed
    """A worksheet that takes formulas as they are."""

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:  # noqa: ARG002, FBT001, FBT002
        """Skip the search for functions of later Excels: it takes most of the time, and ours has none."""
        return formula.removeprefix("{").removesuffix("}").removeprefix("=")


class Canvas:
    """A workbook being drawn: its formats, its values, and how its sheets are protected."""

    def __init__(self, book: Workbook, edition: Edition, values: Mapping[str, Any], password: str) -> None:
        self.book = book
        self.edition = edition
        self.values = values
        self.password = password
        self.formats: dict[str, Format] = {
            name: book.add_format({**style.DEFAULT, **look}) for name, look in style.FORMATS.items()
        }
        self.bad, self.good, self.open = (
            book.add_format(look) for look in (style.BAD, style.GOOD, style.OPEN)
        )

    def sheet(self, name: str, widths: list[float]) -> Worksheet:
        """A new sheet, protected and set up for A4."""
        sheet = self.book.add_worksheet(name, Sheet)
        sheet.protect(self.password, _ALLOWED)
        sheet.hide_gridlines(2)
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.6, right=0.6, top=0.7, bottom=0.7)
        sheet.center_horizontally()
        sheet.set_footer("&C第 &P 页，共 &N 页")
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        return sheet
