"""What real programs saved is marked without a loss, passes an audit as it did before, and opens."""

from __future__ import annotations

import io
from collections import Counter
from itertools import product
from typing import TYPE_CHECKING, Any, Final

import pytest
from looks import Look
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image
from PIL import Image as Picture
from test_dialects import FAULT, essence, faulty, noted, restored
from test_marking import KEPT, without_answers

import gkxl
from excel_names import as_excel_packs
from gkxl.layout import RETURN_SHEET, places
from gkxl.marking import mark_return
from programs import resave
from workbooks import opened, saved

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl.workbook import Workbook

EDITION: Final = gkxl.EDITIONS["2021"]
PRODUCERS: Final = ("XlsxWriter", "openpyxl", "LibreOffice", "gnumeric", "SheetJS", "ExcelJS")
OWN: Final = {"requests.received.natural_person": "含上年", "requests.received.total": "自己核过 <a&b>"}
"""What a unit noted at a cell that is faulty, and at one that is not."""


def rich() -> bytes:
    """A faulty return with a picture, and comments of the unit's own."""
    book, picture = opened(faulty(EDITION)), io.BytesIO()
    Picture.new("RGB", (8, 8), "red").save(picture, "PNG")
    book[places(EDITION)["requests.received.total"].sheet].add_image(Image(picture), "M3")
    for path, text in OWN.items():
        place = places(EDITION)[path]
        book[place.sheet][place.address].comment = Comment(text, "张三")
    return as_excel_packs(saved(book))


_PRODUCED: Final[dict[str, bytes]] = {"XlsxWriter": faulty(EDITION)}


@pytest.fixture(params=PRODUCERS)
def produced(request: pytest.FixtureRequest, tmp_path: Path) -> bytes:
    """A faulty return as a program saved it; ExcelJS opens what LibreOffice saved."""
    program = request.param
    if program not in _PRODUCED:
        before = _PRODUCED.get("LibreOffice") if program == "ExcelJS" else None
        source = {"a": before or rich()}
        if program == "ExcelJS" and before is None:
            source = resave("LibreOffice", request, tmp_path, source)
        made = source if program == "openpyxl" else resave(program, request, tmp_path, source)
        _PRODUCED[program] = made["a"]
    return _PRODUCED[program]


def kept(book: Workbook) -> dict[str, Any]:
    """What a workbook has of everything, sheet by sheet, but for the list of faults."""
    sheets: list[Any] = [sheet for sheet in book.worksheets if sheet.title != RETURN_SHEET]
    found: dict[str, Any] = {what: [look(sheet) for sheet in sheets] for what, look in KEPT.items()}
    found["pictures"] = [len(sheet._images) for sheet in sheets]  # noqa: SLF001 (openpyxl has no other way)
    found["names"] = {name: defined.attr_text for name, defined in book.defined_names.items()}
    found["structure"] = book.security.lockStructure if book.security else None
    return found


@pytest.mark.matrix
@pytest.mark.filterwarnings("ignore:Workbook contains no default style")
def test_nothing_of_a_file_of_a_real_program_is_lost(produced: bytes) -> None:
    copy = mark_return(produced, gkxl.read(produced))
    assert not copy.fresh
    back = restored(produced)
    assert essence(copy.content, back) == essence(produced, back)
    books = opened(produced), without_answers(opened(copy.content))
    for book, place in product(books, back):
        book[place.sheet][place.address].value = None
    before, after = map(kept, books)
    for what, found in before.items():
        assert after[what] == found, what


def test_faults_are_marked_and_own_comments_stay(produced: bytes) -> None:
    reading = gkxl.read(produced)
    before, after = Look(produced), Look(mark_return(produced, reading).content)
    for sheet, cells in noted(reading).items():
        assert {cell for cell, colour in after.colours(sheet).items() if colour == FAULT} == cells
        own, now = before.comments(sheet), after.comments(sheet)
        assert now.keys() == own.keys() | cells
        assert all(now[cell].endswith(text) for cell, text in own.items())
        assert {*after.boxes(sheet)} >= cells


@pytest.mark.matrix
def test_an_audit_finds_nothing_that_it_did_not_find_before(produced: bytes, tmp_path: Path) -> None:
    audit = pytest.importorskip("openxml_audit").OpenXmlValidator(max_errors=0)

    def findings(name: str, content: bytes) -> Counter[tuple[str, str]]:
        (tmp_path / name).write_bytes(content)
        return Counter((one.description, one.part_uri) for one in audit.validate(tmp_path / name).errors)

    before = findings("before.xlsx", produced)
    assert findings("after.xlsx", mark_return(produced, gkxl.read(produced)).content) - before == Counter()


@pytest.mark.matrix
def test_marked_copies_open_in_libreoffice(
    produced: bytes, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    reading = gkxl.read(produced)
    look = Look(resave("LibreOffice", request, tmp_path, {"b": mark_return(produced, reading).content})["b"])
    assert next(iter(look.sheets())) == RETURN_SHEET
    for sheet, cells in noted(reading).items():
        assert {cell for cell, colour in look.colours(sheet).items() if colour == FAULT} == cells
        assert look.comments(sheet).keys() >= cells
