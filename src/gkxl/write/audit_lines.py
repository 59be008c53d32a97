"""The lines of the check sheet: what each says, the formulas of its sides, and what they come to."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from attrs import frozen

from gkxl.checks import domain_issues
from gkxl.layout import pages, places
from gkxl.outline import by_domain
from gkxl.rules import Status, labels_apart, rules, status
from gkxl.write import confirming
from gkxl.write.formulas import BROKEN, HOLDS, KNOCK_ON, NONE, UNFILLED, Formula, Formulas

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gkxl.forms.edition import Edition
    from gkxl.outline import Node
    from gkxl.rules import Rule

Explanations: TypeAlias = Mapping[tuple[str, str], str]
"""What a unit explains, by the code and path that it is about."""

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


def expected(edition: Edition, values: Mapping[str, Any], explanations: Explanations) -> Iterator[Line]:
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


def filled(edition: Edition, values: Mapping[str, Any]) -> Iterator[Line]:
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
        if not page.section.in_table:
            continue
        valid = "+".join(
            write.valid([cell.path for cell in alike], domain) for domain, alike in by_domain(inputs).items()
        )
        entered = write.entered(cell.path for cell in inputs)
        state = f'IF({entered}>{valid},"{BROKEN}",IF({valid}<{len(inputs)},"{UNFILLED}","{HOLDS}"))'
        found.append((page.section, inputs, valid, state))
    return tuple(found)


def ruled(edition: Edition, values: Mapping[str, Any]) -> Iterator[Line]:
    """For each sum and balance whether it holds."""
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
