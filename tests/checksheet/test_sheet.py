"""The check sheet says of every rule what `gkxl.rules.rule` says, and gives one verdict over all."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from hypothesis import given, settings

import gkxl
from gkxl.checksheet.blocks import NO_FIGURE
from gkxl.checksheet.lines import (
    FIRST_ROW,
    REMARK_COLUMN,
    ROOM,
    VERDICT_CELL,
    WORD_COLUMN,
    block_rows,
    count_places,
)
from gkxl.checksheet.sheet import compute_results
from gkxl.layout import AUDIT_SHEET, TEXT_ROWS, places
from gkxl.model.marks import Prose, Table
from gkxl.model.outline import cells, report_from, values_of
from gkxl.rules.rule import check_rule, rules
from strategies import broken_reports, reports
from workbooks import different, every_edition, opened, parts, verdict, workbook, zeros

if TYPE_CHECKING:
    from gkxl.forms.edition import AnyReport, Edition

SHEET = "审核"


def said(edition: Edition, values: dict[str, Any]) -> tuple[str, list[str], list[str]]:
    """The verdict, the word for every table, and the word for every rule."""
    found, _ = compute_results(edition, values, {}, dict.fromkeys(rooms(edition), 99))
    tables, rules = (
        [found[f"{WORD_COLUMN}{row}"] for row in rows]
        for rows in (block_rows(edition).tables, rule_rows(edition))
    )
    return found[VERDICT_CELL], tables, rules


def rule_rows(edition: Edition) -> list[int]:
    """The rows of the lines of all rules, sums first."""
    rows = block_rows(edition)
    return [*rows.sums[1:], *rows.balances]


def rooms(edition: Edition) -> list[str]:
    return [name for name in count_places(edition) if name.startswith(ROOM)]


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
    def law(report: AnyReport) -> None:
        answer, _, lines = said(edition, values_of(report))
        assert answer == verdict(gkxl.check(report))
        assert lines == [check_rule(rule, values_of(report)) for rule in rules(edition)]

    law()


@every_edition
def test_a_consistent_report_passes_in_every_line(edition: Edition) -> None:
    @settings(max_examples=30)
    @given(reports(edition))
    def law(report: AnyReport) -> None:
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
    """Under headings of their own, with both sides of each rule; what is to be done first comes first."""
    values = different(edition)
    rows = [
        [cell.value for cell in row[:5]]
        for row in opened(workbook(report_from(edition.form, values)), data_only=True)[AUDIT_SHEET].iter_rows(
            min_row=FIRST_ROW
        )
    ]
    names = list(dict.fromkeys(tables(edition)))
    filled = rows[1 : 1 + len(names)]
    lines = [rows[row - FIRST_ROW] for row in rule_rows(edition)]
    assert [row[1:] for row in filled] == [[tables(edition).count(name)] * 2 + [0, "通过"] for name in names]
    for row, rule in zip(lines, rules(edition), strict=True):
        side = sum(values[path] for path in rule.left.cells)
        assert rule.words in str(row[0])
        assert row[1:] == [side, side, None if rule.is_sum else 0, "通过"]


@every_edition
def test_what_is_to_be_done_first_comes_first(edition: Edition) -> None:
    """What is not filled in, texts and cover, balances, last year; the locked totals come last."""
    rows = block_rows(edition)
    order = (rows.tables, rows.texts, rows.balances, rows.expectations, rows.sums)
    assert [block.start for block in order] == sorted(block.start for block in order)
    sheet = opened(workbook(report_from(edition.form, different(edition))))[AUDIT_SHEET]
    folded = {row for row, found in sheet.row_dimensions.items() if found.hidden}
    assert folded == {*rows.sums[1:]}
    printed = [rule for rule in rules(edition) if rule.is_sum]
    assert len(rows.sums) == len(printed) + 1


@every_edition
def test_no_formula_is_an_array_formula(edition: Edition) -> None:
    """Programs of the web that know none would call a right return wrong."""
    contents = parts(workbook(report_from(edition.form, different(edition))))
    assert not [name for name, xml in contents.items() if 't="array"' in xml]


OF_2003 = (
    "ABS ADDRESS AND CHAR COUNT COUNTA COUNTIF FIND HYPERLINK IF INT ISBLANK ISERROR ISNUMBER ISTEXT LEFT "
    "LEN MATCH MID MOD NOT OR REPT ROUND ROW SUBSTITUTE SUM SUMPRODUCT"
)


@every_edition
def test_every_function_is_one_of_excel_2003(edition: Edition) -> None:
    """On all sheets, and in the conditions of formats and of what a cell accepts."""
    contents = parts(workbook(report_from(edition.form, different(edition))))
    formulas = re.findall("<f(?:ormula[12]?)?>(.*?)</f", "".join(contents.values()))
    used = set(re.findall(r"([A-Z][A-Z0-9.]*)\(", " ".join(formulas)))
    assert used <= set(OF_2003.split())


def shown(edition: Edition, values: dict[str, Any], room: int = 99) -> dict[str, Any]:
    found, _ = compute_results(edition, values, {}, dict.fromkeys(rooms(edition), room))
    return found


@every_edition
def test_the_first_cell_of_a_table_that_is_not_filled_in_is_named(edition: Edition) -> None:
    """Whether it is blank or holds what it may not; a table without such a cell names none."""
    numbers = [cell for cell in cells(edition.form) if cell.in_table and not cell.computed]
    for cell in numbers[:: len(numbers) // 12]:
        for wrong in (None, Decimal("-0.5") if not cell.domain.signed else Decimal("0.5")):
            found = shown(edition, {**different(edition), cell.path: wrong})
            links = [found[f"{REMARK_COLUMN}{row}"] for row in block_rows(edition).tables]
            named = [link for link in links if link != NO_FIGURE]
            assert named == [places(edition)[cell.path].address]


@every_edition
def test_texts_and_lines_of_the_cover_that_are_empty_are_named(edition: Edition) -> None:
    """A section without any text is to be confirmed, as the check has it; a paragraph alone is only named."""
    rows = block_rows(edition).texts
    filled = {cell.path: "已按要求办理" for cell in cells(edition.form) if cell.type is str}
    values = {**different(edition), **filled}
    words = [shown(edition, values)[f"{WORD_COLUMN}{row}"] for row in rows]
    assert words == ["通过"] * len(rows)
    last = [c for c in cells(edition.form) if isinstance(c.section, Prose) and c.headings][-1]
    found = shown(edition, {**values, last.path: " —— "})
    named = [row for row in rows if last.item.label in found[f"{REMARK_COLUMN}{row}"]]
    assert [found[f"{WORD_COLUMN}{row}"] for row in named] == ["通过"]
    none = shown(edition, {**values, **{c.path: None for c in cells(edition.form) if c.type is str}})
    assert [none[f"{WORD_COLUMN}{row}"] for row in rows] == ["需核实"] * len(rows)
    bare = report_from(edition.form, {**values, **{c.path: "" for c in cells(edition.form) if c.type is str}})
    assert none[VERDICT_CELL] == verdict(gkxl.check(bare))


@every_edition
def test_a_text_that_does_not_fit_its_rows_says_which_to_drag(edition: Edition) -> None:
    rows = block_rows(edition).texts
    long = {c.path: "长" * 400 for c in cells(edition.form) if isinstance(c.section, Prose)}
    wide, narrow = (shown(edition, {**different(edition), **long}, room) for room in (12, 11))
    assert not [row for row in rows if "请拖高" in wide[f"{REMARK_COLUMN}{row}"]]
    dragged = [narrow[f"{REMARK_COLUMN}{row}"] for row in rows[:-1]]
    assert all("请拖高" in remark for remark in dragged)
    first = next(iter(long))
    start = places(edition)[first].row
    assert f"第{start}—{start + TEXT_ROWS - 1}行请拖高" in dragged[0]
