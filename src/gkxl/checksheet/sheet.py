"""The whole check sheet (审核): its blocks of lines, every formula on it, and what each formula shows."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final

from attrs import frozen

from gkxl.address import read_address
from gkxl.checksheet.lines import (
    CONFIRM,
    DIFFERENCE_COLUMN,
    EXPLAINED,
    EXPLANATION_HEADING,
    FORMULA_COLUMNS,
    LEFT_COLUMN,
    NO_FIGURE,
    RIGHT_COLUMN,
    VERDICT_CELL,
    WORD_COLUMN,
    Line,
    completeness_lines,
    expectation_lines,
    explainable_lines,
    last_year_places,
    line_rows,
    rule_lines,
)
from gkxl.issues import Place
from gkxl.layout import AUDIT_SHEET, places
from gkxl.rules.expression import (
    Cell,
    Cells,
    Constant,
    If,
    Less,
    count_of,
    is_number_in,
    joined,
    more,
    plus,
    total,
)
from gkxl.rules.rule import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from gkxl.checksheet.lines import Explanations
    from gkxl.forms.edition import Edition
    from gkxl.rules.expression import Expression

BLANKS_VERDICT: Final = f"{Outcome.BROKEN}：还有"
"""What the verdict begins with while cells are still to be filled in."""

_ALL_BLOCKS: Final = (0, 1, 2)
_VERDICTS: Final = (
    (Outcome.BROKEN, _ALL_BLOCKS, f"{Outcome.BROKEN}：有 {{}} 项，见下面标红的行"),
    (Outcome.UNFILLED, (0, 2), f"{BLANKS_VERDICT} {{}} 格没有填"),
    (CONFIRM, _ALL_BLOCKS, f"{CONFIRM}：有 {{}} 项，请核对；属实的，在“说明”栏写明原因"),
    (EXPLAINED, _ALL_BLOCKS, f"{Outcome.HOLDS}（{{}} 项已说明）"),
)
"""The verdict for the first of these words that a line shows, and in which blocks; it gives the number."""


@frozen
class Block:
    """Lines under headings of their own, with their rows."""

    headings: tuple[str, ...]
    lines: tuple[Line, ...]
    rows: range


@frozen(eq=False)
class SheetFormula:
    """A formula of the check sheet.

    Attributes:
        expression: What it states; other formulas of the sheet are cells by their addresses.
        text: The formula, without ``=``.
        array: Whether it is entered as an array formula.
    """

    expression: Expression
    text: str
    array: bool


@cache
def blocks(edition: Edition) -> tuple[Block, Block, Block]:
    """The check sheet of an edition."""
    tables, expectations, rules = line_rows(edition)
    sides = "相差", "结果"
    return (
        Block(("一、是否填妥", "应填格数", "填妥格数", *sides), tuple(completeness_lines(edition)), tables),
        Block(
            ("二、与上年和通常情况是否相合", "本年", "对照", *sides, EXPLANATION_HEADING),
            tuple(expectation_lines(edition)),
            expectations,
        ),
        Block(("三、表内勾稽关系", "左边", "右边", *sides), tuple(rule_lines(edition)), rules),
    )


@cache
def formulas(edition: Edition) -> dict[str, SheetFormula]:
    """Every formula of the sheet by address; each comes after those that it refers to."""
    found = {
        f"{column}{row}": (expression, line.array and column != DIFFERENCE_COLUMN)
        for block in blocks(edition)
        for row, line in zip(block.rows, block.lines, strict=True)
        for column, expression in _line_formulas(line, row)
    }
    found[VERDICT_CELL] = _verdict(edition), False
    own = {at: Place(AUDIT_SHEET, *read_address(at)) for at in _addresses(edition)}
    explanations = {line.name: line.place for line in explainable_lines(edition)}
    cells = Cells({**places(edition), **last_year_places(edition), **explanations, **own}, AUDIT_SHEET)
    return {
        at: SheetFormula(expression, expression.excel(cells), array)
        for at, (expression, array) in found.items()
    }


def _addresses(edition: Edition) -> Iterator[str]:
    return (f"{column}{row}" for rows in line_rows(edition) for row in rows for column in FORMULA_COLUMNS)


def _line_formulas(line: Line, row: int) -> Iterator[tuple[str, Expression]]:
    """The formulas of a line in this row by their columns."""
    if line.left is not None and not isinstance(line.left, int):
        yield LEFT_COLUMN, line.left
    if line.right is not None:
        left, right = f"{LEFT_COLUMN}{row}", f"{RIGHT_COLUMN}{row}"
        yield RIGHT_COLUMN, line.right
        difference = Less(Cell(left), Cell(right))
        optional = If(is_number_in(right), difference, Constant(NO_FIGURE))
        yield DIFFERENCE_COLUMN, optional if line.explained else difference
    yield WORD_COLUMN, line.word


def _verdict(edition: Edition) -> Expression:
    """One answer for the whole workbook: broken rules, then blanks, what is to be confirmed, all is well."""
    rows = line_rows(edition)
    blanks = total(f"{DIFFERENCE_COLUMN}{row}" for row in rows[0])
    found: Expression = Constant(Outcome.HOLDS)
    for word, among, words in reversed(_VERDICTS):
        words_of_blocks = [[f"{WORD_COLUMN}{row}" for row in rows[block]] for block in among]
        lines = plus(count_of(word, cells) for cells in words_of_blocks if cells)
        before, after = map(Constant, words.split("{}"))
        shown = joined(before, blanks if word == Outcome.UNFILLED else lines, after)
        found = If(more(lines, Constant(0)), shown, found)
    return found


def compute_results(
    edition: Edition, values: Mapping[str, Any], explanations: Explanations
) -> dict[str, Any]:
    """What each formula of the sheet shows, by address.

    Args:
        edition: The edition.
        values: What a workbook holds by path, and of last year's figures what it keeps; None is a blank cell.
        explanations: What the unit explains, by the code and path that it is about.
    """
    known = {**values, **_fixed_sides(edition)}
    known |= {line.name: explanations.get(line.key) for line in explainable_lines(edition)}
    found = formulas(edition)
    for at, formula in found.items():
        known[at] = formula.expression.value(known)
    return {at: known[at] for at in found}


@cache
def _fixed_sides(edition: Edition) -> dict[str, int]:
    """The left sides that are always the same number, by address."""
    return {
        f"{LEFT_COLUMN}{row}": line.left
        for block in blocks(edition)
        for row, line in zip(block.rows, block.lines, strict=True)
        if isinstance(line.left, int)
    }
