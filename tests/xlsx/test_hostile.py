"""Files made to cost much: each ends within 3 seconds of processor time and 150 MB."""

from __future__ import annotations

import subprocess
import sys
import zlib
from typing import TYPE_CHECKING

import pytest
from xlsx_files import MAIN, SHEET, Entry, by_hand, entries, parts, shared, worksheet, zipped

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

MEGABYTES = 64

READ = """
import resource, sys, time
from gkxl.errors import GkxlError
from gkxl.xlsx import read_book
def peak(): return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
read_book(sys.argv[1]); before, start = peak(), time.process_time()
try: read_book(sys.argv[2]); end = "read"
except GkxlError as error: end = type(error).__name__
print(end, peak() - before, time.process_time() - start)
"""


def rows(cell: str, size: int = MEGABYTES) -> str:
    """A sheet of many equal cells, a little under so many megabytes."""
    row = f"<row>{cell * 1000}</row>"
    return worksheet(row * ((size << 20) // len(row.encode()) - 1))


def after(piece: str, around: str = "{}") -> str:
    return worksheet(after=around.format(piece * ((MEGABYTES << 20) // len(piece.encode()) - 9)))


def emoji() -> str:
    """One wide character makes every other in its text as wide."""
    return worksheet(f'<row><c t="str"><v>😀{"x" * 1_000_000}</v></c></row>' * 60)


def noise(count: int, piece: str) -> str:
    return "".join(piece.format(zlib.crc32(str(n).encode())) for n in range(count))


SHEETS: dict[str, Callable[[], str]] = {
    "blank cells": lambda: rows("<c/>"),
    "numbers": lambda: rows("<c><v>1</v></c>"),
    "inline texts": lambda: rows('<c t="inlineStr"><is><t>ab</t></is></c>'),
    "formulas": lambda: rows("<c><f>A1</f></c>"),
    "different texts": lambda: worksheet(
        ("<row>" + noise(16_000, '<c t="str"><v>{}</v></c>') + "</row>") * 100
    ),
    "rows": lambda: (
        after("<row/>").replace("</sheetData>", "", 1).replace("</worksheet>", "</sheetData></worksheet>")
    ),
    "strangers": lambda: after("<x/>"),
    "comments": lambda: after("<!---->"),
    "instructions": lambda: after("<?x?>"),
    "merges": lambda: after('<mergeCell ref="A1:B2"/>', "<mergeCells>{}</mergeCells>"),
    "validations": lambda: after("<dataValidation/>", "<dataValidations>{}</dataValidations>"),
    "one text": lambda: after("x"),
    "brackets": lambda: after("&gt;"),
    "one attribute": lambda: after("x", '<x a="{}"/>'),
    "one comment": lambda: after("x", "<!--{}-->"),
    "one tag": lambda: after("x", "<x{}/>"),
    "one section": lambda: after("x", "<![CDATA[{}]]>"),
    "depth": lambda: after("<x>"),
    "names": lambda: worksheet(after=noise(1_000_000, "<x{}/>")),
    "attributes": lambda: worksheet(after="<x " + noise(70_000, 'a{}="" ') + "/>"),
    "namespaces": lambda: worksheet(after=f'<x xmlns="{"u" * 500_000}">{"<x/>" * 1_000_000}</x>'),
    "wide texts": emoji,
}


@pytest.fixture(scope="module")
def idle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("idle") / "idle.xlsx"
    path.write_bytes(zipped(parts()))
    return path


def cost(idle: Path, path: Path, data: bytes) -> str:
    """Read a file in a child process, which must stay within its bounds; returns how it ended."""
    path.write_bytes(data)
    assert len(data) < 20 << 20
    command = [sys.executable, "-c", READ, str(idle), str(path)]
    ran = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    end, megabytes, seconds = ran.stdout.split()
    assert int(megabytes) <= 150, ran.stdout
    assert float(seconds) <= 3, ran.stdout
    return end


def evenly(contents: dict[str, str]) -> bytes:
    """Packed so poorly that the ratio passes, as someone would who knows of it."""
    listed = []
    for entry in entries(contents):
        squeeze = zlib.compressobj(1, zlib.DEFLATED, -15, 9)
        pieces = [entry.data[at : at + 30_000] for at in range(0, len(entry.data), 30_000)]
        packed = [squeeze.compress(piece) + squeeze.flush(zlib.Z_FULL_FLUSH) for piece in pieces]
        listed.append(Entry(name=entry.name, data=entry.data, raw=b"".join([*packed, squeeze.flush()])))
    return by_hand(listed)


pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows measures memory otherwise")


@pytest.mark.parametrize("name", SHEETS)
def test_hostile_sheets(name: str, idle: Path, tmp_path: Path) -> None:
    end = cost(idle, tmp_path / "hostile.xlsx", evenly(parts(sheet=SHEETS[name]())))
    assert end in ("read", "LimitError", "UnreadableFileError", "UnsafeFileError")


def test_hostile_shared_strings(idle: Path, tmp_path: Path) -> None:
    strings = shared().replace("</sst>", noise(1_500_000, "<si><t>{}</t></si>") + "</sst>")
    assert cost(idle, tmp_path / "hostile.xlsx", evenly(parts(strings=strings))) == "LimitError"


def test_bomb(idle: Path, tmp_path: Path) -> None:
    """A part that unpacks to a gigabyte is stopped by its ratio."""
    squeeze = zlib.compressobj(9, zlib.DEFLATED, -15)
    raw = b"".join(squeeze.compress(b" " * (1 << 20)) for _ in range(1024)) + squeeze.flush()
    listed = [
        Entry(name=e.name, data=e.data, raw=raw if e.name == SHEET.encode() else None)
        for e in entries(parts())
    ]
    assert cost(idle, tmp_path / "hostile.xlsx", by_hand(listed)) == "LimitError"


def test_many_entries(idle: Path, tmp_path: Path) -> None:
    listed = [*entries(parts()), *(Entry(name=b"%d" % n, method=0) for n in range(60_000))]
    assert cost(idle, tmp_path / "hostile.xlsx", by_hand(listed)) == "LimitError"


def test_many_sheets_of_one_large_text(idle: Path, tmp_path: Path) -> None:
    """Cells share the text they refer to, however often they do."""
    cell = '<c t="s"><v>0</v></c>'
    contents = parts(strings=shared("x" * 1_000_000), sheet=rows(cell, 4))
    assert cost(idle, tmp_path / "hostile.xlsx", evenly(contents)) == "read"
    assert MAIN in contents[SHEET]
