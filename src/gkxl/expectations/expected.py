"""Every expectation of an edition as a rule over this year's cells and last year's."""

from __future__ import annotations

from decimal import Decimal
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, Final

from attrs import frozen

from gkxl.model.outline import node
from gkxl.rules import LAST, Rule, Status, Terms, columns, labels_apart, references, status

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from gkxl.forms.edition import Edition, Expectation
    from gkxl.rules import Numbers

LEVEL: Final = "cover.level"
"""The cell that says which levels' expectations a report is held to."""


@frozen
class Expected:
    """One expectation in one column or line.

    Attributes:
        rule: Its two sides; paths that begin with `LAST` are last year's.
        mark: What the edition says of it.
        subject: The column or line that it is about.
    """

    rule: Rule
    mark: Expectation
    subject: str

    @property
    def label(self) -> str:
        """What it says, of which column or line."""
        words = self.rule.words
        return words if words.startswith(self.subject) else f"{self.subject}：{words}"

    @cached_property
    def last(self) -> tuple[str, ...]:
        """The cells of last year's report that it needs, with `LAST` in front."""
        return tuple(path for path in self.rule.needs if path.startswith(LAST))

    def status(self, values: Numbers) -> Status:
        """What becomes of it for this year's values and last year's."""
        found = status(self.rule, values)
        if self.mark.apart and found is not Status.UNFILLED:
            alike = found is Status.HOLDS and self.rule.left.as_filed(values)
            return Status.BROKEN if alike else Status.HOLDS
        if self.mark.levels and found is Status.BROKEN:
            return self._by_level(values.get(LEVEL))
        return found

    def _by_level(self, level: str | None) -> Status:
        if not level:
            return Status.UNFILLED
        return Status.HOLDS if level in self.mark.levels else Status.BROKEN


@cache
def expected(edition: Edition) -> tuple[Expected, ...]:
    """Everything that reports of an edition are expected to keep to, in the order of the edition."""
    return tuple(found for mark in edition.expectations for found in _expected(edition, mark))


def _expected(edition: Edition, mark: Expectation) -> Iterator[Expected]:
    form = edition.form
    years = zip(references(form), references(form, LAST), strict=True)
    filed, entered = (mark.sides(*both) for both in years)
    for column in columns(_terms(filed), _terms(entered)):
        rule = column.rule(code=mark.code, words=mark.rule, cell=node(form, column.left.cells[0]))
        yield Expected(rule, mark, _subject(edition, rule))


def _terms(sides: tuple[Any, Any]) -> tuple[Any, Any]:
    """Both sides, where one that is plainly 0 has no cells."""
    left, right = (Terms() if side == 0 else side for side in sides)
    return left, right


def _subject(edition: Edition, rule: Rule) -> str:
    column = labels_apart(edition, rule)[1]
    return f"“{column}”列" if column else rule.cell.headings[-2]


def as_last(values: Mapping[str, Any]) -> dict[str, Any]:
    """The numbers of last year's report under the paths by which rules name them."""
    return {LAST + path: value for path, value in values.items() if type(value) in (int, Decimal)}
