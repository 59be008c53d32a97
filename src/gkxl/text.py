"""Characters: those that no XML can hold, and those that are others in another form."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence


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


def spaced(before: str, word: str) -> str:
    """Chinese words and what follows them, with a space in between where that begins with a Latin letter.

    Example:
        >>> spaced("文件实际是", "PDF 文件"), spaced("文件实际是", "图片")
        ('文件实际是 PDF 文件', '文件实际是图片')
    """
    return f"{before} {word}" if word[:1].isascii() else f"{before}{word}"


def enumerated(names: Sequence[str], most: int, *, unit: str = "", quoted: bool = False) -> tuple[str, str]:
    """Names as a sentence lists them, in Chinese and English; of very many only the first.

    Args:
        names: All of them.
        most: How many are listed.
        unit: What they are counted in where there are more, in Chinese, such as ``"格"``; "" where the
            sentence says elsewhere how many there are.
        quoted: Whether they stand in quotation marks in Chinese.

    Example:
        >>> enumerated(["C5", "C7", "C9"], 2, unit="格")
        ('C5、C7 等 3 格', 'C5, C7 and others, 3 in all')
        >>> enumerated(["财政局", "教育局", "民政局"], 2, quoted=True)
        ('“财政局”、“教育局”等', '财政局, 教育局 and others')
    """
    listed = names[:most]
    zh, en = "、".join(f"“{name}”" if quoted else name for name in listed), ", ".join(listed)
    if len(names) <= most:
        return zh, en
    apart = " " if zh[-1:].isascii() else ""
    counted, counted_en = (f" {len(names)} {unit}", f", {len(names)} in all") if unit else ("", "")
    return f"{zh}{apart}等{counted}", f"{en} and others{counted_en}"
