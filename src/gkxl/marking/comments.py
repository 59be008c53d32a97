"""The comments of a sheet: what is found at its cells, along with what the unit noted there itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple
from xml.sax.saxutils import escape

from gkxl.address import address, column_letters
from gkxl.identity import COMMENT_AUTHOR
from gkxl.marking.parts import NewPart
from gkxl.text import legible
from gkxl.write.strings import spelt
from gkxl.xlsx.attributes import natural
from gkxl.xlsx.tags import texts_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from gkxl.xlsx.part_map import PartMap, Position

PART: Final = NewPart(
    "xl/comments", ".xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
)
LISTS: Final = ("authors", "commentList")
EMPTY: Final = '<comments xmlns="{}"><authors/><commentList/></comments>'
LONGEST: Final = 32_767
"""Characters that a cell or a comment can hold."""

_TAKEN_UP, _WHOSE = "\n原批注（", "）："
_THREAD: Final = "tc="
"""What the author is called of a comment that stands for a thread, which newer programs keep elsewhere."""


class _Comment(NamedTuple):
    """A comment; its text as the part spells it."""

    author: str
    text: str


class Comments:
    """The comments of one sheet, changed for what is found at its cells.

    Args:
        part_map: Their part, with the items of `LISTS`.
        notes: What is found, by row and column.

    Attributes:
        there: The cells that have a comment now for what is found.
        gone: The cells that have none any more.
    """

    def __init__(self, part_map: PartMap, notes: Mapping[tuple[int, int], str]) -> None:
        self._part_map = part_map
        self._authors = [texts_of(part_map.raw(spot), "author") for spot in part_map.items["authors"]]
        self._known = len(self._authors)
        found = {place: _Comment(COMMENT_AUTHOR, spelt(legible(text))) for place, text in notes.items()}
        self.gone: set[tuple[int, int]] = set()
        for spot, place, own in [*self._own(found)]:
            part_map.remove(spot)
            if place in found:
                found[place] = _along(found[place], own)
            elif own:
                found[place] = own
            else:
                self.gone.add(place)
        self.there = found.keys()
        self._write(found)

    def _own(
        self, found: dict[tuple[int, int], _Comment]
    ) -> Iterator[tuple[Position, tuple[int, int], _Comment | None]]:
        """The comments that change, where they are, and what the unit itself said there.

        A thread is left whole; its cell is coloured, and what is found is in the list.
        """
        for spot in self._part_map.items["commentList"]:
            attributes = self._part_map.attributes(spot)
            author = self._author(attributes.get("authorId", ""))
            place = place_of(attributes.get("ref", ""))
            if author.startswith(_THREAD):
                found.pop(place, None)
            elif author == COMMENT_AUTHOR:
                yield spot, place, _own_comment(self._text(spot))
            elif place in found:
                yield spot, place, _Comment(author, self._text(spot))

    def _author(self, number: str) -> str:
        index = natural(number)
        return self._authors[index] if 0 <= index < len(self._authors) else ""

    def _text(self, spot: Position) -> str:
        return texts_of(self._part_map.raw(spot), "t", without="rPh")

    def _write(self, found: Mapping[tuple[int, int], _Comment]) -> None:
        comments = "".join(self._spelt(place, comment) for place, comment in sorted(found.items()))
        prefix = self._part_map.prefix
        new = "".join(
            f"<{prefix}author>{escape(who)}</{prefix}author>" for who in self._authors[self._known :]
        )
        self._part_map.extend("authors", new)
        self._part_map.extend("commentList", comments, ("authors",))

    def _spelt(self, place: tuple[int, int], comment: _Comment) -> str:
        if comment.author not in self._authors:
            self._authors.append(comment.author)
        where, prefix = f"{column_letters(place[1])}{place[0]}", self._part_map.prefix
        head = f'<{prefix}comment ref="{where}" authorId="{self._authors.index(comment.author)}" shapeId="0">'
        text = f'<{prefix}t xml:space="preserve">{escape(comment.text)}</{prefix}t>'
        return f"{head}<{prefix}text>{text}</{prefix}text></{prefix}comment>"


def _along(said: _Comment, own: _Comment | None) -> _Comment:
    """What is found, and what the unit itself said, which is never cut short."""
    after = f"{_TAKEN_UP}{own.author}{_WHOSE}{own.text}" if own else ""
    return _Comment(said.author, said.text[: max(0, LONGEST - len(after))] + after)


def _own_comment(marked: str) -> _Comment | None:
    """The unit's own comment that an earlier marking took up."""
    _, found, own = marked.partition(_TAKEN_UP)
    author, _, text = own.partition(_WHOSE)
    return _Comment(author, text) if found else None


def place_of(reference: str) -> tuple[int, int]:
    """Row and column of an address; zeros, which are outside every sheet, for what is none."""
    try:
        return address(reference)
    except ValueError:
        return 0, 0
