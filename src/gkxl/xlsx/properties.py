"""Reads the document properties: who wrote the file, and what gkxl noted in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gkxl.files.refusals import shown, unsafe
from gkxl.identity import UNSAVED
from gkxl.xlsx.grammar import Grammar, Inside, Item, words
from gkxl.xlsx.namespaces import CUSTOM, EXTENDED, VARIANT, under
from gkxl.xlsx.strings import unescape
from gkxl.xlsx.xml import parse

if TYPE_CHECKING:
    from collections.abc import Iterable
    from xml.etree.ElementTree import Element

    from gkxl.files.limits import Budget
    from gkxl.xlsx.grammar import Attributes, Part
    from gkxl.xlsx.package import Package

_TEXTS = ("lpwstr", "lpstr", "bstr", "date", "filetime", "bool")
_NUMBERS = ("i1", "i2", "i4", "i8", "int", "ui1", "ui2", "ui4", "ui8", "uint", "r4", "r8", "decimal")


def read_custom(package: Package, name: str) -> tuple[dict[str, str], bool]:
    """Custom document properties as text, whatever their type, and whether `UNSAVED` is among them."""
    custom = _Custom(package.budget)
    chunks = [*package.chunks(name)]
    parse(name, iter(chunks), _CUSTOM, custom, package.budget)
    package.budget.take_items(len(custom.found))
    return custom.found, UNSAVED.encode() in b"".join(chunks)


class _Custom:
    """The custom properties while they go by."""

    def __init__(self, budget: Budget) -> None:
        self.found: dict[str, str] = {}
        self._budget = budget

    def take(self, seen: tuple[str, list[Element]]) -> None:
        """Take a property."""
        name, values = seen
        if name in self.found:
            raise unsafe(f"文档属性“{shown(name)}”出现两次", f"the property {shown(name)!r} is there twice")
        self.found[name] = ""
        for value in values:
            self.found[name] = self._text(value.text or "")

    def _text(self, written: str) -> str:
        self._budget.take_text(len(written))
        return unescape(written)


def _see(_: object, element: Element, part: Part, depth: int) -> tuple[str, list[Element]]:
    """What a property is called, and its value."""
    values: list[Element] = []
    for child in element:
        if child.tag in _VALUES:
            values.append(part.alone(child))
        else:
            part.pass_over(child, depth + 1)
    return element.get("name", ""), values


_VALUES = frozenset(under(VARIANT, dict.fromkeys(_TEXTS + _NUMBERS)))
_CUSTOM = Grammar(
    under(CUSTOM, {"Properties": Inside(under(CUSTOM, {"property": Item(_see, _Custom.take)}))})
)


def read_application(name: str, chunks: Iterable[bytes], budget: Budget) -> str | None:
    """The program that says it wrote the file."""
    found: list[str] = []
    parse(name, chunks, _EXTENDED, found, budget)
    return found[0] if found else None


def _take_application(found: list[str], _: Attributes, text: str) -> None:
    found.append(text)


_APPLICATION = under(EXTENDED, {"Application": words(_take_application)})
_EXTENDED = Grammar(under(EXTENDED, {"Properties": Inside(_APPLICATION)}))
