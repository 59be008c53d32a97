"""Building reports in Python: what the type checker must accept, and what it must catch.

Never run. mypy and pyright check it; an ignored mistake that they no longer catch is an error.
"""

from __future__ import annotations

from decimal import Decimal
from typing import assert_type

from attrs import evolve

from gkxl.forms import e2021
from gkxl.forms.common import Applicants, Outcomes, Unavailable

line = Applicants(natural_person=8, business=0, research=0, public_interest=0, legal_service=0, other=0)
filed = Applicants(
    natural_person=8, business=0, research=0, public_interest=0, legal_service=0, other=0, total=9
)
fees = e2021.Fees(amount=Decimal("72701.2578"))
outcomes = Outcomes(upheld=1, corrected=0, other=0, pending=0)

assert_type(line.total, int)
assert_type(fees.amount, Decimal)
assert_type(evolve(line, business=3), Applicants)

# a cell left out
Applicants(natural_person=8, business=0, research=0, public_interest=0, legal_service=0)  # type: ignore[call-arg]
Outcomes(upheld=1, corrected=0, other=0)  # type: ignore[call-arg]
e2021.Fees()  # type: ignore[call-arg]

# a wrong type
Outcomes(upheld="1", corrected=0, other=0, pending=0)  # type: ignore[arg-type]
Outcomes(upheld=None, corrected=0, other=0, pending=0)  # type: ignore[arg-type]
e2021.Fees(amount=72701.2578)  # type: ignore[arg-type] # binary fractions lose digits
Unavailable(not_held=line, requires_creation=line, still_unclear=outcomes)  # type: ignore[arg-type]

# a misspelt column
Outcomes(upheld=1, corected=0, other=0, pending=0)  # type: ignore[call-arg]

# cells told apart by nothing but their order
Outcomes(1, 0, 0, 0)  # type: ignore[call-arg]

# a change in place
line.business = 3  # type: ignore[misc]
