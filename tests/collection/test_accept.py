"""An officer confirms instead of a unit what it was asked: for the figures as they are, and on record."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any, Final

import openpyxl
import pytest
from offices import ROSTER, YEAR, book, collected, roster, statuses, values, write

import gkxl
from gkxl.collection.collection import STORE
from gkxl.collection.output.page_view import make_view

if TYPE_CHECKING:
    from pathlib import Path

A1, A2 = values("A1", "某市财政局"), values("A2", "某市水务局")
TOTAL: Final = "requests.received.total"
MADE: Final = "disclosure.regulations.issued"
IN_FORCE: Final = "disclosure.regulations.in_force"
UNUSUAL: Final = A1 | {MADE: 3}
"""A department makes no regulations: to be confirmed, at one cell."""
TWIN: Final = A1 | {"cover.unit": "某市水务局", "cover.unit_code": "A2"}
"""All figures of another unit: to be confirmed, of a whole return."""
BY: Final[dict[str, Any]] = {"who": "张三", "why": "已电话核实", "when": "2025-01-20"}


def results(folder: Path) -> dict[str, bytes]:
    """Every result, byte for byte."""
    out = folder / "out"
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*") if path.is_file()}


def copies(folder: Path) -> list[str]:
    return sorted(name.removeprefix("退回/") for name in results(folder) if name.startswith("退回/"))


def accept(folder: Path, unit: str = "A1", **options: Any) -> gkxl.Collection:  # noqa: ANN401 (of accept)
    return gkxl.accept(folder / "out", unit, **(BY | options))


def ledger(folder: Path) -> dict[str, list[str]]:
    """The rows of 台账 by code."""
    book = openpyxl.load_workbook(folder / "out" / "汇总.xlsx")
    heads, *rows = list(book["台账"].values)[1:]
    code = heads.index("单位代码")
    return {str(row[code]): [str(cell) for cell in row] for row in rows}


# What it does


@pytest.mark.parametrize("unit", ["A1", "某市财政局", "某市 财政局"])
def test_the_only_question_of_a_unit_is_confirmed_and_the_unit_passes(unit: str, tmp_path: Path) -> None:
    assert statuses(collected(tmp_path, {"A1.xlsx": book(UNUSUAL)}))["A1"] == "需核实"
    assert copies(tmp_path) == ["需核实/A1-某市财政局.xlsx"]
    collection = accept(tmp_path, unit)
    assert statuses(collection)["A1"] == "通过"
    assert copies(tmp_path) == []
    (issue,) = collection.questions("A1")
    assert issue.acceptance == gkxl.types.Acceptance(who="张三", when="2025-01-20", why="已电话核实")
    assert (issue.accepted, issue.settled) == (True, True)


def test_it_shows_in_ledger_page_and_store(tmp_path: Path) -> None:
    collected(tmp_path, {"A1.xlsx": book(UNUSUAL)})
    collection = accept(tmp_path)
    row = ledger(tmp_path)["A1"]
    assert "通过" in row
    assert any("已核实：张三，2025-01-20，已电话核实" in cell for cell in row)
    (line,) = [line for line in make_view(collection).lines if line.unit.code == "A1"]
    assert [(fault.acceptance, fault.accepted) for fault in line.faults] == [
        ("已核实：张三，2025-01-20，已电话核实", True)
    ]
    assert "已核实：张三，2025-01-20，已电话核实" in (tmp_path / "out" / "index.html").read_text("utf-8")
    kept = collection.query("SELECT unit, code, path, who, day, why, undone FROM acceptances").fetchall()
    assert kept == [("A1", "unusual.regulations", MADE, "张三", "2025-01-20", "已电话核实", "")]


def test_no_return_is_read_again(tmp_path: Path) -> None:
    """The office may have put them away by then."""
    collected(tmp_path, {"A1.xlsx": book(UNUSUAL), "A2.xlsx": book(A2 | {TOTAL: A2[TOTAL] + 1})})
    for path in (tmp_path / "returns").iterdir():
        path.unlink()
    accept(tmp_path)
    assert copies(tmp_path) == ["需改正/A2-某市水务局.xlsx"]


@pytest.mark.parametrize(
    "files",
    [
        {"A1.xlsx": book(UNUSUAL)},
        {"A1.xlsx": book(A1), "A2.xlsx": book(TWIN)},
        {"A1.xlsx": book(UNUSUAL), "A2.xlsx": book(A2 | {TOTAL: A2[TOTAL] + 1})},
    ],
)
def test_collecting_again_gives_the_same_bytes(files: dict[str, bytes], tmp_path: Path) -> None:
    collected(tmp_path, files)
    accept(tmp_path).close()
    before = results(tmp_path)
    collected(tmp_path, {}).close()
    assert results(tmp_path) == before
    accept(tmp_path).close()
    assert results(tmp_path) == before


def test_what_was_typed_into_the_workbook_stays(tmp_path: Path) -> None:
    collected(tmp_path, {"A1.xlsx": book(UNUSUAL)})
    path = tmp_path / "out" / "汇总.xlsx"
    own = openpyxl.load_workbook(path)
    own["一、总体情况"]["A3"] = "全市情况。"
    own.save(path)
    accept(tmp_path)
    assert "全市情况。" in gkxl.read(path).values.values()


def test_a_unit_with_something_to_correct_stays_so(tmp_path: Path) -> None:
    """Its copy asks no more what was confirmed, once it is made again."""
    collected(tmp_path, {"A1.xlsx": book(UNUSUAL | {TOTAL: A1[TOTAL] + 1})})
    copy = tmp_path / "out" / "退回" / "需改正" / "A1-某市财政局.xlsx"
    before = copy.read_bytes()
    assert statuses(accept(tmp_path))["A1"] == "需改正"
    collected(tmp_path, {})
    assert copy.read_bytes() != before
    listed = str([*openpyxl.load_workbook(copy)["退回说明"].values])
    assert "规章只由" not in listed
    assert "总计" in listed


def test_a_question_about_a_whole_return_is_confirmed_for_one_unit(tmp_path: Path) -> None:
    collected(tmp_path, {"A1.xlsx": book(A1), "A2.xlsx": book(TWIN)})
    found = statuses(accept(tmp_path))
    assert (found["A1"], found["A2"]) == ("通过", "需核实")
    found = statuses(accept(tmp_path, "A2"))
    assert (found["A1"], found["A2"]) == ("通过", "通过")


# Bound to the figures


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (UNUSUAL, UNUSUAL | {MADE: 4}),
        (UNUSUAL, UNUSUAL | {IN_FORCE: 1}),
        (UNUSUAL | {MADE: 1}, UNUSUAL | {MADE: 0, IN_FORCE: 1}),
    ],
)
def test_other_figures_are_not_confirmed_and_that_is_said(
    first: dict[str, Any], second: dict[str, Any], tmp_path: Path
) -> None:
    collected(tmp_path, {"A1.xlsx": book(first)})
    accept(tmp_path)
    collection = collected(tmp_path, {"A1.xlsx": book(second)})
    assert statuses(collection)["A1"] == "需核实"
    assert copies(tmp_path) == ["需核实/A1-某市财政局.xlsx"]
    (issue,) = collection.questions("A1")
    assert issue.acceptance is not None
    assert (issue.acceptance.who, issue.acceptance.applies, issue.settled) == ("张三", False, False)
    said = "此前已核实：张三，2025-01-20，已电话核实；数字已变，不再适用"
    assert any(said in cell for cell in ledger(tmp_path)["A1"])
    assert said in (tmp_path / "out" / "index.html").read_text("utf-8")


def test_other_figures_elsewhere_change_nothing(tmp_path: Path) -> None:
    collected(tmp_path, {"A1.xlsx": book(UNUSUAL)})
    accept(tmp_path)
    other = values("A1", "某市财政局", "again") | {MADE: 3}
    assert statuses(collected(tmp_path, {"A1.xlsx": book(other)}))["A1"] == "通过"


@pytest.mark.parametrize("text", ["cover.phone", "other_matters", "cover.prepared_by"])
def test_texts_are_no_figures(text: str, tmp_path: Path) -> None:
    collected(tmp_path, {"A1.xlsx": book(A1), "A2.xlsx": book(TWIN)})
    accept(tmp_path)
    assert statuses(collected(tmp_path, {"A1.xlsx": book(A1 | {text: "李四"})}))["A1"] == "通过"


def test_what_is_about_a_whole_return_is_bound_to_all_its_figures(tmp_path: Path) -> None:
    collected(tmp_path, {"A1.xlsx": book(A1), "A2.xlsx": book(TWIN)})
    accept(tmp_path)
    again = values("A1", "某市财政局", "again")
    twin = again | {"cover.unit": "某市水务局", "cover.unit_code": "A2"}
    collection = collected(tmp_path, {"A1.xlsx": book(again), "A2.xlsx": book(twin)})
    assert statuses(collection)["A1"] == "需核实"
    (issue,) = collection.questions("A1")
    assert issue.acceptance is not None
    assert not issue.accepted


def test_the_first_figures_are_confirmed_still_when_they_come_back(tmp_path: Path) -> None:
    collected(tmp_path, {"A1.xlsx": book(UNUSUAL)})
    accept(tmp_path)
    collected(tmp_path, {"A1.xlsx": book(UNUSUAL | {MADE: 4})})
    assert statuses(collected(tmp_path, {"A1.xlsx": book(UNUSUAL)}))["A1"] == "通过"


# Taking back


def test_what_is_taken_back_is_open_again_and_stays_on_record(tmp_path: Path) -> None:
    collected(tmp_path, {"A1.xlsx": book(UNUSUAL)})
    before = results(tmp_path)
    accept(tmp_path).close()
    collection = gkxl.retract(tmp_path / "out", "某市财政局", when="2025-01-21")
    assert statuses(collection)["A1"] == "需核实"
    (issue,) = collection.questions("A1")
    assert issue.acceptance is None
    assert collection.query("SELECT who, undone FROM acceptances").fetchall() == [("张三", "2025-01-21")]
    collection.close()
    collected(tmp_path, {}).close()
    after = results(tmp_path)
    assert {name for name in before if before[name] != after.get(name)} == {STORE}


def test_confirming_anew_replaces_who_confirmed(tmp_path: Path) -> None:
    collected(tmp_path, {"A1.xlsx": book(UNUSUAL)})
    accept(tmp_path).close()
    collection = accept(tmp_path, who="李四")
    (issue,) = collection.questions("A1")
    assert issue.acceptance is not None
    assert issue.acceptance.who == "李四"
    kept = collection.query("SELECT who, undone FROM acceptances ORDER BY id").fetchall()
    assert kept == [("张三", "2025-01-20"), ("李四", "")]


# What is meant


def test_of_several_questions_those_named_are_confirmed(tmp_path: Path) -> None:
    twin = UNUSUAL | {"cover.unit": "某市水务局", "cover.unit_code": "A2"}
    collected(tmp_path, {"A1.xlsx": book(UNUSUAL), "A2.xlsx": book(twin)})
    with pytest.raises(gkxl.errors.DataError, match="有 2 个问题，请写明") as refused:
        accept(tmp_path)
    assert "1. " in refused.value.zh
    assert "2. " in refused.value.zh
    assert statuses(accept(tmp_path, which=["二、主动公开!B4"]))["A1"] == "需核实"
    assert statuses(accept(tmp_path))["A1"] == "通过"
    assert statuses(accept(tmp_path, "A2", which=["1", "2"]))["A2"] == "通过"
    with pytest.raises(gkxl.errors.DataError, match="有 2 个问题"):
        gkxl.retract(tmp_path / "out", "A2")
    assert statuses(gkxl.retract(tmp_path / "out", "A2", which=["b4"]))["A2"] == "需核实"


@pytest.mark.parametrize("which", ["2", "0", "C9", "封面!B4", "没有", "-1"])
def test_what_is_not_asked_cannot_be_confirmed(which: str, tmp_path: Path) -> None:
    collected(tmp_path, {"A1.xlsx": book(UNUSUAL)})
    before = results(tmp_path)
    with pytest.raises(gkxl.errors.DataError, match=r"没有“.*”这个需核实的问题"):
        accept(tmp_path, which=[which])
    assert results(tmp_path) == before


@pytest.mark.parametrize(
    ("found", "which"), [(A1 | {TOTAL: A1[TOTAL] + 1}, []), (UNUSUAL | {TOTAL: A1[TOTAL] + 1}, ["J5"])]
)
def test_what_has_to_be_corrected_cannot_be_confirmed(
    found: dict[str, Any], which: list[str], tmp_path: Path
) -> None:
    collected(tmp_path, {"A1.xlsx": book(found)})
    with pytest.raises(gkxl.errors.DataError, match=r"需改正，不能只作核实：.*J5.*退回单位"):
        accept(tmp_path, which=which)
    assert copies(tmp_path) == ["需改正/A1-某市财政局.xlsx"]


@pytest.mark.parametrize(
    ("unit", "sentence"),
    [
        ("B1", "“某县财政局”（未报）没有需核实的问题"),
        ("A2", "“某市水务局”（通过）没有需核实的问题"),
        ("Z9", "名册里没有“Z9”这个单位"),
        ("财政局", "名册里没有“财政局”这个单位"),
        ("", "名册里没有“”这个单位"),
    ],
)
def test_units_without_questions_are_named(unit: str, sentence: str, tmp_path: Path) -> None:
    collected(tmp_path, {"A1.xlsx": book(UNUSUAL), "A2.xlsx": book(A2)})
    with pytest.raises(gkxl.errors.DataError, match=sentence):
        accept(tmp_path, unit)


def test_units_of_one_name_are_told_apart_by_their_codes(tmp_path: Path) -> None:
    units = ROSTER + "C1,某市财政局,部门单位,某市\n"
    collected(tmp_path, {"A1.xlsx": book(UNUSUAL)}, units=units)
    with pytest.raises(gkxl.errors.DataError, match="某市财政局 A1、某市财政局 C1"):
        accept(tmp_path, "某市财政局")


# What is given


HOSTILE: Final = (
    "</script><script>alert(1)</script>",
    "=cmd|' /C calc'!A0",
    "@SUM(1)",
    "\u202e三张",
    "张\0三\n四",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_names_and_reasons_are_data(text: str, tmp_path: Path) -> None:
    collected(tmp_path, {"A1.xlsx": book(UNUSUAL)})
    (issue,) = accept(tmp_path, who=text, why=text).questions("A1")
    assert issue.acceptance is not None
    assert "\n" not in issue.acceptance.who
    assert "\0" not in issue.acceptance.who
    assert "<script>alert" not in (tmp_path / "out" / "index.html").read_text("utf-8")
    sheet = openpyxl.load_workbook(tmp_path / "out" / "汇总.xlsx")["台账"]
    told = [cell for row in sheet.iter_rows() for cell in row if "核实：" in str(cell.value)]
    assert [(cell.data_type, str(cell.value)[:4]) for cell in told] == [("s", "已核实：")]
    assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"who": ""}, "请写明核实人"),
        ({"why": " \n"}, "请写明核实情况"),
        ({"who": "张" * 41}, "核实人有 41 个字，最多 40 个字"),
        ({"why": "长" * 5000}, "核实情况有 5000 个字"),
        ({"why": "/"}, "请写明核实情况"),
        ({"why": "——。"}, "请写明核实情况"),
        ({"who": "无"}, "请写明核实人"),
        ({"when": "明天"}, "“明天”不是日期"),
        ({"when": "2999-01-01"}, "还没有到"),
        ({"when": "2025-02-30"}, "不是日期"),
        ({"when": "2025年13月1日"}, "不是日期"),
    ],
)
def test_what_cannot_be_kept_is_refused(given: dict[str, str], sentence: str, tmp_path: Path) -> None:
    collected(tmp_path, {"A1.xlsx": book(UNUSUAL)})
    before = results(tmp_path)
    with pytest.raises(gkxl.errors.DataError, match=sentence):
        accept(tmp_path, **given)
    assert results(tmp_path) == before


@pytest.mark.parametrize("when", ["2025-1-20", "2025/01/20", "2025年1月20日", "20250120"])
def test_days_are_read_as_people_write_them(when: str, tmp_path: Path) -> None:
    collected(tmp_path, {"A1.xlsx": book(UNUSUAL)})
    (issue,) = accept(tmp_path, when=when).questions("A1")
    assert issue.acceptance is not None
    assert issue.acceptance.when == "2025-01-20"


# What is in the way


def test_a_folder_without_a_collection_is_named(tmp_path: Path) -> None:
    with pytest.raises(gkxl.errors.UnreadableFileError, match="不是汇总结果"):
        gkxl.accept(tmp_path, "A1", **BY)
    assert [*tmp_path.iterdir()] == []


def test_a_page_of_the_users_own_stops_it_before_anything_changes(tmp_path: Path) -> None:
    collected(tmp_path, {"A1.xlsx": book(UNUSUAL)})
    write(tmp_path / "out", {"index.html": b"<p>my page"})
    before = results(tmp_path)
    with pytest.raises(gkxl.errors.WriteError, match=r"index\.html"):
        accept(tmp_path)
    assert results(tmp_path) == before


def test_a_store_from_elsewhere_removes_nothing_of_the_users(tmp_path: Path) -> None:
    collected(tmp_path, {"A1.xlsx": book(UNUSUAL)})
    write(tmp_path, {"precious.xlsx": b"mine", "out/退回/需核实/我的.xlsx": b"mine"})
    with closing(sqlite3.connect(tmp_path / "out" / STORE)) as store, store:
        for name in (
            "../../precious.xlsx",
            "../precious.xlsx",
            "需核实/../../../precious.xlsx",
            "/precious.xlsx",
        ):
            store.execute("INSERT INTO marked VALUES (1, ?, '')", (name,))
    accept(tmp_path)
    assert (tmp_path / "precious.xlsx").read_bytes() == b"mine"
    assert copies(tmp_path) == ["需核实/我的.xlsx"]


def test_acceptances_outlive_another_roster(tmp_path: Path) -> None:
    collected(tmp_path, {"A1.xlsx": book(UNUSUAL)})
    accept(tmp_path)
    returns = tmp_path / "returns"
    fewer = ROSTER.replace("A1,某市财政局,部门单位,某市\n", "")
    gkxl.collect(returns, roster=roster(fewer), year=YEAR, output=tmp_path / "out").close()
    again = gkxl.collect(returns, roster=roster(), year=YEAR, output=tmp_path / "out")
    assert statuses(again)["A1"] == "通过"
