"""Whatever becomes of a return, reading it ends in a reading or in one sentence; nothing else comes out.

With tests/xlsx/test_fuzz.py these are some 14,000 executions at each run; ``make fuzz`` takes many more.
"""

from __future__ import annotations

import re
from contextlib import suppress
from functools import cache
from typing import Final

from hypothesis import example, given, settings
from hypothesis import strategies as st
from test_legacy_process import BIFF8, cell, record, row
from test_legacy_process import opendocument as ods

import seeds
from gkxl.errors import GkxlError
from gkxl.files.sniff import OLE2_MAGIC
from gkxl.forms import EDITIONS
from gkxl.legacy import biff, opendocument
from gkxl.model.outline import report_from
from gkxl.reading import Reading, read
from gkxl.xlsx import Limits
from workbooks import different, packed, parts, workbook

EXAMPLES: Final = seeds.EXAMPLES // 3
"""A return takes longer to read than the little packages of the other fuzz tests."""

EDITION: Final = next(iter(EDITIONS.values()))


@cache
def whole() -> bytes:
    return workbook(report_from(EDITION.form, different(EDITION)))


@cache
def contents() -> dict[str, str]:
    return parts(whole())


@cache
def pieces() -> list[str]:
    """What the parts are made of: tags, attributes, texts; and what breaks or shifts them."""
    found = {
        piece for text in contents().values() for piece in re.findall(r'<[^>]*>|\w+="[^"]*"|[^<>]+', text)
    }
    return [
        *sorted(piece for piece in found if len(piece) < 200),
        "",
        "<",
        "&",
        "]]>",
        "-1",
        "1e999",
        "0",
        "NaN",
    ]


def outcome(data: bytes) -> None:
    """A reading whose issues have words, or an error that has them."""
    try:
        found = read(data)
    except GkxlError as error:
        sentence = error.zh
        assert sentence.endswith("。")
    else:
        assert isinstance(found, Reading)
        assert all(issue.message for issue in found.issues)


@settings(max_examples=EXAMPLES)
@given(st.data())
def test_any_pieces_of_a_return_replaced(data: st.DataObject) -> None:
    """Tags and texts of one part give way to others of the workbook."""
    name = data.draw(st.sampled_from(sorted(contents())))
    text = contents()[name]
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text)))
        end = start + data.draw(st.sampled_from((0, 1, 5, 30)))
        text = text[:start] + data.draw(st.sampled_from(pieces())) + text[end:]
    outcome(packed({**contents(), name: text}))


@settings(max_examples=EXAMPLES)
@given(st.data())
def test_any_tags_of_a_return_exchanged(data: st.DataObject) -> None:
    """The part stays well-formed more often than not: whole attributes and texts change places."""
    name = data.draw(st.sampled_from(sorted(contents())))
    tokens = re.split(r'("[^"]*"|<[^>]*>)', contents()[name])
    spots = st.integers(0, len(tokens) - 1)
    for one, other in data.draw(st.lists(st.tuples(spots, spots), min_size=1, max_size=4)):
        tokens[one], tokens[other] = tokens[other], tokens[one]
    outcome(packed({**contents(), name: "".join(tokens)}))


@settings(max_examples=EXAMPLES)
@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), min_size=1, max_size=4))
def test_any_bytes_of_a_return_changed(changes: list[tuple[int, int]]) -> None:
    data = bytearray(whole())
    for at, byte in changes:
        data[at % len(data)] = byte
    outcome(bytes(data))


KINDS: Final = st.sampled_from((0x809, 0x0A, 0x85, 0x41E, 0xE0, 0x06, 0x203, 0x27E, 0xBD, 0x205, 0xFD, 0x204))


@settings(max_examples=EXAMPLES)
@given(st.lists(st.tuples(KINDS, st.binary(max_size=30)), max_size=8), st.binary(max_size=2000))
def test_any_records_of_an_old_file(records: list[tuple[int, bytes]], tail: bytes) -> None:
    """Within the process that reads old files: what it cannot read, it says."""
    stream = b"".join(record(kind, body) for kind, body in records)
    for data in (
        BIFF8 + stream,
        stream + tail,
        OLE2_MAGIC + tail,
        OLE2_MAGIC + bytes(22) + b"\t\0\6\0" + tail,
    ):
        with suppress(GkxlError):
            biff.read_biff(data, Limits())


@settings(max_examples=EXAMPLES)
@given(st.text(alphabet="<>/&x=\"' ", max_size=40), st.integers(0, 10**12), st.integers(0, 10**12))
@example("", 999_999_999, 0)  # once took minutes: nothing, repeated without end
def test_any_table_of_an_opendocument(text: str, rows: int, columns: int) -> None:
    content = row(cell(text, repeated=columns), repeated=rows)
    with suppress(GkxlError):
        opendocument.read_opendocument(ods(content), Limits(cells=1000))
