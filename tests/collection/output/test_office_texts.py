"""What the office wrote for the consolidated report stays, whatever is collected again."""

from __future__ import annotations

import atexit
import io
import os
import shutil
import signal
import subprocess
import sys
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any, Final

import docx
import openpyxl
import pytest
from offices import ROSTER, YEAR, book, collected, roster, values, write

import gkxl
from commands import gkxl_command
from gkxl.checksheet.lines import explainable_lines
from gkxl.collection.output.consolidated_workbook import WORKBOOK
from gkxl.layout import AUDIT_SHEET, places
from gkxl.model.outline import cells
from gkxl.publication.read.report import read_texts

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from office import Office

EDITION: Final = gkxl.edition_for(YEAR)
OPEN: Final = [cell.path for cell in cells(EDITION.form) if cell.type is str]
LINES: Final = {line.key: line.place.address for line in explainable_lines(EDITION)}
FILES: Final = {
    f"{code}.xlsx": book(values(code, name)) for code, name in (("A1", "某市财政局"), ("A2", "某市水务局"))
}
MORE: Final = {"B1.xlsx": book(values("B1", "某县财政局"))}


@cache
def begun() -> Path:
    """A folder in which the files have been collected."""
    folder = Path(mkdtemp())
    atexit.register(shutil.rmtree, folder)
    collected(folder, FILES).close()
    return folder


def begin(folder: Path) -> None:
    """Make a folder one in which the files have been collected."""
    shutil.copytree(begun(), folder, dirs_exist_ok=True)


def workbook(folder: Path) -> Path:
    return folder / "out" / WORKBOOK


def texts(folder: Path) -> dict[str, Any]:
    """What the workbook says in its open cells, as anybody reads it."""
    reading = gkxl.read(workbook(folder))
    assert reading.ok
    return {path: reading.values[path] for path in OPEN if reading.values[path]}


def type_in(path: Path, typed: Mapping[str, Any], *, explained: Mapping[str, str] | None = None) -> None:
    """Write into cells of a workbook, by path, and into its check sheet, by address, as an office would."""
    opened, where = openpyxl.load_workbook(path), places(EDITION)
    for cell, text in typed.items():
        opened[where[cell].sheet][where[cell].address] = text
    for address, text in (explained or {}).items():
        opened[AUDIT_SHEET][address] = text
    opened.save(path)


def typed(path: str) -> str:
    return "市级" if path == "cover.level" else f"办公室写的 {path}\n第二段"


@pytest.mark.parametrize("chosen", [OPEN, OPEN[::2], OPEN[1::2]], ids=["all", "even", "odd"])
def test_a_text_in_any_open_cell_stays_through_every_run(chosen: list[str], tmp_path: Path) -> None:
    begin(tmp_path)
    type_in(workbook(tmp_path), {path: typed(path) for path in chosen})
    for files in ({}, MORE, {}):
        assert collected(tmp_path, files).remarks == ()
        assert {"cover.unit": "某市", **{path: typed(path) for path in chosen}} == texts(tmp_path)


def test_explanations_stay_too(tmp_path: Path) -> None:
    begin(tmp_path)
    type_in(workbook(tmp_path), {}, explained={address: f"因为 {address}" for address in LINES.values()})
    for files in ({}, MORE):
        collected(tmp_path, files)
        said = gkxl.read(workbook(tmp_path)).explanations
        assert said == {key: f"因为 {address}" for key, address in LINES.items()}


def test_what_a_roster_says_follows_the_roster_and_what_was_typed_does_not(tmp_path: Path) -> None:
    """Who stands above all is on the cover, unless the office wrote another name there."""
    begin(tmp_path)
    assert texts(tmp_path) == {"cover.unit": "某市"}
    collected(tmp_path, {}, units=ROSTER.replace("某市\n", "某某市\n"))
    assert texts(tmp_path) == {"cover.unit": "某某市"}
    type_in(workbook(tmp_path), {"cover.unit": "某某市人民政府"})
    collected(tmp_path, {}, units=ROSTER)
    assert texts(tmp_path) == {"cover.unit": "某某市人民政府"}


def test_a_text_may_be_changed_and_taken_away_again(tmp_path: Path) -> None:
    begin(tmp_path)
    for text in ("一稿", "二稿", None):
        type_in(workbook(tmp_path), {"other_matters": text})
        collected(tmp_path, {})
        assert texts(tmp_path).get("other_matters") == text


