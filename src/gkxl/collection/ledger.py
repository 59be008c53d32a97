"""The ledger (台账): every unit and every file, and what became of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import field, frozen

from gkxl.collection.roster.links import DEEPEST
from gkxl.issues.catalogue import Severity

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gkxl.collection.roster import Unit
    from gkxl.collection.status import Status


@frozen(kw_only=True)
class File:
    """A file that came in, at one of its contents: a file that is sent again has one for each.

    Attributes:
        id: Its number in the store.
        path: Where it lay below the folder of returns, with forward slashes.
        unit: The key of the unit it is taken to be from; "" where nobody can tell.
        status: What became of it.
        hash: SHA-256 of its bytes; "" where they could not be read.
        size: Its bytes.
        producer: The program that says it wrote it; "" where it does not say.
        edition: The edition it was read by; "" where it could not be read.
        year: The report year it says.
        current: Whether it lay there at the latest run; False for what was replaced or taken away.
        accepted: Whether it is the return that stands for its unit.
    """

    id: int
    path: str
    unit: str
    status: Status
    hash: str
    size: int
    producer: str
    edition: str
    year: int | None
    current: bool
    accepted: bool


@frozen(kw_only=True)
class Entry:
    """A line of the ledger (台账): a unit and what became of it.

    Attributes:
        unit: The unit.
        status: What became of it.
        counts: How many issues it has of each severity.
        file: The file that stands for it, or one that was sent in its place; None where there is none.
        counted: Whether its figures are added up.
        within: The unit above it whose return is counted and contains its figures; "" where there is none.
    """

    unit: Unit
    status: Status
    counts: Mapping[Severity, int] = field(hash=False)
    file: File | None
    counted: bool
    within: str

    @property
    def errors(self) -> int:
        """How many errors it has."""
        return self.counts[Severity.ERROR]


def find_containing(parent: str, above: Mapping[str, str], counting: set[str]) -> str:
    """The nearest unit above that is counted and contains what is below it.

    Raises:
        ValueError: More units are above one another, perhaps in a ring, than any roster may have.
    """
    for _ in range(DEEPEST + 1):
        if parent in counting or parent not in above:
            return parent if parent in counting else ""
        parent = above[parent]
    raise ValueError(parent)
