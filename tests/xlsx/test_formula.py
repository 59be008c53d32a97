"""A shared formula means from each cell what it says at the first, as openpyxl translates it too."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.formula.translate import Translator

from gkxl.address import column_letters
from gkxl.xlsx import Cell, Kind
from gkxl.xlsx.book import unshared

FORMULAS = (
    "SUM(D5:I5)",
    "$D5+D$5+$D$5",
    "'三、申请'!D5*Sheet2!E6",
    '"D5"&D5',
    "LOG10(D5)+MAX(D5,A1B2)",
    "[1]Sheet1!D5",
    "8+1E5",
    "'Q1!D5'!D5",
)


def at(row: int, column: int, formula: str) -> str | None:
    return unshared(Cell(row, column, Kind.NUMBER, "8", formula, cached=True, origin=(5, 10)))


@pytest.mark.parametrize("formula", FORMULAS)
@given(row=st.integers(2, 900), column=st.integers(7, 90))
def test_as_openpyxl_translates(formula: str, row: int, column: int) -> None:
    translated = Translator(f"={formula}", "J5").translate_formula(f"{column_letters(column)}{row}")
    assert f"={at(row, column, formula)}" == translated


def test_references_beyond_the_sheet_are_lost() -> None:
    assert at(1, 10, "D4") == "#REF!"
    assert at(5, 1, "D4+$D4") == "#REF!+$D4"


def test_a_formula_of_its_own_stays() -> None:
    assert unshared(Cell(1, 1, Kind.NUMBER, "8", "D5", cached=True)) == "D5"
    assert unshared(Cell(1, 1, Kind.NUMBER, "8")) is None
