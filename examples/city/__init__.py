"""乌有市: a city of 40 units that does not exist, with the returns of two years, made from a seed.

The same seed gives the same bytes. Whoever signs is called 示例, and so is every code.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from attrs import field, frozen

from city.figures import reports
from city.files import archive, book
from city.returns import STATUSES, returned, strangers
from city.units import UNITS, roster

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import gkxl

YEAR: Final = 2024
SEED: Final = 20240501


@frozen
class City:
    """What was written of a city.

    Attributes:
        year: The report year.
        roster: The list of the units that have to report.
        previous: The folder of last year's reports, all consistent.
        returns: The folder of what came back this year.
        archive: The same as a zip whose names are in GBK, as older programs write them.
        statuses: For every unit code what has to be said of its return.
        reports: For every unit by its name what it has to file, whatever it sent.
    """

    year: int
    roster: Path
    previous: Path
    returns: Path
    archive: Path
    statuses: Mapping[str, str] = field(repr=False)
    reports: Mapping[str, gkxl.Report] = field(repr=False)


def make(folder: Path, *, seed: int = SEED) -> City:
    """Write the city into a folder, which is made if need be."""
    last = reports(YEAR - 1, seed, {})
    city = City(
        year=YEAR,
        roster=folder / "units.csv",
        previous=folder / str(YEAR - 1),
        returns=folder / "returns",
        archive=folder / "returns.zip",
        statuses={unit.code: STATUSES.get(unit.name, "通过") for unit in UNITS},
        reports=reports(YEAR, seed, last),
    )
    sent = dict(file for unit in UNITS for file in returned(unit, city.reports, last).items())
    sent |= strangers(city.reports)
    folder.mkdir(parents=True, exist_ok=True)
    city.roster.write_bytes(roster().encode("utf-8-sig"))  # as Excel writes it
    _write(city.previous, {f"{unit}.xlsx": book(last[unit.name]) for unit in UNITS})
    _write(city.returns, sent)
    city.archive.write_bytes(archive(sent))
    return city


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
