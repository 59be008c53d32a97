"""A column of a list is believed where two of its heading, its name and its place agree."""

from __future__ import annotations

from typing import Final

import pytest

from gkxl.address import column_letters
from gkxl.forms.register import Column
from gkxl.reading.locate.columns import FoundColumns, find_columns
from gkxl.xlsx import Book, Cell, Kind, Sheet

HEADINGS: Final = tuple(
    Column(label, synonyms=f"{label}甲", path=f"rows.{name}", at=at)
    for at, (name, label) in enumerate(
        zip("abcde", ("编号", "日期（年月日）", "类别", "结果", "备注"), strict=True), start=1
    )
)


def found(heads: str, names: str = "abcde", *, row: int = 3, issued: bool = True) -> FoundColumns | None:
    """The columns of a sheet with these headings and names from the left; ``-`` for none."""
    labels = dict(zip("abcdex", (one.label for one in HEADINGS), strict=False)) | {"x": "某某"}
    cells = {
        (row, at): Cell(row, at, Kind.TEXT, f"★{labels[head]}")
        for at, head in enumerate(heads, start=1)
        if head != "-"
    }
    pointed = {
        f"gk.rows.{name}": f"'表'!${column_letters(at)}${row}"
        for at, name in enumerate(names, start=1)
        if name != "-"
    }
    return find_columns(
        Book(sheets=(Sheet(name="表", state="visible", cells=cells),), names=pointed),
        "表",
        HEADINGS,
        issued=issued,
    )


def columns(heads: str, names: str = "abcde", *, issued: bool = True) -> tuple[str, str]:
    """Which column each is read from, and the second letter of what is doubtful; ``-`` for none."""
    one = found(heads, names, issued=issued)
    assert one is not None
    at = "".join(str(one.columns.get(heading.path, "-")) for heading in HEADINGS)
    doubts = "".join(
        one.doubts[heading.path][0][1] if heading.path in one.doubts else "-" for heading in HEADINGS
    )
    return at, doubts


@pytest.mark.parametrize(
    ("heads", "names", "at", "doubts"),
    [
        ("abcde", "abcde", "12345", "-----"),
        ("abcde", "-----", "12345", "-----"),
        ("bacde", "bacde", "21345", "oo---"),  # moved with their names
        ("bacde", "abcde", "--345", "nn---"),  # headings exchanged
        ("bacde", "-----", "21345", "oo---"),  # moved, or exchanged: nobody knows
        ("abcd-", "abcde", "12345", "----o"),  # a heading deleted
        ("abcdx", "abcde", "12345", "----o"),  # typed over
        ("abcd-", "abcd-", "1234-", "----i"),  # gone
        ("abcdd", "abcde", "1234-", "---on"),  # a heading of another
        ("abcdd", "-----", "123--", "---ni"),
        ("abcde", "abced", "12345", "---oo"),  # names exchanged
        ("xabcde", "xabcde", "23456", "ooooo"),  # a column inserted
        ("xabcde", "abcde", "-----", "nnnnn"),  # by a clumsy tool
    ],
)
def test_two_of_three_decide(heads: str, names: str, at: str, doubts: str) -> None:
    """O for moved, n for unread, i for missing."""
    assert columns(heads, names) == (at, doubts)


def test_in_a_list_of_ones_own_headings_decide_alone() -> None:
    assert columns("edcba", "-----", issued=False) == ("54321", "-----")


def test_a_sheet_without_enough_headings_is_no_such_list() -> None:
    assert found("abc--") is None
    assert found("abcde", row=31) is None


def test_other_words_and_notes_in_brackets_are_known() -> None:
    texts = ("编 号甲", "日期", "类别（必填）", "结果甲", "备注")
    cells = {(1, at): Cell(1, at, Kind.TEXT, text) for at, text in enumerate(texts, start=1)}
    one = find_columns(Book(sheets=(Sheet(name="一", state="visible", cells=cells),)), "表", HEADINGS)
    assert one is not None
    assert [*one.columns.values()] == [1, 2, 3, 4, 5]


def test_of_two_such_sheets_the_one_of_its_name_is_read() -> None:
    cells = {(1, heading.at): Cell(1, heading.at, Kind.TEXT, heading.label) for heading in HEADINGS}
    sheets = tuple(Sheet(name=name, state="visible", cells=cells) for name in ("甲", "表", "乙"))
    one = find_columns(Book(sheets=sheets), "表", HEADINGS)
    assert one is not None
    assert (one.sheet.name, one.copies) == ("表", ("甲", "乙"))
