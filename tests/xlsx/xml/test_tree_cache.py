"""Parts of one structure share one parsed tree, with the same result as if each were parsed.

Each tree is used by one reader at a time, and only so many are kept.
"""

from __future__ import annotations

import re
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element

import pytest
from hypothesis import given
from hypothesis import strategies as st
from xlsx_files import MAIN, NEEDS_CACHES, SHEET, parts, worksheet, zipped

from gkxl.errors import GkxlError, LimitError
from gkxl.model.outline import cells, report_from, with_totals
from gkxl.xlsx import Book, Limits, read_book
from gkxl.xlsx.xml import tree_cache
from gkxl.xlsx.xml.tree import TreeParser
from gkxl.xlsx.xml.tree_cache import CachedTree, TreeCache, put_back, take_tree
from workbooks import changed, different, every_edition, packed, workbook
from workbooks import parts as parts_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from gkxl.forms.edition import Edition


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
def _empty_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    forget(monkeypatch)


def forget(monkeypatch: pytest.MonkeyPatch, room: int = 1 << 20) -> None:
    monkeypatch.setattr(tree_cache, "TREE_CACHE", tree_cache.TreeCache(room))


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
def test_what_only_looks_like_a_text(known: str, changed: str) -> None:
    """Values in comments and instructions, escapes, and characters that XML forbids or changes."""
    assert_same(sheet(known), sheet(changed))


@pytest.mark.parametrize(
    "start", ["", "\ufeff", " ", "<?p <v>1</v>?>", "\ufeff<?p <v>1</v>?>", "<!--<v>1</v>-->"]
)
def test_what_comes_before_the_root(start: str) -> None:
    """Byte order marks, instructions and comments."""
    known = start + worksheet("<row><c><x:v>1</x:v></c></row>").replace(
        "<worksheet", f'<worksheet xmlns:x="{MAIN}"'
    )
    assert_same(known.encode(), known.replace("<v>1", "<v>2").encode())


def test_only_attributes_are_dropped_with_the_view() -> None:
    """What looks like one in a text is part of the structure."""
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


@NEEDS_CACHES
@every_edition
def test_the_sheets_of_another_return_are_not_parsed_again(
    edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor are they when another cell was selected, as it is in every workbook that somebody saved."""
    first, second = (workbook(report_from(edition.form, values)) for values in two(edition))
    selected, moved = (changed(second, partial(select, cell)) for cell in ("B9", "C1"))
    read_book(first)
    read_book(selected)
    parsed: list[str] = []
    monkeypatch.setattr(TreeParser, "__init__", counting(TreeParser.__init__, parsed))
    assert read_book(second) == read_book(packed(parts_of(second)))
    assert read_book(moved).sheets == read_book(second).sheets
    assert not [name for name in parsed if name.startswith("xl/worksheets/sheet")]


def select(cell: str, xml: str) -> str:
    return re.sub("<selection [^>]*>", f'<selection activeCell="{cell}" sqref="{cell}"/>', xml)


def two(edition: Edition) -> Iterator[dict[str, Any]]:
    """The values of two reports that have no figure in common."""
    values = different(edition)
    entered = {cell.path: values[cell.path] for cell in cells(edition.form) if not cell.computed}
    for step in (0, 1):
        more = {path: one + step if isinstance(one, int) else one for path, one in entered.items()}
        yield with_totals(edition.form, more)


def counting(plain: Callable[..., None], parsed: list[str]) -> Callable[..., None]:
    def counted(tree: TreeParser, name: str, limits: Limits) -> None:
        parsed.append(name)
        plain(tree, name, limits)

    return counted


def test_threads_do_not_get_each_others_texts() -> None:
    """Each has the tree for itself."""
    contents = [zipped(parts(sheet=worksheet(f"<row><c><v>{n}</v></c></row>" * 200))) for n in range(40)]
    with ThreadPoolExecutor(8) as pool:
        books = list(pool.map(read_book, contents * 5))
    found = [{cell.text for cell in book.sheets[0].cells.values()} for book in books]
    assert found == [{str(n)} for n in range(40)] * 5


def test_trees_put_in_longest_ago_are_dropped() -> None:
    """One that is taken and put back is the newest; one that is larger than the cache is not kept."""
    memory = TreeCache(room=10)
    keys = [((1, 1, 1), structure) for structure in (b"aaaa", b"bbbb", b"cccc")]
    known = [CachedTree(Element("x"), b"<x/>") for _ in keys]
    memory.put(keys[0], known[0])
    memory.put(keys[1], known[1])
    memory.put(keys[0], memory.take(keys[0]) or known[2])
    memory.put(keys[2], known[2])
    assert [memory.take(key) for key in keys] == [known[0], None, known[2]]
    memory.put(((1, 1, 1), b"x" * 11), known[0])
    assert memory.take(((1, 1, 1), b"x" * 11)) is None


def test_threads_that_put_the_same_tree_use_room_for_it_once() -> None:
    """Else there is less and less room, and none in the end."""
    memory = TreeCache(room=10)
    body = CachedTree(Element("x"), b"<x/>")
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(lambda _: memory.put(((1, 1, 1), b"aaaa"), body), range(4_000)))
    finally:
        sys.setswitchinterval(usual)
    memory.put(((1, 1, 1), b"bbbb"), body)
    assert [memory.take(((1, 1, 1), structure)) for structure in (b"aaaa", b"bbbb")] == [body, body]


@NEEDS_CACHES
def test_texts_are_not_kept() -> None:
    """They may be much larger than the structure, and belong to another file."""
    body = take_tree("a.xml", b"<a><v>1</v><t>text</t></a>", Limits())
    assert [element.text for element in body.root] == ["1", "text"]
    put_back(body)
    assert [element.text for element in body.root] == [None, None]


@pytest.mark.parametrize("limits", [Limits(xml_names=5), Limits(xml_depth=2), Limits(text_length=9)])
def test_a_tree_is_not_used_under_tighter_limits(limits: Limits) -> None:
    """A part that is within wide limits may be beyond narrow ones."""
    content = zipped(parts(sheet=worksheet(SHEETS[0], after="<x><y>0123456789</y></x>")))
    read_book(content)
    with pytest.raises(LimitError):
        read_book(content, limits=limits)
