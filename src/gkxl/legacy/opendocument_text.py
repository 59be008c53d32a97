"""Puts together the text of a cell of an .ods file, with white space as it is shown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from gkxl.errors import LimitError

if TYPE_CHECKING:
    from gkxl.xlsx.book import Script, Scripts

_TEXT: Final = "urn:oasis:names:tc:opendocument:xmlns:text:1.0 "
_SPACE, _TAB, _BREAK = "\1", "\2", "\3"
"""What stands for white space of its own element; XML can hold none of these characters."""

_BLANKS: Final = f" \t\r\n\u3000\xa0{_SPACE}{_TAB}{_BREAK}"
_OWN_SPACE: Final = str.maketrans({_SPACE: " ", _TAB: "\t", _BREAK: "\n"})
_WHITE: Final = re.compile(r"[ \t\r\n]+")


class CellText:
    """The text of one cell while it goes by.

    Args:
        limit: How long it may be.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._length = 0
        self._paragraphs: list[list[str]] = []
        self._open: list[tuple[str, Script | None]] = []
        self._set: list[tuple[Script, str]] = []

    def start(self, tag: str, spaces: int, script: Script | None) -> None:
        """Take the beginning of an element.

        Args:
            tag: Its name.
            spaces: For how many spaces it stands, if it stands for spaces.
            script: How its text is set; None if as the text around it.
        """
        self._open.append((tag, script or (self._open[-1][1] if self._open else None)))
        if tag == f"{_TEXT}p":
            self._count(1)
            self._paragraphs.append([])
        elif tag == f"{_TEXT}s":
            self._count(spaces)
            self._add(_SPACE * spaces)
        elif tag == f"{_TEXT}tab":
            self.characters(_TAB)
        elif tag == f"{_TEXT}line-break":
            self.characters(_BREAK)

    def end(self, tag: str) -> None:
        """Take the end of an element."""
        if self._open and self._open[-1][0] == tag:
            self._open.pop()

    def characters(self, text: str) -> None:
        """Take a piece of text; what is outside paragraphs only lays out the XML.

        Raises:
            LimitError: The text grows too long.
        """
        self._count(len(text))
        self._add(text)

    def whole(self) -> str | None:
        """The text of the cell; None if it has no paragraph."""
        return "\n".join(map(_paragraph, self._paragraphs)) if self._paragraphs else None

    def scripts(self) -> Scripts:
        """What is struck through in it, or set above or below the line; blanks do not show it."""
        return tuple(self._set)

    def _add(self, text: str) -> None:
        if self._paragraphs:
            self._paragraphs[-1].append(text)
            script = self._open[-1][1] if self._open else None
            if script and text.strip(_BLANKS):
                self._set.append((script, text))

    def _count(self, length: int) -> None:
        self._length += length
        refuse_long(self._length, self._limit)


def refuse_long(length: int, limit: int) -> None:
    """Refuse a text that is too long.

    Raises:
        LimitError: It is.
    """
    if length > limit:
        raise LimitError("单段文字的字数", "The length of one text", length, limit)


def _paragraph(pieces: list[str]) -> str:
    """A paragraph as it is shown."""
    # ODF 1.2 part 1, 6.1.2 has all white space count as one space, and at both ends as none; LibreOffice,
    # which writes several spaces as such, does so only where the XML is laid out in lines
    return _WHITE.sub(_white, "".join(pieces)).translate(_OWN_SPACE)


def _white(found: re.Match[str]) -> str:
    before, line_break, _ = found[0].partition("\n")
    if not line_break:
        return before
    if found.end() == len(found.string):
        return before
    return " " if found.start() else ""
