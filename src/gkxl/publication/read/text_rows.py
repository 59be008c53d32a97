"""Takes lines of text for rows of a table: what stands on them, and the figures at their ends."""

from __future__ import annotations

import re
from typing import Final

from gkxl.frozen import frozen
from gkxl.publication.read.label_pieces import is_of_labels
from gkxl.text import NO_NUMBER

_GAP: Final = re.compile(r"[\t|｜│┃\v]+|[ \u3000\xa0]{2,}")
"""What stands between the cells of a line."""

_FIGURE: Final = re.compile(
    r"[+＋\-－−减增]?[0-9０-９][0-9０-９,，.．]*(?:[（(][^（）()]{0,20}[)）])?(?:万元|[件条宗起项个元%％])?"
)
_PAGE_NUMBER: Final = re.compile(r"[—–\-－·•]\s*\d+\s*[—–\-－·•]|第\s*\d+\s*页.*|\d+\s*/\s*\d+")


@frozen
class TextRow:
    """A line of text, taken for one of a table.

    Attributes:
        index: The number of the line.
        pieces: What stands on it before its figures.
        figures: The figures at its end.
    """

    index: int
    pieces: tuple[str, ...]
    figures: tuple[str, ...]


def split_row(index: int, text: str) -> TextRow:
    """A line of text as what it says, and the figures at its end."""
    if _PAGE_NUMBER.fullmatch(text.strip()):
        return TextRow(index, (), ())
    pieces = [piece for piece in (part.strip() for part in _GAP.split(text)) if piece]
    figures: list[str] = []
    while pieces:
        words = pieces[-1].split()
        while words and _is_figure(words[-1]):
            figures.append(words.pop())
        if words:
            pieces[-1] = " ".join(words)
            break
        pieces.pop()
    return TextRow(index, tuple(pieces), tuple(reversed(figures)))


def _is_figure(word: str) -> bool:
    return bool(_FIGURE.fullmatch(word)) or word in NO_NUMBER


def is_of_table(row: TextRow) -> bool:
    """Whether a row holds nothing but figures and pieces of printed labels."""
    return all(is_of_labels(piece) for piece in row.pieces)
