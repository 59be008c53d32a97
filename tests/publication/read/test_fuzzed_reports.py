"""Whatever the bytes of a page or of a part of a document: a reading comes out, or one plain sentence."""

from __future__ import annotations

import os
import re
from typing import Final

from hostile_reports import packed, page, parts
from hypothesis import given, settings
from hypothesis import strategies as st

from gkxl.errors import GkxlError
from gkxl.publication.read.as_workbook import read_published
from gkxl.reading import Reading

EXAMPLES: Final = int(os.environ.get("GKXL_EXAMPLES", "1500")) // 15

SNIPPETS: Final = [
    *(
        "",
        "<",
        ">",
        "&",
        "&#0;",
        "&#xd800;",
        "]]>",
        "<![CDATA[",
        "<!--",
        "-->",
        "<?x?>",
        "\0",
        "\ufffe",
        "/>",
    ),
    *(
        "<!DOCTYPE x>",
        '"',
        "'",
        "=",
        "<script",
        "</script",
        "<table>",
        "</table>",
        "<td rowspan=0 x>",
        "<tr>",
    ),
    *(
        "<w:tbl>",
        "</w:tbl>",
        "<w:tr>",
        "<w:tc>",
        "</w:p>",
        "<w:p>",
        '<w:gridSpan w:val="99"/>',
        "<w:vMerge/>",
    ),
]

edits = st.lists(
    st.tuples(st.integers(0, 1 << 20), st.integers(0, 60), st.sampled_from(SNIPPETS) | st.text(max_size=8)),
    min_size=1,
    max_size=5,
)


def edited(text: str, changes: list[tuple[int, int, str]]) -> str:
    for at, length, piece in changes:
        start = at % (len(text) + 1)
        text = text[:start] + piece + text[start + length :]
    return text


def outcome(data: bytes) -> None:
    """Neither crash nor anything but the two allowed ends."""
    try:
        assert isinstance(read_published(data), Reading)
    except GkxlError as error:
        sentence = error.zh
        assert sentence.endswith("。")
        assert not re.search("Traceback|Error", sentence)


@settings(max_examples=EXAMPLES)
@given(st.binary(max_size=300))
def test_any_bytes(data: bytes) -> None:
    outcome(data)
    outcome(b"<html><table>" + data)


@settings(max_examples=EXAMPLES)
@given(edits, st.sampled_from(["utf-8", "utf-16", "gb18030"]))
def test_any_piece_of_a_page_replaced(changes: list[tuple[int, int, str]], encoding: str) -> None:
    outcome(edited(page(), changes).encode(encoding, "replace"))


@settings(max_examples=EXAMPLES)
@given(st.sampled_from(["word/document.xml", "word/styles.xml", "[Content_Types].xml", "_rels/.rels"]), edits)
def test_any_piece_of_a_document_replaced(name: str, changes: list[tuple[int, int, str]]) -> None:
    outcome(packed({**parts(), name: edited(parts()[name].decode(), changes).encode("utf-8", "replace")}))


@settings(max_examples=EXAMPLES)
@given(st.sampled_from(sorted(["word/document.xml", "word/styles.xml"])), st.binary(max_size=200))
def test_any_bytes_as_a_part(name: str, data: bytes) -> None:
    outcome(packed({**parts(), name: data}))
