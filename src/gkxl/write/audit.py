"""The live check sheet (审核) as data: one line for each rule, and one verdict over all."""

from __future__ import annotations

from functools import cache
from itertools import count
from typing import TYPE_CHECKING, Any, Final

from attrs import frozen

from gkxl.checks import domain_issues
from gkxl.layout import pages, places
from gkxl.outline import by_domain, cells
from gkxl.rules import Status, labels_apart, rules, status
from gkxl.spec import Table
from gkxl.write.formulas import BROKEN, HOLDS, KNOCK_ON, UNFILLED, Formula, Formulas

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from gkxl.forms.edition import Edition
    from gkxl.outline import Node
    from gkxl.rules import Rule

FIRST_ROW: Final = 4
"""The row of the first block's headings; verdict and title stand above."""

VERDICT: Final = "B2"
RESULTS: Final = "BCDE"
"""The columns of both sides of a rule, of their difference, and of what becomes of the rule."""

_WORDS: Final = {
    Status.HOLDS: HOLDS,
    Status.BROKEN: BROKEN,
    Status.KNOCK_ON: KNOCK_ON,
    Status.UNFILLED: UNFILLED,
}


@frozen
class Line:
    """One rule: what it says, both sides, and what becomes of it."""

    text: str
    left: Formula | int
    right: Formula
    status: Formula

    @property
    def difference(self) -> Any:  # noqa: ANN401 (int or Decimal)
        """The left side less the right side."""
        return (self.left if isinstance(self.left, int) else self.left.value) - self.right.value


@frozen
class Block:
    """Lines under headings of their own."""

    headings: tuple[str, str, str, str, str]
    lines: tuple[Line, ...]


def blocks(edition: Edition, values: Mapping[str, Any]) -> tuple[Block, Block]:
    """The check sheet of a workbook that holds these values; None is a blank cell."""
    return (
        Block(("一、是否填妥", "应填格数", "填妥格数", "相差", "结果"), tuple(_filled(edition, values))),
        Block(("二、表内勾稽关系", "左边", "右边", "相差", "结果"), tuple(_rules(edition, values))),
    )


def blank(edition: Edition) -> tuple[Block, Block]:
    """The check sheet of a workbook that holds nothing."""
    return blocks(edition, {cell.path: None for cell in cells(edition.form)})


def rows(found: tuple[Block, ...]) -> Iterator[tuple[int, Block | Line]]:
    """The headings of every block, and its lines, with the row that each stands in, from 1."""
    row = count(FIRST_ROW)
    for block in found:
        yield next(row), block
        yield from ((next(row), line) for line in block.lines)


def results(found: tuple[Block, ...]) -> Iterator[tuple[str, Formula | int]]:
    """What every cell of the sheet comes to that depends on the report, by address."""
    yield VERDICT, verdict(found)
    for row, line in rows(found):
        if isinstance(line, Line):
            difference = Formula(f"B{row}-C{row}", line.difference)
            yield from zip(
                (f"{column}{row}" for column in RESULTS),
                (line.left, line.right, difference, line.status),
                strict=True,
            )


def verdict(found: tuple[Block, ...]) -> Formula:
    """One answer for the whole workbook: broken rules first, then blanks, then all is well."""
    lines = [line for block in found for line in block.lines]
    first, last = FIRST_ROW + 1, FIRST_ROW + len(lines) + len(found) - 1
    results, open_cells = f"E{first}:E{last}", f"SUM(D{first}:D{FIRST_ROW + len(found[0].lines)})"
    broken = sum(line.status.value == BROKEN for line in lines)
    unfilled = sum(line.status.value == UNFILLED for line in lines)
    missing = sum(line.difference for line in found[0].lines)
    text = (
        f'IF(COUNTIF({results},"{BROKEN}")>0,"有误：有 "&COUNTIF({results},"{BROKEN}")&" 项不符，请改正",'
        f'IF(COUNTIF({results},"{UNFILLED}")>0,"未填：还有 "&{open_cells}&" 格没有填","{HOLDS}"))'
    )
    if broken:
        return Formula(text, f"有误：有 {broken} 项不符，请改正")
    return Formula(text, f"未填：还有 {missing} 格没有填" if unfilled else HOLDS)


def _filled(edition: Edition, values: Mapping[str, Any]) -> Iterator[Line]:
    """For each table: whether every cell holds a number that it may hold."""
    wrong = {issue.path for issue in domain_issues(edition, values)}
    for section, inputs, valid, state in _filled_formulas(edition):
        entered = [cell for cell in inputs if values[cell.path] is not None]
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