def test_a_text_goes_out_with_what_is_published(tmp_path: Path) -> None:
    """By the commands, as an office does it: some texts are typed, others given."""
    begin(tmp_path)
    type_in(workbook(tmp_path), {"improvement.problems": "存在问题若干。"})
    (tmp_path / "units.csv").write_text(ROSTER, encoding="utf-8")
    given = as_workbook(tmp_path, {"other_matters": "没有收取信息处理费。"})
    options = ("--roster", tmp_path / "units.csv", "--year", YEAR, "--texts", given)
    done = gkxl_command("collect", tmp_path / "returns", *options, "-o", tmp_path / "out")
    assert (done.returncode, done.stderr) == (1, "")  # units are missing
    for suffix in (".html", ".docx"):
        out = tmp_path / f"全市{suffix}"
        assert gkxl_command("publish", workbook(tmp_path), "-o", out).returncode == 0
        _, published = read_texts(out, EDITION)
        assert published["improvement.problems"] == "存在问题若干。"
        assert published["other_matters"] == "没有收取信息处理费。"


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("requests.received.natural_person", 99_999),
        ("requests.received.natural_person", "约5"),
        ("disclosure.fees.amount", None),
        ("requests.received.total", 99_999),
    ],
)
def test_a_number_that_was_typed_over_is_not_taken_and_named(
    path: str, found: object, tmp_path: Path
) -> None:
    before = collected(tmp_path, FILES).values
    type_in(workbook(tmp_path), {path: found, "other_matters": "留下"})
    collection = collected(tmp_path, {})
    (remark,) = collection.remarks
    place = places(EDITION)[path]
    assert (remark.code, remark.severity) == ("collect.typed_over", gkxl.Severity.WARNING)
    assert f"“{place.sheet}”{place.address}" in remark.message
    assert collection.values == before
    assert gkxl.read(workbook(tmp_path)).values[path] == before[path]
    assert texts(tmp_path)["other_matters"] == "留下"
    assert collected(tmp_path, {}).remarks == ()


def test_a_workbook_that_libreoffice_saved_is_still_the_same(tmp_path: Path, office: Office) -> None:
    begin(tmp_path)
    type_in(
        workbook(tmp_path), {"overview.summary": "概述\n两段"}, explained={next(iter(LINES.values())): "属实"}
    )
    saved = office.resave({"汇总": workbook(tmp_path).read_bytes()})["汇总"]
    workbook(tmp_path).write_bytes(saved)
    assert collected(tmp_path, MORE).remarks == ()
    assert texts(tmp_path) == {"cover.unit": "某市", "overview.summary": "概述\n两段"}
    assert gkxl.read(workbook(tmp_path)).explanations == {next(iter(LINES)): "属实"}


# What cannot be kept is refused


def foreign_sheet(path: Path) -> None:
    opened = openpyxl.load_workbook(path)
    opened.create_sheet("备注")["A1"] = "我的笔记"
    opened.save(path)


def unreadable_text(path: Path) -> None:
    type_in(path, {"other_matters": "#REF!"})
    opened = openpyxl.load_workbook(path)
    place = places(EDITION)["other_matters"]
    opened[place.sheet][place.address].data_type = "e"
    opened.save(path)


def text_aside(path: Path) -> None:
    opened = openpyxl.load_workbook(path)
    opened["六、其他事项"]["C9"] = "写在外面的话"
    opened.save(path)


def lost_sheet(path: Path) -> None:
    opened = openpyxl.load_workbook(path)
    del opened["五、问题及改进"]
    opened.save(path)


def somebody_elses(path: Path) -> None:
    path.write_bytes(FILES["A1.xlsx"])


def no_record(path: Path) -> None:
    opened = openpyxl.load_workbook(path)
    del opened["_gkxl"]
    opened.save(path)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda path: path.write_bytes(b"junk"),
        lambda path: path.write_bytes(path.read_bytes()[:5000]),
        lambda path: path.write_bytes(b""),
        foreign_sheet,
        unreadable_text,
        text_aside,
        lost_sheet,
        somebody_elses,
        no_record,
    ],
)
def test_a_workbook_of_which_something_would_be_lost_is_named_and_left(spoil: Any, tmp_path: Path) -> None:  # noqa: ANN401 (a function)
    begin(tmp_path)
    spoil(workbook(tmp_path))
    before = workbook(tmp_path).read_bytes()
    with pytest.raises(gkxl.errors.WriteError, match=WORKBOOK):
        collected(tmp_path, MORE)
    assert workbook(tmp_path).read_bytes() == before
    assert gkxl.Collection(tmp_path / "out").values  # what was collected before can still be used
    workbook(tmp_path).rename(tmp_path / "移走.xlsx")  # as it is told to do
    assert collected(tmp_path, {}).remarks == ()


