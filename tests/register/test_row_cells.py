"""What is typed into a cell of a register is read as what was meant, or an issue says what is wrong."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

from gkxl.forms.register import APPLICATIONS, Application, Register
from gkxl.register.register_reader import RegisterReader
from gkxl.register.sheets import make_register
from gkxl.xlsx import Cell, Kind, read_book

if TYPE_CHECKING:
    from gkxl.xlsx import Book


@cache
def book() -> Book:
    row = Application(number="1", received=date(2026, 1, 1), kind="自然人")
    return read_book(make_register(Register(year=2026, applications=(row,)), rows=5))


def read(name: str, kind: Kind, text: str, **more: Any) -> tuple[Any, list[str]]:  # noqa: ANN401 (of a cell)
    """What is made of a cell of a column, and the codes of what is said."""
    column = APPLICATIONS.column(name)
    sheet = book().sheets[0]
    before = sheet.cells.get((4, column.at))
    sheet.cells[4, column.at] = Cell(4, column.at, kind, text, **more)
    try:
        reading = RegisterReader(book(), None, "", "zh").read()
    finally:
        del sheet.cells[4, column.at]
        if before:
            sheet.cells[4, column.at] = before
    (row,) = reading.register.applications
    return getattr(row, name), [issue.code.removeprefix("register.") for issue in reading.found]


DAY = date(2026, 3, 5)


@pytest.mark.parametrize(
    ("kind", "text", "value", "codes"),
    [
        (Kind.DATE, "46086", DAY, []),
        (Kind.DATE, "46086.75", DAY, []),
        (Kind.DATE, "2026-03-05T00:00:00", DAY, []),
        (Kind.NUMBER, "46086", DAY, ["read_as"]),
        (Kind.NUMBER, "20260305", DAY, ["read_as"]),
        (Kind.TEXT, "2026-3-5", DAY, ["read_as"]),
        (Kind.TEXT, "２０２６．０３．０５", DAY, ["read_as"]),
        (Kind.TEXT, "2026年3月5日 09:30", DAY, ["read_as"]),
        (Kind.TEXT, "20260305", DAY, ["read_as"]),
        (Kind.TEXT, "46086", DAY, ["read_as"]),
        (Kind.TEXT, "3月5日", None, ["no_day"]),
        (Kind.TEXT, "2026-13-5", None, ["no_day"]),
        (Kind.TEXT, "2026-3-5左右", None, ["no_day"]),
        (Kind.TEXT, "26-3-5", None, ["no_day"]),
        (Kind.DATE, "5", None, ["no_day"]),
        (Kind.NUMBER, "1E300", None, ["no_day"]),
        (Kind.BOOLEAN, "1", None, ["no_day"]),
        (Kind.ERROR, "#REF!", None, ["unreadable"]),
    ],
)
def test_a_day(kind: Kind, text: str, value: date | None, codes: list[str]) -> None:
    assert read("received", kind, text, mask="yyyy-mm-dd" if kind is Kind.DATE else "") == (value, codes)


@pytest.mark.parametrize(
    ("text", "value", "codes"),
    [
        ("自然人", "自然人", []),
        (" 自然人 ", "自然人", ["read_as"]),
        ("自 然 人", "自然人", ["read_as"]),
        ("公民", "", ["unlisted"]),
        ("８", "", ["unlisted"]),
    ],
)
def test_a_listed_word(text: str, value: str, codes: list[str]) -> None:
    assert read("kind", Kind.TEXT, text) == (value, codes)


@pytest.mark.parametrize("text", ["（一）予以公开", "(一)予以公开", "予以公开"])
def test_an_outcome_may_be_written_as_the_form_prints_it(text: str) -> None:
    assert read("outcome", Kind.TEXT, text)[0] == "予以公开"


@pytest.mark.parametrize(
    ("kind", "text", "more", "value", "codes"),
    [
        (Kind.NUMBER, "20260012", {}, "20260012", []),
        (Kind.NUMBER, "12", {"mask": "0000"}, "0012", []),
        (Kind.DATE, "46082", {"mask": "yyyy-m"}, "2026年3月1日", ["read_as"]),
        (Kind.TEXT, "A1", {"formula": "A2", "cached": True}, "A1", ["read_as"]),
        (Kind.BLANK, "", {"formula": "A2"}, "", ["unreadable"]),
        (Kind.TEXT, "A1", {"formula": "NOW()", "cached": True}, "", ["unreadable"]),
        (Kind.TEXT, "A1", {"scripts": (("struck", "A1"),)}, "A1", ["read_as"]),
        (Kind.TEXT, "A\x0b1", {}, "A\n1", ["read_as"]),
        (Kind.TEXT, "字" * 32_768, {}, "", ["unreadable"]),
    ],
)
def test_a_number_of_an_application(
    kind: Kind, text: str, more: dict[str, Any], value: str, codes: list[str]
) -> None:
    assert read("number", kind, text, **more) == (value, codes)
