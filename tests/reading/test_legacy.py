"""Old formats hold the same values as the workbook they were made of, or say that they do not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from openpyxl.worksheet.formula import ArrayFormula

from gkxl.domain import COUNT
from gkxl.errors import GkxlError
from gkxl.forms import EDITIONS
from gkxl.layout import places
from gkxl.legacy import read_legacy
from gkxl.outline import cells
from gkxl.reading import read
from gkxl.values import report_from, values_of
from gkxl.xlsx import Limits
from workbooks import at, different, every_edition, named, opened, real, saved, workbook

if TYPE_CHECKING:
    from gkxl.forms.edition import Edition
    from office import Office

old_formats = pytest.mark.parametrize("to", ["xls", "ods"])
EDITION: Final = next(iter(EDITIONS.values()))
EXPECTED: Final = {"file.legacy"}
"""What there is to say about any old file: it is one."""


def convert(office: Office, content: bytes, to: str) -> bytes:
    return office.convert({"old": content}, to)["old"]


# Values


@old_formats
@every_edition
def test_values_are_those_of_the_workbook(office: Office, edition: Edition, to: str) -> None:
    reports = [report_from(edition.form, different(edition)), *real(edition)]
    books = {f"report-{number}": workbook(report) for number, report in enumerate(reports)}
    for report, old in zip(reports, office.convert(books, to).values(), strict=True):
        reading = read(old)
        assert reading.values == values_of(report)
        assert {issue.code for issue in reading.issues} - EXPECTED == set()
        assert "file.legacy" in {issue.code for issue in reading.issues}


FAULTS: Final[dict[str | float | None, str]] = {
    "=1/0": "cell.error",
    '=IF(A99="","无","")': "cell.dash",
    '=IF(A99="","","x")': "cell.uncalculated",
    "=3+5": "cell.formula",
    "=1=1": "cell.boolean",
    "=TODAY()": "cell.uncalculated",
    "约8": "cell.text",
    "８": "cell.lenient",
    None: "cell.blank",
    True: "cell.boolean",
    -8: "cell.negative",
    8.5: "cell.fraction",
}
"""What may stand in a count cell."""


@old_formats
def test_faults_are_told_as_in_xlsx(office: Office, to: str) -> None:
    book = opened(workbook(report_from(EDITION.form, different(EDITION))))
    counts = [cell.path for cell in cells(EDITION.form) if cell.domain == COUNT and cell.in_table]
    inputs, form = iter(counts), named(book)
    chosen = {next(inputs): content for content in FAULTS}
    percent, dated = next(inputs), next(inputs)
    for path, content in chosen.items():
        form[path].value = content
    form[percent].number_format, form[dated].number_format = "0%", '[$-804]yyyy"年"m"月"'
    reading = read(convert(office, saved(book), to))
    found = {path: at(reading.issues, path) for path in (*chosen, percent, dated)}
    for path, content in chosen.items():
        assert FAULTS[content] in found[path], content
    assert (found[percent], found[dated]) == (["cell.percent"], ["cell.date"])


@old_formats
def test_every_cell_of_an_array_formula_is_known_as_one(office: Office, to: str) -> None:
    """An .ods file says so at the first cell only."""
    paths = [f"requests.carried_forward.{column}" for column in ("natural_person", "business")]
    one, other = (places(EDITION)[path] for path in paths)
    book = opened(workbook(report_from(EDITION.form, different(EDITION))))
    area = f"{one.address}:{other.address}"
    book[one.sheet][one.address] = ArrayFormula(area, "={3,4}")
    reading = read(convert(office, saved(book), to))
    assert [(reading.values[path], at(reading.issues, path)[0]) for path in paths] == [
        (3, "cell.formula"),
        (4, "cell.formula"),
    ]


MASKS: Final = {
    "0.0,": False,
    '0"万"': False,
    ";;;": False,
    "#,##0.00": True,
    '0"件"': True,
    "0.00E+00": True,
}
"""Number formats, and whether they show 251000 as what it is."""


@old_formats
def test_numbers_shown_as_others_and_under_merged_cells_are_told_as_in_xlsx(office: Office, to: str) -> None:
    book = opened(workbook(report_from(EDITION.form, different(EDITION))))
    form = named(book)
    counts = iter(c.path for c in cells(EDITION.form) if c.domain == COUNT and c.path.startswith("requests."))
    masked = {path: mask for mask, path in zip(MASKS, counts, strict=False)}
    for path, mask in masked.items():
        form[path].value, form[path].number_format = 251000, mask
    one, hidden = form["requests.carried_forward.natural_person"], form["requests.carried_forward.business"]
    sheet = places(EDITION)["requests.carried_forward.business"].sheet
    book[sheet].merged_cells.add(f"{one.coordinate}:{hidden.coordinate}")
    reading = read(convert(office, saved(book), to))
    for path, mask in masked.items():
        told = at(reading.issues, path) == ["cell.masked"]
        assert (told, reading.values[path]) == ((False, 251000) if MASKS[mask] else (True, None)), mask
    assert at(reading.issues, "requests.carried_forward.business") == ["cell.covered"]


@old_formats
def test_texts_keep_their_spaces_and_numbers_in_texts_their_digits(office: Office, to: str) -> None:
    book = opened(workbook(report_from(EDITION.form, different(EDITION))))
    form = named(book)
    texts = {"cover.reviewed_by": "\t甲  乙", "overview.platform": "一\n\n二   三 ", "cover.unit": "<b>&amp;"}
    for path, text in texts.items():
        form[path].value = text
    form["cover.phone"].value = 13800138000
    reading = read(convert(office, saved(book), to))
    assert {path: reading.values[path] for path in texts} == texts
    assert reading.values["cover.phone"] == "13800138000"
    assert at(reading.issues, "cover.phone") == ["cell.as_text"]


@old_formats
def test_sheets_are_known_with_their_state(office: Office, to: str) -> None:
    old = convert(office, workbook(report_from(EDITION.form, different(EDITION))), to)
    book = read_legacy(old, limits=Limits())
    assert [sheet.name for sheet in book.sheets][-1] == "_gkxl"
    assert {cell.formula for sheet in book.sheets for cell in sheet.cells.values()} == {None, "…"}
    assert not book.names
    assert not book.properties


@old_formats
def test_files_cut_short_never_pass(office: Office, to: str) -> None:
    whole = convert(office, workbook(report_from(EDITION.form, different(EDITION))), to)
    for size in (len(whole) // 7, len(whole) // 2, len(whole) - 600):
        with pytest.raises(GkxlError):
            read(whole[:size])
