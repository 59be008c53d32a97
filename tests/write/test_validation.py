"""What is guarded in a workbook, and what is left open: everything to be filled in, and nothing else."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING

import pytest

import gkxl
from gkxl.address import LAST_COLUMN
from gkxl.checksheet.lines import explainable_lines
from gkxl.layout import AUDIT_SHEET, GUIDE_SHEET, HIDDEN_SHEET, RETURN_SHEET, pages
from gkxl.model.outline import cells, outline, report_from
from gkxl.write.validation import LARGEST_COUNT, OFFICE_TITLE, Requirements
from gkxl.write.workbook import make_template
from workbooks import different, every_edition, named, opened, parts, template, workbook

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.datavalidation import DataValidation

    from gkxl.forms.edition import Edition
    from gkxl.model.marks import Note
    from gkxl.model.outline import Node


def both(edition: Edition) -> list[bytes]:
    """A blank workbook and a filled one, which are guarded alike."""
    return [template(edition), workbook(report_from(edition.form, different(edition)))]


def inputs(edition: Edition) -> set[str]:
    """What a unit fills in: all but the totals and the year it was issued for."""
    return {cell.path for cell in cells(edition.form) if not cell.computed} - {"cover.year"}


@pytest.mark.parametrize(
    ("given", "closed"),
    [
        ({"unit": "某市财政局", "unit_code": "0012", "level": "市级"}, {"cover.unit", "cover.unit_code"}),
        ({"unit": "某市财政局", "level": "部门单位"}, {"cover.unit"}),
        ({"unit": "某市财政局", "unit_code": ""}, {"cover.unit"}),
        ({"unit_code": "1" * 18}, {"cover.unit_code"}),
        ({}, set()),
    ],
)
@every_edition
def test_unit_and_code_are_locked_like_the_year_where_a_template_is_issued_with_them(
    edition: Edition, given: dict[str, str], closed: set[str], tmp_path: Path
) -> None:
    """What was not given is left for the unit to fill in, with its prompt; so is the level."""
    path = tmp_path / "template.xlsx"
    gkxl.write_template(path, year=edition.first_year, **given)  # type: ignore[arg-type]
    book = opened(path.read_bytes())
    pointed = named(book)
    locked = {name for name in inputs(edition) if pointed[name].protection.locked}
    assert locked == closed
    for name in inputs(edition):
        cell = pointed[name]
        found = guards(book, cell.parent.title, cell.coordinate)
        assert len(found) == (name not in closed), name
    for name in closed:
        assert pointed[name].value == given[name.removeprefix("cover.")]
        assert pointed[name].fill.fgColor.rgb == pointed["cover.year"].fill.fgColor.rgb
    read = gkxl.read(path)
    assert {name: read.values[f"cover.{name}"] for name in given} == given
    nameless = set() if given.get("unit") else {"cover.blank"}
    assert {issue.code for issue in read.issues} == {"cell.blank", "narrative.empty"} | nameless


def guards(book: Workbook, sheet: str, address: str) -> list[DataValidation]:
    return [found for found in book[sheet].data_validations.dataValidation if address in found.sqref]


@every_edition
def test_inputs_are_open_and_everything_else_is_locked(edition: Edition) -> None:
    """On every sheet, cells without content included, and whole columns up to the last."""
    for content in both(edition):
        book = opened(content)
        sheets = [name for name in parts(content) if name.startswith("xl/worksheets/sheet")]
        assert [name for name in sheets if not locks_every_column(parts(content), name)] == []
        pointed = named(book)
        unlocked = {
            (sheet.title, cell.coordinate)
            for sheet in book
            for row in sheet.iter_rows()
            for cell in row
            if not cell.protection.locked and type(cell).__name__ != "MergedCell"
        }
        wanted = {(pointed[path].parent.title, pointed[path].coordinate) for path in inputs(edition)}
        wanted |= {(line.place.sheet, line.place.address) for line in explainable_lines(edition)}
        assert unlocked == wanted


def locks_every_column(contents: dict[str, str], part: str) -> bool:
    """Whether every column of a sheet, up to the last, has a style of its own, which is locked."""
    formats = re.findall(r"<xf .*?</xf>", contents["xl/styles.xml"].partition("<cellXfs")[2])
    columns = re.findall(r'<col min="(\d+)" max="(\d+)"[^>]*? style="(\d+)"', contents[part])
    ends = [0, *(int(last) for _, last, _ in columns)]
    follow = [int(first) == end + 1 for (first, _, _), end in zip(columns, ends, strict=False)]
    locked = ['locked="1"' in formats[int(style)] for _, _, style in columns]
    return all(follow + locked) and ends[-1] == LAST_COLUMN


@every_edition
def test_every_sheet_opens_where_filling_in_begins(edition: Edition) -> None:
    """In the first cell that may be changed, also where unit and code are locked."""
    for unit, code in (("", ""), ("某市财政局", "0012")):
        book = opened(make_template(edition.first_year, edition=edition, unit=unit, unit_code=code))
        for page in pages(edition):
            sheet = book[page.sheet]
            own = [named(book)[cell.path] for cell in page.section.leaves]
            first = next(cell.coordinate for cell in own if not cell.protection.locked)
            (*_, selected) = sheet.sheet_view.selection
            assert (selected.activeCell, selected.sqref.partition(":")[0]) == (first, first)
        assert (
            book[AUDIT_SHEET].sheet_view.selection[-1].activeCell
            == explainable_lines(edition)[0].place.address
        )


@every_edition
def test_every_sheet_and_the_structure_are_protected(edition: Edition) -> None:
    """Rows and columns may still be resized, and a clerk without a password is not kept out by one."""
    book = opened(template(edition))
    assert book.security is not None
    assert (book.security.lockStructure, book.security.workbookPassword) == (True, None)
    for sheet in book:
        assert sheet.protection.sheet, sheet.title
        assert sheet.protection.password is None
        if sheet.title != HIDDEN_SHEET:
            locked = sheet.protection
            assert (locked.formatColumns, locked.formatRows) == (False, False)
            assert (locked.insertRows, locked.deleteRows, locked.sort) == (True, True, True)


@every_edition
def test_a_password_protects_every_visible_sheet_and_the_structure(edition: Edition) -> None:
    """Its hash is in the file, the password itself is not."""
    content = template(edition, password="gkxl-2024")  # noqa: S106 (it guards nothing)
    book = opened(content)
    assert book.security is not None
    hashes = {sheet.protection.password for sheet in book if sheet.title != HIDDEN_SHEET}
    assert len(hashes) == 1
    assert re.fullmatch("[0-9A-F]{4}", str(*hashes))
    assert {book.security.workbookPassword} == hashes
    assert not any("gkxl-2024" in part for part in parts(content).values())


@every_edition
def test_a_pasted_cell_stays_open(edition: Edition) -> None:
    """*Normal* is unlocked: a cell pasted from elsewhere brings that style, and must not lock itself."""
    styles = parts(template(edition))["xl/styles.xml"]
    (normal,) = re.findall(r"<cellStyleXfs.*?</cellStyleXfs>", styles)
    assert re.findall(r'<protection locked="(\d)"/>', normal)[0] == "0"
    assert '<cellStyle name="Normal" xfId="0"' in styles
    (formats,) = re.findall(r"<cellXfs.*?</cellXfs>", styles)
    assert formats.count("<xf ") == formats.count("<protection "), "every format says whether it is locked"


@every_edition
def test_every_input_is_guarded_by_one_rule_with_a_prompt(edition: Edition) -> None:
    """Whole numbers, amounts, lists and lengths: each stops what does not belong, and says so in words."""
    kinds = {"count": "whole", "amount": "decimal", "choice": "list", "text": "textLength"}
    for content in both(edition):
        book = opened(content)
        pointed = named(book)
        for cell in cells(edition.form):
            found = guards(book, pointed[cell.path].parent.title, pointed[cell.path].coordinate)
            if cell.path not in inputs(edition):
                assert found == [], cell.path
                continue
            (guard,) = found
            number = "count" if cell.domain.whole else "amount"
            kind = number if cell.type is not str else "choice" if cell.item.choices else "text"
            assert (guard.type, guard.errorStyle or "stop") == (kinds[kind], "stop"), cell.path
            assert (guard.showErrorMessage, guard.showInputMessage) == (True, True), cell.path
            assert guard.prompt, cell.path
            assert guard.error, cell.path
            assert guard.allow_blank, cell.path
            if cell.type is not str:
                assert (guard.operator or "between", str(guard.formula1)) == (
                    "between",
                    str(-LARGEST_COUNT if cell.domain.signed else 0),
                )


@every_edition
def test_choices_are_offered(edition: Edition) -> None:
    book = opened(template(edition))
    for cell in cells(edition.form):
        if cell.item.choices:
            where = named(book)[cell.path]
            (guard,) = guards(book, where.parent.title, where.coordinate)
            assert str(guard.formula1).strip('"').split(",") == list(cell.item.choices)


@every_edition
def test_every_page_prints_on_a4_and_keeps_its_headings_in_sight(edition: Edition) -> None:
    book = opened(template(edition))
    for page in pages(edition):
        sheet = book[page.sheet]
        assert (sheet.page_setup.paperSize, sheet.page_setup.fitToWidth or 1) == (9, 1)
        frozen = sheet.freeze_panes
        assert frozen, page.sheet
        assert sheet[frozen].row == page.lead_rows + 1
        assert sheet.print_title_rows == f"$1:${page.lead_rows}"


@pytest.mark.parametrize("path", ["xl/workbook.xml", "xl/styles.xml"])
@every_edition
def test_no_entry_of_the_package_carries_a_time(edition: Edition, path: str) -> None:
    """Nor the system it was written on: the same content is the same file."""
    with zipfile.ZipFile(io.BytesIO(template(edition))) as package:
        entry = package.getinfo(path)
        assert (entry.date_time, entry.create_system, entry.external_attr >> 16 & 0o111) == (
            (1980, 1, 1, 0, 0, 0),
            0,
            0,
        )


def notes_of(edition: Edition) -> list[tuple[Node, Note]]:
    return [
        (node, note)
        for section in outline(edition.form)
        for node in section.walk()
        for note in node.item.notes
    ]


@every_edition
def test_every_note_stands_on_the_guide_with_its_source(edition: Edition) -> None:
    """What holds in one place only stands under the name of that place."""
    column = [str(row[0].value) for row in opened(template(edition))[GUIDE_SHEET].iter_rows()]
    for node, note in notes_of(edition):
        at = column.index(f"{node.item.label}：{note.text}（{note.source}）")
        above = [text for text in column[:at] if "：" not in text][-1]
        assert note.place in above
        assert ("其他地方不适用" in above) == bool(note.place)


@every_edition
def test_national_notes_stand_beside_their_cells(edition: Edition) -> None:
    """In prompts that Excel shows whole: those of a column beside each of its cells, titled by their line."""
    book = opened(template(edition))
    pointed, told = named(book), dict.fromkeys(note.text for _, note in notes_of(edition) if not note.place)
    for cell in cells(edition.form):
        for guard in guards(book, pointed[cell.path].parent.title, pointed[cell.path].coordinate):
            title, prompt = str(guard.promptTitle), str(guard.prompt)
            assert (len(title) <= 32, len(prompt) <= 255, prompt.endswith("…")) == (True, True, False)
            assert title.rstrip("…") in "".join(cell.headings) or not cell.headings
            assert all(note.text in prompt for note in cell.item.notes if not note.place), cell.path
            told = {text: None for text in told if text not in prompt}
    assert not told


def test_an_office_adds_its_own_prompts_and_requirements(tmp_path: Path) -> None:
    """They stand on the guide and beside the cells of their line, after what everybody is told."""
    asked = Requirements(
        (("报送截止日期", "2026年1月20日"), ("联系人", "示例甲")), (("requests.received", "含网上申请" * 60),)
    )
    path = tmp_path / "a.xlsx"
    gkxl.write_template(path, year=2025, requirements=asked)
    book = opened(path.read_bytes())
    column = [str(row[0].value) for row in book[GUIDE_SHEET].iter_rows()]
    assert column[column.index(OFFICE_TITLE) + 1 :][:2] == ["报送截止日期：2026年1月20日", "联系人：示例甲"]
    (first,), (second,) = (guards(book, "三、申请办理", cell) for cell in ("E5", "E6"))
    prompt = str(first.prompt)
    assert ("最小合理单元" in prompt, "含网上申请" in prompt, len(prompt)) == (True, True, 255)
    assert "含网上申请" not in str(second.prompt)
    cover = [cell.value for row in book["封面"].iter_rows() for cell in row if cell.value]
    assert "※报送截止日期：2026年1月20日" in cover
    reading = gkxl.read(path)
    assert reading.requirements == asked.entries
    assert {issue.code for issue in reading.issues} == {"cell.blank", "cover.blank", "narrative.empty"}
    gkxl.mark(path, tmp_path / "b.xlsx")
    letter = [
        str(row[0].value) for row in opened((tmp_path / "b.xlsx").read_bytes())[RETURN_SHEET].iter_rows()
    ]
    assert any("报送截止日期：2026年1月20日" in text and "联系人：示例甲" in text for text in letter)
