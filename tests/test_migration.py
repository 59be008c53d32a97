"""Filled workbooks are moved into today's: what can be carried is, the rest stays blank and is listed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from attrs import evolve

import gkxl
from commands import gkxl_command
from gkxl.forms import EDITIONS
from gkxl.layout import VERSION, Identity
from gkxl.model.outline import cells, report_from
from gkxl.write.workbook import make_workbook
from keep_layouts import FOLDER
from published import as_numbers
from workbooks import changed, different, every_edition, filled, found, with_cell, workbook

if TYPE_CHECKING:
    from pathlib import Path

    from gkxl.forms.edition import Edition

TRIAL, CURRENT = EDITIONS["2019"], EDITIONS["2021"]

PINGTAN = gkxl.from_dict(as_numbers("pingtan-2019"))


@pytest.mark.parametrize(
    "path", sorted(FOLDER.glob("*/*.xlsx")), ids=lambda path: f"{path.parent.name}-{path.stem}"
)
def test_a_workbook_of_every_layout_becomes_one_of_today(path: Path, tmp_path: Path) -> None:
    """Its year stays, and so its edition; nothing is lost."""
    moved = gkxl.migrate(path, tmp_path / "new.xlsx")
    reading = gkxl.read(tmp_path / "new.xlsx")
    assert (moved.conversion.lost, moved.conversion.missing) == ({}, ())
    assert (reading.identity.layout, reading.edition) == (VERSION, path.stem)
    assert {issue.code for issue in reading.issues} <= {
        "narrative.empty",
        "cover.blank",
        "unusual.regulations",
    }
    assert reading.report == gkxl.read(path).report
    assert (tmp_path / "new.xlsx").read_bytes() == workbook(reading.report)  # type: ignore[arg-type] # there is a report


def test_for_a_year_of_another_edition_what_it_asks_for_alone_stays_blank(tmp_path: Path) -> None:
    moved = gkxl.migrate(workbook(PINGTAN), tmp_path / "new.xlsx", year=2021)
    reading = gkxl.read(tmp_path / "new.xlsx")
    assert (reading.edition, reading.values["cover.year"]) == ("2021", 2021)
    blank = {issue.path for issue in reading.issues if issue.code == "cell.blank"}
    assert blank == {*moved.conversion.missing}
    assert len(blank) == 7 + 18
    assert {issue.code for issue in reading.issues} == {"cell.blank"}
    for path in moved.conversion.taken_over:
        assert reading.values[path] in (moved.conversion.values[path], None)


def test_totals_over_blanks_follow_when_these_are_filled_in(tmp_path: Path) -> None:
    """（七）总计 was filed, but its parts are not all there: it is left to its formula."""
    moved = gkxl.migrate(workbook(PINGTAN), tmp_path / "new.xlsx", year=2021)
    reading = gkxl.read(
        filled((tmp_path / "new.xlsx").read_bytes(), dict.fromkeys(moved.conversion.missing, 0))
    )
    assert reading.ok
    assert reading.report is not None
    assert reading.report.requests.processed.total.total == PINGTAN.requests.processed.total.total


@every_edition
def test_what_could_not_be_read_stays_blank_and_is_listed(edition: Edition, tmp_path: Path) -> None:
    path = "requests.received.business"
    old = with_cell(
        workbook(report_from(edition.form, different(edition))),
        edition,
        path,
        "<is><t>约8</t></is>",
        ' t="inlineStr"',
    )
    moved = gkxl.migrate(old, tmp_path / "new.xlsx")
    assert moved.conversion.missing == (path,)
    reading = gkxl.read(tmp_path / "new.xlsx")
    assert ("cell.blank", path) in found(reading.issues)
    assert {p: v for p, v in reading.values.items() if v not in (different(edition)[p], None)} == {}


@every_edition
def test_a_total_that_was_filed_wrong_stays_wrong(edition: Edition, tmp_path: Path) -> None:
    """Moving a workbook corrects nothing in silence."""
    wrong = {**different(edition), "disputes.review.total": 1}
    gkxl.migrate(workbook(report_from(edition.form, wrong)), tmp_path / "new.xlsx")
    assert ("sum.outcome", "disputes.review.total") in found(gkxl.read(tmp_path / "new.xlsx").issues)


@every_edition
def test_whom_it_was_issued_to_goes_along(edition: Edition, tmp_path: Path) -> None:
    """A return in the neighbour's workbook is still told of after it was moved."""
    values = different(edition)
    issued = evolve(Identity.of(edition, values), unit_code="u-007")
    gkxl.migrate(make_workbook(edition, values, identity=issued), tmp_path / "new.xlsx")
    reading = gkxl.read(tmp_path / "new.xlsx")
    assert reading.identity.unit_code == "u-007"
    assert ("identity.unit_code", "cover.unit_code") in found(reading.issues)


@every_edition
def test_the_wrong_years_form_becomes_that_of_the_right_year(edition: Edition, tmp_path: Path) -> None:
    """Filled in the form of the year before: the figures move, and the year is the one wanted."""
    year = edition.last_year or edition.first_year + 3
    gkxl.migrate(workbook(report_from(edition.form, different(edition))), tmp_path / "new.xlsx", year=year)
    reading = gkxl.read(tmp_path / "new.xlsx", year=year)
    assert reading.issues == ()
    assert reading.values == {**different(edition), "cover.year": year}


