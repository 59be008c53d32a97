"""Where a command writes what it makes."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from gkxl.errors import WriteError
from gkxl.files.save import suffix_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def workbook(output: Path, *, read: Iterable[Path] = ()) -> Path:
    """The place for a workbook, as `place` gives it.

    Raises:
        WriteError: It has not the name of a workbook, which no program would open then; or see `place`.
    """
    suffix_of(output, (".xlsx",))
    return place(output, read=read)


def place(output: Path, *, read: Iterable[Path]) -> Path:
    """The place for a file, in a folder that is made where only this one is missing.

    Args:
        output: Where it is to be written.
        read: The files that it is made from.

    Raises:
        WriteError: It would replace a file that it is made from.
    """
    if output.exists() and any(path.exists() and output.samefile(path) for path in read):
        raise WriteError(
            f"“{output}”是读取的文件，不能覆盖。请用 -o 另写一个文件名。",
            f"{str(output)!r} is the file that is read; name another one with -o",
        )
    with suppress(OSError):  # then writing says what is wrong
        output.parent.mkdir(exist_ok=True)
    return output
