"""A roster is shown as it was understood, and is the same when it is handed back."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any, Final

import pytest
from page_returns import workbook

import gkxl
from gkxl.page import call, desk_files
from gkxl.page import roster as roster_desk
from gkxl.register import write_register

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import city


@pytest.fixture(autouse=True)
def desk() -> Iterator[None]:
    """A desk with nothing on it."""
    yield
    desk_files.clear()


ROSTERS: Final = {
    "codes": "代码,单位,主管部门,电话\n1,甲局,,12\n2,乙局,甲局,\n",
    "no codes": "名称,含下级\n甲局,否\n乙局,\n",
    "two parents": "上级代码,上级,单位名称,代码\n9,甲局,乙局,2\n,,甲局,9\n",
}


@pytest.mark.parametrize("text", ROSTERS.values(), ids=ROSTERS)
def test_a_roster_as_it_is_shown_is_the_same_roster(text: str) -> None:
    """So that nothing changes in a roster of which nothing is corrected."""
    shown = roster_desk.read(text.encode())
    again = gkxl.read_roster(as_csv(shown))
    assert again.units == gkxl.read_roster(text.encode()).units
    assert (shown["usable"], shown["units"]) == (True, 2)


def test_the_roster_of_a_city_as_it_is_shown_is_the_same(year_of_a_city: city.City) -> None:
    """From two sheets with other headings."""
    shown = roster_desk.read(year_of_a_city.roster.read_bytes())
    found = gkxl.read_roster(year_of_a_city.roster)
    again = gkxl.read_roster(as_csv(shown))
    assert [(u.code, u.name, u.level, u.parent, u.contains) for u in again.units] == [
        (u.code, u.name, u.level, u.parent, u.contains) for u in found.units
    ]
    assert [tuple(issue["message"] for issue in shown["issues"])] == [tuple(i.message for i in found.issues)]
    placed = {(issue["sheet"], issue["row"]) for issue in shown["issues"] if issue["label"]}
    assert placed <= {*shown["places"]}


def as_csv(shown: dict[str, Any]) -> bytes:
    """The roster as the page hands it back."""
    out = io.StringIO()
    csv.writer(out).writerows([[heading for heading, _ in shown["columns"]], *shown["rows"]])
    return out.getvalue().encode()


def test_a_roster_without_known_headings_can_be_corrected() -> None:
    shown = roster_desk.read("县直各家一览\n科室,号\n甲局,1\n乙局,2\n".encode())
    assert not shown["usable"]
    assert "单位名称" in shown["refused"]
    assert shown["columns"] == (("科室", ""), ("号", ""))
    assert shown["rows"] == (("甲局", "1"), ("乙局", "2"))


@pytest.mark.parametrize("content", [b"", b"\0\0", b"%PDF-1.7", "单位名称\n".encode()])
def test_what_is_no_roster_is_said_and_not_kept(content: bytes) -> None:
    answer = call(print, "roster.read", content)
    assert answer.get("refused") or answer["made"]["refused"]
    assert not (desk_files.room() / "roster").exists()


def test_a_register_is_named_and_nothing_of_it_is_shown(tmp_path: Path) -> None:
    """Its rows are people."""
    write_register(tmp_path / "登记簿.xlsx", year=2025, unit="某局")
    said = call(print, "roster.read", (tmp_path / "登记簿.xlsx").read_bytes())
    assert said["refused"].startswith("这是依申请公开登记簿，不是名册。")


def test_a_report_is_named_without_a_word_about_commands(tmp_path: Path) -> None:
    said = call(print, "roster.read", workbook(tmp_path, "报表.xlsx").read_bytes())["refused"]
    assert said.startswith("这是年度报告的表格，不是名册。")
    assert "gkxl" not in said
