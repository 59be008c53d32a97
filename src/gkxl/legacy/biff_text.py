"""Reads the texts in the records of .xls files, in any of their spellings."""

from __future__ import annotations

import codecs
import struct
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from gkxl.files.refusals import damaged_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from gkxl.xlsx.book import Script, Scripts

    Runs: TypeAlias = "Sequence[tuple[int, int]]"


_WIDE, _PHONETIC, _RICH = 1, 4, 8
_CODE_PAGES: Final = {1200: "utf-16-le", 0x8000: "mac-roman", 10000: "mac-roman", 0x8001: "cp1252"}
"""Code pages that Python does not know by their number."""


class RichText(NamedTuple):
    """A text, and in which fonts it is set.

    Attributes:
        text: The text.
        runs: Where each run of characters begins, in units of UTF-16, and the number of its font; what comes
            before the first is in the font of the cell.
    """

    text: str
    runs: Runs = ()

    def scripts(self, script_of: Callable[[int], Script | None]) -> Scripts:
        """The runs that are struck through, or set above or below the line; blanks do not show it."""
        return tuple(
            (script, text)
            for font, text in self._pieces()
            if (script := script_of(font)) is not None and text.strip()
        )

    def _pieces(self) -> Iterator[tuple[int, str]]:
        units = self.text.encode("utf-16-le", "surrogatepass")
        starts = [start for start, _ in self.runs]
        for (start, font), end in zip(self.runs, [*starts[1:], len(units)], strict=True):
            yield font, units[2 * start : 2 * end].decode("utf-16-le", "replace")


class TextReader:
    """Reads one text after the other from a record and those that continue it.

    Args:
        pieces: The contents of the records.
        at: Where the first text begins in the first of them.
    """

    def __init__(self, pieces: Sequence[bytes], at: int = 0) -> None:
        self._pieces = iter(pieces)
        self._piece = next(self._pieces)
        self._at = at

    def unicode(self, length: str) -> RichText:
        """A text of Excel 97 and later; ``struct`` spells the length before it so."""
        # MS-XLS 2.5.293: length, flags, number of runs, size of phonetics, characters, runs, phonetics
        count, flags = struct.unpack(f"<{length}B", self._take(struct.calcsize(f"<{length}B")))
        runs = int.from_bytes(self._take(2), "little") if flags & _RICH else 0
        phonetics = int.from_bytes(self._take(4), "little") if flags & _PHONETIC else 0
        text = self._characters(count, flags & _WIDE)
        found = self._runs(runs, "2H")
        self._take(phonetics)
        return RichText(text, found)

    def encoded(self, length: str, code_page: int, *, has_runs: bool = False) -> RichText:
        """A text of Excel 95, in the code page of its workbook; its runs may come after it."""
        (count,) = struct.unpack(f"<{length}", self._take(struct.calcsize(f"<{length}")))
        raw, codec = self._take(count), _find_codec(code_page)
        # of Excel 95, runs begin at a byte of the text as it is encoded
        runs = self.counted_runs("B") if has_runs else ()
        starts = [len(raw[:start].decode(codec, "replace").encode("utf-16-le")) // 2 for start, _ in runs]
        fonts = [font for _, font in runs]
        return RichText(raw.decode(codec, "replace"), [*zip(starts, fonts, strict=True)])

    def counted_runs(self, size: str) -> Runs:
        """The runs that follow a text with their number before them, both spelt as ``struct`` spells them."""
        (count,) = struct.unpack(f"<{size}", self._take(struct.calcsize(f"<{size}")))
        return self._runs(count, 2 * size)

    def _runs(self, count: int, spelt: str) -> Runs:
        """So many runs: where each begins, and its font."""
        return [*struct.iter_unpack(f"<{spelt}", self._take(count * struct.calcsize(f"<{spelt}")))]

    def _characters(self, count: int, wide: int) -> str:
        """So many characters; each record that continues them has a flag before them."""
        taken = b""
        while count:
            if self._at == len(self._piece):
                wide = self._take(1)[0] & _WIDE
            step = min(count, (len(self._piece) - self._at) >> wide)
            if not step:
                raise IndexError
            # MS-XLS 2.5.293: a narrow character is the lower half of a wide one, whatever the code page
            part = self._take(step << wide)
            taken += part if wide else part.decode("latin-1").encode("utf-16-le")
            count -= step
        return taken.decode("utf-16-le", "replace")

    def _take(self, size: int) -> bytes:
        """So many bytes, wherever they are continued."""
        taken = self._piece[self._at : self._at + size]
        self._at += len(taken)
        while len(taken) < size:
            self._piece = next(self._pieces, None) or _raise_at_end()
            self._at = min(size - len(taken), len(self._piece))
            taken += self._piece[: self._at]
        return taken


def _raise_at_end() -> bytes:
    raise IndexError


def _find_codec(code_page: int) -> str:
    try:
        return codecs.lookup(_CODE_PAGES.get(code_page, f"cp{code_page}")).name
    except LookupError:
        raise damaged_file(
            f"文字的编码不明（代码页 {code_page}）", f"its texts are in code page {code_page}"
        ) from None
