"""The numbers that a cell may hold, stated once for Python and for Excel."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final

from attrs import frozen

from gkxl.rules.expression import OverCells, is_number

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from gkxl.model.marks import Domain
    from gkxl.model.outline import Node
    from gkxl.rules.expression import Cells


@frozen
class Condition:
    """Something that a number of a cell has to be.

    Attributes:
        formula: Whether it is so, with ``{0}`` for the cell.
        holds: The same in Python.
    """

    formula: str
    holds: Callable[[Any], bool]


_NOT_NEGATIVE: Final = Condition("{0}>=0", lambda number: bool(number >= 0))
_WHOLE: Final = Condition("{0}=INT({0})", lambda number: type(number) is int)


@cache
def conditions_of(domain: Domain) -> tuple[Condition, ...]:
    """What numbers of a domain have to be, besides being numbers."""
    return (() if domain.signed else (_NOT_NEGATIVE,)) + ((_WHOLE,) if domain.whole else ())


def fits(domain: Domain, value: Any) -> bool:  # noqa: ANN401 (whatever was put there)
    """Whether a value is a number that a cell of this domain may hold."""
    return is_number(value) and all(condition.holds(value) for condition in conditions_of(domain))


def count_entered(cells: Sequence[Node]) -> OverCells:
    """How many cells hold anything."""
    paths = tuple(cell.path for cell in cells)
    return OverCells(paths, lambda contents: sum(content is not None for content in contents), "COUNTA({})")


@frozen
class CountFitting:
    """How many cells of a domain hold a number that they may hold; an array formula."""

    domain: Domain
    paths: tuple[str, ...]

    def value(self, values: Mapping[str, Any]) -> int:
        """The number of cells."""
        contents: list[Any] = [*map(values.get, self.paths)]
        # most tables hold counts and nothing else: to ask of each cell takes 20 times as long
        if {*map(type, contents)} == {int} and min(contents) >= 0:
            return len(contents)
        return sum(fits(self.domain, content) for content in contents)

    def excel(self, cells: Cells) -> str:
        """A sum over every range."""
        test = "1"
        for condition in reversed(conditions_of(self.domain)):
            test = f"IF({condition.formula},{test},0)"
        return "+".join(f"SUM(IF(ISNUMBER({r}),{test.format(r)},0))" for r in cells.ranges(self.paths))


def misfilled(address: str, domain: Domain) -> str:
    """Excel formula for whether a cell holds anything but what it may hold; see `fits`."""
    tests = ",".join(condition.formula.format(address) for condition in conditions_of(domain))
    return f"IF(ISBLANK({address}),FALSE,IF(ISNUMBER({address}),NOT(AND({tests})),TRUE))"
