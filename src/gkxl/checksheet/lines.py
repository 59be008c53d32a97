"""The lines of the check sheet, one for each table, expectation and rule, each as expressions over cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from attrs import frozen

from gkxl.checksheet.rows import explainable_lines, tables
from gkxl.issues.catalogue import code
from gkxl.model.outline import group_by_domain
from gkxl.rules.check import CountFitting, count_entered
from gkxl.rules.expression import Constant, If, explains, fewer, more, plus, unfilled
from gkxl.rules.rule import Outcome, distinct_labels, rules

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gkxl.checksheet.rows import ExplainableLine
    from gkxl.forms.edition import Edition
    from gkxl.model.outline import Node
    from gkxl.rules.expression import Expression
    from gkxl.rules.rule import Rule

CONFIRM, EXPLAINED, LATER = code.CONFIRM.zh, code.SETTLED.zh, "待比对"
"""The words for an expectation that is not kept, for one that is explained, and for one without figures."""

NO_FIGURE: Final = "—"
"""What is shown in the place of a number that there is none of."""

_HOLDS, _BROKEN, _UNFILLED = (Constant(word) for word in (Outcome.HOLDS, Outcome.BROKEN, Outcome.UNFILLED))


@frozen
class Line:
    """One line of the check sheet.

    Attributes:
        text: What is printed on it.
        left: The left side; None where it has no sides, a number where that is always the same.
        right: The right side.
        word: What becomes of it, in a word.
        explained: Whether the unit may explain it.
        array: Whether its formulas are entered as array formulas.
    """

    text: str
    left: Expression | int | None
    right: Expression | None
    word: Expression
    explained: bool = False
    array: bool = False


def completeness_lines(edition: Edition) -> Iterator[Line]:
    """For each table: whether every cell holds a number that it may hold."""
    for table in tables(edition):
        inputs = tuple(cell for cell in table.leaves if not cell.computed)
        yield _completeness_line(table.item.label, inputs)


def _completeness_line(label: str, inputs: tuple[Node, ...]) -> Line:
    groups = group_by_domain(inputs).items()
    fitting = plus(CountFitting(domain, tuple(cell.path for cell in alike)) for domain, alike in groups)
    complete = If(fewer(fitting, Constant(len(inputs))), _UNFILLED, _HOLDS)
    word = If(more(count_entered(inputs), fitting), _BROKEN, complete)
    return Line(label, len(inputs), fitting, word, array=True)


def expectation_lines(edition: Edition) -> Iterator[Line]:
    """For each expectation: whether it is kept, or explained."""
    for line in explainable_lines(edition):
        left, right, word = _expectation(line)
        yield Line(line.label, left, right, word, explained=True)


def _expectation(line: ExplainableLine) -> tuple[Expression | None, Expression | None, Expression]:
    """Both sides of an expectation, and what becomes of it."""
    is_explained, later = explains(line.name), Constant(LATER)
    if line.expected is None:
        return None, None, If(is_explained, Constant(EXPLAINED), later)
    one = line.expected
    broken = If(is_explained, Constant(EXPLAINED), Constant(CONFIRM))
    right = one.rule.right.filed
    shown = If(unfilled(one.last), Constant(NO_FIGURE), right) if one.last else right
    return one.rule.left.filed, shown, one.expression(broken=broken, unknown=later)


def rule_lines(edition: Edition) -> Iterator[Line]:
    """For each sum and balance: whether it holds."""
    for rule in rules(edition):
        text = f"{_find_subject(edition, rule)}：{rule.words}"
        yield Line(text, rule.left.filed, rule.right.filed, rule.outcome)


def _find_subject(edition: Edition, rule: Rule) -> str:
    """What a line is about: the total, or the column of a balance."""
    return rule.cell.label if rule.is_sum else f"“{distinct_labels(edition, rule)[1]}”列"
