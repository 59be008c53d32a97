"""What came back from a workbook: every cell as it was filed, the issues, and the report."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from attrs import evolve, field

from gkxl.arguments import checked
from gkxl.forms import edition_named
from gkxl.frozen import NamedTuple, frozen
from gkxl.issues import add_places, sort_by_place, verdict
from gkxl.issues.catalogue import Severity
from gkxl.model.outline import report_from
from gkxl.rules.check import check_expectations
from gkxl.rules.expectations import add_explanations, expectation_codes, last_year_values
from gkxl.text import plain_fields, to_plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gkxl.forms.edition import AnyReport
    from gkxl.forms.report import Report
    from gkxl.issues import Issue, Place
    from gkxl.layout import Identity
    from gkxl.text import Lang
    from gkxl.xlsx import Kind


class Filed(NamedTuple):
    """A cell as it was filed, before anything was made of it.

    Attributes:
        path: The path of the form's cell.
        place: Where it was found; None where it was not.
        kind: The kind of content, as recorded in the workbook.
        text: Its content, as stored.
        formula: Its formula without ``=``; None for a plain value.
        cached: Whether a formula came with its result.
        covered: The merged range that hides the cell; "" where none does.
        reliable: Whether a formula keeps to this workbook and to its result.
        mask: Its number format; "" where that shows everything as what it is.
        scripts: What is struck through in it, or set above or below the line.
    """

    path: str
    place: Place | None
    kind: Kind
    text: str = ""
    formula: str | None = None
    cached: bool = False
    covered: str = ""
    reliable: bool = True
    mask: str = ""
    scripts: tuple[tuple[str, str], ...] = ()


@frozen(kw_only=True)
class Reading:
    """What came back from a workbook.

    Attributes:
        edition: The name of the edition that it was read by.
        identity: The edition, layout, year and unit that are recorded in the workbook.
        cells: Every cell of the form as it was filed, in printed order.
        values: What was made of each, by path: int, Decimal or str; None where no value could be read.
        issues: Everything found, by sheet, row and column.
        sheets: The names of its sheets, in their order.
        carried: Those of last year's figures that the workbook was issued with, by path.
        explanations: What the unit wrote on the check sheet, by the code and path that it is about.
        requirements: What the office asked for when it issued the workbook, by name.
        application: The program that saved the workbook, as recorded in it; "" where none does.
        answers: Where it is a marked copy: how the SHA-256 of the returns that it answers begin, the latest
            first.
        unsaved: Whether it is a marked copy that no program has saved since it was written.
        copied: How `content` of the return began that it is the marked copy of; "" where it is none.
    """

    edition: str
    identity: Identity
    cells: tuple[Filed, ...] = field(repr=False)
    values: Mapping[str, Any] = field(repr=False)
    issues: tuple[Issue, ...]
    sheets: tuple[str, ...] = field(repr=False)
    carried: Mapping[str, Any] = field(repr=False, factory=dict)
    explanations: Mapping[tuple[str, str], str] = field(repr=False, factory=dict)
    requirements: tuple[tuple[str, str], ...] = ()
    application: str = ""
    answers: tuple[str, ...] = ()
    copied: str = field(repr=False, default="")
    unsaved: bool = field(repr=False, default=False)

    @cached_property
    def report(self) -> Report | None:
        """The typed report; None when a number could not be read."""
        form = edition_named(self.edition).form
        return cast("Report", report_from(form, self.values)) if self.complete else None

    @property
    def complete(self) -> bool:
        """Whether every cell of the form could be read."""
        return None not in self.values.values()

    @property
    def ok(self) -> bool:
        """Whether nothing has to be corrected; there may be things to confirm or to know."""
        return all(issue.severity is not Severity.ERROR for issue in self.issues)

    @property
    def content(self) -> str:
        """SHA-256 of all that was filed, explanations included: returns that hold the same have the same."""
        import hashlib  # noqa: PLC0415 (it takes long to load, and reading needs none)

        filed = [*self.values.items(), *sorted(self.explanations.items())]
        return hashlib.sha256("\0".join(map(str, filed)).encode("utf-8", "surrogatepass")).hexdigest()

    @property
    def unchanged(self) -> bool:
        """Whether it is a marked copy in which nothing was corrected or explained.

        Where the formula of a total was put back, it holds another number than the return that it was made
        of: whoever saves that agrees with it.
        """
        return bool(self.copied) and (self.unsaved or self.content.startswith(self.copied))

    def to_dict(self) -> dict[str, Any]:
        """The plain form, with every value that could be read; see ``docs/plain.md``."""
        edition = edition_named(self.edition)
        roles = ("year", "unit", "unit_code")
        return {
            "format": "gkxl.reading/1",
            "edition": self.edition,
            **{name: to_plain(self.values[getattr(edition.roles, name)]) for name in roles},
            "verdict": to_plain(verdict(self.issues)),
            **plain_fields(self, ("ok", "complete", "issues")),
            "cells": to_plain(self.values),
            "explanations": [
                {"code": code, "path": path, "text": text} for (code, path), text in self.explanations.items()
            ],
            **plain_fields(self, ("carried", "application", "answers", "unchanged", "identity")),
        }

    @property
    def tampering(self) -> tuple[Issue, ...]:
        """What was done to the workbook since it was issued, apart from what was filled in."""
        return tuple(issue for issue in self.issues if issue.code.startswith("tamper."))

    @checked
    def compared(self, previous: AnyReport, *, lang: Lang = "zh") -> Reading:
        """The reading compared with the unit's report of the year before.

        Args:
            previous: That report, of any edition; it counts for more than what the workbook was issued with.
            lang: The language of the messages, ``"zh"`` or ``"en"``.

        Raises:
            DataError: It is of another year, or this return does not say its own.
        """
        edition = edition_named(self.edition)
        known = {path: value for path, value in self.values.items() if value is not None}
        found = check_expectations(edition, known, last_year_values(edition, known, previous))
        replaced = expectation_codes(edition)
        others = [issue for issue in self.issues if issue.code not in replaced]
        issues = (evolve(issue, lang=lang) for issue in add_explanations(found, self.explanations))
        places = {cell.path: cell.place for cell in self.cells if cell.place}
        placed_issues = (add_places(issue, places) for issue in issues)
        return evolve(self, issues=sort_by_place([*others, *placed_issues], self.sheets))
