"""Placeholders: signs, invisible characters and words such as 无 that fill a cell and have no content."""

from __future__ import annotations

from typing import Final

DASHES: Final = frozenset({"无", "/", "-", "—", "——", "－", "未发生"})
"""What is written in the place of a number where there is none."""

_NOTHING: Final = "无無没沒有暂暫未发發生不适適用略空零〇NAnaULul"
"""The characters of 无, 没有, 暂无, 未发生, 不适用, N/A, null and their like."""

_SPACES: Final = (
    " \x7f\x85\xa0\xad\u1680\u180e\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b"
    "\u200c\u200d\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u202f\u205f\u2060\u2061\u2062\u2063"
    "\u2064\u2066\u2067\u2068\u2069\u2800\u3000\u3164\ufeff"
)
_SIGNS: Final = "/／\\＼|｜-－‐‑‒–—―−─━_＿~～.．。·・•…,，、;；:：!！?？*＊+＋=＝×'’‘“”()（）[]【】"
BREAKS: Final = "\t\n\r"
_DIGITS: Final = "0123456789０１２３４５６７８９"

NOT_WORDS: Final = _NOTHING + _SPACES + _SIGNS + _DIGITS
"""A text of these characters alone explains nothing. Excel allows 255 of them in a text of a formula."""

_NO_WORD: Final = frozenset(_SPACES + _SIGNS + BREAKS)

LOOKED_AT: Final = 999
"""How many characters of an explanation are looked at, here and on the check sheet."""


def is_empty(text: str) -> bool:
    """Whether a text is nothing but spaces and signs; 无 is a word.

    >>> is_empty(" —— 。"), is_empty("无")
    (True, False)
    """
    return all(c in _NO_WORD for c in text)


def is_explanation(text: str) -> bool:
    """Whether a text explains anything: it has a character that is more than a placeholder.

    >>> [is_explanation(text) for text in ("/", "无。", "N/A", " 没有 ", "无变化，系统升级所致")]
    [False, False, False, False, True]
    """
    return any(c not in NOT_WORDS + BREAKS for c in text[:LOOKED_AT])
