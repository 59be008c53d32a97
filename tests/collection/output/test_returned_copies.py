"""What is to be corrected or confirmed goes back marked, and what comes back is collected beside the old."""

from __future__ import annotations

import io
import os
from itertools import permutations
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from offices import YEAR, book, collected, statuses, values, write
from openpyxl import load_workbook
from test_rerunning import summed, told
from xlsx_files import zipped

import gkxl
from gkxl.checksheet.lines import explainable_lines
from gkxl.forms import EDITIONS
from gkxl.layout import places
from gkxl.marking import mark_return
from workbooks import opened, saved

if TYPE_CHECKING:
    from collections.abc import Mapping


A1 = values("A1", "某市财政局")
PATH = "requests.carried_forward.natural_person"
WRONG = A1 | {PATH: A1[PATH] + 1}
"""A number that is out of balance, which only the unit can correct."""


UNUSUAL = A1 | {"disclosure.regulations.issued": 3}
"""A department makes no regulations: to be confirmed."""
NAME = "A1-某市财政局.xlsx"


def back(folder: Path) -> list[str]:
    copies = folder / "out" / "退回"
    return sorted(path.relative_to(copies).as_posix() for path in copies.rglob("*") if path.is_file())


def test_a_return_with_errors_goes_back_and_reads_as_it_was(tmp_path: Path) -> None:
    collected(tmp_path, {"补报/财政局.xlsx": book(WRONG | {"cover.unit_code": "A1"})})
    assert back(tmp_path) == ["需改正/A1-某市财政局.xlsx"]
    reading = gkxl.read(tmp_path / "out" / "退回" / "需改正" / "A1-某市财政局.xlsx")
    assert (reading.values[PATH], reading.ok) == (WRONG[PATH], False)


def test_a_copy_is_made_once_and_taken_away_when_all_is_right(tmp_path: Path) -> None:
    collected(tmp_path, {"A1.xlsx": book(WRONG)})
    copy = tmp_path / "out" / "退回" / "需改正" / "A1-某市财政局.xlsx"
    before = copy.stat().st_mtime_ns
    collected(tmp_path, {})
    assert copy.stat().st_mtime_ns == before
    collected(tmp_path, {"A1.xlsx": book(A1)})
    assert back(tmp_path) == []


def test_what_others_put_beside_the_copies_stays(tmp_path: Path) -> None:
    collected(tmp_path, {"A1.xlsx": book(WRONG)})
    write(tmp_path / "out" / "退回", {"催报清单.xlsx": b"notes"})
    collected(tmp_path, {"A1.xlsx": book(A1)})
    assert back(tmp_path) == ["催报清单.xlsx"]


def test_a_copy_says_what_one_run_would_have_said(tmp_path: Path) -> None:
    """Last year's figures may be given later than the returns."""
    previous = write(tmp_path / "last", {"A1.xlsx": book(values("A1", "某市财政局", year=YEAR - 1))})
    collected(tmp_path, {"A1.xlsx": book(WRONG)})
    collected(tmp_path, {}, previous=previous)
    copy = tmp_path / "out" / "退回" / "需改正" / "A1-某市财政局.xlsx"
    later = copy.read_bytes()
    copy.unlink()
    collected(tmp_path, {}, previous=previous)
    assert copy.read_bytes() == later


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    write(tmp_path / "out", {"退回": b""})
    with pytest.raises(gkxl.errors.WriteError, match="退回"):
        collected(tmp_path, {"A1.xlsx": book(WRONG)})


def test_none_is_made_where_none_is_wanted(tmp_path: Path) -> None:
    collected(tmp_path, {"A1.xlsx": book(WRONG)}, marks=False)
    assert back(tmp_path) == []


def test_hostile_names_of_units_are_names_of_files(tmp_path: Path) -> None:
    name = "A/B:*?" + "长" * 80 + "..."
    units = f"单位代码,单位名称\nA1,{name}\n"
    collected(tmp_path, {"1.xlsx": book(WRONG | {"cover.unit": name})}, units=units)
    (found,) = back(tmp_path)
    assert found == "需改正/A1-A_B___" + "长" * 51 + ".xlsx"


