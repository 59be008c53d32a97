"""The rules of the form as Excel formulas, written from the same rules that Python checks."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from attrs import frozen

from gkxl.address import column_letters
from gkxl.issues.catalogue import code
from gkxl.text import LINE_BREAKS, LONGEST_EXPLANATION, PLACEHOLDER_CHARACTERS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from gkxl.issues.issue import Place
    from gkxl.model.marks import Domain
    from gkxl.rules.rule import Rule, Side


HOLDS, BROKEN, KNOCK_ON, UNFILLED = code.PASSED.zh, code.CORRECT.zh, "连带", "未填"
"""What the check sheet says of a rule, in the words of `gkxl.rules.rule.Outcome`."""

CONFIRM, EXPLAINED, LATER = code.CONFIRM.zh, code.SETTLED.zh, "待比对"
"""What it says of an expectation that is not kept, of one that is explained, and of one without figures."""

NO_FIGURE = "—"
"""What it shows in the place of a number that there is none of."""


@frozen
class Formula:
    """A formula with its current result.

    Attributes:
        text: The formula, without ``=``.
        value: What it gives now; None where that is said apart from it.
        array: Whether it is to be entered as an array formula.
    """

    text: str
    value: Any = None
    array: bool = False


@frozen
class Area:
    """A rectangle of cells: its first and last row and column, from 1."""

    top: int
    left: int
    bottom: int
    right: int

    def __str__(self) -> str:
        first, last = (
            f"{column_letters(self.left)}{self.top}",
            f"{column_letters(self.right)}{self.bottom}",
        )
        return first if first == last else f"{first}:{last}"


def find_areas(places: Iterable[Place]) -> list[Area]:
    """The fewest rectangles, by rows, that hold just these places of one sheet."""
    found: list[Area] = []
    for row, group in groupby(sorted(set(places), key=lambda p: (p.row, p.column)), key=lambda p: p.row):
        for left, right in _join_columns([place.column for place in group]):
            above = next((a for a in found if (a.left, a.right, a.bottom) == (left, right, row - 1)), None)
            if above:
                found.remove(above)
            found.append(Area(above.top if above else row, left, row, right))
    return found


def _join_columns(columns: list[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for column in columns:
        if runs and runs[-1][1] == column - 1:
            runs[-1] = (runs[-1][0], column)
        else:
            runs.append((column, column))
    return runs


def quote_sheet(sheet: str) -> str:
    """The name of a sheet as formulas write it."""
    return "'" + sheet.replace("'", "''") + "'"


def misfilled_formula(cell: str, domain: Domain) -> str:
    """Whether a cell holds anything but a number that it may hold."""
    return f"IF(ISBLANK({cell}),FALSE,IF(ISNUMBER({cell}),NOT({_fits_formula(cell, domain)}),TRUE))"


def _fits_formula(cell: str, domain: Domain) -> str:
    """Whether a number is one that the cell may hold."""
    bounds = [] if domain.signed else [f"{cell}>=0"]
    bounds += [f"{cell}=INT({cell})"] if domain.whole else []
    return f"AND({','.join(bounds)})"


def is_explained_formula(cell: str) -> str:
    """Whether a cell explains anything, as `gkxl.text.is_explanation` has it."""
    # LibreOffice finds an empty text nowhere, Excel everywhere: so none is looked for
    text = f'LEFT({cell},{LONGEST_EXPLANATION})&REPT("/",{LONGEST_EXPLANATION})'
    characters = f"MID({text},ROW($1:${LONGEST_EXPLANATION}),1)"
    breaks = "&".join(f"CHAR({ord(character)})" for character in LINE_BREAKS)
    return f'ISTEXT({cell})*SUMPRODUCT(--ISERROR(FIND({characters},"{PLACEHOLDER_CHARACTERS}"&{breaks})))>0'


@frozen
class FormulaWriter:
    """Writes formulas over the cells of a workbook.

    Attributes:
        places: Where every cell stands.
        across: Whether the formula is read on another sheet, so that references name theirs.
    """

    places: Mapping[str, Place]
    across: bool

    def ranges(self, paths: Iterable[str]) -> list[str]:
        """References to the cells, as few as will do."""
        sheets: dict[str, list[Place]] = {}
        for place in map(self.places.__getitem__, paths):
            sheets.setdefault(place.sheet, []).append(place)
        return [
            f"{quote_sheet(sheet)}!{area}" if self.across else str(area)
            for sheet, cells in sheets.items()
            for area in find_areas(cells)
        ]

    def total(self, paths: Iterable[str]) -> str:
        """The sum of the cells."""
        return f"SUM({','.join(self.ranges(paths))})"

    def side(self, side: Side) -> str:
        """What one side of a rule comes to."""
        if not side.cells:
            return "0"
        return f"{self.total(side.cells)}-{self.total(side.taken)}" if side.taken else self.total(side.cells)

    def unfilled(self, paths: Collection[str]) -> str:
        """Whether one of the cells holds no number."""
        return f"COUNT({','.join(self.ranges(paths))})<{len(paths)}"

    def valid(self, paths: Iterable[str], domain: Domain) -> str:
        """How many of the cells hold a number that they may hold (an array formula)."""
        test = "IF({0}=INT({0}),1,0)" if domain.whole else "1"
        test = test if domain.signed else f"IF({{0}}>=0,{test},0)"
        return "+".join(f"SUM(IF(ISNUMBER({r}),{test.format(r)},0))" for r in self.ranges(paths))

    def entered(self, paths: Iterable[str]) -> str:
        """How many of the cells hold anything."""
        return f"COUNTA({','.join(self.ranges(paths))})"

    def status(self, rule: Rule) -> str:
        """What becomes of a rule, as `gkxl.rules.rule.check_rule` has it."""
        broken = self.excused(rule, f'"{BROKEN}"')
        return f'IF({self.unfilled(rule.needs)},"{UNFILLED}",IF({self.equal(rule)},"{HOLDS}",{broken}))'

    def broken(self, rule: Rule) -> str:
        """Whether a rule is broken by a fault of its own."""
        return f'{self.status(rule)}="{BROKEN}"'

    def equal(self, rule: Rule) -> str:
        """Whether both sides are equal."""
        return f"{self.side(rule.left)}={self.side(rule.right)}"

    def excused(self, rule: Rule, broken: str) -> str:
        """What becomes of a rule that does not hold: it follows from another fault, or is broken."""
        left, right = rule.left, rule.right
        excuses = []
        if (left.cells, right.cells) != (left.inputs, right.inputs):
            excuses.append(f"{self.total(left.inputs)}={self.total(right.inputs)}")
        if rule.follows:
            excuses.append(f"{self._difference(rule)}={self._difference(*rule.follows)}")
        return f'IF(OR({",".join(excuses)}),"{KNOCK_ON}",{broken})' if excuses else broken

    def _difference(self, *rules: Rule) -> str:
        left = self.total(path for rule in rules for path in rule.left.cells)
        right = self.total(path for rule in rules for path in rule.right.cells)
        return f"{left}-({right})"
