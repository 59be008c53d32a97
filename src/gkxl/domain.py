"""Which numbers a cell may hold: whole or not, signed or not."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

from attrs import frozen


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
    def code(self) -> str:
        """The code of the issue raised by a value that is not among them."""
        if not self.whole:
            return "domain.amount"
        return "domain.change" if self.signed else "domain.count"

    def holds(self, value: Any) -> bool:  # noqa: ANN401 (whatever was put there)
        """Whether a value is one of them."""
        amount = not self.whole and isinstance(value, Decimal) and value.is_finite()
        return (type(value) is int or amount) and (self.signed or value >= 0)


COUNT: Final = Domain(whole=True)
CHANGE: Final = Domain(whole=True, signed=True)
AMOUNT: Final = Domain(whole=False)
ANY: Final = Domain(whole=False, signed=True)
"""Every number that a workbook can hold."""