def test_without_a_usable_year_one_has_to_be_named(tmp_path: Path) -> None:
    old = with_cell(workbook(PINGTAN), TRIAL, "cover.year", "")
    with pytest.raises(gkxl.errors.DataError, match="请写明新表格的年度"):
        gkxl.migrate(old, tmp_path / "new.xlsx")
    assert gkxl.migrate(old, tmp_path / "new.xlsx", year=2020).conversion.values["cover.year"] == 2020


def test_a_salvaged_table_becomes_a_workbook_of_the_form(tmp_path: Path) -> None:
    """Pasted into a workbook of its own, it comes back with everything that the form has."""
    bare = changed(workbook(PINGTAN), lambda xml: xml.replace("gkxl.", "other."))
    gkxl.migrate(bare, tmp_path / "new.xlsx")
    reading = gkxl.read(tmp_path / "new.xlsx")
    assert (reading.report, reading.issues) == (PINGTAN, ())


def test_when_it_fails_an_older_file_stays_whole(tmp_path: Path) -> None:
    target = tmp_path / "new.xlsx"
    target.write_bytes(b"old")
    with pytest.raises(gkxl.errors.UnreadableFileError):
        gkxl.migrate(b"<html></html>", target)
    assert target.read_bytes() == b"old"


# What it brought along

EXPLAINED = ("year.brought_forward", "requests.brought_forward.business")
OF_TRIAL_ALONE = ("unusual.decisions", "disclosure.penalties.decisions")


def with_explanations(tmp_path: Path) -> Path:
    """A workbook of 2019 whose unit explained two things, issued with last year's figures."""
    path = tmp_path / "old.xlsx"
    last = {"requests.carried_forward.business": 7}
    explained = {EXPLAINED: "上年漏报一件。", OF_TRIAL_ALONE: "确为巧合。"}
    gkxl.write_workbook(PINGTAN, path, carried=last, explanations=explained)
    return path


def test_explanations_and_last_years_figures_stay_in_the_same_year(tmp_path: Path) -> None:
    old = gkxl.read(with_explanations(tmp_path))
    assert old.explanations
    assert old.carried
    moved = gkxl.migrate(tmp_path / "old.xlsx", tmp_path / "new.xlsx")
    new = gkxl.read(tmp_path / "new.xlsx")
    assert (new.explanations, new.carried, moved.unplaced) == (old.explanations, old.carried, {})


def test_explanations_without_a_line_are_listed_and_figures_of_another_year_are_left(tmp_path: Path) -> None:
    moved = gkxl.migrate(with_explanations(tmp_path), tmp_path / "new.xlsx", year=2021)
    new = gkxl.read(tmp_path / "new.xlsx")
    assert (new.explanations, new.carried) == ({EXPLAINED: "上年漏报一件。"}, {})
    assert moved.unplaced == {OF_TRIAL_ALONE: "确为巧合。"}
    done = gkxl_command("migrate", tmp_path / "old.xlsx", "-o", tmp_path / "new.xlsx", "--year", 2021)
    assert "确为巧合。" in done.stdout


# The command


def command(content: bytes, tmp_path: Path, *arguments: Any) -> Any:  # noqa: ANN401 (what the command says)
    (tmp_path / "old.xlsx").write_bytes(content)
    return gkxl_command("migrate", tmp_path / "old.xlsx", "-o", tmp_path / "new.xlsx", *arguments)


def test_the_command_moves_a_workbook_and_says_so(tmp_path: Path) -> None:
    done = command(workbook(PINGTAN), tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    everything = len(cells(TRIAL.form))
    assert f"2019 版移入 2019 版：沿用 {everything} 格，待填 0 格，无处可填 0 格" in done.stdout
    assert "要移入现行的 2021 版，请用 --year" in done.stdout


def test_the_command_lists_what_is_to_be_filled_in_and_what_has_no_cell(tmp_path: Path) -> None:
    done = command(workbook(PINGTAN), tmp_path, "--year", 2021)
    assert done.returncode == 1
    assert "沿用 189 格，待填 25 格，无处可填 26 格" in done.stdout
    assert "二、主动公开 D4" in done.stdout
    assert "75394432.52" in done.stdout


def test_the_command_says_of_errors_that_they_came_along(tmp_path: Path) -> None:
    wrong = {**different(CURRENT), "disputes.review.total": 1}
    done = command(workbook(report_from(CURRENT.form, wrong)), tmp_path)
    assert done.returncode == 1
    assert "旧表格有需改正的" in done.stdout


@pytest.mark.parametrize("inside", ["<v>-1</v>", "<v>1.5</v>", "<is><t>约8</t></is>", "<is><t>/</t></is>"])
def test_the_command_does_not_say_that_it_moved_what_it_left_out(inside: str, tmp_path: Path) -> None:
    """What cannot be read stays blank in the new workbook, is listed, and is not called moved."""
    attributes = ' t="inlineStr"' if "<is>" in inside else ""
    content = with_cell(workbook(PINGTAN), TRIAL, "requests.received.natural_person", inside, attributes)
    done = command(content, tmp_path)
    assert "三、申请办理 D5 " in done.stdout
    assert "旧表格里空着，或读不出" in done.stdout
    assert "照原样移入，没有改动；其余没有移入" in "".join(done.stdout.split())
    assert gkxl.read(tmp_path / "new.xlsx").values["requests.received.natural_person"] is None
