"""Whatever units return, each has its status, every figure its origin, and one bad file stops nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import zipfile
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from offices import YEAR, added, book, collected, roster, statuses, values, write

import gkxl
from gkxl.collection.intake.returns import read_files
from gkxl.forms import EDITIONS
from gkxl.model.outline import cells
from workbooks import opened, saved

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from city import City
    from gkxl.collection.intake.returns import FileResult, FileToRead

A1, A2 = values("A1", "某市财政局"), values("A2", "某市水务局")
B1, B2 = values("B1", "某县财政局"), values("B2", "某县水务局")
B0 = added(B1, B2, **{"cover.unit": "某县人民政府", "cover.unit_code": "B0", "cover.level": "县级"})
ALL = {f"{v['cover.unit_code']}-{v['cover.unit']}.xlsx": book(v) for v in (A1, A2, B0, B1, B2)}
NAMES = dict(zip(("A1", "A2", "B0", "B1", "B2"), ALL, strict=True))


def codes(collection: gkxl.Collection, unit: str) -> list[str]:
    return [issue.code for issue in collection.issues(unit)]


def sums(collection: gkxl.Collection, *units: str) -> dict[str, Any]:
    """What the cells of these units add up to, computed from the store alone."""
    total: dict[str, Any] = {}
    for code, path, value in collection.query(
        "SELECT code, path, value FROM cells JOIN units ON units.file = cells.file"
    ):
        if code in units and path.startswith(("disclosure.", "requests.", "disputes.")):
            total[path] = total.get(path, 0) + Decimal(value)
    return total


def test_what_is_right_passes_and_is_added_up_once(tmp_path: Path) -> None:
    """The county contains its offices: they are compared with it, and not added to it."""
    collection = collected(tmp_path, ALL)
    assert set(statuses(collection).values()) == {"通过"}
    assert [entry.unit.code for entry in collection.ledger if entry.counted] == ["A1", "A2", "B0"]
    assert collection.values == sums(collection, "A1", "A2", "B0")
    assert set(collection.values) == {c.path for c in cells(collection.edition.form) if c.in_table}


def test_every_consolidated_cell_is_the_sum_of_the_cells_in_the_store(
    year_of_a_city: City, tmp_path: Path
) -> None:
    collection = gkxl.collect(
        year_of_a_city.returns, roster=year_of_a_city.roster, year=year_of_a_city.year, output=tmp_path
    )
    counted = [entry.unit.code for entry in collection.ledger if entry.counted]
    assert len(counted) > 10
    assert collection.values == sums(collection, *counted)


def test_the_sum_is_a_report_that_adds_up(tmp_path: Path) -> None:
    report = collected(tmp_path, ALL).report
    assert report is not None
    assert {issue.code for issue in gkxl.check(report)} == {"cover.blank", "narrative.empty"}


def test_a_figure_is_traced_to_units_files_sheets_and_cells(tmp_path: Path) -> None:
    collection = collected(tmp_path, {name: ALL[name] for name in (NAMES["A1"], NAMES["B0"])})
    found = gkxl.trace(collection, "requests.received.total")
    assert [(part.unit.code, part.file, part.sheet, part.cell) for part in found.parts] == [
        ("A1", NAMES["A1"], "三、申请办理", "J5"),
        ("B0", NAMES["B0"], "三、申请办理", "J5"),
    ]
    assert sum(part.value for part in found.parts) == found.total
    assert [entry.unit.code for entry in found.left_out] == ["A2"]
    with pytest.raises(gkxl.errors.DataError):
        gkxl.trace(collection, "requests.received.totals")


def test_a_county_with_errors_is_replaced_by_its_offices(tmp_path: Path) -> None:
    wrong = B0 | {"requests.received.total": B0["requests.received.total"] + 1}
    collection = collected(tmp_path, ALL | {NAMES["B0"]: book(wrong)})
    assert [entry.unit.code for entry in collection.ledger if entry.counted] == ["A1", "A2", "B1", "B2"]
    assert collection.values == sums(collection, "A1", "A2", "B1", "B2")


def test_returns_with_errors_are_added_up_only_when_asked_for(tmp_path: Path) -> None:
    path = "requests.received.total"
    wrong = A1 | {path: A1[path] + 1}
    files = {NAMES["A1"]: book(wrong), NAMES["A2"]: ALL[NAMES["A2"]]}
    left_out = collected(tmp_path, files)
    assert (statuses(left_out)["A1"], left_out.values[path]) == ("需改正", A2[path])
    taken_in = collected(tmp_path, files, include_errors=True)
    assert (statuses(taken_in)["A1"], taken_in.values[path]) == ("需改正", A1[path] + 1 + A2[path])


def test_a_county_that_differs_from_its_offices_is_to_be_confirmed(tmp_path: Path) -> None:
    path = "disclosure.permits.decisions"
    other = B0 | {path: B0[path] + 1}
    collection = collected(tmp_path, ALL | {NAMES["B0"]: book(other)})
    (issue,) = collection.issues("B0")
    assert (issue.code, issue.path, issue.found, issue.expected) == (
        "aggregate.differs",
        path,
        B0[path] + 1,
        B0[path],
    )
    assert statuses(collection)["B0"] == "需核实"


def test_units_that_are_missing_are_named_before_a_county_is_called_wrong(tmp_path: Path) -> None:
    collection = collected(tmp_path, {name: content for name, content in ALL.items() if name != NAMES["B2"]})
    assert codes(collection, "B0") == ["collect.incomplete"]
    assert "某县水务局" in collection.issues("B0")[0].message
    assert statuses(collection) == {"A1": "通过", "A2": "通过", "B0": "通过", "B1": "通过", "B2": "未报"}


def test_a_unit_above_all_others_is_compared_and_not_added(tmp_path: Path) -> None:
    units = "单位代码,单位名称,上级\nB0,某县人民政府,\nB1,某县财政局,B0\nB2,某县水务局,B0\n"
    collection = collected(
        tmp_path, {NAMES[code]: ALL[NAMES[code]] for code in ("B0", "B1", "B2")}, units=units
    )
    assert [entry.unit.code for entry in collection.ledger if entry.counted] == ["B1", "B2"]
    assert codes(collection, "B0") == []


def test_a_parent_that_contains_nothing_is_added_along_with_those_below(tmp_path: Path) -> None:
    units = "单位代码,单位名称,上级,含下级\nA1,某市财政局,,否\nA2,某市水务局,A1,\nB1,某县财政局,,\n"
    collection = collected(
        tmp_path, {NAMES[code]: ALL[NAMES[code]] for code in ("A1", "A2", "B1")}, units=units
    )
    assert collection.values == sums(collection, "A1", "A2", "B1")


# Files that come in as they come


def test_the_city_has_every_status_from_a_folder_and_from_a_zip(year_of_a_city: City, tmp_path: Path) -> None:
    """Names in the zip are in GBK; which copy of two is taken does not depend on the order of arrival."""
    for name, returns in (("folder", year_of_a_city.returns), ("zip", year_of_a_city.archive)):
        collection = gkxl.collect(returns, roster=year_of_a_city.roster, year=YEAR, output=tmp_path / name)
        assert statuses(collection) == {**year_of_a_city.statuses, "示例-0016": "通过"}  # without last year
        for unit in ("示例-0001", "示例-0104", "示例-9901"):
            sent = {path for path in year_of_a_city.files if unit in path and "~$" not in path}
            assert {file.path for file in collection.files if unit in file.path} == sent


def test_a_folder_of_only_bad_files_has_a_full_ledger(tmp_path: Path) -> None:
    files = {
        "A1.xlsx": b"",
        "A2-某市水务局.docx": b"PK\3\4",
        "某县财政局/年报.xlsx": b"<html>",
        "x.xlsx": b"\0" * 9,
    }
    collection = collected(tmp_path, files)
    assert statuses(collection) == {
        "A1": "无法读取", "A2": "无法读取", "B0": "未报", "B1": "无法读取", "B2": "未报",
    }  # fmt: skip
    assert collection.report is None
    assert all(codes(collection, unit) for unit in statuses(collection))
    assert {file.status.value for file in collection.files} == {"无法读取"}


def test_an_identical_second_file_is_noted_and_counted_once(tmp_path: Path) -> None:
    collection = collected(tmp_path, {"A1.xlsx": ALL[NAMES["A1"]], "补报/A1 - 副本.xlsx": ALL[NAMES["A1"]]})
    assert statuses(collection)["A1"] == "通过"
    first, second = collection.files
    assert (first.status.value, first.accepted, second.status.value, second.accepted) == (
        "通过",
        True,
        "重复",
        False,
    )
    assert [issue.code for issue in collection.file_issues(second)] == ["collect.copy"]
    assert collection.values == sums(collection, "A1")


def test_two_different_files_of_a_unit_wait_until_one_is_chosen(tmp_path: Path) -> None:
    old, new = book(A1), book(values("A1", "某市财政局", "again"))
    collection = collected(tmp_path, {"A1.xlsx": old, "A1 改.xlsx": new})
    assert (statuses(collection)["A1"], collection.values) == ("重复", {})
    assert codes(collection, "A1") == ["collect.duplicate"]
    for name, seconds in (("A1.xlsx", 10**9), ("A1 改.xlsx", 10**9 + 20)):
        os.utime(tmp_path / "returns" / name, (seconds, seconds))
    newest = collected(tmp_path, {}, prefer="newest")
    (entry, *_) = newest.ledger
    assert (entry.status.value, entry.file and entry.file.path) == ("通过", "A1 改.xlsx")
    (tmp_path / "returns" / "A1 改.xlsx").unlink()
    (entry, *_) = collected(tmp_path, {}).ledger
    assert (entry.status.value, entry.file and entry.file.path) == ("通过", "A1.xlsx")


def test_two_units_with_the_same_figures_are_named(tmp_path: Path) -> None:
    copied = A1 | {"cover.unit": "某市水务局", "cover.unit_code": "A2"}
    collection = collected(tmp_path, {"A1.xlsx": book(A1), "A2.xlsx": book(copied)})
    assert [statuses(collection)[unit] for unit in ("A1", "A2")] == ["需核实", "需核实"]
    assert "“某市水务局”" in collection.issues("A1")[0].message


def test_two_units_to_which_nothing_happened_are_not(tmp_path: Path) -> None:
    form = EDITIONS["2021"].form
    nothing = {cell.path: 0 for cell in cells(form) if cell.in_table}
    files = {f"{v['cover.unit_code']}.xlsx": book(v | nothing) for v in (A1, A2)}
    assert [statuses(collected(tmp_path, files))[unit] for unit in ("A1", "A2")] == ["通过", "通过"]


@pytest.mark.parametrize(
    ("name", "content", "status", "code"),
    [
        ("A1-某市财政局.xlsx", ALL[NAMES["A2"]], "非本单位", "collect.misnamed"),
        ("A1-某市财政局.xlsx", book(values("A1", "某市财政局", year=2023)), "上年表", "collect.year"),
        ("某市财政局.xlsx", book(A1 | {"cover.unit_code": "A11"}), "需改正", "collect.unit_code"),
        ("某市财政局.xlsx", book(A1 | {"cover.unit_code": ""}), "通过", "collect.by_name"),
        ("年报(2).xlsx", ALL[NAMES["A1"]], "通过", ""),
        ("2024.xlsx", ALL[NAMES["A1"]], "通过", ""),
    ],
)
def test_what_came_under_the_name_of_a_unit(
    name: str, content: bytes, status: str, code: str, tmp_path: Path
) -> None:
    collection = collected(tmp_path, {name: content})
    assert statuses(collection)["A1"] == status
    assert codes(collection, "A1") == ([code] if code else [])


def test_a_return_with_the_code_of_one_unit_and_the_name_of_another_is_not_counted(tmp_path: Path) -> None:
    collection = collected(tmp_path, {"1.xlsx": book(A1 | {"cover.unit": "某市水务局"})})
    assert (statuses(collection)["A1"], codes(collection, "A1")) == ("需改正", ["collect.unit_code"])
    assert "某市水务局" in collection.issues("A1")[0].message


def test_codes_that_differ_in_case_only_are_codes_of_two_units(tmp_path: Path) -> None:
    units = "单位代码,单位名称\nA1,某市财政局\na1,某市水务局\n"
    collection = collected(tmp_path, {"1.xlsx": ALL[NAMES["A1"]]}, units=units)
    assert statuses(collection) == {"A1": "通过", "a1": "未报"}


def test_a_return_of_a_unit_that_the_roster_does_not_have_is_listed(tmp_path: Path) -> None:
    collection = collected(tmp_path, {"x.xlsx": book(values("Z9", "别处某局"))})
    (file,) = collection.files
    assert (file.status.value, file.unit) == ("非本单位", "")
    assert [issue.code for issue in collection.file_issues(file)] == ["collect.stranger"]


def test_a_lock_beside_an_open_workbook_is_passed_over_but_not_alone(tmp_path: Path) -> None:
    files = {
        "A1.xlsx": ALL[NAMES["A1"]],
        "~$A1.xlsx": b"\6",
        "~$A2.xlsx": b"\6",
        "Thumbs.db": b"",
        ".DS_Store": b"",
    }
    collection = collected(tmp_path, files)
    assert [(file.path, file.status.value) for file in collection.files] == [
        ("A1.xlsx", "通过"),
        ("~$A2.xlsx", "无法读取"),
    ]


def test_a_zip_among_the_returns_is_looked_into(tmp_path: Path) -> None:
    (tmp_path / "returns").mkdir()
    with zipfile.ZipFile(tmp_path / "returns" / "某县.zip", "w") as packed:
        packed.writestr("县直/B1.xlsx", ALL[NAMES["B1"]])
        packed.writestr("县直/B2.xlsx", b"no workbook")
    collection = collected(tmp_path, {"A1.xlsx": ALL[NAMES["A1"]]})
    assert [file.path for file in collection.files] == [
        "A1.xlsx",
        "某县.zip/县直/B1.xlsx",
        "某县.zip/县直/B2.xlsx",
    ]
    assert [statuses(collection)[unit] for unit in ("A1", "B1", "B2")] == ["通过", "通过", "无法读取"]


def test_what_is_written_among_the_returns_is_not_collected(tmp_path: Path) -> None:
    returns = write(tmp_path, {"A1.xlsx": ALL[NAMES["A1"]], "out/B1.xlsx": ALL[NAMES["B1"]]})
    collection = gkxl.collect(returns, roster=roster(), year=YEAR, output=tmp_path / "out")
    assert [file.path for file in collection.files] == ["A1.xlsx"]


# Running again


def test_unchanged_files_are_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    collected(tmp_path, ALL)
    read: list[str] = []

    def unchanged(tasks: list[Any]) -> list[None]:
        read.extend(task.source.name for task in tasks)
        return [None] * len(tasks)

    monkeypatch.setattr("gkxl.collection.collect.read_files", unchanged)
    collected(tmp_path, {})
    assert read == []
    os.utime(tmp_path / "returns" / NAMES["A1"], (1, 1))
    assert statuses(collected(tmp_path, {}))["A1"] == "通过"
    assert read == [NAMES["A1"]]


def test_the_store_says_which_program_saved_a_file(tmp_path: Path) -> None:
    files = {"A1.xlsx": ALL[NAMES["A1"]], "A2.xlsx": saved(opened(ALL[NAMES["A2"]]))}
    first, second = (file.producer for file in collected(tmp_path, files).files)
    assert first == "Microsoft Excel"
    assert "openpyxl" in second.lower()


def test_what_was_sent_before_is_kept(tmp_path: Path) -> None:
    path = "requests.received.total"
    wrong = book(A1 | {path: A1[path] + 1})
    assert statuses(collected(tmp_path, {"A1.xlsx": wrong}))["A1"] == "需改正"
    collection = collected(tmp_path, {"A1.xlsx": book(A1)})
    before, after = collection.files
    assert (before.status.value, before.current, before.accepted) == ("需改正", False, False)
    assert (after.status.value, after.current, after.accepted) == ("通过", True, True)
    assert (collection.filed(before)[path], collection.filed(after)[path]) == (A1[path] + 1, A1[path])
    back = collected(tmp_path, {"A1.xlsx": wrong})
    assert [(file.status.value, file.current) for file in back.files] == [("需改正", True), ("通过", False)]


def test_a_file_that_is_gone_is_history(tmp_path: Path) -> None:
    collected(tmp_path, {"A1.xlsx": ALL[NAMES["A1"]]})
    (tmp_path / "returns" / "A1.xlsx").unlink()
    collection = collected(tmp_path, {})
    assert (statuses(collection)["A1"], collection.values, collection.files[0].current) == ("未报", {}, False)


def test_last_year_is_compared_with_and_what_was_explained_is_settled(
    year_of_a_city: City, tmp_path: Path
) -> None:
    """Last year's returns are collected first; next time, what came of that will do."""
    given: dict[str, Any] = {"roster": year_of_a_city.roster, "year": YEAR, "output": tmp_path / "out"}
    for previous in (year_of_a_city.previous, tmp_path / "out" / "上年"):
        collection = gkxl.collect(year_of_a_city.returns, previous=previous, **given)
        assert statuses(collection) == year_of_a_city.statuses
        assert codes(collection, "示例-0016") == ["year.brought_forward"]
        assert set(codes(collection, "示例-0001")) <= {"year.jump"}


