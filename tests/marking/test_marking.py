"""A marked copy shows every fault where it is, loses nothing, and reads clean once it is corrected."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import pytest
from openpyxl import load_workbook
from openpyxl.comments import Comment

import gkxl
from gkxl.layout import ANSWERS_PROPERTY, COMMENT_AUTHOR, RETURN_SHEET, Identity, places
from gkxl.marking import mark_return
from gkxl.model.outline import cells, report_from, values_of
from gkxl.rules.rule import rules
from gkxl.write.contents import Extras
from gkxl.write.workbook import make_workbook
from published import WRITTEN
from strategies import expected_figures
from workbooks import changed, different, found, with_cell

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from gkxl.forms.edition import Edition

pytestmark = pytest.mark.parametrize("edition", gkxl.EDITIONS.values(), ids=gkxl.EDITIONS)


def counts(edition: Edition) -> list[str]:
    return [
        cell.path for cell in cells(edition.form) if cell.in_table and cell.type is int and not cell.computed
    ]


def filled(edition: Edition, **changes: Any) -> bytes:  # noqa: ANN401 (whatever a cell may hold)
    values = {cell.path: "" if cell.type is str else cell.type(0) for cell in cells(edition.form)}
    return make_workbook(edition, values | WRITTEN | {"cover.year": edition.first_year} | changes)


def typed(content: bytes, edition: Edition, changes: dict[str, Any]) -> bytes:
    """The workbook after someone typed into some of its cells."""
    book = load_workbook(io.BytesIO(content))
    for path, value in changes.items():
        place = places(edition)[path]
        book[place.sheet].cell(place.row, place.column).value = value
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def listed(book: Any) -> list[Any]:  # noqa: ANN401 (openpyxl has several kinds of rows)
    """The lines of the list of faults, but for totals that openpyxl saves without their results."""
    lines = [row for row in book[RETURN_SHEET].iter_rows() if isinstance(row[0].value, int)]
    return [row for row in lines if "没有保存计算结果" not in row[3].value]


def custom(book: Any) -> dict[str, str]:  # noqa: ANN401 (the stubs leave the properties out)
    return {each.name: each.value for each in book.custom_doc_props if each.name != ANSWERS_PROPERTY}


def test_faults_are_coloured_commented_and_listed(edition: Edition, tmp_path: Path) -> None:
    path, target = counts(edition)[0], tmp_path / "退回.xlsx"
    marked = gkxl.mark(typed(filled(edition), edition, {path: "约8"}), target)
    place = places(edition)[path]
    book = load_workbook(target)
    cell = book[place.sheet][place.address]
    assert not marked.fresh
    assert cell.value == "约8"
    assert cell.fill.fgColor.rgb == "00FFC7CE"
    assert cell.comment is not None
    assert "约8" in cell.comment.text
    assert "改法" in cell.comment.text
    assert book.sheetnames[0] == RETURN_SHEET
    assert book.active is book[RETURN_SHEET]
    (row,) = listed(book)
    assert row[2].hyperlink.location == f"'{place.sheet}'!{place.address}"


def test_every_cell_of_a_broken_balance_is_marked(edition: Edition, tmp_path: Path) -> None:
    rule = next(rule for rule in rules(edition) if not rule.is_sum)
    content = filled(edition, **{rule.left.cells[0]: 3})
    gkxl.mark(content, tmp_path / "退回.xlsx")
    book = load_workbook(tmp_path / "退回.xlsx")
    for path in (*rule.left.cells, *rule.right.cells):
        place = places(edition)[path]
        assert book[place.sheet][place.address].comment is not None


def test_the_corrected_copy_reads_clean(edition: Edition, tmp_path: Path) -> None:
    """The unit corrects the very file it got back, and nothing that was marked speaks again."""
    path, target = counts(edition)[0], tmp_path / "退回.xlsx"
    gkxl.mark(typed(filled(edition), edition, {path: "约8"}), target)
    reading = gkxl.read(typed(target.read_bytes(), edition, {path: 8}))
    assert reading.ok
    assert {issue.code for issue in reading.issues} <= {"total.computed"}
    assert values_of(reading.report)[path] == 8  # type: ignore[arg-type] # there is a report


def test_the_same_fault_on_many_cells_is_one_row_with_links_to_those_named(
    edition: Edition, tmp_path: Path
) -> None:
    paths = [path for path in counts(edition) if path.startswith("requests.")][:9]
    gkxl.mark(typed(filled(edition), edition, dict.fromkeys(paths, "无")), tmp_path / "退回.xlsx")
    sheet = load_workbook(tmp_path / "退回.xlsx")[RETURN_SHEET]
    found = [places(edition)[path] for path in paths]
    (row,) = listed(sheet.parent)
    assert row[2].value == f"{found[0].sheet} {'、'.join(p.address for p in found[:6])} 等 9 格"
    links = [cell.hyperlink.location for cell in row[4:] if cell.hyperlink]
    assert links == [f"'{place.sheet}'!{place.address}" for place in found[:6]]
    assert sheet.print_area == f"'{RETURN_SHEET}'!$A$1:$D${sheet.max_row}"


def test_a_comment_of_the_unit_s_own_is_kept_however_often_it_is_marked(
    edition: Edition, tmp_path: Path
) -> None:
    path = counts(edition)[0]
    place = places(edition)[path]
    book = load_workbook(io.BytesIO(typed(filled(edition), edition, {path: "约8"})))
    book[place.sheet][place.address].comment = Comment("含上年（结转）", "张三")
    book.save(tmp_path / "0.xlsx")
    for number in range(2):
        gkxl.mark(tmp_path / f"{number}.xlsx", tmp_path / f"{number + 1}.xlsx")
    comment = load_workbook(tmp_path / "2.xlsx")[place.sheet][place.address].comment
    assert comment is not None
    assert comment.text.count("约8") == 1
    assert comment.text.endswith("原批注（张三）：含上年（结转）")
    gkxl.mark(typed((tmp_path / "2.xlsx").read_bytes(), edition, {path: 8}), tmp_path / "3.xlsx")
    own = load_workbook(tmp_path / "3.xlsx")[place.sheet][place.address].comment
    assert own is not None
    assert (own.author, own.text) == ("张三", "含上年（结转）")


def test_marking_again_shows_only_what_is_left(edition: Edition, tmp_path: Path) -> None:
    first, second, *_ = counts(edition)
    gkxl.mark(typed(filled(edition), edition, {first: "约8", second: "无"}), tmp_path / "1.xlsx")
    again = typed((tmp_path / "1.xlsx").read_bytes(), edition, {first: 8})
    gkxl.mark(again, tmp_path / "2.xlsx")
    book = load_workbook(tmp_path / "2.xlsx")
    one, two = (book[p.sheet][p.address] for p in (places(edition)[first], places(edition)[second]))
    assert one.comment is None
    assert one.fill.fgColor.rgb != two.fill.fgColor.rgb
    assert two.comment is not None
    assert two.comment.author == COMMENT_AUTHOR
    assert book.sheetnames.count(RETURN_SHEET) == 1


KEPT: dict[str, Callable[[Worksheet], object]] = {
    "state": lambda sheet: sheet.sheet_state,
    "protection": lambda sheet: dict(sheet.protection),
    "locked cells": lambda sheet: {c.coordinate for row in sheet for c in row if c.protection.locked},
    "validations": lambda sheet: sorted(map(repr, sheet.data_validations.dataValidation)),
    "conditional colours": lambda sheet: sorted(
        (str(ranges.sqref), [(rule.type, rule.formula, rule.dxf) for rule in ranges.rules])
        for ranges in sheet.conditional_formatting
    ),
    "print setup": lambda sheet: (
        dict(sheet.page_setup),
        dict(sheet.page_margins),
        sheet.print_title_rows,
        sheet.print_area,
        sheet.sheet_properties.pageSetUpPr,
    ),
    "widths": lambda sheet: {key: column.width for key, column in sheet.column_dimensions.items()},
    "heights": lambda sheet: {key: row.height for key, row in sheet.row_dimensions.items()},
    "panes": lambda sheet: sheet.freeze_panes,
    "merges": lambda sheet: sorted(map(str, sheet.merged_cells.ranges)),
    "number formats": lambda sheet: {c.coordinate: c.number_format for row in sheet for c in row},
    "contents": lambda sheet: {c.coordinate: getattr(c.value, "text", c.value) for row in sheet for c in row},
}
"""What a marked copy keeps of every sheet."""


def marked_and_before(edition: Edition, folder: Path) -> tuple[Workbook, Workbook]:
    content = typed(filled(edition), edition, {counts(edition)[0]: "约8"})
    assert not gkxl.mark(content, folder / "退回.xlsx").fresh
    return load_workbook(io.BytesIO(content)), without_answers(load_workbook(folder / "退回.xlsx"))


def without_answers(book: Workbook) -> Workbook:
    """A marked copy without the row that says what it answers."""
    for sheet in book.worksheets:
        for row in [cell.row for cell in sheet["A"] if cell.value == ANSWERS_PROPERTY]:
            sheet.delete_rows(row)
    return book


@pytest.mark.matrix
@pytest.mark.parametrize("what", KEPT)
def test_nothing_of_a_sheet_is_lost(edition: Edition, what: str, tmp_path: Path) -> None:
    before, after = marked_and_before(edition, tmp_path)
    for sheet in before.worksheets:
        assert KEPT[what](after[sheet.title]) == KEPT[what](sheet), sheet.title


def test_nothing_of_the_workbook_is_lost(edition: Edition, tmp_path: Path) -> None:
    """Names, identity, the lock on the structure, and the order of the sheets."""
    before, after = marked_and_before(edition, tmp_path)
    assert {n: d.attr_text for n, d in after.defined_names.items()} == {
        n: d.attr_text for n, d in before.defined_names.items()
    }
    assert custom(after) == custom(before)
    assert after.security.lockStructure
    assert after.sheetnames == [RETURN_SHEET, *before.sheetnames]


def test_texts_stay_to_the_letter(edition: Edition, tmp_path: Path) -> None:
    """Carriage returns and what looks like an escape are texts like any other."""
    text = next(c.path for c in cells(edition.form) if c.type is str and not c.path.startswith("cover."))
    marked = gkxl.mark(filled(edition, **{text: "=第一行\r\n第二行_x0041_"}), tmp_path / "退回.xlsx")
    assert not marked.fresh
    assert gkxl.read(tmp_path / "退回.xlsx").report == marked.reading.report


@pytest.mark.parametrize("text", ["8_x0000_", "_x0001_", "_xFFFF_", "_xD800_8", "\u202e8"])
def test_characters_that_no_workbook_can_hold_are_marked_too(
    edition: Edition, text: str, tmp_path: Path
) -> None:
    """They come in as escapes, and stay so in the cell; what is said of them shows a mark in their place."""
    path = counts(edition)[0]
    content = with_cell(filled(edition), edition, path, f"<is><t>{text}</t></is>", ' t="inlineStr"')
    marked = gkxl.mark(content, tmp_path / "退回.xlsx")
    assert not marked.fresh
    assert [cell.text for cell in gkxl.read(tmp_path / "退回.xlsx").cells if cell.path == path] == [
        cell.text for cell in marked.reading.cells if cell.path == path
    ]


# What is to be confirmed

OPENED = ("requests.brought_forward.business", "requests.brought_forward.research")


def unlike_last_year(edition: Edition) -> bytes:
    """A return of which two figures are not last year's; the unit explains the first of them."""
    values = different(edition)
    last = expected_figures(edition, values)
    last |= {path: last[path] + 1 for path in (p.replace("brought", "carried") for p in OPENED)}
    why = {("year.brought_forward", OPENED[0]): "上年多报一件，已更正"}
    return make_workbook(edition, values, extras=Extras(last, why))


