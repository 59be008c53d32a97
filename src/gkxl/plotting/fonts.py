"""Finds a font on this computer that has the Chinese characters of a chart."""

from __future__ import annotations

from typing import Final

from matplotlib import font_manager

from gkxl.errors import MissingFontError

PREFERRED: Final = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "Microsoft YaHei",
    "PingFang SC",
    "Hiragino Sans GB",
    "SimHei",
    "WenQuanYi Micro Hei",
    "Noto Sans CJK JP",  # as older matplotlibs call a collection of fonts: by its first one
)
"""The families that are taken where they are installed, the best first; after them any that will do."""


def chinese_font(text: str) -> str:
    """The family of a font that has every character of a text.

    Raises:
        MissingFontError: None that is installed has.
    """
    installed = dict.fromkeys(font.name for font in font_manager.fontManager.ttflist)
    known = [name for name in PREFERRED if name in installed]
    for name in (*known, *(name for name in installed if name not in known)):
        if _has(name, text):
            return name
    raise MissingFontError(
        "这台电脑上没有含中文字的字体，画不出图。请安装一种，如“思源黑体”（Noto Sans CJK SC）。",
        "no font here has the Chinese characters of the chart: install one, such as Noto Sans CJK SC",
    )


def _has(family: str, text: str) -> bool:
    path = font_manager.findfont(font_manager.FontProperties(family=[family]))
    wanted = {ord(character) for character in text if not character.isspace()}
    return wanted <= {*font_manager.get_font(path).get_charmap()}