def test_what_is_moved_away_can_be_taken_over_again(tmp_path: Path) -> None:
    """All that the office typed, and not what the roster said at that time."""
    begin(tmp_path)
    type_in(
        workbook(tmp_path), {"other_matters": "办公室写的"}, explained={next(iter(LINES.values())): "属实"}
    )
    foreign_sheet(workbook(tmp_path))
    moved = workbook(tmp_path).rename(tmp_path / "移走.xlsx")
    collected(tmp_path, {}, texts=moved, units=ROSTER.replace("某市\n", "某某市\n"))
    assert texts(tmp_path) == {"cover.unit": "某某市", "other_matters": "办公室写的"}
    assert gkxl.read(workbook(tmp_path)).explanations == {next(iter(LINES)): "属实"}


@pytest.mark.parametrize(
    "record", ["", "{}", '{"texts": [], "numbers": 7}', "[" * 9999, '{"texts":{},"numbers":["x"]}']
)
def test_a_record_that_was_changed_is_none(record: str, tmp_path: Path) -> None:
    begin(tmp_path)
    opened = openpyxl.load_workbook(workbook(tmp_path))
    (row,) = (row for row in opened["_gkxl"].iter_rows() if row[0].value == "gkxl.collected")
    row[1].value = record
    opened.save(workbook(tmp_path))
    with pytest.raises(gkxl.errors.WriteError, match=WORKBOOK):
        collected(tmp_path, {})


def test_a_workbook_that_was_taken_away_is_made_anew(tmp_path: Path) -> None:
    begin(tmp_path)
    before = workbook(tmp_path).read_bytes()
    workbook(tmp_path).unlink()
    collected(tmp_path, {})
    assert workbook(tmp_path).read_bytes() == before


# Texts from another file

TEXTS: Final = {
    "overview.summary": "概述。",
    "improvement.problems": "问题。",
    "improvement.measures": "措施。",
    "other_matters": "没有收取信息处理费。",
}


def as_workbook(folder: Path, given: Mapping[str, str] = TEXTS, *, year: int = YEAR) -> Path:
    """A form with texts and blank tables, as an office fills one in for this."""
    path = folder / "文字.xlsx"
    gkxl.write_template(path, year=year)
    type_in(path, given)
    return path


def as_document(folder: Path, given: Mapping[str, str] = TEXTS, *, title: str = "") -> Path:
    """A Word document with headings and texts, and no tables."""
    made = docx.Document()
    made.add_paragraph(title or f"某市人民政府{YEAR}年政府信息公开工作年度报告")
    made.add_paragraph("一、总体情况")
    made.add_paragraph(given.get("overview.summary", ""))
    made.add_paragraph("五、存在的主要问题及改进情况")
    made.add_paragraph("（一）存在的主要问题")
    made.add_paragraph(given.get("improvement.problems", ""))
    made.add_paragraph("（二）改进情况")
    made.add_paragraph(given.get("improvement.measures", ""))
    made.add_paragraph("六、其他需要报告的事项")
    made.add_paragraph(given.get("other_matters", ""))
    made.save(str(folder / "文字.docx"))
    return folder / "文字.docx"


def as_published(folder: Path) -> Path:
    """The whole report as a web page, its tables included."""
    whole = values("A1", "某市人民政府") | TEXTS
    gkxl.write_workbook(gkxl.from_dict({"edition": "2021", "cells": whole}), folder / "全文.xlsx")
    report = gkxl.read(folder / "全文.xlsx").report
    assert report is not None
    gkxl.write_html(report, folder / "文字.html", draft=True)
    return folder / "文字.html"


@pytest.mark.parametrize("form", [as_workbook, as_document])
def test_texts_are_given_in_a_workbook_or_a_document_and_stay(form: Any, tmp_path: Path) -> None:  # noqa: ANN401 (a function)
    given = form(tmp_path)
    for options in ({"texts": given}, {"texts": str(given)}, {}, {"texts": given}):
        collected(tmp_path, FILES, **options)
        found = texts(tmp_path)
        assert {path: found[path] for path in TEXTS} == TEXTS
        assert found["cover.unit"] == ("某市" if form is as_workbook else "某市人民政府")


def test_of_a_document_with_tables_only_the_texts_are_taken(tmp_path: Path) -> None:
    figures = collected(tmp_path, FILES).values
    assert collected(tmp_path, {}, texts=as_published(tmp_path)).values == figures
    found = texts(tmp_path)
    assert {path: found[path] for path in TEXTS} == TEXTS


@pytest.mark.parametrize("form", [as_workbook, as_document])
def test_a_text_that_was_given_is_replaced_when_another_is_given(form: Any, tmp_path: Path) -> None:  # noqa: ANN401 (a function)
    collected(tmp_path, FILES, texts=form(tmp_path))
    collected(
        tmp_path, {}, texts=form(tmp_path, {"other_matters": "收取了 1 万元。", "overview.summary": "概述。"})
    )
    found = texts(tmp_path)
    assert (found["other_matters"], found["improvement.problems"]) == ("收取了 1 万元。", "问题。")