# Two folders
def test_what_is_to_be_confirmed_goes_back_too(tmp_path: Path) -> None:
    collected(tmp_path, {"A1.xlsx": book(UNUSUAL), "A2.xlsx": book(values("A2", "某市水务局"))})
    assert back(tmp_path) == [f"需核实/{NAME}"]
    reading = gkxl.read(tmp_path / "out" / "退回" / "需核实" / NAME)
    assert ("unusual.regulations", True) in {(issue.code, not issue.settled) for issue in reading.issues}


def test_what_only_shows_beside_other_units_goes_back_too(tmp_path: Path) -> None:
    twin = A1 | {"cover.unit": "某市水务局", "cover.unit_code": "A2"}
    collected(tmp_path, {"A1.xlsx": book(A1), "A2.xlsx": book(twin)})
    assert back(tmp_path) == [f"需核实/{NAME}", "需核实/A2-某市水务局.xlsx"]


@pytest.mark.parametrize(
    "steps",
    [
        [(WRONG, "需改正"), (UNUSUAL, "需核实"), (A1, "")],
        [(UNUSUAL, "需核实"), (UNUSUAL | WRONG, "需改正"), (UNUSUAL, "需核实")],
        [(A1, ""), (UNUSUAL, "需核实"), (UNUSUAL | {"cover.phone": "1"}, "需核实"), (WRONG, "需改正")],
    ],
)
def test_a_copy_moves_as_the_status_changes(steps: list[tuple[dict[str, Any], str]], tmp_path: Path) -> None:
    for found, folder in steps:
        collected(tmp_path, {"A1.xlsx": book(found)}).close()
        assert back(tmp_path) == ([f"{folder}/{NAME}"] if folder else [])
        assert {path.name for path in (tmp_path / "out" / "退回").glob("*")} == (
            {folder} if folder else set()
        )


@pytest.mark.parametrize("other", ["需改正", "需核实"])
def test_what_others_put_into_either_folder_stays(other: str, tmp_path: Path) -> None:
    collected(tmp_path, {"A1.xlsx": book(WRONG)})
    write(tmp_path / "out" / "退回" / other, {"催报清单.xlsx": b"notes"})
    for found in (UNUSUAL, A1):
        collected(tmp_path, {"A1.xlsx": book(found)})
    assert back(tmp_path) == [f"{other}/催报清单.xlsx"]


@pytest.mark.parametrize("own", [f"需核实/{NAME}", f"需核实/{NAME}/mine.xlsx"])
def test_a_file_of_ones_own_in_the_place_of_a_copy_is_left_and_named(own: str, tmp_path: Path) -> None:
    collected(tmp_path, {"A1.xlsx": book(WRONG)})
    write(tmp_path / "out" / "退回", {own: b"mine"})
    for _ in range(2):
        collection = collected(tmp_path, {"A1.xlsx": book(UNUSUAL)})
        assert back(tmp_path) == [own]
        assert (tmp_path / "out" / "退回" / own).read_bytes() == b"mine"
        (said,) = [issue for issue in collection.issues("A1") if issue.code == "collect.unmarked"]
        assert f"退回/需核实/{NAME}”不是汇总时写的文件，没有覆盖" in said.message
    (tmp_path / "out" / "退回" / own).unlink()
    if own.endswith("mine.xlsx"):
        (tmp_path / "out" / "退回" / own).parent.rmdir()
    collected(tmp_path, {})
    assert gkxl.read(tmp_path / "out" / "退回" / "需核实" / NAME).values == gkxl.read(book(UNUSUAL)).values