def test_what_the_unit_explains_is_listed_and_what_it_does_not_is_marked(
    edition: Edition, tmp_path: Path
) -> None:
    target = tmp_path / "退回.xlsx"
    assert not gkxl.mark(unlike_last_year(edition), target).fresh
    book = load_workbook(target)
    rows = [[cell.value for cell in row[1:4]] for row in listed(book)]
    assert [row[0] for row in rows] == ["需核实", "已说明"]
    assert str(rows[1][2]).endswith("单位说明：上年多报一件，已更正")
    settled, open_ = (book[places(edition)[p].sheet][places(edition)[p].address] for p in OPENED)
    assert (settled.comment, settled.fill.fgColor.rgb == "00FFC7CE") == (None, False)
    assert open_.comment is not None
    assert open_.fill.fgColor.rgb == "00FFC7CE"


def test_explanations_and_last_years_figures_stay(edition: Edition, tmp_path: Path) -> None:
    """In the unit's own file and in a fresh form: the same is settled, the same is to be confirmed."""
    content, target = unlike_last_year(edition), tmp_path / "退回.xlsx"
    before = gkxl.read(content)
    for returned in (content, uneditable(content)):
        gkxl.mark(returned, target)
        after = gkxl.read(target)
        assert (after.explanations, after.carried) == (before.explanations, before.carried)
        assert [i for i in after.issues if i.severity is gkxl.Severity.CONFIRM] == [*before.issues]


