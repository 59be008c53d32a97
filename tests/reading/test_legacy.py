"""Old formats hold the same values as the workbook they were made of, or say that they do not."""

from __future__ import annotations

import io
import re
import shutil
import struct
import subprocess
import zipfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font
from openpyxl.worksheet.formula import ArrayFormula

from gkxl.errors import GkxlError
from gkxl.forms import EDITIONS
from gkxl.layout import places
from gkxl.legacy import read_legacy
from gkxl.model.marks import COUNT
from gkxl.model.outline import cells, report_from, values_of
from gkxl.reading import read
from gkxl.xlsx import Cell, Kind, Limits, read_book
from npm import PATIENCE, npm_package
from old_files import BIFF5, cell, narrow, ole2, package, record, stream
from workbooks import at, different, every_edition, named, opened, real, saved, workbook

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from gkxl.forms.edition import Edition
    from office import Office

old_formats = pytest.mark.parametrize("to", ["xls", "ods", "fods"])
EDITION: Final = next(iter(EDITIONS.values()))
VALUES: Final = different(EDITION)
SCRIPT: Final = Path(__file__).with_name("resave.cjs")
EXPECTED: Final = {"file.legacy"}
"""What there is to say about any old file: it is one."""


def convert(office: Office, content: bytes, to: str) -> bytes:
    return office.convert({"old": content}, to)["old"]


# Values

SET: Final[dict[str, tuple[Font | None, int | str | list[str], tuple[tuple[str, str], ...]]]] = {
    "struck as a whole": (Font(strike=True), 8, (("struck", "8"),)),
    "a text that is struck": (Font(strike=True), "已调走", (("struck", "已调走"),)),
    "struck in part": (None, ["七", "12", "15"], (("struck", "12"),)),
    "raised": (None, ["22", "^1"], (("raised", "1"),)),
    "lowered": (None, ["22", "_1", "件"], (("raised", "1"),)),
    "blanks": (None, ["22", " ", "件"], ()),
    "bold": (Font(bold=True), 8, ()),
}
"""What cells are set in: the font of the cell, its pieces, and what is to be known of it."""


def rich(pieces: list[str]) -> CellRichText:
    """A text whose second piece is struck through, or above or below the line."""
    first, other, *rest = pieces
    fonts = {"^": InlineFont(vertAlign="superscript"), "_": InlineFont(vertAlign="subscript")}
    font = fonts.get(other[0], InlineFont(strike=True))
    elements: list[str | TextBlock] = [first, TextBlock(font, other.lstrip("^_")), *rest]
    return CellRichText(elements)


@old_formats
def test_what_is_struck_through_or_raised_is_known(office: Office, to: str) -> None:
    """Read as one text, 12 struck out and 15 written behind it would be 1215."""
    made = openpyxl.Workbook()
    sheet = made.worksheets[0]
    for row, (font, found, _) in enumerate(SET.values(), start=1):
        sheet.cell(row, 1).value = rich(found) if isinstance(found, list) else found
        sheet.cell(row, 1).font = font or Font()
    book = read_legacy(convert(office, saved(made), to), limits=Limits())
    cells_there = book.sheets[0].cells
    found_there = {name: cells_there[row, 1].scripts for row, name in enumerate(SET, start=1)}
    assert found_there == {name: scripts for name, (_, _, scripts) in SET.items()}


@old_formats
@every_edition
def test_a_number_that_is_struck_in_part_is_an_error_in_old_files(
    office: Office, edition: Edition, to: str
) -> None:
    made = opened(workbook(report_from(edition.form, different(edition))))
    path = next(cell.path for cell in cells(edition.form) if cell.in_table and not cell.computed)
    named(made)[path].value = rich(["1", "2", "5"])
    reading = read(convert(office, saved(made), to))
    assert (reading.values[path], at(reading.issues, path)) == (None, ["cell.scripts"])


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


