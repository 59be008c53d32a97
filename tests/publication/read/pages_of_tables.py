"""A published page as a draft: its three tables as rows of cells that can be changed in any way."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from html import escape
from typing import TYPE_CHECKING, Any, Final

from lxml import html

import gkxl
from gkxl.forms import EDITIONS
from gkxl.layout import pages
from gkxl.model.outline import report_from
from gkxl.publication.read.as_workbook import read_published
from workbooks import different

if TYPE_CHECKING:
    from gkxl.forms.edition import Edition
    from gkxl.reading import Reading

NEWEST: Final = EDITIONS["2021"]
PERMITS: Final = "disclosure.permits.decisions"

_TABLE: Final = re.compile("<table.*?</table>", re.DOTALL)


@dataclass
class Cell:
    """A cell of a page: its html, what it spans, and which cell of the form it is."""

    inside: str
    rows: int = 1
    columns: int = 1
    path: str = ""
    attributes: str = ""

    @property
    def is_label(self) -> bool:
        return not self.path and bool(self.inside)

    def html(self) -> str:
        rows = f' rowspan="{self.rows}"' if self.rows != 1 else ""
        columns = f' colspan="{self.columns}"' if self.columns != 1 else ""
        return f"<td{rows}{columns}{self.attributes}>{self.inside}</td>"


@dataclass
class Table:
    """A table of a page, in one or more parts, with html between them."""

    parts: list[list[list[Cell]]]
    between: str = ""

    @property
    def rows(self) -> list[list[Cell]]:
        return [row for part in self.parts for row in part]

    def html(self) -> str:
        return self.between.join(f"<table>{''.join(map(_row, part))}</table>" for part in self.parts)


def _row(row: list[Cell]) -> str:
    return f"<tr>{''.join(cell.html() for cell in row)}</tr>"


@dataclass
class Page:
    """A published page, and what may be read from it."""

    edition: Edition
    values: dict[str, Any]
    tables: list[Table]
    frame: str
    allowed: dict[str, list[Any]] = field(default_factory=dict)
    doubtful: dict[str, list[Any]] = field(default_factory=dict)

    def html(self) -> str:
        made = iter(self.tables)
        return _TABLE.sub(lambda _: next(made).html(), self.frame)

    def show(self, cell: Cell, inside: str, value: Any = None) -> None:  # noqa: ANN401 (what it may be read as)
        """Let a cell show something else; that may be read from then on."""
        cell.inside = inside
        if cell.path:
            self.allowed.setdefault(cell.path, []).append(value)


@cache
def _printed(edition: Edition) -> tuple[str, dict[str, Any]]:
    values = different(edition)
    return gkxl.to_html(report_from(edition.form, values), draft=True), values


def page(edition: Edition) -> Page:
    """A report as gkxl publishes it, every number another one; what the cover adds is left out."""
    frame, values = _printed(edition)
    found = [page for page in pages(edition) if page.section.in_table]
    tables = [
        Table([_cells(element, iter(box.cell.path for box in page.boxes if box.cell))])
        for element, page in zip(html.fromstring(frame).iter("table"), found, strict=True)
    ]
    printed = {path: "\n".join(v.split("\n")) if isinstance(v, str) else v for path, v in values.items()}
    cover = {
        path for path in values if path.startswith("cover.") and path not in ("cover.unit", "cover.year")
    }
    unit = {"cover.unit": " ".join(values["cover.unit"].split())}
    return Page(edition, {**printed, **dict.fromkeys(cover, ""), **unit}, tables, frame)


def _cells(table: Any, paths: Any) -> list[list[Cell]]:  # noqa: ANN401 (lxml has no types)
    return [
        [
            Cell(
                escape(cell.text_content()),
                int(cell.get("rowspan", 1)),
                int(cell.get("colspan", 1)),
                next(paths) if cell.get("headers") else "",
            )
            for cell in row
        ]
        for row in table.iter("tr")
    ]


def codes(reading: Reading) -> set[str]:
    """The codes of all issues but those about what the figures add up to, and about the site around."""
    others = ("narrative.", "expect.", "published.around")
    return {issue.code for issue in reading.issues if not issue.code.startswith(others)}


def figures(values: Any) -> dict[str, Any]:  # noqa: ANN401 (a mapping)
    """The numbers among values."""
    return {path: value for path, value in values.items() if not isinstance(value, str)}


def is_read_right(made: str | bytes, edition: Edition = NEWEST, **options: Any) -> set[str]:  # noqa: ANN401
    """Assert that every figure is as it was printed; give the codes of the other issues."""
    reading = read_published(made, **options)
    assert figures(reading.values) == figures(page(edition).values)
    return codes(reading)


def changed(pattern: str, new: str, edition: Edition = NEWEST) -> str:
    """A page with something printed otherwise."""
    made, count = re.subn(pattern, new, page(edition).html())
    assert count, f"{pattern} is not on the page"
    return made
