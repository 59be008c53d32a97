"""OLE2 files: their own streams are found, and what is within embedded documents is not theirs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gkxl.errors import GkxlError
from gkxl.files.ole2 import Ole2
from gkxl.files.sniff import FileFormat, sniff
from old_files import ole2

WHOLE = ole2({"Workbook": b"x" * 9000, "Other": b"y"}, inside={"WordDocument": b"z"})


def test_streams_are_read_whole() -> None:
    file = Ole2(WHOLE)
    assert {*file.streams} == {"workbook", "other"}
    assert file.read("workbook") == b"x" * 9000
    assert file.read("other")[:2] == b"y\0"


@pytest.mark.parametrize(
    ("streams", "expected"),
    [
        ({"Workbook": b""}, FileFormat.XLS),
        ({"WORKBOOK": b""}, FileFormat.XLS),
        ({"BOOK": b""}, FileFormat.XLS),
        ({"Book": b"", "Workbook": b""}, FileFormat.XLS),
        ({"WordDocument": b""}, FileFormat.DOC),
        ({"PowerPoint Document": b""}, FileFormat.PPT),
        ({"EncryptionInfo": b"", "EncryptedPackage": b""}, FileFormat.ENCRYPTED),
        ({"Contents": b""}, FileFormat.OLE2),
        ({"Notebook": b""}, FileFormat.OLE2),
        ({"Contents": "Workbook\0 EncryptionInfo\0".encode("utf-16-le")}, FileFormat.OLE2),
    ],
)
@pytest.mark.parametrize("inside", [{}, {"Workbook": b""}, {"WordDocument": b""}])
def test_a_file_is_what_its_own_streams_say(
    streams: dict[str, bytes], expected: FileFormat, inside: dict[str, bytes]
) -> None:
    """A document with a workbook embedded is a document, and the other way round."""
    assert sniff(ole2(streams, inside=inside)) is expected


@given(
    st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)), max_size=6),
    st.integers(0, len(WHOLE)),
)
def test_a_damaged_file_is_read_whole_or_refused(changes: list[tuple[int, int]], size: int) -> None:
    data = bytearray(WHOLE)
    for at, byte in changes:
        data[at % 1024 if at % 2 else at] = byte  # every second change within the header and the table
    sniff(bytes(data[:size]))
    try:
        found = Ole2(bytes(data)).read("workbook")
    except (GkxlError, KeyError):
        return
    assert len(found) in range(len(WHOLE))


def test_a_table_that_lists_one_sector_many_times_is_read_once() -> None:
    """Else a file of 20 MB would make a table of gigabytes."""
    header = bytearray(WHOLE[:512])
    header[76:512] = bytes(436)  # 109 times the first sector
    assert Ole2(bytes(header) + WHOLE[512:]).streams == Ole2(WHOLE).streams
