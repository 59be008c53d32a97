"""A report as a flat mapping from paths to values, and back."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from graphlib import TopologicalSorter
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from gkxl.errors import DataError
from gkxl.model.outline import at, cells, fill, sums_by_total

if TYPE_CHECKING:
    from collections.abc import Mapping

    from attrs import AttrsInstance

    from gkxl.model.marks import Form
    from gkxl.model.outline import Node


def values_of(report: AttrsInstance) -> dict[str, Any]:
    """What a report holds at every path, in printed order."""
    paths, content = _content_getter(type(report))
    return dict(zip(paths, content(report), strict=True))


@cache
def _content_getter(form: type[AttrsInstance]) -> tuple[tuple[str, ...], attrgetter[tuple[Any, ...]]]:
    """The paths of a form, and what takes all that a report holds at them."""
    paths = tuple(node.path for node in cells(form))
    return paths, attrgetter(*paths)


def plain_digits(number: int | Decimal) -> str:
    """A number in plain digits: an amount with every one that was filed.

    >>> plain_digits(Decimal("1E+2")), plain_digits(Decimal("0.10"))
    ('100', '0.10')
    """
    return f"{number:f}" if isinstance(number, Decimal) else str(number)


def report_from(form: type[Form], values: Mapping[str, Any]) -> Form:
    """Build a report from its values.

    Raises:
        KeyError: A path of the form is not among them.
    """
    return fill(form, lambda node: values[node.path])


def with_totals(form: type[AttrsInstance], values: Mapping[str, Any]) -> dict[str, Any]:
    """The values and every total that is not among them, computed where all its parts are known."""
    known = dict(values)
    for path, parts in _parts_by_total(form).items():
        if known.get(path) is None:
            content = [*map(known.get, parts)]
            if None not in content:
                known[path] = sum(content)
    return known


@cache
def _parts_by_total(form: type[AttrsInstance]) -> dict[str, tuple[str, ...]]:
    """For every printed total the paths that it adds up; totals that are parts of others come first."""
    parts = {path: tuple(part.path for part in found.parts) for path, found in sums_by_total(form).items()}
    order = TopologicalSorter({path: [p for p in below if p in parts] for path, below in parts.items()})
    return {path: parts[path] for path in order.static_order()}


def normalized(report: Form) -> Form:
    """The report with every total recomputed from its parts.

    Raises:
        DataError: A cell that is to be added up holds no number.
    """
    form = type(report)
    inputs = [node for node in cells(form) if not node.computed]
    entered = {node.path: at(report, node.path) for node in inputs}
    wrong = [node.path for node in inputs if not _can_be_added(node, entered[node.path])]
    if wrong:
        raise DataError(
            f"这些格子里没有数字，无法重算总计：{'、'.join(wrong)}。请先补上。",
            f"no numbers to add up in {', '.join(wrong)}",
        )
    return report_from(form, with_totals(form, entered))


def _can_be_added(node: Node, value: Any) -> bool:  # noqa: ANN401 (whatever was put there)
    """Whether a value can be added up, or need not be."""
    return node.type is str or (type(value) in (int, Decimal) and Decimal(value).is_finite())
