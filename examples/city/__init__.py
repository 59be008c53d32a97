"""乌有市: a city of 40 units that does not exist, with the returns of two years, made from a seed.

The same seed gives the same bytes. Whoever signs is called 示例, and so is every code.
"""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from attrs import field, frozen

from city.answers import answers
from city.figures import reports
from city.files import LONG_AGO, archive, book, contained
from city.returns import returned, status_of
from city.roster import roster
from city.strangers import strangers
from city.units import UNITS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import gkxl

__all__ = ["LINK", "City", "answers", "make", "write"]

YEAR: Final = 2024
SEED: Final = 20240501

_DATES: Final = {"示例-0010 乌有市农业农村局.xlsx": 2031, "示例-0010 乌有市农业农村局（修改稿）.xlsx": 1985}
"""Files of computers whose clocks are wrong, and the years that they have."""

LINK: Final = "历年报表"
"""A link to a folder among the returns, where the system can have one."""


@frozen
class City:
    """What was written of a city.

    Attributes:
        year: The report year.
        roster: The list of the units that have to report.
        previous: The folder of last year's reports, all consistent.
        returns: The folder of what came back this year.
        archive: The same as a zip whose names are in GBK, as older programs write them.
        files: The path of every file that came, within zips and mails.
        statuses: For every unit by its code what has to be said of its return.
        reports: For every unit by its code what it has to file, whatever it sent.
    """

    year: int
    roster: Path
    previous: Path
    returns: Path
    archive: Path
    files: tuple[str, ...] = field(repr=False)
    statuses: Mapping[str, str] = field(repr=False)
    reports: Mapping[str, gkxl.Report] = field(repr=False)


def make(folder: Path, *, seed: int = SEED) -> City:
    """Write the city into a folder, which is made if need be."""
    last = reports(YEAR - 1, seed, {})
    filed = reports(YEAR, seed, last)
    sent = dict(file for unit in UNITS for file in returned(unit, filed, last).items())
    sent |= strangers(filed)
    city = City(
        year=YEAR,
        roster=folder / "名册.xlsx",
        previous=folder / str(YEAR - 1),
        returns=folder / "returns",
        archive=folder / "returns.zip",
        files=tuple(sent),
        statuses={unit.code: status_of(unit) for unit in UNITS},
        reports=filed,
    )
    folder.mkdir(parents=True, exist_ok=True)
    city.roster.write_bytes(roster())
    write(city.previous, {f"{unit}.xlsx": book(last[unit.code]) for unit in UNITS})
    write(city.returns, contained(sent))
    with suppress(OSError):  # not every system, and not everybody there, can have links
        (city.returns / LINK).symlink_to(f"../{city.previous.name}", target_is_directory=True)
    city.archive.write_bytes(archive(sent))
    return city


def write(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files into a folder, each with the date on which it came."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        came = LONG_AGO.replace(year=_DATES.get(name, LONG_AGO.year)).timestamp()
        os.utime(path, (came, came))
