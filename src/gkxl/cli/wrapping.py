"""Breaks lines of Chinese: anywhere but inside a number or a Latin word, or before a closing mark."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from rich.cells import cell_len
from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console
    from rich.containers import Lines

_PIECE: Final = re.compile(r"[“（]*(?:[!-~]+|.)[，。；：、）”＝＋ ]*", flags=re.DOTALL)
"""What stays together: rich breaks at spaces only, which Chinese does not have."""


class Chinese(Text):
    """A text that rich wraps as Chinese is wrapped."""

    def wrap(self, console: Console, width: int, **options: Any) -> Lines:  # noqa: ANN401 (rich's own)
        """The text in lines of at most this width; what is longer in itself is cut by rich."""
        lines = self.divide(_breaks(self.plain, width))
        for line in lines:
            line.rstrip()
        cut = [piece for line in lines for piece in Text.wrap(line, console, width, **options)]
        return type(lines)(cut)


def _breaks(text: str, width: int) -> Iterator[int]:
    """Where lines end, counted in characters."""
    used = 0
    for piece in _PIECE.finditer(text):
        wide = cell_len(piece.group().rstrip())
        if used and used + wide > width:
            yield piece.start()
            used = 0
        used += cell_len(piece.group())
