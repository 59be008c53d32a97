"""Reads a returned workbook: finds its cells, makes values of them, checks them, and gives the report."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from attrs import evolve

from gkxl.address import LAST_COLUMN
from gkxl.arguments import checked
from gkxl.checksheet.lines import EXPLANATION_COLUMN
from gkxl.files.load import load
from gkxl.files.sniff import OLD_WORKBOOKS, sniff
from gkxl.forms import edition_named, find_edition
from gkxl.issues import Issue, add_places, sort_by_place
from gkxl.layout import AUDIT_SHEET, DETAIL_SHEET, GUIDE_SHEET, HIDDEN_SHEET, LEDGER_SHEET, RETURN_SHEET
from gkxl.model.outline import cells
from gkxl.model.outline import node as find
from gkxl.reading.cells import (
    Blank,
    Value,
    is_plain_count,
    read_number_cell,
    read_text_cell,
    read_year_cell,
)
from gkxl.reading.explanations import NO_EXPLANATIONS, Explanations, read_explanations
from gkxl.reading.filed_cells import map_cells, take_cells
from gkxl.reading.identity import (
    find_tampering,
    ignored_content,
    read_answers,
    read_identity,
    read_last_year,
    read_requirements,
)
from gkxl.reading.locate import find_cells
from gkxl.reading.result import Reading
from gkxl.reading.totals import read_totals
from gkxl.rules.check import check_expectations, check_values
from gkxl.rules.expectations import add_explanations
from gkxl.xlsx import Limits, Sheet, read_book

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Iterator, Mapping

    from attrs import AttrsInstance

    from gkxl.forms.edition import Edition
    from gkxl.layout import Identity
    from gkxl.model.outline import Node
    from gkxl.reading.filed_cells import CellMap
    from gkxl.reading.locate import Found
    from gkxl.reading.result import Filed
    from gkxl.text import Lang
    from gkxl.xlsx import Book


_IGNORED_SHEETS: Final = frozenset({GUIDE_SHEET, LEDGER_SHEET, DETAIL_SHEET, RETURN_SHEET})
"""Sheets that hold nothing to be read."""

_FORMULAS_FROM: Final = {AUDIT_SHEET: EXPLANATION_COLUMN, HIDDEN_SHEET: LAST_COLUMN}
"""What the check sheet and the hidden sheet compute is not needed: half of all cells of a return are such."""


@checked
def read(  # noqa: PLR0913 (each is a question of its own)
    source: str | os.PathLike[str] | bytes | BinaryIO,
    *,
    year: int | None = None,
    unit_code: str | None = None,
    edition: Edition | str | None = None,
    blank: Blank = "error",
    limits: Limits | None = None,
    lang: Lang = "zh",
) -> Reading:
    """Read a returned workbook. Its edition is written in it.

    Args:
        source: A path, the bytes of a file, or a binary file.
        year: The report year that it should be of; an issue if it is of another.
        unit_code: The code of the unit that it should be from; an issue if it is another's.
        edition: The edition that it should be of, or its name; an issue if it is of another. A workbook that
            does not say its edition is read as one of this.
        blank: What a blank number cell is: ``"error"``, or ``"zero"`` for 0 with a note.
        limits: How large the file may be; the usual limits if left out.
        lang: The language of the messages, ``"zh"`` or ``"en"``.

    Returns:
        What was filed, what is wrong with it, and the report if every number could be read.

    Raises:
        UnreadableFileError: The file is not a workbook, or not one of gkxl.
        UnsafeFileError: It is built as no spreadsheet program builds it.
        LimitError: It is larger than the limits allow.
        UnknownEditionError: It is of an edition that is not known here.

    Example:
        >>> import gkxl
        >>> reading = gkxl.read("returns/某市财政局.xlsx")  # doctest: +SKIP
        >>> reading.report.requests.received.natural_person  # doctest: +SKIP
        121
    """
    whole = _read_book(source, limits or Limits())
    book = _without_check_sheet(whole)
    identity, identity_issues = read_identity(book, find_edition(edition).name if edition else "")
    own = edition_named(identity.edition)
    found = find_cells(book, own, by_labels=not identity.layout)
    tampered = find_tampering(book, own, found) if identity.layout else ()
    return make_reading(
        book,
        identity,
        found,
        [*ignored_content(book), *identity_issues, *tampered],
        last_year=read_last_year(book, own),
        explanations=read_explanations(whole, own, identity.layout),
        blank=blank,
        expected={"year": year, "unit_code": unit_code},
        lang=lang,
    )


def make_reading(  # noqa: PLR0913 (each is a question of its own)
    book: Book,
    identity: Identity,
    found: Found,
    known: Iterable[Issue],
    *,
    last_year: Mapping[str, int] | None = None,
    explanations: Explanations = NO_EXPLANATIONS,
    blank: Blank,
    expected: Mapping[str, object],
    lang: Lang,
) -> Reading:
    """Make a reading of a book whose cells have been found.

    Args:
        book: The workbook, or a published report laid out as one.
        identity: Its edition, layout, year and unit, as recorded in it.
        found: Where the cells of the form are in it.
        known: What has been found wrong with it so far.
        last_year: Those of last year's figures that it was issued with, by path; None for none.
        explanations: What its unit explains.
        blank: What a blank number cell is.
        expected: What its cover should say, by the names of `gkxl.forms.edition.Roles`; None where open.
        lang: The language of the messages.
    """
    edition = edition_named(identity.edition)
    cell_map = map_cells(edition, found.places)
    filed = take_cells(book, cell_map, found.names.unreliable)
    values, value_issues = _read_values(
        cell_map, filed, edition.roles.year, date1904=book.date1904, blank=blank
    )
    sound = {path: value for path, value in values.items() if value is not None}
    issues = [
        *known,
        *value_issues,
        *check_values(edition, sound),
        *add_explanations(check_expectations(edition, sound, carried=last_year), explanations.texts),
        *_check_identity(edition, values, "year", (identity.year, expected.get("year"))),
        *_check_identity(edition, values, "unit_code", (identity.unit_code, expected.get("unit_code"))),
    ]
    sheets = tuple(sheet.name for sheet in book.sheets)
    copied, *answers = read_answers(book) or ("",)
    found_issues = [
        *found.issues,
        *explanations.issues,
        *(add_places(issue, found.places) for issue in issues),
    ]
    return Reading(
        edition=edition.name,
        identity=identity,
        cells=tuple(filed.values()),
        values=values,
        issues=sort_by_place((evolve(issue, lang=lang) for issue in found_issues), sheets),
        sheets=sheets,
        carried=last_year or {},
        explanations=explanations.texts,
        requirements=read_requirements(book),
        application=book.application or "",
        answers=tuple(answers),
        copied=copied,
        unsaved=book.unsaved,
    )


def _read_book(source: str | os.PathLike[str] | bytes | BinaryIO, limits: Limits) -> Book:
    """The workbook, whatever its format."""
    data = load(source, limits)
    if sniff(data) in OLD_WORKBOOKS:
        from gkxl.legacy import read_legacy  # noqa: PLC0415 (hardly any return is one)

        return read_legacy(data, limits=limits)
    return read_book(data, limits=limits, skip=_IGNORED_SHEETS, formulas_from=_FORMULAS_FROM)


def _without_check_sheet(book: Book) -> Book:
    """The workbook without the content of its check sheet, whose labels resemble those of the form."""
    sheets = (
        Sheet(name=s.name, state=s.state, cells={}) if s.name == AUDIT_SHEET else s for s in book.sheets
    )
    return evolve(book, sheets=tuple(sheets))


def _read_values(
    cell_map: CellMap, filed: Mapping[str, Filed], year: str, *, date1904: bool, blank: Blank
) -> tuple[dict[str, Any], list[Issue]]:
    """The value of every cell, in printed order, and the issues of all cells."""
    entered: dict[str, Any] = {}
    issues: list[Issue] = []
    for path, whole, node in _cells_to_fill_in(cell_map.form):
        cell = filed[path]
        if whole and is_plain_count(cell):
            entered[path] = int(cell.text)
            continue
        made = (
            read_year_cell(node, cell, date1904=date1904)
            if path == year and cell.place
            else _read_value(node, cell, date1904=date1904, blank=blank)
        )
        entered[path] = made.content
        issues += made.issues
    values, total_issues = read_totals(cell_map, entered, filed)
    return {path: values.get(path) for path in filed}, [*issues, *total_issues]


@cache
def _cells_to_fill_in(form: type[AttrsInstance]) -> tuple[tuple[str, bool, Node], ...]:
    """The cells that are filled in: the path of each, and whether it takes a count."""
    return tuple(
        (node.path, node.in_table and node.domain.whole, node) for node in cells(form) if not node.computed
    )


def _read_value(node: Node, cell: Filed, *, date1904: bool, blank: Blank) -> Value:
    if cell.place is None:
        return Value(None)
    if node.type is str:
        return read_text_cell(node, cell, date1904=date1904)
    return read_number_cell(node, cell, blank=blank)


def _check_identity(
    edition: Edition, values: Mapping[str, Any], name: str, expected: tuple[object, ...]
) -> Iterator[Issue]:
    """An issue if year or unit on the cover are not those issued, or not those expected."""
    cell = find(edition.form, getattr(edition.roles, name))
    found = values[cell.path]
    for wanted in dict.fromkeys(str(one) for one in expected if one):
        if found is not None and str(found) != wanted:
            yield Issue(
                code=f"identity.{name}", path=cell.path, label=cell.label, found=found, expected=wanted
            )
