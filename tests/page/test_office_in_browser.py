"""The desks of an office and of who publishes, in Chromium: real drops, real downloads, no network."""

from __future__ import annotations

import zipfile
from shutil import copytree
from typing import TYPE_CHECKING, Final

import pytest
from page_in_browser import downloaded, same

import city
import gkxl
from commands import gkxl_command

if TYPE_CHECKING:
    from pathlib import Path

    from devtools import Tab

ROSTER: Final = "document.getElementById('drop-roster')"
RETURNS: Final = "document.getElementById('drop-returns')"
LAST: Final = "document.getElementById('drop-before')"
IDLE: Final = "document.getElementById('office-progress').hidden"
COLLECTED: Final = f"{IDLE} && document.querySelector('#collection .figures')"


@pytest.fixture
def office(tab: Tab) -> Tab:
    """The desk of an office."""
    tab.ask("location.hash = '#desk-office'")
    return tab


def unzipped(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def test_a_city_collected_in_the_page_is_that_of_the_command(
    office: Tab, year_of_a_city: city.City, tmp_path: Path
) -> None:
    """File for file, with last year beside it; old formats and archives included."""
    year, returns = year_of_a_city, tmp_path / "报回"
    copytree(year.returns, returns, ignore=lambda _, names: {city.LINK} & {*names})
    office.drop(ROSTER, year.roster)
    office.until("document.getElementById('roster-said').textContent.includes('40 个单位')")
    office.ask("document.getElementById('office-year').value = 2024")
    office.drop(LAST, year.previous)
    office.until("document.getElementById('before-list').textContent.includes('40 个文件')")
    office.drop(RETURNS, returns)
    office.until(COLLECTED)
    made = unzipped(downloaded(office, tmp_path, "下载全部结果"))
    output = tmp_path / "汇总"
    about = ("--roster", year.roster, "--year", 2024, "--previous", year.previous)
    gkxl_command("collect", returns, *about, "-o", output)
    written = {path.relative_to(output).as_posix(): path for path in output.rglob("*") if path.is_file()}
    assert made.keys() == written.keys()
    for name, path in written.items():
        (tmp_path / "made").write_bytes(made[name])
        assert is_same(tmp_path / "made", path), name


def is_same(made: Path, written: Path) -> bool:
    """Whether two results are the same bytes, or hold the same; of files only the time may be less exact."""
    if written.suffix == ".sqlite":
        return stored(made) == stored(written)
    return made.read_bytes() == written.read_bytes() or (written.suffix == ".xlsx" and same(made, written))


def stored(path: Path) -> list[str]:
    with gkxl.Collection(path) as found:
        tables = found.query("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        return [repr(row) for (table,) in tables for row in found.query(f"SELECT * FROM {table}")]  # noqa: S608
