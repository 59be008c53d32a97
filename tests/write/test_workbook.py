"""A workbook holds its report whole, and says who it is for, whatever the report holds."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import attrs
import pytest
from hypothesis import given, settings

import gkxl
from gkxl.checksheet.lines import explainable_lines, last_year_places
from gkxl.layout import HIDDEN_SHEET, NAME_PREFIX, PROPERTY_PREFIX, VERSION, Identity, pages, places
from gkxl.model.marks import Prose
from gkxl.model.outline import cells, normalized, report_from, values_of
from gkxl.write import style
from gkxl.write.workbook import make_workbook
from strategies import broken_reports, reports
from workbooks import (
    AWKWARD_TEXTS,
    different,
    every_edition,
    found,
    named,
    opened,
    parts,
    real,
    template,
    with_texts,
    workbook,
    zeros,
)

if TYPE_CHECKING:
    from gkxl.forms.edition import AnyReport, Edition

EXAMPLES = settings(max_examples=40)

A4_HEIGHT = 741 - style.TITLE_HEIGHT
"""Of what is printed between the margins, below the title that every page repeats, in points."""


def comes_back(report: AnyReport) -> None:
    """The law of writing and reading."""
    content = workbook(report)
    reading = gkxl.read(content)
    assert reading.report == report
    assert found(reading.issues) == found(gkxl.check(report))
    assert workbook(report) == content


# What is written is read


@every_edition
def test_published_reports_come_back(edition: Edition) -> None:
    """``read(write(r)) == r`` with the issues of ``check(r)`` and no others, and always the same bytes."""
    for report in real(edition):
        comes_back(report)


@every_edition
def test_consistent_reports_come_back(edition: Edition) -> None:
    @EXAMPLES
    @given(reports(edition))
    def law(report: AnyReport) -> None:
        comes_back(report)

    law()


@every_edition
def test_broken_reports_come_back_as_they_were_filed(edition: Edition) -> None:
    @EXAMPLES
    @given(broken_reports(edition))
    def law(report: AnyReport) -> None:
        comes_back(report)

    law()


@every_edition
def test_awkward_texts_come_back(edition: Edition) -> None:
    """No text is taken for a formula, a number, markup, an escape or white space to be tidied."""
    for report in with_texts(edition, AWKWARD_TEXTS):
        comes_back(report)


@pytest.mark.matrix
@every_edition
@pytest.mark.parametrize("text", [t for t in AWKWARD_TEXTS if len(t) < 40], ids=ascii)
def test_awkward_codes_of_units_come_back(edition: Edition, text: str) -> None:
    """The identity repeats the unit's code without contradicting itself."""
    comes_back(report_from(edition.form, {**zeros(edition), "cover.unit_code": text}))


@every_edition
def test_long_codes_of_units_come_back(edition: Edition) -> None:
    """A code too long for a document property is in the hidden sheet alone."""
    comes_back(report_from(edition.form, {**zeros(edition), "cover.unit_code": "9" * 256}))


@every_edition
def test_another_process_writes_the_same_bytes(edition: Edition) -> None:
    """Nothing depends on the hash seed, the time or the folder."""
    program = (
        "import hashlib; from workbooks import *;"
        f"edition = EDITIONS[{edition.name!r}];"
        "report = report_from(edition.form, different(edition));"
        "print(hashlib.sha256(workbook(report) + template(edition)).hexdigest())"
    )
    here = hashlib.sha256(
        workbook(report_from(edition.form, different(edition))) + template(edition)
    ).hexdigest()
    for seed in ("1", "2"):
        elsewhere = subprocess.run(
            [sys.executable, "-c", program],
            env={"PYTHONPATH": str(Path(__file__).parents[1]), "PYTHONHASHSEED": seed, "TZ": "Asia/Shanghai"},
            capture_output=True,
            check=True,
            text=True,
        )
        assert elsewhere.stdout.strip() == here


# A blank template


@every_edition
def test_blank_inputs_are_blank_and_totals_are_formulas_with_results(edition: Edition) -> None:
    """Blank is not zero, and a total shows what it adds up to before anything is calculated."""
    content = template(edition)
    formulas, shown = named(opened(content)), named(opened(content, data_only=True))
    for cell in cells(edition.form):
        if cell.computed:
            assert str(formulas[cell.path].value).startswith("=SUM("), cell.path
            assert shown[cell.path].value == 0
        elif cell.path != "cover.year":
            assert formulas[cell.path].value is None, cell.path


@every_edition
def test_a_blank_template_reads_as_blank_and_never_as_passed(edition: Edition) -> None:
    content = template(edition)
    reading = gkxl.read(content)
    blank = [cell.path for cell in cells(edition.form) if cell.in_table and not cell.computed]
    told = [one for one in found(reading.issues) if one[0] == "cell.blank"]
    assert told == sorted(("cell.blank", path) for path in blank)
    assert {issue.code for issue in reading.issues} == {"cell.blank", "cover.blank", "narrative.empty"}
    assert reading.report is None
    verdict = str(opened(content, data_only=True)["审核"]["B2"].value)
    assert verdict == f"需改正：还有 {len(blank)} 格没有填"


