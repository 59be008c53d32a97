"""What a rule states, written once and read twice: as a value in Python, and as a formula in Excel.

An expression names cells by path. `Expression.value` computes it from the values of a report,
`Expression.excel` writes it as a formula over the cells of a workbook. Both give the same for any values,
which tests show by recalculating workbooks.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, Protocol

from gkxl.address import find_areas, quote_sheet
from gkxl.frozen import frozen
from gkxl.text import (
    LINE_BREAKS,
    LONGEST_EXPLANATION,
    is_empty,
    is_explanation,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from gkxl.issues import Place


@frozen
class Cells:
    """The cells that a formula may refer to.

    Attributes:
        places: Where every cell is, by path.
        sheet: The sheet that the formula is on; references to its own cells leave out its name.
        fixed: Whether references stay as they are when the formula is copied to another cell.
    """

    places: Mapping[str, Place]
    sheet: str
    fixed: bool = False

    def ranges(self, paths: Iterable[str]) -> list[str]:
        """References to cells, as few as will do."""
        sheets: dict[str, list[tuple[int, int]]] = {}
        for place in map(self.places.__getitem__, paths):
            sheets.setdefault(place.sheet, []).append((place.row, place.column))
        return [
            ("" if sheet == self.sheet else f"{quote_sheet(sheet)}!")
            + (area.fixed_address if self.fixed else area.address)
            for sheet, cells in sheets.items()
            for area in find_areas(cells)
        ]


class Expression(Protocol):
    """Something that is computed from cells."""

    def value(self, values: Mapping[str, Any]) -> Any:  # noqa: ANN401 (a number, a text, true or false)
        """What it comes to for these values, by path; a cell that is None or left out is blank."""

    def excel(self, cells: Cells) -> str:
        """Excel formula, without ``=``, that computes what `value` computes."""


@frozen
class Constant:
    """A number or a text."""

    content: int | str

    def value(self, values: Mapping[str, Any]) -> int | str:  # noqa: ARG002 (it is the same for all)
        """The number or text itself."""
        return self.content

    def excel(self, cells: Cells) -> str:  # noqa: ARG002 (it refers to none)
        """A number as it is, a text in quotation marks."""
        return f'"{self.content}"' if isinstance(self.content, str) else str(self.content)


@frozen
class OverCells:
    """Something computed from the contents of cells.

    Attributes:
        paths: The cells.
        compute: What is computed from their contents, which come one by one.
        formula: The same in Excel, with ``{}`` for the references.
    """

    paths: tuple[str, ...]
    compute: Callable[[Iterator[Any]], Any]
    formula: str

    def value(self, values: Mapping[str, Any]) -> Any:  # noqa: ANN401 (what is computed)
        """What is computed from these values; blank cells are None."""
        return self.compute(map(values.get, self.paths))

    def excel(self, cells: Cells) -> str:
        """The formula with references to the cells."""
        return self.formula.format(",".join(cells.ranges(self.paths)))


@frozen
class Operation:
    """Something computed from other expressions.

    Attributes:
        parts: The expressions.
        compute: What is computed from the list of their values.
        between: What is written between them.
        around: What is written around all of them, with ``{}`` for them.
    """

    parts: tuple[Expression, ...]
    compute: Callable[[list[Any]], Any]
    between: str
    around: str = "{}"

    def value(self, values: Mapping[str, Any]) -> Any:  # noqa: ANN401 (what is computed)
        """What is computed from the values of its parts."""
        return self.compute([part.value(values) for part in self.parts])

    def excel(self, cells: Cells) -> str:
        """The formulas of its parts, put together."""
        return self.around.format(self.between.join(part.excel(cells) for part in self.parts))


@frozen
class If:
    """One of two expressions, as a condition has it."""

    condition: Expression
    then: Expression
    otherwise: Expression

    def value(self, values: Mapping[str, Any]) -> Any:  # noqa: ANN401 (that of either)
        """The value of the one that applies; the other is not computed."""
        return (self.then if self.condition.value(values) else self.otherwise).value(values)

    def excel(self, cells: Cells) -> str:
        """A call of IF."""
        return f"IF({self.condition.excel(cells)},{self.then.excel(cells)},{self.otherwise.excel(cells)})"


def content(path: str) -> OverCells:
    """The content of one cell; None if it is blank."""
    return OverCells((path,), next, "{}")


# Numbers


def total(added: Iterable[str], taken: Iterable[str] = ()) -> Expression:
    """The sum of some cells less that of others; blank cells count for nothing."""
    found, away = _sum_of(added), _sum_of(taken)
    if not found.paths:
        return Constant(0)
    return less(found, away) if away.paths else found


def _sum_of(paths: Iterable[str]) -> OverCells:
    return OverCells(tuple(paths), lambda contents: sum(filter(None, contents)), "SUM({})")


def less(left: Expression, right: Expression) -> Operation:
    """A number less another."""
    return Operation((left, right), lambda both: both[0] - both[1], "-")


def bracketed(number: Expression) -> Operation:
    """A number in brackets."""
    return Operation((number,), lambda values: values[0], "", "({})")


def plus(terms: Iterable[Expression]) -> Operation:
    """Several numbers added up."""
    return Operation(tuple(terms), sum, "+")


# Conditions


def equal(left: Expression, right: Expression) -> Operation:
    """Whether two numbers or texts are equal."""
    return Operation((left, right), lambda both: both[0] == both[1], "=")


def differs(left: Expression, right: Expression) -> Operation:
    """Whether two numbers or texts are not equal."""
    return Operation((left, right), lambda both: both[0] != both[1], "<>")


def more(left: Expression, right: Expression) -> Operation:
    """Whether a number is larger than another."""
    return Operation((left, right), lambda both: both[0] > both[1], ">")


def fewer(left: Expression, right: Expression) -> Operation:
    """Whether a number is smaller than another."""
    return Operation((left, right), lambda both: both[0] < both[1], "<")


def all_of(*conditions: Expression) -> Operation:
    """Whether all conditions are met."""
    return Operation(conditions, all, ",", "AND({})")


def any_of(*conditions: Expression) -> Operation:
    """Whether one of the conditions is met."""
    return Operation(conditions, any, ",", "OR({})")


def unfilled(paths: Collection[str]) -> OverCells:
    """Whether one of the cells holds no number."""
    return OverCells(tuple(paths), lambda contents: None in contents, f"COUNT({{}})<{len(paths)}")


def is_number(value: Any) -> bool:  # noqa: ANN401 (whatever was put there)
    """Whether a value is a number that a report can hold."""
    return type(value) is int or (isinstance(value, Decimal) and value.is_finite())


def is_number_in(path: str) -> OverCells:
    """Whether a cell holds a number."""
    return OverCells((path,), lambda contents: is_number(next(contents)), "ISNUMBER({})")


def is_blank(path: str) -> OverCells:
    """Whether a cell for a text is blank."""
    return OverCells((path,), lambda contents: not next(contents), "LEN({})=0")


PLACEHOLDERS, SIGNS = "characters.placeholders", "characters.signs"
"""The names of hidden cells that hold the characters of texts that explain nothing, and that say nothing."""


@frozen
class _HoldsOther:
    """Whether a text has a character that is not listed, among its first `LONGEST_EXPLANATION`.

    Attributes:
        path: The cell with the text.
        listed: The hidden cell with the characters, ``/`` among them.
        judge: The same in Python.
    """

    path: str
    listed: str
    judge: Callable[[str], bool]

    def value(self, values: Mapping[str, Any]) -> bool:
        """Whether it has one; a blank cell has none."""
        return self.judge(values.get(self.path) or "")

    def excel(self, cells: Cells) -> str:
        """A look at each of the first characters, and only if all are listed at all others."""
        (at,), (listed,) = cells.ranges([self.path]), cells.ranges([self.listed])
        listed += "".join(f"&CHAR({ord(character)})" for character in LINE_BREAKS)
        # LibreOffice finds an empty text nowhere, Excel everywhere: so none is looked for
        short = (f'ISERROR(FIND(MID({at}&"{"/" * _FIRST}",{n},1),{listed}))' for n in range(1, _FIRST + 1))
        # not all programs compute with ranges; whole rows would hold this formula, column A holds labels
        every = f'LEFT({at},{LONGEST_EXPLANATION})&REPT("/",{LONGEST_EXPLANATION})'
        each = f"MID({every},ROW($A$1:$A${LONGEST_EXPLANATION}),1)"
        long = f"SUMPRODUCT(--ISERROR(FIND({each},{listed})))>0"
        return f"IF(ISTEXT({at}),IF(OR({','.join(short)}),1=1,{long}),1=0)"


_FIRST: Final = 5
"""So many characters are looked at one by one; most texts say something in these, as in 2024年 or （一）."""


def explains(path: str) -> Expression:
    """Whether a cell explains anything, as `gkxl.text.is_explanation` has it."""
    return _HoldsOther(path, PLACEHOLDERS, is_explanation)


def is_written(path: str) -> Expression:
    """Whether a cell holds more than spaces and signs, as `gkxl.text.is_empty` has it."""
    return _HoldsOther(path, SIGNS, lambda text: not is_empty(text))


# Texts


def joined(*parts: Expression) -> Operation:
    """Texts and numbers as one text."""
    return Operation(parts, lambda values: "".join(map(str, values)), "&")


def count_of(word: str, paths: Iterable[str]) -> OverCells:
    """How many cells hold just this word."""
    return OverCells(tuple(paths), lambda contents: [*contents].count(word), f'COUNTIF({{}},"{word}")')
