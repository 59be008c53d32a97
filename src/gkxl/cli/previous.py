"""Last year's reports, as commands are given them: a file, a folder, a collection or a register."""

from __future__ import annotations

from typing import TYPE_CHECKING

import gkxl
from gkxl.cli.files import find_below, find_collections
from gkxl.cli.terminal import complain
from gkxl.errors import DataError, UnreadableFileError, describe_error
from gkxl.reading.previous import Previous, read_report

if TYPE_CHECKING:
    from pathlib import Path


def read_previous(path: Path) -> Previous:
    """The reports in a file, in a collection, or in every workbook and file of plain data below a folder.

    A file of a folder that cannot be used is named, and does not stop the others.

    Raises:
        GkxlError: It is a single file and cannot be used.
    """
    if gkxl.Collection.is_at(path):
        return _reports_of_collection(path)
    if not path.is_dir():
        return Previous((read_report(path),))
    found = (_read_or_skip(file) for file in find_below(path, also=(".json",)))
    collected = (
        report for folder in find_collections(path) for report in _reports_of_collection(folder).reports
    )
    return Previous((*(report for report in found if report), *collected))


def _reports_of_collection(path: Path) -> Previous:
    from gkxl.collection.previous_year import read_last_reports  # noqa: PLC0415 (few commands compare with a collection)

    with gkxl.Collection(path) as collection:
        return Previous(tuple(read_last_reports(collection)))


def _read_or_skip(path: Path) -> gkxl.Report | None:
    """Read a report; None, with a message, if it cannot be used."""
    try:
        return read_report(path)
    except Exception as error:  # noqa: BLE001 (one bad file stops nothing)
        complain("上年报告“{path}”没有用来比对：{why}", path=path, why=describe_error(error))
        return None


def read_last_year(
    path: Path | None, year: int, unit: str, unit_code: str
) -> gkxl.register.Register | gkxl.Report | None:
    """The register or the report of the year before; None where no file is given.

    Raises:
        DataError: It is neither, or a register with cells that cannot be read.
    """
    if path is None:
        return None
    if path.suffix.lower() != ".json" and path.is_file():
        try:
            return _read_last_register(path, year - 1)
        except UnreadableFileError:
            pass  # then it is a report, or reading that says why not
    found = read_previous(path).find(year, unit=unit, unit_code=unit_code)
    if isinstance(found, gkxl.Issue):
        raise DataError("{reason}。", reason=found.facts["reason"])
    return found


def _read_last_register(path: Path, year: int) -> gkxl.register.Register:
    """The register of a year, whole.

    Raises:
        DataError: It has cells that cannot be read: they would be blank in the next one.
    """
    reading = gkxl.register.read_register(path, year=year)
    if any(issue.severity is gkxl.Severity.ERROR for issue in reading.found):
        raise DataError(
            "上年的登记簿“{path}”有读不出的格。请先用 gkxl register count 核对、改正。", path=path
        )
    return reading.register
