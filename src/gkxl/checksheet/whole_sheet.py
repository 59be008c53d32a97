"""The whole check sheet (审核) as data: its blocks of lines, and one verdict over all of them."""

from __future__ import annotations

from functools import cache
from itertools import chain, count
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from attrs import frozen

from gkxl.checksheet import lines
from gkxl.checksheet.formulas import BROKEN, CONFIRM, EXPLAINED, HOLDS, UNFILLED, Formula
from gkxl.checksheet.lines import Line
from gkxl.checksheet.rows import EXPLANATION_HEADING, FIRST_ROW

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from gkxl.checksheet.lines import Explanations, Results
    from gkxl.forms.edition import Edition


VERDICT_CELL: Final = "B2"
FORMULA_COLUMNS: Final = "BCDE"
"""The columns of both sides of a rule, of their difference, and of what becomes of the rule."""

BLANKS_VERDICT: Final = f"{BROKEN}：还有"
"""What the verdict begins with while cells are still to be filled in."""

_ALL_BLOCKS: Final = (0, 1, 2)
_VERDICTS: Final = (
    (BROKEN, _ALL_BLOCKS, f"{BROKEN}：有 {{}} 项，见下面标红的行"),
    (UNFILLED, (0, 2), f"{BLANKS_VERDICT} {{}} 格没有填"),
    (CONFIRM, _ALL_BLOCKS, f"{CONFIRM}：有 {{}} 项，请核对；属实的，在“说明”栏写明原因"),
    (EXPLAINED, _ALL_BLOCKS, f"{HOLDS}（{{}} 项已说明）"),
)
"""What the verdict is for the first word that lines come to, and in which blocks; it says how many."""


@frozen
class Block:
    """Lines under headings of their own."""

    headings: tuple[str, ...]
    lines: tuple[Line, ...]


BlockResults: TypeAlias = "tuple[list[Results], ...]"
"""What the lines of every block come to."""


@cache
def blocks(edition: Edition) -> tuple[Block, ...]:
    """The check sheet of an edition."""
    sides = "相差", "结果"
    return (
        Block(("一、是否填妥", "应填格数", "填妥格数", *sides), lines.completeness_lines(edition)),
        Block(
            ("二、与上年和通常情况是否相合", "本年", "对照", *sides, EXPLANATION_HEADING),
            lines.expectation_lines(edition),
        ),
        Block(("三、表内勾稽关系", "左边", "右边", *sides), lines.rule_lines(edition)),
    )


def number_rows(edition: Edition) -> Iterator[tuple[int, Block | Line]]:
    """The headings of every block, and its lines, with the row that each stands in, from 1."""
    row = count(FIRST_ROW)
    for block in blocks(edition):
        yield next(row), block
        yield from ((next(row), line) for line in block.lines)


@cache
def formulas_by_address(edition: Edition) -> dict[str, Formula]:
    """Every formula of the sheet by address, from top to bottom."""
    found = {VERDICT_CELL: _verdict_formula(edition)}
    for row, line in number_rows(edition):
        if isinstance(line, Line):
            cells = zip(FORMULA_COLUMNS, line.cells(row), strict=True)
            found |= {f"{column}{row}": cell for column, cell in cells if isinstance(cell, Formula)}
    return found


def results_by_address(edition: Edition, judged: BlockResults) -> dict[str, Any]:
    """What each of these formulas shows."""
    shown = chain.from_iterable(chain.from_iterable(judged))
    return dict(zip(formulas_by_address(edition), (verdict(judged), *shown), strict=True))


def compute_results(edition: Edition, values: Mapping[str, Any], explanations: Explanations) -> BlockResults:
    """What every line comes to.

    Args:
        edition: The edition.
        values: What a workbook holds by path, and of last year's figures what it keeps; None is a blank cell.
        explanations: What the unit explains, by the code and path that it is about.
    """
    return (
        [*lines.completeness_results(edition, values)],
        [*lines.expectation_results(edition, values, explanations)],
        [*lines.rule_results(edition, values)],
    )


def verdict(judged: BlockResults) -> str:
    """One answer for the whole workbook: broken rules, then blanks, what is to be confirmed, all is well."""
    said = [[results[-1] for results in block] for block in judged]
    for word, among, words in _VERDICTS:
        lines = sum(said[block].count(word) for block in among)
        if lines:
            return words.format(_count_unfilled(judged) if word == UNFILLED else lines)
    return HOLDS


def _count_unfilled(judged: BlockResults) -> int:
    """How many cells are still to be filled in: of every table the difference."""
    return sum(difference for _, difference, _ in judged[0])


def _verdict_formula(edition: Edition) -> Formula:
    """The same as a formula."""
    text = f'"{HOLDS}"'
    for word, among, words in reversed(_VERDICTS):
        lines = "+".join(f'COUNTIF({_find_range(edition, block, "E")},"{word}")' for block in among)
        shown = f"SUM({_find_range(edition, 0, 'D')})" if word == UNFILLED else lines
        before, after = words.split("{}")
        text = f'IF({lines}>0,"{before}"&{shown}&"{after}",{text})'
    return Formula(text)


def _find_range(edition: Edition, block: int, column: str) -> str:
    """The cells of a block's lines in a column."""
    *above, own = blocks(edition)[: block + 1]
    first = FIRST_ROW + 1 + sum(1 + len(other.lines) for other in above)
    return f"{column}{first}:{column}{first + len(own.lines) - 1}"