@every_edition
def test_a_template_carries_what_it_was_issued_with(edition: Edition) -> None:
    cover = {"unit": "某市财政局", "unit_code": "0007", "level": "市级"}
    reading = gkxl.read(template(edition, **cover))
    assert {name: reading.values[f"cover.{name}"] for name in cover} == cover
    assert (reading.identity.unit_code, reading.identity.year) == ("0007", str(edition.first_year))


@every_edition
def test_partly_filled_values_show_partial_totals(edition: Edition) -> None:
    """What formulas are said to result in counts only what is there, as they do themselves."""
    values = {**different(edition), **{cell.path: None for cell in cells(edition.form) if cell.computed}}
    (first, *_) = [cell.path for cell in cells(edition.form) if cell.in_table and not cell.computed]
    full = opened(make_workbook(edition, values), data_only=True)
    partial = opened(make_workbook(edition, {**values, first: None}), data_only=True)
    assert named(full)[first].value == values[first]
    assert named(partial)[first].value is None
    assert str(partial["审核"]["B2"].value) == "需改正：还有 1 格没有填"
    totals = normalized(report_from(edition.form, different(edition)))
    for path in (cell.path for cell in cells(edition.form) if cell.computed):
        assert named(full)[path].value == values_of(totals)[path]


# What is in the cells


@every_edition
def test_only_totals_that_add_up_are_formulas(edition: Edition) -> None:
    """A total that was filed wrong stays as it was filed; a text that begins with = is no formula."""
    totals = [cell.path for cell in cells(edition.form) if cell.computed]
    texts = {cell.path: "=1+1" for cell in cells(edition.form) if cell.type is str and not cell.item.choices}
    wrong = {**different(edition), **texts, totals[0]: 7}
    right = values_of(normalized(report_from(edition.form, wrong)))
    sheets = {places(edition)[path].sheet for path in wrong}
    book = opened(workbook(report_from(edition.form, wrong)))
    formulas = {
        (sheet, cell.coordinate)
        for sheet in sheets
        for row in book[sheet].iter_rows()
        for cell in row
        if cell.data_type == "f"
    }
    add_up = {path for path in totals if right[path] == wrong[path]}
    assert formulas == {(places(edition)[path].sheet, places(edition)[path].address) for path in add_up}
    assert named(book)[totals[0]].value == 7


@every_edition
def test_a_text_is_one_shared_string_and_nothing_else(edition: Edition) -> None:
    """Whatever a unit writes, no markup of its own gets into the file."""
    text = '<r><t>8</t></r><c r="A1"><f>1+1</f></c></r>'
    report = report_from(edition.form, {**zeros(edition), "cover.unit": text})
    contents = parts(workbook(report))
    assert "<f>1+1</f>" not in "".join(contents.values())
    assert contents["xl/sharedStrings.xml"].count("<si>") == contents["xl/sharedStrings.xml"].count("<t")


# Who it is for


@every_edition
def test_every_cell_is_named_and_every_name_points_to_its_place(edition: Edition) -> None:
    book = opened(template(edition))
    pointed = {path: (cell.parent.title, cell.coordinate) for path, cell in named(book).items()}
    wanted = {
        **places(edition),
        **{line.name.removeprefix(NAME_PREFIX): line.place for line in explainable_lines(edition)},
    }
    assert pointed == {path: (place.sheet, place.address) for path, place in wanted.items()}
    ours = [name for name in book.defined_names if name.startswith(NAME_PREFIX)]
    assert len(ours) == len(cells(edition.form)) + len(explainable_lines(edition))


@every_edition
def test_the_identity_is_text_in_properties_and_on_a_very_hidden_sheet(edition: Edition) -> None:
    """As text, so that no program rounds a code of eighteen digits."""
    content = template(edition, unit_code="911101080000000001")
    identity = attrs.asdict(
        Identity(
            edition=edition.name,
            layout=VERSION,
            year=str(edition.first_year),
            unit_code="911101080000000001",
            generator=f"gkxl {version('gkxl')}",
        )
    )
    facts = {PROPERTY_PREFIX + name: value for name, value in identity.items()}
    book = opened(content)
    hidden = book[HIDDEN_SHEET]
    assert hidden.sheet_state == "veryHidden"
    kept = {PROPERTY_PREFIX + path: None for path in last_year_places(edition)}
    assert {row[0].value: row[1].value for row in hidden.iter_rows() if row[0].value} == facts | kept
    custom = parts(content)["docProps/custom.xml"]
    assert re.findall(r'name="([^"]*)"><vt:(\w+)>([^<]*)<', custom) == [
        (name, "lpwstr", value) for name, value in facts.items()
    ]


@every_edition
def test_no_text_is_printed_half_on_one_page_and_half_on_the_next(edition: Edition) -> None:
    """Unless it is longer than a page; Excel passes over breaks where a sheet is made to fit."""
    book = opened(template(edition))
    for page in pages(edition):
        if isinstance(page.section.section, Prose):
            sheet = book[page.sheet]
            breaks = {mark.id for mark in sheet.row_breaks.brk}
            inside = {row for box in page.boxes if box.cell for row in range(box.row, box.row + box.rows - 1)}
            assert not breaks & inside
            setup = sheet.sheet_properties.pageSetUpPr
            assert setup is None or not setup.fitToPage
            used = 0.0
            for row in range(page.lead_rows + 1, page.height + 1):
                used += sheet.row_dimensions[row].height or style.LINE_HEIGHT
                assert used <= A4_HEIGHT
                used = 0.0 if row in breaks else used
