"""``gkxl import``: a published page becomes a workbook, and what could not be read is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import gkxl
from commands import gkxl_command
from gkxl import demo

if TYPE_CHECKING:
    from pathlib import Path


def test_a_published_page_becomes_a_workbook(tmp_path: Path) -> None:
    gkxl.write_html(demo.report(), tmp_path / "a.html")
    done = gkxl_command("import", tmp_path / "a.html", "-o", tmp_path / "a.xlsx")
    assert (done.returncode, done.stderr) == (0, "")
    reading = gkxl.read(tmp_path / "a.xlsx")
    assert reading.issues == ()
    assert reading.report is not None
    assert reading.report.requests == demo.report().requests


def test_what_cannot_be_read_stays_blank_and_is_told(tmp_path: Path) -> None:
    page = gkxl.to_html(demo.report()).replace(">73</td>", ">约73</td>", 1)
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    done = gkxl_command("import", tmp_path / "a.html", "-o", tmp_path / "a.xlsx")
    assert done.returncode == 1
    assert "约73" in done.stdout
    (issue,) = gkxl.read(tmp_path / "a.xlsx").issues
    assert (issue.code, issue.path) == ("cell.blank", "disclosure.permits.decisions")


def test_year_and_blanks_are_told_where_the_page_leaves_them_open(tmp_path: Path) -> None:
    page = gkxl.to_html(demo.report()).replace(">73</td>", "></td>", 1).replace("2023年", "")
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    done = gkxl_command("import", tmp_path / "a.html", "-o", tmp_path / "a.xlsx", "--year", "2023", "--zero")
    assert done.returncode == 0
    report = gkxl.read(tmp_path / "a.xlsx").report
    assert report is not None
    assert (report.cover.year, gkxl.to_dict(report)["cells"]["disclosure.permits.decisions"]) == (2023, 0)


def test_another_file_is_refused_with_what_it_is(tmp_path: Path) -> None:
    (tmp_path / "a.rtf").write_text(r"{\rtf1 }", encoding="ascii")
    done = gkxl_command("import", tmp_path / "a.rtf", "-o", tmp_path / "a.xlsx")
    assert done.returncode == 2
    assert "RTF" in done.stderr
    assert not (tmp_path / "a.xlsx").exists()
