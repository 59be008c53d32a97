"""Parts that have one skeleton are read as if each had been parsed."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from xlsx_files import MAIN, SHEET, parts, worksheet, zipped

from gkxl.errors import GkxlError
from gkxl.xlsx import Book, bodies, read_book

SELECTION = '<selection activeCell="A1" sqref="A1"/>'
TEXT = '<t xml:space="preserve"> a </t>'
SHARING = '<row r="4"><c r="A4"><f t="shared" si="0"/><v>2</v></c></row>'
SHEETS = (
    '<row r="1"><c r="A1"><v>7</v></c><c r="B1" s="1"/><c r="C1" t="s"><v>0</v></c></row>',
    f'<row><c t="str"><f>A1&amp;"x"</f><v>中文</v></c><c t="inlineStr"><is>{TEXT}</is></c></row>',
    f'<row r="3"><c r="A3"><f t="shared" si="0" ref="A3:A4">B3</f><v>1</v></c></row>{SHARING}',
)
SNIPPETS = (
    *("<", ">", "&", '"', "'", "]]>", "<!--", "-->", "<![CDATA[", "<?p ", "?>", "\r\n", "\0", "\ufffe"),
    *(
        "&amp;",
        "&#65;",
        "<v>",
        "</v>",
        "<v/>",
        "<t>",
        "</t>",
        "<x:v>",
        ' r="B1"',
        ' activeCell="',
        "9",
        "七",
        "",
    ),
)


@pytest.fixture(autouse=True)
def _nothing_known(monkeypatch: pytest.MonkeyPatch) -> None:
    forget(monkeypatch)


def forget(monkeypatch: pytest.MonkeyPatch, room: int = 1 << 20) -> None:
    monkeypatch.setattr(bodies, "MEMORY", bodies.Memory(room))


def sheet(rows: str) -> bytes:
    root = f'<?xml version="1.0" encoding="UTF-8"?>\r\n<worksheet xmlns="{MAIN}" xmlns:x="{MAIN}">'
    view = f'<sheetViews><sheetView workbookViewId="0">{SELECTION}</sheetView></sheetViews>'
    return f"{root}{view}<sheetData>{rows}</sheetData></worksheet>".encode()


def read(content: bytes) -> Book | str:
    """The workbook with this sheet, or which error that is."""
    try:
        return read_book(zipped({**parts(), SHEET: content}))
    except GkxlError as error:
        return type(error).__name__


@given(st.sampled_from(SHEETS), st.data())
def test_a_part_is_read_the_same_whatever_was_read_before(rows: str, data: st.DataObject) -> None:
    """However little it differs from what is known, and wherever."""
    known = sheet(rows)
    changed = bytearray(known)
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(changed)))
        cut = data.draw(st.integers(0, 3))
        changed[at : at + cut] = data.draw(st.sampled_from(SNIPPETS)).encode("utf-8", "surrogatepass")
    assert_same(known, bytes(changed))


@given(st.sampled_from(SHEETS), st.data())
def test_every_text_is_its_own(rows: str, data: st.DataObject) -> None:
    """Texts, and all that may be written in place of one."""
    words = st.text(max_size=5) | st.sampled_from(SNIPPETS) | st.integers(0, 99).map(str)
    other = re.sub("(?<=<[vt]>)[^<]+", lambda _: data.draw(words), rows)
    assert_same(sheet(rows), sheet(other).replace(b"A1", data.draw(words).encode("utf-8", "replace"), 1))


@pytest.mark.parametrize(
    ("known", "changed"),
    [
        ("<!--<v>1</v>--><row><c><x:v>1</x:v></c></row>", "<!--<v>2</v>--><row><c><x:v>1</x:v></c></row>"),
        ("<?p <v>1</v>?><row><c><x:v>1</x:v></c></row>", "<?p <v>2</v>?><row><c><x:v>1</x:v></c></row>"),
        ("<row><c><v>1</v></c></row>", "<row><c><v>]]></v></c></row>"),
        ('<row><c t="str"><v>1</v></c></row>', '<row><c t="str"><v>a\rb</v></c></row>'),
        ('<row><c t="str"><v>1</v></c></row>', '<row><c t="str"><v>\ufffe</v></c></row>'),
        ('<row><c t="str"><v>1</v></c></row>', '<row><c t="str"><v>\x01</v></c></row>'),
        ('<row><c t="str"><v>1</v></c></row>', '<row><c t="str"><v>&lt;</v></c></row>'),
        ("<row><c><v>1</v></c></row>", "<row><c><v>1</t></c></row>"),
        ("<row><c><v>1</v></c></row>", "<row><c><t>1</v></c></row>"),
        ("<row><c><v>1</v></c></row>", "<row><c><t>1</t></c></row>"),
    ],
)
def test_what_no_text_is(known: str, changed: str) -> None:
    assert_same(sheet(known), sheet(changed))


@pytest.mark.parametrize(
    "start", ["", "\ufeff", " ", "<?p <v>1</v>?>", "\ufeff<?p <v>1</v>?>", "<!--<v>1</v>-->"]
)
def test_what_comes_before_the_root(start: str) -> None:
    known = start + worksheet("<row><c><x:v>1</x:v></c></row>").replace(
        "<worksheet", f'<worksheet xmlns:x="{MAIN}"'
    )
    assert_same(known.encode(), known.replace("<v>1", "<v>2").encode())


def test_the_view_is_told_by_attributes_only() -> None:
    known, changed = (sheet("").replace(b"<sheetData", b' sqref="%b"<sheetData' % it) for it in (b"", b"]]>"))
    assert_same(known, changed)


@pytest.mark.parametrize("changed", ['xheet="1"', 'a="1"'])
def test_what_looks_like_an_attribute_of_the_view_may_be_a_value(changed: str) -> None:
    """The quotation mark after it ends a value, and what follows is read."""
    protection = '<sheetProtection a=" sqref=" sheet="1"/>'
    known = sheet("").replace(b"<sheetData", f"{protection}<sheetData".encode())
    assert_same(known, known.replace(b'sheet="1"', changed.encode()))


def assert_same(known: bytes, changed: bytes) -> None:
    with pytest.MonkeyPatch.context() as patch:
        forget(patch, room=0)
        alone = read(changed)
        forget(patch)
        read(known)
        assert read(changed) == alone
        assert read(changed) == alone
        assert read(known) == read(known)
