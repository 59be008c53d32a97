"""汇总.xlsx is a workbook of the form that says what the store says, and proves it."""

from __future__ import annotations

import io
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from offices import YEAR, book, collected, values
from openpyxl.utils import get_column_letter

import gkxl
from gkxl.collection.collection import STORE
from gkxl.collection.output.consolidated_workbook import write_consolidated
from gkxl.layout import places
from gkxl.model.outline import cells
from gkxl.xlsx import read_book

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

    from city import City
    from office import Office


@pytest.fixture(scope="module")
def collection(year_of_a_city: City, tmp_path_factory: pytest.TempPathFactory) -> gkxl.Collection:
    city = year_of_a_city
    return gkxl.collect(city.returns, roster=city.roster, year=YEAR, output=tmp_path_factory.mktemp("out"))


def opened(collection: gkxl.Collection, *, data_only: bool = True) -> Any:  # noqa: ANN401 (a workbook)
    content = (collection.path.parent / "汇总.xlsx").read_bytes()
    return openpyxl.load_workbook(io.BytesIO(content), data_only=data_only)


def test_it_is_read_back_as_the_consolidated_report(collection: gkxl.Collection) -> None:
    """Even behind so many rows as no return may have, it can be sent to the office above."""
    reading = gkxl.read(collection.path.parent / "汇总.xlsx", year=YEAR)
    assert {path: reading.values[path] for path in collection.values} == collection.values
    assert reading.ok
    assert "tamper.foreign" not in {issue.code for issue in reading.issues}


def ledger_rows(sheet: Worksheet) -> list[dict[str, Any]]:
    """Every row of the ledger by its headings."""
    heads = [str(cell.value) for cell in sheet[2]]
    return [dict(zip(heads, row, strict=True)) for row in sheet.iter_rows(min_row=3, values_only=True)]


def test_the_workbook_opens_on_the_ledger_which_can_be_read_on_paper(tmp_path: Path) -> None:
    """No wider than A4 landscape in letters of 8 points; the numbers of a roster are not repeated."""
    units = "序号,单位代码,单位名称,邮箱\n7,A1,某市财政局,a@example.org\n"
    workbook = opened(collected(tmp_path, {}, units=units))
    sheet = workbook["台账"]
    assert workbook.active is sheet
    heads = [cell.value for cell in sheet[2]]
    assert (heads.count("序号"), heads.count("邮箱")) == (1, 1)
    first, last = str(sheet.print_area).partition("!")[2].replace("$", "").split(":")
    columns = range(1, sheet[last].column + 1)
    widths = [sheet.column_dimensions[get_column_letter(column)].width for column in columns]
    assert (first, sheet.page_setup.orientation) == ("A1", "landscape")
    assert {"单位名称", "状态", "主要问题"} <= {heads[column - 1] for column in columns}
    assert sum(widths) <= 135 * 11 / 8


def test_the_ledger_has_every_unit_with_its_status_and_every_other_file(
    collection: gkxl.Collection, year_of_a_city: City
) -> None:
    sheet = opened(collection)["台账"]
    rows = {row["单位代码"]: row for row in ledger_rows(sheet) if row["单位代码"]}
    assert {code: row["状态"] for code, row in rows.items()} == {
        **year_of_a_city.statuses,
        "示例-0016": "通过",
    }
    assert {row["计入汇总"] for row in rows.values()} == {"是", "否", "含在上级"}
    assert "约120" in rows["示例-0004"]["主要问题"]
    others = [row for row in ledger_rows(sheet) if not row["单位代码"]]
    kinds = {(row["单位名称"], row["状态"]) for row in others}
    assert kinds == {
        ("（没有归到单位的文件）", "非本单位"),
        ("（没有归到单位的文件）", "无法读取"),
        ("（没有归到单位的文件）", "不是报表"),
        ("（乌有市水利局的其他文件）", "重复"),
        ("（乌有市农业农村局的其他文件）", "重复"),
    }
    shown = {row["文件"] for row in (*rows.values(), *others)}
    assert shown - {None} == {file.path for file in collection.files if file.current}, "every file once"


@pytest.mark.parametrize(
    ("unit", "beside"),
    [
        ("西窗区人民政府", "所含 2 份报告之和"),
        ("西窗区剪烛街道", "全部数字与“西窗区夜雨街道”的相同"),
        ("乌有市统计局", "应为 2024 年度"),
        ("乌有市应急管理局", "还没有收到"),
    ],
)
def test_what_only_the_collection_knows_stands_apart(
    collection: gkxl.Collection, unit: str, beside: str
) -> None:
    """In a column of its own, so that the others say what checking the return alone says."""
    sheet = opened(collection)["台账"]
    (said,) = [row for row in ledger_rows(sheet) if row["单位名称"] == unit]
    assert beside in said["汇总核对"]
    assert said["主要问题"] is None
    assert said["已核实"] is None


