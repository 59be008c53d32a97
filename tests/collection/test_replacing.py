"""Returns go back, and corrected ones are collected beside the old: nothing is moved or deleted."""

from __future__ import annotations

import io
import os
from itertools import permutations
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from offices import YEAR, book, collected, statuses, values, write
from openpyxl import load_workbook
from test_rerunning import summed, told
from xlsx_files import zipped

import gkxl
from gkxl.expectations import lines
from gkxl.forms import EDITIONS
from gkxl.layout import places
from gkxl.marking.marker import marked
from workbooks import opened, saved

if TYPE_CHECKING:
    from collections.abc import Mapping

EDITION = EDITIONS["2021"]
A1 = values("A1", "某市财政局")
PATH = "requests.carried_forward.natural_person"
TOTAL = "requests.carried_forward.total"
WRONG = A1 | {PATH: A1[PATH] + 1, TOTAL: A1[TOTAL] + 1}
"""Out of balance."""
OLD = book(WRONG)
COPY = "A1-某市财政局.xlsx"


def copy_of(content: bytes) -> bytes:
    return marked(content, gkxl.read(content)).content


def typed(content: bytes, changes: Mapping[str, Any]) -> bytes:
    """A workbook after a clerk typed into some of its cells, and saved it."""
    filled = load_workbook(io.BytesIO(content))
    for path, value in changes.items():
        place = places(EDITION)[path]
        filled[place.sheet].cell(place.row, place.column).value = value
    return saved(filled)


def corrected(content: bytes, **more: Any) -> bytes:  # noqa: ANN401 (what cells hold)
    """The marked copy of a return with its wrong number put right."""
    return typed(copy_of(content), {PATH: A1[PATH], **{f"cover.{name}": text for name, text in more.items()}})


def sent_back(folder: Path) -> bytes:
    (path,) = (folder / "out" / "退回").rglob(COPY)
    return path.read_bytes()


def ledger_rows(folder: Path) -> list[tuple[object, ...]]:
    """Of every row of the ledger name, status, file and what is said."""
    sheet = load_workbook(folder / "out" / "汇总.xlsx")["台账"]
    heads = [cell.value for cell in sheet[2]]
    wanted = [heads.index(name) for name in ("单位名称", "状态", "文件", "汇总核对")]
    return [tuple(row[column].value for column in wanted) for row in sheet.iter_rows(min_row=3)]


def became(collection: gkxl.Collection) -> dict[str, tuple[str, list[str]]]:
    """What became of every file, and the codes of what is said of it."""
    return {
        file.path: (file.status.value, [issue.code for issue in collection.file_issues(file)])
        for file in collection.files
    }


def test_what_was_sent_back_and_corrected_counts_though_the_old_file_lies_there(tmp_path: Path) -> None:
    assert statuses(collected(tmp_path, {"财政局.xlsx": OLD}))["A1"] == "需改正"
    new = typed(sent_back(tmp_path), {PATH: A1[PATH]})
    collection = collected(tmp_path, {"1月15日/财政局 改正.xlsx": new})
    assert statuses(collection)["A1"] == "通过"
    assert collection.values[PATH] == A1[PATH]
    found = became(collection)
    assert found["财政局.xlsx"] == ("已被代替", ["balance", "collect.replaced"])
    assert found["1月15日/财政局 改正.xlsx"][1][-1] == "collect.replaces"
    assert not [*(tmp_path / "out" / "退回").rglob("*.xlsx")]
    assert ledger_rows(tmp_path)[-1] == (
        "（某市财政局的其他文件）",
        "已被代替",
        "财政局.xlsx",
        "已由改正后的“1月15日/财政局 改正.xlsx”代替。",
    )


def test_a_return_is_corrected_twice_and_each_time_over_the_same_file(tmp_path: Path) -> None:
    """The second copy is saved over the first."""
    collected(tmp_path, {"财政局.xlsx": OLD})
    still = typed(sent_back(tmp_path), {PATH: A1[PATH] + 2})
    assert statuses(collected(tmp_path, {"改正.xlsx": still}))["A1"] == "需改正"
    new = typed(sent_back(tmp_path), {PATH: A1[PATH]})
    collection = collected(tmp_path, {"改正.xlsx": new})
    assert (statuses(collection)["A1"], collection.values[PATH]) == ("通过", A1[PATH])
    assert [file.current for file in collection.files if file.path == "改正.xlsx"] == [False, True]


@pytest.mark.parametrize("place", ["退回/", "某市.zip/", ""])
@pytest.mark.parametrize("resaved", [False, True])
def test_a_copy_that_nobody_changed_is_no_return(tmp_path: Path, place: str, resaved: bool) -> None:  # noqa: FBT001 (a parameter)
    """Neither as it was sent back, nor saved again; the return is still to be corrected."""
    copy = saved(opened(copy_of(OLD))) if resaved else copy_of(OLD)
    files = {"某市.zip": zipped({COPY: copy})} if place.endswith("zip/") else {f"{place}{COPY}": copy}
    collection = collected(tmp_path, {"财政局.xlsx": OLD, **files})
    assert statuses(collection)["A1"] == "需改正"
    assert became(collection)[f"{place}{COPY}"][0] == "退回副本"
    (entry, *_) = collection.ledger
    assert entry.file
    assert entry.file.path == "财政局.xlsx"
    assert [file.path for file in collection.strays] == []


@pytest.mark.parametrize(("saves", "status"), [(False, "需改正"), (True, "通过")])
def test_a_total_that_was_put_right_counts_once_somebody_saved_it(
    tmp_path: Path,
    saves: bool,  # noqa: FBT001 (a parameter)
    status: str,
) -> None:
    """The copy as it was sent back holds another number than the return, which nobody has seen."""
    total = "requests.received.total"
    old = book(A1 | {total: A1[total] + 1})
    copy = saved(opened(copy_of(old))) if saves else copy_of(copy_of(old))
    collection = collected(tmp_path, {"财政局.xlsx": old, COPY: copy})
    assert statuses(collection)["A1"] == status
    assert became(collection)[COPY][0] == ("通过" if saves else "退回副本")


