"""Expressions give one answer in Python, and refer in Excel to just the cells that they name.

That Excel's answer is the same as Python's is shown by recalculation, in ``write/test_libreoffice.py``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl.utils import range_boundaries

from gkxl.issues import Place
from gkxl.layout import places
from gkxl.rules.expression import (
    Cells,
    Constant,
    If,
    bracketed,
    content,
    equal,
    joined,
    less,
    total,
    unfilled,
)
from gkxl.rules.rule import rules
from workbooks import every_edition

if TYPE_CHECKING:
    from gkxl.forms.edition import Edition

HERE = Cells({"a": Place("甲", 1, 1), "b": Place("甲", 2, 1), "c": Place("乙'", 3, 2)}, "甲")


def referred(formula: str) -> list[tuple[str, int, int]]:
    """Every cell that a formula refers to, as often as it does: sheet, row, column."""
    found = []
    for sheet, reference in re.findall(r"(?:'([^']+)'!)?([A-Z]+[0-9]+(?::[A-Z]+[0-9]+)?)", formula):
        left, top, right, bottom = (int(bound or 0) for bound in range_boundaries(reference))
        found += [(sheet, r, c) for r in range(top, bottom + 1) for c in range(left, right + 1)]
    return found


def at(edition: Edition, paths: tuple[str, ...]) -> list[tuple[str, int, int]]:
    """Where cells are: sheet, row, column."""
    return sorted(
        (place.sheet, place.row, place.column) for place in map(places(edition).get, paths) if place
    )


@pytest.mark.parametrize(
    ("expression", "formula", "values", "expected"),
    [
        (total(["a", "b"], ["c"]), "SUM(A1:A2)-SUM('乙'''!B3)", {"a": 5, "b": None, "c": 2}, 3),
        (total([]), "0", {}, 0),
        (
            less(content("a"), bracketed(total(["b", "c"]))),
            "A1-(SUM(A2,'乙'''!B3))",
            {"a": 1, "b": 3, "c": 4},
            -6,
        ),
        (unfilled(["a", "b"]), "COUNT(A1:A2)<2", {"a": 0}, True),
        (
            If(equal(content("a"), Constant(2)), Constant("甲"), joined(Constant("第"), content("b"))),
            'IF(A1=2,"甲","第"&A2)',
            {"a": 3, "b": 4},
            "第4",
        ),
    ],
)
def test_an_expression_is_a_value_and_a_formula(
    expression: Any,  # noqa: ANN401 (of any kind)
    formula: str,
    values: dict[str, Any],
    expected: Any,  # noqa: ANN401 (a number or a text)
) -> None:
    """References leave out the sheet that the formula is on; blank cells count for nothing."""
    assert (expression.excel(HERE), expression.value(values)) == (formula, expected)


@every_edition
def test_totals_add_up_the_cells_of_their_side_once_each(edition: Edition) -> None:
    cells = Cells(places(edition), "")
    for rule in rules(edition):
        for side in (rule.left, rule.right):
            assert sorted(referred(side.filed.excel(cells))) == at(edition, side.cells)
            assert sorted(referred(side.recomputed.excel(cells))) == at(edition, side.inputs)


@every_edition
def test_an_outcome_refers_to_what_the_rule_needs_and_to_nothing_else(edition: Edition) -> None:
    cells = Cells(places(edition), "")
    for rule in rules(edition):
        assert sorted(set(referred(rule.outcome.excel(cells)))) == at(edition, rule.needs)


@every_edition
def test_no_formula_is_longer_or_deeper_than_programs_take(edition: Edition) -> None:
    """8,192 characters, 255 arguments, and no function that Excel 2007 did not have."""
    cells = Cells(places(edition), "")
    for rule in rules(edition):
        formula = rule.outcome.excel(cells)
        assert len(formula) < 8_192
        assert max(call.count(",") for call in re.findall(r"\(([^()]*)\)", formula)) < 255
        assert set(re.findall(r"[A-Z]+(?=\()", formula)) <= {"IF", "OR", "SUM", "COUNT"}
