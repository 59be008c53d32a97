"""``gkxl import``: a published page becomes a workbook, and what could not be read is told."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import gkxl
from commands import gkxl_command
from gkxl import demo

if TYPE_CHECKING:
    from collections.abc import Iterable
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


def pages(folder: Path, names: Iterable[str], page: str = "") -> Path:
    """A folder with the page of the demo's report under each of these names."""
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(page or gkxl.to_html(demo.report()), encoding="utf-8")
    return folder


def test_a_folder_becomes_workbooks_of_the_same_names(tmp_path: Path) -> None:
    """In other processes, as there are enough; a bad one stops nothing, and decides the exit status."""
    place = pages(tmp_path / "公布", ["某县/a.html", *(f"{number}.html" for number in range(6))])
    done = gkxl_command("import", place, "-o", tmp_path / "报表")
    assert (done.returncode, done.stderr) == (0, "")
    pages(place, ["坏.html"], page="<html><p>没有表格</p></html>")
    done = gkxl_command("import", place, "-o", tmp_path / "更多")
    assert (done.returncode, done.stderr) == (2, "")
    assert done.stdout.splitlines()[-3:] == [
        "无法读取：坏.html",
        "共 8 个文件：通过 7 个，无法读取 1 个。",
        f"已写出 7 份表格：{tmp_path / '更多'}",
    ]
    for folder in ("报表", "更多"):
        written = sorted((tmp_path / folder).rglob("*.xlsx"))
        assert [path.name for path in written] == [*(f"{number}.xlsx" for number in range(6)), "a.xlsx"]
        assert all(gkxl.read(path).ok for path in written)


def test_a_zip_of_pages_is_imported_and_no_name_leads_out_of_the_folder(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "公布.zip", "w") as archive:
        for name in ("../../a.html", "/b.html", "c.html", "nul.html"):
            archive.writestr(name, gkxl.to_html(demo.report()))
    done = gkxl_command("import", tmp_path / "公布.zip", "-o", tmp_path / "in" / "报表")
    assert done.returncode == 0
    written = list(tmp_path.rglob("*.xlsx"))
    assert len(written) == 4
    assert all(path.is_relative_to(tmp_path / "in" / "报表") for path in written)


def test_reports_of_one_name_are_both_written(tmp_path: Path) -> None:
    place = pages(tmp_path / "公布", ["a.html", "a.htm", f"{'长' * 70}甲.html", f"{'长' * 70}乙.html"])
    gkxl_command("import", place, "-o", tmp_path / "报表")
    assert sorted(path.name for path in (tmp_path / "报表").iterdir()) == [
        "a.htm.xlsx", "a.html.xlsx", f"{'长' * 60} 2.xlsx", f"{'长' * 60}.xlsx",
    ]  # fmt: skip


def test_a_workbook_that_is_there_is_kept(tmp_path: Path) -> None:
    place = pages(tmp_path / "公布", ["a.html", "b.html"])
    (tmp_path / "报表").mkdir()
    (tmp_path / "报表" / "a.xlsx").write_bytes(b"mine")
    done = gkxl_command("import", place, "-o", tmp_path / "报表")
    assert (tmp_path / "报表" / "a.xlsx").read_bytes() == b"mine"
    assert "没有覆盖" in done.stdout
    assert gkxl.read(tmp_path / "报表" / "b.xlsx").ok


def test_a_folder_is_refused_where_its_results_would_be_mixed_up(tmp_path: Path) -> None:
    place = pages(tmp_path / "公布", ["a.html"])
    for target in (place, tmp_path / "a.xlsx"):
        done = gkxl_command("import", place, "-o", target)
        assert (done.returncode, done.stdout) == (2, "")
    (tmp_path / "空").mkdir()
    done = gkxl_command("import", tmp_path / "空", "-o", tmp_path / "报表")
    assert (done.returncode, "没有文件" in done.stderr) == (2, True)


def test_what_passed_is_printed_in_a_line_and_what_did_not_with_its_issues(tmp_path: Path) -> None:
    place = pages(tmp_path / "公布", ["a.html"])
    pages(place, ["b.html"], page=gkxl.to_html(demo.report()).replace(">73</td>", ">约73</td>", 1))
    done = gkxl_command("import", place, "-o", tmp_path / "报表", "--codes")
    assert done.returncode == 1
    head, _, rest = done.stdout.partition("b.html")
    assert head.split() == ["a.html", "安阳高新技术产业开发区管理委员会", "2023", "年度", "通过"]
    assert "约73" in rest
    assert "cell.text" in rest


def test_what_was_copied_is_read_from_the_standard_input(tmp_path: Path) -> None:
    page = gkxl.to_html(demo.report())
    done = gkxl_command("import", "-", "-o", tmp_path / "a.xlsx", stdin=page.encode())
    assert done.returncode == 0
    assert gkxl.read(tmp_path / "a.xlsx").issues == ()
