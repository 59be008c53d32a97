"""A marked copy notes which return it answers, and whoever saves it, this is read again."""

from __future__ import annotations

import hashlib
import subprocess
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape

import pytest
from dialects import DIALECTS
from hypothesis import given, settings
from hypothesis import strategies as st
from test_dialects import faulty

import gkxl
from gkxl.identity import ANSWERS, DIGEST, HIDDEN_SHEET, answers_to
from gkxl.layout import RETURN_SHEET, places
from gkxl.marking.marker import marked
from gkxl.xlsx import read_book
from programs import resave
from workbooks import opened, packed, parts, saved, sheet_part

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from openpyxl.workbook import Workbook

    from office import Office

EDITION: Final = gkxl.EDITIONS["2021"]
RETURN: Final = faulty(EDITION)
HIDDEN: Final = sheet_part(RETURN, HIDDEN_SHEET)


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:DIGEST]


def copy_of(content: bytes) -> bytes:
    return marked(content, gkxl.read(content)).content


COPY: Final = copy_of(RETURN)


def test_a_return_answers_nothing_and_its_copy_answers_it() -> None:
    assert gkxl.read(RETURN).answers == ()
    assert gkxl.read(COPY).answers == (digest(RETURN),)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_it_is_noted_in_every_dialect(dialect: str) -> None:
    content = DIALECTS[dialect](RETURN)
    assert gkxl.read(copy_of(content)).answers == (digest(content),)


def corrected(content: bytes, number: int) -> bytes:
    """A copy in which the unit changed something."""
    book, place = opened(content), places(EDITION)["cover.phone"]
    book[place.sheet].cell(place.row, place.column).value = f"0372-{number}"
    return saved(book)


def test_a_copy_of_copies_names_the_latest_first_and_not_all_of_very_many() -> None:
    """What programs take as a property has 255 characters."""
    contents = [RETURN]
    for number in range(14):
        contents.append(corrected(copy_of(contents[-1]), number))
    answers = gkxl.read(contents[-1]).answers
    assert answers == tuple(map(digest, contents[-2:-14:-1]))
    assert max(map(len, read_book(contents[-1]).properties.values())) < 255
    names = [cell.text for cell in read_book(contents[-1]).sheet(HIDDEN_SHEET).cells.values()]  # type: ignore[union-attr] # it is there
    assert names.count(ANSWERS) == 1, "the row is written anew, not once more"


def test_a_copy_knows_whether_it_was_changed() -> None:
    """A copy of a copy that nobody changed is a copy of the return, however it was saved in between."""
    resaved = saved(opened(COPY))
    assert [gkxl.read(one).unchanged for one in (RETURN, COPY, resaved)] == [False, True, True]
    again = gkxl.read(copy_of(resaved))
    assert (again.answers, again.unchanged) == ((digest(RETURN),), True)
    changed = corrected(COPY, 1)
    assert not gkxl.read(changed).unchanged
    assert gkxl.read(copy_of(changed)).answers == (digest(changed), digest(RETURN))


def without(*names: str) -> Callable[[Workbook], None]:
    def change(book: Workbook) -> None:
        for name in names:
            del book[name]

    return change


@pytest.mark.parametrize(
    "names", [(RETURN_SHEET,), (HIDDEN_SHEET,), (RETURN_SHEET, HIDDEN_SHEET)], ids=" and ".join
)
def test_sheets_may_be_deleted(names: tuple[str, ...]) -> None:
    book = opened(COPY)
    without(*names)(book)
    assert gkxl.read(saved(book)).answers == (digest(RETURN),)


def test_properties_may_be_lost() -> None:
    left = {name: text for name, text in parts(COPY).items() if name != "docProps/custom.xml"}
    left = {
        name: text.replace("docProps/custom.xml", "gone") if name == "_rels/.rels" else text
        for name, text in left.items()
    }
    assert gkxl.read(packed(left)).answers == (digest(RETURN),)


@pytest.mark.parametrize("what", ["no properties", "damaged properties", "no hidden sheet", "selected along"])
def test_what_a_return_lacks_is_no_reason_not_to_note_it(what: str) -> None:
    """Nor is it one to fill in a fresh form."""
    contents = dict(parts(RETURN))
    if what == "no properties":
        del contents["docProps/custom.xml"]
        for name in ("_rels/.rels", "[Content_Types].xml"):
            contents[name] = contents[name].replace("custom.xml", "other.xml")
    elif what == "damaged properties":
        contents["docProps/custom.xml"] += "<"
    elif what == "no hidden sheet":
        contents["xl/workbook.xml"] = contents["xl/workbook.xml"].replace(f'"{HIDDEN_SHEET}"', '"别的"')
    else:
        contents[HIDDEN] = contents[HIDDEN].replace("<sheetView ", '<sheetView tabSelected="1" ')
    content = packed(contents)
    copy = marked(content, gkxl.read(content))
    assert not copy.fresh
    assert gkxl.read(copy.content).answers == (digest(content),)
    assert "tabSelected" not in parts(copy.content)[HIDDEN]


@pytest.mark.parametrize("program", ["openpyxl", "LibreOffice", "gnumeric", "SheetJS", "ExcelJS"])
def test_programs_that_save_a_copy_keep_it(
    program: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    """ExcelJS opens what LibreOffice saved."""
    source = {"a": COPY}
    if program == "ExcelJS":
        source = resave("LibreOffice", request, tmp_path, source)
    after = saved(opened(COPY)) if program == "openpyxl" else resave(program, request, tmp_path, source)["a"]
    assert gkxl.read(after).answers == (digest(RETURN),)


@pytest.mark.parametrize("to", ["xls", "ods", "fods"])
def test_old_formats_keep_it(to: str, office: Office) -> None:
    """A clerk saves the copy as .xls; what is marked again of that names both, if it was corrected."""
    same, changed = office.convert({"a": COPY, "b": corrected(COPY, 1)}, to).values()
    for old, unchanged in ((same, True), (changed, False)):
        reading = gkxl.read(old)
        assert (reading.answers, reading.unchanged) == ((digest(RETURN),), unchanged)
    again = marked(changed, gkxl.read(changed))
    assert again.fresh
    assert gkxl.read(again.content).answers == (digest(changed), digest(RETURN))


@pytest.mark.parametrize("to", ["xls", "ods"])
def test_gnumeric_keeps_it_in_old_formats(to: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    resave("gnumeric", request, tmp_path, {"a": COPY})
    subprocess.run(["ssconvert", str(tmp_path / "a.xlsx"), str(tmp_path / f"a.{to}")], check=True)
    assert gkxl.read(tmp_path / f"a.{to}").answers == (digest(RETURN),)


@settings(max_examples=40)
@given(st.text(st.sampled_from("0123456789abcdefG <&'\"\u4e00\u2028"), max_size=60))
def test_whatever_is_written_there_is_a_digest_or_nothing(text: str) -> None:
    """It is a stranger's."""
    noted = " ".join((gkxl.read(RETURN).content[:DIGEST], digest(RETURN)))
    contents = {name: part.replace(noted, escape(text)) for name, part in parts(COPY).items()}
    reading = gkxl.read(packed(contents))
    assert (reading.copied, reading.answers) == ("", ()) or text == " ".join(
        (reading.copied, *reading.answers)
    )


@given(st.binary(max_size=9), st.lists(st.text("0123456789abcdef", min_size=16, max_size=16), max_size=20))
def test_what_is_answered_comes_first(content: bytes, earlier: list[str]) -> None:
    assert answers_to(content, earlier) == (digest(content), *earlier)[:12]
