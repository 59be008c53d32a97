"""Faults as they come back in real returns."""

from __future__ import annotations

from typing import Any, Final

FAULTS: Final[dict[str, Any]] = {
    "disclosure.permits.decisions": "约73",
    "requests.received.total": 9,
    "requests.carried_forward.natural_person": None,
}
"""What is typed over, by path: about 73 permits, a total that does not add up, a blank for a zero."""
