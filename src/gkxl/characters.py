"""Characters that no XML can hold, and so no workbook, page or document."""

from __future__ import annotations

import re
from typing import Final

ILLEGAL: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def legible(text: str) -> str:
    r"""A text as it can be shown anywhere: with a mark in the place of each such character.

    >>> legible("8\x00 件")
    '8� 件'
    """
    return ILLEGAL.sub("\N{REPLACEMENT CHARACTER}", text)
