"""Texts of cells: shared strings, rich text and escaped control characters."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from gkxl.xlsx.namespaces import main
from gkxl.xlsx.xml import Element, Grammar, parse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from gkxl.xlsx.limits import Budget

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_SURROGATE = re.compile("[\ud800-\udfff]")


def unescape(text: str) -> str:
    r"""Decode ``_x000D_`` and its kin once, as Excel does.

    >>> unescape("a_x000D_b_x005F_x000D_")
    'a\rb_x000D_'
    """
    if "_x" not in text:
        return text
    decoded = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
    return _joined(decoded) if _SURROGATE.search(decoded) else decoded


def _joined(text: str) -> str:
    """Pairs of escaped surrogates as the one character they stand for; a lone one stays escaped."""
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
    return _SURROGATE.sub(lambda match: f"_x{ord(match[0]):04X}_", whole)


def rich_text(take: Callable[[Any, str], None]) -> dict[str, Element]:
    """The children of a string item: plain text and runs, without the phonetic guides.

    Args:
        take: Takes each piece, in order.
    """
    return main({"t": Element(end=take), "r": Element(main({"t": Element(end=take)}))})


def read_shared_strings(name: str, chunks: Iterable[bytes], budget: Budget) -> list[str]:
    """All shared strings in their order; the counts the part declares are ignored."""
    found = _Strings(budget)
    parse(name, chunks, _GRAMMAR, found, budget)
    return found.strings


class _Strings:
    """The shared strings while their part goes by."""

    def __init__(self, budget: Budget) -> None:
        self.strings: list[str] = []
        self._pieces: list[str] = []
        self._budget = budget

    def take(self, piece: str) -> None:
        """Keep a piece of a string."""
        self._pieces.append(piece)

    def finish(self, _: str) -> None:
        """Keep the string that the pieces make."""
        string = "".join(self._pieces)
        self._pieces.clear()
        self._budget.take_text(len(string))
        self._budget.items += 1
        self.strings.append(unescape(string))


_ITEM = Element(rich_text(_Strings.take), end=_Strings.finish)
_GRAMMAR = Grammar(main({"sst": Element(main({"si": _ITEM}))}), only_there=main({"si": None}))
