"""Which numbers a cell may hold: whole or not, signed or not."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

from attrs import frozen

LARGEST: Final = 10**15
"""Where numbers begin that spreadsheet programs do not keep exactly; sums of many units may come near it."""


@frozen
class Domain:
    """The numbers that a cell may hold.

    Attributes:
        whole: Whether only whole numbers are allowed.
        signed: Whether numbers below 0 are allowed too.
    """

    whole: bool
    signed: bool = False

    @property
    def limit(self) -> int:
        """Where those numbers begin, on either side of 0, that no unit can mean."""
        if self == ANY:
            return LARGEST
        return 10**12 if self.whole else 10**10

    @property
    def code(self) -> str:
        """The code of the issue raised by a value that is not among them."""
        if not self.whole:
            return "domain.amount"
        return "domain.change" if self.signed else "domain.count"

    def holds(self, value: Any) -> bool:  # noqa: ANN401 (whatever was put there)
        """Whether a value is one of them."""
        amount = not self.whole and isinstance(value, Decimal) and value.is_finite()
        return (type(value) is int or amount) and (self.signed or value >= 0)


LAST_YEAR: Final = 9999


def is_year(value: Any) -> bool:  # noqa: ANN401 (whatever was put there)
    """Whether a value is a year of four digits, as all are that a report can be of."""
    return type(value) is int and 1000 <= value <= LAST_YEAR  # noqa: PLR2004 (four digits)


COUNT: Final = Domain(whole=True)
CHANGE: Final = Domain(whole=True, signed=True)
AMOUNT: Final = Domain(whole=False)
ANY: Final = Domain(whole=False, signed=True)
"""Every number that a workbook can hold."""
