"""Grows the tree of a part while it is parsed, and hands over what is complete."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from xml.etree.ElementTree import TreeBuilder

from gkxl.errors import LimitError
from gkxl.xlsx.grammar import Inside, Item, Part
from gkxl.xlsx.refusals import damaged, shown

if TYPE_CHECKING:
    from collections.abc import Iterable
    from xml.etree.ElementTree import Element
    from xml.parsers.expat import XMLParserType

    from gkxl.xlsx.grammar import Attributes, Grammar
    from gkxl.xlsx.limits import Limits


class Tree:
    """What has been parsed of a part and not yet been handed over, which is never much.

    The parser builds the elements itself, without a step of Python for each of them.

    Args:
        parser: Parses the part.
        name: The part's name, for messages.
        grammar: What to read of it.
        into: Whom the takers of the grammar are told it is for.
        limits: How deep it may be, and how large each thing that is handed over.
    """

    def __init__(
        self, parser: XMLParserType, name: str, grammar: Grammar, into: object, limits: Limits
    ) -> None:
        self._part = Part(name, grammar.only_there, limits.xml_depth)
        self._limits = limits
        self._into = into
        self._seen: dict[Inside, Element] = {}
        self._opened = self._fed = 0
        self._root: Element | None = None
        self._builder = TreeBuilder()
        self._plant(parser, name, grammar)

    def _plant(self, parser: XMLParserType, name: str, grammar: Grammar) -> None:
        builder = self._builder

        def root(tag: str, attributes: Attributes) -> None:
            inside = grammar.find(tag)
            if inside is None:
                part = shown(name)
                raise damaged(f"部件 {part} 的内容不对", f"part {part} is something else: {shown(tag)}")
            self._root, self._inside = builder.start(tag, attributes), inside
            parser.StartElementHandler = builder.start

        parser.StartElementHandler = root
        parser.EndElementHandler = builder.end
        parser.CharacterDataHandler = builder.data

    def hand_over_closed(self, opened: int, fed: int) -> None:
        """Hand over every element but those that may still be open: the last child of each open one.

        Args:
            opened: How many elements have begun since the last time.
            fed: How many bytes have been parsed since then.

        Raises:
            LimitError: What may still be open is too deep or too large.
        """
        self._opened += opened
        self._fed += fed
        if self._root is not None and self._hand_over_but_last(self._root, self._inside, 1):
            self._opened, self._fed = opened, fed
        self._check()

    def hand_over_rest(self) -> None:
        """Hand over what is left once everything is closed."""
        self._hand_over(self._root or (), self._inside, 2)

    def growing(self) -> int:
        """How long the text is that may still be going on."""
        self._builder.comment("")  # adds nothing to the tree, but the text that the builder still holds
        length = 0
        element = self._root
        while element is not None:
            length = max(length, len(element.text or ""), len(element.tail or ""))
            element = element[-1] if len(element) else None
        return length

    def _hand_over_but_last(self, element: Element, inside: Inside, depth: int) -> bool:
        """Hand over all children but the last, and those of the last likewise; whether there were any."""
        closed = element[:-1]
        self._hand_over(closed, inside, depth + 1)
        del element[:-1]
        more = False
        for last in element:
            self._part.refuse_deep(depth + 1)
            known = self._known(last, inside)
            more = isinstance(known, Inside) and self._hand_over_but_last(last, known, depth + 1)
        return more or bool(closed)

    def _hand_over(self, elements: Iterable[Element], inside: Inside, depth: int) -> None:
        part, into, find = self._part, self._into, inside.find
        for element in elements:
            known = find(element.tag)
            if known is None:
                part.pass_over(element, depth)
            elif isinstance(known, Item):
                known.hand_over(into, element, part, depth)
            else:
                self._refuse_twice(known, element)
                self._hand_over(element, known, depth + 1)

    def _known(self, element: Element, inside: Inside) -> Inside | Item:
        """What is known of an element; of a stranger, that nothing in it is."""
        known = inside.find(element.tag)
        if isinstance(known, Inside):
            self._refuse_twice(known, element)
        return known or _STRANGER

    def _refuse_twice(self, known: Inside, element: Element) -> None:
        if self._seen.setdefault(known, element) is not element:
            raise self._part.twice(element.tag)

    def _check(self) -> None:
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


_STRANGER: Final = Inside({})
