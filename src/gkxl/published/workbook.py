"""Writes what was read of a published report into the form: cells that could not be read stay blank."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gkxl.files.save import write_file
from gkxl.forms import edition_named
from gkxl.write.workbook import render

if TYPE_CHECKING:
    from gkxl.files.save import Target
    from gkxl.reading import Reading


def write_reading(reading: Reading, path: Target) -> None:
    """Write a reading as a workbook of its edition; what is filled in then is checked like any return.

    Raises:
        WriteError: The file cannot be written, or a text does not fit its cell.
    """
    write_file(path, render(edition_named(reading.edition), reading.values))
