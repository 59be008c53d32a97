"""A workbook as it was filed: sheets, cells, names and properties, with nothing interpreted."""

from __future__ import annotations

from enum import Enum
from typing import Literal, NamedTuple, TypeAlias

from attrs import field, frozen

from gkxl.address import column_letters


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
            that was not read.
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
