"""A strict pass over a part that looks at its elements one by one, and knows where each of them is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gkxl.errors import LimitError
from gkxl.files.zip_reader import CHUNK
from gkxl.xlsx.tree import Pass

if TYPE_CHECKING:
    from gkxl.files.limits import Limits


class Walk(Pass):
    """A pass over a part that calls ``opened`` and ``closed`` for every element; ``at`` is where it is."""

    def __init__(self, name: str, limits: Limits) -> None:
        super().__init__(name, limits)
        self._parser.StartElementHandler = self.opened
        self._parser.EndElementHandler = self.closed

    @property
    def at(self) -> int:
        """Where the tag begins that is looked at; of an empty element, at its end, where that is over."""
        return self._parser.CurrentByteIndex

    def run(self, content: bytes | bytearray) -> None:
        """Go through the part.

        Raises:
            GkxlError: It is not well-formed, or beyond a limit.
        """
        view = memoryview(content)
        for at in range(0, len(view), CHUNK):
            self.feed(view[at : at + CHUNK])
        self.end()

    def opened(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        raise NotImplementedError

    def closed(self, tag: str) -> None:
        """An element is over."""
        raise NotImplementedError

    def _refuse_deep(self, depth: int) -> None:
        if depth > self._limits.xml_depth:
            raise LimitError("XML 嵌套层数", "The depth of XML elements", depth, self._limits.xml_depth)
