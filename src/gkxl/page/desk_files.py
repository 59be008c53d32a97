"""What was handed in on the desk of an office, as files in a folder that only this page knows."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path, PurePosixPath
from shutil import rmtree
from tempfile import mkdtemp


@cache
def room() -> Path:
    """The folder of all that was handed in."""
    return Path(mkdtemp(prefix="gkxl-"))


def clear() -> None:
    """Forget everything that was handed in."""
    rmtree(room())
    room.cache_clear()


def _find(name: str) -> Path:
    """The place of a file on this desk; a name that leads out of it stays in it."""
    return room().joinpath(*(part for part in PurePosixPath(name).parts if part not in ("/", "..")))


def write_file(name: str, content: bytes) -> Path:
    """Write a file of this desk, whose name may have folders in it."""
    path = _find(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def put(name: str, content: bytes, changed: float) -> None:
    """Put a file on the desk.

    Args:
        name: Its path, which begins with the folder of returns of this year or of last year.
        content: Its bytes.
        changed: When it was last changed, in milliseconds since 1970.
    """
    path = write_file(name, content)
    os.utime(path, (changed / 1000, changed / 1000))


def take_away(name: str) -> None:
    """Take away what was put there, be it a file or a whole collection."""
    path = _find(name)
    if path.is_dir():
        rmtree(path)
    else:
        path.unlink(missing_ok=True)
