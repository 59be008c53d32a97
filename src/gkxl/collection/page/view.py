"""What the page of a collection shows, as one value: the page follows from it and from nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import field, frozen

from gkxl.collection.status import Status

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from gkxl.collection.roster import Unit
    from gkxl.forms import Report


@frozen
class Fault:
    """Something to say about a unit.

    Attributes:
        code: The code of its kind; see `gkxl.CODES`.
        message: What is said, in Chinese.
        cells: In how many cells.
        explanation: What the unit says to it; "" where it says nothing.
        acceptance: Who confirmed it instead of the unit, when and why; "" where nobody did.
        accepted: Whether that still applies.
    """

    code: str
    message: str
    cells: int = 1
    explanation: str = ""
    acceptance: str = ""
    accepted: bool = False

    @property
    def settled(self) -> bool:
        """Whether the unit explained it, or an officer confirmed it: there is nothing left to do."""
        return bool(self.explanation) or self.accepted


@frozen(kw_only=True)
class Line:
    """A unit and what became of it.

    Attributes:
        unit: The unit.
        status: What became of it.
        file: The name of its file; "" where there is none.
        counted: Whether its return is added up.
        within: Whether it is not, because that of a unit above it contains it.
        faults: What there is to say about it.
    """

    unit: Unit
    status: Status
    file: str = ""
    counted: bool = False
    within: bool = False
    faults: tuple[Fault, ...] = ()


@frozen
class Stray:
    """A file that is of no unit of the roster.

    Attributes:
        path: Where it lies.
        message: What there is to say about it.
    """

    path: str
    message: str


@frozen
class Sources:
    """Which units a consolidated figure comes from.

    Attributes:
        largest: The units with the largest parts, by their index among the lines, each with its part.
        others: How many more units have a part.
        rest: What those add up to.
    """

    largest: tuple[tuple[int, int | Decimal], ...]
    others: int
    rest: int | Decimal


@frozen(kw_only=True)
class View:
    """What the page shows.

    Attributes:
        year: The report year.
        lines: Every unit, in the order of the roster.
        report: The consolidated report; None where nothing was added up.
        sources: Where its figures come from, by path; figures of 0 are left out.
        strays: The files that are of no unit.
        office: Who sends returns back; "" where that was not given.
        until: Until when units are to answer; "" where that was not given.
    """

    year: int
    lines: tuple[Line, ...] = field(repr=False)
    report: Report | None = field(repr=False, default=None)
    sources: Mapping[str, Sources] = field(repr=False, factory=dict, hash=False)
    strays: tuple[Stray, ...] = ()
    office: str = ""
    until: str = ""

    @property
    def counted(self) -> int:
        """How many returns are added up."""
        return sum(line.counted for line in self.lines)

    @property
    def within(self) -> int:
        """How many more are contained in these."""
        return sum(line.within for line in self.lines)

    @property
    def sent(self) -> int:
        """How many units sent something."""
        return len(self.lines) - len(self.having(Status.MISSING))

    def having(self, status: Status) -> list[Line]:
        """The units of which that became."""
        return [line for line in self.lines if line.status is status]