def test_a_parent_that_differs_says_in_which_cells(collection: gkxl.Collection) -> None:
    found = {issue.cell for issue in collection.questions("示例-0300") if issue.code == "aggregate.differs"}
    assert found == {"D14", "J14", "I17", "D20"}


def test_the_details_are_printed_small_and_on_landscape_pages(collection: gkxl.Collection) -> None:
    """Two hundred columns at full size are fifty pages side by side."""
    setup = opened(collection)["明细"].page_setup
    assert (setup.scale, setup.orientation) == (50, "landscape")


def test_the_details_add_up_to_the_report_cell_by_cell(collection: gkxl.Collection) -> None:
    sheet = opened(collection)["明细"]
    units = [entry.unit.code for entry in collection.ledger if entry.counted]
    assert [row[0] for row in sheet.iter_rows(min_row=7, values_only=True)] == units
    paths = {f"{place.sheet}!{place.address}": path for path, place in places(collection.edition).items()}
    for column in sheet.iter_cols(min_col=3, values_only=True):
        place, total, shown, verdict, *figures = column[2:]
        assert total == shown == pytest.approx(float(collection.values[paths[str(place)]]))
        assert sum(figures) == pytest.approx(total)
        assert verdict == "一致"


def test_every_sum_is_a_formula_beside_the_cell_of_the_form(collection: gkxl.Collection) -> None:
    sheet = opened(collection, data_only=False)["明细"]
    count = sum(entry.counted for entry in collection.ledger)
    for column in sheet.iter_cols(min_col=3):
        sheet_name, _, address = str(column[2].value).partition("!")
        letters = column[0].column_letter
        assert column[3].value == f"=SUM({letters}7:{letters}{6 + count})"
        assert column[4].value == f"='{sheet_name}'!{address}"


def test_libreoffice_computes_the_same(collection: gkxl.Collection, office: Office) -> None:
    content = (collection.path.parent / "汇总.xlsx").read_bytes()
    computed = office.resave({"汇总": content})["汇总"]
    sheet = openpyxl.load_workbook(io.BytesIO(computed), data_only=True)["明细"]
    assert {sheet.cell(6, column).value for column in range(3, sheet.max_column + 1)} == {"一致"}


def test_the_same_collection_gives_the_same_bytes(collection: gkxl.Collection, tmp_path: Path) -> None:
    write_consolidated(collection, tmp_path / "again.xlsx")
    assert (tmp_path / "again.xlsx").read_bytes() == (collection.path.parent / "汇总.xlsx").read_bytes()


def test_a_store_that_was_tampered_with_is_not_consolidated(tmp_path: Path) -> None:
    collected(tmp_path, {"A1.xlsx": book(values("A1", "某市财政局"))}).close()
    with closing(sqlite3.connect(tmp_path / "out" / STORE)) as store, store:
        store.execute("UPDATE consolidated SET value = value + 1 WHERE typeof(value) = 'integer'")
    with pytest.raises(gkxl.errors.DataError, match="不一致"):
        write_consolidated(gkxl.Collection(tmp_path / "out"), tmp_path / "again.xlsx")
    assert not (tmp_path / "again.xlsx").exists()


def test_names_that_no_workbook_can_hold_are_shown_all_the_same(tmp_path: Path) -> None:
    units = "单位代码,单位名称\nA1,=某市\x07财政局_x000D_\n"
    collection = collected(tmp_path, {}, units=units)
    sheet = read_book(collection.path.parent / "汇总.xlsx").sheet("台账")
    assert sheet is not None
    assert (sheet.cells[3, 2].text, sheet.cells[3, 2].formula) == ("=某市财政局_x000D_", None)


def test_a_collection_of_nothing_is_a_blank_form_with_a_ledger(tmp_path: Path) -> None:
    sheets = opened(collected(tmp_path, {"x.xlsx": b""}))
    assert [row["状态"] for row in ledger_rows(sheets["台账"])][:5] == ["未报"] * 5
    edition = gkxl.edition_for(YEAR)
    assert len(list(sheets["明细"].iter_cols(min_col=3))) == sum(c.in_table for c in cells(edition.form))
