"""A part is read the same whether it comes at once or piece by piece, and little of it is held."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_tree_cache import SHEETS, SNIPPETS, sheet
from xlsx_files import MAIN, SHEET, Entry, by_hand, entries, parts, shared, worksheet, zipped

from gkxl.errors import GkxlError, LimitError, UnreadableFileError, UnsafeFileError
from gkxl.files.limits import Budget
from gkxl.xlsx import Limits, read_book
from gkxl.xlsx.rows import SharedStrings, read_shared_strings
from gkxl.xlsx.sheet import SheetReader
from gkxl.xlsx.xml import parse

AFTER = (
    '<sheetProtection sheet="1"/><mergeCells><mergeCell ref="A1:B2"/><mergeCell ref="A3:B4"/></mergeCells>'
    "<x:y><x:z/>text<x:z><x:q/></x:z></x:y><dataValidations><dataValidation><formula1>1</formula1>"
    "</dataValidation></dataValidations>"
)


def read(content: bytes, size: int) -> Any:  # noqa: ANN401 (all there is to a sheet)
    """What a sheet holds, or which error that is, when it comes in pieces of this size."""
    budget = Budget(Limits())
    strings = SharedStrings(budget)
    strings.texts.append("文字")
    reader = SheetReader("表", strings, {}, budget)
    pieces = [content[at : at + size] for at in range(0, len(content), size)]
    try:
        parse("sheet.xml", pieces, SheetReader.schema(), reader, budget)
    except GkxlError as error:
        return type(error).__name__
    return reader.cells, reader.merges, reader.arrays, reader.protected, reader.validations, budget.items


@given(st.sampled_from(SHEETS), st.integers(1, 400), st.data())
def test_pieces_make_no_difference(rows: str, size: int, data: st.DataObject) -> None:
    """Nor do they to what is wrong with it."""
    content = bytearray(sheet(rows).replace(b"</sheetData>", b"</sheetData>" + AFTER.encode()))
    for _ in range(data.draw(st.integers(0, 2))):
        at = data.draw(st.integers(0, len(content)))
        content[at : at + data.draw(st.integers(0, 3))] = data.draw(st.sampled_from(SNIPPETS)).encode()
    assert read(bytes(content), size) == read(bytes(content), len(content))


@pytest.mark.parametrize(
    ("cut", "instead"),
    [
        (b"</sheetViews>", b">/sheetViews>"),  # found by the law above: the data is now inside of the views
        (b"</sheetViews>", b""),
        (b"<sheetViews>", b"<row/><sheetViews>&"),
        (b"<sheetViews>", b"<row/><sheetViews>\0"),
        (b"</worksheet>", b"<row/><x/>"),
    ],
)
def test_damage_is_named_before_what_is_out_of_place(cut: bytes, instead: bytes) -> None:
    """In a damaged part anything may be out of place: what helps is to copy the file again."""
    content = sheet(SHEETS[0])
    assert content.count(cut) == 1
    content = content.replace(cut, instead)
    assert {read(content, size) for size in (1, 2, 7, 64, 400, len(content))} == {"UnreadableFileError"}


@pytest.mark.parametrize("crc", [None, 1])
def test_damage_at_the_end_of_a_large_part_is_named_first(crc: int | None) -> None:
    """A wrong checksum, which comes last, is damage too."""
    content = worksheet("<row><c><row/></c></row>" + "<row/>" * 60_000).encode()
    large = [entry for entry in entries(parts()) if entry.name != SHEET.encode()]
    large.append(Entry(name=SHEET.encode(), data=content, crc=crc))
    expected = UnsafeFileError if crc is None else UnreadableFileError
    with pytest.raises(expected) as caught:
        read_book(by_hand(large))
    assert caught.type is expected


def test_a_limit_is_named_at_once() -> None:
    """Nothing more is read of a part beyond a limit."""
    misplaced = f'<worksheet xmlns="{MAIN}"><sheetData><row><v/></row><row/>'.encode()
    pieces = iter([misplaced, b"<x>" * 1000, b"<"])
    reader = SheetReader("表", SharedStrings(Budget(Limits())), {}, Budget(Limits()))
    with pytest.raises(LimitError, match="XML 嵌套层数"):
        parse("sheet.xml", pieces, SheetReader.schema(), reader, Budget(Limits()))
    assert next(pieces) == b"<"


@given(st.lists(st.text("ab七<&", max_size=4)), st.integers(1, 99))
def test_strings_in_pieces(strings: list[str], size: int) -> None:
    content = shared(*(text.replace("&", "&amp;").replace("<", "&lt;") for text in strings)).encode()
    pieces = [content[at : at + size] for at in range(0, len(content), size)]
    assert read_shared_strings("strings.xml", pieces, Budget(Limits())).texts == strings


@pytest.mark.parametrize("inside", ["<x>{}</x>", "<x><y/>{}</x>", "<sheetData>{}</sheetData>"])
def test_things_out_of_place_are_refused_in_pieces_too(inside: str) -> None:
    """Wherever a piece ends: inside of strangers, too."""
    hidden = inside.format("<row><c><v>1</v></c></row>") + "<x/>" * 9
    content = worksheet(after=hidden).encode()
    assert {read(content, size) for size in (*range(1, 60), len(content))} == {"UnsafeFileError"}


@pytest.mark.parametrize("rows", ["<row>{}</row>", '<row><c t="inlineStr"><is>{}</is></c></row>'])
def test_one_row_may_have_so_many_elements(rows: str) -> None:
    content = zipped(parts(sheet=worksheet(rows.format("<x/>" * 70_000))))
    with pytest.raises(LimitError, match="单行或单段内容的 XML 元素数"):
        read_book(content)
    read_book(content, limits=Limits(item_elements=80_000))


def test_one_row_may_be_so_large() -> None:
    cells = f'<c t="str"><v>{"x" * 50_000}</v></c>' * 12
    content = zipped(parts(sheet=worksheet(f"<row>{cells}</row>")))
    with pytest.raises(LimitError, match="单行或单段内容的字节数"):
        read_book(content, limits=Limits(item_bytes=500_000))
    assert len(read_book(content).sheets[0].cells) == 12


def test_many_rows_are_let_go_of() -> None:
    """Only what is open counts: a sheet may be larger than a row."""
    rows = f'<row><c t="str"><v>{"x" * 50_000}</v></c></row>' * 12
    content = zipped(parts(sheet=worksheet(rows)))
    assert len(read_book(content, limits=Limits(item_bytes=300_000)).sheets[0].cells) == 12


@pytest.mark.parametrize("name", ["mergeCells", "dataValidations"])
def test_lists_are_there_once(name: str) -> None:
    twice = f"<{name}/><{name}/>"
    assert read(f'<worksheet xmlns="{MAIN}">{twice}</worksheet>'.encode(), 999) == "UnsafeFileError"
