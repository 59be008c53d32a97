"""What a published report says, whatever format it is published in: a title, sections, texts and tables."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from attrs import field, frozen

from gkxl.checks import issues_in
from gkxl.errors import FaultyReportError
from gkxl.forms import edition_of
from gkxl.issues.catalogue import Severity
from gkxl.layout import pages
from gkxl.model.marks import Lead, Particulars
from gkxl.model.values import digits, values_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from attrs import AttrsInstance

    from gkxl.forms.edition import Edition
    from gkxl.layout import Page
    from gkxl.model.outline import Node

DRAFT: Final = "草稿"

_NUMERALS: Final = "一二三四五六七八九十"
_UNPRINTABLE: Final = re.compile("[^\t\n\r\x20-\x7e\x80-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_FEW: Final = 3
"""So many faults are named where a report is refused."""


@frozen
class Passage:
    """A text with the heading over it, which may be empty."""

    heading: str
    paragraphs: tuple[str, ...]


@frozen
class Part:
    """A section: its page where it is a table, or else its passages."""

    page: Page
    passages: tuple[Passage, ...] = ()

    @property
    def title(self) -> str:
        """The heading of the section, as the notice prints it."""
        return self.page.section.item.label

    @property
    def is_table(self) -> bool:
        """Whether it is one of the official tables."""
        return self.page.section.in_table


@frozen
class Document:
    """A report as it is published. Of the cover only the unit and the year are: they make the title.

    Attributes:
        title_lines: The title: the unit, if there is one, and the year with the name of the report.
        parts: The sections in the order of the notice.
        draft: Whether it says that it is a draft.
    """

    title_lines: tuple[str, ...]
    parts: tuple[Part, ...]
    draft: bool
    _values: Mapping[str, Any] = field(repr=False)

    @property
    def title(self) -> str:
        """The title in one line."""
        return "".join(self.title_lines)

    def figure(self, cell: Node) -> str:
        """The number in a cell as it is printed: an amount with every digit that was filed."""
        return digits(self._values[cell.path])

    def longest_figure(self, page: Page) -> int:
        """How many characters the longest number in a table has."""
        return max(len(self.figure(box.cell)) for box in page.boxes if box.cell)


def document(report: AttrsInstance, *, draft: bool) -> Document:
    """A report as it is published.

    Raises:
        UnknownEditionError: It is not a report of any edition.
        FaultyReportError: It has errors, and is not to be a draft.
    """
    edition, values = edition_of(report), values_of(report)
    if not draft:
        _refuse_faulty(edition, values)
    parts = tuple(_part(page, values) for page in pages(edition) if not _is_cover(page))
    return Document(_title(edition, values), parts, draft, values)


def paragraphs(text: str) -> tuple[str, ...]:
    """The lines of a text as they are printed: with single spaces, without what no page can show."""
    lines = (" ".join(_UNPRINTABLE.sub("", line).split()) for line in text.splitlines())
    return tuple(line for line in lines if line)


def _refuse_faulty(edition: Edition, values: Mapping[str, Any]) -> None:
    faults = [issue for issue in issues_in(edition, values) if issue.severity is Severity.ERROR]
    if faults:
        named = "；".join(issue.message for issue in faults[:_FEW])
        labels = ", ".join(issue.path for issue in faults[:_FEW])
        raise FaultyReportError(
            f"报告有 {len(faults)} 处需改正，不能发布（{named}）。请改正，或先输出草稿。",
            f"the report has errors, {len(faults)} in all ({labels}); correct them, or publish a draft",
        )


def _is_cover(page: Page) -> bool:
    return isinstance(page.section.section, Particulars)


def _title(edition: Edition, values: Mapping[str, Any]) -> tuple[str, ...]:
    name = next(page.section.item.label for page in pages(edition) if _is_cover(page))
    unit = " ".join(paragraphs(values["cover.unit"]))
    named = f"{values['cover.year']}年{name}"
    return (unit, named) if unit else (named,)


def _part(page: Page, values: Mapping[str, Any]) -> Part:
    if page.section.in_table:
        return Part(page)
    return Part(page, tuple(_passages(page.section, values)))


def _passages(section: Node, values: Mapping[str, Any]) -> Iterator[Passage]:
    """The texts of a section; one that is empty is not printed."""
    number = 0
    for cell in section.leaves:
        printed = paragraphs(values[cell.path])
        if printed:
            headed = bool(cell.headings) and not isinstance(cell.item, Lead)
            yield Passage(_heading(cell, number) if headed else "", printed)
            number += headed


def _heading(cell: Node, number: int) -> str:
    """The heading of a text, numbered where the notice does not number it."""
    label = cell.item.label
    return label if label.startswith("（") else f"（{_NUMERALS[number]}）{label}"
