"""Parts are packed as `zipfile` packs them, and taken as they are where they are packed already."""

from __future__ import annotations

import io
import zipfile

from hypothesis import given
from hypothesis import strategies as st

from gkxl.xlsx.zip_writer import PartBeginning, pack_part, to_package, write_package

NAMES = st.text("abc/[]_.", min_size=1)


@given(st.dictionaries(NAMES, st.text()))
def test_a_package_is_what_zipfile_writes(contents: dict[str, str]) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as expected:
        for name, content in contents.items():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.create_system, entry.compress_type = 0, zipfile.ZIP_DEFLATED
            expected.writestr(entry, content)
    assert (
        to_package(pack_part(name, content.encode()) for name, content in contents.items())
        == buffer.getvalue()
    )


@given(st.dictionaries(NAMES, st.lists(st.binary())))
def test_content_that_comes_piece_by_piece_is_packed_alike(contents: dict[str, list[bytes]]) -> None:
    buffer = io.BytesIO()
    write_package(buffer, ((name, iter(pieces)) for name, pieces in contents.items()))
    whole = to_package(pack_part(name, b"".join(pieces)) for name, pieces in contents.items())
    assert buffer.getvalue() == whole


@given(st.binary(), st.lists(st.binary()))
def test_parts_that_begin_alike_are_packed_as_whole_ones(beginning: bytes, rests: list[bytes]) -> None:
    """Their common beginning is compressed once, also if it is long enough to fill a block."""
    for shared in (beginning, beginning * 1000):
        packed = PartBeginning(shared)
        assert [packed.pack("a", rest) for rest in rests] == [pack_part("a", shared + rest) for rest in rests]
