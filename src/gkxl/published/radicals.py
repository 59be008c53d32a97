"""Ordinary characters in place of the radicals that look like them: browsers write these into PDF."""

from __future__ import annotations

from typing import Final
from unicodedata import normalize

_NAMED: Final = "⺟⺠⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰⻳"
_MEANT: Final = "母民虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟麦黄齐齿龙龟"
"""Radicals that Unicode does not fold, and what is meant by them."""

_ORDINARY: Final[dict[int, str]] = {
    **{code: normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)},
    **dict(zip(map(ord, _NAMED), _MEANT, strict=True)),
}


def without_radicals(text: str) -> str:
    """A text as it was meant.

    >>> without_radicals("\u2f00、\u2ea0\u653f局")
    '一、民政局'
    """
    return text.translate(_ORDINARY)
