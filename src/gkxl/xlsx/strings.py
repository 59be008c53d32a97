"""Texts of cells: shared strings, rich text and escaped control characters."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from gkxl.xlsx.attributes import WHITE, flag
from gkxl.xlsx.grammar import Grammar, Inside, Item
from gkxl.xlsx.namespaces import main
from gkxl.xlsx.xml import parse

if TYPE_CHECKING:
    from collections.abc import Iterable
    from xml.etree.ElementTree import Element

    from gkxl.files.limits import Budget
    from gkxl.xlsx.book import Script, Scripts
    from gkxl.xlsx.grammar import Part

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_SURROGATE = re.compile("[\ud800-\udfff]")
_TEXT = frozenset(main({"t": None}))
_RUN = frozenset(main({"r": None}))
_LOOK = frozenset(main({"rPr": None}))
_STRIKE = frozenset(main({"strike": None}))
_ALIGN = frozenset(main({"vertAlign": None}))


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


class Pieces(NamedTuple):
    """The elements whose texts make that of a string item.

    Attributes:
        elements: The elements, in their order.
        marked: Those that are struck through or set above or below the line, and which of it they are.
    """

    elements: list[Element]
    marked: tuple[tuple[Element, Script], ...]


def pieces(_: object, element: Element, part: Part, depth: int) -> Pieces:
    """The pieces of a string item: plain text and runs, without the phonetic guides.

    Args:
        element: The item.
        part: The part that it is in.
        depth: How deep it stands there.
    """
    elements: list[Element] = []
    marked: list[tuple[Element, Script]] = []
    for child in element:
        if child.tag in _TEXT:
            elements.append(part.alone(child))
        elif child.tag in _RUN and element.tag not in _RUN:
            own = pieces(None, child, part, depth + 1).elements
            script = next((script_of(look) for look in child if look.tag in _LOOK), None)
            elements += own
            marked += ((one, script) for one in own) if script else ()
        else:
            part.pass_over(child, depth + 1)
    return Pieces(elements, tuple(marked))


def script_of(font: Element) -> Script | None:
    """Whether a font strikes its texts through, or sets them above or below the line.

    Raises:
        UnsafeFileError: It says neither yes nor no.
    """
    for child in font:
        if child.tag in _STRIKE and flag(child.get("val", "1")):
            return "struck"
        if child.tag in _ALIGN and child.get("val", "").strip(WHITE) in ("superscript", "subscript"):
            return "raised"
    return None


def joined(found: Pieces) -> str:
    """The text that pieces make."""
    if len(found.elements) == 1:  # as almost always; joining one takes three times as long
        return found.elements[0].text or ""
    return "".join([piece.text or "" for piece in found.elements])


def scripts_in(found: Pieces) -> Scripts:
    """Those of the texts that are struck through, or set above or below the line; blanks do not show it."""
    return tuple(
        (script, unescape(element.text))
        for element, script in found.marked
        if element.text and element.text.strip()
    )


class Strings:
    """The shared strings, in their order, while their part goes by and afterwards.

    Attributes:
        texts: What they are.
        scripts: What is struck through in them, or set above or below the line, by their number.
    """

    def __init__(self, budget: Budget) -> None:
        self.texts: list[str] = []
        self.scripts: dict[int, Scripts] = {}
        self._budget = budget

    def take(self, found: Pieces) -> None:
        """Take a string."""
        string = joined(found)
        self._budget.take_text(len(string))
        self._budget.items += 1
        if found.marked and (scripts := scripts_in(found)):
            self._budget.items += len(scripts)
            self.scripts[len(self.texts)] = scripts
        self.texts.append(unescape(string))


def read_shared_strings(name: str, chunks: Iterable[bytes], budget: Budget) -> Strings:
    """All shared strings in their order; the counts the part declares are ignored."""
    found = Strings(budget)
    parse(name, chunks, _GRAMMAR, found, budget)
    return found


_GRAMMAR = Grammar(
    main({"sst": Inside(main({"si": Item(pieces, Strings.take)}))}), only_there=main({"si": None})
)
