"""What the page finds in returns is what the command line finds, and what it makes are the same files."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from page_returns import MARKUP, faulty, last_year, report, workbook

import gkxl
from commands import gkxl_command
from gkxl.demo import FAULTS
from gkxl.forms import edition_named
from gkxl.issues.catalogue.code import CONFIRM, CORRECT, NO_RETURN, NOTE, PASSED, UNREADABLE
from gkxl.model.outline import cells
from gkxl.page import call, unit
from gkxl.register import write_register
from old_files import content, number, ods, ole2, row, stream

if TYPE_CHECKING:
    from pathlib import Path

    from gkxl.text import Wording


def said(judged: dict[str, Any]) -> list[str]:
    """Every message, the gravest first."""
    return [group["message"] for kind in judged["found"] for group in kind["groups"]]


def found_by_check(*arguments: object) -> Any:  # noqa: ANN401 (plain data)
    return json.loads(gkxl_command("check", *arguments, "--json").stdout)["files"][0]


@pytest.mark.parametrize(
    ("values", "word"),
    [
        ({}, PASSED),
        (FAULTS, CORRECT),
        ({"requests.received.natural_person": "约8"}, CORRECT),
        ({"disputes.review.upheld": None, "cover.unit": "　"}, CORRECT),
    ],
)
def test_the_verdict_and_the_words_are_those_of_check(
    values: dict[str, Any], word: Wording, tmp_path: Path
) -> None:
    path = faulty(tmp_path, values)
    judged = unit.judge(path.read_bytes())
    issues = gkxl.read(path).issues
    assert judged["verdict"]["word"] == word.zh
    assert sum(kind["count"] for kind in judged["found"]) == len(found_by_check(path)["issues"])
    assert {group.issue.message for group in gkxl.grouped(issues)} == {*said(judged)}
    assert judged["whole"] == (word is PASSED)


def test_last_years_return_is_compared_with(tmp_path: Path) -> None:
    """What does not follow from it is to be confirmed, as with ``--previous``."""
    now, last = workbook(tmp_path, "今年.xlsx"), last_year(tmp_path)
    judged = unit.judge(now.read_bytes(), [last.read_bytes()])
    assert judged["verdict"]["word"] == CONFIRM.zh
    told = {issue["message"] for issue in found_by_check(now, "--previous", last)["issues"]}
    assert {*said(judged)} == told


def test_of_several_returns_of_last_year_the_units_own_is_taken(tmp_path: Path) -> None:
    other = workbook(tmp_path, "外.xlsx", cover__year=2022, cover__unit="别的单位", cover__unit_code="9")
    last = [path.read_bytes() for path in (other, last_year(tmp_path))]
    judged = unit.judge(workbook(tmp_path, "今年.xlsx").read_bytes(), last)
    assert judged["verdict"]["word"] == CONFIRM.zh


@pytest.mark.parametrize("cell", [{"cover.year": 2019}, {"cover.unit": "别的单位", "cover.unit_code": "9"}])
def test_a_return_that_is_not_last_years_is_named_and_changes_no_verdict(
    cell: dict[str, Any], tmp_path: Path
) -> None:
    last = workbook(tmp_path, "不是.xlsx", **cell)
    judged = unit.judge(workbook(tmp_path, "今年.xlsx").read_bytes(), [last.read_bytes()])
    assert judged["verdict"]["word"] == PASSED.zh
    assert [kind["word"] for kind in judged["found"]] == [NOTE.zh]
    assert "上年" in said(judged)[0]


def test_a_blank_return_cannot_be_that_of_last_year(tmp_path: Path) -> None:
    gkxl.write_template(tmp_path / "空.xlsx", year=2022)
    assert "没有填写" in call(print, "unit.last_year", (tmp_path / "空.xlsx").read_bytes())["refused"]


def test_whose_return_of_last_year_it_is(tmp_path: Path) -> None:
    assert unit.last_year(last_year(tmp_path).read_bytes()).endswith("　2022 年度")


def test_what_the_unit_explained_is_shown_as_explained(tmp_path: Path) -> None:
    last = gkxl.read(last_year(tmp_path)).report
    assert last
    now = gkxl.read(workbook(tmp_path, "今年.xlsx")).compared(last)
    why = {(one.code, one.path): "因机构改革划入" for one in now.issues}
    assert now.report
    gkxl.write_workbook(now.report, tmp_path / "说明.xlsx", explanations=why)
    judged = unit.judge((tmp_path / "说明.xlsx").read_bytes(), [last_year(tmp_path).read_bytes()])
    assert (judged["verdict"]["word"], judged["found"][0]["word"]) == (PASSED.zh, "已说明")
    assert judged["found"][0]["groups"][0]["explanation"] == "因机构改革划入"


@pytest.mark.matrix
@pytest.mark.parametrize("name", [".xls of 97", ".xls of 95", ".ods", ".fods"])
def test_an_old_format_is_read(name: str) -> None:
    """It is no reason to send anyone away; that it is not the form is another."""
    old = {
        ".xls of 97": ole2({"Workbook": stream(b"")}),
        ".xls of 95": ole2({"Book": stream(b"", version=0x500)}),
        ".ods": ods(content(row(number("1")))),
        ".fods": content(row(number("1")), root="document").encode(),
    }
    judged = unit.judge(old[name])
    assert judged["verdict"]["word"] == UNREADABLE.zh
    assert "不是本软件发下的" in said(judged)[0]


def test_a_register_is_named_with_what_to_do_about_it(tmp_path: Path) -> None:
    """It holds names of applicants, and is counted into the report."""
    write_register(tmp_path / "登记簿.xlsx", year=2025, unit="某局")
    register = (tmp_path / "登记簿.xlsx").read_bytes()
    judged = unit.judge(register)
    assert judged["verdict"]["word"] == NO_RETURN.zh
    assert "不要报送" in said(judged)[0]
    for work in ("unit.last_year", "publish.page"):
        assert "登记簿" in call(print, work, register, *([True] if work == "publish.page" else []))["refused"]


def test_a_roster_is_sent_to_the_other_desk() -> None:
    judged = unit.judge("单位代码,单位名称\n1,甲局\n".encode())
    assert judged["verdict"]["word"] == NO_RETURN.zh
    assert "我是收表单位" in said(judged)[0]


@pytest.mark.parametrize("content", [b"", b"\0" * 9, b"%PDF-1.7", b"PK\x03\x04", "单位,年度".encode()])
def test_what_is_no_return_is_said(content: bytes) -> None:
    judged = unit.judge(content)
    assert judged["verdict"]["word"] == UNREADABLE.zh
    assert said(judged)[0].startswith("这个文件无法读取：")
    assert not judged["sections"]


@pytest.mark.parametrize("edition", gkxl.EDITIONS)
def test_every_cell_of_the_form_is_shown_once(edition: str, tmp_path: Path) -> None:
    year = edition_named(edition).first_year
    gkxl.write_template(tmp_path / "空.xlsx", year=year)
    shown = "".join(unit.judge((tmp_path / "空.xlsx").read_bytes())["sections"])
    paths = re.findall(r'data-gk="([^"]+)"', shown)
    assert sorted(paths) == sorted(cell.path for cell in cells(edition_named(edition).form))


@pytest.mark.matrix
@pytest.mark.parametrize("path", ["cover.unit", "overview.summary", "requests.received.natural_person"])
@pytest.mark.parametrize("text", MARKUP)
def test_texts_of_returns_are_no_markup(path: str, text: str, tmp_path: Path) -> None:
    judged = unit.judge(faulty(tmp_path, {path: text}).read_bytes())
    shown = "".join(judged["sections"])
    assert not re.search(r"<(img|script|svg|b)\b", shown)


@pytest.mark.parametrize("path", ["requests.received.natural_person", "cover.year"])
@pytest.mark.parametrize("text", ["约" * 30_000, "\u0301\u0323" * 16_000, "8" * 20_000])
def test_of_what_could_not_be_read_only_the_beginning_is_shown(path: str, text: str, tmp_path: Path) -> None:
    judged = unit.judge(faulty(tmp_path, {path: text}).read_bytes())
    assert f">{text[:100]}……<" in "".join(judged["sections"])
    assert sum(map(len, judged["sections"])) < 200_000


@pytest.mark.parametrize("compared", [False, True], ids=["alone", "compared"])
def test_a_marked_copy_is_that_of_mark(compared: bool, tmp_path: Path) -> None:  # noqa: FBT001
    path, last = faulty(tmp_path, FAULTS), last_year(tmp_path)
    previous = ("--previous", last) if compared else ()
    gkxl_command("mark", path, "-o", tmp_path / "退回.xlsx", *previous)
    made = unit.mark(path.read_bytes(), [last.read_bytes()] if compared else [])
    assert made == (tmp_path / "退回.xlsx").read_bytes()


def test_what_is_made_of_a_return_is_what_the_commands_make(tmp_path: Path) -> None:
    path = workbook(tmp_path, "报表.xlsx")
    gkxl_command("normalize", path, "-o", tmp_path / "规范.xlsx")
    gkxl_command("publish", path, "-o", tmp_path / "发布.html")
    assert unit.normalize(path.read_bytes()) == (tmp_path / "规范.xlsx").read_bytes()
    assert unit.publish(path.read_bytes()) == (tmp_path / "发布.html").read_bytes()


def test_a_template_is_that_of_the_command(tmp_path: Path) -> None:
    last, name = last_year(tmp_path), report().cover.unit
    for previous in ((), ("--previous", last)):
        where = tmp_path / "模板.xlsx"
        gkxl_command("template", "--year", 2023, "--unit", name, *previous, "-o", where)
        assert unit.template(2023, name, [last.read_bytes()] if previous else []) == where.read_bytes()


@pytest.mark.parametrize(
    ("given", "why"),
    [((1999, "甲局"), "1998"), ((2025, ""), "2024"), ((2023, "别的单位"), "没有找到")],
)
def test_a_template_that_cannot_be_made_is_refused(given: tuple[int, str], why: str, tmp_path: Path) -> None:
    assert why in call(print, "unit.template", *given, [last_year(tmp_path).read_bytes()])["refused"]


@pytest.mark.parametrize("year", [1999, 2007, 0, 10**6])
def test_a_template_of_a_year_without_a_form_is_refused(year: int) -> None:
    assert str(year) in call(print, "unit.template", year, "甲局")["refused"]


def test_whatever_fails_is_answered_with_a_sentence() -> None:
    assert call(print, "unit.normalize", b"no workbook")["refused"].endswith("。")
    assert call(print, "unit.publish", None)["refused"].endswith("。")