# Who sends it back, and until when
@pytest.mark.parametrize(
    "options",
    [{"office": "某市政务公开办"}, {"until": "2025-01-20"}, {"office": "某办", "until": "1月20日下班"}],
)
def test_another_office_or_deadline_makes_the_copies_anew(options: dict[str, str], tmp_path: Path) -> None:
    collected(tmp_path, {"A1.xlsx": book(WRONG)}).close()
    copy = tmp_path / "out" / "退回" / "需改正" / NAME
    plain, stamp = copy.read_bytes(), copy.stat().st_mtime_ns
    collected(tmp_path, {}, **options).close()
    told = copy.read_bytes()
    assert copy.stat().st_mtime_ns != stamp
    stamp = copy.stat().st_mtime_ns
    collected(tmp_path, {}, **options).close()
    assert (copy.read_bytes(), copy.stat().st_mtime_ns) == (told, stamp)
    collected(tmp_path, {}).close()
    assert copy.read_bytes() == plain


@pytest.mark.parametrize(
    ("options", "sentence"),
    [({"office": "长" * 61}, "退回单位的名称有 61 个字"), ({"until": "长" * 100}, "报送期限有 100 个字")],
)
def test_office_and_deadline_are_short(options: dict[str, str], sentence: str, tmp_path: Path) -> None:
    with pytest.raises(gkxl.errors.DataError, match=sentence):
        collected(tmp_path, {"A1.xlsx": book(WRONG)}, **options)
    assert not (tmp_path / "out").exists()


def test_office_and_deadline_are_kept_and_legible(tmp_path: Path) -> None:
    collection = collected(tmp_path, {"A1.xlsx": book(WRONG)}, office="某办\0\n一科", until=" 1月20日 ")
    assert (collection.office, collection.until) == ("某办\ufffd 一科", "1月20日")


@pytest.mark.parametrize(
    ("changed", "asked"),
    [
        ({PATH: WRONG[PATH]}, "按下表逐项改正，"),
        ({"disclosure.regulations.issued": 3}, "按下表逐项核实，"),
        (
            {PATH: WRONG[PATH], "disclosure.regulations.issued": 3},
            "按下表先改正、再核实，",
        ),
    ],
)
def test_a_copy_asks_for_no_more_than_there_is_to_do(
    changed: dict[str, Any], asked: str, tmp_path: Path
) -> None:
    collected(tmp_path, {"A1.xlsx": book(A1 | changed)}).close()
    (name,) = back(tmp_path)
    rows = [*openpyxl.load_workbook(tmp_path / "out" / "退回" / name)["退回说明"].values]
    assert asked in str(rows[1][0])


def test_what_only_the_collection_asks_comes_before_what_is_only_noticed(tmp_path: Path) -> None:
    twin = A1 | {
        "cover.unit": "某市水务局",
        "cover.unit_code": "A2",
        "overview.on_request": "收到申请9999件。",
    }
    collected(tmp_path, {"A1.xlsx": book(A1), "A2.xlsx": book(twin)}).close()
    (name,) = [name for name in back(tmp_path) if "A2" in name]
    rows = [
        str(row[0]) for row in openpyxl.load_workbook(tmp_path / "out" / "退回" / name)["退回说明"].values
    ]
    heads = [row[2:6] for row in rows if row[:2] in ("一、", "二、", "三、")]
    assert heads == ["汇总核对", "提示（1"]


EDITION = EDITIONS["2021"]
TOTAL = "requests.carried_forward.total"
WRONG_SUM = A1 | {PATH: A1[PATH] + 1, TOTAL: A1[TOTAL] + 1}
"""Out of balance."""
OLD = book(WRONG_SUM)
COPY = "A1-某市财政局.xlsx"


def copy_of(content: bytes) -> bytes:
    return mark_return(content, gkxl.read(content)).content


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
    for line in explainable_lines(EDITION):
        copy[line.place.sheet].cell(line.place.row, line.place.column).value = "属实，上级授权"
    collection = collected(tmp_path, {"财政局 说明.xlsx": saved(copy)})
    assert statuses(collection)["A1"] == "通过"
    assert became(collection)["财政局.xlsx"][0] == "已被代替"


def test_a_copy_under_the_cover_of_another_unit_counts_for_nobody(tmp_path: Path) -> None:
    """Whatever it was issued to: here to nobody in particular."""
    blank = book(WRONG_SUM | {"cover.unit": "", "cover.unit_code": ""})
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
