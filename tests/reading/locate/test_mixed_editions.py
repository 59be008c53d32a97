"""A table of another edition than its workbook is told, and of it only what both editions mean is read.

One published return combined the table 二 of one edition with the table 三 of another, whose （六）其他处理
is a single line in the edition of 2019 and three lines in that of 2021.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import gkxl
from gkxl.forms import EDITIONS
from gkxl.layout import pages
from gkxl.model.marks import Grid
from gkxl.model.outline import cells, report_from
from gkxl.write.workbook import make_workbook
from workbooks import at, changed, different, opened, pasted, saved, workbook

if TYPE_CHECKING:
    from gkxl.forms.edition import Edition


TRIAL, CURRENT = EDITIONS["2019"], EDITIONS["2021"]

TABLE_THREE = next(page.sheet for page in pages(CURRENT) if isinstance(page.section.section, Grid))

every_mixture = pytest.mark.parametrize(
    ("edition", "other"), [(CURRENT, TRIAL), (TRIAL, CURRENT)], ids=["2021", "2019"]
)


def mixture(edition: Edition, other: Edition) -> bytes:
    """A workbook of one edition into which someone pasted table three of another, figures and all."""
    book, donor = (workbook(report_from(e.form, different(e))) for e in (edition, other))
    return pasted(book, donor, TABLE_THREE)


def only_theirs(edition: Edition, other: Edition) -> set[str]:
    """The cells of one edition's table three that the other has under no or other headings."""
    mine, theirs = (
        {cell.path for cell in cells(e.form) if cell.path.startswith("requests.")} for e in (edition, other)
    )
    return mine - theirs


@every_mixture
def test_what_both_editions_mean_is_read_and_the_rest_is_named(edition: Edition, other: Edition) -> None:
    """Without a look at the edition, the first of three lines would be taken for the single one."""
    reading = gkxl.read(mixture(edition, other))
    lost = only_theirs(edition, other)
    assert reading.edition == edition.name
    for path, value in reading.values.items():
        filed = different(other if path.startswith("requests.") else edition)
        assert value == filed.get(path) or (value is None and path.startswith("requests.processed."))
    assert all(reading.values[path] is None for path in lost)
    (issue,) = [issue for issue in reading.issues if issue.code == "table.edition"]
    assert set(issue.facts["paths"]) == lost
    assert (issue.facts["other"], issue.facts["edition"]) == (other.name, edition.name)
    assert not reading.ok


@every_mixture
def test_no_other_error_is_told_of_the_table(edition: Edition, other: Edition) -> None:
    reading = gkxl.read(mixture(edition, other))
    errors = [issue.code for issue in reading.issues if issue.severity is gkxl.Severity.ERROR]
    assert errors == ["table.edition"]
    assert at(reading.issues, "requests.received.natural_person") == []


def test_a_mixture_without_identity_is_read_by_the_edition_of_its_tables() -> None:
    bare = changed(mixture(CURRENT, TRIAL), lambda xml: xml.replace("gkxl.", "other."))
    reading = gkxl.read(bare)
    codes = {issue.code for issue in reading.issues}
    assert {"identity.salvaged", "table.edition"} <= codes
    assert (
        reading.values["requests.carried_forward.business"]
        == (different(TRIAL)["requests.carried_forward.business"])
    )


@pytest.mark.parametrize("edition", [CURRENT, TRIAL], ids=["2021", "2019"])
def test_a_table_of_its_own_edition_is_never_taken_for_another(edition: Edition) -> None:
    """Not even when the labels that tell them apart are gone."""
    page = next(page for page in pages(edition) if isinstance(page.section.section, Grid))
    book = opened(make_workbook(edition, different(edition)))
    for box in page.boxes:
        if "申请人" in box.text or box.text == "3.其他":
            book[page.sheet].cell(box.row, box.column).value = None
    reading = gkxl.read(saved(book))
    assert "table.edition" not in {issue.code for issue in reading.issues}
    assert reading.values == different(edition)
