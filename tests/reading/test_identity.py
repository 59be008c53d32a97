"""A workbook says who it is for in two places that must agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from attrs import evolve

import gkxl
from gkxl.layout import VERSION, Identity
from gkxl.model.outline import report_from
from gkxl.write.workbook import make_workbook
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
    assert [(issue.found, issue.expected, issue.facts["name"].zh) for issue in issues] == [(new, old, name)]
    assert not reading.ok


@every_edition
def test_a_later_layout_is_refused_with_the_way_out(edition: Edition) -> None:
    later = content(edition)
    newer = str(int(VERSION) + 1)
    for part in (PROPERTIES, "sharedStrings"):
        later = changed(later, lambda xml: xml.replace(f">{VERSION}<", f">{newer}<"), part=part)
    with pytest.raises(gkxl.errors.UnreadableFileError, match=rf"版式 {newer}.*请升级"):
        gkxl.read(later)


def claiming(edition: Edition, name: str, claim: str) -> bytes:
    """A workbook that says this of itself, in both places."""
    values = {**different(edition), "cover.unit_code": "u-007"}
    return make_workbook(edition, values, identity=evolve(Identity.of(edition, values), **{name: claim}))


@every_edition
@pytest.mark.parametrize("layout", ["abc", "0", "01", "1.5", "-1", "²", "9" * 5000, "\u202e1"])
def test_a_layout_that_was_never_issued_is_refused_in_a_short_sentence(edition: Edition, layout: str) -> None:
    with pytest.raises(gkxl.errors.UnreadableFileError, match="版式") as refusal:
        gkxl.read(claiming(edition, "layout", layout))
    assert len(refusal.value.zh) < 200
    assert refusal.value.zh.isprintable()


@every_edition
@pytest.mark.parametrize(
    ("name", "way_out"), [("1999", "原来发下的表格"), ("2099", "升级"), ("x" * 9000, "原来")]
)
def test_an_edition_that_is_not_known_is_refused_with_the_way_out(
    edition: Edition, name: str, way_out: str
) -> None:
    with pytest.raises(gkxl.errors.UnreadableFileError, match=way_out) as refusal:
        gkxl.read(claiming(edition, "edition", name))
    assert len(refusal.value.zh) < 200


@every_edition
@pytest.mark.parametrize("lost", ["edition", "layout"])
def test_without_the_edition_or_the_layout_the_tables_tell_them(edition: Edition, lost: str) -> None:
    """What else is known of the workbook stays known."""
    reading = gkxl.read(claiming(edition, lost, ""))
    assert (reading.edition, reading.identity.unit_code) == (edition.name, "u-007")
    assert reading.report == gkxl.read(content(edition)).report
    assert "identity.salvaged" in {issue.code for issue in reading.issues}


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
