"""Marks on the fields of a form: what each field is, in printed order; totals left out or given."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

import attrs
import pytest
from attrs import frozen

from gkxl.forms import EDITIONS
from gkxl.model.marks import PARTS, Addable, Item, Total, lines, marks
from gkxl.model.outline import outline

if TYPE_CHECKING:
    from gkxl.forms.edition import Edition


@frozen(kw_only=True)
class Pair(Addable):
    a: Annotated[int, Item("甲")]
    b: Annotated[Decimal, Item("乙")]
    total: Annotated[Decimal, Total("计", code="sum.line", rule="计＝甲＋乙")] = PARTS


@frozen(kw_only=True)
class Nested:
    inner: Annotated[Pair, Item("内")]


@frozen(kw_only=True)
class Table:
    first: Annotated[Pair, Item("一")]
    deep: Annotated[Nested, Item("二")]
    total: Annotated[Pair, Total("总", code="sum.column", rule="总＝一＋二")] = PARTS


@frozen(kw_only=True)
class Unmarked:
    a: int


@frozen(kw_only=True)
class TwiceMarked:
    a: Annotated[int, Item("甲"), Item("乙")]


@frozen(kw_only=True)
class OddlyTyped:
    a: Annotated[float, Item("甲")]


@frozen(kw_only=True)
class Counts(Addable):
    a: Annotated[int, Item("甲")]
    b: Annotated[int, Item("乙")]
    total: Annotated[int, Total("计", code="sum.line", rule="计＝甲＋乙")] = PARTS


def test_marks_keep_the_printed_order() -> None:
    assert [(name, kind, item.label) for name, (kind, item) in marks(Pair).items()] == [
        ("a", int, "甲"),
        ("b", Decimal, "乙"),
        ("total", Decimal, "计"),
    ]


@pytest.mark.parametrize("form", [Unmarked, TwiceMarked, OddlyTyped])
def test_every_field_carries_one_mark_and_a_type_that_a_cell_can_hold(
    form: type[attrs.AttrsInstance],
) -> None:
    with pytest.raises(TypeError, match=rf"{form.__name__}\.a: .* wanted"):
        marks(form)


def test_a_total_left_out_is_what_its_parts_add_up_to() -> None:
    assert Counts(a=2, b=3).total == 5


def test_a_line_of_totals_left_out_adds_up_lines_at_any_depth() -> None:
    table = Table(first=_pair(1, "0.5", "9"), deep=Nested(inner=_pair(2, "0.25", "9")))
    assert table.total == _pair(3, "0.75", "18"), "totals as filed are added too"


def test_a_total_given_is_kept_even_if_wrong() -> None:
    assert Counts(a=2, b=3, total=7).total == 7


def test_lines_are_all_of_a_type_but_the_totals() -> None:
    first, inner, total = _pair(1, "1", "2"), _pair(2, "2", "4"), _pair(5, "5", "5")
    assert lines(Table(first=first, deep=Nested(inner=inner), total=total), of=Pair) == [first, inner]


def test_groups_add_up_cell_by_cell_totals_as_filed_included() -> None:
    assert Counts(a=1, b=1, total=5) + Counts(a=2, b=0, total=2) == Counts(a=3, b=1, total=7)


@pytest.mark.parametrize("edition", EDITIONS.values(), ids=EDITIONS)
def test_every_class_of_a_form_is_frozen_and_keyword_only(edition: Edition) -> None:
    """A report is a value: it changes by `attrs.evolve`, and cells are never told apart by their order."""
    nodes = (node for section in outline(edition.form) for node in section.walk())
    for group in [edition.form, *(node.type for node in nodes if node.children)]:
        assert all(field.kw_only for field in attrs.fields(group)), group
        assert vars(group)["__setattr__"] is vars(Counts)["__setattr__"], group


def _pair(a: int, b: str, total: str) -> Pair:
    return Pair(a=a, b=Decimal(b), total=Decimal(total))
