"""Every line of the check sheet: its formulas, and what they show for the values of a report."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from attrs import frozen

from gkxl.checksheet.formulas import (
    BROKEN,
    CONFIRM,
    EXPLAINED,
    HOLDS,
    KNOCK_ON,
    LATER,
    NO_FIGURE,
    UNFILLED,
    Formula,
    FormulaWriter,
    is_explained_formula,
)
from gkxl.checksheet.last_year import last_year_places
from gkxl.checksheet.rows import explainable_lines
from gkxl.layout import pages, places
from gkxl.model.outline import group_by_domain
from gkxl.rules.rule import LAST, Outcome, check_rule, distinct_labels, rules
from gkxl.text import is_explanation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gkxl.checksheet.rows import ExplainableLine
    from gkxl.forms.edition import Edition
    from gkxl.model.outline import Node
    from gkxl.rules.expectations import Expected
    from gkxl.rules.rule import Rule


_EXPECTATION_WORDS: Final = {Outcome.HOLDS: HOLDS, Outcome.KNOCK_ON: KNOCK_ON, Outcome.UNFILLED: UNFILLED}


@cache
def expectation_formulas(edition: Edition) -> tuple[tuple[ExplainableLine, str, str, str], ...]:
    """Every line with the formulas of both sides and of what becomes of it; two are "" without sides."""
    write = FormulaWriter({**places(edition), **last_year_places(edition)}, across=True)
    return tuple(
        (line, *_side_formulas(write, line), _word_formula(write, line))
        for line in explainable_lines(edition)
    )


def _side_formulas(write: FormulaWriter, line: ExplainableLine) -> tuple[str, str]:
    """Both sides; the right one shows none while a figure of last year's is wanting."""
    if line.expected is None:
        return "", ""
    rule, last = line.expected.rule, line.expected.last
    right = write.side(rule.right)
    return write.side(rule.left), f'IF({write.unfilled(last)},"{NO_FIGURE}",{right})' if last else right


def _word_formula(write: FormulaWriter, line: ExplainableLine) -> str:
    told = is_explained_formula(line.place.address)
    if line.expected is None:
        return f'IF({told},"{EXPLAINED}","{LATER}")'
    one, own = line.expected, _this_years_cells(line.expected)
    kept = _outcome_formula(write, one, f'IF({told},"{EXPLAINED}","{CONFIRM}")')
    state = f'IF({write.unfilled(own)},"{UNFILLED}",{kept})'
    return f'IF({write.unfilled(one.last)},"{LATER}",{state})' if one.last else state


def _this_years_cells(one: Expected) -> tuple[str, ...]:
    """The cells of this year's that it needs."""
    return tuple(path for path in one.rule.needs if not path.startswith(LAST))


def _outcome_formula(write: FormulaWriter, one: Expected, broken: str) -> str:
    """What becomes of an expectation for which all figures are there, as `Expected.outcome` has it."""
    rule, left = one.rule, write.side(one.rule.left)
    if one.mark.apart:
        return f'IF(AND({write.equal(rule)},{left}<>0),{broken},"{HOLDS}")'
    if one.mark.levels:
        broken = _level_formula(write.ranges([one.level])[0], one.mark.levels, broken)
    return f'IF({write.equal(rule)},"{HOLDS}",{write.excused(rule, broken)})'


def _level_formula(level: str, exempt: tuple[str, ...], broken: str) -> str:
    among = ",".join(f'{level}="{name}"' for name in exempt)
    return f'IF(LEN({level})=0,"{UNFILLED}",IF(OR({among}),"{HOLDS}",{broken}))'


def lacks_last_year(one: Expected, values: Mapping[str, Any]) -> bool:
    """Whether there is no saying, because a figure of last year's is not there."""
    return any(values.get(path) is None for path in one.last)


def expectation_word(line: ExplainableLine, values: Mapping[str, Any], why: str) -> str:
    """The word that a line shows.

    Args:
        line: The line.
        values: This year's values by path, and last year's under `LAST`.
        why: What the unit explains.
    """
    explained = is_explanation(why)
    one = line.expected
    if one is None or lacks_last_year(one, values):
        return EXPLAINED if explained and one is None else LATER
    found = one.outcome(values)
    return _EXPECTATION_WORDS.get(found, EXPLAINED if explained else CONFIRM)


@frozen
class Line:
    """One rule.

    Attributes:
        text: What it says.
        left: Its left side; None where it has no sides.
        right: Its right side.
        status: What becomes of it.
        explained: Whether the unit may explain it.
    """

    text: str
    left: Formula | int | None
    right: Formula | None
    status: Formula
    explained: bool = False

    def cells(self, row: int) -> tuple[Formula | int | None, ...]:
        """What its cells hold, if it stands in this row: its sides, their difference, what becomes of it."""
        return self.left, self.right, self._difference(row), self.status

    def _difference(self, row: int) -> Formula | None:
        """The left side less the right side; none where there is nothing to compare with."""
        if self.right is None:
            return None
        text = f"B{row}-C{row}"
        return Formula(f'IF(ISNUMBER(C{row}),{text},"{NO_FIGURE}")' if self.explained else text)


