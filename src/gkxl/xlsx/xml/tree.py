"""Parses the XML of a part strictly, into a tree or element by element."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from xml.etree.ElementTree import TreeBuilder
from xml.parsers import expat

from gkxl.files.limits import check_limit
from gkxl.files.load import damaged_file, describe_part, unsafe_file
from gkxl.files.zip_reader import CHUNK

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from gkxl.files.limits import Limits

_ENCODINGS: Final = ("utf-8", "utf-16", "utf-16le", "utf-16be")
_LONGEST_NAMESPACE: Final = 512


def make_expat_parser(name: str, names: dict[str, str]) -> expat.XMLParserType:
    """A parser that refuses a DOCTYPE and all encodings but two, and opens no other file.

    Args:
        name: The part's name, for messages.
        names: Where the parser keeps each name of an element or attribute that it meets.
    """
    parser = expat.ParserCreate(namespace_separator=" ", intern=names)
    parser.buffer_text = True

    # ECMA-376 part 2, XML usage: no DTD. Its entities could be nested so that 1 KB becomes 1 GB ("billion
    # laughs"), or be files of this computer.
    def doctype(*_: object) -> None:
        raise unsafe_file("{part}含有外来的定义", part=describe_part(name))

    # The same clause: UTF-8 or UTF-16. In UTF-7 and their like, what looks like a text can be tags.
    def declaration(_: str, encoding: str | None, __: int) -> None:
        if encoding is not None and encoding.lower() not in _ENCODINGS:
            raise unsafe_file("{part}编码不对", part=describe_part(name))

    parser.StartDoctypeDeclHandler = doctype
    parser.XmlDeclHandler = declaration
    parser.StartNamespaceDeclHandler = _check_namespace
    return parser


def _check_namespace(_: str | None, uri: str | None) -> None:
    # expat copies a namespace into each name under it: 60 KB of it in 10,000 names would be 600 MB
    check_limit(_LONGEST_NAMESPACE, len(uri or ""), "XML 命名空间的长度")


def count_elements(xml: bytes) -> int:
    """How many elements begin in a piece of XML, at most: comments and the like count as well."""
    return xml.count(b"<") - xml.count(b"</")


class StrictParser:
    """Parses the bytes of a part once; subclasses decide what is made of its elements.

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
        """Parse more of the part.

        Raises:
            UnsafeFileError: It has a DOCTYPE, or an encoding that is not allowed.
            UnreadableFileError: It is not well-formed.
            LimitError: It has too many or too long names, or too long a text.
        """
        self._parse(chunk, final=False)
        self._fed += len(chunk)
        self._check_names()
        self._check_text()

    def end(self) -> None:
        """Tell the parser that the part is complete.

        Raises:
            UnreadableFileError: It is not well-formed.
        """
        self._parse(b"", final=True)

    def _parse(self, chunk: bytes | memoryview, *, final: bool) -> None:
        try:
            self._parser.Parse(chunk, final)
        except (expat.ExpatError, UnicodeError):
            part, line = describe_part(self._name), self._parser.CurrentLineNumber
            raise damaged_file("{part}内容不规范（第 {line} 行）", part=part, line=line) from None

    def _check_names(self) -> None:
        # expat keeps every name until the end: a part of nothing but new names would fill memory
        check_limit(self._limits.xml_names, len(self._names), "XML 名称的种类")
        length = sum(len(name or "") for name in self._names)
        check_limit(self._limits.text_length, length, "XML 名称的总字数")

    def _check_text(self) -> None:
        # expat holds a tag until it is complete, and reads it again from its beginning for every piece: time
        # grows with the square of its length
        length = max(self._open_text_length(), self._fed - self._parser.CurrentByteIndex)
        check_limit(self._limits.text_length, length, "单段文字的字数")

    def _open_text_length(self) -> int:
        """The length of the text that may still go on; 0 where texts are not kept."""
        return 0


class TreeParser(StrictParser):
    """Parses a part into a tree of elements, which can be looked at while it grows.

    Attributes:
        root: The root of the tree; None before it begins.
    """

    def __init__(self, name: str, limits: Limits) -> None:
        super().__init__(name, limits)
        self.root: Element | None = None
        self._builder = TreeBuilder()
        # expat calls the builder, which is in C as well: no step of Python for any element but the root
        self._parser.StartElementHandler = self._start_root
        self._parser.EndElementHandler = self._builder.end
        self._parser.CharacterDataHandler = self._builder.data

    def close(self) -> Element:
        """The root, once all of the part has been parsed.

        Raises:
            UnreadableFileError: It is not well-formed.
        """
        self.end()
        return self._builder.close()

    def _start_root(self, tag: str, attributes: dict[str, str]) -> None:
        self.root = self._builder.start(tag, attributes)
        self._parser.StartElementHandler = self._builder.start

    def _open_text_length(self) -> int:
        self._builder.comment("")  # puts the text that the builder holds into the tree, and nothing else
        length = 0
        element = self.root
        while element is not None:
            length = max(length, len(element.text or ""), len(element.tail or ""))
            element = element[-1] if len(element) else None
        return length


class ElementParser(StrictParser):
    """Parses a part and calls ``opened`` and ``closed`` for each element; subclasses define the two."""

    def __init__(self, name: str, limits: Limits) -> None:
        super().__init__(name, limits)
        self._parser.StartElementHandler = self.opened
        self._parser.EndElementHandler = self.closed

    @property
    def at(self) -> int:
        """Where the current tag begins, in bytes; where an empty element ends, while it is closed."""
        return self._parser.CurrentByteIndex

    def run(self, content: bytes | bytearray) -> None:
        """Parse the whole part.

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
        """An element ends."""
        raise NotImplementedError

    def _refuse_deep(self, depth: int) -> None:
        check_limit(self._limits.xml_depth, depth, "XML 嵌套层数")
