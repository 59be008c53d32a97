"""The figures in lines of text fill in what the cells of a table lack; what they contradict is not read."""

from __future__ import annotations

from typing import Final
from unittest.mock import patch

import lxml.html
import pytest
from attrs import evolve
from printed_reports import broken_page, values

from gkxl.files.limits import Limits
from gkxl.publication.read import as_workbook, html_reader
from gkxl.publication.read.as_workbook import read_published
from gkxl.publication.read.line_figures import find_figures
from gkxl.publication.read.text_rows import split_row

REAL: Final = "suqian-2024"


@pytest.mark.parametrize(
    "other", ["requests.received.total", "disputes.review.upheld", "requests.processed.granted.business"]
)
def test_what_two_witnesses_read_otherwise_is_not_read(other: str) -> None:
    """The lines of text say something else than the cells."""
    html = broken_page(REAL, "section 1")
    grid = html_reader.read_html(html.encode(), Limits())
    rows = [split_row(n, line) for n, line in enumerate(text_lines(html))]
    figures = find_figures(rows)
    section = other.partition(".")[0]
    lines = {
        name: tuple("7" if one == str(values(REAL)[other]) else one for one in found)
        for name, found in figures[section].lines.items()
    }
    both = evolve(grid, figures={**figures, section: evolve(figures[section], lines=lines)})
    with patch.object(as_workbook, "open_document", return_value=both):
        reading = read_published(b"")
    assert reading.values[other] is None
    assert {path.partition(".")[0] for path, value in reading.values.items() if value is None} == {section}


def text_lines(html: str) -> list[str]:
    rows = lxml.html.fromstring(html).iter("tr")
    return ["\t".join(cell.text_content() for cell in row.iter("td", "th")) for row in rows]