@pytest.mark.matrix
@pytest.mark.parametrize(
    ("program", "to"),
    [("gnumeric", "xls"), ("gnumeric", "ods"), ("SheetJS", "xls"), ("SheetJS", "ods"), ("SheetJS", "fods")],
)
@every_edition
def test_values_are_those_of_the_workbook_in_files_of_other_programs(
    edition: Edition, program: str, to: str, tmp_path: Path
) -> None:
    """They lay out their XML in lines, do not pack it, put ``mimetype`` elsewhere, write no formulas."""
    reports = [report_from(edition.form, different(edition)), *real(edition)]
    paths = [tmp_path / f"{number}.xlsx" for number in range(len(reports))]
    for path, report in zip(paths, reports, strict=True):
        path.write_bytes(workbook(report))
    resave(program, paths, to)
    for path, report in zip(paths, reports, strict=True):
        reading = read(path.with_suffix(f".{to}"))
        assert reading.values == values_of(report)
        assert {issue.code for issue in reading.issues} == EXPECTED | {i.code for i in read(path).issues}


def resave(program: str, paths: Sequence[Path], to: str) -> None:
    """Save workbooks in another format beside themselves; skipped by name where the program is missing."""
    pairs = [(str(path), str(path.with_suffix(f".{to}"))) for path in paths]
    if program == "gnumeric":
        if shutil.which("ssconvert") is None:
            pytest.skip("gnumeric (ssconvert) is not installed")
        commands = [["ssconvert", *pair] for pair in pairs]
    else:
        where = npm_package("xlsx")
        if where is None:
            pytest.skip("the npm package xlsx cannot be installed")
        commands = [["node", str(SCRIPT), "xlsx", str(where), *(path for pair in pairs for path in pair)]]
    for command in commands:
        subprocess.run(command, check=True, capture_output=True, timeout=PATIENCE)


@pytest.fixture(scope="module")
def saved_as(office: Office) -> Callable[[str], bytes]:
    """A filled form as LibreOffice saves it in a format, which is done once."""
    content = workbook(report_from(EDITION.form, VALUES))
    return cache(lambda to: convert(office, content, to))


def texts(content: bytes) -> dict[str, str]:
    """The parts of an .ods file that are text."""
    with zipfile.ZipFile(io.BytesIO(content)) as found:
        names = [name for name in found.namelist() if name.endswith(("mimetype", ".xml"))]
        return {name: found.read(name).decode() for name in names}


def reads_the_same(content: bytes) -> None:
    reading = read(content)
    assert (dict(reading.values), {issue.code for issue in reading.issues}) == (VALUES, EXPECTED)


@pytest.mark.parametrize("deflated", [False, True])
@pytest.mark.parametrize("first", [["mimetype"], ["content.xml", "mimetype"], ["META-INF/manifest.xml"]])
def test_mimetype_may_lie_anywhere(
    saved_as: Callable[[str], bytes],
    first: list[str],
    deflated: bool,  # noqa: FBT001 (a case)
) -> None:
    found = texts(saved_as("ods"))
    order = {name: found[name] for name in dict.fromkeys([*first, *found])}
    reads_the_same(package(order, deflated=deflated))


def test_the_manifest_does_for_a_missing_mimetype(saved_as: Callable[[str], bytes]) -> None:
    found = texts(saved_as("ods"))
    del found["mimetype"]
    reads_the_same(package(found))


@pytest.mark.parametrize("to", ["ods", "fods"])
def test_numbers_need_no_text(saved_as: Callable[[str], bytes], to: str) -> None:
    content = saved_as(to)
    bare, count = without_texts(texts(content)["content.xml"] if to == "ods" else content.decode())
    assert count > 149
    reads_the_same(package({**texts(content), "content.xml": bare}) if to == "ods" else bare.encode())


def without_texts(xml: str) -> tuple[str, int]:
    """The XML of an .ods file without the texts of numbers, and how many there were."""
    number = r"(<table:table-cell[^>]*office:value=[^>]*>)\s*"
    return re.subn(rf"{number}(?:<text:p>[^<]*</text:p>|<text:p/>)", r"\1", xml)


