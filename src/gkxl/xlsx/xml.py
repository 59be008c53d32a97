"""Reads the XML of a part strictly, handing over only the elements someone asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.parsers import expat

from gkxl.errors import LimitError
from gkxl.xlsx.refusals import damaged, shown, unsafe
from gkxl.xlsx.tree import Tree

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gkxl.xlsx.grammar import Grammar
    from gkxl.xlsx.limits import Budget, Limits

_ENCODINGS = ("utf-8", "utf-16", "utf-16le", "utf-16be")
_LONGEST_NAMESPACE = 512
_BIT = 2048


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
    parser = _strict_parser(name, known)
    tree = Tree(parser, name, grammar, into, budget.limits)
    fed = 0
    try:
        for chunk in chunks:
            opened = chunk.count(b"<") - chunk.count(b"</")
            budget.elements += opened
            budget.check()
            parser.Parse(chunk, False)  # noqa: FBT003  # expat takes it by place
            fed += len(chunk)
            tree.hand_over_closed(opened, len(chunk))
            _refuse_large(budget.limits, len(known), max(tree.growing(), fed - parser.CurrentByteIndex))
        parser.Parse(b"", True)  # noqa: FBT003  # here, too
    except (expat.ExpatError, UnicodeError):
        part, line = shown(name), parser.CurrentLineNumber
        raise damaged(
            f"部件 {part} 第 {line} 行不是规范的 XML", f"part {part} is not well-formed XML at line {line}"
        ) from None
    tree.hand_over_rest()
    budget.check()


def bit_by_bit(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in small pieces, for a part of which the beginning may be enough."""
    return (chunk[at : at + _BIT] for chunk in chunks for at in range(0, len(chunk), _BIT))


def _refuse_large(limits: Limits, names: int, text: int) -> None:
    """Look at what the parser has to hold: the names it has seen, and the text or tag that is going on."""
    if names > limits.xml_names:
        raise LimitError("XML 名称的种类", "The number of different XML names", names, limits.xml_names)
    if text > limits.text_length:
        raise LimitError("单段文字的字数", "The length of one text", text, limits.text_length)


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
