"""The check sheet says of every rule what `gkxl.rules.rule` says, and gives one verdict over all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import given, settings

import gkxl
from gkxl.checksheet.lines import FIRST_ROW, VERDICT_CELL, WORD_COLUMN, line_rows
from gkxl.checksheet.sheet import compute_results
from gkxl.layout import AUDIT_SHEET
from gkxl.model.marks import Table
from gkxl.model.outline import cells, report_from, values_of
from gkxl.rules.rule import check_rule, rules
from strategies import broken_reports, reports
from workbooks import different, every_edition, opened, verdict, workbook, zeros

if TYPE_CHECKING:
    from attrs import AttrsInstance

    from gkxl.forms.edition import Edition

SHEET = "审核"


def said(edition: Edition, values: dict[str, Any]) -> tuple[str, list[str], list[str]]:
    """The verdict, the word for every table, and the word for every rule."""
    found = compute_results(edition, values, {})
    tables, _, rules = ([found[f"{WORD_COLUMN}{row}"] for row in rows] for rows in line_rows(edition))
    return found[VERDICT_CELL], tables, rules


def tables(edition: Edition) -> list[str]:
    """The table that each number to be filled in belongs to."""
    return [
        cell.section.sheet
        for cell in cells(edition.form)
        if isinstance(cell.section, Table) and not cell.computed
    ]


@every_edition
def test_the_verdict_agrees_with_the_check(edition: Edition) -> None:
    """通过 when nothing is wrong; otherwise as many rules are broken as there are issues."""

    @settings(max_examples=60)
    @given(broken_reports(edition))
    def law(report: AttrsInstance) -> None:
        answer, _, lines = said(edition, values_of(report))
        assert answer == verdict(gkxl.check(report))
        assert lines == [check_rule(rule, values_of(report)) for rule in rules(edition)]

    law()


@every_edition
def test_a_consistent_report_passes_in_every_line(edition: Edition) -> None:
    @settings(max_examples=30)
    @given(reports(edition))
    def law(report: AttrsInstance) -> None:
        answer, filled, lines = said(edition, values_of(report))
        assert {answer, *filled, *lines} == {"通过"}

    law()


@every_edition
def test_every_blank_cell_is_counted_and_none_passes(edition: Edition) -> None:
    """A single blank is enough, and a table that is filled in still passes."""
    numbers = [cell for cell in cells(edition.form) if cell.in_table and not cell.computed]
    for cell in (numbers[0], numbers[-1]):
        answer, filled, _ = said(edition, {**different(edition), cell.path: None})
        assert answer == "需改正：还有 1 格没有填"
        assert sorted(filled) == sorted(["未填", *["通过"] * (len(filled) - 1)])
    answer, filled, lines = said(edition, {cell.path: None for cell in cells(edition.form)})
    assert answer == f"需改正：还有 {len(numbers)} 格没有填"
    assert {*filled, *lines} == {"未填"}


@every_edition
def test_a_broken_rule_outweighs_blanks(edition: Edition) -> None:
    first = rules(edition)[0]
    wrong = {**zeros(edition), first.cell.path: 7}
    elsewhere = next(
        cell.path
        for cell in reversed(cells(edition.form))
        if cell.in_table and not cell.computed and cell.path not in first.needs
    )
    answer, _, _ = said(edition, {**wrong, elsewhere: None})
    assert answer.startswith("需改正：有 ")


@every_edition
def test_a_number_that_a_cell_may_not_hold_is_wrong_in_its_table(edition: Edition) -> None:
    """Also where every rule holds: the table is not filled in properly."""
    cell = next(c for c in cells(edition.form) if c.in_table and not c.computed)
    _, filled, _ = said(edition, {**different(edition), cell.path: -1})
    assert filled[0] == "需改正"


@every_edition
def test_the_sheet_has_a_line_for_every_table_and_every_rule(edition: Edition) -> None:
    """In printed order, under headings of their own, with both sides of each rule."""
    values = different(edition)
    rows = [
        [cell.value for cell in row[:5]]
        for row in opened(workbook(report_from(edition.form, values)), data_only=True)[AUDIT_SHEET].iter_rows(
            min_row=FIRST_ROW
        )
    ]
    names = list(dict.fromkeys(tables(edition)))
    filled, lines = rows[1 : 1 + len(names)], rows[-len(rules(edition)) :]
    assert [row[1:] for row in filled] == [[tables(edition).count(name)] * 2 + [0, "通过"] for name in names]
    for row, rule in zip(lines, rules(edition), strict=True):
        side = sum(values[path] for path in rule.left.cells)
        assert rule.words in str(row[0])
        assert row[1:] == [side, side, 0, "通过"]
