"""Whatever the bytes of a zip of returns or of a roster: what is in it comes out, or one plain sentence."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Final

from hostile_returns import zipped
from hypothesis import given, settings
from hypothesis import strategies as st
from offices import ROSTER

import gkxl
from gkxl.collection.intake.returns import FileToRead, read_files
from gkxl.collection.intake.sources import find_sources

EXAMPLES: Final = int(os.environ.get("GKXL_EXAMPLES", "1500")) // 5
ZIP: Final = zipped(3, 9)
CELLS: Final = [
    *(
        "单位代码",
        "单位名称",
        "层级",
        "上级",
        "A1",
        "某市财政局",
        "部门单位",
        ",",
        "，",
        "\t",
        ";",
        "\n",
        "\r",
    ),
    *('"', '""', "\0", "\ufeff", "1.1E+17", "\ud800", "=1+1", " ", "\u3000", "否", "含下级"),
]


def taken(content: bytes) -> None:
    """Every file of a zip is read or refused, and none stops another."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "某市.zip").write_bytes(content)
        sources = find_sources(folder)
        assert sources
        assert len({source.name for source in sources}) == len(sources)
        results = read_files([FileToRead(source, "") for source in sources])
        assert all(result and result.issues for result in results)


@settings(max_examples=EXAMPLES)
@given(st.lists(st.tuples(st.integers(0, len(ZIP) - 1), st.integers(0, 255)), min_size=1, max_size=8))
def test_any_bytes_of_a_zip_changed(changes: list[tuple[int, int]]) -> None:
    data = bytearray(ZIP)
    for at, byte in changes:
        data[at] = byte
    taken(bytes(data))


@settings(max_examples=EXAMPLES)
@given(st.integers(0, len(ZIP)), st.integers(0, len(ZIP)), st.binary(max_size=40))
def test_any_stretch_of_a_zip_replaced(first: int, second: int, data: bytes) -> None:
    start, end = sorted((first, second))
    taken(ZIP[:start] + data + ZIP[end:])


def rostered(content: bytes) -> None:
    try:
        assert isinstance(gkxl.read_roster(content), gkxl.collection.Roster)
    except gkxl.GkxlError as error:
        sentence = error.zh
        assert sentence.endswith("。")


@settings(max_examples=EXAMPLES)
@given(st.binary(max_size=300))
def test_any_bytes_as_a_roster(data: bytes) -> None:
    rostered(data)
    rostered(ROSTER.encode() + data)


@settings(max_examples=EXAMPLES)
@given(st.lists(st.sampled_from(CELLS), max_size=40), st.sampled_from(["utf-8", "utf-16", "gb18030"]))
def test_any_cells_as_a_roster(cells: list[str], encoding: str) -> None:
    rostered("".join(cells).encode(encoding, "replace"))
    rostered(f"单位代码,单位名称,上级\n{''.join(cells)}".encode(encoding, "replace"))
