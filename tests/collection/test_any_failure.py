"""Whatever happens to one file of many, and at whatever stage, becomes a line about that file."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Final
from unittest.mock import patch

import pytest
from offices import YEAR, book, collected, statuses, values, write

import gkxl
from commands import gkxl_command
from gkxl.collection.parallel import BATCH, WorkerPool
from gkxl.errors import TimeLimitError
from gkxl.reading.previous import read_report

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

A1, A2 = values("A1", "某市财政局"), values("A2", "某市水务局")
PATH: Final = "requests.received.total"
WRONG: Final = book(A1 | {PATH: A1[PATH] + 1})
OTHER: Final = book(A2 | {PATH: A2[PATH] + 1})

ERRORS: Final = {
    "anything": ZeroDivisionError("division by zero"),
    "a key": KeyError("B2"),
    "memory": MemoryError(),
    "depth": RecursionError("maximum recursion depth exceeded"),
    "a text": UnicodeDecodeError("utf-8", b"\xff", 0, 1, "invalid start byte"),
    "the system": OSError(5, "Input/output error"),
    "time": TimeLimitError("读取时间过长，已停止。可以再试一次。"),
    "a refusal": gkxl.errors.UnsafeFileError("文件结构异常。"),
}
any_error = pytest.mark.parametrize("error", ERRORS.values(), ids=ERRORS)


def failing(function: Callable[..., Any], error: Exception) -> Callable[..., Any]:
    """The same function, which raises over the file of A1."""

    def instead(*arguments: Any, **options: Any) -> Any:  # noqa: ANN401 (whatever it takes)
        if any(one == WRONG for one in arguments) or "A1" in str(arguments[0])[-9:]:
            raise error
        return function(*arguments, **options)

    return instead


STAGES: Final = {
    "loading": "gkxl.collection.intake.local_files.load",
    "reading": "gkxl.collection.intake.returns.read",
    "hashing": "gkxl.collection.intake.returns.hashlib.sha256",
}


def stage(name: str, error: Exception) -> Any:  # noqa: ANN401 (a patch)
    module, _, function = name.rpartition(".")
    found = pytest.importorskip(module) if not module.endswith("hashlib") else __import__("hashlib")
    return patch.object(found, function, failing(getattr(found, function), error))


@pytest.mark.matrix
@any_error
@pytest.mark.parametrize("name", STAGES.values(), ids=STAGES)
def test_a_file_that_fails_while_it_is_read_is_one_line(tmp_path: Path, name: str, error: Exception) -> None:
    write(tmp_path / "returns", {"A1.xlsx": WRONG, "A2.xlsx": book(A2)})
    with stage(name, error):
        collection = collected(tmp_path, {})
    assert [statuses(collection)[unit] for unit in ("A1", "A2")] == ["无法读取", "通过"]
    (issue,) = collection.file_issues(collection.files[0])
    assert issue.code == "file.unreadable"
    assert issue.message.endswith("。")


@pytest.mark.parametrize("name", ["time", "memory", "the system"])
def test_what_this_computer_stopped_is_tried_again(tmp_path: Path, name: str) -> None:
    """Time and memory say nothing of a file: the next run reads it, though nothing about it has changed."""
    write(tmp_path / "returns", {"A1.xlsx": WRONG})
    with stage(STAGES["reading"], ERRORS[name]):
        assert statuses(collected(tmp_path, {}))["A1"] == "无法读取"
    assert statuses(collected(tmp_path, {}))["A1"] == "需改正"


@any_error
def test_a_return_whose_marking_fails_is_one_line(tmp_path: Path, error: Exception) -> None:
    write(tmp_path / "returns", {"A1.xlsx": WRONG, "A2.xlsx": OTHER})
    with stage("gkxl.marking.mark_return", error):
        collection = collected(tmp_path, {})
    assert [path.name for path in (tmp_path / "out" / "退回" / "需改正").iterdir()] == ["A2-某市水务局.xlsx"]
    found = collection.file_issues(collection.files[0])
    assert [issue.code for issue in found if issue.code.startswith("collect.")] == ["collect.unmarked"]
    assert all(issue.message.endswith("。") for issue in found)
    collection.close()
    again = collected(tmp_path, {})
    assert len([*(tmp_path / "out" / "退回" / "需改正").iterdir()]) == 2
    assert "collect.unmarked" not in {issue.code for issue in again.file_issues(again.files[0])}


def test_a_copy_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    """As where a folder got into its place after the last run."""
    collected(tmp_path, {}).close()
    write(tmp_path / "out" / "退回" / "需改正" / "A1-某市财政局.xlsx", {"holds": b"the place"})
    collection = collected(tmp_path, {"A1.xlsx": WRONG, "A2.xlsx": OTHER})
    codes = [issue.code for issue in collection.file_issues(collection.files[0])]
    assert "collect.unmarked" in codes
    assert (tmp_path / "out" / "退回" / "需改正" / "A2-某市水务局.xlsx").is_file()


def raising(numbers: Sequence[int]) -> list[int]:
    """What is done; over 3 it raises, over 5 the process dies."""
    if 3 in numbers:
        raise MemoryError
    if 5 in numbers:
        os._exit(1)
    return [2 * number for number in numbers]


@pytest.mark.parametrize("count", [5, 3 * BATCH, 100])
def test_an_item_that_fails_costs_no_other(count: int) -> None:
    """Few are done here, where a process must not die; many in other processes."""
    items = [number for number in range(count) if number != 5 or count > 48]
    with WorkerPool(raising, lambda error: -len(type(error).__name__)) as pool:
        found = dict(pool.work(items))
    lost = {3, 5} & {*items}
    assert {number for number, result in found.items() if result < 0} == lost
    assert all(found[number] == 2 * number for number in items if number not in lost)


@pytest.mark.matrix
@any_error
@pytest.mark.parametrize("command", ["check", "export"])
def test_commands_of_many_files_name_the_one_that_fails(
    command: str, error: Exception, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write(tmp_path / "returns", {"A1.xlsx": WRONG, "A2.xlsx": book(A2)})
    monkeypatch.setattr(gkxl, "read", failing(gkxl.read, error))
    options = ["-o", tmp_path / "out.csv"] if command == "export" else []
    done = gkxl_command(command, folder, *options)
    assert done.returncode == 2
    said = (done.stdout + done.stderr).replace("\n", "")
    assert "A1.xlsx" in said
    assert "Traceback" not in said
    assert "A2.xlsx" in said if command == "check" else (tmp_path / "out.csv").is_file()


@pytest.mark.matrix
@any_error
@pytest.mark.parametrize("command", ["mark", "import", "migrate", "normalize"])
def test_commands_of_one_file_name_it(
    command: str, error: Exception, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = write(tmp_path, {"A1.xlsx": WRONG}) / "A1.xlsx"
    for name in ("read", "mark", "migrate", "read_published"):
        monkeypatch.setattr(gkxl, name, failing(getattr(gkxl, name), error))
    done = gkxl_command(command, file, "-o", tmp_path / "out.xlsx")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert "A1.xlsx" in (done.stdout + done.stderr).replace("\n", "")
    assert not (tmp_path / "out.xlsx").exists()


@any_error
def test_last_years_reports_are_taken_without_the_one_that_fails(
    error: Exception, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = {"A1.xlsx": WRONG, "A2.xlsx": book(values("A2", "某市水务局", year=YEAR - 1))}
    last = write(tmp_path / "last", before)
    monkeypatch.setattr("gkxl.cli.previous.read_report", failing(read_report, error))
    done = gkxl_command("check", write(tmp_path / "now", {"b.xlsx": book(A2)}), "--previous", last)
    assert done.returncode in (0, 1)
    assert "A1.xlsx" in (done.stdout + done.stderr).replace("\n", "")
