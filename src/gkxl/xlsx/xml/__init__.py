"""Parses the XML parts of workbooks strictly, and reads what a schema asks for."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any, Final

from gkxl.errors import LimitError, UnsafeFileError
from gkxl.files.limits import check_limit
from gkxl.files.load import damaged_file, describe_part, printable
from gkxl.xlsx.xml.schema import Container, PartChecker, Prepared, Schema, WholeElement
from gkxl.xlsx.xml.tree import TreeParser, count_elements
from gkxl.xlsx.xml.tree_cache import put_back, take_tree

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from xml.etree.ElementTree import Element

    from gkxl.files.limits import Budget, Limits


def parse(name: str, chunks: Iterable[bytes], schema: Schema, into: object, budget: Budget) -> None:
    """Read one part.

    Args:
        name: The part's name, for messages.
        chunks: Its bytes.
        schema: What to read of it.
        into: What the functions of the schema put it into.
        budget: Where to count.

    Raises:
        UnsafeFileError: It has a DOCTYPE, an encoding that is not allowed, or elements where none belong.
        UnreadableFileError: It is not well-formed, whatever else is wrong, or begins with another element.
        LimitError: It is deeper, longer or richer than the limits allow.
    """
    dispatcher = Dispatcher(name, schema, into, budget.limits)
    pieces = iter(chunks)
    first, second = next(pieces, b""), next(pieces, None)
    if second is None:
        tree = take_tree(name, first, budget.limits)
        budget.elements += tree.opened
        try:
            dispatcher.dispatch(tree.root, tree.prepared)
        finally:
            put_back(tree)
    else:
        tree_parser = TreeParser(name, budget.limits)
        _parse_in_pieces(tree_parser, chain((first, second), pieces), dispatcher, budget)
    budget.check()


def _parse_in_pieces(
    tree: TreeParser, chunks: Iterable[bytes], dispatcher: Dispatcher, budget: Budget
) -> None:
    """Dispatch the elements of a large part while it is parsed, so that little of it is held at a time."""
    sizes = _feed_pieces(tree, chunks, budget)
    try:
        _dispatch_pieces(tree, sizes, dispatcher)
    except LimitError:
        raise
    except UnsafeFileError:
        # A part that is damaged further on is refused as damaged, as one of a single piece is: the remedy
        # is to copy the file again, not to look for who built it.
        if tree.root is not None:
            _dispatch_pieces(tree, sizes, dispatcher.without_schema(tree.root))
            tree.close()
        raise
    dispatcher.dispatch(tree.close(), {})


def _feed_pieces(tree: TreeParser, chunks: Iterable[bytes], budget: Budget) -> Iterator[tuple[int, int]]:
    """Parse chunk by chunk; yields how many elements began in each, and how long it is."""
    for chunk in chunks:
        opened = count_elements(chunk)
        # counted before they are parsed: the tree of <a/><a/>… takes sixty times the bytes of the part
        budget.elements += opened
        budget.check()
        tree.feed(chunk)
        yield opened, len(chunk)


def _dispatch_pieces(tree: TreeParser, sizes: Iterator[tuple[int, int]], dispatcher: Dispatcher) -> None:
    """Dispatch what is complete after each chunk."""
    for opened, fed in sizes:
        if tree.root is not None:
            dispatcher.dispatch_complete(tree.root, opened, fed)


class Dispatcher:
    """Gives the elements of one part to the functions of its schema.

    Args:
        name: The part's name, for messages.
        schema: What to read of it.
        into: What the functions of the schema put it into.
        limits: How deep the part may be, and how large each element that is read as a whole.
    """

    def __init__(self, name: str, schema: Schema, into: object, limits: Limits) -> None:
        self._name = name
        self._schema = schema
        self._into = into
        self._limits = limits
        self._part = PartChecker(name, schema.confined, limits.xml_depth)
        self._containers: dict[Container, Element] = {}
        self._opened = self._fed = 0

    def dispatch(self, root: Element, prepared: dict[Schema, Prepared]) -> None:
        """Dispatch all elements, and leave the tree as it is.

        Args:
            root: The root of the tree.
            prepared: What earlier calls have prepared of this tree, by schema; this call adds to it.
        """
        items = prepared.get(self._schema)
        if items is None:
            items = prepared[self._schema] = list(self._prepare(root, self._find_root(root), 2))
        into = self._into
        for element, content in items:
            element.take(into, content)

    def dispatch_complete(self, root: Element, opened: int, fed: int) -> None:
        """Dispatch every element that is complete, and remove it from the tree.

        Args:
            root: The root of a tree that is still growing.
            opened: How many elements have begun since the last call.
            fed: How many bytes have been parsed since then.

        Raises:
            LimitError: What may be incomplete is too deep or too large.
        """
        self._opened += opened
        self._fed += fed
        if self._dispatch_all_but_last(root, self._find_root(root), 1):
            self._opened, self._fed = opened, fed
        # one endless row would otherwise be built in memory as a whole
        check_limit(self._limits.item_elements, self._opened, "单行或单段内容的 XML 元素数")
        check_limit(self._limits.item_bytes, self._fed, "单行或单段内容的字节数")

    def without_schema(self, root: Element) -> Dispatcher:
        """A dispatcher of the same part that drops all elements, and checks only depth and size."""
        return Dispatcher(self._name, Schema({root.tag: _UNKNOWN}), self._into, self._limits)

    def _find_root(self, root: Element) -> Container:
        """The container of the root.

        Raises:
            UnreadableFileError: The part begins with another element.
        """
        container = self._schema.find(root.tag)
        if container is None:
            raise damaged_file("{part}内容不对", part=describe_part(self._name), tag=printable(root.tag))
        return container

    def _dispatch_all_but_last(self, element: Element, container: Container, depth: int) -> bool:
        """Dispatch all children but the last, and those of the last likewise; whether there were any."""
        complete = element[:-1]
        for each, content in self._prepare(complete, container, depth + 1):
            each.take(self._into, content)
        del element[:-1]
        more = False
        for last in element:
            element.text = None  # no schema reads it, and it may be large, as may be attributes
            element.attrib.clear()
            self._part.check_depth(depth + 1)
            known = container.find(last.tag) or _UNKNOWN
            if isinstance(known, Container):
                self._check_once(known, last)
                more = self._dispatch_all_but_last(last, known, depth + 1)
        return more or bool(complete)

    def _prepare(
        self, elements: Iterable[Element], container: Container, depth: int
    ) -> Iterator[tuple[WholeElement, Any]]:
        """The elements that the schema reads, each with what its first step returns; others are checked."""
        for element in elements:
            known = container.find(element.tag)
            if known is None:
                self._part.check_ignored(element, depth)
            elif isinstance(known, WholeElement):
                yield known, known.prepare(self._into, element, self._part, depth)
            else:
                self._check_once(known, element)
                yield from self._prepare(element, known, depth + 1)

    def _check_once(self, container: Container, element: Element) -> None:
        # of two sheetData, programs read the first, the last or both
        if container is not _UNKNOWN and self._containers.setdefault(container, element) is not element:
            raise self._part.repeated(element.tag)


_UNKNOWN: Final = Container({})
