"""The cells of a form as a list, an empty report, and single values, without anyone reading a schema."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

import gkxl
from gkxl.forms import EDITIONS, e2021
from gkxl.model.outline import cells as nodes
from gkxl.model.outline import values_of
from published import as_numbers

if TYPE_CHECKING:
    from gkxl.forms.edition import Edition

every_edition = pytest.mark.parametrize("edition", EDITIONS.values(), ids=EDITIONS)

SUQIAN = gkxl.from_dict(as_numbers("suqian-2024"))


@every_edition
def test_cells_are_listed_by_an_edition_its_name_or_its_class(edition: Edition) -> None:
    assert gkxl.cells(edition) == gkxl.cells(edition.name) == gkxl.cells(edition.form)
    assert [cell.path for cell in gkxl.cells(edition)] == [node.path for node in nodes(edition.form)]


def test_a_cell_says_what_a_program_asks() -> None:
    found = {cell.path: cell for cell in gkxl.cells("2021")}
    fees, total, level = (
        found[p] for p in ("disclosure.fees.amount", "requests.received.total", "cover.level")
    )
    assert (fees.type, fees.unit, fees.computed, fees.figure) == (Decimal, "万元", False, True)
    assert fees.section == "二、主动公开政府信息情况"
    assert fees.label == "第二十条第（八）项 / 行政事业性收费 / 本年收费金额（单位：万元）"
    assert (total.type, total.computed) == (int, True)
    assert "县级" in level.choices
    assert level.guidance
    assert not level.figure
    assert sum(cell.figure for cell in found.values()) == 200
    assert (
        sum(cell.figure and cell.computed for cell in found.values()) == 34
    )  # one is the end of a line and of a column


@every_edition
def test_an_empty_report_is_consistent_but_for_its_texts(edition: Edition) -> None:
    empty = gkxl.zero_report(edition, year=edition.first_year, unit="某局", unit_code="A1", level="县级")
    assert not [issue for issue in gkxl.check(empty) if issue.severity == "error"]
    numbers = {cell.path for cell in gkxl.cells(edition) if cell.figure}
    assert {values_of(empty)[path] for path in numbers} == {0}
    assert gkxl.value_at(empty, "cover.unit") == "某局"
    assert gkxl.from_dict(gkxl.to_dict(empty)) == empty


@every_edition
def test_a_report_with_one_value_changed_differs_in_that_alone(edition: Edition) -> None:
    empty = gkxl.zero_report(edition, year=edition.first_year)
    new: dict[type, Any] = {int: edition.first_year, Decimal: Decimal("72701.2578"), str: "某局"}
    for cell in gkxl.cells(edition):
        changed = gkxl.with_value(empty, cell.path, new[cell.type])
        assert gkxl.value_at(changed, cell.path) == new[cell.type]
        assert values_of(changed) == {**values_of(empty), cell.path: new[cell.type]}


def test_an_amount_may_be_digits() -> None:
    changed = gkxl.with_value(SUQIAN, "disclosure.fees.amount", "0.10")
    assert str(gkxl.value_at(changed, "disclosure.fees.amount")) == "0.10"


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("requests.recieved.total", 1, "最接近的是 requests.received.total"),
        ("requests.received", 1, "没有这样的路径：requests.received（"),
        ("requests.received.total", "3", "requests.received.total 是 '3'，应为整数"),
        ("requests.received.total", True, "应为整数"),
        ("requests.received.total", None, "应为整数"),
        ("disclosure.fees.amount", "1e3", "应为十进制数"),
        ("cover.unit", 3, "应为文字"),
    ],
)
def test_what_no_cell_is_or_holds(path: str, value: object, said: str) -> None:
    with pytest.raises(gkxl.errors.DataError, match=said):
        gkxl.with_value(SUQIAN, path, value)


def test_a_path_that_is_none_has_no_value() -> None:
    with pytest.raises(gkxl.errors.DataError, match="最接近的是 other_matters"):
        gkxl.value_at(SUQIAN, "other_matter")


def test_only_classes_of_reports_have_cells() -> None:
    with pytest.raises(gkxl.errors.UnknownEditionError, match="没有名为“Fees”的报告格式"):
        gkxl.cells(e2021.Fees)  # type: ignore[arg-type] # which type checkers catch, too
