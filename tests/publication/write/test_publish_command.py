"""``gkxl publish``: the format by the name, drafts of faulty returns, and what is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import gkxl
from commands import gkxl_command
from gkxl import demo

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("name", "magic"), [("out.docx", b"PK"), ("out.html", b"<!DOCTYPE html>"), ("out.pdf", b"%PDF")]
)
def test_a_return_is_published_in_the_format_that_its_name_asks_for(
    name: str, magic: bytes, tmp_path: Path
) -> None:
    made = demo.make(tmp_path)
    done = gkxl_command("publish", made.filled, "-o", tmp_path / name)
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / name).read_bytes().startswith(magic)


def test_a_return_with_errors_is_published_only_as_a_draft(tmp_path: Path) -> None:
    wrong = gkxl.to_dict(demo.report())
    wrong["cells"]["disputes.review.total"] = 77
    gkxl.write_workbook(gkxl.from_dict(wrong), tmp_path / "wrong.xlsx")
    refused = gkxl_command("publish", tmp_path / "wrong.xlsx", "-o", tmp_path / "out.html")
    assert refused.returncode == 1
    assert "没有写出发布稿" in refused.stderr
    assert not (tmp_path / "out.html").exists()
    done = gkxl_command("publish", tmp_path / "wrong.xlsx", "-o", tmp_path / "out.html", "--draft")
    assert done.returncode == 0
    assert "草稿" in (tmp_path / "out.html").read_text(encoding="utf-8")


def test_a_return_with_a_number_that_cannot_be_read_is_not_even_a_draft(tmp_path: Path) -> None:
    """The sentence says so: the draft was asked for already."""
    faulty = demo.make(tmp_path).faulty
    done = gkxl_command("publish", faulty, "-o", tmp_path / "out.docx", "--draft")
    assert (done.returncode, (tmp_path / "out.docx").exists()) == (1, False)
    assert done.stderr.splitlines()[-1].startswith("有的数读不出来，草稿也写不了")


def test_only_a_page_has_a_fragment(tmp_path: Path) -> None:
    made = demo.make(tmp_path)
    done = gkxl_command("publish", made.filled, "-o", tmp_path / "out.docx", "--fragment")
    assert (done.returncode, "请用 .html 作扩展名" in done.stderr) == (2, True)


def test_other_formats_are_refused_with_those_there_are(tmp_path: Path) -> None:
    made = demo.make(tmp_path)
    done = gkxl_command("publish", made.filled, "-o", tmp_path / "out.wps")
    assert done.returncode == 2
    assert ".docx、.html 或 .pdf" in done.stderr
