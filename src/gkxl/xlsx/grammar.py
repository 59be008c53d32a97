"""Says what is read of a kind of part: which elements it is asked for, and who takes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from gkxl.errors import LimitError, UnsafeFileError
from gkxl.files.refusals import in_words, shown, unsafe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from xml.etree.ElementTree import Element

S = TypeVar("S")

Attributes: TypeAlias = "dict[str, str]"


class Part:
    """A part that is read: what it is called, and what is not allowed in it."""

    __slots__ = ("_depth", "_name", "_only_there")

    def __init__(self, name: str, only_there: frozenset[str], depth: int) -> None:
        self._name = name
        self._only_there = only_there
        self._depth = depth

    def pass_over(self, stranger: Element, depth: int) -> None:
        """Pass over an element nobody asked for with all it holds, unless something may not be there.

        Args:
            stranger: The element.
            depth: How deep it stands; the root of a part stands at 1.

        Raises:
            UnsafeFileError: It holds an element that is refused anywhere but in its place.
            LimitError: It is too deep.
        """
        level = [stranger]
        while level:
            self.refuse_deep(depth)
            for element in level:
                if element.tag in self._only_there:
                    raise self.misplaced(element.tag)
            level = [child for element in level for child in element]
            depth += 1

    def refuse_deep(self, depth: int) -> None:
        """Refuse an element that stands too deep.

        Raises:
            LimitError: It does.
        """
        if depth > self._depth:
            raise LimitError("XML 嵌套层数", "The depth of XML elements", depth, self._depth)

    def alone(self, element: Element) -> Element:
        """The element itself, which may hold a text but no other element.

        Raises:
            UnsafeFileError: It holds one.
        """
        if len(element):
            raise self.misplaced(element[0].tag)
        return element

    def misplaced(self, tag: str) -> UnsafeFileError:
        """The refusal of an element that is where none belongs."""
        part = shown(self._name)
        return unsafe(
            f"{in_words(self._name)}有内容放在不该放的位置", f"part {part} has {shown(tag)} out of place"
        )

    def twice(self, tag: str) -> UnsafeFileError:
        """The refusal of a second element where only one belongs."""
        part, element = shown(self._name), shown(tag.rpartition(" ")[2])
        return unsafe(f"{in_words(self._name)}有内容出现两份", f"part {part} has its {element} twice")


class Inside:
    """An element that stands once in a part, and whose children are asked for one by one."""

    __slots__ = ("find",)

    def __init__(self, known: Mapping[str, Inside | Item]) -> None:
        self.find = known.get


class Item:
    """An element that is looked at and taken as a whole.

    Looking at it checks everything in it but its texts, and is done once for all parts that differ in nothing
    else; taking it is done for each.

    Args:
        see: Makes of the element whatever ``take`` needs. It is told what the part is read into, for messages
            only; the element; the part, to which it hands strangers; and how deep the element stands.
        take: Takes that for what the part is read into.
    """

    __slots__ = ("see", "take")

    def __init__(self, see: Callable[[Any, Element, Part, int], S], take: Callable[[Any, S], None]) -> None:
        self.see: Callable[[Any, Element, Part, int], Any] = see
        self.take: Callable[[Any, Any], None] = take


def marks(take: Callable[[Any, Attributes], None]) -> Item:
    """An element of which only the attributes are asked for."""

    def see(_: object, element: Element, part: Part, depth: int) -> Attributes:
        for child in element:
            part.pass_over(child, depth + 1)
        return element.attrib

    return Item(see, take)


def words(take: Callable[[Any, Attributes, str], None]) -> Item:
    """An element that holds a text and no elements, which would split it."""

    def see(_: object, element: Element, part: Part, __: int) -> Element:
        return part.alone(element)

    return Item(see, lambda into, element: take(into, element.attrib, element.text or ""))


class Grammar:
    """What is read of a kind of part.

    Args:
        root: The elements that the part may begin with.
        only_there: Elements that are refused anywhere but where ``root`` has them.
    """

    __slots__ = ("find", "only_there")

    def __init__(self, root: Mapping[str, Inside], only_there: Iterable[str] = ()) -> None:
        self.find = root.get
        self.only_there = frozenset(only_there)
