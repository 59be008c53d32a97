"""Describes which elements and attributes are read from each kind of XML part, with their namespaces.

A schema lists the elements that are read, with the function that takes each. All other elements are ignored,
unless they hold something that belongs elsewhere: a program that looks there would read another workbook.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeAlias, TypeVar

from gkxl.files.limits import check_limit
from gkxl.files.load import describe_part, printable, unsafe_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from xml.etree.ElementTree import Element

    from gkxl.errors import UnsafeFileError

T = TypeVar("T")

# Each vocabulary has two namespaces: that of ECMA-376 part 4 (transitional), which Excel and WPS write, and
# that of part 1 (strict), which Excel writes on request.
MAIN: Final = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
RELATIONSHIPS: Final = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
)
EXTENDED: Final = (
    "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties",
    "http://purl.oclc.org/ooxml/officeDocument/extendedProperties",
)
CUSTOM: Final = (
    "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties",
    "http://purl.oclc.org/ooxml/officeDocument/customProperties",
)
VARIANT: Final = (
    "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes",
    "http://purl.oclc.org/ooxml/officeDocument/docPropsVTypes",
)
# ECMA-376 part 2 has one namespace each.
PACKAGE_RELATIONSHIPS: Final = ("http://schemas.openxmlformats.org/package/2006/relationships",)
CONTENT_TYPES: Final = ("http://schemas.openxmlformats.org/package/2006/content-types",)


def in_namespaces(namespaces: tuple[str, ...], names: Mapping[str, T]) -> dict[str, T]:
    """The same local names under each namespace, as the parser spells them: ``namespace name``."""
    return {f"{space} {name}": value for space in namespaces for name, value in names.items()}


def in_main(names: Mapping[str, T]) -> dict[str, T]:
    """Local names in the two namespaces of spreadsheets."""
    return in_namespaces(MAIN, names)


# XML Schema part 2, 4.3.6: around numbers and truth values white space collapses, which is these four
# characters.
WHITE_SPACE: Final = " \t\r\n"
"""What is taken away around numbers and truth values."""

_MOST_DIGITS: Final = 10

# XML Schema part 2, 3.2.2 has true, false, 1 and 0; ST_OnOff of ECMA-376 part 4 adds on and off.
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
        text: The value of the attribute.
        name: The name of the attribute, for messages.

    Raises:
        UnsafeFileError: The value is no natural number.
    """
    number = to_natural(text)
    if number < 0:
        raise unsafe_file("属性 {name} 的编号“{text}”不对", name=name, text=printable(text))
    return number


def to_flag(text: str | None) -> bool:
    """Whether the value of an attribute means true; a missing one means false.

    Raises:
        UnsafeFileError: The value means neither true nor false.
    """
    value = (text or "").strip(WHITE_SPACE).lower()
    if value not in _TRUE and value not in _FALSE:
        raise unsafe_file("“{value}”不是真假值", value=printable(value))
    return value in _TRUE


Attributes: TypeAlias = "dict[str, str]"


class PartChecker:
    """Checks the elements of one part that no schema asks for.

    Args:
        name: The part's name, for messages.
        confined: Elements that are refused anywhere but where the schema has them.
        depth: How deep elements may be nested.
    """

    __slots__ = ("_confined", "_depth", "_name")

    def __init__(self, name: str, confined: frozenset[str], depth: int) -> None:
        self._name = name
        self._confined = confined
        self._depth = depth

    def check_ignored(self, element: Element, depth: int) -> None:
        """Check an element that is ignored, and everything in it.

        Args:
            element: The element.
            depth: At which depth it is; the root of a part is at 1.

        Raises:
            UnsafeFileError: It holds an element that is refused anywhere but in its place.
            LimitError: It is too deep.
        """
        if not len(element) and element.tag not in self._confined and depth <= self._depth:
            return
        # ECMA-376 part 3 (mc:AlternateContent): programs choose what they read of it, so that a second
        # sheetData in there would be what Excel shows. Level by level, as recursion would end at Python's
        # stack.
        level = [element]
        while level:
            self.check_depth(depth)
            for each in level:
                if each.tag in self._confined:
                    raise self.misplaced(each.tag)
            level = [child for each in level for child in each]
            depth += 1

    def check_depth(self, depth: int) -> None:
        """Refuse an element that is too deep.

        Raises:
            LimitError: It is.
        """
        check_limit(self._depth, depth, "XML 嵌套层数")

    def check_childless(self, element: Element) -> Element:
        """The same element, which may hold a text but no element.

        Raises:
            UnsafeFileError: It holds an element.
        """
        if len(element):
            raise self.misplaced(element[0].tag)
        return element

    def misplaced(self, tag: str) -> UnsafeFileError:
        """The refusal of an element where it does not belong."""
        return unsafe_file("{part}有内容放在不该放的位置", part=describe_part(self._name), tag=printable(tag))

    def repeated(self, tag: str) -> UnsafeFileError:
        """The refusal of a second element where only one belongs."""
        element = printable(tag.rpartition(" ")[2])
        return unsafe_file("{part}有内容出现两份", part=describe_part(self._name), element=element)


class Container:
    """An element that occurs once in a part, and whose children are read one by one."""

    __slots__ = ("find",)

    def __init__(self, known: Mapping[str, Container | WholeElement]) -> None:
        self.find = known.get


class WholeElement:
    """An element that is read as a whole, in two steps.

    The first checks everything in it but its texts, and is done once for all parts of one structure. The
    second is done for each part.

    Args:
        prepare: The first step. It is given what the part is read into (for messages only), the element, the
            checker for what it ignores, and the depth of the element; it returns what the second step needs.
        take: The second step. It is given what the part is read into, and what the first step returned.
    """

    __slots__ = ("prepare", "take")

    def __init__(
        self, prepare: Callable[[Any, Element, PartChecker, int], T], take: Callable[[Any, T], None]
    ) -> None:
        self.prepare: Callable[[Any, Element, PartChecker, int], Any] = prepare
        self.take: Callable[[Any, Any], None] = take


def attributes_only(take: Callable[[Any, Attributes], None]) -> WholeElement:
    """An element of which only the attributes are read."""

    def prepare(_: object, element: Element, part: PartChecker, depth: int) -> Attributes:
        for child in element:
            part.check_ignored(child, depth + 1)
        return element.attrib

    return WholeElement(prepare, take)


def text_only(take: Callable[[Any, Attributes, str], None]) -> WholeElement:
    """An element that holds a text and no elements, which would split it."""

    def prepare(_: object, element: Element, part: PartChecker, __: int) -> Element:
        return part.check_childless(element)

    return WholeElement(prepare, lambda into, element: take(into, element.attrib, element.text or ""))


class Schema:
    """What is read of a kind of part.

    Args:
        root: The elements that the part may begin with.
        confined: Elements that are refused anywhere but where ``root`` has them.
    """

    __slots__ = ("confined", "find")

    def __init__(self, root: Mapping[str, Container], confined: Iterable[str] = ()) -> None:
        self.find = root.get
        self.confined = frozenset(confined)


Prepared: TypeAlias = "list[tuple[WholeElement, Any]]"
"""The elements of a tree that its schema reads, each with what its first step returned."""
