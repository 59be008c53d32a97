"""What a report is expected to keep to (核实性): where it does not, a written explanation settles it."""

from gkxl.expectations.expected import Expected, as_last, expected
from gkxl.expectations.figures import carried, noted, prefilled
from gkxl.expectations.lines import EXPLANATION, Line, lines
from gkxl.expectations.unusual import explained, unusual
from gkxl.expectations.years import across_years, last_values

__all__ = [
    "EXPLANATION",
    "Expected",
    "Line",
    "across_years",
    "as_last",
    "carried",
    "expected",
    "explained",
    "last_values",
    "lines",
    "noted",
    "prefilled",
    "unusual",
]
