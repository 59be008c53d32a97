"""What lies among the returns and is none is called what it is, stands for no unit, and never counts."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from offices import ROSTER, YEAR, book, collected, roster, statuses, values

import gkxl
from gkxl.collection.templates import make_blank_roster
from gkxl.comparison.page import comparison_page

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

A1 = book(values("A1", "某市财政局"))
REPORT = gkxl.read(A1).report
assert REPORT


def saved(rows: list[list[Any]], title: str = "Sheet1") -> bytes:
    workbook = openpyxl.Workbook()
    sheet = workbook.create_sheet(title, 0)
    for row in rows:
        sheet.append(row)
    packed = io.BytesIO()
    workbook.save(packed)
    return packed.getvalue()


LISTED = [line.split(",") for line in ROSTER.splitlines()]


@pytest.mark.parametrize(
    "content",
    [
        ROSTER.encode(),
        ROSTER.encode("gbk"),
        saved(LISTED),
        saved([["应报单位名单"], [], *([*line, "电话", "邮箱", "备注"] for line in LISTED)]),
        saved(
            [
                ["序号", "单位名称", "统一社会信用代码", "联系人", "电话"],
                [1, "甲局", "11440300007545831X", "张", 1],
            ]
        ),
        saved([["单位名称", "层级", "联系人"], ["甲局", "部门单位", "张"], ["乙局", "县级", "李"]]),
        "单位名称\n某市财政局\n某市水务局\n".encode(),
        "单位名称,联系人,办公电话\n某市财政局,张,1\n".encode(),
        make_blank_roster(),
    ],
)
@pytest.mark.parametrize("name", ["名册.xlsx", "某市财政局名册.csv", "局/b.zip/应报单位.xlsx"])
def test_a_roster_is_called_a_roster(content: bytes, name: str, tmp_path: Path) -> None:
    collection = collected(
        tmp_path, {name.replace("b.zip", "b"): content, "A2.xlsx": book(values("A2", "某市水务局"))}
    )
    (stray,) = collection.strays
    assert stray.status == "不是报表"
    (issue,) = collection.file_issues(stray)
    assert issue.message == "这是名册，不是单位的报表，没有计入。请移出收表的文件夹。"
    assert statuses(collection)["A1"] == "未报"


@pytest.mark.parametrize(
    "content",
    [
        saved(
            [
                ["填报单位", "某市财政局", "单位代码", "A1"],
                ["年度", 2024, "填表人", "张"],
                ["电话", 1, "审核人", "李"],
            ]
        ),
        saved([["单位：件"], ["项目", "数量"], ["制发", 3], ["废止", 1]]),
        saved([["单位名称", "金额"], ["某局", 3], ["另一局", 4]]),
        "单位 说明\n一、二".encode(),
        "您好".encode(),
    ],
)
def test_a_table_of_another_kind_is_no_roster(content: bytes, tmp_path: Path) -> None:
    collection = collected(tmp_path, {"某市财政局.xlsx": content})
    assert statuses(collection)["A1"] == "无法读取"


def results(tmp_path: Path) -> dict[str, bytes]:
    """Everything that gkxl writes beside returns, by name."""
    first = collected(tmp_path / "first", {"A1.xlsx": A1})
    out = tmp_path / "first" / "out"
    written = {name: (out / name).read_bytes() for name in ("汇总.xlsx", "index.html", "collection.sqlite")}
    observations = gkxl.series(first.reports())
    for ending in ("csv", "json", "xlsx", "parquet"):
        gkxl.write_series(observations, tmp_path / f"导出.{ending}")
        written[f"导出.{ending}"] = (tmp_path / f"导出.{ending}").read_bytes()
    assert REPORT
    other = gkxl.read(book(values("A1", "某市财政局", "other"))).report
    assert other
    written["比较.html"] = comparison_page(gkxl.diff(REPORT, other), "甲", "乙").encode()
    return written


def test_what_gkxl_itself_wrote_is_known_and_never_counts(tmp_path: Path) -> None:
    written = results(tmp_path)
    collection = collected(tmp_path, {f"某市财政局/{name}": content for name, content in written.items()})
    assert {file.path.split("/")[1] for file in collection.strays} == written.keys()
    said = {file.path.split("/")[1]: collection.file_issues(file)[0].message for file in collection.strays}
    assert all(file.status == "不是报表" for file in collection.strays)
    assert all("不是单位的报表，没有计入" in message for message in said.values())
    for name, what in {
        "汇总.xlsx": "汇总表", "index.html": "汇总结果的网页", "collection.sqlite": "汇总结果的数据库",
        "导出.csv": "导出的数据", "导出.json": "导出的数据", "导出.xlsx": "导出的数据",
        "导出.parquet": "导出的数据", "比较.html": "比较",
    }.items():  # fmt: skip
        assert what in said[name], name
    assert statuses(collection)["A1"] == "未报"
    assert not collection.values


def template(**options: Any) -> bytes:  # noqa: ANN401 (of the template)
    from gkxl.write.workbook import make_template as make  # noqa: PLC0415 (of one test)

    return make(YEAR, edition=gkxl.EDITIONS["2021"], **options)


@pytest.mark.parametrize(
    "make",
    [
        template,
        lambda: template(unit="某市财政局", unit_code="A1", level="部门单位"),
        lambda: template(
            unit="某市财政局",
            unit_code="A1",
            previous=gkxl.read(book(values("A1", "某市财政局", year=YEAR - 1))).report,
        ),
    ],
)
def test_a_blank_form_beside_a_return_is_no_second_return(make: Callable[[], bytes], tmp_path: Path) -> None:
    collection = collected(tmp_path, {"A1.xlsx": A1, "下发/A1.xlsx": make()})
    assert statuses(collection)["A1"] == "通过"
    (stray,) = collection.strays
    assert "空白表" in collection.file_issues(stray)[0].message


def test_a_form_with_one_entry_is_a_return(tmp_path: Path) -> None:
    blank = dict.fromkeys(values("A1", "某市财政局"))
    cover = {path: value for path, value in values("A1", "某市财政局").items() if path.startswith("cover.")}
    for entry in ({"other_matters": "已开展。"}, {"requests.received.natural_person": 3}):
        content = book({**blank, **cover, **entry})
        assert statuses(collected(tmp_path, {"A1.xlsx": content}))["A1"] == "需改正", entry


def test_the_roster_that_is_given_may_lie_among_the_returns(tmp_path: Path) -> None:
    (tmp_path / "returns").mkdir()
    path = tmp_path / "returns" / "单位.csv"
    path.write_text("单位名称,是否涉密\n某市财政局,否\n", encoding="utf-8")
    collection = gkxl.collect(tmp_path / "returns", roster=path, year=YEAR, output=tmp_path / "out")
    (stray,) = collection.strays
    assert (stray.path, stray.status) == ("单位.csv", "不是报表")


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [
        ("A1.docx", None, "Word 文档"),
        ("A1.html", None, "网页"),
        ("A1.pdf", b"%PDF-1.7 x", "PDF"),
        ("A1.htm", b"<html><body><table>", "网页"),
    ],
)
def test_a_published_report_is_named_with_what_to_do(
    name: str, content: bytes | None, what: str, tmp_path: Path
) -> None:
    assert REPORT
    if content is None:
        (gkxl.write_docx if name.endswith("docx") else gkxl.write_html)(REPORT, tmp_path / name)
        content = (tmp_path / name).read_bytes()
    collection = collected(tmp_path, {name: content})
    assert statuses(collection)["A1"] == "无法读取"
    (issue,) = collection.issues("A1")
    assert what in issue.message
    assert "先转成表格（导入）" in issue.message
    assert "gkxl" not in issue.message


def test_units_are_as_they_would_be_without_strangers(tmp_path: Path) -> None:
    alone = collected(tmp_path / "1", {"A1.xlsx": A1})
    among = collected(
        tmp_path / "2", {"A1.xlsx": A1, "名册.csv": ROSTER.encode(), "汇总.json": b'[{"unit": 1}]'}
    )
    assert statuses(alone) == statuses(among)
    assert alone.values == among.values
    assert roster().units
