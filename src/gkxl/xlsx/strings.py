"""Texts of cells: shared strings, rich text and escaped control characters."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gkxl.xlsx.grammar import Grammar, Inside, Item
from gkxl.xlsx.namespaces import main
from gkxl.xlsx.xml import parse

if TYPE_CHECKING:
    from collections.abc import Iterable
    from xml.etree.ElementTree import Element

    from gkxl.files.limits import Budget
    from gkxl.xlsx.grammar import Part

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_SURROGATE = re.compile("[\ud800-\udfff]")
_TEXT = frozenset(main({"t": None}))
_RUN = frozenset(main({"r": None}))


def unescape(text: str) -> str:
    r"""Decode ``_x000D_`` and its kin once, as Excel does.

    >>> unescape("a_x000D_b_x005F_x000D_")
    'a\rb_x000D_'
    """
    if "_x" not in text:
        return text
    decoded = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
    return _paired(decoded) if _SURROGATE.search(decoded) else decoded


def _paired(text: str) -> str:
    """Pairs of escaped surrogates as the one character they stand for; a lone one stays escaped."""
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
    return _SURROGATE.sub(lambda match: f"_x{ord(match[0]):04X}_", whole)


def pieces(_: object, element: Element, part: Part, depth: int) -> list[Element]:
    """The elements whose texts make that of a string item: plain text and runs, without the phonetic guides.

    Args:
        element: The item.
        part: The part that it is in.
        depth: How deep it stands there.
    """
    found: list[Element] = []
    for child in element:
        if child.tag in _TEXT:
            found.append(part.alone(child))
        elif child.tag in _RUN and element.tag not in _RUN:
            found += pieces(_, child, part, depth + 1)
        else:
            part.pass_over(child, depth + 1)
    return found


def joined(found: Iterable[Element]) -> str:
    """The text that pieces make."""
    return "".join([piece.text or "" for piece in found])


def read_shared_strings(name: str, chunks: Iterable[bytes], budget: Budget) -> list[str]:
    """All shared strings in their order; the counts the part declares are ignored."""
    found = _Strings(budget)
    parse(name, chunks, _GRAMMAR, found, budget)
    return found.strings


class _Strings:
    """The shared strings while their part goes by."""

    def __init__(self, budget: Budget) -> None:
        self.strings: list[str] = []
        self._budget = budget

    def take(self, found: list[Element]) -> None:
        """Take a string."""
        string = joined(found)
        self._budget.take_text(len(string))
        self._budget.items += 1
        self.strings.append(unescape(string))


_GRAMMAR = Grammar(
    main({"sst": Inside(main({"si": Item(pieces, _Strings.take)}))}), only_there=main({"si": None})
)
