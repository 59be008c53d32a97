"""Reads the rows of a worksheet, and the texts of cells: rich text, shared strings and escapes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, TypeAlias

from gkxl.address import LAST_COLUMN, column_letters, read_address
from gkxl.files.limits import cache_short_keys
from gkxl.files.load import printable
from gkxl.frozen import NamedTuple
from gkxl.text import Sentence
from gkxl.xlsx.xml import parse
from gkxl.xlsx.xml.schema import WHITE_SPACE, Container, Schema, WholeElement, in_main, to_flag, to_natural

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from xml.etree.ElementTree import Element

    from gkxl.errors import UnsafeFileError
    from gkxl.files.limits import Budget
    from gkxl.xlsx.book import Script, Scripts
    from gkxl.xlsx.xml.schema import PartChecker

    Refusal: TypeAlias = Callable[..., UnsafeFileError]


_ESCAPE = "_x([0-9A-Fa-f]{4})_"
_SURROGATE = "[\ud800-\udfff]"
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
    decoded = re.sub(_ESCAPE, lambda match: chr(int(match[1], 16)), text)
    return _join_surrogates(decoded) if re.search(_SURROGATE, decoded) else decoded


def _join_surrogates(text: str) -> str:
    """Joins pairs of surrogates into the characters that they encode; a lone one stays escaped."""
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
    return re.sub(_SURROGATE, lambda match: f"_x{ord(match[0]):04X}_", whole)


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
        # one element and nothing escaped, as in almost every string: no calls for that
        elements = found.elements
        string = (elements[0].text or "") if len(elements) == 1 else join_pieces(found)
        self._budget.take_text(len(string))
        self._budget.items += 1
        if found.marked and (scripts := read_scripts(found)):
            self._budget.items += len(scripts)
            self.scripts[len(self.texts)] = scripts
        self.texts.append(unescape(string) if "_x" in string else string)


def read_shared_strings(name: str, chunks: Iterable[bytes], budget: Budget) -> SharedStrings:
    """All shared strings in their order; the counts that the part declares are ignored."""
    found = SharedStrings(budget)
    parse(name, chunks, _SCHEMA, found, budget)
    return found


_SCHEMA = Schema(
    in_main({"sst": Container(in_main({"si": WholeElement(prepare_text, SharedStrings.take)}))}),
    confined=in_main({"si": None}),
)


CELL_TYPES: Final = ("n", "s", "str", "inlineStr", "b", "e", "d")
"""The types of cells (ECMA-376 part 1, 18.18.11)."""

_CELL: Final = frozenset(in_main({"c": None}))
_CONTENT: Final = in_main({"v": "v", "f": "f", "is": "is"})


class CellElements(NamedTuple):
    """The elements of a cell with content, which are the same in all sheets of one structure.

    Attributes:
        place: Its row and column; the row is 0 where the cell has no reference.
        type: Its type, one of `CELL_TYPES`.
        style: The index of its style.
        value: The element that holds its value.
        inline: The pieces of its inline text.
        formula: The element that holds its formula.
    """

    place: tuple[int, int]
    type: str
    style: int
    value: Element | None
    inline: TextPieces | None
    formula: Element | None


class RowElements(NamedTuple):
    """The elements of a row.

    Attributes:
        number: Its number; None if it has none, so that it follows the last row, and -1 if that is no number.
        named: Other row numbers in the references of its cells, each with the first such reference.
        cells: Its cells with content, in their order.
    """

    number: int | None
    named: dict[int, str]
    cells: list[CellElements]


def prepare_row(element: Element, part: PartChecker, depth: int, refusal: Refusal) -> RowElements:
    """Find the cells of a row and check them, but for their values.

    Args:
        element: The row.
        part: The checker of the part, for what is ignored.
        depth: The depth of the element.
        refusal: Makes the refusal of the sheet from what is wrong with it: a template and its facts.

    Raises:
        UnsafeFileError: A cell is out of order or out of the grid, or could be read in two ways.
    """
    number = element.get("r")
    own = None if number is None else to_natural(number)
    named: dict[int, str] = {}
    cells: list[CellElements] = []
    column = 0
    for cell in element:
        if cell.tag not in _CELL:
            part.check_ignored(cell, depth + 1)
            continue
        reference = cell.get("r")
        place = (0, column + 1) if reference is None else _to_place(reference)
        where = f"{column_letters(column + 1)}{number or ''}" if reference is None else reference
        # a cell behind its place would overwrite another one in some programs, and be ignored in others
        if not column < place[1] <= LAST_COLUMN:
            raise misplaced_cell(where, refusal)
        column = place[1]
        if reference is not None and place[0] != own:
            named.setdefault(place[0], reference)
        if len(cell):
            cells.append(_prepare_cell(cell, place, part, depth + 1, where, refusal))
    return RowElements(own, named, cells)


def misplaced_cell(where: str, refusal: Refusal) -> UnsafeFileError:
    """The refusal of a cell that is not in its place."""
    return refusal("的单元格 {where} 重复、越界或不在其位", where=printable(where))


def wrong_cell(where: str, refusal: Refusal, template: str) -> UnsafeFileError:
    """The refusal of a cell with something wrong in it."""
    return refusal("的单元格 {where} {what}", where=printable(where), what=Sentence(template, {}))


def _prepare_cell(  # noqa: PLR0913, PLR0917 (called for every cell, and a partial for each would cost as much)
    cell: Element, place: tuple[int, int], part: PartChecker, depth: int, where: str, refusal: Refusal
) -> CellElements:
    type_ = cell.get("t", "n")
    if type_ not in CELL_TYPES:
        raise wrong_cell(where, refusal, "的类型不明")
    value = formula = inline = None
    # ECMA-376 part 1, 18.3.1.4: at most one f, one v and one is; of two, programs read different ones
    for child in cell:
        what = _CONTENT.get(child.tag)
        if what is None:
            part.check_ignored(child, depth + 1)
        elif what == "v" and value is None:
            value = part.check_childless(child)
        elif what == "f" and formula is None:
            formula = part.check_childless(child)
        elif what == "is" and inline is None and type_ == "inlineStr":
            inline = prepare_text(None, child, part, depth + 1)
        else:
            raise wrong_cell(where, refusal, "有两个值")
    style = to_natural(cell.get("s") or "0")  # some programs leave it empty
    if style < 0:
        raise wrong_cell(where, refusal, "的样式编号不对")
    return CellElements(place, type_, style, value, inline, formula)


@cache_short_keys(maxsize=8192)
def _to_place(reference: str) -> tuple[int, int]:
    """The row and column of a reference; zeros for what is no address on a sheet."""
    try:
        return read_address(reference)
    except ValueError:
        return 0, 0
