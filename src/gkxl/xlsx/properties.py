"""Reads the document properties: who wrote the file, and what gkxl noted in it."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from gkxl.xlsx.namespaces import CUSTOM, EXTENDED, VARIANT, under
from gkxl.xlsx.refusals import shown, unsafe
from gkxl.xlsx.strings import unescape
from gkxl.xlsx.xml import Attributes, Element, parse

if TYPE_CHECKING:
    from gkxl.xlsx.package import Package

_TEXTS = ("lpwstr", "lpstr", "bstr", "date", "filetime", "bool")
_NUMBERS = ("i1", "i2", "i4", "i8", "int", "ui1", "ui2", "ui4", "ui8", "uint", "r4", "r8", "decimal")


def read_custom(package: Package, name: str) -> dict[str, str]:
    """Custom document properties as text, whatever their type."""
    found: dict[str, str] = {}
    current = ""

    def start(attributes: Attributes) -> None:
        nonlocal current
        current = attributes.get("name", "")
        if current in found:
            raise unsafe(
                f"文档属性“{shown(current)}”出现两次", f"the property {shown(current)!r} is there twice"
            )
        found[current] = ""

    def value(text: str) -> None:
        package.budget.take_text(len(text))
        found[current] = unescape(text)

    values = under(VARIANT, {type_: Element(end=value) for type_ in _TEXTS + _NUMBERS})
    inside = under(CUSTOM, {"property": Element(values, start)})
    parse(name, package.chunks(name), under(CUSTOM, {"Properties": Element(inside)}), package.budget)
    package.budget.take_items(len(found))
    return found


class _Found(Exception):  # noqa: N818  # not an error
    """Ends the reading of a part whose rest nobody needs."""


def read_application(package: Package, name: str) -> str | None:
    """The program that says it wrote the file; what follows in the part is a list of all names, and long."""
    found: list[str] = []

    def take(text: str) -> None:
        found.append(text)
        raise _Found

    inside = under(EXTENDED, {"Application": Element(end=take)})
    with suppress(_Found):
        parse(name, package.chunks(name), under(EXTENDED, {"Properties": Element(inside)}), package.budget)
    return found[0] if found else None
