"""Whatever an old file does to the process that reads it, the caller gets one plain sentence, and soon."""

from __future__ import annotations

import io
import struct
import sys
import textwrap
import time
import zipfile
from typing import TYPE_CHECKING, Final

import pytest

from gkxl import legacy
from gkxl.errors import (
    EncryptedFileError,
    GkxlError,
    LimitError,
    UnreadableFileError,
    UnsafeFileError,
)
from gkxl.files import subprocess
from gkxl.files.sniff import OLE2_MAGIC
from gkxl.reading import read

if TYPE_CHECKING:
    from pathlib import Path


def opendocument(rows: str, *, prolog: str = "", **parts: str) -> bytes:
    """An .ods file with these rows."""
    oasis = "urn:oasis:names:tc:opendocument:xmlns"
    spaces = " ".join(f'xmlns:{name}="{oasis}:{name}:1.0"' for name in ("office", "table", "text"))
    content = (
        f"{prolog}<office:document-content {spaces}><office:body><office:spreadsheet>"
        f"<table:table table:name='a'>{rows}</table:table>"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        for name, text in {"content.xml": content, **parts}.items():
            package.writestr(name, text, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def record(kind: int, body: bytes) -> bytes:
    return struct.pack("<2H", kind, len(body)) + body


def row(content: str, repeated: int = 1) -> str:
    return f'<table:table-row table:number-rows-repeated="{repeated}">{content}</table:table-row>'


def cell(text: str = "8", *, kind: str = "float", repeated: int = 1) -> str:
    return (
        f'<table:table-cell office:value-type="{kind}" office:value="8" '
        f'table:number-columns-repeated="{repeated}"><text:p>{text}</text:p></table:table-cell>'
    )


def biff(version: int) -> bytes:
    """The start of the records of an .xls file."""
    return record(0x809, struct.pack("<2H12x", version, 5))


BIFF8: Final = biff(0x600)
BLANK: Final = '<table:table-cell table:number-columns-repeated="16383"/>'
LOCKED: Final = {"META-INF/manifest.xml": "<manifest:encryption-data/>"}
CIRCLE: Final = OLE2_MAGIC + bytes(22) + struct.pack("<2H", 9, 6) + bytes(42) + bytes(436) + bytes(512)
BOOK: Final = "Workbook".encode("utf-16-le")

HOSTILE: Final[dict[str, tuple[bytes, type[GkxlError]]]] = {
    "cells repeated over the whole grid": (
        opendocument(row(cell(repeated=16_384), repeated=1 << 20)),
        LimitError,
    ),
    "a cell at the end of the grid": (
        opendocument(row("<table:table-cell/>", repeated=(1 << 20) - 1) + row(BLANK + cell())),
        UnreadableFileError,
    ),
    "a DOCTYPE": (opendocument("", prolog="<!DOCTYPE a>"), UnsafeFileError),
    "spaces without end": (
        opendocument(row(cell('<text:s text:c="999999999"/>' * 99, kind="string"))),
        UnreadableFileError,
    ),
    "an encrypted .ods": (opendocument("", **LOCKED), EncryptedFileError),
    "an encrypted .xls": (BIFF8 + record(0x2F, bytes(6)), EncryptedFileError),
    "an .xls of Excel 95": (biff(0x500), UnreadableFileError),
    "sectors that run in a circle": (CIRCLE + BOOK, UnreadableFileError),
    "an .xls cut short": (OLE2_MAGIC + BOOK, UnreadableFileError),
    "an .xls without sheets": (BIFF8, UnreadableFileError),
}


@pytest.mark.matrix
@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_files_are_refused_in_time(case: str) -> None:
    """For what they are, and not when their time is up."""
    data, error = HOSTILE[case]
    with pytest.raises(error) as caught:
        read(data)
    assert caught.value.zh.endswith("。")
    assert "时间过长" not in caught.value.zh


# The process


def behaves(monkeypatch: pytest.MonkeyPatch, program: str) -> None:
    """Let the process be another program."""
    program = f"print('ready', flush=True)\n{textwrap.dedent(program)}"
    monkeypatch.setattr(subprocess, "_command", lambda _: (sys.executable, "-c", program))


def refusal(data: bytes = BIFF8) -> str:
    with pytest.raises(UnreadableFileError) as caught:
        read(data)
    return caught.value.zh


def test_a_process_that_dies_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    behaves(monkeypatch, "import os; os.abort()")
    assert "已损坏" in refusal()
    assert "另存为 .xlsx" in refusal()


def test_a_process_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    behaves(monkeypatch, "import time; time.sleep(600)")
    monkeypatch.setattr(legacy, "SECONDS", 1)
    started = time.monotonic()
    assert "时间过长" in refusal()
    assert time.monotonic() - started < 300  # however busy the machine


def test_a_process_that_talks_nonsense_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    behaves(monkeypatch, "print('{')")
    assert "已损坏" in refusal()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows bounds neither memory nor time of work")
@pytest.mark.parametrize("greed", ["bytearray(400 << 20)", "[None] * 10**9"])
def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch, greed: str) -> None:
    behaves(
        monkeypatch,
        f"""
        from gkxl.legacy import child
        child.limit_this_process(memory=child.MEMORY, seconds=child.SECONDS)
        {greed}
        print('{{}}')
        """,
    )
    assert "已损坏" in refusal()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows bounds neither memory nor time of work")
def test_work_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    behaves(
        monkeypatch,
        """
        from gkxl.files.process_limits import limit_this_process
        limit_this_process(memory=1 << 30, seconds=1)
        while True: pass
        """,
    )
    assert "已损坏" in refusal()


def test_python_files_beside_a_return_are_not_run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "struct.py").write_text("open('ran', 'w')")
    (tmp_path / "json.py").write_text("open('ran', 'w')")
    monkeypatch.chdir(tmp_path)
    assert refusal()
    assert not (tmp_path / "ran").exists()
