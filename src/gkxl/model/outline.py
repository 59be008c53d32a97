"""A form as an outline of its printed headings, and the values of a report by their paths.

``outline`` gives the headings, ``cells`` the cells, ``sums`` the printed totals with their parts, ``at``
what a report holds at a path, and ``fill`` builds a report by asking for the content of every cell.
``values_of`` gives the values of a report by path, and ``report_from`` the report back.
Every engine reads the outline; none reads the classes.
"""

from __future__ import annotations

from decimal import Decimal
from functools import cache, cached_property
from graphlib import TopologicalSorter
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from attrs import field

from gkxl.errors import DataError
from gkxl.frozen import frozen
from gkxl.model.marks import Domain, Form, Item, Leaf, Section, Table, Total, marks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from attrs import AttrsInstance

    from gkxl.model.marks import Form


@frozen(eq=False)
class Node:
    """A printed heading of a form, with what is printed below it.

    Attributes:
        path: The attribute path, such as ``requests.received.total``: the cell's key everywhere.
        item: The mark, with the printed label.
        type: ``int``, ``Decimal`` or ``str`` for a cell, a form class for a group.
        section: The mark of the section that this is in.
        headings: The printed labels from below the section down to this one.
        computed: Whether this is a printed total, or part of a printed line of totals.
    """

    path: str
    item: Item = field(repr=False)
    type: type = field(repr=False)
    section: Section = field(repr=False)
    headings: tuple[str, ...] = field(repr=False)
    computed: bool = field(repr=False)

    @cached_property
    def name(self) -> str:
        """The last step of the path."""
        return self.path.rpartition(".")[2]

    @property
    def label(self) -> str:
        """The headings below the section, joined; the label of a section is its own."""
        return " / ".join(self.headings) or self.item.label

    @cached_property
    def in_table(self) -> bool:
        """Whether this is one of the numbers that the notice asks for."""
        return isinstance(self.section, Table)

    @cached_property
    def domain(self) -> Domain:
        """The numbers that this cell may hold; has no meaning for a cell that holds text."""
        return Domain(whole=self.type is int, signed=self.item.signed)

    @cached_property
    def children(self) -> tuple[Node, ...]:
        """The nodes below, in printed order; none for a cell."""
        if self.type in Leaf:
            return ()
        return tuple(
            Node(
                f"{self.path}.{name}",
                item,
                kind,
                self.section,
                headings=(*self.headings, *filter(None, (item.under, item.label))),
                computed=self.computed or isinstance(item, Total),
            )
            for name, (kind, item) in marks(self.type).items()
        )

    def walk(self) -> Iterator[Node]:
        """This node and all below it, in printed order."""
        yield self
        for child in self.children:
            yield from child.walk()

    @cached_property
    def leaves(self) -> tuple[Node, ...]:
        """The cells at or below this node, in printed order."""
        return tuple(found for found in self.walk() if not found.children)


@frozen(eq=False)
class Sum:
    """A printed total, the cells that it must equal the sum of, and its mark."""

    total: Node
    parts: tuple[Node, ...]
    mark: Total


@cache
def outline(form: type[AttrsInstance]) -> tuple[Node, ...]:
    """The sections of a form as trees of headings, in printed order."""
    return tuple(_make_section(name, kind, item) for name, (kind, item) in marks(form).items())


@cache
def cells(form: type[AttrsInstance]) -> tuple[Node, ...]:
    """Every cell of a form in printed order: what people fill in, and the printed totals (``computed``)."""
    return tuple(leaf for section in outline(form) for leaf in section.leaves)


def node(form: type[AttrsInstance], path: str) -> Node:
    """The node of a cell.

    Raises:
        KeyError: The form has no cell of that path.
    """
    return _cells_by_path(form)[path]


@cache
def _cells_by_path(form: type[AttrsInstance]) -> dict[str, Node]:
    return {cell.path: cell for cell in cells(form)}


@cache
def lineages(form: type[AttrsInstance]) -> dict[str, tuple[Node, ...]]:
    """For every cell the nodes that it is part of, from its section down to itself."""
    return {
        cell.path: tuple(node for node in section.walk() if f"{cell.path}.".startswith(f"{node.path}."))
        for section in outline(form)
        for cell in section.leaves
    }


def group_by_domain(found: Iterable[Node]) -> dict[Domain, list[Node]]:
    """Number cells by what they may hold."""
    grouped: dict[Domain, list[Node]] = {}
    for cell in found:
        grouped.setdefault(cell.domain, []).append(cell)
    return grouped


@cache
def sums(form: type[AttrsInstance]) -> tuple[Sum, ...]:
    """Every printed total with the cells that it must equal, in printed order of the totals."""
    groups = (group for section in outline(form) for group in section.walk())
    return tuple(found for group in groups for found in _find_sums(group))


@cache
def sums_by_total(form: type[AttrsInstance]) -> dict[str, Sum]:
    """For every printed total the sum that computes it: where a line and a column meet, that of the line."""
    return {found.total.path: found for found in sums(form)}


def lines(group: Node, *, of: type) -> Iterator[Node]:
    """The nodes of one type in a group, at any depth, but for the group's own totals."""
    for child in group.children:
        if not isinstance(child.item, Total):
            yield from [child] if child.type is of else lines(child, of=of)


def at(report: AttrsInstance, path: str) -> Any:  # noqa: ANN401 (whatever the cell holds)
    """What a report holds at a path.

    Raises:
        AttributeError: The form has no such path.
    """
    return attrgetter(path)(report)


def fill(form: type[Form], leaf: Callable[[Node], Any]) -> Form:
    """Build a form by asking ``leaf`` for the content of every cell, totals included.

    Example:
        >>> from gkxl.forms import e2021
        >>> zero = fill(e2021.Report, lambda node: "" if node.type is str else 0)
        >>> zero.requests.received.natural_person
        0
    """
    return form(**{section.name: _fill_node(section, leaf) for section in outline(form)})


def _fill_node(here: Node, leaf: Callable[[Node], Any]) -> Any:  # noqa: ANN401 (a cell's content or a group)
    if not here.children:
        return leaf(here)
    return here.type(**{child.name: _fill_node(child, leaf) for child in here.children})


def _make_section(name: str, kind: type, item: Item) -> Node:
    if not isinstance(item, Section):
        raise TypeError(f"{name}: a report is made of sections, not of {item!r}")
    return Node(name, item, kind, item, headings=(), computed=False)


def _find_sums(group: Node) -> Iterator[Sum]:
    for total in group.children:
        if isinstance(total.item, Total):
            found = [line.leaves for line in lines(group, of=total.type)]
            for index, cell in enumerate(total.leaves):
                yield Sum(cell, tuple(line[index] for line in found), total.item)


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
    for path, parts in parts_by_total(form).items():
        if known.get(path) is None:
            content = [*map(known.get, parts)]
            if None not in content:
                known[path] = sum(content)
    return known


@cache
def parts_by_total(form: type[AttrsInstance]) -> dict[str, tuple[str, ...]]:
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
        raise DataError("这些格子里没有数字，无法重算总计：{wrong}。请先补上。", wrong=wrong)
    return report_from(form, with_totals(form, entered))


def _can_be_added(node: Node, value: Any) -> bool:  # noqa: ANN401 (whatever was put there)
    """Whether a value can be added up, or need not be."""
    return node.type is str or (type(value) in (int, Decimal) and Decimal(value).is_finite())
