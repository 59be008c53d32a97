"""CSV is read as Excel, WPS and people write it; a quotation mark too many is named with its line."""

from __future__ import annotations

import pytest
from rosters import found, written

import gkxl


@pytest.mark.parametrize("mark", [",", ";", "\t", "，"])
def test_delimiters(mark: str) -> None:
    roster = written(
        "某市，各单位，名册", mark.join(["单位代码", "单位名称"]), mark.join(["1", "甲"]), mark.join("2乙")
    )
    assert [unit.code for unit in roster.units] == ["1", "2"]


@pytest.mark.parametrize("code", ['="0012"', '"=""0012"""', "'0012", " 0012 ", '"0012"', "００12"])
def test_codes_that_are_kept_from_excel(code: str) -> None:
    assert [unit.code for unit in written("单位代码,单位名称", f"{code},甲").units] == ["0012"]


@pytest.mark.parametrize("code", ["1.10E+17", "1E+15", "1.14105e+17"])
def test_digits_that_are_lost_are_an_error(code: str) -> None:
    assert found(written("单位代码,单位名称,上级", f"{code},甲,", f"2,乙,{code}")) == [
        ("roster.mangled", "A2"),
        ("roster.mangled", "C3"),
    ]


@pytest.mark.parametrize(
    ("lines", "line"),
    [
        (['1,"甲,市级', "2,乙,县级", "3,丙,县级"], 2),
        (["1,甲,市级", '2,"乙,县级', '3,丙",县级'], 3),
        (["1,甲,市级", '2,乙,"县级', '3,丙,县级"'], 3),
        (['1,"甲"乙,市级', "2,乙,县级"], 2),
        (['1,甲,"两行', '的说明"', '2,"乙,县级'], 4),
    ],
)  # fmt: skip
def test_an_unclosed_quotation_mark_is_named_with_its_line(lines: list[str], line: int) -> None:
    with pytest.raises(gkxl.UnreadableFileError, match=f"第 {line} 行") as error:
        written("单位代码,单位名称,备注", *lines)
    assert "CSV" not in error.value.zh
    assert f"line {line}" in error.value.en


def test_a_cell_may_go_over_several_lines() -> None:
    roster = written("单位代码,单位名称,备注", '1,"某市\n财政局","一\n二"', "2,乙,")
    assert [(unit.name, unit.extra["备注"]) for unit in roster.units] == [("某市财政局", "一 二"), ("乙", "")]
    assert [unit.code for unit in roster.units] == ["1", "2"]


def test_a_comma_that_moves_the_cells_is_an_error() -> None:
    assert found(written("单位代码,单位名称,上级", "1,甲,", "2,乙,丙局,甲")) == [("roster.beyond", "B3")]


@pytest.mark.parametrize("code", ["1001.0", "10.00", "110000000000000001.0"])
def test_codes_that_a_program_kept_as_numbers_are_errors(code: str) -> None:
    """A return says 1001; as a parent the code is known, as no other is meant."""
    assert found(written("单位代码,单位名称", f"{code},甲局")) == [("roster.mangled", "A2")]
    whole = code.partition(".")[0]
    lines = (f"{whole},甲局,", f"2,乙局,{code}")
    assert found(written("单位代码,单位名称,上级", *lines)) == [("roster.near", "C3")]
