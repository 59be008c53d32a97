"""The boxes that comments are shown in, which programs look for in a drawing of the old kind (VML)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from gkxl.marking.parts import NewPart
from gkxl.xlsx.attributes import natural
from gkxl.xlsx.edits import Edits
from gkxl.xlsx.walk import Walk

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from gkxl.xlsx import Limits

PART: Final = NewPart(
    "xl/drawings/vmlDrawing", ".vml", "application/vnd.openxmlformats-officedocument.vmlDrawing"
)
_VML: Final = "urn:schemas-microsoft-com:vml"
_EXCEL: Final = "urn:schemas-microsoft-com:office:excel"
_SPACES: Final = f'xmlns:v="{_VML}" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="{_EXCEL}"'
EMPTY: Final = f"<xml {_SPACES}></xml>"
_HEIGHT, _WIDTH = 160, 320
_NUMBER: Final = re.compile("_x0000_s([0-9]{1,9})")
_DIGITS: Final = 9
"""So many are kept of a row or a column before more come in; none has as many."""

_KIND: Final = "_x0000_t202"
_KINDS: Final = (
    f'<v:shapetype {_SPACES} id="{_KIND}" coordsize="21600,21600" o:spt="202" '
    'path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
    '<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_SHAPE: Final = (
    f'<v:shape {_SPACES} id="_x0000_s{{number}}" type="#{_KIND}" style="position:absolute;'
    f"margin-left:59.25pt;margin-top:1.5pt;width:{_WIDTH}px;height:{_HEIGHT}px;z-index:1;"
    'visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/>'
    '<v:shadow color="black" obscured="t"/><v:path o:connecttype="none"/>'
    '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"/></v:textbox>'
    '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:AutoFill>False</x:AutoFill>'
    "<x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)


class Shapes(Walk):
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
        kinds = "" if self._kind else _KINDS
        self.edits.append(self._root, self._end, (kinds + "".join(self._new())).encode())

    def opened(self, tag: str, attributes: dict[str, str]) -> None:
        """Look at the beginning of an element."""
        self._path.append((tag, self.at))
        self._refuse_deep(len(self._path))
        number = _NUMBER.fullmatch(attributes.get("id", ""))
        if number:
            self._last = max(self._last, int(number[1]))
        if tag == f"{_VML} shapetype" and attributes.get("id") == _KIND:
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
            place = tuple(natural(self._texts.get(key, "").strip()) + 1 for key in ("Row", "Column"))
            self._missing.discard(place)
            if place in self._gone:
                self.edits.remove(start, self.edits.end_of(start, self.at))

    def _take_text(self, text: str) -> None:
        space, _, name = self._path[-1][0].rpartition(" ")
        if space == _EXCEL and name in ("Row", "Column"):
            self._texts[name] = self._texts.get(name, "")[:_DIGITS] + text

    def _new(self) -> Iterable[str]:
        for number, (row, column) in enumerate(sorted(self._missing), start=self._last + 1):
            yield _SHAPE.format(number=number, row=row - 1, column=column - 1)
