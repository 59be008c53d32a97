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


def test_lead_and_signature_are_those_of_the_cover_or_given(tmp_path: Path) -> None:
    made = demo.make(tmp_path)
    given = ("--date", "2024年1月20日", "--lead", "本报告依法编制。\\n欢迎监督，谢谢。")
    for name, options in (("cover.docx", ()), ("given.html", given)):
        gkxl_command("publish", made.filled, "-o", tmp_path / name, "--frame", *options)
    cover, other = (gkxl.read_published(tmp_path / name).frame for name in ("cover.docx", "given.html"))
    assert cover == gkxl.publication.frame_from_cover(demo.report())
    assert (other.lead, other.date) == ("本报告依法编制。\n欢迎监督，谢谢。", "2024年1月20日")
    assert other.unit == cover.unit


@pytest.mark.parametrize("empty", ["other_matters", "cover.unit", "improvement.problems"])
def test_what_is_left_empty_is_said_before_it_is_made_public(empty: str, tmp_path: Path) -> None:
    data = gkxl.to_dict(demo.report())
    also = {"improvement.measures": ""} if empty.startswith("improvement") else {}
    data["cells"] |= {empty: "", **also}
    gkxl.write_workbook(gkxl.from_dict(data), tmp_path / "a.xlsx")
    done = gkxl_command("publish", tmp_path / "a.xlsx", "-o", tmp_path / "a.docx")
    assert (done.returncode, "请核实后再公布" in done.stderr) == (0, True)
