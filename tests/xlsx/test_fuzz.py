"""Whatever the bytes, either a book comes out or an error that says why not."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st
from xlsx_files import (
    RELATIONSHIPS,
    by_hand,
    entries,
    parts,
    relationships,
    shared,
    styles,
    workbook,
    worksheet,
    zipped,
)

from gkxl.errors import GkxlError
from gkxl.xlsx import Book, Limits, read_book
from seeds import EXAMPLES

SMALL = Limits(part_bytes=1 << 20, total_bytes=4 << 20)

CUSTOM = RELATIONSHIPS.replace("relationships", "custom-properties")
FULL = parts(
    sheet=worksheet(
        '<row r="1" spans="1:4"><c r="A1" t="s" s="1"><v>0</v></c>'
        '<c r="B1" t="inlineStr"><is><r><t>a_x000D_</t></r></is></c>'
        '<c r="C1" s="2"><f t="shared" si="0">A1</f><v>1.5E-3</v></c><c t="b"><v>1</v></c></row>'
        '<row><c t="e"><v>#N/A</v></c></row>',
        '<sheetProtection sheet="1"/><mergeCells><mergeCell ref="A1:B2"/></mergeCells>',
    ),
    strings=shared("甲", "<r><t>乙</t></r><rPh><t>yi</t></rPh>"),
    styles=styles(0, 14, 164, own={164: "yyyy"}),
    workbook=workbook("<definedNames><definedName name='a'>表!$A$1</definedName></definedNames>"),
    top=relationships(
        ("w", "officeDocument", "xl/workbook.xml"), ("p", "custom-properties", "docProps/custom.xml")
    ),
) | {"docProps/custom.xml": f'<Properties xmlns="{CUSTOM}"><property name="a"/></Properties>'}
PACKAGE = by_hand(entries(FULL))
TOKENS = sorted({token for text in FULL.values() for token in re.findall(r"<[^>]*>|[^<>]+|\"[^\"]*\"", text)})
SNIPPETS = [
    "",
    "<",
    ">",
    "&",
    "&#0;",
    "&x;",
    "]]>",
    "<![CDATA[",
    "<!--",
    "-->",
    "<?x?>",
    "\0",
    "\ufffe",
    "<!DOCTYPE x>",
    'r="-1"',
    "-1",
]


def outcome(data: bytes) -> None:
    """Neither crash nor anything but the two allowed ends."""
    try:
        found = read_book(data, limits=SMALL)
    except GkxlError as error:
        sentence = error.zh
        assert sentence.endswith("。")
    else:
        assert isinstance(found, Book)
        assert all(
            cell.text.encode() or cell.formula is not None
            for sheet in found.sheets
            for cell in sheet.cells.values()
        )


@settings(max_examples=EXAMPLES)
@given(st.binary(max_size=300))
def test_any_bytes(data: bytes) -> None:
    outcome(data)
    outcome(b"PK\3\4" + data)


@settings(max_examples=EXAMPLES)
@given(st.lists(st.tuples(st.integers(0, len(PACKAGE) - 1), st.integers(0, 255)), min_size=1, max_size=6))
def test_any_bytes_of_a_package_changed(changes: list[tuple[int, int]]) -> None:
    data = bytearray(PACKAGE)
    for at, byte in changes:
        data[at] = byte
    outcome(bytes(data))


@settings(max_examples=EXAMPLES)
@given(st.integers(0, len(PACKAGE)), st.integers(0, len(PACKAGE)), st.binary(max_size=40))
def test_any_stretch_of_a_package_replaced(first: int, second: int, data: bytes) -> None:
    start, end = sorted((first, second))
    outcome(PACKAGE[:start] + data + PACKAGE[end:])


@settings(max_examples=EXAMPLES)
@given(st.sampled_from(sorted(FULL)), st.binary(max_size=200))
def test_any_bytes_as_a_part(name: str, data: bytes) -> None:
    outcome(zipped({**FULL, name: data}))


@settings(max_examples=EXAMPLES)
@given(
    st.sampled_from(sorted(FULL)),
    st.lists(
        st.tuples(st.integers(0, 2000), st.integers(0, 30), st.sampled_from(TOKENS + SNIPPETS)),
        min_size=1,
        max_size=4,
    ),
)
def test_any_piece_of_a_part_replaced(name: str, edits: list[tuple[int, int, str]]) -> None:
    text = FULL[name]
    for at, length, piece in edits:
        start = at % (len(text) + 1)
        text = text[:start] + piece + text[start + length :]
    outcome(zipped({**FULL, name: text}))
    outcome(zipped({**FULL, name: text.encode("utf-16", "replace")}))
