"""What mypy catches and pyright does not, which takes what ``evolve`` is given for anything.

Never run. mypy checks it with warn_unused_ignores, so that a mistake it no longer catches is an error.
"""

from __future__ import annotations

from attrs import evolve

from gkxl.forms.common import Applicants

line = Applicants(natural_person=8, business=0, research=0, public_interest=0, legal_service=0, other=0)

evolve(line, busines=3)  # type: ignore[call-arg]