def test_of_two_different_texts_for_a_cell_nobody_chooses(tmp_path: Path) -> None:
    begin(tmp_path)
    type_in(workbook(tmp_path), {"other_matters": "办公室另写的。"})
    before = workbook(tmp_path).read_bytes()
    for form in (as_workbook, as_document):
        with pytest.raises(gkxl.errors.DataError, match="“六、其他需要报告的事项”"):
            collected(tmp_path, MORE, texts=form(tmp_path))
        assert workbook(tmp_path).read_bytes() == before
    units = {entry.unit.code for entry in gkxl.Collection(tmp_path / "out").ledger if entry.counted}
    assert units == {"A1", "A2"}  # nothing was collected
    type_in(workbook(tmp_path), {"other_matters": None})
    collected(tmp_path, {}, texts=as_workbook(tmp_path))
    assert texts(tmp_path)["other_matters"] == TEXTS["other_matters"]


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda folder: as_workbook(folder, year=YEAR - 1), f"是 {YEAR - 1} 年度的"),
        (lambda folder: as_document(folder, title="某市2021年政府信息公开工作年度报告"), "是 2021 年度的"),
        (lambda folder: as_workbook(folder, {}), "没有年度报告的文字"),
        (lambda folder: write(folder, {"a.docx": b"junk"}) / "a.docx", "docx|读|报告"),
        (lambda folder: folder / "不在.xlsx", "不存在"),
    ],
)
def test_a_file_that_gives_no_texts_of_this_year_stops_everything(
    make: Callable[[Path], Path], said: str, tmp_path: Path
) -> None:
    with pytest.raises(gkxl.GkxlError, match=said):
        collected(tmp_path, FILES, texts=make(tmp_path))
    assert not (tmp_path / "out").exists()


# However often it is interrupted

KILLED = """
import sys; sys.path[:0] = {paths!r}
import gkxl, os, signal, gkxl.collection.collect as collecting, gkxl.collection.output.results as results
def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)
if __name__ == "__main__":
    owner = {owner}
    setattr(owner, {name!r}, die)
    gkxl.collect({returns!r}, roster={roster!r}, year=2024, output={output!r}, texts={texts!r})
"""
POINTS = [
    ("collecting", "decide"),
    ("collecting", "return_copies"),
    ("results", "move_into_place"),
    ("results", "write_consolidated"),
    ("results", "write_page"),
    ("__import__('gkxl.files.save').files.save", "_sync_folder"),
]


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@cache
def once(*, given: bool) -> tuple[Path, dict[str, bytes]]:
    """A folder with a telephone number typed into the workbook, and what one more run makes of it."""
    folder = Path(mkdtemp())
    atexit.register(shutil.rmtree, folder)
    begin(folder)
    type_in(workbook(folder), {"cover.phone": "12345"})
    (folder / "units.csv").write_text(ROSTER, encoding="utf-8")
    as_document(folder)
    shutil.copytree(folder / "out", folder / "begun")
    collected(folder, {}, texts=folder / "文字.docx" if given else None).close()
    return folder, contents(folder / "out")


@pytest.mark.parametrize(
    ("owner", "name", "given"), [*((*point, True) for point in POINTS), (*POINTS[2], False)]
)
def test_killed_at_any_point_and_run_again_is_as_one_run(
    owner: str,
    name: str,
    given: bool,  # noqa: FBT001 (a case)
    tmp_path: Path,
) -> None:
    folder, done = once(given=given)
    output, texts_given = tmp_path / "out", folder / "文字.docx" if given else None
    shutil.copytree(folder / "begun", output)
    script = KILLED.format(
        paths=sys.path,
        owner=owner,
        name=name,
        returns=str(folder / "returns"),
        roster=str(folder / "units.csv"),
        output=str(output),
        texts=str(texts_given) if texts_given else None,
    )
    killed = subprocess.run([sys.executable, "-c", script], check=False, capture_output=True)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    gkxl.collect(folder / "returns", roster=roster(), year=YEAR, output=output, texts=texts_given)
    again = contents(output)
    assert {name: content for name, content in again.items() if name in done} == done
    reading = gkxl.read(io.BytesIO(done[WORKBOOK]))
    assert reading.values["cover.phone"] == "12345"
    assert (reading.values["other_matters"] == TEXTS["other_matters"]) == given


def test_what_is_saved_while_returns_are_read_is_kept(tmp_path: Path) -> None:
    """A run may take an hour; the office goes on writing."""
    begin(tmp_path)

    def meanwhile(*_: object) -> None:
        type_in(workbook(tmp_path), {"other_matters": "刚刚写的"})

    os.utime(tmp_path / "returns" / "A1.xlsx", (1, 1))
    collected(tmp_path, {}, progress=meanwhile)
    assert texts(tmp_path)["other_matters"] == "刚刚写的"
