"""The cells of a form as a list, a report with nothing in it, and single values of a report."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeVar, cast, overload

from gkxl.arguments import checked
from gkxl.forms import edition_of, find_edition
from gkxl.forms.edition import AnyReport, Edition
from gkxl.frozen import frozen
from gkxl.model.outline import cells as nodes_of
from gkxl.model.outline import fill, lineages, report_from, values_of
from gkxl.model.outline import normalized as with_totals_of_parts
from gkxl.reports.plain import read_value, refuse_unknown, refuse_wrong

if TYPE_CHECKING:
    from gkxl.forms.report import Report
    from gkxl.model.outline import Node

AnyForm = TypeVar("AnyForm", bound=AnyReport)


@frozen(kw_only=True)
class Cell:
    """A cell of a form.

    Attributes:
        path: Its path, such as ``requests.received.total``: its key everywhere.
        label: Its printed headings below that of the section, with a slash between them.
        section: The printed heading of its section.
        type: What it holds: ``int`` for a count, `decimal.Decimal` for an amount, ``str`` for text.
        unit: The unit that the form prints for it; "" where it prints none.
        guidance: What those who fill it in are told; "" where the usual words do.
        choices: The only answers allowed; empty where any is.
        computed: Whether it is a printed total: it is computed, and not filled in.
        figure: Whether it is one of the numbers of the official tables.
    """

    path: str
    label: str
    section: str
    type: type[int | Decimal | str]
    unit: str
    guidance: str
    choices: tuple[str, ...]
    computed: bool
    figure: bool


@checked
def cells(edition: Edition | str | type[AnyReport]) -> tuple[Cell, ...]:
    """Every cell of an edition, in printed order.

    Args:
        edition: An edition, its name, or the class of its reports.

    Raises:
        UnknownEditionError: There is no such edition.

    Example:
        >>> [cell.path for cell in cells("2021") if cell.type is Decimal]
        ['disclosure.fees.amount']
    """
    found = find_edition(edition)
    return tuple(_make_cell(found, node) for node in nodes_of(found.form))


def _make_cell(edition: Edition, node: Node) -> Cell:
    return Cell(
        path=node.path,
        label=node.label,
        section=node.section.label,
        type=node.type,
        unit=node.item.unit,
        guidance="".join([*_notes_of(edition, node), node.item.hint, edition.further_prompt(node.path)]),
        choices=node.item.choices,
        computed=node.computed,
        figure=node.in_table,
    )


def _notes_of(edition: Edition, node: Node) -> list[str]:
    """What the notice and other national sources say of a cell, and of what it is part of."""
    above = lineages(edition.form)[node.path]
    return [f"{note.text}。" for one in above for note in one.item.notes if not note.place]


@overload
def zero_report(
    edition: type[AnyForm], *, year: int, unit: str = "", unit_code: str = "", level: str = ""
) -> AnyForm: ...
@overload
def zero_report(
    edition: Edition | str, *, year: int, unit: str = "", unit_code: str = "", level: str = ""
) -> Report: ...
@checked
def zero_report(
    edition: Edition | str | type[AnyReport],
    *,
    year: int,
    unit: str = "",
    unit_code: str = "",
    level: str = "",
) -> Any:
    """A report of which every number is 0 and every text empty, to begin with.

    Args:
        edition: An edition, its name, or the class of its reports.
        year: The report year.
        unit: The unit that reports.
        unit_code: Its code.
        level: Its level, one of ``gkxl.forms.common.LEVELS``.

    Raises:
        UnknownEditionError: There is no such edition.

    Example:
        >>> zero_report("2021", year=2024).requests.received.total
        0
    """
    found = find_edition(edition)
    roles = found.roles
    cover = {roles.year: year, roles.unit: unit, roles.unit_code: unit_code, roles.level: level}
    empty = {int: 0, Decimal: Decimal(0), str: ""}
    return fill(found.form, lambda node: cover.get(node.path, empty[node.type]))


@checked
def value_at(report: AnyReport, path: str) -> Any:  # noqa: ANN401 (whatever the cell holds)
    """What a report holds in a cell.

    Args:
        report: A report of any edition.
        path: The path of the cell.

    Raises:
        UnknownEditionError: It is not a report of any edition.
        DataError: Its form has no such cell; the nearest one is named.
    """
    edition_of(report)
    values = values_of(report)
    refuse_unknown([path], values)
    return values[path]


@checked
def with_value(report: AnyForm, path: str, value: Any) -> AnyForm:  # noqa: ANN401 (whatever the cell holds)
    """The report with one value changed; totals stay as they are, until `normalized` computes them anew.

    Args:
        report: A report of any edition.
        path: The path of the cell.
        value: What it is to hold; an amount may be a decimal string, as `from_dict` takes it.

    Raises:
        UnknownEditionError: It is not a report of any edition.
        DataError: Its form has no such cell, or the cell cannot hold such a value.

    Example:
        >>> two = with_value(zero_report("2021", year=2024), "requests.received.other", 2)
        >>> two.requests.received.total, normalized(two).requests.received.total
        (0, 2)
    """
    form = edition_of(report).form
    nodes = {node.path: node for node in nodes_of(form)}
    refuse_unknown([path], nodes)
    held = read_value(nodes[path], value)
    if held is None:
        refuse_wrong([(nodes[path], value)])
    return cast("AnyForm", report_from(form, {**values_of(report), path: held}))


@checked
def normalized(report: AnyForm) -> AnyForm:
    """The report with every total recomputed from its parts.

    Raises:
        UnknownEditionError: It is not a report of any edition.
        DataError: A cell that is to be added up holds no number.
    """
    edition_of(report)
    return with_totals_of_parts(report)
