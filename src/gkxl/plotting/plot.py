"""Writes a chart of reports in the format that the file's name asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gkxl.errors import missing_extra
from gkxl.files.save import suffix_of, write_file
from gkxl.plotting.chart import chart
from gkxl.plotting.page import page

if TYPE_CHECKING:
    from collections.abc import Iterable

    from attrs import AttrsInstance

    from gkxl.files.save import Target
    from gkxl.plotting.chart import Chart
    from gkxl.timeseries import Collected

SUFFIXES: Final = (".svg", ".png", ".html")


def plot(reports: Iterable[AttrsInstance] | Collected, path: Target) -> None:
    """Draw how many requests came in and what became of them, year by year.

    Which lines these are is said by the form. The numbers of several units are added up, and the axis says
    over how many; a year between others for which there is no report is left blank.

    Args:
        reports: Reports of any editions, one for each unit and year, or a collection, of which those are
            added up that are counted there.
        path: Where to write it: ``.svg``, ``.png``, or ``.html`` for a page with the table of the figures.

    Raises:
        DataError: There is no report, or two different ones of one unit and year, or a number is missing.
        UnknownEditionError: Something is not a report of any edition.
        MissingExtraError: matplotlib is not installed; it comes with ``gkxl[plot]``.
        MissingFontError: No font here has Chinese characters.
        WriteError: The format is not known, or the file cannot be written.
    """
    suffix = suffix_of(path, SUFFIXES)
    write_file(path, _drawn(chart(reports), suffix))


def _drawn(made: Chart, suffix: str) -> bytes:
    try:
        from gkxl.plotting.drawing import draw  # noqa: PLC0415 (matplotlib is an extra, and slow to load)
    except ModuleNotFoundError as error:
        raise missing_extra("plot", "作图需要 matplotlib", "plotting needs matplotlib") from error
    if suffix == ".html":
        return page(made, draw(made, "svg", titled=False))
    return draw(made, "png" if suffix == ".png" else "svg")
