"""Keeps the example city where the page finds it: `python tests/page/keep_city.py` writes it anew.

A hundred workbooks of one form have most of their parts in common, so that they are kept with these parts
uncompressed, and all of them compressed together.
"""

from __future__ import annotations

import io
import lzma
import sys
import tarfile
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

import gkxl

sys.path.insert(0, str(Path(__file__).parents[2] / "examples"))

import city

if TYPE_CHECKING:
    from collections.abc import Iterator

FIRST_DAY: Final = datetime(2025, 1, 6, 1, tzinfo=UTC)
"""When returns of 2024 come."""

KEPT: Final = Path(gkxl.__file__).parent / "page" / "city.tar.xz"


def made_city(folder: Path) -> Iterator[tuple[str, bytes, float]]:
    """Every file of the city: where the desk of an office has it, its content, when it was changed."""
    made = city.make(folder)
    for place, there in (("名册.xlsx", made.roster), ("上年报表", made.previous), ("报回", made.returns)):
        for path in sorted([there] if there.is_file() else there.rglob("*")):
            if path.is_file() and not path.is_symlink():
                inside = path.relative_to(there).as_posix() if there.is_dir() else ""
                yield f"{place}/{inside}".rstrip("/"), uncompressed(path), when_it_came(path)


def when_it_came(path: Path) -> float:
    """All on one day, but for the second return of a unit; the wrong clocks of the city explain nothing."""
    return FIRST_DAY.replace(day=9 if "修改稿" in path.name else FIRST_DAY.day).timestamp()


def uncompressed(path: Path) -> bytes:
    """A workbook with its parts as they are; any other file, and one that is no zip, stays what it is."""
    content, made = path.read_bytes(), io.BytesIO()
    if path.suffix != ".xlsx" or not zipfile.is_zipfile(path):
        return content
    with zipfile.ZipFile(path) as packed, zipfile.ZipFile(made, "w") as stored:
        for entry in packed.infolist():
            stored.writestr(zipfile.ZipInfo(entry.filename, entry.date_time), packed.read(entry))
    return made.getvalue()


def pack() -> bytes:
    """The city as it is kept."""
    made = io.BytesIO()
    with (
        TemporaryDirectory() as folder,
        tarfile.open(fileobj=made, mode="w", format=tarfile.PAX_FORMAT) as packed,
    ):
        for name, content, changed in made_city(Path(folder)):
            entry = tarfile.TarInfo(name)
            entry.size, entry.mtime = len(content), int(changed)
            packed.addfile(entry, io.BytesIO(content))
    return lzma.compress(made.getvalue(), preset=9 | lzma.PRESET_EXTREME)


if __name__ == "__main__":
    KEPT.write_bytes(pack())
