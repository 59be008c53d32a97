"""What the lines of the check sheet come to in a report: of each what its formulas show, the word last."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from gkxl.expectations import lines
from gkxl.rules import Status, rules, status
from gkxl.write import confirming
from gkxl.write.audit_lines import tables
from gkxl.write.formulas import BROKEN, HOLDS, KNOCK_ON, NONE, UNFILLED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gkxl.forms.edition import Edition

Explanations: TypeAlias = Mapping[tuple[str, str], str]
"""What a unit explains, by the code and path that it is about."""

Results: TypeAlias = tuple[Any, ...]
"""What the formulas of a line show, from left to right: numbers, and what becomes of it."""

_WORDS: Final = {
    Status.HOLDS: HOLDS,
    Status.BROKEN: BROKEN,
    Status.KNOCK_ON: KNOCK_ON,
    Status.UNFILLED: UNFILLED,
}


def filled(edition: Edition, values: Mapping[str, Any]) -> Iterator[Results]:
    """For each table how many cells hold what they may, how many do not, and its word."""
    for _, inputs in tables(edition):
        entered = [cell for cell in inputs if values[cell.path] is not None]
        good = sum(cell.domain.holds(values[cell.path]) for cell in entered)
        word = BROKEN if len(entered) > good else UNFILLED if good < len(inputs) else HOLDS
        yield good, len(inputs) - good, word


def expected(edition: Edition, values: Mapping[str, Any], explanations: Explanations) -> Iterator[Results]:
    """For each expectation both sides, their difference, and its word; of a whole report only the word."""
    counted = _counted(values)
    for line in lines(edition):
        word = confirming.state(line, values, explanations.get(line.key, ""))
        if line.expected is None:
            yield (word,)
        else:
            left = line.expected.rule.left.as_filed(counted)
            if confirming.is_wanting(line.expected, values):
                yield left, NONE, NONE, word
            else:
                right = line.expected.rule.right.as_filed(counted)
                yield left, right, left - right, word


def ruled(edition: Edition, values: Mapping[str, Any]) -> Iterator[Results]:
    """For each sum and balance both sides, their difference, and its word."""
    counted = _counted(values)
    for rule in rules(edition):
        left, right = rule.left.as_filed(counted), rule.right.as_filed(counted)
        yield left, right, left - right, _WORDS[status(rule, values)]


def _counted(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values as spreadsheets add them up: a blank cell counts for nothing."""
    return {path: value or 0 for path, value in values.items()}
