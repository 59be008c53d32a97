"""What a rule states, written once and read twice: as a value in Python, and as a formula in Excel.

An expression names cells by path. `Expression.value` computes it from the values of a report,
`Expression.excel` writes it as a formula over the cells of a workbook. Both give the same for any values,
which tests show by recalculating workbooks.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Protocol

from attrs import frozen

from gkxl.address import find_areas, quote_sheet
from gkxl.text import LINE_BREAKS, LONGEST_EXPLANATION, PLACEHOLDER_CHARACTERS, is_explanation

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
class Cell:
    """The content of one cell."""

    path: str

    def value(self, values: Mapping[str, Any]) -> Any:  # noqa: ANN401 (whatever is in it)
        """Its content; None if it is blank."""
        return values.get(self.path)

    def excel(self, cells: Cells) -> str:
        """Its address."""
        return cells.ranges([self.path])[0]


@frozen
class Sum:
    """The sum of some cells; blank ones count for nothing."""

    paths: tuple[str, ...]

    def value(self, values: Mapping[str, Any]) -> Any:  # noqa: ANN401 (int stays int)
        """A whole number, unless a cell holds a decimal one."""
        return sum(filter(None, map(values.get, self.paths)))

    def excel(self, cells: Cells) -> str:
        """A call of SUM."""
        return f"SUM({','.join(cells.ranges(self.paths))})"


@frozen
class Less:
    """A number less another."""

    left: Expression
    right: Expression

    def value(self, values: Mapping[str, Any]) -> Any:  # noqa: ANN401 (int stays int)
        """The difference."""
        return self.left.value(values) - self.right.value(values)

    def excel(self, cells: Cells) -> str:
        """A subtraction."""
        return f"{self.left.excel(cells)}-{self.right.excel(cells)}"


@frozen
class Equal:
    """Whether two numbers or texts are equal."""

    left: Expression
    right: Expression

    def value(self, values: Mapping[str, Any]) -> bool:
        """Whether they are."""
        return bool(self.left.value(values) == self.right.value(values))

    def excel(self, cells: Cells) -> str:
        """A comparison."""
        return f"{self.left.excel(cells)}={self.right.excel(cells)}"


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


# Numbers


def total(added: Iterable[str], taken: Iterable[str] = ()) -> Expression:
    """The sum of some cells less that of others; blank cells count for nothing."""
    found, away = Sum(tuple(added)), Sum(tuple(taken))
    if not found.paths:
        return Constant(0)
    return Less(found, away) if away.paths else found


def bracketed(number: Expression) -> Operation:
    """A number in brackets."""
    return Operation((number,), lambda values: values[0], "", "({})")


def plus(terms: Iterable[Expression]) -> Operation:
    """Several numbers added up."""
    return Operation(tuple(terms), sum, "+")


# Conditions


def not_zero(number: Expression) -> Operation:
    """Whether a number is not 0."""
    return Operation((number, Constant(0)), lambda both: both[0] != both[1], "<>")


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


def explains(path: str) -> OverCells:
    """Whether a cell explains anything, as `gkxl.text.is_explanation` has it."""
    # LibreOffice finds an empty text nowhere, Excel everywhere: so none is looked for
    text = f'LEFT({{0}},{LONGEST_EXPLANATION})&REPT("/",{LONGEST_EXPLANATION})'
    characters = f"MID({text},ROW($1:${LONGEST_EXPLANATION}),1)"
    breaks = "&".join(f"CHAR({ord(character)})" for character in LINE_BREAKS)
    formula = f'ISTEXT({{0}})*SUMPRODUCT(--ISERROR(FIND({characters},"{PLACEHOLDER_CHARACTERS}"&{breaks})))>0'
    return OverCells((path,), lambda contents: is_explanation(next(contents) or ""), formula)


# Texts


def joined(*parts: Expression) -> Operation:
    """Texts and numbers as one text."""
    return Operation(parts, lambda values: "".join(map(str, values)), "&")


def count_of(word: str, paths: Iterable[str]) -> OverCells:
    """How many cells hold just this word."""
    return OverCells(tuple(paths), lambda contents: [*contents].count(word), f'COUNTIF({{}},"{word}")')
