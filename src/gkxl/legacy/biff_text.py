"""Reads the texts and values of .xls files, and the fonts and number formats that all sheets share."""

from __future__ import annotations

import codecs
import struct
from math import isfinite
from typing import TYPE_CHECKING, Final, TypeAlias

from gkxl.files.load import damaged_file
from gkxl.frozen import NamedTuple
from gkxl.legacy import ERROR_VALUES
from gkxl.xlsx import Kind
from gkxl.xlsx.styles import BUILT_IN_FORMATS, to_style

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from gkxl.files.limits import Budget
    from gkxl.xlsx.book import Script, Scripts

    Runs: TypeAlias = "Sequence[tuple[int, int]]"

_WIDE, _PHONETIC, _RICH = 1, 4, 8
_CODE_PAGES: Final = {1200: "utf-16-le", 0x8000: "mac-roman", 10000: "mac-roman", 0x8001: "cp1252"}
"""Code pages that Python has under another name than their number."""


class RichText(NamedTuple):
    """A text and its fonts.

    Attributes:
        text: The text.
        runs: The offset of each run of characters in units of UTF-16, and the number of its font; the font
            of the cell holds before the first.
    """

    text: str
    runs: Runs = ()

    def scripts(self, script_of: Callable[[int], Script | None]) -> Scripts:
        """The runs that are struck through, or set above or below the line, but for blank ones."""
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
    """Reads one text after the other from a record and its continuations.

    Args:
        pieces: The contents of the records.
        at: Where the first text begins in the first of them.
    """

    def __init__(self, pieces: Sequence[bytes], at: int = 0) -> None:
        self._pieces = iter(pieces)
        self._piece = next(self._pieces)
        self._at = at

    def unicode(self, length: str) -> RichText:
        """A text of Excel 97 and later; ``length`` is the `struct` format of the length before it."""
        # MS-XLS 2.5.293: length, flags, number of runs, size of phonetics, characters, runs, phonetics
        count, flags = struct.unpack(f"<{length}B", self._take(struct.calcsize(f"<{length}B")))
        runs = int.from_bytes(self._take(2), "little") if flags & _RICH else 0
        phonetics = int.from_bytes(self._take(4), "little") if flags & _PHONETIC else 0
        text = self._characters(count, flags & _WIDE)
        found = self._runs(runs, "2H")
        self._take(phonetics)
        return RichText(text, found)

    def encoded(self, length: str, code_page: int, *, has_runs: bool = False) -> RichText:
        """A text of Excel 95, in the code page of its workbook, and its runs if it has any."""
        (count,) = struct.unpack(f"<{length}", self._take(struct.calcsize(f"<{length}")))
        raw, codec = self._take(count), _find_codec(code_page)
        # of Excel 95, runs begin at a byte of the text as it is encoded
        runs = self.counted_runs("B") if has_runs else ()
        starts = [len(raw[:start].decode(codec, "replace").encode("utf-16-le")) // 2 for start, _ in runs]
        fonts = [font for _, font in runs]
        return RichText(raw.decode(codec, "replace"), [*zip(starts, fonts, strict=True)])

    def counted_runs(self, size: str) -> Runs:
        """The runs after a text with their number before them; ``size`` is the `struct` format of figures."""
        (count,) = struct.unpack(f"<{size}", self._take(struct.calcsize(f"<{size}")))
        return self._runs(count, 2 * size)

    def _runs(self, count: int, spelt: str) -> Runs:
        """So many runs: the offset of each, and its font."""
        return [*struct.iter_unpack(f"<{spelt}", self._take(count * struct.calcsize(f"<{spelt}")))]

    def _characters(self, count: int, wide: int) -> str:
        """So many characters; a continuation begins with a flag that they are wide or narrow."""
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
        """So many bytes, from as many records as they are in."""
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
        raise damaged_file("文字的编码不明（代码页 {code_page}）", code_page=code_page) from None


_WESTERN_CODE_PAGE: Final = 1252
_UNUSED_FONT: Final = 4


class CellContent(NamedTuple):
    """What a cell holds.

    Attributes:
        kind: Its kind.
        text: The number as .xlsx files spell it, or the text.
        mask: Its number format; "" if that shows everything as it is stored.
        scripts: What is struck through in it, or set above or below the line.
    """

    kind: Kind
    text: str
    mask: str = ""
    scripts: Scripts = ()


class WorkbookData:
    """Texts, fonts and formats of a workbook, to which the cells of all sheets refer.

    Attributes:
        budget: Where to count.
        unicode: Whether texts are those of Excel 97 and later, and not of Excel 95.
        code_page: The code page of the texts of Excel 95.
        texts: The texts that cells refer to.
        fonts: Whether each font strikes through, or sets above or below the line.
        masks: Number formats by number.
        styles: The numbers of the font and of the number format of each style.
    """

    def __init__(self, budget: Budget) -> None:
        self.budget = budget
        self.unicode = True
        self.code_page = _WESTERN_CODE_PAGE
        self.texts: list[RichText] = []
        self.fonts: list[Script | None] = []
        self.masks: dict[int, str] = dict(BUILT_IN_FORMATS)
        self.styles: list[tuple[int, int]] = []

    def text(self, pieces: Sequence[bytes], at: int, length: str) -> str:
        """A text within a record; ``length`` is the `struct` format of the length before it."""
        return self.rich(pieces, at, length).text

    def rich(self, pieces: Sequence[bytes], at: int, length: str, *, has_runs: bool = False) -> RichText:
        """A text within a record with its runs, which may come after it with their number."""
        texts = TextReader(pieces, at)
        if self.unicode:
            found = texts.unicode(length)
            found = found._replace(runs=texts.counted_runs("H")) if has_runs else found
        else:
            found = texts.encoded(length, self.code_page, has_runs=has_runs)
        self.budget.take_text(len(found.text))
        return found

    def number(self, value: float, style: int) -> CellContent:
        """The content of a cell with a number, as .xlsx files spell it."""
        if not isfinite(value):
            return CellContent(Kind.ERROR, "#NUM!")
        font, number = self._style(style)
        shown = to_style(self.masks.get(number, ""))
        text = repr(value).removesuffix(".0")
        made = CellContent(shown.kind, text, shown.mask) if shown else CellContent(Kind.NUMBER, text)
        return made._replace(scripts=(("struck", text),)) if self.script(font) == "struck" else made

    def words(self, rich: RichText, style: int) -> CellContent:
        """The content of a cell with a text; without runs, the font of its style counts."""
        font, _ = self._style(style)
        if self.script(font) == "struck" and rich.text:
            return CellContent(Kind.TEXT, rich.text, scripts=(("struck", rich.text),))
        return CellContent(Kind.TEXT, rich.text, scripts=rich.scripts(self.script) if rich.runs else ())

    def _style(self, number: int) -> tuple[int, int]:
        """The numbers of the font and the number format of a style."""
        return self.styles[number] if number < len(self.styles) else (0, 0)

    def script(self, font: int) -> Script | None:
        """Whether a font strikes through, or sets above or below the line."""
        # MS-XLS 2.5.129: the value MUST NOT be 4; those above it count from 1
        at = font - 1 if font > _UNUSED_FONT else font
        return self.fonts[at] if at < len(self.fonts) else None


_ERROR_NUMBERS: Final = dict(zip((0x00, 0x07, 0x0F, 0x17, 0x1D, 0x24, 0x2A), ERROR_VALUES, strict=True))
"""Error values by their numbers in .xls files (MS-XLS BErr)."""


def read_rk(number: int) -> float:
    """A number in the four bytes of an RK."""
    # MS-XLS 2.5.217: bit 0 divides it by a hundred; bit 1 makes the other 30 a whole number with a sign,
    # else they are the upper bits of a number in eight bytes
    if number & 2:
        value = float((number - (1 << 32) if number >> 31 else number) >> 2)
    else:
        (value,) = struct.unpack("<d", struct.pack("<Q", (number & ~3) << 32))
    return value / 100 if number & 1 else value


def boolean_content(value: int) -> CellContent:
    """The content of a cell with a truth value."""
    return CellContent(Kind.BOOLEAN, str(int(value != 0)))


def error_content(number: int) -> CellContent:
    """The content of a cell with an error, by its number."""
    return CellContent(Kind.ERROR, _ERROR_NUMBERS.get(number, "#?"))
