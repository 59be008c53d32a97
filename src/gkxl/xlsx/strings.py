"""Reads the texts of cells: shared strings, rich text and escaped control characters."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from gkxl.xlsx.xml.parse import parse
from gkxl.xlsx.xml.schema import WHITE_SPACE, Container, Schema, WholeElement, in_main, to_flag

if TYPE_CHECKING:
    from collections.abc import Iterable
    from xml.etree.ElementTree import Element

    from gkxl.files.limits import Budget
    from gkxl.xlsx.book import Script, Scripts
    from gkxl.xlsx.xml.schema import PartChecker


_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_SURROGATE = re.compile("[\ud800-\udfff]")
_TEXT = frozenset(in_main({"t": None}))
_RUN = frozenset(in_main({"r": None}))
_RUN_PROPERTIES = frozenset(in_main({"rPr": None}))
_STRIKE = frozenset(in_main({"strike": None}))
_VERTICAL_ALIGN = frozenset(in_main({"vertAlign": None}))


def unescape(text: str) -> str:
    r"""Decode escaped characters such as ``_x000D_`` once, as Excel does.

    >>> unescape("a_x000D_b_x005F_x000D_")
    'a\rb_x000D_'
    """
    # ECMA-376 part 1, 22.9.2.19 (ST_Xstring): _xHHHH_ is a UTF-16 unit; _x005F_ escapes the underscore itself
    if "_x" not in text:
        return text
    decoded = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
    return _join_surrogates(decoded) if _SURROGATE.search(decoded) else decoded


def _join_surrogates(text: str) -> str:
    """Joins pairs of surrogates into the characters that they encode; a lone one stays escaped."""
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
    return _SURROGATE.sub(lambda match: f"_x{ord(match[0]):04X}_", whole)


class TextPieces(NamedTuple):
    """The elements whose texts, joined, are that of a string item.

    Attributes:
        elements: The elements, in their order.
        marked: Those that are struck through or set above or below the line, with which of the two.
    """

    elements: list[Element]
    marked: tuple[tuple[Element, Script], ...]


def prepare_text(_: object, element: Element, part: PartChecker, depth: int) -> TextPieces:
    """Find the pieces of a string item, and check everything in it but its texts.

    Args:
        element: The item.
        part: The checker of the part, for what is ignored.
        depth: The depth of the item.
    """
    elements: list[Element] = []
    marked: list[tuple[Element, Script]] = []
    # ECMA-376 part 1, 18.4.8: a text t, or runs r; phonetic guides rPh are shown above the text, not in it
    for child in element:
        if child.tag in _TEXT:
            elements.append(part.check_childless(child))
        elif child.tag in _RUN and element.tag not in _RUN:
            own = prepare_text(None, child, part, depth + 1).elements
            script = next((read_script(look) for look in child if look.tag in _RUN_PROPERTIES), None)
            elements += own
            marked += ((one, script) for one in own) if script else ()
        else:
            part.check_ignored(child, depth + 1)
    return TextPieces(elements, tuple(marked))


def read_script(font: Element) -> Script | None:
    """Whether a font strikes its texts through, or sets them above or below the line.

    Raises:
        UnsafeFileError: Its attribute is neither true nor false.
    """
    for child in font:
        if child.tag in _STRIKE and to_flag(child.get("val", "1")):
            return "struck"
        if child.tag in _VERTICAL_ALIGN and child.get("val", "").strip(WHITE_SPACE) in (
            "superscript",
            "subscript",
        ):
            return "raised"
    return None


def join_pieces(found: TextPieces) -> str:
    """The text of a string item: its pieces joined."""
    if len(found.elements) == 1:  # as almost always; joining one takes three times the time
        return found.elements[0].text or ""
    return "".join([piece.text or "" for piece in found.elements])


def read_scripts(found: TextPieces) -> Scripts:
    """The pieces of a text that are struck through, or set above or below the line, but for blank ones."""
    return tuple(
        (script, unescape(element.text))
        for element, script in found.marked
        if element.text and element.text.strip()
    )


class SharedStrings:
    """The shared strings of a workbook, in their order.

    Args:
        budget: Where to count.

    Attributes:
        texts: The strings.
        scripts: What is struck through in them, or set above or below the line, by the number of the string.
    """

    def __init__(self, budget: Budget) -> None:
        self.texts: list[str] = []
        self.scripts: dict[int, Scripts] = {}
        self._budget = budget

    def take(self, found: TextPieces) -> None:
        """Add a string."""
        string = join_pieces(found)
        self._budget.take_text(len(string))
        self._budget.items += 1
        if found.marked and (scripts := read_scripts(found)):
            self._budget.items += len(scripts)
            self.scripts[len(self.texts)] = scripts
        self.texts.append(unescape(string))


def read_shared_strings(name: str, chunks: Iterable[bytes], budget: Budget) -> SharedStrings:
    """All shared strings in their order; the counts that the part declares are ignored."""
    found = SharedStrings(budget)
    parse(name, chunks, _SCHEMA, found, budget)
    return found


_SCHEMA = Schema(
    in_main({"sst": Container(in_main({"si": WholeElement(prepare_text, SharedStrings.take)}))}),
    confined=in_main({"si": None}),
)
