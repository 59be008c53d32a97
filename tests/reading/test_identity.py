"""A workbook says who it is for in two places that must agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import gkxl
from gkxl.forms import EDITIONS
from gkxl.values import report_from
from workbooks import changed, different, every_edition, found, with_cell, workbook

if TYPE_CHECKING:
    from gkxl.forms.edition import Edition

PROPERTIES = "docProps/custom.xml"
HIDDEN = "xl/sharedStrings.xml"


def content(edition: Edition) -> bytes:
    return workbook(report_from(edition.form, {**different(edition), "cover.unit_code": "u-007"}))


def without(content: bytes, part: str) -> bytes:
    """The workbook without what it says of itself in one of the places."""
    return changed(content, lambda xml: xml.replace("gkxl.", "other."), part=part)


def saying(content: bytes, part: str, old: str, new: str) -> bytes:
    return changed(content, lambda xml: xml.replace(f">{old}<", f">{new}<"), part=part)


@every_edition
@pytest.mark.parametrize("part", [PROPERTIES, HIDDEN])
def test_one_of_the_two_places_is_enough(edition: Edition, part: str) -> None:
    """Web editors drop properties, clerks delete sheets: the other one is read, and a warning says so."""
    whole = gkxl.read(content(edition))
    reading = gkxl.read(without(content(edition), part))
    assert (reading.identity, reading.report) == (whole.identity, whole.report)
    assert found(reading.issues) == [("identity.lost", "")]
    assert reading.ok


@every_edition
@pytest.mark.parametrize(
    ("old", "new", "name"), [("u-007", "u-008", "单位代码"), ("gkxl 0.1.0", "gkxl 9", "生成程序")]
)
def test_two_places_that_contradict_each_other_are_an_error(
    edition: Edition, old: str, new: str, name: str
) -> None:
    """Somebody put two workbooks together: nobody can say whose figures these are."""
    reading = gkxl.read(saying(content(edition), PROPERTIES, old, new))
    issues = [issue for issue in reading.issues if issue.code == "identity.conflict"]
    assert [(issue.found, issue.expected, issue.facts["name"]) for issue in issues] == [(new, old, name)]
    assert not reading.ok


@every_edition
def test_a_later_layout_is_refused_with_the_way_out(edition: Edition) -> None:
    later = content(edition)
    for part in (PROPERTIES, "sharedStrings"):
        later = changed(later, lambda xml: xml.replace(">1<", ">2<"), part=part)
    with pytest.raises(gkxl.UnreadableFileError, match=r"版式 2.*请升级"):
        gkxl.read(later)


@every_edition
def test_an_edition_that_is_not_known_is_named_with_those_that_are(edition: Edition) -> None:
    other = content(edition)
    for part in (PROPERTIES, HIDDEN):
        other = saying(other, part, edition.name, "1999")
    with pytest.raises(gkxl.UnknownEditionError, match="1999") as refusal:
        gkxl.read(other)
    assert all(name in refusal.value.zh for name in EDITIONS)


@every_edition
def test_a_cover_of_another_year_or_unit_is_an_error_at_its_cell(edition: Edition) -> None:
    """Last year's workbook, or a neighbour's, filled in once more."""
    year = with_cell(content(edition), edition, "cover.year", f"<v>{edition.first_year + 1}</v>")
    assert found(gkxl.read(year).issues) == [("identity.year", "cover.year")]
    unit = with_cell(content(edition), edition, "cover.unit_code", "<is><t>u-9</t></is>", ' t="inlineStr"')
    (issue,) = gkxl.read(unit).issues
    assert (issue.code, issue.found, issue.expected) == ("identity.unit_code", "u-9", "u-007")
    assert issue.place


@every_edition
def test_without_any_identity_the_tables_tell_the_edition(edition: Edition) -> None:
    """Pasted into a new workbook: read by labels, and marked as salvaged."""
    pasted = without(without(content(edition), PROPERTIES), HIDDEN)
    reading = gkxl.read(pasted)
    assert reading.edition == edition.name
    assert reading.report == gkxl.read(content(edition)).report
    assert "identity.salvaged" in {issue.code for issue in reading.issues}
