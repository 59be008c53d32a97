"""What a cell cannot hold is refused by name, before anything is written."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

import gkxl
from gkxl.model.marks import COUNT
from gkxl.model.outline import cells, report_from
from workbooks import every_edition, workbook, zeros

if TYPE_CHECKING:
    from pathlib import Path

    from gkxl.forms.edition import Edition


def first(edition: Edition, kind: type) -> str:
    """The first cell of a kind: a count, an amount or a text."""
    return next(
        cell.path
        for cell in cells(edition.form)
        if cell.type is kind and not cell.computed and not cell.item.choices and cell.path != "cover.year"
    )


REFUSED: list[tuple[type, Any, str]] = [
    (str, "字" * 32_768, "32,768"),
    (str, "👩" * 16_384, "32,768"),
    (str, "响铃\x07", "U+0007"),
    (str, "\x00", "U+0000"),
    (str, "\ud800", "U+D800"),
    (str, "\ufffe", "U+FFFE"),
    (int, 1_234_567_890_123_456, "15 位"),
    (int, True, "不是数字"),
    (int, "8", "不是数字"),
    (int, 10**15, "15 位"),
    (str, 8, "不是文字"),
    (int, 8.5, "不是数字"),
    (Decimal, Decimal("1234567890.123456"), "15 位"),
    (Decimal, Decimal("0.0000000001"), "9 位小数"),
    (Decimal, Decimal("1e15"), "15 位"),
    (Decimal, Decimal("NaN"), "不是数字"),
    (Decimal, Decimal("Infinity"), "不是数字"),
]


@every_edition
@pytest.mark.parametrize(("kind", "value", "said"), REFUSED, ids=lambda value: ascii(value)[:24])
def test_what_would_not_come_back_is_refused(
    edition: Edition, kind: type, value: object, said: str, tmp_path: Path
) -> None:
    """One sentence names the cell and what is wrong with it, and no file appears."""
    path = first(edition, kind)
    label = next(cell.label for cell in cells(edition.form) if cell.path == path)
    report = report_from(edition.form, {**zeros(edition), path: value})
    with pytest.raises(gkxl.errors.WriteError, match=re.escape(said)) as refusal:
        gkxl.write_workbook(report, tmp_path / "年报.xlsx")
    assert f"“{label}”" in refusal.value.zh
    assert path in refusal.value.en
    assert "\n" not in refusal.value.zh
    assert list(tmp_path.iterdir()) == []


KEPT: list[tuple[type, Any]] = [
    (str, "字" * 32_767),
    (str, "👩" * 16_383),
    (int, COUNT.limit - 1),
    (Decimal, Decimal("123456789.123456")),
    (Decimal, Decimal("0.000000001")),
    (Decimal, Decimal("0E-12")),
    (Decimal, Decimal("9999999999.99999")),
]


@every_edition
@pytest.mark.parametrize(("kind", "value"), KEPT, ids=lambda value: ascii(value)[:24])
def test_the_largest_that_is_taken_comes_back(edition: Edition, kind: type, value: object) -> None:
    path = first(edition, kind)
    reading = gkxl.read(workbook(report_from(edition.form, {**zeros(edition), path: value})))
    assert reading.values[path] == value


def test_a_template_is_refused_in_the_same_way(tmp_path: Path) -> None:
    with pytest.raises(gkxl.errors.WriteError, match=r"填报单位.*U\+0007"):
        gkxl.write_template(tmp_path / "年报.xlsx", year=2024, unit="响铃\x07")
    assert list(tmp_path.iterdir()) == []


def test_a_level_outside_the_list_is_refused(tmp_path: Path) -> None:
    with pytest.raises(gkxl.errors.WriteError, match=r"单位层级.*不能是“乡级”"):
        gkxl.write_template(tmp_path / "年报.xlsx", year=2024, level="乡级")
    assert list(tmp_path.iterdir()) == []


def test_a_report_with_nothing_in_a_cell_is_refused(tmp_path: Path) -> None:
    """A blank would come back as something else than it was."""
    edition = gkxl.EDITIONS["2021"]
    values = {**zeros(edition), "requests.received.other": None, "overview.summary": None}
    with pytest.raises(gkxl.errors.WriteError, match="有 2 格没有内容"):
        gkxl.write_workbook(report_from(edition.form, values), tmp_path / "年报.xlsx")
    assert list(tmp_path.iterdir()) == []
