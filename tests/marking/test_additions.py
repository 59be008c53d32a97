"""What a marked copy adds: the formula of a total that was typed over, and which return it answers."""

from __future__ import annotations

import hashlib
import re
import subprocess
from collections import Counter
from typing import TYPE_CHECKING, Any, Final
from xml.sax.saxutils import escape

import pytest
from dialects import DIALECTS
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.cell.cell import MergedCell
from test_dialects import faulty

import gkxl
from gkxl.layout import ANSWERS_PROPERTY, DIGEST_LENGTH, HIDDEN_SHEET, RETURN_SHEET, digests_answered, places
from gkxl.marking import mark_return
from gkxl.model.outline import cells, report_from, sums_by_total
from gkxl.xlsx import read_book
from programs import resave
from workbooks import (
    changed,
    different,
    every_edition,
    opened,
    packed,
    parts,
    saved,
    sheet_part,
    with_cell,
    workbook,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from openpyxl.workbook import Workbook

    from gkxl.forms.edition import Edition
    from office import Office


EDITION: Final = gkxl.EDITIONS["2021"]
TOTAL: Final = "requests.received.total"
PLACE: Final = places(EDITION)[TOTAL]

REPLACED: Final = {
    "another number": ("<v>987654</v>", ""),
    "the right number, as if": ("<v>0</v>", ""),
    "a text": ("<is><t>见附件</t></is>", ' t="inlineStr"'),
    "a dash": ("<is><t>—</t></is>", ' t="inlineStr"'),
    "nothing": ("", ""),
    "another formula": ("<f>1+1</f><v>2</v>", ""),
    "a formula of another file": ("<f>[1]Sheet1!A1</f><v>2</v>", ""),
    "an error": ("<f>SUM(#REF!)</f><v>#REF!</v>", ' t="e"'),
    "a date": ("<v>2024-01-02</v>", ' t="d"'),
    "an array formula of its own": ('<f t="array" ref="{0}">1+1</f><v>2</v>', ' cm="1"'),
}
"""What took the place of the formula of a total."""


def right(edition: Edition) -> bytes:
    return workbook(report_from(edition.form, different(edition)))


def totals(edition: Edition) -> list[str]:
    return [cell.path for cell in cells(edition.form) if cell.computed]


def typed_over(edition: Edition, *paths: str, what: str = "another number") -> bytes:
    content, (inside, attributes) = right(edition), REPLACED[what]
    for path in paths:
        inside_here = inside.format(places(edition)[path].address)
        content = with_cell(content, edition, path, inside_here, attributes)
    return content


def told(content: bytes) -> list[str]:
    """What the list of faults says of formulas, with the places."""
    rows = opened(content)[RETURN_SHEET].iter_rows(values_only=True)
    return [f"{row[2]}：{row[3]}" for row in rows if "总计格的公式被改掉了" in str(row[3])]


@pytest.mark.matrix
@pytest.mark.parametrize("what", REPLACED)
@every_edition
def test_every_total_has_its_formula_again(edition: Edition, what: str) -> None:
    """With the right sum as its result, whatever took its place; nothing is said of totals any more."""
    content = typed_over(edition, *totals(edition), what=what)
    copy = mark_return(content, gkxl.read(content))
    assert (copy.fresh, copy.restored) == (False, len(totals(edition)))
    before, after = opened(right(edition)), opened(copy.content)
    results = opened(copy.content, data_only=True)
    for path, total in sums_by_total(edition.form).items():
        place = places(edition)[path]
        assert after[place.sheet][place.address].value == before[place.sheet][place.address].value
        value = sum(different(edition)[part.path] for part in total.parts)
        assert results[place.sheet][place.address].value == value
    again = gkxl.read(copy.content)
    assert again.issues == ()
    assert again.report == gkxl.read(right(edition)).report
    assert len(told(copy.content)) == len({places(edition)[path].sheet for path in totals(edition)})


@pytest.mark.matrix
@pytest.mark.parametrize("dialect", DIALECTS)
def test_in_every_dialect(dialect: str) -> None:
    content = DIALECTS[dialect](typed_over(EDITION, TOTAL, "disputes.review.total", what="nothing"))
    copy = mark_return(content, gkxl.read(content))
    assert (copy.fresh, copy.restored) == (False, 2)
    assert gkxl.read(copy.content).issues == ()


@pytest.mark.parametrize("program", ["LibreOffice", "gnumeric", "SheetJS", "ExcelJS"])
def test_in_files_of_other_programs(
    program: str, request: pytest.FixtureRequest, tmp_path: Path, office: Office
) -> None:
    """The copy is as valid as the file was, and LibreOffice comes to the same sums."""
    audit = pytest.importorskip("openxml_audit").OpenXmlValidator(max_errors=0)

    def findings(name: str, book: bytes) -> Counter[tuple[str, str]]:
        (tmp_path / name).write_bytes(book)
        return Counter((one.description, one.part_uri) for one in audit.validate(tmp_path / name).errors)

    source = typed_over(EDITION, *totals(EDITION)[::3])
    content = resave(program, request, tmp_path, {"a": source})["a"]
    copy = mark_return(content, gkxl.read(content))
    assert not copy.fresh
    assert copy.restored >= len(totals(EDITION)[::3])
    again = gkxl.read(copy.content)
    assert {issue.code for issue in again.issues if issue.path in totals(EDITION)} <= {"total.computed"}
    assert again.report == gkxl.read(right(EDITION)).report
    assert findings("after.xlsx", copy.content) - findings("before.xlsx", content) == Counter()
    calculated = opened(office.resave({"a": copy.content})["a"], data_only=True)
    for path in totals(EDITION):
        place = places(EDITION)[path]
        assert calculated[place.sheet][place.address].value == different(EDITION)[path]


def moved_down(book: Workbook) -> None:
    """The sheet of a total under another name, all of it three rows further down."""
    sheet = book[PLACE.sheet]
    merged = [str(range_) for range_ in sheet.merged_cells.ranges]
    for range_ in merged:
        sheet.unmerge_cells(range_)
    sheet.move_range(sheet.dimensions, rows=3)
    for range_ in merged:
        top, bottom = (re.sub(r"\d+", lambda row: str(int(row[0]) + 3), cell) for cell in range_.split(":"))
        sheet.merge_cells(f"{top}:{bottom}")
    for name in book.defined_names.values():
        if PLACE.sheet in str(name.attr_text):
            down = re.sub(r"\$(\d+)", lambda row: f"${int(row[1]) + 3}", str(name.attr_text))
            name.attr_text = down.replace(PLACE.sheet, "表 3'").replace("表 3'", "表 3")
    sheet.title = "表 3"


def test_the_formula_is_that_of_where_the_cells_are_now() -> None:
    """Rows moved, the sheet under another name."""
    book = opened(right(EDITION))
    moved_down(book)
    sheet = book["表 3"]
    for path in totals(EDITION):
        place = places(EDITION)[path]
        if place.sheet == PLACE.sheet:
            sheet.cell(place.row + 3, place.column).value = 5
    content = saved(book)
    copy = mark_return(content, gkxl.read(content))
    assert not copy.fresh
    cell = opened(copy.content)["表 3"].cell(PLACE.row + 3, PLACE.column)
    assert cell.value == f"=SUM(D{PLACE.row + 3}:I{PLACE.row + 3})"
    assert gkxl.read(copy.content).report == gkxl.read(right(EDITION)).report


def test_a_column_between_others_is_left_out_of_the_sum() -> None:
    """A formula adds up the parts and no cell between them."""
    book = opened(typed_over(EDITION, TOTAL))
    sheet = book[PLACE.sheet]
    spot = places(EDITION)["requests.received.other"]
    sheet.cell(spot.row, spot.column + 2).value = sheet.cell(spot.row, spot.column).value
    content = saved(book)
    copy = mark_return(content, gkxl.read(content))
    value = opened(copy.content)[PLACE.sheet][PLACE.address].value
    assert value == f"=SUM(D{PLACE.row}:I{PLACE.row})"


def without_a_part(book: Workbook) -> None:
    """A total whose line has lost a column: label, name and cell."""
    sheet = book[PLACE.sheet]
    part = places(EDITION)["requests.received.other"]
    for path in cells(EDITION.form):
        if path.path.startswith("requests.") and path.path.endswith(".other"):
            book.defined_names.pop(f"gk.{path.path}", None)
    for row in sheet.iter_rows(min_row=3, max_row=4):
        for cell in row:
            if not isinstance(cell, MergedCell) and cell.column == part.column:
                cell.value = None


@pytest.mark.parametrize("office_name", ["", "某市政务公开办公室"])
def test_a_formula_that_is_not_certain_is_not_put_back(office_name: str) -> None:
    """And the list says whom to ask."""
    book = opened(typed_over(EDITION, TOTAL))
    without_a_part(book)
    content = saved(book)
    reading = gkxl.read(content)
    assert [cell.place for cell in reading.cells if cell.path == "requests.received.other"] == [None]
    copy = mark_return(content, reading, office=office_name)
    assert opened(copy.content)[PLACE.sheet][PLACE.address].value == 987654
    (line,) = [line for line in told(copy.content) if PLACE.address in line]
    assert f"请与{office_name or '发下表格的单位'}联系" in line


def shared(first: str, last: str, formula: str = "1+1") -> Callable[[str], str]:
    """A formula that cells of a column share, the first of them holding it."""
    letter, top, bottom = re.sub(r"\d", "", first), int(first[1:]), int(last[1:])

    def change(xml: str) -> str:
        for row in range(top, bottom + 1):
            about = f' ref="{first}:{last}"' if row == top else ""
            inside = f'<f t="shared"{about} si="7">{formula if row == top else ""}</f><v>2</v>'
            pattern = rf'(<c r="{letter}{row}"[^>/]*)(?:/>|>.*?</c>)'
            xml, count = re.subn(pattern, rf"\1>{inside}</c>", xml, count=1)
            assert count
        return xml

    return change


def test_formulas_that_totals_share_are_replaced_together() -> None:
    last = f"J{PLACE.row + 1}"
    content = changed(
        right(EDITION), shared(PLACE.address, last), part=sheet_part(right(EDITION), PLACE.sheet)
    )
    copy = mark_return(content, gkxl.read(content))
    assert (copy.fresh, copy.restored) == (False, 2)
    assert 't="shared"' not in parts(copy.content)[sheet_part(copy.content, PLACE.sheet)]
    assert gkxl.read(copy.content).report == gkxl.read(right(EDITION)).report


@pytest.mark.parametrize("kind", ["shared", "array"])
def test_a_formula_that_other_cells_need_is_not_taken_from_them(kind: str) -> None:
    """A fresh form has what was read, and every formula."""
    change = shared(f"I{PLACE.row}", f"I{PLACE.row + 1}")
    part = sheet_part(right(EDITION), PLACE.sheet)
    content = changed(right(EDITION), change, part=part)
    beyond = f"I{PLACE.row}:J{PLACE.row}"

    def widen(xml: str) -> str:
        xml = xml.replace(f'ref="I{PLACE.row}:I{PLACE.row + 1}"', f'ref="{beyond}"')
        inside = '<f t="shared" si="7"/><v>2</v>' if kind == "shared" else "<v>2</v>"
        xml = xml if kind == "shared" else xml.replace('t="shared"', 't="array"').replace(' si="7"', "")
        return re.sub(rf'(<c r="{PLACE.address}"[^>/]*)(?:/>|>.*?</c>)', rf"\1>{inside}</c>", xml, count=1)

    content = changed(content, widen, part=part)
    copy = mark_return(content, gkxl.read(content))
    book = opened(copy.content)
    value: Any = book[PLACE.sheet][PLACE.address].value
    assert value == f"=SUM(D{PLACE.row}:I{PLACE.row})"
    assert copy.fresh == (kind == "array")


def test_what_lists_the_formulas_of_a_workbook_goes() -> None:
    """It knows none of those put back, and programs make it anew."""
    content = typed_over(EDITION, TOTAL)
    found = parts(content)
    space = "http://schemas.openxmlformats.org"
    found["xl/calcChain.xml"] = (
        f'<calcChain xmlns="{space}/spreadsheetml/2006/main"><c r="{PLACE.address}" i="5"/></calcChain>'
    )
    type_ = f"{space}/officeDocument/2006/relationships/calcChain"
    link = f'<Relationship Id="c" Type="{type_}" Target="calcChain.xml"/>'
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml"
    override = f'<Override PartName="/xl/calcChain.xml" ContentType="{kind}"/>'
    rels = "xl/_rels/workbook.xml.rels"
    found[rels] = found[rels].replace("</Relationships>", f"{link}</Relationships>")
    types = "[Content_Types].xml"
    found[types] = found[types].replace("</Types>", f"{override}</Types>")
    made = parts(mark_return(packed(found), gkxl.read(packed(found))).content)
    assert "xl/calcChain.xml" not in made
    assert "calcChain" not in made[rels] + made[types]
    assert 'fullCalcOnLoad="1"' in made["xl/workbook.xml"]


def test_the_cell_itself_says_what_became_of_it() -> None:
    content = typed_over(EDITION, TOTAL, what="a text")
    book = opened(mark_return(content, gkxl.read(content)).content)
    comment = book[PLACE.sheet][PLACE.address].comment
    assert comment is not None
    assert "公式已在本文件中恢复" in comment.text


def test_a_total_whose_parts_cannot_all_be_read_has_no_result() -> None:
    """Nobody can tell what it comes to before the unit has filled them in."""
    content = with_cell(typed_over(EDITION, TOTAL), EDITION, "requests.received.other", "")
    copy = mark_return(content, gkxl.read(content))
    book, results = opened(copy.content), opened(copy.content, data_only=True)
    assert book[PLACE.sheet][PLACE.address].value == f"=SUM(D{PLACE.row}:I{PLACE.row})"
    assert results[PLACE.sheet][PLACE.address].value is None


RETURN: Final = faulty(EDITION)
HIDDEN: Final = sheet_part(RETURN, HIDDEN_SHEET)


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:DIGEST_LENGTH]


def copy_of(content: bytes) -> bytes:
    return mark_return(content, gkxl.read(content)).content


COPY: Final = copy_of(RETURN)


def test_a_return_answers_nothing_and_its_copy_answers_it() -> None:
    assert gkxl.read(RETURN).answers == ()
    assert gkxl.read(COPY).answers == (digest(RETURN),)


@pytest.mark.matrix
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
    assert names.count(ANSWERS_PROPERTY) == 1, "the row is written anew, not once more"


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
    copy = mark_return(content, gkxl.read(content))
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
    again = mark_return(changed, gkxl.read(changed))
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
    noted = " ".join((gkxl.read(RETURN).content[:DIGEST_LENGTH], digest(RETURN)))
    contents = {name: part.replace(noted, escape(text)) for name, part in parts(COPY).items()}
    reading = gkxl.read(packed(contents))
    assert (reading.copied, reading.answers) == ("", ()) or text == " ".join(
        (reading.copied, *reading.answers)
    )


@given(st.binary(max_size=9), st.lists(st.text("0123456789abcdef", min_size=16, max_size=16), max_size=20))
def test_what_is_answered_comes_first(content: bytes, earlier: list[str]) -> None:
    assert digests_answered(content, earlier) == (digest(content), *earlier)[:12]
