"""Last year's reports, from the file or folder that a command is given."""

from __future__ import annotations

from typing import TYPE_CHECKING

import gkxl
from gkxl.cli.files import below, collections
from gkxl.cli.terminal import complain
from gkxl.errors import sentences
from gkxl.reading import Previous, read_report

if TYPE_CHECKING:
    from pathlib import Path

PLAIN_DATA = ".json"


def previous_reports(path: Path) -> Previous:
    """The reports in a file, in a collection, or in every workbook and file of plain data below a folder.

    A file of a folder that cannot be used is named, and does not stop the others.

    Raises:
        GkxlError: It is a single file and cannot be used.
    """
    if gkxl.Collection.is_at(path):
        return _collected(path)
    if not path.is_dir():
        return Previous((read_report(path),))
    found = (_report(file) for file in below(path, also=(PLAIN_DATA,)))
    collected = (report for folder in collections(path) for report in _collected(folder).reports)
    return Previous((*(report for report in found if report), *collected))


def _collected(path: Path) -> Previous:
    from gkxl.collection.years import last_reports  # noqa: PLC0415 (few commands compare with a collection)

    return Previous(tuple(last_reports(gkxl.Collection(path))))


def _report(path: Path) -> gkxl.Report | None:
    try:
        return read_report(path)
    except Exception as error:  # noqa: BLE001 (one bad file stops nothing)
        zh, en = sentences(error)
        complain(f"上年报告“{path}”没有用来比对：{zh}", f"{path} was not compared with: {en}")
        return None
