"""Formulas refer to just the cells that a rule names. What they come to is LibreOffice's to say."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils import range_boundaries

from gkxl.checksheet.formulas import Area, FormulaWriter, find_areas, quote_sheet
from gkxl.issues.issue import Place
from gkxl.layout import places
from gkxl.rules.rule import rules
from workbooks import every_edition

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gkxl.forms.edition import Edition

grid = st.builds(Place, st.just("表"), st.integers(1, 6), st.integers(1, 6))


def inside(area: Area) -> Iterator[Place]:
    for row in range(area.top, area.bottom + 1):
        for column in range(area.left, area.right + 1):
            yield Place("表", row, column)


def referred(formula: str) -> list[tuple[str, int, int]]:
    """Every cell that a formula refers to, as often as it does: sheet, row, column."""
    found = []
    for sheet, reference in re.findall(r"(?:'([^']+)'!)?([A-Z]+[0-9]+(?::[A-Z]+[0-9]+)?)", formula):
        left, top, right, bottom = (int(bound or 0) for bound in range_boundaries(reference))
        found += [(sheet, r, c) for r in range(top, bottom + 1) for c in range(left, right + 1)]
    return found


def stand(edition: Edition, paths: tuple[str, ...]) -> list[tuple[str, int, int]]:
    return sorted(
        (place.sheet, place.row, place.column) for place in map(places(edition).get, paths) if place
    )


@given(st.lists(grid))
def test_areas_hold_every_place_once_and_no_other(wanted: list[Place]) -> None:
    covered = [place for area in find_areas(wanted) for place in inside(area)]
    assert sorted(covered, key=str) == sorted(set(wanted), key=str)


def test_a_rectangle_is_one_area() -> None:
    assert [str(a) for a in find_areas([Place("表", r, c) for r in (2, 3) for c in (2, 3, 4)])] == ["B2:D3"]
    assert [str(a) for a in find_areas([Place("表", 27, 28)])] == ["AB27"]


@pytest.mark.parametrize(("sheet", "text"), [("三、申请办理", "'三、申请办理'"), ("甲'乙", "'甲''乙'")])
def test_names_of_sheets_are_quoted(sheet: str, text: str) -> None:
    assert quote_sheet(sheet) == text


@every_edition
def test_totals_add_up_the_cells_of_their_side_once_each(edition: Edition) -> None:
    write = FormulaWriter(places(edition), across=True)
    for rule in rules(edition):
        for side in (rule.left, rule.right):
            assert sorted(referred(write.total(side.cells))) == stand(edition, side.cells)
            assert sorted(referred(write.total(side.inputs))) == stand(edition, side.inputs)


@every_edition
def test_a_status_refers_to_what_the_rule_needs_and_to_nothing_else(edition: Edition) -> None:
    write = FormulaWriter(places(edition), across=True)
    for rule in rules(edition):
        assert sorted(set(referred(write.status(rule)))) == stand(edition, rule.needs)


@every_edition
def test_no_formula_is_longer_or_deeper_than_programs_take(edition: Edition) -> None:
    """8,192 characters, 255 arguments, and no function that Excel 2007 did not have."""
    write = FormulaWriter(places(edition), across=True)
    for rule in rules(edition):
        formula = write.status(rule)
        assert len(formula) < 8_192
        assert max(call.count(",") for call in re.findall(r"\(([^()]*)\)", formula)) < 255
        assert set(re.findall(r"[A-Z]+(?=\()", formula)) <= {"IF", "OR", "SUM", "COUNT"}
