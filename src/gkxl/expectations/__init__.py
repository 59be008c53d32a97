"""What a report is expected to keep to (核实性): where it does not, a written explanation settles it."""

from gkxl.expectations.expected import Expected, as_last, expected
from gkxl.expectations.figures import compared, is_note, kept_at, note, noted, prefilled, worth_carrying
from gkxl.expectations.lines import EXPLANATION, FIRST_ROW, HEADING, Line, head, lines
from gkxl.expectations.unusual import explained, unusual
from gkxl.expectations.years import across_years, last_values

__all__ = [
    "EXPLANATION",
    "FIRST_ROW",
    "HEADING",
    "Expected",
    "Line",
    "across_years",
    "as_last",
    "compared",
    "expected",
    "explained",
    "head",
    "is_note",
    "kept_at",
    "last_values",
    "lines",
    "note",
    "noted",
    "prefilled",
    "unusual",
    "worth_carrying",
]
