"""The trees of parts that have one skeleton are made once, each used by one alone, and few are kept."""

from __future__ import annotations

import re
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element

import pytest
from test_skeleton import SHEETS, forget
from xlsx_files import parts, worksheet, zipped

from gkxl.errors import LimitError
from gkxl.model.outline import cells
from gkxl.model.values import report_from, with_totals
from gkxl.xlsx import Limits, read_book
from gkxl.xlsx.bodies import Body, Memory, body_of
from gkxl.xlsx.tree import Tree
from workbooks import changed, different, every_edition, packed, workbook
from workbooks import parts as parts_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from gkxl.forms.edition import Edition


@pytest.fixture(autouse=True)
def _nothing_known(monkeypatch: pytest.MonkeyPatch) -> None:
    forget(monkeypatch)


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
    monkeypatch.setattr(Tree, "__init__", counting(Tree.__init__, parsed))
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
    def counted(tree: Tree, name: str, limits: Limits) -> None:
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


def test_those_not_asked_for_longest_are_forgotten() -> None:
    memory = Memory(room=10)
    keys = [((1, 1, 1), bones) for bones in (b"aaaa", b"bbbb", b"cccc")]
    known = [Body(Element("x"), b"<x/>", []) for _ in keys]
    memory.put(keys[0], known[0])
    memory.put(keys[1], known[1])
    memory.put(keys[0], memory.take(keys[0]) or known[2])
    memory.put(keys[2], known[2])
    assert [memory.take(key) for key in keys] == [known[0], None, known[2]]
    memory.put(((1, 1, 1), b"x" * 11), known[0])
    assert memory.take(((1, 1, 1), b"x" * 11)) is None


def test_threads_that_remember_the_same_use_room_for_it_once() -> None:
    """Else there is less and less, and none in the end."""
    memory = Memory(room=10)
    body = Body(Element("x"), b"<x/>", [])
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(lambda _: memory.put(((1, 1, 1), b"aaaa"), body), range(4_000)))
    finally:
        sys.setswitchinterval(usual)
    memory.put(((1, 1, 1), b"bbbb"), body)
    assert [memory.take(((1, 1, 1), bones)) for bones in (b"aaaa", b"bbbb")] == [body, body]


def test_texts_are_not_remembered() -> None:
    """They may be much larger than a skeleton."""
    with body_of("a.xml", b"<a><v>1</v><t>text</t></a>", Limits()) as body:
        assert [element.text for element in body.root] == ["1", "text"]
    assert [element.text for element in body.root] == [None, None]


@pytest.mark.parametrize("limits", [Limits(xml_names=5), Limits(xml_depth=2), Limits(text_length=9)])
def test_tighter_limits_are_asked_anew(limits: Limits) -> None:
    content = zipped(parts(sheet=worksheet(SHEETS[0], after="<x><y>0123456789</y></x>")))
    read_book(content)
    with pytest.raises(LimitError):
        read_book(content, limits=limits)
