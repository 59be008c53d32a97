"""What is read of a kind of XML part: namespaces, values of attributes, and which elements matter.

A schema lists the elements that are read, and the function that takes each. Everything else in the part is
ignored, unless it stands where a misreading could hide it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeAlias, TypeVar

from gkxl.errors import LimitError, UnsafeFileError
from gkxl.files.refusals import in_chinese, printable, unsafe_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from xml.etree.ElementTree import Element


MAIN = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
RELATIONSHIPS = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
)
EXTENDED = (
    "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties",
    "http://purl.oclc.org/ooxml/officeDocument/extendedProperties",
)
CUSTOM = (
    "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties",
    "http://purl.oclc.org/ooxml/officeDocument/customProperties",
)
VARIANT = (
    "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes",
    "http://purl.oclc.org/ooxml/officeDocument/docPropsVTypes",
)
PACKAGE_RELATIONSHIPS = ("http://schemas.openxmlformats.org/package/2006/relationships",)
CONTENT_TYPES = ("http://schemas.openxmlformats.org/package/2006/content-types",)

T = TypeVar("T")


def in_namespaces(namespaces: tuple[str, ...], names: Mapping[str, T]) -> dict[str, T]:
    """The same local names under each namespace, spelt as the parser hands them over."""
    return {f"{space} {name}": value for space in namespaces for name, value in names.items()}


def in_main(names: Mapping[str, T]) -> dict[str, T]:
    """Names of the spreadsheet vocabulary itself."""
    return in_namespaces(MAIN, names)


WHITE_SPACE: Final = " \t\r\n"
"""What XML schemas take away around numbers and truth values."""

_MOST_DIGITS: Final = 10
_TRUE: Final = frozenset({"1", "true", "on"})
_FALSE: Final = frozenset({"", "0", "false", "off"})


def to_natural(text: str) -> int:
    """A natural number in plain digits, or -1.

    >>> [to_natural(text) for text in ("13", " 013", "+13", "１３", "13.0", "")]
    [13, 13, -1, -1, -1, -1]
    """
    if text.isdigit() and text.isascii():
        return int(text) if len(text) <= _MOST_DIGITS else -1
    stripped = text.strip(WHITE_SPACE)
    return -1 if stripped == text else to_natural(stripped)


def to_index(text: str, name: str) -> int:
    """A natural number in plain digits.

    Args:
        text: How the file spells it.
        name: The name of the attribute, for messages.

    Raises:
        UnsafeFileError: It is none.
    """
    number = to_natural(text)
    if number < 0:
        raise unsafe_file(
            f"属性 {name} 的编号“{printable(text)}”不对", f"{name} is {printable(text)!r}, not a number"
        )
    return number


def to_flag(text: str | None) -> bool:
    """Whether an attribute says yes.

    Raises:
        UnsafeFileError: It says neither yes nor no.
    """
    value = (text or "").strip(WHITE_SPACE).lower()
    if value not in _TRUE and value not in _FALSE:
        raise unsafe_file(
            f"“{printable(value)}”不是真假值", f"{printable(value)!r} is neither true nor false"
        )
    return value in _TRUE


S = TypeVar("S")

Attributes: TypeAlias = "dict[str, str]"


class PartChecker:
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
        part = printable(self._name)
        return unsafe_file(
            f"{in_chinese(self._name)}有内容放在不该放的位置",
            f"part {part} has {printable(tag)} out of place",
        )

    def twice(self, tag: str) -> UnsafeFileError:
        """The refusal of a second element where only one belongs."""
        part, element = printable(self._name), printable(tag.rpartition(" ")[2])
        return unsafe_file(f"{in_chinese(self._name)}有内容出现两份", f"part {part} has its {element} twice")


class Container:
    """An element that stands once in a part, and whose children are asked for one by one."""

    __slots__ = ("find",)

    def __init__(self, known: Mapping[str, Container | WholeElement]) -> None:
        self.find = known.get


class WholeElement:
    """An element that is looked at and taken as a whole.

    Looking at it checks everything in it but its texts, and is done once for all parts that differ in nothing
    else; taking it is done for each.

    Args:
        see: Makes of the element whatever ``take`` needs. It is told what the part is read into, for messages
            only; the element; the part, to which it hands strangers; and how deep the element stands.
        take: Takes that for what the part is read into.
    """

    __slots__ = ("see", "take")

    def __init__(
        self, see: Callable[[Any, Element, PartChecker, int], S], take: Callable[[Any, S], None]
    ) -> None:
        self.see: Callable[[Any, Element, PartChecker, int], Any] = see
        self.take: Callable[[Any, Any], None] = take


def attributes_only(take: Callable[[Any, Attributes], None]) -> WholeElement:
    """An element of which only the attributes are asked for."""

    def see(_: object, element: Element, part: PartChecker, depth: int) -> Attributes:
        for child in element:
            part.pass_over(child, depth + 1)
        return element.attrib

    return WholeElement(see, take)


def text_only(take: Callable[[Any, Attributes, str], None]) -> WholeElement:
    """An element that holds a text and no elements, which would split it."""

    def see(_: object, element: Element, part: PartChecker, __: int) -> Element:
        return part.alone(element)

    return WholeElement(see, lambda into, element: take(into, element.attrib, element.text or ""))


class Schema:
    """What is read of a kind of part.

    Args:
        root: The elements that the part may begin with.
        only_there: Elements that are refused anywhere but where ``root`` has them.
    """

    __slots__ = ("find", "only_there")

    def __init__(self, root: Mapping[str, Container], only_there: Iterable[str] = ()) -> None:
        self.find = root.get
        self.only_there = frozenset(only_there)


Prepared: TypeAlias = "list[tuple[WholeElement, Any]]"
"""What was asked for of a tree, and what was seen of each."""
