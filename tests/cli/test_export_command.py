"""``gkxl export``: the figures of many reports as one table; a bad file stops nothing and is named."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

import gkxl
from commands import gkxl_command
from published import as_numbers

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def returns(tmp_path: Path) -> Path:
    """A folder with three years of a unit, in both editions."""
    folder = tmp_path / "returns"
    folder.mkdir()
    for name in ("pingtan-2019", "pingtan-2021", "pingtan-2022"):
        gkxl.write_workbook(gkxl.from_dict(as_numbers(name)), folder / f"{name}.xlsx")
    return folder


def test_a_folder_of_reports_becomes_one_table(returns: Path, tmp_path: Path) -> None:
    done = gkxl_command("export", returns, "-o", tmp_path / "out.json")
    assert (done.returncode, done.stderr) == (0, "")
    assert "3 份报告的 537 个数" in done.stdout
    rows = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert len(rows) == 537


def test_a_file_that_is_no_report_is_named_and_the_others_are_exported(returns: Path, tmp_path: Path) -> None:
    (returns / "坏.xlsx").write_text("<html></html>", encoding="utf-8")
    done = gkxl_command("export", returns, "-o", tmp_path / "out.csv")
    assert done.returncode == 2
    assert "没有用到" in done.stderr
    assert "坏.xlsx" in done.stderr
    assert (tmp_path / "out.csv").exists()


def test_a_blank_form_has_no_figures_to_export(returns: Path, tmp_path: Path) -> None:
    gkxl.write_template(returns / "空.xlsx", year=2023)
    done = gkxl_command("export", returns, "-o", tmp_path / "out.csv")
    assert done.returncode == 1
    assert "空.xlsx" in done.stderr
    assert len((tmp_path / "out.csv").read_text(encoding="utf-8-sig").splitlines()) == 538


def test_a_report_with_errors_is_exported_as_filed_and_named(tmp_path: Path) -> None:
    wrong = as_numbers("pingtan-2021")
    wrong["cells"]["disputes.review.total"] = 77
    gkxl.write_workbook(gkxl.from_dict(wrong), tmp_path / "wrong.xlsx")
    done = gkxl_command("export", tmp_path / "wrong.xlsx", "-o", tmp_path / "out.json")
    assert done.returncode == 1
    assert "1 处需改正，数按填报的写出" in done.stderr
    rows = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert [row["value"] for row in rows if row["path"] == "disputes.review.total"] == [77]


def test_without_any_report_nothing_is_written(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    done = gkxl_command("export", tmp_path / "empty", "-o", tmp_path / "out.csv")
    assert done.returncode == 2
    assert "没有可用的报表" in done.stderr
    assert not (tmp_path / "out.csv").exists()


def test_two_copies_of_a_report_count_as_one(returns: Path, tmp_path: Path) -> None:
    (returns / "again.xlsx").write_bytes((returns / "pingtan-2021.xlsx").read_bytes())
    done = gkxl_command("export", returns, "-o", tmp_path / "out.csv")
    assert (done.returncode, done.stderr) == (0, "")
    assert "3 份报告的 537 个数" in done.stdout


def test_two_different_reports_of_one_unit_and_year_are_refused(returns: Path, tmp_path: Path) -> None:
    other = as_numbers("pingtan-2021")
    other["cells"]["other_matters"] = "另一份"
    gkxl.write_workbook(gkxl.from_dict(other), returns / "again.xlsx")
    done = gkxl_command("export", returns, "-o", tmp_path / "out.csv")
    assert done.returncode == 2
    assert "不止一份报告" in done.stderr
    assert not (tmp_path / "out.csv").exists()
