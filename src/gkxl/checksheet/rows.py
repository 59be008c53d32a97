"""The lines of the check sheet on which a unit may explain, and the cell for each explanation."""

from __future__ import annotations

from functools import cache, cached_property
from typing import TYPE_CHECKING, Final

from attrs import frozen

from gkxl.issues.issue import Place
from gkxl.layout import AUDIT_SHEET, pages
from gkxl.layout.identity import NAME_PREFIX
from gkxl.rules.expectations import expected_rules

if TYPE_CHECKING:
    from gkxl.forms.edition import Edition
    from gkxl.rules.expectations import Expected


FIRST_ROW: Final = 4
"""The row of the first headings of the check sheet; verdict and title stand above."""

EXPLANATION_HEADING: Final = "说明（不合但属实的，写原因）"
"""What is printed over the explanations."""

EXPLANATION_COLUMN: Final = 6
"""The column of the check sheet in which units explain."""

_WHOLE_REPORT_LABELS: Final = {
    "year.copied": "各表数字：不应与上年报告完全相同",
    "year.jump": "各表数字：与上年相比，一般没有十倍以上的增减",
}
"""What the lines say that are about a report as a whole."""


@frozen(eq=False)
class ExplainableLine:
    """A line of the check sheet that may be explained.

    Attributes:
        code: The code of the issue that the explanation settles.
        path: The path of its cell; "" where it is about the whole report.
        label: What is printed on the line.
        place: Where the explanation is written.
        expected: The expectation; None where it is about the whole report.
    """

    code: str
    path: str
    label: str
    place: Place
    expected: Expected | None

    @property
    def key(self) -> tuple[str, str]:
        """What explanations are kept by: the code and path that they are about."""
        return self.code, self.path

    @cached_property
    def name(self) -> str:
        """The defined name of the cell for the explanation."""
        return f"{NAME_PREFIX}explain.{self.code}{f'.{self.path}' if self.path else ''}"


@cache
def explainable_lines(edition: Edition) -> tuple[ExplainableLine, ...]:
    """Every line of an edition's check sheet that may be explained, from top to bottom."""
    kept = [
        (one.mark.code, one.rule.cell.path, f"{one.subject}：{one.mark.rule}", one)
        for one in expected_rules(edition)
    ]
    whole = [(code, "", label, None) for code, label in _WHOLE_REPORT_LABELS.items()]
    tables = sum(page.section.in_table for page in pages(edition))
    first = FIRST_ROW + 1 + tables + 1
    return tuple(
        ExplainableLine(code, path, label, Place.of(AUDIT_SHEET, row, EXPLANATION_COLUMN), one)
        for row, (code, path, label, one) in enumerate([*kept, *whole], start=first)
    )
