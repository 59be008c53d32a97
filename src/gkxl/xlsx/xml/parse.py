"""Reads the XML of a part strictly, and gives each element of its schema to the function that takes it."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any, Final

from gkxl.errors import LimitError, UnsafeFileError
from gkxl.files.refusals import damaged_file, in_chinese, printable
from gkxl.xlsx.xml.schema import Container, PartChecker, Prepared, Schema, WholeElement
from gkxl.xlsx.xml.tree import TreeParser, count_elements
from gkxl.xlsx.xml.tree_cache import borrow_tree

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from xml.etree.ElementTree import Element

    from gkxl.files.limits import Budget, Limits


class Dispatcher:
    """What is handed over of a part.

    Args:
        name: The part's name, for messages.
        grammar: What to read of it.
        into: Whom the takers of the grammar are told it is for.
        limits: How deep it may be, and how large each thing that is handed over.
    """

    def __init__(self, name: str, grammar: Schema, into: object, limits: Limits) -> None:
        self._name = name
        self._grammar = grammar
        self._into = into
        self._limits = limits
        self._part = PartChecker(name, grammar.only_there, limits.xml_depth)
        self._once: dict[Container, Element] = {}
        self._opened = self._fed = 0

    def whole(self, root: Element, seen: dict[Schema, Prepared]) -> None:
        """Hand over everything, and leave the tree as it is.

        Args:
            root: The root of the tree.
            seen: What has been seen of the tree before, by grammar.
        """
        items = seen.get(self._grammar)
        if items is None:
            items = seen[self._grammar] = list(self._see(root, self._inside(root), 2))
        into = self._into
        for item, what in items:
            item.take(into, what)

    def closed(self, root: Element, opened: int, fed: int) -> None:
        """Hand over every element but those that may still be open, and take it out of the tree.

        Args:
            root: The root of a tree that is still growing.
            opened: How many elements have begun since the last time.
            fed: How many bytes have been parsed since then.

        Raises:
            LimitError: What may still be open is too deep or too large.
        """
        self._opened += opened
        self._fed += fed
        if self._hand_over_but_last(root, self._inside(root), 1):
            self._opened, self._fed = opened, fed
        self._refuse_large()

    def of_nothing(self, root: Element) -> Dispatcher:
        """A harvest of the same part that lets go of everything; only depth and size are still limited."""
        return Dispatcher(self._name, Schema({root.tag: _UNKNOWN_ELEMENT}), self._into, self._limits)

    def _inside(self, root: Element) -> Container:
        inside = self._grammar.find(root.tag)
        if inside is None:
            part = printable(self._name)
            raise damaged_file(
                f"{in_chinese(self._name)}内容不对", f"part {part} is something else: {printable(root.tag)}"
            )
        return inside

    def _hand_over_but_last(self, element: Element, inside: Container, depth: int) -> bool:
        """Hand over all children but the last, and those of the last likewise; whether there were any."""
        closed = element[:-1]
        for item, what in self._see(closed, inside, depth + 1):
            item.take(self._into, what)
        del element[:-1]
        more = False
        for last in element:
            element.text = None  # nobody asks for it, and it may be large, as may be attributes
            element.attrib.clear()
            self._part.refuse_deep(depth + 1)
            known = self._known(last, inside)
            more = isinstance(known, Container) and self._hand_over_but_last(last, known, depth + 1)
        return more or bool(closed)

    def _see(
        self, elements: Iterable[Element], inside: Container, depth: int
    ) -> Iterator[tuple[WholeElement, Any]]:
        """What is asked for, with what is seen of it; strangers are passed over."""
        for element in elements:
            known = inside.find(element.tag)
            if known is None:
                self._part.pass_over(element, depth)
            elif isinstance(known, WholeElement):
                yield known, known.see(self._into, element, self._part, depth)
            else:
                self._refuse_twice(known, element)
                yield from self._see(element, known, depth + 1)

    def _known(self, element: Element, inside: Container) -> Container | WholeElement:
        """What is known of an element; of a stranger, that nothing in it is."""
        known = inside.find(element.tag)
        if isinstance(known, Container):
            self._refuse_twice(known, element)
        return known or _UNKNOWN_ELEMENT

    def _refuse_twice(self, known: Container, element: Element) -> None:
        if self._once.setdefault(known, element) is not element:
            raise self._part.twice(element.tag)

    def _refuse_large(self) -> None:
        limits = self._limits
        if self._opened > limits.item_elements:
            raise LimitError(
                "单行或单段内容的 XML 元素数",
                "The number of XML elements in one row or text",
                self._opened,
                limits.item_elements,
            )
        if self._fed > limits.item_bytes:
            raise LimitError(
                "单行或单段内容的字节数", "The size of one row or text", self._fed, limits.item_bytes
            )


_UNKNOWN_ELEMENT: Final = Container({})


def parse(name: str, chunks: Iterable[bytes], grammar: Schema, into: object, budget: Budget) -> None:
    """Read one part.

    Args:
        name: The part's name, for messages.
        chunks: Its bytes.
        grammar: What to read of it.
        into: Whom the takers of the grammar are told it is for.
        budget: Where to count.

    Raises:
        UnsafeFileError: It has a DOCTYPE, an encoding that is not allowed, or elements where none belong.
        UnreadableFileError: It is not well-formed, whatever else is wrong, or begins with another element.
        LimitError: It is deeper, longer or richer than the limits allow.
    """
    harvest = Dispatcher(name, grammar, into, budget.limits)
    pieces = iter(chunks)
    first, second = next(pieces, b""), next(pieces, None)
    if second is None:
        with borrow_tree(name, first, budget.limits) as body:
            budget.elements += body.opened
            harvest.whole(body.root, body.seen)
    else:
        _parse_in_pieces(TreeParser(name, budget.limits), chain((first, second), pieces), harvest, budget)
    budget.check()


def _parse_in_pieces(tree: TreeParser, chunks: Iterable[bytes], harvest: Dispatcher, budget: Budget) -> None:
    """Hand over a large part while it is parsed, so that never much of it is held."""
    growth = _feed_pieces(tree, chunks, budget)
    try:
        _dispatch_pieces(tree, growth, harvest)
    except LimitError:
        raise
    except UnsafeFileError:
        # Damage further on is named before this, as where a part comes whole: the file is to be copied again.
        if tree.root is not None:
            _dispatch_pieces(tree, growth, harvest.of_nothing(tree.root))
            tree.close()
        raise
    harvest.whole(tree.close(), {})


def _feed_pieces(tree: TreeParser, chunks: Iterable[bytes], budget: Budget) -> Iterator[tuple[int, int]]:
    """Parse chunk by chunk; how many elements began in each, and how long it is."""
    for chunk in chunks:
        opened = count_elements(chunk)
        budget.elements += opened
        budget.check()
        tree.feed(chunk)
        yield opened, len(chunk)


def _dispatch_pieces(tree: TreeParser, growth: Iterator[tuple[int, int]], harvest: Dispatcher) -> None:
    """Hand over what is closed after each chunk."""
    for opened, fed in growth:
        if tree.root is not None:
            harvest.closed(tree.root, opened, fed)
