"""Every figure is added up once: in the return of a unit, or in that of one above that contains it."""

from __future__ import annotations

from itertools import product

import pytest
from offices import YEAR, book, values, write
from rosters import written

import gkxl
from gkxl.collection.judging.consolidate import find_counted

HEAD = "单位代码,单位名称,上级,含下级"


def added(*rows: str, without: str = "") -> str:
    """The codes of the units that are added up where all but some have filed."""
    roster = written(HEAD, *rows)
    return "".join(sorted(find_counted(roster, {unit.key for unit in roster.units} - {*without})))


@pytest.mark.parametrize("word", ["否", "N", "仅本级"])
def test_no_is_obeyed_wherever_a_unit_is(word: str) -> None:
    assert added(f"A,甲,,{word}", "B,乙,A,", "C,丙,A,") == "ABC"
    assert added("A,甲,,", f"B,乙,A,{word}", "C,丙,B,") == "BC"
    assert added(f"A,甲,,{word}", "B,乙,A,", "C,丙,B,", "D,丁,A,") == "ABD"
    assert added(f"A,甲,,{word}", f"B,乙,A,{word}", "C,丙,B,") == "ABC"


@pytest.mark.parametrize("word", ["", "是"])
def test_a_top_that_contains_all_others_is_compared_and_not_added(word: str) -> None:
    assert added(f"A,甲,,{word}", "B,乙,A,", "C,丙,A,") == "BC"
    assert added(f"A,甲,,{word}", "B,乙,A,", "C,丙,B,") == "B"
    assert added(f"A,甲,,{word}", "B,乙,A,", without="B") == "A"
    assert added(f"A,甲,,{word}", "B,乙,A,", "C,丙,A,", without="A") == "BC"


def test_a_top_that_is_not_the_only_one_is_added_and_contains_those_below() -> None:
    assert added("A,甲,,", "B,乙,A,", "D,丁,,") == "AD"
    assert added("A,甲,,否", "B,乙,A,", "D,丁,,") == "ABD"
    assert added("A,甲,,", "B,乙,A,否", "C,丙,B,", "D,丁,,") == "AD"
    assert added("A,甲,,", "B,乙,A,否", "C,丙,B,", "D,丁,,", without="A") == "BCD"
    assert added("A,甲,,", "B,乙,A,", "C,丙,B,", "D,丁,,", without="AB") == "CD"


@pytest.mark.parametrize(("top", "middle"), list(product(("", "否"), repeat=2)))
def test_every_combination_of_a_top_and_a_middle(top: str, middle: str) -> None:

    assert (
        added(f"A,甲,,{top}", f"B,乙,A,{middle}", "C,丙,B,")
        == {
            ("", ""): "B",
            ("", "否"): "BC",
            ("否", ""): "AB",
            ("否", "否"): "ABC",
        }[top, middle]
    )


def test_a_top_without_those_below_it_is_added_to_them(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("collected")
    path = "disclosure.permits.decisions"
    figures = {"A": 30, "B": 10, "C": 9}
    returns = {
        f"{code}.xlsx": book(values(code, name) | {path: figures[code]})
        for code, name in (("A", "甲市"), ("B", "乙局"), ("C", "丙局"))
    }
    for word, total in (("否", 49), ("", 19)):
        roster = written(HEAD, f"A,甲市,,{word}", "B,乙局,A,", "C,丙局,A,")
        found = gkxl.collect(
            write(folder / "returns", returns),
            roster=roster,
            year=YEAR,
            output=folder / f"out{total}",
            marks=False,
        )
        assert found.values[path] == total
