"""The live check sheet (审核) as data: one line for each rule, and one verdict over all."""

from __future__ import annotations

from functools import cache
from itertools import chain, count
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from attrs import frozen

from gkxl.expectations import FIRST_ROW, HEADING
from gkxl.write import audit_lines, audit_results
from gkxl.write.audit_lines import Line
from gkxl.write.formulas import BROKEN, CONFIRM, EXPLAINED, HOLDS, UNFILLED, Formula

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from gkxl.forms.edition import Edition
    from gkxl.write.audit_results import Explanations, Results

VERDICT: Final = "B2"
COLUMNS: Final = "BCDE"
"""The columns of both sides of a rule, of their difference, and of what becomes of the rule."""

BLANKS: Final = f"{BROKEN}：还有"
"""What the verdict begins with while cells are still to be filled in."""

_ALL: Final = (0, 1, 2)
_ANSWERS: Final = (
    (BROKEN, _ALL, f"{BROKEN}：有 {{}} 项，见下面标红的行"),
    (UNFILLED, (0, 2), f"{BLANKS} {{}} 格没有填"),
    (CONFIRM, _ALL, f"{CONFIRM}：有 {{}} 项，请核对；属实的，在“说明”栏写明原因"),
    (EXPLAINED, _ALL, f"{HOLDS}（{{}} 项已说明）"),
)
"""What the verdict is for the first word that lines come to, and in which blocks; it says how many."""


@frozen
class Block:
    """Lines under headings of their own."""

    headings: tuple[str, ...]
    lines: tuple[Line, ...]


Judged: TypeAlias = "tuple[list[Results], ...]"
"""What the lines of every block come to."""


@cache
def blocks(edition: Edition) -> tuple[Block, ...]:
    """The check sheet of an edition."""
    sides = "相差", "结果"
    return (
        Block(("一、是否填妥", "应填格数", "填妥格数", *sides), audit_lines.filled(edition)),
        Block(
            ("二、与上年和通常情况是否相合", "本年", "对照", *sides, HEADING), audit_lines.expected(edition)
        ),
        Block(("三、表内勾稽关系", "左边", "右边", *sides), audit_lines.ruled(edition)),
    )


def rows(edition: Edition) -> Iterator[tuple[int, Block | Line]]:
    """The headings of every block, and its lines, with the row that each stands in, from 1."""
    row = count(FIRST_ROW)
    for block in blocks(edition):
        yield next(row), block
        yield from ((next(row), line) for line in block.lines)


@cache
def formulas(edition: Edition) -> dict[str, Formula]:
    """Every formula of the sheet by address, from top to bottom."""
    found = {VERDICT: _verdict_formula(edition)}
    for row, line in rows(edition):
        if isinstance(line, Line):
            cells = zip(COLUMNS, line.cells(row), strict=True)
            found |= {f"{column}{row}": cell for column, cell in cells if isinstance(cell, Formula)}
    return found


def results(edition: Edition, judged: Judged) -> dict[str, Any]:
    """What each of these formulas shows."""
    shown = chain.from_iterable(chain.from_iterable(judged))
    return dict(zip(formulas(edition), (verdict(judged), *shown), strict=True))


def judge(edition: Edition, values: Mapping[str, Any], explanations: Explanations) -> Judged:
    """What every line comes to.

    Args:
        edition: The edition.
        values: What a workbook holds by path, and of last year's figures what it keeps; None is a blank cell.
        explanations: What the unit explains, by the code and path that it is about.
    """
    return (
        [*audit_results.filled(edition, values)],
        [*audit_results.expected(edition, values, explanations)],
        [*audit_results.ruled(edition, values)],
    )


def verdict(judged: Judged) -> str:
    """One answer for the whole workbook: broken rules, then blanks, what is to be confirmed, all is well."""
    said = [[results[-1] for results in block] for block in judged]
    for word, among, words in _ANSWERS:
        lines = sum(said[block].count(word) for block in among)
        if lines:
            return words.format(_blanks(judged) if word == UNFILLED else lines)
    return HOLDS


def _blanks(judged: Judged) -> int:
    """How many cells are still to be filled in: of every table the difference."""
    return sum(difference for _, difference, _ in judged[0])


def _verdict_formula(edition: Edition) -> Formula:
    """The same as a formula."""
    text = f'"{HOLDS}"'
    for word, among, words in reversed(_ANSWERS):
        lines = "+".join(f'COUNTIF({_range(edition, block, "E")},"{word}")' for block in among)
        shown = f"SUM({_range(edition, 0, 'D')})" if word == UNFILLED else lines
        before, after = words.split("{}")
        text = f'IF({lines}>0,"{before}"&{shown}&"{after}",{text})'
    return Formula(text)


def _range(edition: Edition, block: int, column: str) -> str:
    """The cells of a block's lines in a column."""
    *above, own = blocks(edition)[: block + 1]
    first = FIRST_ROW + 1 + sum(1 + len(other.lines) for other in above)
    return f"{column}{first}:{column}{first + len(own.lines) - 1}"
