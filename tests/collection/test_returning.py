"""What is to be corrected or confirmed goes back marked, in a folder of its own, and nothing else does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from offices import YEAR, book, collected, values, write

import gkxl

if TYPE_CHECKING:
    from pathlib import Path

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
    with pytest.raises(gkxl.WriteError, match="退回"):
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
    with pytest.raises(gkxl.DataError, match=sentence):
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
