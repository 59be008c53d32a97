"""What programs do with a collection: an exception of their own, several threads, and the end of a block."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Final

import pytest
from attrs import evolve

import gkxl
from published import as_numbers

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

REPORT: Final = gkxl.from_dict(as_numbers("suqian-2024"))


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A roster of six units, of which three returned something with an error."""
    folder = tmp_path_factory.mktemp("office")
    lines = ["单位代码,单位名称", *(f"A{n},单位{n}" for n in range(6))]
    (folder / "名册.csv").write_text("\n".join(lines), encoding="utf-8")
    (folder / "报回").mkdir()
    for n in range(3):
        cover = evolve(REPORT.cover, unit=f"单位{n}", unit_code=f"A{n}")
        wrong = gkxl.with_value(evolve(REPORT, cover=cover), "requests.received.total", n)
        gkxl.write_workbook(wrong, folder / "报回" / f"{n}.xlsx")
    return folder


def collect(office: Path, output: Path, progress: gkxl.types.Progress | None = None) -> gkxl.Collection:
    return gkxl.collect(
        office / "报回", roster=office / "名册.csv", year=2024, output=output, progress=progress
    )


ERRORS: Final = (
    KeyError("own"), ValueError("own"), sqlite3.OperationalError("own"), PermissionError("own"),
    BrokenPipeError("own"), gkxl.errors.DataError("自己的"), KeyboardInterrupt(),
)  # fmt: skip


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
@pytest.mark.parametrize("task", ["reading", "marking"])
def test_an_exception_of_the_caller_comes_back_as_itself(
    task: str, error: BaseException, office: Path, tmp_path: Path
) -> None:
    """And the next run goes on where this one was stopped."""

    def stop(what: str, _done: int, _all: int) -> None:
        if what == task:
            raise error

    with pytest.raises(type(error)) as raised:
        collect(office, tmp_path / "汇总", stop)
    assert raised.value is error
    with collect(office, tmp_path / "汇总") as collection:
        assert [str(entry.status) for entry in collection.ledger] == ["需改正"] * 3 + ["未报"] * 3


def test_so_it_does_where_templates_are_written(office: Path, tmp_path: Path) -> None:
    error = OSError("own")

    def stop(*_: object) -> None:
        raise error

    with pytest.raises(OSError, match="own") as raised:
        gkxl.write_templates(office / "名册.csv", year=2024, output=tmp_path, progress=stop)
    assert raised.value is error


@pytest.fixture
def collection(office: Path, tmp_path: Path) -> Iterator[gkxl.Collection]:
    with collect(office, tmp_path / "汇总") as made:
        yield made


def test_a_collection_is_used_from_many_threads(collection: gkxl.Collection) -> None:
    """Opened in one, read in others at once: each sees what one alone sees."""
    keys = [entry.unit.key for entry in collection.ledger] * 20
    expected = [[str(issue) for issue in collection.issues(key)] for key in keys]
    opened = gkxl.Collection(collection.path)
    with opened, ThreadPoolExecutor(8) as threads:
        found = threads.map(lambda key: [str(issue) for issue in opened.issues(key)], keys)
        plain = [threads.submit(opened.to_dict) for _ in range(8)]
        assert [*found] == expected
        assert all(one.result() == collection.to_dict() for one in plain)


def test_a_collection_lets_go_of_its_file_at_the_end_of_the_block(office: Path, tmp_path: Path) -> None:
    with collect(office, tmp_path / "汇总") as made:
        kept = made.ledger
    assert made.ledger is kept
    with pytest.raises(gkxl.GkxlError, match="无法使用"):
        made.issues("A0")