@cache
def find_tables(edition: Edition) -> tuple[tuple[Node, tuple[Node, ...]], ...]:
    """The tables of an edition, each with its cells that are to be filled in."""
    found = (page.section for page in pages(edition) if page.section.in_table)
    return tuple((table, tuple(cell for cell in table.leaves if not cell.computed)) for table in found)


def completeness_lines(edition: Edition) -> tuple[Line, ...]:
    """For each table: whether every cell holds a number that it may hold."""
    write = FormulaWriter(places(edition), across=True)
    return tuple(_completeness_line(write, table, inputs) for table, inputs in find_tables(edition))


def _completeness_line(write: FormulaWriter, table: Node, inputs: tuple[Node, ...]) -> Line:
    valid = "+".join(
        write.valid([cell.path for cell in alike], domain)
        for domain, alike in group_by_domain(inputs).items()
    )
    entered = write.entered(cell.path for cell in inputs)
    status = f'IF({entered}>{valid},"{BROKEN}",IF({valid}<{len(inputs)},"{UNFILLED}","{HOLDS}"))'
    return Line(table.item.label, len(inputs), Formula(valid, array=True), Formula(status, array=True))


def expectation_lines(edition: Edition) -> tuple[Line, ...]:
    """For each expectation whether it is kept, or explained."""
    return tuple(
        Line(line.label, _as_formula(left), _as_formula(right), Formula(state), explained=True)
        for line, left, right, state in expectation_formulas(edition)
    )


def _as_formula(text: str) -> Formula | None:
    return Formula(text) if text else None


def rule_lines(edition: Edition) -> tuple[Line, ...]:
    """For each sum and balance whether it holds."""
    write = FormulaWriter(places(edition), across=True)
    return tuple(
        Line(
            f"{_find_subject(edition, rule)}：{rule.words}",
            Formula(write.side(rule.left)),
            Formula(write.side(rule.right)),
            Formula(write.status(rule)),
        )
        for rule in rules(edition)
    )


def _find_subject(edition: Edition, rule: Rule) -> str:
    """What a line is about: the total, or the column of a balance."""
    return rule.cell.label if rule.is_sum else f"“{distinct_labels(edition, rule)[1]}”列"


Explanations: TypeAlias = Mapping[tuple[str, str], str]
"""What a unit explains, by the code and path that it is about."""

Results: TypeAlias = tuple[Any, ...]
"""What the formulas of a line show, from left to right: numbers, and what becomes of it."""

_RULE_WORDS: Final = {
    Outcome.HOLDS: HOLDS,
    Outcome.BROKEN: BROKEN,
    Outcome.KNOCK_ON: KNOCK_ON,
    Outcome.UNFILLED: UNFILLED,
}


def completeness_results(edition: Edition, values: Mapping[str, Any]) -> Iterator[Results]:
    """For each table how many cells hold what they may, how many do not, and its word."""
    for _, inputs in find_tables(edition):
        entered = [cell for cell in inputs if values[cell.path] is not None]
        good = sum(cell.domain.holds(values[cell.path]) for cell in entered)
        word = BROKEN if len(entered) > good else UNFILLED if good < len(inputs) else HOLDS
        yield good, len(inputs) - good, word


def expectation_results(
    edition: Edition, values: Mapping[str, Any], explanations: Explanations
) -> Iterator[Results]:
    """For each expectation both sides, their difference, and its word; of a whole report only the word."""
    counted = _count_blanks_as_zero(values)
    for line in explainable_lines(edition):
        word = expectation_word(line, values, explanations.get(line.key, ""))
        if line.expected is None:
            yield (word,)
        else:
            left = line.expected.rule.left.as_filed(counted)
            if lacks_last_year(line.expected, values):
                yield left, NO_FIGURE, NO_FIGURE, word
            else:
                right = line.expected.rule.right.as_filed(counted)
                yield left, right, left - right, word


def rule_results(edition: Edition, values: Mapping[str, Any]) -> Iterator[Results]:
    """For each sum and balance both sides, their difference, and its word."""
    counted = _count_blanks_as_zero(values)
    for rule in rules(edition):
        left, right = rule.left.as_filed(counted), rule.right.as_filed(counted)
        yield left, right, left - right, _RULE_WORDS[check_rule(rule, values)]


def _count_blanks_as_zero(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values as spreadsheets add them up: a blank cell counts for nothing."""
    return {path: value or 0 for path, value in values.items()}
