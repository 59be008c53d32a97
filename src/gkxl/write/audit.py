"""The live check sheet (审核) as data: one line for each rule, and one verdict over all."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from itertools import count
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from attrs import frozen

from gkxl.checks import domain_issues
from gkxl.columns import column_letters
from gkxl.expectations import EXPLANATION, FIRST_ROW, HEADING
from gkxl.layout import pages, places
from gkxl.outline import by_domain, cells
from gkxl.rules import Status, labels_apart, rules, status
from gkxl.spec import Table
from gkxl.write import confirming
from gkxl.write.formulas import (
    BROKEN,
    CONFIRM,
    EXPLAINED,
    HOLDS,
    KNOCK_ON,
    NONE,
    UNFILLED,
    Formula,
    Formulas,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gkxl.forms.edition import Edition
    from gkxl.outline import Node
    from gkxl.rules import Rule

Explanations: TypeAlias = Mapping[tuple[str, str], str]
"""What a unit explains, by the code and path that it is about."""

VERDICT: Final = "B2"
RESULTS: Final = "BCDE"
"""The columns of both sides of a rule, of their difference, and of what becomes of the rule."""

WHY: Final = column_letters(EXPLANATION)
"""The column in which units explain."""

_WORDS: Final = {
    Status.HOLDS: HOLDS,
    Status.BROKEN: BROKEN,
    Status.KNOCK_ON: KNOCK_ON,
    Status.UNFILLED: UNFILLED,
}


@frozen
class Line:
    """One rule.

    Attributes:
        text: What it says.
        left: Its left side; None where it has no sides.
        right: Its right side.
        status: What becomes of it.
        why: What the unit explains; None where there is nothing to explain.
    """

    text: str
    left: Formula | int | None
    right: Formula | None
    status: Formula
    why: str | None = None

    def results(self, row: int) -> tuple[Formula | int | None, ...]:
        """What its cells come to, if it stands in this row."""
        return self.left, self.right, self._difference(row), self.status

    def _difference(self, row: int) -> Formula | None:
        """The left side less the right side; none where there is nothing to compare with."""
        if self.right is None:
            return None
        text = f"B{row}-C{row}"
        if self.why is None:
            return Formula(text, self.difference)
        shown = NONE if self.right.value == NONE else self.difference
        return Formula(f'IF(ISNUMBER(C{row}),{text},"{NONE}")', shown)

    @property
    def difference(self) -> Any:  # noqa: ANN401 (int or Decimal)
        """The left side less the right side, where there are both."""
        left = self.left.value if isinstance(self.left, Formula) else self.left
        return left - self.right.value if self.right else 0


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
        Block(("一、是否填妥", "应填格数", "填妥格数", "相差", "结果"), tuple(_filled(edition, values))),
        Block(
            (
                "二、与上年和通常情况是否相合",
                "本年",
                "对照",
                "相差",
                "结果",
                HEADING,
            ),
            tuple(_expected(edition, values, explanations)),
        ),
        Block(("三、表内勾稽关系", "左边", "右边", "相差", "结果"), tuple(_rules(edition, values))),
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


def _expected(edition: Edition, values: Mapping[str, Any], explanations: Explanations) -> Iterator[Line]:
    """For each expectation whether it is kept, or explained."""
    for line, left, right, state in confirming.formulas(edition):
        why = explanations.get((line.code, line.path), "")
        status_ = Formula(state, confirming.state(line, values, why))
        if line.expected is None:
            yield Line(line.label, None, None, status_, why)
        else:
            sides = (
                Formula(left, _sum(values, line.expected.rule.left.cells)),
                Formula(right, confirming.right_side(line.expected, values)),
            )
            yield Line(line.label, *sides, status_, why)


def _filled(edition: Edition, values: Mapping[str, Any]) -> Iterator[Line]:
    """For each table: whether every cell holds a number that it may hold."""
    entries = {path: value for path, value in values.items() if value is not None}
    wrong = {issue.path for issue in domain_issues(edition, entries)}
    for section, inputs, valid, state in _filled_formulas(edition):
        entered = [cell for cell in inputs if cell.path in entries]
        good = sum(cell.path not in wrong for cell in entered)
        word = BROKEN if len(entered) > good else UNFILLED if good < len(inputs) else HOLDS
        yield Line(
            section.item.label,
            len(inputs),
            Formula(valid, good, array=True),
            Formula(state, word, array=True),
        )


@cache
def _filled_formulas(edition: Edition) -> tuple[tuple[Node, list[Node], str, str], ...]:
    write = Formulas(places(edition), across=True)
    found = []
    for page in pages(edition):
        inputs = [cell for cell in page.section.leaves() if not cell.computed]
        if not isinstance(page.section.section, Table):
            continue
        valid = "+".join(
            write.valid([cell.path for cell in alike], domain) for domain, alike in by_domain(inputs).items()
        )
        entered = write.entered(cell.path for cell in inputs)
        state = f'IF({entered}>{valid},"{BROKEN}",IF({valid}<{len(inputs)},"{UNFILLED}","{HOLDS}"))'
        found.append((page.section, inputs, valid, state))
    return tuple(found)


def _rules(edition: Edition, values: Mapping[str, Any]) -> Iterator[Line]:
    for rule, text, left, right, state in _rule_formulas(edition):
        yield Line(
            text,
            Formula(left, _sum(values, rule.left.cells)),
            Formula(right, _sum(values, rule.right.cells)),
            Formula(state, _WORDS[status(rule, values)]),
        )


def _subject(edition: Edition, rule: Rule) -> str:
    """What a line is about: the total, or the column of a balance."""
    return rule.cell.label if rule.is_sum else f"“{labels_apart(edition, rule)[1]}”列"


@cache
def _rule_formulas(edition: Edition) -> tuple[tuple[Rule, str, str, str, str], ...]:
    write = Formulas(places(edition), across=True)
    return tuple(
        (
            rule,
            f"{_subject(edition, rule)}：{rule.words}",
            write.total(rule.left.cells),
            write.total(rule.right.cells),
            write.status(rule),
        )
        for rule in rules(edition)
    )


def _sum(values: Mapping[str, Any], paths: tuple[str, ...]) -> Any:  # noqa: ANN401 (int or Decimal)
    return sum(values[path] or 0 for path in paths)
