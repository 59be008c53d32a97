"""The comments on the cells of a sheet, the unit's own included, and the boxes that they are shown in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape

from gkxl.address import column_letters, read_address
from gkxl.frozen import NamedTuple
from gkxl.layout import COMMENT_AUTHOR
from gkxl.marking.parts import NewPart
from gkxl.text import legible
from gkxl.write.corrected_parts import escape_returns
from gkxl.xlsx.edits import Edits, read_texts
from gkxl.xlsx.xml.schema import to_natural
from gkxl.xlsx.xml.tree import ElementParser

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from gkxl.xlsx import Limits
    from gkxl.xlsx.part_map import ElementSpan, PartMap


COMMENTS_PART: Final = NewPart(
    "xl/comments", ".xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
)
COMMENT_LISTS: Final = ("authors", "commentList")
EMPTY_COMMENTS: Final = '<comments xmlns="{}"><authors/><commentList/></comments>'
LONGEST_COMMENT: Final = 32_767
"""Characters that a cell or a comment can hold."""

_TAKEN_UP, _WHOSE = "\n原批注（", "）："
_THREAD: Final = "tc="
"""How the author of a comment begins that repeats a thread; newer programs keep these in another part."""


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
        self._authors = [read_texts(part_map.raw(spot), "author") for spot in part_map.items["authors"]]
        self._known = len(self._authors)
        found = {
            place: _Comment(COMMENT_AUTHOR, escape_returns(legible(text))) for place, text in notes.items()
        }
        self.gone: set[tuple[int, int]] = set()
        for spot, place, own in [*self._own(found)]:
            part_map.remove(spot)
            if place in found:
                found[place] = _join_comments(found[place], own)
            elif own:
                found[place] = own
            else:
                self.gone.add(place)
        self.there = found.keys()
        self._write(found)

    def _own(
        self, found: dict[tuple[int, int], _Comment]
    ) -> Iterator[tuple[ElementSpan, tuple[int, int], _Comment | None]]:
        """The comments that change, where they are, and what the unit itself wrote there.

        A thread is left whole; its cell is coloured, and what is found is in the list.
        """
        for spot in self._part_map.items["commentList"]:
            attributes = self._part_map.attributes(spot)
            author = self._author(attributes.get("authorId", ""))
            place = place_of(attributes.get("ref", ""))
            if author.startswith(_THREAD):
                found.pop(place, None)
            elif author == COMMENT_AUTHOR:
                yield spot, place, _find_own_comment(self._text(spot))
            elif place in found:
                yield spot, place, _Comment(author, self._text(spot))

    def _author(self, number: str) -> str:
        index = to_natural(number)
        return self._authors[index] if 0 <= index < len(self._authors) else ""

    def _text(self, spot: ElementSpan) -> str:
        return read_texts(self._part_map.raw(spot), "t", without="rPh")

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


def _join_comments(found: _Comment, own: _Comment | None) -> _Comment:
    """What is found, and the unit's own comment, which is never cut short."""
    after = f"{_TAKEN_UP}{own.author}{_WHOSE}{own.text}" if own else ""
    return _Comment(found.author, found.text[: max(0, LONGEST_COMMENT - len(after))] + after)


def _find_own_comment(marked: str) -> _Comment | None:
    """The unit's own comment that an earlier marking took up."""
    _, found, own = marked.partition(_TAKEN_UP)
    author, _, text = own.partition(_WHOSE)
    return _Comment(author, text) if found else None


def place_of(reference: str) -> tuple[int, int]:
    """Row and column of an address; zeros, which are outside every sheet, for what is none."""
    try:
        return read_address(reference)
    except ValueError:
        return 0, 0


