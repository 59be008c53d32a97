"""The figures of real reports, put into the form as published: the same values, or a located issue."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

import gkxl
from gkxl.forms import EDITIONS
from gkxl.layout import pages, places
from gkxl.model.marks import Grid
from gkxl.model.outline import cells
from published import COMPLETE, FOLDER, as_numbers, published
from workbooks import filled, found, pasted, template, workbook

if TYPE_CHECKING:
    from gkxl.forms.edition import Edition

NAMES = sorted(path.stem for path in FOLDER.glob("*.json"))

WITH_TEXT = {
    "pingtan-2019": [("cell.text", "disclosure.procurement.amount")],
    "shanghai-office-2025": [
        ("cell.text", "disclosure.normative_documents.repealed"),
        ("cell.text", "disclosure.regulations.issued"),
    ],
}
"""The reports that print text where a number belongs, with what there is to say of them."""

MIXED = "hongze-2024"
"""The report that prints the table two of edition 2021 above the table three of 2019."""


def as_filed(edition: Edition, figures: dict[str, Any]) -> bytes:
    """The blank form of an edition, filled in with these figures where it has a cell for them."""
    known = {cell.path for cell in cells(edition.form)}
    year, unit = figures["cover.year"], figures["cover.unit"]
    entered = {path: value for path, value in figures.items() if path in known}
    return filled(template(edition, year=year, unit=unit), entered)


def as_read(filed: Any) -> Any:  # noqa: ANN401 (what a cell holds)
    """What is read of a cell that was filled in so."""
    return Decimal(str(filed)) if isinstance(filed, float) else filed


def test_every_published_report_is_told_of() -> None:
    assert {*COMPLETE, *WITH_TEXT, MIXED} == {*NAMES}


@pytest.mark.parametrize("name", [*COMPLETE, "pingtan-2019"])
def test_a_complete_report_comes_back_from_its_workbook(name: str) -> None:
    report = gkxl.from_dict(as_numbers(name))
    reading = gkxl.read(workbook(report))
    assert (reading.edition, reading.report) == (published(name)["edition"], report)
    assert reading.issues == ()


@pytest.mark.parametrize("name", sorted({*NAMES} - {MIXED}))
def test_a_form_filled_in_as_published_holds_what_was_published_or_says_why_not(name: str) -> None:
    data = published(name)
    reading = gkxl.read(as_filed(EDITIONS[data["edition"]], data["cells"]))
    assert found(reading.issues) == WITH_TEXT.get(name, [])
    unread = {issue.path for issue in reading.issues}
    assert all(issue.place == places(EDITIONS[data["edition"]])[issue.path] for issue in reading.issues)
    for path, filed in data["cells"].items():
        assert reading.values[path] == (None if path in unread else as_read(filed)), path


def test_the_report_that_mixes_editions_is_named_as_such() -> None:
    """Its table two is read by the edition of 2021, of its table three what both editions mean."""
    data = published(MIXED)
    current, trial = EDITIONS["2021"], EDITIONS["2019"]
    table = next(page.sheet for page in pages(current) if isinstance(page.section.section, Grid))
    donor = as_filed(trial, data["cells"] | {"cover.year": trial.first_year})
    reading = gkxl.read(pasted(as_filed(current, data["cells"]), donor, table))
    errors = [issue for issue in reading.issues if issue.severity is gkxl.Severity.ERROR]
    assert [(issue.code, issue.facts["other"], issue.facts["edition"]) for issue in errors] == [
        ("table.edition", "2019", "2021")
    ]
    filed = {path: as_read(value) for path, value in data["cells"].items()}
    assert {path: v for path, v in reading.values.items() if v not in (None, filed.get(path, ""))} == {}
    assert reading.values["disclosure.permits.decisions"] == data["cells"]["disclosure.permits.decisions"]
    assert reading.values["requests.received.total"] == data["cells"]["requests.received.total"]
    assert reading.values["requests.processed.otherwise.other.total"] is None
