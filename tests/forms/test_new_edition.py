"""A new notice: what docs/maintaining.md tells to write is all that has to be written."""

from __future__ import annotations

import importlib.util
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from attrs import evolve

import gkxl
from commands import gkxl_command
from gkxl.export.drawing import make_chart
from gkxl.forms import EDITIONS, edition_for, newest_edition
from gkxl.layout import places
from gkxl.model.outline import cells, report_from
from published import as_numbers
from workbooks import changed, different, filled, found, pasted, template, with_cell, workbook

if TYPE_CHECKING:
    from gkxl.forms.edition import Edition

PAGE: Final = Path(__file__).parents[2] / "docs" / "maintaining.md"

BLOCK: Final = re.compile(r"^```python\n(.*?)^```$", re.DOTALL | re.MULTILINE)

SUQIAN: Final = gkxl.from_dict(as_numbers("suqian-2024"))


@pytest.fixture
def edition(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Edition:
    """The imaginary edition of the page, in a module of its own and among the editions.

    Something was read before: what is remembered of the editions there were must not stand in the way.
    """
    gkxl.read(workbook(SUQIAN))
    (code,) = BLOCK.findall(PAGE.read_text(encoding="utf-8"))
    path = tmp_path / "e2099.py"
    path.write_text(code, encoding="utf-8")
    spec = importlib.util.spec_from_file_location("e2099", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "e2099", module)
    spec.loader.exec_module(module)
    new: Edition = module.EDITION
    before = newest_edition()
    monkeypatch.setitem(EDITIONS.known, before.name, evolve(before, last_year=new.first_year - 1))
    monkeypatch.setitem(EDITIONS.known, new.name, new)
    return new


def filed(edition: Edition) -> Any:  # noqa: ANN401 (a report of the new edition)
    """A report of it in which every cell has a number of its own."""
    return report_from(edition.form, different(edition))


def test_its_years_are_filed_in_it(edition: Edition) -> None:
    assert newest_edition() is edition_for(2099) is gkxl.EDITIONS["2099"] is edition
    assert edition_for(2098).name == "2021"


def test_it_has_a_template_that_names_every_blank(edition: Edition, tmp_path: Path) -> None:
    gkxl.write_template(tmp_path / "a.xlsx", year=2099, unit="某局")
    reading = gkxl.read(tmp_path / "a.xlsx")
    asked = [cell.path for cell in cells(edition.form) if cell.in_table and not cell.computed]
    assert (reading.edition, reading.values["cover.unit"]) == ("2099", "某局")
    assert {issue.path for issue in reading.issues if issue.code == "cell.blank"} == {*asked}


def test_its_workbooks_are_read(edition: Edition) -> None:
    """Filled in by others, as written here, and as tables pasted into another workbook."""
    values = different(edition)
    entered = {c.path: values[c.path] for c in cells(edition.form) if not c.computed}
    assert gkxl.read(filled(template(edition), entered)).report == filed(edition)
    assert gkxl.read(workbook(filed(edition))).issues == ()
    bare = changed(workbook(filed(edition)), lambda xml: xml.replace("gkxl.", "other."))
    assert (gkxl.read(bare).edition, gkxl.read(bare).report) == ("2099", filed(edition))


def test_a_table_of_it_in_an_older_workbook_is_told(edition: Edition) -> None:
    old = EDITIONS["2021"]
    table = places(edition)["requests.received.total"].sheet
    mixed = pasted(workbook(report_from(old.form, different(old))), workbook(filed(edition)), table)
    errors = [issue for issue in gkxl.read(mixed).issues if issue.severity is gkxl.Severity.ERROR]
    assert [(issue.code, issue.facts["other"]) for issue in errors] == [("table.edition", "2099")]


def test_its_sums_and_balances_are_checked(edition: Edition) -> None:
    values = different(edition)
    assert gkxl.check(filed(edition)) == []
    for path, code in (
        ("requests.processed.total.business", "sum.column"),
        ("requests.received.total", "sum.line"),
    ):
        wrong = report_from(edition.form, {**values, path: values[path] + 1})
        assert (code, path) in found(gkxl.check(wrong))
        assert (code, path) in found(gkxl.read(workbook(wrong)).issues)
    more = with_cell(workbook(filed(edition)), edition, "requests.carried_forward.business", "<v>1</v>")
    assert "balance" in {issue.code for issue in gkxl.read(more).issues}


def test_it_follows_the_edition_before(edition: Edition, tmp_path: Path) -> None:
    """Its template opens with what was carried forward in 2098; a change is told, and may be explained."""
    before = evolve(SUQIAN, cover=evolve(SUQIAN.cover, year=2098))
    gkxl.write_template(tmp_path / "a.xlsx", year=2099, previous=before)
    reading = gkxl.read(tmp_path / "a.xlsx")
    assert reading.values["requests.brought_forward.total"] == SUQIAN.requests.carried_forward.total == 125
    issues = gkxl.check(filed(edition), previous=before)
    first = ("year.brought_forward", "requests.brought_forward.natural_person")
    assert first in found(issues)
    gkxl.write_workbook(
        filed(edition), tmp_path / "b.xlsx", carried=reading.carried, explanations={first: "已更正"}
    )
    told = {(issue.code, issue.path): issue.explanation for issue in gkxl.read(tmp_path / "b.xlsx").issues}
    assert told[first] == "已更正"


def test_it_is_plain_data_a_page_and_a_tree(edition: Edition) -> None:
    plain = gkxl.to_dict(filed(edition))
    assert gkxl.from_dict(plain) == filed(edition)
    assert {*gkxl.json_schema()["properties"]["cells"]["properties"]} == {c.path for c in cells(edition.form)}
    assert "行政检查" in gkxl.to_html(filed(edition))
    assert "设想的通知〔2099〕1号" in gkxl_command("form").stdout


def test_reports_move_to_it(edition: Edition) -> None:
    """The heading that it changed is the same figure; the eight refusals of 2021 are its one line."""
    moved = gkxl.convert(SUQIAN, edition)
    assert moved.missing == ("disclosure.inspections.decisions",)
    assert moved.values["disclosure.permits.decisions"] == SUQIAN.disclosure.permits.decisions
    assert moved.values["requests.processed.refused.total"] == 92
    assert moved.lost["requests.processed.partly_granted.total"] == 471
    assert moved.report is None


def test_reports_move_back_from_it(edition: Edition) -> None:
    moved = gkxl.convert(filed(edition), "2021")
    assert (
        moved.lost["disclosure.inspections.decisions"]
        == different(edition)["disclosure.inspections.decisions"]
    )
    assert moved.values["requests.processed.refused.state_secret.business"] is None
    assert moved.values["requests.received.total"] == different(edition)["requests.received.total"]


def test_workbooks_move_to_it(edition: Edition, tmp_path: Path) -> None:
    gkxl.migrate(workbook(SUQIAN), tmp_path / "new.xlsx", year=2099)
    reading = gkxl.read(tmp_path / "new.xlsx")
    assert reading.edition == edition.name
    assert ("cell.blank", "disclosure.inspections.decisions") in found(reading.issues)


def test_years_go_on_over_it(edition: Edition) -> None:
    """Three editions in a row share what each of them has or adds up to."""
    trial = gkxl.from_dict(as_numbers("pingtan-2019"))
    later = filed(edition)
    rows = gkxl.series([trial, SUQIAN, later])
    assert len({row.path for row in rows}) == 1 + 6 * 7
    refused = [row.value for row in rows if row.path == "requests.processed.refused.total"]
    assert refused[1:] == [92, later.requests.processed.refused.total]
    before = evolve(SUQIAN, cover=evolve(SUQIAN.cover, year=2098))
    assert (
        make_chart([before, later]).outcomes["（三）不予公开"][-1] == later.requests.processed.refused.total
    )
