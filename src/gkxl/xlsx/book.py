"""A workbook as it was read: its sheets, its cells, and what their formulas refer to."""

from __future__ import annotations

import re
from enum import Enum
from functools import partial
from itertools import product
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from attrs import field

from gkxl.address import LAST_COLUMN, LAST_ROW, column_letters, read_address
from gkxl.files.limits import cache_short_keys
from gkxl.frozen import NamedTuple, frozen

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable


class Kind(Enum):
    """What a cell holds.

    A masked number is one whose number format may show anything.
    """

    BLANK = "blank"
    NUMBER = "number"
    TEXT = "text"
    DATE = "date"
    PERCENT = "percent"
    MASKED = "masked"
    BOOLEAN = "boolean"
    ERROR = "error"


Script: TypeAlias = Literal["struck", "raised"]
"""How a text is set: struck through, or raised above or below the line."""

Scripts: TypeAlias = tuple[tuple[Script, str], ...]
"""The texts of a cell that are set so, each with how."""


class Cell(NamedTuple):
    """One cell with content, exactly as filed.

    Attributes:
        row: From 1.
        column: From 1.
        kind: What it holds; for a formula, what its stored result is.
        text: The digits as the file spells them, or the decoded text.
        formula: The formula without ``=``, as it is in the cell ``origin``; None for a plain value.
        cached: Whether a formula has a saved result.
        origin: The row and column of the cell that shares its formula with this one, if there is one.
        mask: Its number format; "" if that shows everything as it is stored.
        scripts: What is struck through in it, or set above or below the line.
    """

    row: int
    column: int
    kind: Kind
    text: str
    formula: str | None = None
    cached: bool = False
    origin: tuple[int, int] | None = None
    mask: str = ""
    scripts: Scripts = ()

    @property
    def address(self) -> str:
        """Its address as programs show it, such as ``C5``."""
        return f"{column_letters(self.column)}{self.row}"


@frozen(kw_only=True)
class Sheet:
    """One worksheet.

    Attributes:
        name: As on its tab.
        state: ``visible``, ``hidden`` or ``veryHidden``.
        cells: Cells with content or a formula, by row and column.
        merges: Merged ranges as the file spells them.
        arrays: The formulas that fill a range at once, with the range as the file spells it.
        protected: Whether the sheet is protected; None where that was not read.
        validations: How many data validations it has.
        comments: The author of each of its comments.
        hyperlinks: How many links to places outside the workbook it has.
    """

    name: str
    state: str
    cells: dict[tuple[int, int], Cell]
    merges: tuple[str, ...] = ()
    arrays: tuple[tuple[str, str], ...] = ()
    protected: bool | None = None
    validations: int = 0
    comments: tuple[str, ...] = ()
    hyperlinks: int = 0


@frozen(kw_only=True)
class Book:
    """One workbook.

    Attributes:
        sheets: Worksheets in the order of their tabs; chart sheets are left out.
        names: Defined names of the whole workbook, and what they refer to.
        local_names: Defined names of one sheet, by sheet and name.
        properties: Custom document properties.
        unsaved: Whether it is a marked copy that no program has saved since it was written.
        application: The program that wrote the file, by its own account.
        date1904: Whether days are counted from 1904.
        structure_locked: Whether sheets are protected against being added, moved or renamed; None where
            that is not known.
        external_links: How many other workbooks it refers to.
        has_macros: Whether it carries macros, which are never read.
        legacy: Whether it is of an old format, of which neither names nor properties are read.
    """

    sheets: tuple[Sheet, ...]
    names: dict[str, str] = field(factory=dict)
    local_names: dict[tuple[str, str], str] = field(factory=dict)
    properties: dict[str, str] = field(factory=dict)
    unsaved: bool = False
    application: str | None = None
    date1904: bool = False
    structure_locked: bool | None = None
    external_links: int = 0
    has_macros: bool = False
    legacy: bool = False

    def sheet(self, name: str) -> Sheet | None:
        """The sheet of that name, if there is one."""
        return next((sheet for sheet in self.sheets if sheet.name == name), None)


_REFERENCES: Final = (
    r"\"[^\"]*\"|'[^']*'"  # texts and quoted names of sheets hold no references
    r"|(?<![\w.$])(\$?)([A-Z]{1,3})(\$?)([1-9][0-9]{0,6})(?![\w.(!])"
)


def unshared(cell: Cell) -> str | None:
    """The formula of a cell, written out where the file only refers to the cell that shares it.

    >>> from gkxl.xlsx.book import Cell, Kind
    >>> unshared(Cell(6, 10, Kind.NUMBER, "8", "SUM(D5:I5)+$A$1", True, origin=(5, 10)))
    'SUM(D6:I6)+$A$1'
    """
    # ECMA-376 part 1, 18.3.1.40: relative references of a shared formula move with the cell
    if cell.formula is None or cell.origin is None:
        return cell.formula
    down, right = cell.row - cell.origin[0], cell.column - cell.origin[1]
    return re.sub(_REFERENCES, partial(_move_reference, down, right), cell.formula)