SHAPES_PART: Final = NewPart(
    "xl/drawings/vmlDrawing", ".vml", "application/vnd.openxmlformats-officedocument.vmlDrawing"
)
_VML: Final = "urn:schemas-microsoft-com:vml"
_EXCEL: Final = "urn:schemas-microsoft-com:office:excel"
_SPACES: Final = f'xmlns:v="{_VML}" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="{_EXCEL}"'
EMPTY_SHAPES: Final = f"<xml {_SPACES}></xml>"
_HEIGHT, _WIDTH = 160, 320
_NUMBER: Final = re.compile("_x0000_s([0-9]{1,9})")
_MOST_DIGITS: Final = 9
"""So many are kept of a row or a column before more come in; none has as many."""

_BOX_TYPE: Final = "_x0000_t202"
_BOX_TYPE_XML: Final = (
    f'<v:shapetype {_SPACES} id="{_BOX_TYPE}" coordsize="21600,21600" o:spt="202" '
    'path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
    '<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_BOX_XML: Final = (
    f'<v:shape {_SPACES} id="_x0000_s{{number}}" type="#{_BOX_TYPE}" style="position:absolute;'
    f"margin-left:59.25pt;margin-top:1.5pt;width:{_WIDTH}px;height:{_HEIGHT}px;z-index:1;"
    'visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/>'
    '<v:shadow color="black" obscured="t"/><v:path o:connecttype="none"/>'
    '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"/></v:textbox>'
    '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:AutoFill>False</x:AutoFill>'
    "<x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)


class Shapes(ElementParser):
    """A drawing with the boxes of comments that are new, and without those of comments that are gone.

    Args:
        name: The name of its part.
        content: The part.
        limits: What it may hold.
        wanted: The rows and columns of the cells that are to have a box.
        gone: Those that are to have none.

    Attributes:
        edits: What is to become of it.
    """

    def __init__(
        self,
        name: str,
        content: bytearray,
        limits: Limits,
        wanted: Collection[tuple[int, int]],
        gone: Collection[tuple[int, int]],
    ) -> None:
        super().__init__(name, limits)
        self._parser.CharacterDataHandler = self._take_text
        self.edits = Edits(content)
        self._gone = gone
        self._missing = set(wanted)
        self._path: list[tuple[str, int]] = []
        self._last = 1024
        self._kind = False
        self._texts: dict[str, str] = {}
        self.run(content)
        kinds = "" if self._kind else _BOX_TYPE_XML
        self.edits.append(self._root, self._end, (kinds + "".join(self._new())).encode())

    def opened(self, tag: str, attributes: dict[str, str]) -> None:
        """Look at the beginning of an element."""
        self._path.append((tag, self.at))
        self._refuse_deep(len(self._path))
        number = _NUMBER.fullmatch(attributes.get("id", ""))
        if number:
            self._last = max(self._last, int(number[1]))
        if tag == f"{_VML} shapetype" and attributes.get("id") == _BOX_TYPE:
            self._kind = True
        elif tag == f"{_VML} shape":
            self._texts = {}
        elif tag == f"{_EXCEL} ClientData":
            self._texts = {"kind": attributes.get("ObjectType", "")}

    def closed(self, tag: str) -> None:
        """Look at the end of an element."""
        _, start = self._path.pop()
        if not self._path:
            self._root, self._end = start, self.at
        elif tag == f"{_VML} shape" and self._texts.get("kind") == "Note":
            place = tuple(to_natural(self._texts.get(key, "").strip()) + 1 for key in ("Row", "Column"))
            self._missing.discard(place)
            if place in self._gone:
                self.edits.remove(start, self.edits.end_of(start, self.at))

    def _take_text(self, text: str) -> None:
        space, _, name = self._path[-1][0].rpartition(" ")
        if space == _EXCEL and name in ("Row", "Column"):
            self._texts[name] = self._texts.get(name, "")[:_MOST_DIGITS] + text

    def _new(self) -> Iterable[str]:
        for number, (row, column) in enumerate(sorted(self._missing), start=self._last + 1):
            yield _BOX_XML.format(number=number, row=row - 1, column=column - 1)