def test_a_return_is_marked_beside_last_years_report(edition: Edition, tmp_path: Path) -> None:
    values = different(edition) | {"cover.year": edition.first_year + 1}
    last = values | expected_figures(edition, values) | {"cover.year": edition.first_year}
    path = OPENED[0].replace("brought", "carried")
    previous: Any = report_from(edition.form, last | {path: last[path] + 1})
    marked = gkxl.mark(make_workbook(edition, values), tmp_path / "退回.xlsx", previous=previous)
    told = [issue.path for issue in marked.reading.issues if issue.severity is gkxl.Severity.CONFIRM]
    assert told == [OPENED[0]]
    assert "需核实 1 处" in str(load_workbook(tmp_path / "退回.xlsx")[RETURN_SHEET]["A3"].value)


def uneditable(content: bytes) -> bytes:
    """A workbook that has two lists of fills, so that it is not certain which colour a number stands for."""
    return changed(content, lambda xml: xml.replace("</fills>", '</fills><fills count="0"/>'))


def test_a_fresh_form_is_of_the_unit_that_it_was_issued_to(edition: Edition, tmp_path: Path) -> None:
    """Whatever the cover says by now: a fault of identity must not heal by being marked."""
    values = {**different(edition), "cover.unit_code": "u-1"}
    issued = Identity.of(edition, {**values, "cover.unit_code": "u-2"})
    marked = gkxl.mark(uneditable(make_workbook(edition, values, identity=issued)), tmp_path / "退回.xlsx")
    again = gkxl.read(tmp_path / "退回.xlsx")
    assert marked.fresh
    assert again.identity == marked.reading.identity
    assert {("identity.unit_code", "cover.unit_code")} == {*found(again.issues)} & {
        *found(marked.reading.issues)
    }