def test_a_copy_that_nobody_changed_stands_for_the_return_that_was_saved_over(tmp_path: Path) -> None:
    """The corrected copy was saved under the name of the return it answers."""
    collection = collected(tmp_path, {"财政局.xlsx": corrected(OLD), f"退回/{COPY}": copy_of(OLD)})
    assert (statuses(collection)["A1"], collection.values[PATH]) == ("通过", A1[PATH])
    assert became(collection)[f"退回/{COPY}"][0] == "已被代替"


def test_an_explanation_alone_is_a_correction(tmp_path: Path) -> None:
    """A unit that has something to confirm changes no figure."""
    odd = values("A1", "某市财政局") | {
        "disclosure.regulations.issued": 3,
        "disclosure.regulations.in_force": 3,
    }
    old = book(odd)
    assert statuses(collected(tmp_path, {"财政局.xlsx": old}))["A1"] == "需核实"
    copy = opened(copy_of(old))
    for line in lines(EDITION):
        copy[line.place.sheet].cell(line.place.row, line.place.column).value = "属实，上级授权"
    collection = collected(tmp_path, {"财政局 说明.xlsx": saved(copy)})
    assert statuses(collection)["A1"] == "通过"
    assert became(collection)["财政局.xlsx"][0] == "已被代替"


def test_a_copy_under_the_cover_of_another_unit_counts_for_nobody(tmp_path: Path) -> None:
    """Whatever it was issued to: here to nobody in particular."""
    blank = book(WRONG | {"cover.unit": "", "cover.unit_code": ""})
    strange = typed(copy_of(blank), {PATH: A1[PATH], "cover.unit": "某市水务局", "cover.unit_code": "A2"})
    collection = collected(tmp_path, {"某市财政局.xlsx": blank, "1.xlsx": strange})
    assert statuses(collection) | {"A1": "需改正", "A2": "非本单位"} == statuses(collection)
    assert became(collection)["1.xlsx"][1][-1] == "collect.other_return"
    assert collection.values == {}


def test_last_years_copy_is_last_years_return(tmp_path: Path) -> None:
    last = book(values("A1", "某市财政局", year=YEAR - 1))
    collection = collected(tmp_path, {"A1.xlsx": book(A1), "上年.xlsx": corrected(last)})
    assert statuses(collection)["A1"] == "通过"
    assert became(collection)["上年.xlsx"][0] == "上年表"


NEW = corrected(OLD)
AGAIN = typed(copy_of(NEW), {PATH: A1[PATH], "cover.phone": "0372-1"})
TWIN = corrected(OLD, phone="0372-2")
FILES = {"财政局.xlsx": OLD, "改正.xlsx": NEW, "再改正.xlsx": AGAIN, f"退回/{COPY}": copy_of(OLD)}


@pytest.mark.parametrize("order", [*permutations(FILES)][::5])
def test_the_order_of_arrival_and_interruptions_do_not_matter(order: tuple[str, ...], tmp_path: Path) -> None:
    """Each file is collected as it comes; in the end all is as if they had come together."""
    once = collected(tmp_path / "once", FILES)
    for name in order:
        collected(tmp_path, {name: FILES[name]}).close()
    again = collected(tmp_path, {})
    assert told(again) == told(once)
    assert statuses(again)["A1"] == "通过"
    assert summed(again, tmp_path / "returns") == again.values


ARRIVALS = st.lists(st.tuples(st.sampled_from([*FILES, "改正2.xlsx"]), st.booleans()), max_size=5)


@settings(max_examples=12)
@given(ARRIVALS)
def test_the_sum_is_that_of_the_end_of_the_chain(arrivals: list[tuple[str, bool]]) -> None:
    """Whether it is collected in between or not; where two corrections differ, nothing is added up."""
    with TemporaryDirectory() as place:
        folder = Path(place)
        write(folder / "returns", {})
        for name, collects in arrivals:
            write(folder / "returns", {name: {**FILES, "改正2.xlsx": TWIN}[name]})
            if collects:
                collected(folder, {}).close()
        collection = collected(folder, {})
        names = {name for name, _ in arrivals}
        ends = {"再改正.xlsx"} & names or {"改正.xlsx"} & names
        ends |= {"改正2.xlsx"} & names
        (entry, *_) = collection.ledger
        if len(ends) > 1:
            assert (entry.status.value, collection.values) == ("重复", {})
        elif ends:
            assert entry.file
            assert {entry.file.path} == ends
            assert collection.values == summed(collection, folder / "returns")
            assert collection.values[PATH] == A1[PATH]
        else:
            assert collection.values == {}
        collection.close()


def test_the_page_and_the_ledger_name_no_options(tmp_path: Path) -> None:
    """Clerks read them."""
    files = {"1.xlsx": book(A1), "2.xlsx": book(A1 | {"cover.phone": "1"})}
    collected(tmp_path, files, prefer="newest")
    for name in files:
        os.utime(tmp_path / "returns" / name, (1, 1))
    collection = collected(tmp_path, {}, prefer="newest")
    assert [issue.code for issue in collection.issues("A1")][1:] == ["collect.undated"] * 2
    page = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    ledger = load_workbook(tmp_path / "out" / "汇总.xlsx")["台账"]
    shown = [str(cell.value) for row in ledger for cell in row]
    assert "1970-01-01" in page
    for text in (*shown, page):
        assert "newest" not in text
        assert "--prefer" not in text
        assert "--take" not in text