@pytest.mark.parametrize("whole", [True, False])
def test_a_collection_of_another_year_is_not_that_of_the_year_before(tmp_path: Path, whole: bool) -> None:  # noqa: FBT001 (a case)
    before = collected(tmp_path, ALL)
    with pytest.raises(gkxl.errors.DataError, match="2024 年度的汇总，要与 2023 年度的比对"):
        collected(tmp_path, {}, previous=before if whole else tmp_path / "out")


def test_a_slip_in_the_year_leaves_no_folder_behind(tmp_path: Path) -> None:
    with pytest.raises(gkxl.errors.UnknownEditionError, match="205 年度"):
        gkxl.collect(tmp_path, roster=roster(), year=205, output=tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_holds_the_collection_of_one_year(tmp_path: Path) -> None:
    collected(tmp_path, ALL)
    with pytest.raises(gkxl.errors.DataError, match="2024 年度的汇总"):
        gkxl.collect(tmp_path / "returns", roster=roster(), year=2023, output=tmp_path / "out")


def test_two_runs_give_the_same_bytes(tmp_path: Path) -> None:
    collected(tmp_path, ALL)
    before = contents(tmp_path / "out")
    collected(tmp_path, {})
    assert contents(tmp_path / "out") == before


def test_what_lacked_an_extra_is_read_once_it_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lacking(_data: bytes, **_: object) -> None:
        raise gkxl.errors.MissingExtraError("没有组件。")

    with monkeypatch.context() as changed:
        changed.setattr("gkxl.collection.intake.returns.read", lacking)
        assert statuses(collected(tmp_path, {"A1.xlsx": ALL[NAMES["A1"]]}))["A1"] == "无法读取"
    assert statuses(collected(tmp_path, {}))["A1"] == "通过"


def test_two_runs_at_once_do_not_meddle_with_each_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gkxl.collection.store.store.LOCK_TIMEOUT", 0)

    def again(what: str, *_: object) -> None:
        if said:
            return
        with pytest.raises(gkxl.errors.WriteError, match="另有一次汇总"):
            collected(tmp_path, {})
        with pytest.raises(gkxl.errors.UnreadableFileError, match="没有做完"):
            gkxl.Collection(tmp_path / "out")
        said.append(what)

    said: list[str] = []
    assert set(statuses(collected(tmp_path, ALL, progress=again)).values()) == {"通过"}
    assert said


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def test_a_file_that_vanishes_while_all_are_read_has_its_status(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_late(tasks: Sequence[FileToRead]) -> list[FileResult | None]:
        (tmp_path / "returns" / NAMES["A1"]).unlink(missing_ok=True)
        return read_files(tasks)

    monkeypatch.setattr("gkxl.collection.collect.read_files", read_late)
    collection = collected(tmp_path, ALL)
    assert statuses(collection) == {"A1": "无法读取", "A2": "通过", "B0": "通过", "B1": "通过", "B2": "通过"}
    assert "不存在" in collection.issues("A1")[0].message


KILLED = """
import sys; sys.path[:0] = {paths!r}
import gkxl, os, signal, gkxl.collection.collect
def told(what, done, all):
    if done == {after}:
        os.kill(os.getpid(), signal.SIGKILL)
if __name__ == "__main__":
    gkxl.collection.collect._FILES_PER_COMMIT = 3
    gkxl.collect({returns!r}, roster={roster!r}, year=2024, output={output!r}, progress=told)
"""


def test_killed_in_the_middle_and_run_again_is_as_one_run(year_of_a_city: City, tmp_path: Path) -> None:
    gkxl.collect(year_of_a_city.returns, roster=year_of_a_city.roster, year=YEAR, output=tmp_path / "once")
    for after in (1, 20, 40):
        output = tmp_path / f"killed-{after}"
        script = KILLED.format(
            paths=sys.path,
            returns=str(year_of_a_city.returns),
            roster=str(year_of_a_city.roster),
            output=str(output),
            after=after,
        )
        done = subprocess.run([sys.executable, "-c", script], check=False)
        assert done.returncode == -signal.SIGKILL
        with pytest.raises(gkxl.errors.UnreadableFileError, match="没有做完"):
            gkxl.Collection(output)
        gkxl.collect(year_of_a_city.returns, roster=year_of_a_city.roster, year=YEAR, output=output)
        assert contents(output) == contents(tmp_path / "once")