def test_the_style_tells_how_a_number_without_a_text_is_shown(office: Office) -> None:
    book = opened(workbook(report_from(EDITION.form, VALUES)))
    counts = [c.path for c in cells(EDITION.form) if c.domain == COUNT and c.path.startswith("requests.")]
    masked = dict(zip(counts, MASKS, strict=False))
    for path, mask in masked.items():
        named(book)[path].value, named(book)[path].number_format = 251000, mask
    found = texts(convert(office, saved(book), "ods"))
    found["content.xml"], _ = without_texts(found["content.xml"])
    reading = read(package(found))
    told = {path for path in reading.values if at(reading.issues, path) == ["cell.masked"]}
    assert told == {path for path, mask in masked.items() if not MASKS[mask]}
    assert all(reading.values[path] == 251000 for path, mask in masked.items() if MASKS[mask])


@old_formats
def test_cells_in_odd_formats_are_named_one_by_one(office: Office, to: str) -> None:
    book = opened(workbook(report_from(EDITION.form, VALUES)))
    masks = ["[h]:mm", "[mm]:ss", "yyyy/m/d", "m月d日", "0.00%"]
    columns = ("natural_person", "business", "research", "public_interest", "legal_service")
    odd = dict(zip((f"requests.received.{column}" for column in columns), masks, strict=True))
    for path, mask in odd.items():
        named(book)[path].number_format = mask
    book[places(EDITION)["requests.received.business"].sheet]["IV65536"] = "far away"
    reading = read(convert(office, saved(book), to))
    assert [at(reading.issues, path) for path in odd] == [["cell.date"]] * 4 + [["cell.percent"]]
    totals = {path for path in reading.values if path.endswith("total")}
    assert {path for path, value in reading.values.items() if value != VALUES[path]} <= {*odd, *totals}
    assert not {reading.values[path] for path in odd} - {None}


@pytest.mark.parametrize("name", ["WORKBOOK", "BOOK", "Book", "workbook"])
def test_the_stream_of_an_xls_file_may_be_called_so(saved_as: Callable[[str], bytes], name: str) -> None:
    content = bytearray(saved_as("xls"))
    spelt = "Workbook".encode("utf-16-le") + b"\0\0"
    assert content.count(spelt) == 1
    start = content.index(spelt)
    content[start : start + 65] = name.encode("utf-16-le").ljust(64, b"\0") + bytes([2 * len(name) + 2])
    reads_the_same(bytes(content))


@pytest.mark.parametrize("page", [936, 950, 1252, 1200])
def test_the_code_page_of_an_xls_file_changes_no_text(saved_as: Callable[[str], bytes], page: int) -> None:
    content, spelt = saved_as("xls"), struct.pack("<3H", 0x42, 2, 1200)
    assert content.count(spelt) == 1
    reads_the_same(content.replace(spelt, struct.pack("<3H", 0x42, 2, page)))


@pytest.mark.parametrize("wrapped", [False, True])
def test_a_workbook_of_excel_95_is_read(wrapped: bool) -> None:  # noqa: FBT001 (a case)
    book = read_book(workbook(report_from(EDITION.form, VALUES)))
    made = stream(
        *(b"".join(_record(found) for found in sheet.cells.values()) for sheet in book.sheets),
        version=BIFF5,
        before=record(0x42, struct.pack("<H", 936)),
        names=[sheet.name for sheet in book.sheets],
        states=[0] * len(book.sheets),
        kinds=[0] * len(book.sheets),
    )
    reads_the_same(ole2({"Book": made}) if wrapped else made)


def _record(found: Cell) -> bytes:
    """A cell as Excel 95 writes it, formulas as what they come to."""
    place = found.row - 1, found.column - 1
    if found.kind is Kind.NUMBER:
        return cell(0x203, struct.pack("<d", float(found.text)), place)
    return cell(0x204, narrow(found.text, "gb18030"), place) if found.text else b""


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
