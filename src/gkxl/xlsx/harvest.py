"""Goes through the tree of a part, and hands over what a grammar asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeAlias

from gkxl.errors import LimitError
from gkxl.files.refusals import damaged, in_words, shown
from gkxl.xlsx.grammar import Grammar, Inside, Item, Part

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from xml.etree.ElementTree import Element

    from gkxl.files.limits import Limits

Seen: TypeAlias = "list[tuple[Item, Any]]"
"""What was asked for of a tree, and what was seen of each."""


class Harvest:
    """What is handed over of a part.

    Args:
        name: The part's name, for messages.
        grammar: What to read of it.
        into: Whom the takers of the grammar are told it is for.
        limits: How deep it may be, and how large each thing that is handed over.
    """

    def __init__(self, name: str, grammar: Grammar, into: object, limits: Limits) -> None:
        self._name = name
        self._grammar = grammar
        self._into = into
        self._limits = limits
        self._part = Part(name, grammar.only_there, limits.xml_depth)
        self._once: dict[Inside, Element] = {}
        self._opened = self._fed = 0

    def whole(self, root: Element, seen: dict[Grammar, Seen]) -> None:
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

    def of_nothing(self, root: Element) -> Harvest:
        """A harvest of the same part that lets go of everything; only depth and size are still limited."""
        return Harvest(self._name, Grammar({root.tag: _STRANGER}), self._into, self._limits)

    def _inside(self, root: Element) -> Inside:
        inside = self._grammar.find(root.tag)
        if inside is None:
            part = shown(self._name)
            raise damaged(
                f"{in_words(self._name)}内容不对", f"part {part} is something else: {shown(root.tag)}"
            )
        return inside

    def _hand_over_but_last(self, element: Element, inside: Inside, depth: int) -> bool:
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
            more = isinstance(known, Inside) and self._hand_over_but_last(last, known, depth + 1)
        return more or bool(closed)

    def _see(self, elements: Iterable[Element], inside: Inside, depth: int) -> Iterator[tuple[Item, Any]]:
        """What is asked for, with what is seen of it; strangers are passed over."""
        for element in elements:
            known = inside.find(element.tag)
            if known is None:
                self._part.pass_over(element, depth)
            elif isinstance(known, Item):
                yield known, known.see(self._into, element, self._part, depth)
            else:
                self._refuse_twice(known, element)
                yield from self._see(element, known, depth + 1)

    def _known(self, element: Element, inside: Inside) -> Inside | Item:
        """What is known of an element; of a stranger, that nothing in it is."""
        known = inside.find(element.tag)
        if isinstance(known, Inside):
            self._refuse_twice(known, element)
        return known or _STRANGER

    def _refuse_twice(self, known: Inside, element: Element) -> None:
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


_STRANGER: Final = Inside({})
