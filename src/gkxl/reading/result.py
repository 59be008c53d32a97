"""What came back from a workbook: every cell as it was filed, the issues, and the report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from gkxl.codes import Severity

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gkxl.forms import Report
    from gkxl.identity import Identity
    from gkxl.issues import Issue, Place
    from gkxl.xlsx import Kind


@frozen
class Filed:
    """A cell as it was filed, before anything was made of it.

    Attributes:
        path: The path of the form's cell.
        place: Where it was found; None where it was not.
        kind: What the workbook says it holds.
        text: Its content, as stored.
        formula: Its formula without ``=``; None for a plain value.
        cached: Whether a formula came with its result.
    """

    path: str
    place: Place | None
    kind: Kind
    text: str = ""
    formula: str | None = None
    cached: bool = False


@frozen(kw_only=True)
class Reading:
    """What came back from a workbook.

    Attributes:
        edition: The name of the edition that it was read by.
        identity: What the workbook says of itself.
        cells: Every cell of the form as it was filed, in printed order.
        values: What was made of each, by path: int, Decimal or str; None where no value could be read.
        issues: Everything found, by sheet, row and column.
        report: The typed report; None when a number could not be read.
    """

    edition: str
    identity: Identity
    cells: tuple[Filed, ...] = field(repr=False)
    values: Mapping[str, Any] = field(repr=False)
    issues: tuple[Issue, ...]
    report: Report | None = field(repr=False)

    @property
    def ok(self) -> bool:
        """Whether nothing has to be corrected; there may be things to confirm or to know."""
        return all(issue.severity is not Severity.ERROR for issue in self.issues)

    @property
    def tampering(self) -> tuple[Issue, ...]:
        """What was done to the workbook since it was issued, apart from what was filled in."""
        return tuple(issue for issue in self.issues if issue.code.startswith("tamper."))
