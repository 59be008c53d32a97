"""Reads the rows of a worksheet but for the values in them: where cells are, their types and styles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from gkxl.address import LAST_COLUMN, column_letters, read_address
from gkxl.caching import cache_short_keys
from gkxl.files.refusals import printable
from gkxl.xlsx.strings import prepare_text
from gkxl.xlsx.xml.schema import in_main, to_natural

if TYPE_CHECKING:
    from collections.abc import Callable
    from xml.etree.ElementTree import Element

    from gkxl.errors import UnsafeFileError
    from gkxl.xlsx.strings import TextPieces
    from gkxl.xlsx.xml.schema import PartChecker

    Refusal: TypeAlias = Callable[[str, str], UnsafeFileError]


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
        named: The row numbers in the references of its cells, each with the first such reference.
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
        refusal: Makes the refusal of the sheet from what is wrong with it, in Chinese and English.

    Raises:
        UnsafeFileError: A cell is out of order or out of the grid, or could be read in two ways.
    """
    number = element.get("r")
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
        if reference is not None:
            named.setdefault(place[0], reference)
        if len(cell):
            cells.append(_prepare_cell(cell, place, part, depth + 1, where, refusal))
    return RowElements(None if number is None else to_natural(number), named, cells)


def misplaced_cell(where: str, refusal: Refusal) -> UnsafeFileError:
    """The refusal of a cell that is not in its place."""
    return refusal(
        f"的单元格 {printable(where)} 重复、越界或不在其位",
        f"has a cell {printable(where)} that is there twice, out of order or out of the grid",
    )


def wrong_cell(where: str, refusal: Refusal, zh: str, en: str) -> UnsafeFileError:
    """The refusal of a cell with something wrong in it."""
    return refusal(f"的单元格 {printable(where)} {zh}", f"has a cell {printable(where)} that {en}")


def _prepare_cell(  # noqa: PLR0913, PLR0917 (called for every cell, and a partial for each would cost as much)
    cell: Element, place: tuple[int, int], part: PartChecker, depth: int, where: str, refusal: Refusal
) -> CellElements:
    type_ = cell.get("t", "n")
    if type_ not in CELL_TYPES:
        raise wrong_cell(where, refusal, "的类型不明", "is of an unknown type")
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
            raise wrong_cell(where, refusal, "有两个值", "has two values")
    style = to_natural(cell.get("s") or "0")  # some programs leave it empty
    if style < 0:
        raise wrong_cell(where, refusal, "的样式编号不对", "has a wrong style number")
    return CellElements(place, type_, style, value, inline, formula)


@cache_short_keys(maxsize=8192)
def _to_place(reference: str) -> tuple[int, int]:
    """The row and column of a reference; zeros for what is no address on a sheet."""
    try:
        return read_address(reference)
    except ValueError:
        return 0, 0
