"""The lines across a page hold every row of a table with its name, whatever is set beside it."""

from __future__ import annotations

import pytest
import weasyprint
from printed_reports import broken_page, values

from gkxl.files.limits import Limits
from gkxl.publication.read.formats import open_document
from gkxl.publication.read.label_matching import labels_by_section

NARROW = "th[rowspan='22'],th[rowspan='23']{width:1em;line-height:1.15}"
"""What names a group of lines is set one character below the other, each at another height than any row."""


@pytest.mark.parametrize(
    "more", [NARROW + "td{font-size:7px}", NARROW + "td{font-size:9px;vertical-align:bottom}"]
)
def test_words_one_below_the_other_take_no_figures(more: str) -> None:
    name = "suqian-2024"
    printed = weasyprint.HTML(string=broken_page(name, "section 2", 14, more)).write_pdf()
    found = open_document(printed, Limits()).figures["requests"].lines
    wanted = values(name)
    official = labels_by_section()["requests"].pages["2021"].labels
    lines: dict[str, list[str]] = {}
    for path, labels in official.items():
        lines.setdefault(labels.line, []).append(str(wanted[path]))
    assert found == {line: tuple(own) for line, own in lines.items()}
