"""Trees of headings over lines or columns, and how far each of them reaches."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from attrs import frozen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from gkxl.model.outline import Node


@frozen
class Heading:
    """A heading in a tree of headings; the innermost ones belong to a line or a column."""

    label: str
    below: tuple[Heading, ...]

    @property
    def depth(self) -> int:
        """How many levels of headings it has, its own included."""
        return 1 + max((heading.depth for heading in self.below), default=0)

    @property
    def extent(self) -> int:
        """How many lines or columns it covers."""
        return sum(heading.extent for heading in self.below) or 1


@frozen
class Span:
    """What a heading takes up on the page.

    Attributes:
        heading: The heading.
        level: Its first level, from 0 for the outermost.
        levels: How many levels it takes.
        start: Its first line or column, from 0.
    """

    heading: Heading
    level: int
    levels: int
    start: int


def headings_over(nodes: Iterable[Node], below: Callable[[Node], tuple[Node, ...]]) -> tuple[Heading, ...]:
    """The tree of headings over nodes; headings that have no path of their own join their neighbours."""
    found: list[Heading] = []
    for under, group in groupby(nodes, key=lambda node: node.item.under):
        own = tuple(Heading(node.item.label, headings_over(below(node), below)) for node in group)
        found.extend([Heading(under, own)] if under else own)
    return tuple(found)


def depth_of(headings: tuple[Heading, ...]) -> int:
    """How many levels the deepest of them has."""
    return max(heading.depth for heading in headings)


def spans(headings: tuple[Heading, ...], levels: int, level: int = 0, start: int = 0) -> Iterator[Span]:
    """Every heading with its span, where all innermost headings end at the same level.

    A heading whose tree is shallower than the deepest takes the levels that are left over, as the printed
    tables have it: 自然人 reaches over two rows, 一、本年新收 over three columns.
    """
    for heading in headings:
        own = levels - level - (heading.depth - 1)
        yield Span(heading, level, own, start)
        yield from spans(heading.below, levels, level + own, start)
        start += heading.extent
