"""Parses the XML of a part strictly, into a tree or element by element."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree.ElementTree import TreeBuilder
from xml.parsers import expat

from gkxl.errors import LimitError
from gkxl.files.refusals import damaged_file, in_chinese, printable, unsafe_file
from gkxl.files.zip_reader import CHUNK

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from gkxl.files.limits import Limits


_ENCODINGS = ("utf-8", "utf-16", "utf-16le", "utf-16be")
_LONGEST_NAMESPACE = 512


def count_elements(xml: bytes) -> int:
    """How many elements begin in a piece of XML; comments and the like count as well."""
    return xml.count(b"<") - xml.count(b"</")


class StrictParser:
    """One strict pass over the bytes of a part, under limits that hold for whatever is made of it.

    Args:
        name: The part's name, for messages.
        limits: How many names it may have, and how long a text may be.
    """

    def __init__(self, name: str, limits: Limits) -> None:
        self._name = name
        self._limits = limits
        self._names: dict[str, str] = {}
        self._fed = 0
        self._parser = make_expat_parser(name, self._names)

    def feed(self, chunk: bytes | memoryview) -> None:
        """Parse some more of the part.

        Raises:
            UnsafeFileError: It has a DOCTYPE, or an encoding that is not allowed.
            UnreadableFileError: It is not well-formed.
            LimitError: It has too many or too long names, or too long a text.
        """
        self._parse(chunk, final=False)
        self._fed += len(chunk)
        self._refuse_names()
        self._refuse_text()

    def end(self) -> None:
        """Parse no more of it.

        Raises:
            UnreadableFileError: It is not well-formed.
        """
        self._parse(b"", final=True)

    def _parse(self, chunk: bytes | memoryview, *, final: bool) -> None:
        try:
            self._parser.Parse(chunk, final)
        except (expat.ExpatError, UnicodeError):
            part, line = printable(self._name), self._parser.CurrentLineNumber
            raise damaged_file(
                f"{in_chinese(self._name)}内容不规范（第 {line} 行）",
                f"part {part} is not well-formed XML at line {line}",
            ) from None

    def _refuse_names(self) -> None:
        """The parser keeps every name it meets."""
        names, limits = len(self._names), self._limits
        if names > limits.xml_names:
            raise LimitError("XML 名称的种类", "The number of different XML names", names, limits.xml_names)
        length = sum(len(name or "") for name in self._names)
        if length > limits.text_length:
            raise LimitError("XML 名称的总字数", "The length of all XML names", length, limits.text_length)

    def _refuse_text(self) -> None:
        """The parser holds a tag until it is whole."""
        length = max(self._growing(), self._fed - self._parser.CurrentByteIndex)
        if length > self._limits.text_length:
            raise LimitError("单段文字的字数", "The length of one text", length, self._limits.text_length)

    def _growing(self) -> int:
        """How long the text is that may still be going on, where texts are kept."""
        return 0


class TreeParser(StrictParser):
    """The tree of a part while it grows; the parser builds it without a step of Python for each element."""

    def __init__(self, name: str, limits: Limits) -> None:
        super().__init__(name, limits)
        self.root: Element | None = None
        self._builder = TreeBuilder()
        self._parser.StartElementHandler = self._plant
        self._parser.EndElementHandler = self._builder.end
        self._parser.CharacterDataHandler = self._builder.data

    def close(self) -> Element:
        """The root, once all of the part has been parsed.

        Raises:
            UnreadableFileError: It is not well-formed.
        """
        self.end()
        return self._builder.close()

    def _plant(self, tag: str, attributes: dict[str, str]) -> None:
        self.root = self._builder.start(tag, attributes)
        self._parser.StartElementHandler = self._builder.start

    def _growing(self) -> int:
        """How long the text is that the builder still holds."""
        self._builder.comment("")  # adds nothing to the tree, but the text that the builder still holds
        length = 0
        element = self.root
        while element is not None:
            length = max(length, len(element.text or ""), len(element.tail or ""))
            element = element[-1] if len(element) else None
        return length


def make_expat_parser(name: str, known: dict[str, str]) -> expat.XMLParserType:
    """A parser that knows no DOCTYPE and two encodings, and opens nothing."""
    parser = expat.ParserCreate(namespace_separator=" ", intern=known)
    parser.buffer_text = True

    def doctype(*_: object) -> None:
        raise unsafe_file(f"{in_chinese(name)}含有外来的定义", f"part {printable(name)} has a DOCTYPE")

    def declaration(_: str, encoding: str | None, __: int) -> None:
        if encoding is not None and encoding.lower() not in _ENCODINGS:
            part = printable(name)
            raise unsafe_file(f"{in_chinese(name)}编码不对", f"part {part} is neither UTF-8 nor UTF-16")

    parser.StartDoctypeDeclHandler = doctype
    parser.XmlDeclHandler = declaration
    parser.StartNamespaceDeclHandler = _check_namespace
    return parser


def _check_namespace(_: str | None, uri: str | None) -> None:
    """A namespace is copied into every name under it."""
    length = len(uri or "")
    if length > _LONGEST_NAMESPACE:
        raise LimitError("XML 命名空间的长度", "The length of an XML namespace", length, _LONGEST_NAMESPACE)


class ElementParser(StrictParser):
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
