"""Reports as they are published: what is printed around them, and two rooms that write and read them."""

from __future__ import annotations

from typing import Final

from gkxl.frozen import frozen

DRAFT_WORD: Final = "草稿"
"""What is printed over a draft."""


@frozen(kw_only=True)
class Frame:
    """What a publication prints before and after the report; it has no cells in the form.

    Attributes:
        lead: The paragraphs before section one, one to a line: basis, period, contact; "" for none.
        unit: The unit that signs it; "" for none.
        date: The date below it; "" for none.
    """

    lead: str = ""
    unit: str = ""
    date: str = ""

    @property
    def signature(self) -> str:
        """The unit and the date, one to a line."""
        return "\n".join(line for line in (self.unit, self.date) if line)
