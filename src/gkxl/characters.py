"""Characters: those that no XML can hold, and those that are others in another form."""

from __future__ import annotations

import re
import unicodedata
from typing import Final, Literal

LONGEST_TEXT: Final = 32_767
"""UTF-16 units of a text that a cell holds."""

ILLEGAL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def legible(text: str) -> str:
    r"""A text as it can be shown anywhere: with a mark in the place of each such character.

    >>> legible("8\x00 件")
    '8� 件'
    """
    return ILLEGAL.sub("\N{REPLACEMENT CHARACTER}", text)


_BREAKS: Final = re.compile("\r?\n?[\x0b\x0c]")
"""What Word and old printers begin a line or a page with."""


def writable(text: str) -> str:
    r"""A text without such characters: those that break lines are line breaks, the others are left out.

    >>> writable("一\x0b二\x07")
    '一\n二'
    """
    return ILLEGAL.sub("", _BREAKS.sub("\n", text)) if ILLEGAL.search(text) else text


_PIECE: Final = 512


def nfkc(text: str) -> str:
    """A text under NFKC, piece by piece: Python puts accents in order in the square of their number.

    >>> nfkc("８ 件，ﬁ")
    '8 件,fi'
    """
    return _normal("NFKC", text)


def nfc(text: str) -> str:
    r"""A text under NFC, piece by piece as well.

    >>> nfc("e\u0301") == "\u00e9"
    True
    """
    return _normal("NFC", text)


def _normal(form: Literal["NFC", "NFKC"], text: str) -> str:
    if text.isascii():
        return text
    pieces = (text[at : at + _PIECE] for at in range(0, len(text), _PIECE))
    return "".join(unicodedata.normalize(form, piece) for piece in pieces)


def unscrambled(text: str) -> str:
    r"""A text whose UTF-8 was taken for Latin-1 by a program, as it was before; any other as it is.

    >>> unscrambled("ç¤ºä¾\x8b-001"), unscrambled("示例-001"), unscrambled("café")
    ('示例-001', '示例-001', 'café')
    """
    for encoding in () if text.isascii() else ("latin-1", "cp1252"):
        try:
            found = text.encode(encoding).decode()
        except UnicodeError:
            continue
        return found if len(found) < len(text) else text
    return text
