"""Reads the XML of a part strictly, handing over only the elements someone asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple
from xml.parsers import expat

from gkxl.errors import LimitError
from gkxl.xlsx.limits import Budget
from gkxl.xlsx.refusals import damaged, shown, unsafe

Attributes = dict[str, str]

_ENCODINGS = {"utf-8", "utf8", "utf-16", "utf16", "utf-16le", "utf-16be"}
_LONGEST_NAMESPACE = 512


class Element(NamedTuple):
    """What to do with one element: whom to tell that it starts, which children to know, whom to hand its text.

    An element whose text is asked for and that knows no children may hold none, because they would split its text.
    """

    inside: Mapping[str, Element] = {}
    start: Callable[[Attributes], None] | None = None
    end: Callable[[str], None] | None = None


_STRANGER = Element()


def parse(
    name: str,
    chunks: Iterable[bytes],
    root: Mapping[str, Element],
    budget: Budget,
    *,
    only_there: frozenset[str] = frozenset(),
) -> None:
    """Read one part.

    Args:
        name: The part's name, for messages.
        chunks: Its bytes.
        root: The elements the part may begin with.
        budget: Where to count.
        only_there: Elements that are refused anywhere but where ``root`` has them.

    Raises:
        UnsafeFileError: It has a DOCTYPE, another encoding than UTF-8 or UTF-16, or elements where none belong.
        UnreadableFileError: It is not well-formed, or begins with another element.
        LimitError: It is deeper, longer or richer than the limits allow.
    """
    known: dict[str, str] = {}
    text: list[str] = []
    parser = _strict_parser(name, known)
    parser.CharacterDataHandler = text.append
    ended = _listen(parser, name, text, root, budget, only_there)
    try:
        for chunk in chunks:
            _feed(parser, name, chunk, known, text, budget)
        parser.Parse(b"", True)  # noqa: FBT003  # expat takes it by place
    except (expat.ExpatError, UnicodeError):
        line = parser.CurrentLineNumber
        part = shown(name)
        raise damaged(
            f"部件 {part} 第 {line} 行不是规范的 XML", f"part {part} is not well-formed XML at line {line}"
        ) from None
    budget.take_elements(ended())


def _listen(
    parser: expat.XMLParserType,
    name: str,
    text: list[str],
    root: Mapping[str, Element],
    budget: Budget,
    only_there: frozenset[str],
) -> Callable[[], int]:
    """Set the two handlers everything goes through; returns a way to ask how many elements have ended."""
    stack = [Element(root)]
    push, pop, clear = stack.append, stack.pop, text.clear
    limit = budget.limits.xml_depth

    def stranger(tag: str) -> Element:
        parent = stack[-1]
        if len(stack) == 1:
            raise damaged(f"部件 {shown(name)} 的内容不对", f"part {shown(name)} is something else: {shown(tag)}")
        if len(stack) > limit:
            raise LimitError("XML 嵌套层数", "The depth of XML elements", len(stack), limit)
        if tag in only_there or (parent.end is not None and not parent.inside):
            raise unsafe(
                f"部件 {shown(name)} 中有内容放在不该放的位置", f"part {shown(name)} has {shown(tag)} out of place"
            )
        return _STRANGER

    def start(tag: str, attributes: Attributes) -> None:
        element = stack[-1].inside.get(tag)
        if element is None:
            element = stranger(tag)
        push(element)
        clear()
        if element.start is not None:
            element.start(attributes)

    count = 0

    def end(_: str) -> None:
        nonlocal count
        count += 1
        finish = pop().end
        if finish is not None:
            finish("".join(text))
        clear()

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    return lambda: count


def _feed(
    parser: expat.XMLParserType, name: str, chunk: bytes, known: dict[str, str], text: list[str], budget: Budget
) -> None:
    """Parse one piece, then look at what the parser is holding back or piling up."""
    limits = budget.limits
    parser.Parse(chunk, False)  # noqa: FBT003  # expat takes it by place
    if len(known) > limits.xml_names:
        raise LimitError("XML 名称的种类", "The number of different XML names", len(known), limits.xml_names)
    if len(text) > 1 and (length := sum(map(len, text))) > limits.text_length:
        raise LimitError("单段文字的字数", "The length of one text", length, limits.text_length)
    budget.take_elements(0)


def _strict_parser(name: str, known: dict[str, str]) -> expat.XMLParserType:
    """A parser that knows no entities, no DOCTYPE and two encodings, and opens nothing."""
    parser = expat.ParserCreate(namespace_separator=" ", intern=known)
    parser.buffer_text = True
    part = shown(name)

    def doctype(*_: object) -> None:
        raise unsafe(f"部件 {part} 含有 DOCTYPE", f"part {part} has a DOCTYPE")

    def declaration(_: str, encoding: str | None, __: int) -> None:
        if encoding is not None and encoding.lower() not in _ENCODINGS:
            raise unsafe(f"部件 {part} 的编码不是 UTF-8 或 UTF-16", f"part {part} is neither UTF-8 nor UTF-16")

    def namespace(_: str | None, uri: str | None) -> None:
        if uri is not None and len(uri) > _LONGEST_NAMESPACE:
            raise LimitError("XML 命名空间的长度", "The length of an XML namespace", len(uri), _LONGEST_NAMESPACE)

    parser.StartDoctypeDeclHandler = doctype
    parser.XmlDeclHandler = declaration
    parser.StartNamespaceDeclHandler = namespace
    return parser
