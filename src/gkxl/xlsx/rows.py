"""Looks at the rows of a worksheet: where their cells are, and what is in them but for the values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from gkxl.address import LAST_COLUMN, address, column_letters
from gkxl.caching import cache_short_keys
from gkxl.files.refusals import shown
from gkxl.xlsx.attributes import natural
from gkxl.xlsx.namespaces import main
from gkxl.xlsx.strings import pieces

if TYPE_CHECKING:
    from collections.abc import Callable
    from xml.etree.ElementTree import Element

    from gkxl.errors import UnsafeFileError
    from gkxl.xlsx.grammar import Part
    from gkxl.xlsx.strings import Pieces

    Refusal: TypeAlias = Callable[[str, str], UnsafeFileError]

TYPES: Final = ("n", "s", "str", "inlineStr", "b", "e", "d")
"""What a cell may say of its value."""

_CELL: Final = frozenset(main({"c": None}))
_CONTENT: Final = main({"v": "v", "f": "f", "is": "is"})


class Shape(NamedTuple):
    """A cell with content.

    Attributes:
        place: Its row and column; the row is 0 where the cell does not say it.
        type: What it says of its value.
        style: The index of its style.
        value: The element that holds its value.
        inline: The pieces of its inline text.
        formula: The element that holds its formula.
    """

    place: tuple[int, int]
    type: str
    style: int
    value: Element | None
    inline: Pieces | None
    formula: Element | None


class Row(NamedTuple):
    """A row of a worksheet.

    Attributes:
        number: Its number; None where it does not say, and follows the last, and -1 where it is none.
        named: The rows that its cells say they are in, with the address of the first that says so.
        shapes: Its cells with content, in their order.
    """

    number: int | None
    named: dict[int, str]
    shapes: list[Shape]


def see_row(element: Element, part: Part, depth: int, refusal: Refusal) -> Row:
    """Look at a row.

    Args:
        element: The row.
        part: The part that it is in.
        depth: How deep it stands there.
        refusal: Makes the refusal of the sheet from what is wrong with it, in Chinese and English.

    Raises:
        UnsafeFileError: A cell is out of order or out of the grid, or could be read in two ways.
    """
    number = element.get("r")
    named: dict[int, str] = {}
    shapes: list[Shape] = []
    column = 0
    for cell in element:
        if cell.tag not in _CELL:
            part.pass_over(cell, depth + 1)
            continue
        reference = cell.get("r")
        place = (0, column + 1) if reference is None else _locate(reference)
        where = f"{column_letters(column + 1)}{number or ''}" if reference is None else reference
        if not column < place[1] <= LAST_COLUMN:
            raise misplaced(where, refusal)
        column = place[1]
        if reference is not None:
            named.setdefault(place[0], reference)
        if len(cell):
            shapes.append(_shape(cell, place, part, depth + 1, where, refusal))
    return Row(None if number is None else natural(number), named, shapes)


def misplaced(where: str, refusal: Refusal) -> UnsafeFileError:
    """The refusal of a cell that is not where it should be."""
    return refusal(
        f"的单元格 {shown(where)} 重复、越界或不在其位",
        f"has a cell {shown(where)} that is there twice, out of order or out of the grid",
    )


def wrong(where: str, refusal: Refusal, zh: str, en: str) -> UnsafeFileError:
    """The refusal of a cell that has something wrong in it."""
    return refusal(f"的单元格 {shown(where)} {zh}", f"has a cell {shown(where)} that {en}")


def _shape(  # noqa: PLR0913, PLR0917 (called for every cell, and a partial for each would cost as much)
    cell: Element, place: tuple[int, int], part: Part, depth: int, where: str, refusal: Refusal
) -> Shape:
    type_ = cell.get("t", "n")
    if type_ not in TYPES:
        raise wrong(where, refusal, "的类型不明", "is of an unknown type")
    value = formula = inline = None
    for child in cell:
        what = _CONTENT.get(child.tag)
        if what is None:
            part.pass_over(child, depth + 1)
        elif what == "v" and value is None:
            value = part.alone(child)
        elif what == "f" and formula is None:
            formula = part.alone(child)
        elif what == "is" and inline is None and type_ == "inlineStr":
            inline = pieces(None, child, part, depth + 1)
        else:
            raise wrong(where, refusal, "有两个值", "has two values")
    style = natural(cell.get("s") or "0")  # some programs leave it empty
    if style < 0:
        raise wrong(where, refusal, "的样式编号不对", "has a wrong style number")
    return Shape(place, type_, style, value, inline, formula)


@cache_short_keys(maxsize=8192)
def _locate(reference: str) -> tuple[int, int]:
    """Row and column, or zeros for what is no address on a sheet; most sheets use the same few hundred."""
    try:
        return address(reference)
    except ValueError:
        return 0, 0
