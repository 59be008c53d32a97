"""Writes workbooks: ``write_template`` a blank one to send out, ``write_workbook`` a filled one."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from xlsxwriter import Workbook

from gkxl.forms import edition_for, edition_of
from gkxl.identity import HIDDEN_SHEET, PREFIX, Identity
from gkxl.layout import pages, places
from gkxl.outline import cells
from gkxl.values import values_of, with_totals
from gkxl.write import style
from gkxl.write.canvas import Canvas
from gkxl.write.content import refuse_missing, refuse_unlisted, refuse_unwritable
from gkxl.write.files import write_file
from gkxl.write.formulas import quoted
from gkxl.write.package import finish
from gkxl.write.sheets import draw_audit, draw_guide, draw_page
from gkxl.write.strings import spelt

if TYPE_CHECKING:
    from collections.abc import Mapping

    from attrs import AttrsInstance

    from gkxl.forms.edition import Edition
    from gkxl.write.files import Target

_CREATED: Final = datetime(2000, 1, 1, tzinfo=UTC)
"""Every workbook says this, so that the same content gives the same bytes."""

_PROPERTY_LIMIT: Final = 255
"""How many UTF-16 units Excel takes in a property."""


def write_template(  # noqa: PLR0913 (each is a line of the cover)
    path: Target,
    *,
    year: int,
    unit: str = "",
    unit_code: str = "",
    level: str = "",
    password: str | None = None,
) -> None:
    """Write a blank, locked template of the edition that a report year is filed in.

    Args:
        path: Where to write it; an ``.xlsx`` file.
        year: The report year.
        unit: The name of the unit that is to fill it in; blank for the unit to enter.
        unit_code: Its unified social credit code, or its code in the roster.
        level: Its level, one of ``gkxl.forms.common.LEVELS``.
        password: Protects sheets and structure; a guard rail against slips, never evidence.

    Raises:
        UnknownEditionError: No edition covers that year.
        WriteError: The file cannot be written, a text does not fit a cell, or there is no such level.

    Example:
        >>> import gkxl
        >>> gkxl.write_template("年报.xlsx", year=2024, unit="某市财政局")  # doctest: +SKIP
    """
    edition = edition_for(year)
    refuse_unlisted(edition, "cover.level", level)
    cover = {"cover.year": year, "cover.unit": unit, "cover.unit_code": unit_code, "cover.level": level}
    values = {cell.path: cover.get(cell.path) for cell in cells(edition.form)}
    write_file(path, render(edition, values, password=password))


def write_workbook(report: AttrsInstance, path: Target, *, password: str | None = None) -> None:
    """Write a report as a filled workbook; the same report gives the same bytes.

    Totals that add up are written as formulas with their results; a total that was filed wrong stays
    as it was filed, and is coloured.

    Args:
        report: A report of any edition.
        path: Where to write it; an ``.xlsx`` file.
        password: Protects sheets and structure; a guard rail against slips, never evidence.

    Raises:
        UnknownEditionError: It is not a report of any edition.
        WriteError: The file cannot be written, or a value is missing or does not fit its cell.
    """
    edition, values = edition_of(report), values_of(report)
    refuse_missing(edition, values)
    write_file(path, render(edition, values, password=password))


def render(
    edition: Edition,
    values: Mapping[str, Any],
    *,
    password: str | None = None,
    identity: Identity | None = None,
) -> bytes:
    """A workbook that holds these values, by path; None is a blank cell.

    Args:
        edition: The edition of the form.
        values: What every cell holds.
        password: Protects sheets and structure.
        identity: What the workbook says of itself; what the cover says if left out.

    Raises:
        WriteError: A value does not fit a cell.
    """
    refuse_unwritable(edition, values)
    packed = io.BytesIO()
    book = Workbook(packed, {"in_memory": True, "default_format_properties": {**style.DEFAULT}})
    canvas = Canvas(book, edition, _with_shown_totals(edition, values), password or "")
    draw_guide(canvas)
    for page in pages(edition):
        draw_page(canvas, page)
    draw_audit(canvas)
    _name_cells(book, edition)
    _identify(book, identity or Identity.of(edition, values))
    book.close()
    texts = book.str_table.string_array
    return finish(packed.getvalue(), texts=texts, password_hash=_password_hash(book))


def _with_shown_totals(edition: Edition, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values with the totals that formulas show: blank parts count for nothing."""
    blank = {cell.path for cell in cells(edition.form) if not cell.computed and values[cell.path] is None}
    counted = with_totals(edition.form, {**values, **dict.fromkeys(blank, 0)})
    return {**counted, **dict.fromkeys(blank)}


def _name_cells(book: Workbook, edition: Edition) -> None:
    for path, place in places(edition).items():
        column, row = place.address.rstrip("0123456789"), place.row
        book.define_name(PREFIX + path, f"={quoted(place.sheet)}!${column}${row}")


def _identify(book: Workbook, identity: Identity) -> None:
    """Write who this workbook is for, as text, in its properties and on a sheet nobody sees."""
    sheet = book.add_worksheet(HIDDEN_SHEET)
    sheet.protect("")
    sheet.very_hidden()
    for row, (name, value) in enumerate(identity.entries()):
        sheet.write_string(row, 0, name)
        sheet.write_string(row, 1, value)
        if _fits_property(value):
            book.set_custom_property(name, value, "text")
    book.set_properties({"title": "政府信息公开工作年度报告", "author": "gkxl", "created": _CREATED})


def _fits_property(value: str) -> bool:
    """Whether a property holds the text as it is: it is short, and knows no line breaks or escapes."""
    plain = value.isprintable() and value == value.strip() == spelt(value)
    return plain and len(value.encode("utf-16-le")) <= 2 * _PROPERTY_LIMIT


def _password_hash(book: Workbook) -> str:
    return str(book.worksheets()[0].protect_options.get("password") or "")
