"""The imaginary city of the examples: always the same, and right except where it is meant to be wrong."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import city
import gkxl

if TYPE_CHECKING:
    from pathlib import Path

    from city import City


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def test_the_same_seed_gives_the_same_bytes(year_of_a_city: City, tmp_path: Path) -> None:
    assert files(city.make(tmp_path).roster.parent) == files(year_of_a_city.roster.parent)


def test_every_status_is_there_among_40_units(year_of_a_city: City) -> None:
    statuses = year_of_a_city.statuses.values()
    assert len(statuses) == 40
    assert set(statuses) == {
        "通过", "需改正", "需核实", "未报", "重复", "非本单位", "上年表", "无法读取",
    }  # fmt: skip


def test_last_year_is_right(year_of_a_city: City) -> None:
    readings = [gkxl.read(path, year=2023) for path in year_of_a_city.previous.iterdir()]
    assert [issue.message for reading in readings for issue in reading.issues] == []
    assert len(readings) == 40


def test_what_is_not_meant_to_be_wrong_is_right(year_of_a_city: City) -> None:
    """Returns begin where last year ended, and have nothing to complain about."""
    for code, status in year_of_a_city.statuses.items():
        if status == "通过":
            path = next(year_of_a_city.returns.rglob(f"{code} *.xlsx"))
            last = gkxl.read(next(year_of_a_city.previous.glob(f"{code} *.xlsx"))).report
            reading = gkxl.read(path, year=2024, unit_code=code)
            assert reading.ok
            assert reading.report is not None
            assert last is not None
            assert reading.report.requests.brought_forward == last.requests.carried_forward


def test_the_archive_has_the_same_files_under_names_in_gbk(year_of_a_city: City) -> None:
    with zipfile.ZipFile(year_of_a_city.archive, metadata_encoding="gbk") as packed:
        assert {name: packed.read(name) for name in packed.namelist()} == files(year_of_a_city.returns)
        assert {entry.flag_bits & 0x800 for entry in packed.infolist()} == {0}