def test_a_fresh_form_has_the_year_that_the_return_was_issued_for(edition: Edition, tmp_path: Path) -> None:
    cleared = with_cell(filled(edition), edition, "cover.year", "")
    assert gkxl.mark(uneditable(cleared), tmp_path / "退回.xlsx").fresh
    assert gkxl.read(tmp_path / "退回.xlsx").values["cover.year"] == edition.first_year


def test_a_file_that_cannot_be_edited_gets_a_fresh_form(edition: Edition, tmp_path: Path) -> None:
    """The values come back in a fresh form."""
    path = counts(edition)[0]
    marked = gkxl.mark(uneditable(filled(edition, **{path: 3})), tmp_path / "退回.xlsx")
    assert marked.fresh
    assert marked.reading.values[path] == 3
    assert gkxl.read(tmp_path / "退回.xlsx").values[path] == 3


def test_the_marks_of_a_fresh_form_stand_where_its_own_cells_are(edition: Edition, tmp_path: Path) -> None:
    """Wherever they stood in the unit's file, and whatever its sheets were called."""
    faults = {counts(edition)[0]: "约8", "disputes.review.upheld": "无"}
    book = load_workbook(io.BytesIO(typed(filled(edition), edition, faults)))
    for number, path in enumerate(faults):
        sheet = book[places(edition)[path].sheet]
        move_down(book, sheet)
        for name in book.defined_names.values():
            name.attr_text = str(name.attr_text).replace(sheet.title, f"表{number}")
        sheet.title = f"表{number}"
    packed = io.BytesIO()
    book.save(packed)
    marked = gkxl.mark(uneditable(packed.getvalue()), tmp_path / "退回.xlsx")
    book = load_workbook(tmp_path / "退回.xlsx")
    assert marked.fresh
    for path, words in faults.items():
        here = places(edition)[path]
        comment = book[here.sheet][here.address].comment
        assert comment is not None
        assert f"“{here.sheet}”{here.address}" in comment.text
        assert words in comment.text


def move_down(book: Workbook, sheet: Worksheet) -> None:
    """Insert two rows on top as Excel does it: the names of the cells travel along."""
    sheet.insert_rows(1, 2)
    for name in book.defined_names.values():
        where, _, row = str(name.attr_text).rpartition("$")
        if sheet.title in where and row.isdigit():
            name.attr_text = f"{where}${int(row) + 2}"


def test_a_fresh_form_shows_where_it_cannot_hold_a_character(edition: Edition, tmp_path: Path) -> None:
    """A line that was broken in Word comes along as a vertical tab, which no new file may hold."""
    inside = "<is><t>某市_x000B_财政局</t></is>"
    content = with_cell(filled(edition), edition, "cover.unit", inside, ' t="inlineStr"')
    assert gkxl.mark(uneditable(content), tmp_path / "退回.xlsx").fresh
    assert gkxl.read(tmp_path / "退回.xlsx").values["cover.unit"] == "某市\n财政局"


def test_a_report_without_faults_is_said_to_have_none(edition: Edition, tmp_path: Path) -> None:
    marked = gkxl.mark(filled(edition), tmp_path / "退回.xlsx")
    assert marked.reading.ok
    sheet = load_workbook(tmp_path / "退回.xlsx")[RETURN_SHEET]
    assert "需改正 0 处，需核实 0 处" in str(sheet["A3"].value)
    assert "没有需要改正或核实的内容" in str(sheet["A2"].value)
    assert report_from(edition.form, marked.reading.values) == marked.reading.report


def test_the_same_return_gives_the_same_bytes(edition: Edition) -> None:
    """A copy does not say when it was made."""
    content = typed(filled(edition), edition, {counts(edition)[0]: "约8"})
    reading = gkxl.read(content)
    first = mark_return(content, reading).content
    with patch("time.time", return_value=datetime(2030, 1, 1, tzinfo=UTC).timestamp()):
        assert mark_return(content, reading).content == first
