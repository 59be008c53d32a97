"""A register as a workbook: what may be typed where, what is locked, how large and how fast it is."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Final

import pytest
from attrs import evolve
from registers import whole_register

import gkxl
from gkxl.address import column_letters
from gkxl.errors import DataError
from gkxl.forms.register import METHODS, TABLES, Application, Dispute, Register, words_of
from gkxl.register.register_reader import read_register
from gkxl.register.sheets import make_register
from gkxl.register.tables import FOOTER, HEAD_ROW
from workbooks import every_edition, opened, parts, sheet_part

if TYPE_CHECKING:
    from pathlib import Path

    from gkxl.forms.edition import Edition
    from gkxl.forms.register import Rows

BLANK: Final = make_register(Register(year=2026, unit="某局"), rows=50)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.sheet)
def test_every_column_is_guarded_once_over_all_its_rows(table: Rows) -> None:
    """Excel reports damage near 64,000 validations, and takes long lists by range only."""
    sheet = opened(BLANK)[table.sheet]
    guards = sheet.data_validations.dataValidation
    assert len(guards) == len(table.columns)
    for column, guard in zip(table.columns, guards, strict=True):
        assert str(guard.sqref).startswith(sheet.cell(HEAD_ROW + 1, column.at).coordinate)
        assert guard.promptTitle == column.label
        assert (len(guard.promptTitle or ""), len(guard.prompt or "")) <= (32, 255)
        if column.listed(Register(year=2026).edition):
            assert guard.formula1 == f"gk.list.{column.path}"
        assert guard.type == (
            "date" if column.is_day else "list" if guard.formula1.startswith("gk.") else "textLength"
        )


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.sheet)
def test_rows_are_open_and_all_around_them_is_locked(table: Rows) -> None:
    """So that rows can be sorted and filtered, and headings and footer, where formulas end, cannot move."""
    book = opened(BLANK)
    sheet = book[table.sheet]
    assert sheet.protection.sheet
    assert not sheet.protection.sort
    assert not sheet.protection.autoFilter
    for first, protection in _column_formats(table.sheet).items():
        assert ('locked="0"' in protection) is (first <= len(table.columns))
    last = next(row for row in range(1, 200) if str(sheet.cell(row, 1).value).startswith(FOOTER))
    assert all(sheet.cell(row, 1).protection.locked for row in (1, 2, HEAD_ROW, last))
    assert sheet.auto_filter.ref == f"A{HEAD_ROW}:{column_letters(len(table.columns))}{last - 1}"
    assert not sheet.tables
    assert sheet.freeze_panes == f"B{HEAD_ROW + 1}"


def _column_formats(sheet: str) -> dict[int, str]:
    """How the formats of whole columns of a sheet protect, by the first of these columns."""
    files = parts(BLANK)
    formats = re.findall("<xf [^>]*(?:/>|>.*?</xf>)", files["xl/styles.xml"].split("<cellXfs")[1])
    used = re.findall(r'<col min="(\d+)"[^>]*style="(\d+)"', files[sheet_part(BLANK, sheet)])
    return {int(first): re.findall("<protection.*?>", formats[int(number)])[0] for first, number in used}


@every_edition
def test_the_list_of_outcomes_is_that_of_the_edition(edition: Edition) -> None:
    book = opened(make_register(Register(year=edition.first_year)))
    ((sheet, address),) = book.defined_names["gk.list.applications.outcome"].destinations
    assert [cell.value for (cell,) in book[sheet][address]] == [*words_of(edition).outcomes]
    assert len({*words_of(edition).outcomes}) == len(words_of(edition).outcomes)


def test_what_a_rule_settles_cannot_be_worded_otherwise() -> None:
    sheet = opened(BLANK)["口径"]
    open_rows = [
        row
        for row, method in enumerate(METHODS, start=HEAD_ROW + 1)
        if not sheet.cell(row, 2).protection.locked
    ]
    assert open_rows == [row for row, method in enumerate(METHODS, start=HEAD_ROW + 1) if not method.source]


def test_hidden_sheets_are_hidden() -> None:
    states = {sheet.title: sheet.sheet_state for sheet in opened(BLANK)}
    assert [name for name, state in states.items() if state == "visible"] == ["申请", "争议", "计数", "口径"]
    assert {state for name, state in states.items() if name.startswith("_")} == {"veryHidden"}


def test_the_same_register_gives_the_same_bytes() -> None:
    assert make_register(Register(year=2026, unit="某局"), rows=50) == BLANK


def test_a_validator_finds_nothing(tmp_path: Path) -> None:
    audit = pytest.importorskip("openxml_audit").OpenXmlValidator(max_errors=0)
    row = Application(number="1", received=date(2026, 1, 5), kind="自然人", summary="长" * 200)
    content = make_register(Register(year=2026, applications=(row,), disputes=(Dispute(number="1"),)))
    path = tmp_path / "登记簿.xlsx"
    path.write_bytes(content)
    assert audit.validate(str(path)).errors == []


def test_rows_are_as_high_as_their_texts() -> None:
    row = Application(number="1", received=date(2026, 1, 5), kind="自然人", summary="长" * 100)
    sheet = opened(
        make_register(Register(year=2026, applications=(row, evolve(row, number="2", summary="短"))))
    )["申请"]
    assert (sheet.row_dimensions[4].height or 0) > 100
    assert sheet.row_dimensions[5].height is None


def test_a_register_for_the_next_year_begins_with_what_is_open(tmp_path: Path) -> None:
    row = Application(number="1", received=date(2026, 12, 5), kind="自然人")
    closed = evolve(row, number="2", closed=date(2026, 12, 20), outcome="予以公开")
    last = Register(
        year=2026, unit="某局", unit_code="A", applications=(row, closed), methods={"申请人撤回": "不计。"}
    )
    gkxl.register.write_register(tmp_path / "一.xlsx", year=2027, previous=last)
    register = read_register(tmp_path / "一.xlsx").register
    assert (register.unit, register.unit_code, register.applications) == ("某局", "A", (row,))
    assert (register.methods, register.opening["natural_person"]) == (last.methods, 1)
    with pytest.raises(DataError):
        gkxl.register.write_register(tmp_path / "二.xlsx", year=2028, previous=last)


@pytest.mark.parametrize("rows", [0, -1, 20_001])
def test_so_many_rows_are_not_prepared(rows: int, tmp_path: Path) -> None:
    with pytest.raises(DataError, match="20000"):
        gkxl.register.write_register(tmp_path / "一.xlsx", year=2026, rows=rows)


def test_two_thousand_rows_are_small_and_come_back_whole() -> None:
    """How long they take is measured by ``make bench``."""
    register = whole_register(2000)
    content = make_register(register)
    assert len(content) <= 300_000
    reading = read_register(content)
    assert reading.issues == ()
    assert reading.register.applications == register.applications
