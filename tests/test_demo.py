"""The demo: real figures through every step, and three faults found where they were planted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import gkxl
from commands import gkxl_command
from gkxl import demo
from gkxl.demo import FAULTS
from gkxl.model.outline import cells

if TYPE_CHECKING:
    from collections.abc import Iterator

PUBLISHED = Path(__file__).parent / "data" / "reports" / "anyang-hightech-2023.json"


def texts() -> Iterator[str]:
    values, edition = gkxl.to_dict(demo.report())["cells"], gkxl.edition_for(2023)
    return (values.get(cell.path, "") for cell in cells(edition.form) if cell.type is str)


def test_the_figures_are_the_published_ones() -> None:
    published = json.loads(PUBLISHED.read_text(encoding="utf-8"))["cells"]
    shown = gkxl.to_dict(demo.report())["cells"]
    assert {path: str(shown[path]) for path in published} == {path: str(v) for path, v in published.items()}


def test_the_report_is_consistent_and_no_text_is_empty() -> None:
    assert gkxl.check(demo.report()) == []
    assert all(texts())


def test_contacts_say_that_they_are_invented() -> None:
    cover = demo.report().cover
    invented = (cover.unit_code, cover.prepared_by, cover.reviewed_by, cover.phone, cover.date)
    assert [entry for entry in invented if "示例" not in entry] == []


def test_the_return_reads_back_as_it_was_written(tmp_path: Path) -> None:
    reading = gkxl.read(demo.make(tmp_path).filled)
    assert (reading.report, reading.issues) == (demo.report(), ())


def test_every_planted_fault_is_found_and_nothing_else(tmp_path: Path) -> None:
    reading = gkxl.read(demo.make(tmp_path).faulty)
    errors = [issue for issue in reading.issues if issue.severity is gkxl.Severity.ERROR]
    assert {issue.path for issue in errors} == set(FAULTS)
    assert [issue.code for issue in errors] == ["cell.text", "sum.line", "cell.blank"]


def test_the_normalised_workbook_holds_the_return(tmp_path: Path) -> None:
    assert gkxl.read(demo.make(tmp_path).normalized).report == demo.report()


def test_the_demo_is_the_same_every_time(tmp_path: Path) -> None:
    first, second = demo.make(tmp_path / "a"), demo.make(tmp_path / "b")
    for one, other in ((first.template, second.template), (first.normalized, second.normalized)):
        same = one.read_bytes() == other.read_bytes()
        assert same


def test_the_command_prints_what_it_found_and_wrote(tmp_path: Path) -> None:
    done = gkxl_command("demo", tmp_path / "new" / "folder")
    assert (done.returncode, done.stderr) == (0, "")
    assert "需改正（3 处需改正，1 处提示）" in done.stdout
    last = done.stdout.splitlines()[-4:]
    assert [Path(line.partition("：")[2]).is_file() for line in last] == [True] * 4


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(gkxl.errors.WriteError, match="无法建立文件夹"):
        demo.make(tmp_path / "file" / "folder")
    done = gkxl_command("demo", tmp_path / "file" / "folder")
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1)