def _move_reference(down: int, right: int, piece: re.Match[str]) -> str:
    """A reference moved so many rows down and columns right; any other piece as it is."""
    if not piece[2]:
        return piece[0]
    try:
        row, column = read_address(piece[2] + piece[4])
    except ValueError:
        return piece[0]
    row += 0 if piece[3] else down
    column += 0 if piece[1] else right
    if not (0 < row <= LAST_ROW and 0 < column <= LAST_COLUMN):
        return "#REF!"
    return f"{piece[1]}{column_letters(column)}{piece[3]}{row}"


UNKNOWN_FORMULA: Final = "…"
"""The text of every formula of an old file, of which it is only known that it is one."""

_FUNCTION: Final = re.compile(r"\b([A-Z]+)\s*\(")
_UNSTABLE: Final = frozenset((
    "NOW", "TODAY", "RAND", "RANDBETWEEN", "RANDARRAY", "OFFSET", "INDIRECT", "INFO", "CELL", "RTD",
    "WEBSERVICE", "FILTERXML", "STOCKHISTORY", "DUMMYFUNCTION",
))  # fmt: skip
"""Functions that are volatile or ask the network."""

_UNSTABLE_FAMILIES: Final = ("CUBE", "IMPORT", "GOOGLE")
"""What the names of more such functions begin with."""

_WORD: Final = re.compile(r"[^\W\d][\w.]*")


def is_stable(formula: str, unreliable: Collection[str] = ()) -> bool:
    """Whether a formula gives the same result tomorrow, on another computer.

    Args:
        formula: The formula, without ``=``.
        unreliable: The defined names that do not, in lower case, as `find_unstable_names` gives them.
    """
    return not (_is_unstable(formula) or (unreliable and not _find_words(formula).isdisjoint(unreliable)))


def find_unstable_names(names: Iterable[tuple[str, str]]) -> frozenset[str]:
    """The defined names, in lower case, that lead to other files or volatile functions, also by other names.

    Args:
        names: The defined names, each with what it refers to.
    """
    defined = [(name.lower(), text) for name, text in names]
    waiting = [name for name, text in defined if _is_unstable(text)]
    return _add_dependents(waiting, defined) if waiting else frozenset()


def _add_dependents(waiting: list[str], defined: Iterable[tuple[str, str]]) -> frozenset[str]:
    """These names, and all that refer to them, directly or by others."""
    users: dict[str, list[str]] = {}
    for name, text in defined:
        for word in _find_words(text):
            users.setdefault(word, []).append(name)
    found: set[str] = set()
    # each name once: names that refer to each other in a circle would go on for ever
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += users.get(name, [])
    return frozenset(found)


@cache_short_keys(maxsize=1024)
def _is_unstable(formula: str) -> bool:
    if "[" in formula or "|" in formula:  # another file, or another program
        return True
    functions = _FUNCTION.findall(formula.upper())
    return any(name in _UNSTABLE or name.startswith(_UNSTABLE_FAMILIES) for name in functions)


def _find_words(text: str) -> set[str]:
    return {word.lower() for word in _WORD.findall(text)}


_SUM: Final = re.compile(r"SUM\(([^()]*)\)")
_MOST_CELLS: Final = 1_000
"""Cells of the largest sum that is looked at; the form has none so large. A1:XFD1048576 has 17 billion."""


@cache_short_keys(maxsize=1024)
def find_summed_cells(formula: str, sheet: str) -> tuple[tuple[int, int], ...] | None:
    """The cells of the same sheet that a formula adds up, by row and column; None for any other formula.

    >>> find_summed_cells("SUM($D$5:E5, G5)", "表三")
    ((5, 4), (5, 5), (5, 7))
    >>> find_summed_cells("E5+D5", "表三")
    ((5, 4), (5, 5))
    >>> find_summed_cells("8+1", "表三") is None
    True
    """
    own = ("'{}'!".format(sheet.replace("'", "''")), f"{sheet}!")
    for noise in (*own, "$", " ", "\n"):
        formula = formula.replace(noise, "")
    inside = _SUM.fullmatch(formula)
    terms = inside[1].split(",") if inside else formula.split("+")
    try:
        ranges = [_read_term(term) for term in terms]
    except ValueError:
        return None
    if sum(len(rows) * len(columns) for rows, columns in ranges) > _MOST_CELLS:
        return None
    return tuple(sorted(cell for rows, columns in ranges for cell in product(rows, columns)))


def _read_term(term: str) -> tuple[range, range]:
    """The rows and columns of a reference.

    Raises:
        ValueError: It is none.
    """
    first, _, last = term.partition(":")
    (top, left), (bottom, right) = read_address(first), read_address(last or first)
    return range(top, bottom + 1), range(left, right + 1)
