"""Refuses what Windows refuses: to replace or to remove a file that this process holds open."""

from __future__ import annotations

import errno
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

OPEN_FILES: Final = Path("/proc/self/fd")
"""Where Linux lists the files that a process holds open."""


def refuse_what_windows_refuses() -> None:
    """From now on, in this process; what SQLite does to its own journals is not seen."""
    if OPEN_FILES.is_dir():
        sys.addaudithook(_refuse)


def _refuse(event: str, args: tuple[Any, ...]) -> None:
    if event == "os.rename":
        source, target, source_folder, target_folder = args
        _refuse_open(source, source_folder)
        _refuse_open(target, target_folder)
    elif event == "os.remove":
        _refuse_open(*args)


def _refuse_open(path: str | bytes | os.PathLike[Any], folder: int) -> None:
    """Refuse what is held open.

    Raises:
        PermissionError: It is.
    """
    base = (OPEN_FILES / str(folder)).readlink() if folder >= 0 else Path()
    named = Path(base, os.fsdecode(path))
    found = named.parent.resolve() / named.name  # a link itself is removed, wherever it leads
    if found in _open_files():
        raise PermissionError(errno.EACCES, "this process holds it open", str(found))


def _open_files() -> set[Path]:
    found = set()
    for one in OPEN_FILES.iterdir():
        with suppress(OSError):  # the listing itself
            found.add(one.readlink())
    return found
