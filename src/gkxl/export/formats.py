"""Writes a tidy table in the format that the file's name asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gkxl.export.arrow import as_parquet
from gkxl.export.text import as_csv, as_json
from gkxl.export.workbook import as_xlsx
from gkxl.files.save import suffix_of, write_file

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from gkxl.files.save import Target
    from gkxl.timeseries import Observation

WRITERS: Final[dict[str, Callable[[Sequence[Observation]], bytes]]] = {
    ".csv": as_csv,
    ".json": as_json,
    ".xlsx": as_xlsx,
    ".parquet": as_parquet,
}
"""How each format is written, by the extension of its files."""


def write_series(observations: Sequence[Observation], path: Target) -> None:
    """Write a tidy table in the format that the file's name asks for; no digit of a number is lost.

    Args:
        observations: What `series` gives.
        path: Where to write it: ``.csv`` (UTF-8 with a byte order mark, so that Excel shows Chinese; texts
            that a spreadsheet program would run as formulas get a ``'`` in front) and ``.xlsx`` (with a
            filter and frozen headings) have Chinese headings, for people; ``.json`` (amounts are decimal
            strings) and ``.parquet`` have the names of the attributes of `Observation`, for programs.

    Raises:
        MissingExtraError: Parquet needs pyarrow, which comes with ``gkxl[parquet]``.
        WriteError: The format is not known, the table does not fit it, or the file cannot be written.
    """
    write = WRITERS[suffix_of(path, tuple(WRITERS))]
    write_file(path, write(observations))
