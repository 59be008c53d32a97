"""Characters that no XML can hold, and so no workbook, page or document."""

from __future__ import annotations

import re
from typing import Final

ILLEGAL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def legible(text: str) -> str:
    r"""A text as it can be shown anywhere: with a mark in the place of each such character.

    >>> legible("8\x00 件")
    '8� 件'
    """
    return ILLEGAL.sub("\N{REPLACEMENT CHARACTER}", text)
