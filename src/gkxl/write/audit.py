"""The live check sheet (审核) as data: one line for each rule, and one verdict over all."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any, Final

from attrs import frozen

from gkxl.columns import column_letters
from gkxl.expectations import EXPLANATION, FIRST_ROW, HEADING
from gkxl.outline import cells
from gkxl.write.audit_lines import Line, expected, filled, ruled
from gkxl.write.formulas import BROKEN, CONFIRM, EXPLAINED, HOLDS, UNFILLED, Formula

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from gkxl.forms.edition import Edition
    from gkxl.write.audit_lines import Explanations

VERDICT: Final = "B2"
RESULTS: Final = "BCDE"
"""The columns of both sides of a rule, of their difference, and of what becomes of the rule."""

WHY: Final = column_letters(EXPLANATION)
"""The column in which units explain."""


@frozen
class Block:
    """Lines under headings of their own."""

    headings: tuple[str, ...]
    lines: tuple[Line, ...]


def blocks(edition: Edition, values: Mapping[str, Any], explanations: Explanations) -> tuple[Block, ...]:
    """The check sheet of a workbook.

    Args:
        edition: The edition.
        values: What it holds by path, and of last year's figures what it keeps; None is a blank cell.
        explanations: What the unit explains, by the code and path that it is about.
    """
    return (
        Block(("一、是否填妥", "应填格数", "填妥格数", "相差", "结果"), tuple(filled(edition, values))),
        Block(
            ("二、与上年和通常情况是否相合", "本年", "对照", "相差", "结果", HEADING),
            tuple(expected(edition, values, explanations)),
        ),
        Block(("三、表内勾稽关系", "左边", "右边", "相差", "结果"), tuple(ruled(edition, values))),
    )


def blank(edition: Edition) -> tuple[Block, ...]:
    """The check sheet of a workbook that holds nothing."""
    return blocks(edition, {cell.path: None for cell in cells(edition.form)}, {})


def rows(found: tuple[Block, ...]) -> Iterator[tuple[int, Block | Line]]:
    """The headings of every block, and its lines, with the row that each stands in, from 1."""
    row = count(FIRST_ROW)
    for block in found:
        yield next(row), block
        yield from ((next(row), line) for line in block.lines)


def results(found: tuple[Block, ...]) -> Iterator[tuple[str, Formula | int | str | None]]:
    """What every cell of the sheet comes to that depends on the report, by address."""
    yield VERDICT, verdict(found)
    for row, line in rows(found):
        if isinstance(line, Line):
            yield from zip((f"{column}{row}" for column in RESULTS), line.results(row), strict=True)
            if line.why is not None:
                yield f"{WHY}{row}", line.why or None


def verdict(found: tuple[Block, ...]) -> Formula:
    """One answer for the whole workbook: broken rules, then blanks, what is to be confirmed, all is well."""
    filled, _, ruled = found
    open_cells = sum(line.difference for line in filled.lines)
    answers = (
        (_count(found, BROKEN), None, "有误：有 {} 项不符，请改正"),
        (
            _count(found, UNFILLED, of=(filled, ruled)),
            Formula(f"SUM({_range(found, filled, 'D')})", open_cells),
            "未填：还有 {} 格没有填",
        ),
        (_count(found, CONFIRM), None, "需核实：有 {} 项不合，请核对；属实的，在“说明”栏写明原因"),
        (_count(found, EXPLAINED), None, f"{HOLDS}（{{}} 项已说明）"),
    )
    text, said = f'"{HOLDS}"', HOLDS
    for count_of, number, words in reversed(answers):
        shown, (before, after) = number or count_of, words.split("{}")
        text = f'IF({count_of.text}>0,"{before}"&{shown.text}&"{after}",{text})'
        said = words.format(shown.value) if count_of.value else said
    return Formula(text, said)


def _count(found: tuple[Block, ...], word: str, of: tuple[Block, ...] = ()) -> Formula:
    """How many lines come to a word."""
    counted = of or found
    text = "+".join(f'COUNTIF({_range(found, block, "E")},"{word}")' for block in counted)
    return Formula(text, sum(line.status.value == word for block in counted for line in block.lines))


def _range(found: tuple[Block, ...], block: Block, column: str) -> str:
    """The cells of a block's lines in a column."""
    above = sum(1 + len(other.lines) for other in found[: found.index(block)])
    first = FIRST_ROW + above + 1
    return f"{column}{first}:{column}{first + len(block.lines) - 1}"
