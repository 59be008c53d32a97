"""Which numbers a cell may hold; that Excel agrees is shown in ``write/test_libreoffice.py``."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from gkxl.model.marks import AMOUNT, CHANGE, COUNT, Domain
from gkxl.rules.check import fits, misfilled


@pytest.mark.parametrize(
    ("domain", "good", "bad"),
    [
        (COUNT, [0, 7], [-1, Decimal(1), Decimal("0.5"), True, "7", None]),
        (CHANGE, [0, 7, -4], [Decimal("0.5"), "7", None]),
        (AMOUNT, [0, Decimal("0.5")], [-1, Decimal("-0.5"), Decimal("NaN"), "7", None]),
    ],
)
def test_a_number_fits_its_domain(domain: Domain, good: list[Any], bad: list[Any]) -> None:
    assert [value for value in (*good, *bad) if fits(domain, value)] == good


def test_what_is_misfilled_is_asked_of_one_cell() -> None:
    assert misfilled("B5", COUNT) == "IF(ISBLANK(B5),FALSE,IF(ISNUMBER(B5),NOT(AND(B5=INT(ABS(B5)))),TRUE))"
