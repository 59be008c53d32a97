"""Tidy tables in every format: the same numbers come back, and no text becomes a formula."""

from __future__ import annotations

import csv
import io
import json
import sys
from decimal import Decimal
from typing import TYPE_CHECKING

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet

import gkxl
from gkxl.export import COLUMN_NAMES, FORMULA_STARTS, WRITERS
from gkxl.reports.series import Observation
from published import as_numbers
from workbooks import AWKWARD_TEXTS

if TYPE_CHECKING:
    from pathlib import Path

ROWS = gkxl.series([gkxl.from_dict(as_numbers(name)) for name in ("suqian-2023", "suqian-2024")])

SIGNED = Observation("某局", "A1", 2019, "2019", "disclosure.permits.change", "本年增/减", -18)


def one(unit: str, value: int | Decimal = 1) -> Observation:
    return Observation(unit, "", 2024, "2021", "requests.received.total", "总计", value)


def written(rows: tuple[Observation, ...], path: Path) -> bytes:
    gkxl.write_series(rows, path)
    return path.read_bytes()


def values(rows: tuple[Observation, ...]) -> list[Decimal]:
    return [Decimal(row.value) for row in rows]


def test_csv_opens_in_excel_as_chinese_and_holds_every_digit(tmp_path: Path) -> None:
    content = written(ROWS, tmp_path / "a.csv")
    assert content.startswith(b"\xef\xbb\xbf")
    found = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert tuple(found[0]) == ("单位", "单位代码", "年度", "版本", "路径", "项目", "数值")
    assert [row["数值"] for row in found] == [format(Decimal(row.value), "f") for row in ROWS]
    assert [row["项目"] for row in found] == [row.label for row in ROWS]


@pytest.mark.parametrize("start", FORMULA_STARTS)
def test_no_text_is_a_formula_in_csv(start: str, tmp_path: Path) -> None:
    """A unit named so would have a spreadsheet program run whatever it likes."""
    content = written((one(f"{start}HYPERLINK(1)"), SIGNED), tmp_path / "a.csv").decode("utf-8-sig")
    first, second = csv.DictReader(io.StringIO(content, newline=""))
    assert first["单位"] == f"'{start}HYPERLINK(1)"
    assert second["数值"] == "-18", "numbers stay numbers"


def test_json_is_rows_with_amounts_as_decimal_strings(tmp_path: Path) -> None:
    found = json.loads(written(ROWS, tmp_path / "a.json"))
    assert (
        tuple(found[0]) == COLUMN_NAMES == ("unit", "unit_code", "year", "edition", "path", "label", "value")
    )
    assert [Decimal(row["value"]) for row in found] == values(ROWS)
    amounts = [row["value"] for row in found if row["path"] == "disclosure.fees.amount"]
    assert amounts == ["59237.2449", "72701.2578"]


def test_a_workbook_has_real_numbers_a_filter_and_frozen_headings(tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(written((*ROWS, SIGNED), tmp_path / "a.xlsx"))).active
    assert sheet is not None
    heading, *rows = sheet.iter_rows(values_only=True)
    assert heading == ("单位", "单位代码", "年度", "版本", "路径", "项目", "数值")
    assert [Decimal(str(row[6])) for row in rows] == values((*ROWS, SIGNED))
    assert {type(row[2]) for row in rows} == {int}
    assert (sheet.auto_filter.ref, sheet.freeze_panes) == (f"A1:G{len(ROWS) + 2}", "A2")
    assert all(cell.data_type == "s" for cell in sheet["A"])


def test_no_text_is_a_formula_in_a_workbook(tmp_path: Path) -> None:
    awkward = [text for text in AWKWARD_TEXTS if "\r" not in text]
    content = written(tuple(one(text) for text in awkward), tmp_path / "a.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    assert [cell.data_type for cell in sheet["A"]] == ["s"] * (len(awkward) + 1)
    plain = [
        (cell.value, text) for cell, text in zip(sheet["A"][1:], awkward, strict=True) if "_x" not in text
    ]
    assert [value for value, _ in plain] == [text for _, text in plain]


def test_parquet_holds_exact_decimals(tmp_path: Path) -> None:
    table = parquet.read_table(io.BytesIO(written(ROWS, tmp_path / "a.parquet")))
    assert tuple(table.column_names) == COLUMN_NAMES
    assert table.column("value").to_pylist() == values(ROWS)
    assert table.column("label").to_pylist() == [row.label for row in ROWS]
    assert table.column("year").to_pylist() == [row.year for row in ROWS]


@pytest.mark.parametrize("suffix", WRITERS)
def test_the_same_table_gives_the_same_bytes(suffix: str, tmp_path: Path) -> None:
    assert written(ROWS, tmp_path / f"a{suffix}") == written(ROWS, tmp_path / f"b{suffix}")


@pytest.mark.parametrize("suffix", WRITERS)
def test_an_empty_table_has_its_headings(suffix: str, tmp_path: Path) -> None:
    assert written((), tmp_path / f"a{suffix}")


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=20), st.integers(-(10**14), 10**14))
def test_csv_gives_back_every_text(tmp_path_factory: pytest.TempPathFactory, unit: str, value: int) -> None:
    content = written((one(unit, value),), tmp_path_factory.mktemp("csv") / "a.csv")
    _, row = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    assert row[0].removeprefix("'") == unit.removeprefix("'")
    assert int(row[6]) == value


# What does not fit


def test_an_unknown_format_is_refused_with_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(gkxl.errors.WriteError, match=r"请用 \.csv、\.json、\.xlsx 或 \.parquet"):
        gkxl.write_series(ROWS, tmp_path / "a.txt")


def test_more_rows_than_a_sheet_has_are_refused_with_the_way_out(tmp_path: Path) -> None:
    many = (one("某局"),) * 1_048_576
    with pytest.raises(gkxl.errors.WriteError, match=r"1,048,576 行.*请改用 \.csv"):
        gkxl.write_series(many, tmp_path / "a.xlsx")


@pytest.mark.parametrize(
    "row",
    [
        one("字" * 40_000),
        one("某\x01局"),
        one("某局", 10**17 + 1),
        one("某局", Decimal("0.1234567890123456789")),
    ],
)
def test_what_no_cell_holds_is_refused(row: Observation, tmp_path: Path) -> None:
    """A workbook keeps 32,767 characters and some 15 digits: nothing is cut off in silence."""
    with pytest.raises(gkxl.errors.WriteError, match=r"放不下.*请改用 \.csv"):
        gkxl.write_series((row,), tmp_path / "a.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_finer_decimals_than_parquet_has_here_are_refused(tmp_path: Path) -> None:
    with pytest.raises(gkxl.errors.WriteError, match="超过 9 位小数"):
        gkxl.write_series((one("某局", Decimal("0.1234567891")),), tmp_path / "a.parquet")


def test_without_its_extra_parquet_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(gkxl.errors.MissingExtraError, match=r"gkxl\[parquet\]"):
        gkxl.write_series(ROWS, tmp_path / "a.parquet")
