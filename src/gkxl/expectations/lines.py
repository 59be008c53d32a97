"""The lines of the check sheet on which a unit may explain: one for each expectation, with its anchors."""

from __future__ import annotations

from functools import cache, cached_property
from typing import TYPE_CHECKING, Final

from attrs import frozen

from gkxl.expectations.expected import expected
from gkxl.forms import EDITIONS
from gkxl.identity import PREFIX
from gkxl.issues.issue import Place
from gkxl.layout import AUDIT_SHEET, pages

if TYPE_CHECKING:
    from gkxl.expectations.expected import Expected
    from gkxl.forms.edition import Edition

FIRST_ROW: Final = 4
"""The row of the first headings of the check sheet; verdict and title stand above."""

HEADING: Final = "说明（不合但属实的，写原因）"
"""What is printed over the explanations."""

EXPLANATION: Final = 6
"""The column of the check sheet in which units explain."""

_WHOLE: Final = {
    "year.copied": "各表数字：不应与上年报告完全相同",
    "year.jump": "各表数字：与上年相比，一般没有十倍以上的增减",
}
"""What the lines say that are about a report as a whole."""


@frozen(eq=False)
class Line:
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
        return f"{PREFIX}explain.{self.code}{f'.{self.path}' if self.path else ''}"


@cache
def head() -> int:
    """How many rows of the check sheet hold all lines that may be explained, whatever its edition."""
    return max(line.place.row for edition in EDITIONS.values() for line in lines(edition))


@cache
def lines(edition: Edition) -> tuple[Line, ...]:
    """Every line of an edition's check sheet that may be explained, from top to bottom."""
    kept = [
        (one.mark.code, one.rule.cell.path, f"{one.subject}：{one.mark.rule}", one)
        for one in expected(edition)
    ]
    whole = [(code, "", label, None) for code, label in _WHOLE.items()]
    tables = sum(page.section.in_table for page in pages(edition))
    first = FIRST_ROW + 1 + tables + 1
    return tuple(
        Line(code, path, label, Place.of(AUDIT_SHEET, row, EXPLANATION), one)
        for row, (code, path, label, one) in enumerate([*kept, *whole], start=first)
    )
