"""Names in a sentence: the first few of many, and how many there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def spaced(before: str, word: str) -> str:
    """Chinese words and what follows them, with a space in between where that begins with a Latin letter.

    Example:
        >>> spaced("文件实际是", "PDF 文件"), spaced("文件实际是", "图片")
        ('文件实际是 PDF 文件', '文件实际是图片')
    """
    return f"{before} {word}" if word[:1].isascii() else f"{before}{word}"


def some(names: Sequence[str], most: int, *, unit: str = "", quoted: bool = False) -> tuple[str, str]:
    """Names as a sentence lists them, in Chinese and English; of very many only the first.

    Args:
        names: All of them.
        most: How many are listed.
        unit: What they are counted in where there are more, in Chinese, such as ``"格"``; "" where the
            sentence says elsewhere how many there are.
        quoted: Whether they stand in quotation marks in Chinese.

    Example:
        >>> some(["C5", "C7", "C9"], 2, unit="格")
        ('C5、C7 等 3 格', 'C5, C7 and others, 3 in all')
        >>> some(["财政局", "教育局", "民政局"], 2, quoted=True)
        ('“财政局”、“教育局”等', '财政局, 教育局 and others')
    """
    listed = names[:most]
    zh, en = "、".join(f"“{name}”" if quoted else name for name in listed), ", ".join(listed)
    if len(names) <= most:
        return zh, en
    apart = " " if zh[-1:].isascii() else ""
    counted, counted_en = (f" {len(names)} {unit}", f", {len(names)} in all") if unit else ("", "")
    return f"{zh}{apart}等{counted}", f"{en} and others{counted_en}"
