"""Walks through folders, and neither follows links nor fails at what may not be entered."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def walk(root: Path, leave_out: Callable[[Path], bool]) -> Iterator[Path]:
    """Every file below a folder, and every folder that is not entered: a link, or a closed one.

    Args:
        root: The folder; where it is closed, it is all that is found.
        leave_out: Whether a folder below it is left out, with all that it holds.
    """
    if is_closed(root):
        yield root
        return
    for place, folders, names in os.walk(root):
        here = Path(place)
        apart = [name for name in folders if is_link(here / name) or is_closed(here / name)]
        folders[:] = [name for name in folders if name not in apart and not leave_out(here / name)]
        yield from (here / name for name in (*names, *apart))


def is_link(path: Path) -> bool:
    """Whether it is a link, or a junction of Windows, which leads to a folder as well."""
    try:
        status = path.lstat()
    except OSError:
        return False
    junction = getattr(stat, "IO_REPARSE_TAG_MOUNT_POINT", -1)
    return stat.S_ISLNK(status.st_mode) or getattr(status, "st_reparse_tag", 0) == junction


def is_closed(path: Path) -> bool:
    """Whether it is a folder that may not be entered."""
    if not path.is_dir():
        return False
    try:
        os.scandir(path).close()  # Windows tells it by nothing else
    except PermissionError:
        return True
    return not os.access(path, os.X_OK)
