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
    parser.Parse(chunk, False)  # noqa: FBT003  # expat takes it by place
