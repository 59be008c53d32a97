"""Reads the small parts of a workbook: sheets and defined names, document properties, authors of comments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gkxl.files.load import printable, unsafe_file
from gkxl.frozen import NamedTuple
from gkxl.layout import UNSAVED_MARK
from gkxl.xlsx.rows import unescape
from gkxl.xlsx.xml import parse
from gkxl.xlsx.xml.schema import (
    CUSTOM,
    EXTENDED,
    RELATIONSHIPS,
    VARIANT,
    Attributes,
    Container,
    Schema,
    WholeElement,
    attributes_only,
    in_main,
    in_namespaces,
    text_only,
    to_flag,
    to_index,
    to_natural,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from xml.etree.ElementTree import Element

    from gkxl.files.limits import Budget
    from gkxl.xlsx.package import Package
    from gkxl.xlsx.xml.schema import Attributes, PartChecker


_STATES = ("visible", "hidden", "veryHidden")
_LONGEST_NAME = 255
"""Characters in the name of a sheet; Excel allows 31."""


class Tab(NamedTuple):
    """A sheet in the list of the workbook: its name, its state, and the id of its relationship."""

    name: str
    state: str
    relationship: str


class Workbook:
    """The content of the workbook part.

    Attributes:
        tabs: The sheets in the order of their tabs.
        names: Defined names of the workbook, and what they refer to.
        local_names: Defined names of one sheet, by the number of the sheet and the name.
        date1904: Whether days are counted from 1904.
        structure_locked: Whether sheets are protected against being added, moved or renamed; None where
            the program that saved it does not say.
    """

    def __init__(self) -> None:
        self.tabs: list[Tab] = []
        self.names: dict[str, str] = {}
        self.local_names: dict[tuple[int, str], str] = {}
        self.date1904 = False
        self.structure_locked: bool | None = False
        self._seen: set[tuple[int | None, str]] = set()
        self._tab_names: set[str] = set()

    def properties(self, attributes: Attributes) -> None:
        """Note from which year days are counted."""
        self.date1904 = to_flag(attributes.get("date1904"))

    def protection(self, attributes: Attributes) -> None:
        """Note whether the structure is locked."""
        # LibreOffice writes this element empty, whether the structure was locked or not
        self.structure_locked = (
            to_flag(attributes["lockStructure"]) if "lockStructure" in attributes else None
        )

    def sheet(self, attributes: Attributes) -> None:
        """Add a sheet."""
        name, state = attributes.get("name", ""), attributes.get("state", "visible")
        ids = [attributes[key] for space in RELATIONSHIPS if (key := f"{space} id") in attributes]
        if len(ids) != 1 or state not in _STATES or len(name) > _LONGEST_NAME:
            raise unsafe_file("工作表“{name}”的登记不对", name=printable(name))
        if name.casefold() in self._tab_names:
            raise unsafe_file("有两个同名的工作表“{name}”", name=printable(name))
        self._tab_names.add(name.casefold())
        self.tabs.append(Tab(name, state, ids[0]))

    def name(self, attributes: Attributes, text: str) -> None:
        """Add a defined name."""
        # ECMA-376 part 1, 18.2.5: names are unique within their scope, whatever their case; of two,
        # programs take either. _xlnm names are Excel's own, such as print areas
        name, sheet = attributes.get("name", ""), attributes.get("localSheetId")
        scope = to_index(sheet, "localSheetId") if sheet else None
        key = scope, name.casefold()
        if key in self._seen and not name.startswith("_xlnm."):
            raise unsafe_file("名称“{name}”定义了两次", name=printable(name))
        self._seen.add(key)
        if scope is None:
            self.names[name] = text
        else:
            self.local_names[scope, name] = text


_WORKBOOK_SCHEMA = Schema(
    in_main(
        {
            "workbook": Container(
                in_main(
                    {
                        "workbookPr": attributes_only(Workbook.properties),
                        "workbookProtection": attributes_only(Workbook.protection),
                        "sheets": Container(in_main({"sheet": attributes_only(Workbook.sheet)})),
                        "definedNames": Container(in_main({"definedName": text_only(Workbook.name)})),
                    }
                )
            )
        }
    ),
    confined=in_main({"sheets": None, "sheet": None, "definedName": None}),
)


def read_workbook(name: str, chunks: Iterable[bytes], budget: Budget) -> Workbook:
    """Read the workbook part."""
    book = Workbook()
    parse(name, chunks, _WORKBOOK_SCHEMA, book, budget)
    # names and their texts are kept until the file is read: each counts as a cell does
    budget.take_items(len(book.names) + 2 * len(book.local_names))  # these take twice the memory
    return book


def read_comment_authors(name: str, chunks: Iterable[bytes], budget: Budget) -> tuple[str, ...]:
    """The author of each comment of a sheet, in their order; "" where the file does not name one."""
    found = _Comments(budget)
    parse(name, chunks, _COMMENTS_SCHEMA, found, budget)
    authors = dict(enumerate(found.authors))
    return tuple(authors.get(number, "") for number in found.numbers)


class _Comments:
    """The comments of a sheet: the list of authors, and the number of the author of each comment."""

    def __init__(self, budget: Budget) -> None:
        self.authors: list[str] = []
        self.numbers: list[int] = []
        self._budget = budget

    def author(self, _: Attributes, text: str) -> None:
        """Add an author."""
        self._budget.take_text(len(text))
        self._budget.items += 1
        self.authors.append(text)

    def comment(self, attributes: Attributes) -> None:
        """Add a comment."""
        self._budget.items += 1
        self.numbers.append(to_natural(attributes.get("authorId", "")))


_COMMENTS_ELEMENTS = {
    "authors": Container(in_main({"author": text_only(_Comments.author)})),
    "commentList": Container(in_main({"comment": attributes_only(_Comments.comment)})),
}
_COMMENTS_SCHEMA = Schema(in_main({"comments": Container(in_main(_COMMENTS_ELEMENTS))}))

_TEXT_TYPES = ("lpwstr", "lpstr", "bstr", "date", "filetime", "bool")
_NUMBER_TYPES = ("i1", "i2", "i4", "i8", "int", "ui1", "ui2", "ui4", "ui8", "uint", "r4", "r8", "decimal")


def read_custom_properties(package: Package, name: str) -> tuple[dict[str, str], bool]:
    """Custom document properties as text, whatever their type, and whether `UNSAVED` is among them."""
    custom = _CustomProperties(package.budget)
    chunks = [*package.chunks(name)]
    parse(name, iter(chunks), _CUSTOM_SCHEMA, custom, package.budget)
    package.budget.take_items(len(custom.found))
    return custom.found, UNSAVED_MARK.encode() in b"".join(chunks)


class _CustomProperties:
    """Custom document properties by name."""

    def __init__(self, budget: Budget) -> None:
        self.found: dict[str, str] = {}
        self._budget = budget

    def take(self, seen: tuple[str, list[Element]]) -> None:
        """Add a property."""
        name, values = seen
        if name in self.found:
            raise unsafe_file("文档属性“{name}”出现两次", name=printable(name))
        self.found[name] = ""
        for value in values:
            self.found[name] = self._text(value.text or "")

    def _text(self, written: str) -> str:
        self._budget.take_text(len(written))
        return unescape(written)


def _prepare_property(
    _: object, element: Element, part: PartChecker, depth: int
) -> tuple[str, list[Element]]:
    """The name of a property, and the elements of its value."""
    values: list[Element] = []
    for child in element:
        if child.tag in _VALUE_ELEMENTS:
            values.append(part.check_childless(child))
        else:
            part.check_ignored(child, depth + 1)
    return element.get("name", ""), values


_VALUE_ELEMENTS = frozenset(in_namespaces(VARIANT, dict.fromkeys(_TEXT_TYPES + _NUMBER_TYPES)))
_CUSTOM_SCHEMA = Schema(
    in_namespaces(
        CUSTOM,
        {
            "Properties": Container(
                in_namespaces(CUSTOM, {"property": WholeElement(_prepare_property, _CustomProperties.take)})
            )
        },
    )
)


def read_application(name: str, chunks: Iterable[bytes], budget: Budget) -> str | None:
    """The program that wrote the file, by its own account."""
    found: list[str] = []
    parse(name, chunks, _EXTENDED_SCHEMA, found, budget)
    return found[0] if found else None


def _take_application(found: list[str], _: Attributes, text: str) -> None:
    found.append(text)


_APPLICATION_ELEMENT = in_namespaces(EXTENDED, {"Application": text_only(_take_application)})
_EXTENDED_SCHEMA = Schema(in_namespaces(EXTENDED, {"Properties": Container(_APPLICATION_ELEMENT)}))
