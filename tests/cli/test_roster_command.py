"""``gkxl roster`` shows what a roster was understood to mean, before anything is made of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

import pytest

from commands import gkxl_command

if TYPE_CHECKING:
    from pathlib import Path

ROSTER: Final = """单位代码,单位名称,层级,上级（必填）,含下级,联系人
C,某县人民政府,县级,某市,,示例甲
D,某县财政局,部门单位,某县人民政府（本级）,,示例乙
F,某局,部门单位,某市,否,
G,某局二科,部门单位,F,,
"""


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    path = tmp_path / "名册.csv"
    path.write_text(ROSTER, encoding="utf-8")
    return path


def test_every_column_is_shown_with_what_it_was_taken_for(roster: Path) -> None:
    lines = [line.split() for line in gkxl_command("roster", roster).stdout.splitlines()]
    assert ["D1", "上级（必填）", "上级"] in lines
    assert ["F1", "联系人", "其他，原样保留"] in lines


def test_the_tree_tells_who_contains_whom(roster: Path) -> None:
    """Units with a parent outside the roster are below its name."""
    shown = gkxl_command("roster", roster).stdout
    tree = [line.strip("│├└─ ") for line in shown.splitlines() if "├" in line or "└" in line]
    assert tree == [
        "某市（不在名册中）",
        "某县人民政府  C  县级  含下级（1 个）",
        "某县财政局  D  部门单位",
        "某局  F  部门单位  不含下级（1 个）",
        "某局二科  G  部门单位",
    ]
    assert "不在名册中的上级：“某市”" in shown


def test_a_doubt_is_shown_and_the_roster_can_be_used(roster: Path) -> None:
    done = gkxl_command("roster", roster)
    assert (done.returncode, "D3（上级）" in done.stdout) == (0, True)
    assert "名册可以使用，共 4 个单位。" in done.stdout


@pytest.mark.parametrize(
    ("wrong", "right"),
    [("C,某县人民政府", ",某县人民政府"), ("县级,某市", "区级,某市"), ("某市,否", "某市,也许")],
)
def test_errors_are_counted_and_say_where(roster: Path, wrong: str, right: str) -> None:
    roster.write_text(ROSTER.replace(wrong, right), encoding="utf-8")
    done = gkxl_command("roster", roster)
    assert (done.returncode, "改正后才能使用" in done.stdout) == (1, True)
    assert "名册.csv" in done.stdout


def test_a_file_that_is_no_roster_cannot_be_used(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("甲,乙\n1,2\n", encoding="utf-8")
    done = gkxl_command("roster", tmp_path / "x.csv")
    assert (done.returncode, done.stdout) == (2, "")
    assert "单位名称" in done.stderr


def test_programs_get_all_of_it(roster: Path) -> None:
    data = json.loads(gkxl_command("roster", roster, "--json").stdout)
    assert [unit["parent"] for unit in data["units"]] == ["某市", "C", "某市", "F"]
    assert [column["meaning"] for column in data["tables"][0]["columns"]] == [
        "code", "name", "level", "parent", "contains", "",
    ]  # fmt: skip
    assert (data["outside"], [issue["code"] for issue in data["issues"]]) == (["某市"], ["roster.near"])


def test_a_chain_of_units_may_be_long(tmp_path: Path) -> None:
    """As long as rosters may be; one that is longer is refused with a sentence."""
    rows = ["单位代码,单位名称,上级", *(f"C{n},甲{n}局,{f'C{n - 1}' if n else ''}" for n in range(51))]
    (tmp_path / "r.csv").write_text("\n".join(rows[:-1]), encoding="utf-8")
    done = gkxl_command("roster", tmp_path / "r.csv")
    assert (done.returncode, "共 50 个单位" in done.stdout) == (0, True)
    (tmp_path / "r.csv").write_text("\n".join(rows), encoding="utf-8")
    assert "上下级的层数" in gkxl_command("roster", tmp_path / "r.csv").stderr


def test_an_empty_roster_is_written_and_refused_until_it_is_filled_in(tmp_path: Path) -> None:
    assert gkxl_command("roster", "--new", tmp_path / "新.xlsx").returncode == 0
    done = gkxl_command("roster", tmp_path / "新.xlsx")
    assert (done.returncode, done.stdout.count("示例。请删去")) == (1, 2)


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ((), "请写上要查看的名册"),
        (("r.csv", "--new", "n.xlsx"), "请去掉其中一个"),
        (("--new", "n.csv"), ".xlsx"),
    ],
)
def test_what_makes_no_sense_is_refused(arguments: tuple[str, ...], reason: str, tmp_path: Path) -> None:
    done = gkxl_command("roster", *arguments, cwd=tmp_path)
    assert (done.returncode, reason in done.stderr) == (2, True)
    assert not [*tmp_path.iterdir()]
