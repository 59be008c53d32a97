"""Knows published reports where a workbook is wanted, and says which command reads them."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from gkxl.cli.terminal import complain, words
from gkxl.errors import UnreadableFileError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_SUFFIXES: Final = (".docx", ".html", ".htm", ".pdf")


def is_published(name: str) -> bool:
    """Whether a file may be a published report, by its name."""
    return name.lower().endswith(_SUFFIXES)


def way_out(path: Path) -> str:
    """How to read a file, which is no workbook, if it is a published report; "" of any other file."""
    if not is_published(path.name) or not path.is_file():
        return ""
    command = f'gkxl import "{path}" -o "{path.stem}.xlsx"'
    return words(f"已发布的报告，请先读成表格：{command}", f"A published report is read with: {command}")


@contextmanager
def advised(path: Path) -> Iterator[None]:
    """Say how a published report is read, where a workbook was wanted of it.

    Raises:
        UnreadableFileError: What was raised.
    """
    try:
        yield
    except UnreadableFileError:
        if said := way_out(path):
            complain(said, said)
        raise
