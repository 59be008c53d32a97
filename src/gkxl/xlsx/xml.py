"""Reads the XML of a part strictly, handing over only the elements someone asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from xml.parsers import expat

from gkxl.errors import LimitError, UnsafeFileError
from gkxl.xlsx.refusals import damaged, shown, unsafe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from gkxl.xlsx.limits import Budget

Attributes = dict[str, str]

_ENCODINGS = ("utf-8", "utf-16", "utf-16le", "utf-16be")
_LONGEST_NAMESPACE = 512
_BIT = 2048


class Element:
    """What to do with one element: which children to know, whom to tell that it starts, who takes its text.

    Those two are told first what the part is read into, so that a grammar is made once and serves every part.
    An element whose text is taken and that knows no children may hold none: they would split its text.
    """

    __slots__ = ("alone", "depth", "end", "find", "inside", "parent", "start")

    def __init__(
        self,
        inside: Mapping[str, Element] | None = None,
        start: Callable[[Any, Attributes], None] | None = None,
        end: Callable[[Any, str], None] | None = None,
    ) -> None:
        self.inside = inside or {}
        self.find = self.inside.get
        self.alone = end is not None and not inside
        self.start = start
        self.end = end
        self.parent = self
        self.depth = 0

    def settle(self) -> None:
        """Tell everything inside what it is inside of."""
        for child in self.inside.values():
            child.parent, child.depth = self, self.depth + 1
            child.settle()


class Grammar:
    """What is read of a kind of part.

    Args:
        root: The elements that the part may begin with.
        only_there: Elements that are refused anywhere but where ``root`` has them.
    """

    __slots__ = ("only_there", "root")

    def __init__(self, root: Mapping[str, Element], only_there: Iterable[str] = ()) -> None:
        self.root = Element(root)
        self.root.settle()
        self.only_there = frozenset(only_there)


def parse(name: str, chunks: Iterable[bytes], grammar: Grammar, into: object, budget: Budget) -> None:
    """Read one part.

    Args:
        name: The part's name, for messages.
        chunks: Its bytes.
        grammar: What to read of it.
        into: Whom the handlers of the grammar are told it is for.
        budget: Where to count.

    Raises:
        UnsafeFileError: It has a DOCTYPE, an encoding that is not allowed, or elements where none belong.
        UnreadableFileError: It is not well-formed, or begins with another element.
        LimitError: It is deeper, longer or richer than the limits allow.
    """
    known: dict[str, str] = {}
    text: list[str] = []
    parser = _strict_parser(name, known)
    strangers = _Strangers(parser, name, grammar.only_there, budget.limits.xml_depth)
    _listen(parser, text, grammar.root, into, strangers)
    fed = 0
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)  # noqa: FBT003  # expat takes it by place
            fed += len(chunk)
            budget.elements += chunk.count(b"<") - chunk.count(b"</")
            _check(budget, len(known), fed - parser.CurrentByteIndex, text)
        parser.Parse(b"", True)  # noqa: FBT003  # here, too
    except (expat.ExpatError, UnicodeError):
        part, line = shown(name), parser.CurrentLineNumber
        raise damaged(
            f"部件 {part} 第 {line} 行不是规范的 XML", f"part {part} is not well-formed XML at line {line}"
        ) from None
    budget.check()


def bit_by_bit(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in small pieces, for a part of which the beginning may be enough."""
    return (chunk[at : at + _BIT] for chunk in chunks for at in range(0, len(chunk), _BIT))


def _check(budget: Budget, names: int, held: int, text: list[str]) -> None:
    """Look at what the parser is holding back, and at what piles up outside it."""
    limits = budget.limits
    if names > limits.xml_names:
        raise LimitError("XML 名称的种类", "The number of different XML names", names, limits.xml_names)
    length = max(held, sum(map(len, text)))
    if length > limits.text_length:
        raise LimitError("单段文字的字数", "The length of one text", length, limits.text_length)
    budget.check()


def _listen(
    parser: expat.XMLParserType, text: list[str], root: Element, into: object, strangers: _Strangers
) -> None:
    """Set the handlers every element goes through; each microsecond here is one for every cell."""
    here = root
    clear, join = text.clear, "".join

    def start(tag: str, attributes: Attributes) -> None:
        nonlocal here
        element = here.find(tag)
        if element is None:
            strangers.pass_over(tag, here)
            return
        here = element
        if text:
            clear()
        begin = element.start
        if begin is not None:
            begin(into, attributes)

    def end(_: str) -> None:
        nonlocal here
        element = here
        here = element.parent
        finish = element.end
        if finish is not None:
            finish(into, join(text) if text else "")
        if text:
            clear()

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text.append


class _Strangers:
    """Passes over elements nobody asked for with all they hold, unless they may not be where they are."""

    def __init__(
        self, parser: expat.XMLParserType, name: str, only_there: frozenset[str], limit: int
    ) -> None:
        self._parser = parser
        self._name = name
        self._only_there = only_there
        self._limit = limit
        self._depth = self._home = 0

    def pass_over(self, tag: str, parent: Element) -> None:
        """Take the place of the handlers until this element ends."""
        if not parent.depth:
            raise damaged(
                f"部件 {shown(self._name)} 的内容不对",
                f"part {shown(self._name)} is something else: {shown(tag)}",
            )
        if parent.alone:
            raise self._misplaced(tag)
        parser = self._parser
        self._handlers = (parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler)
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler = None
        self._home = self._depth = parent.depth
        self._start(tag, {})

    def _start(self, tag: str, _: Attributes) -> None:
        self._depth += 1
        if self._depth > self._limit:
            raise LimitError("XML 嵌套层数", "The depth of XML elements", self._depth, self._limit)
        if tag in self._only_there:
            raise self._misplaced(tag)

    def _end(self, _: str) -> None:
        self._depth -= 1
        if self._depth == self._home:
            parser = self._parser
            parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = self._handlers

    def _misplaced(self, tag: str) -> UnsafeFileError:
        part = shown(self._name)
        return unsafe(f"部件 {part} 中有内容放在不该放的位置", f"part {part} has {shown(tag)} out of place")


def _strict_parser(name: str, known: dict[str, str]) -> expat.XMLParserType:
    """A parser that knows no DOCTYPE and two encodings, and opens nothing."""
    parser = expat.ParserCreate(namespace_separator=" ", intern=known)
    parser.buffer_text = True

    def doctype(*_: object) -> None:
        raise unsafe(f"部件 {shown(name)} 含有 DOCTYPE", f"part {shown(name)} has a DOCTYPE")

    def declaration(_: str, encoding: str | None, __: int) -> None:
        if encoding is not None and encoding.lower() not in _ENCODINGS:
            part = shown(name)
            raise unsafe(
                f"部件 {part} 的编码不是 UTF-8 或 UTF-16", f"part {part} is neither UTF-8 nor UTF-16"
            )

    parser.StartDoctypeDeclHandler = doctype
    parser.XmlDeclHandler = declaration
    parser.StartNamespaceDeclHandler = _refuse_long_namespace
    return parser


def _refuse_long_namespace(_: str | None, uri: str | None) -> None:
    """A namespace is copied into every name under it."""
    length = len(uri or "")
    if length > _LONGEST_NAMESPACE:
        raise LimitError("XML 命名空间的长度", "The length of an XML namespace", length, _LONGEST_NAMESPACE)
