"""Finds the parts of a workbook by what they are to each other, never by their file names."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING, NamedTuple, TypeVar
from urllib.parse import unquote

from gkxl.files.refusals import in_words, shown, unsafe
from gkxl.files.sniff import refuse_other_package
from gkxl.files.zip_reader import Archive
from gkxl.xlsx.grammar import Grammar, Inside, marks
from gkxl.xlsx.memory import remembered
from gkxl.xlsx.namespaces import CONTENT_TYPES, PACKAGE_RELATIONSHIPS, RELATIONSHIPS, under
from gkxl.xlsx.xml import parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gkxl.files.limits import Budget
    from gkxl.files.zip_reader import Entry
    from gkxl.xlsx.grammar import Attributes
    from gkxl.xlsx.memory import Reader

T = TypeVar("T")

_SCHEME = re.compile(r"^(?:[A-Za-z][A-Za-z0-9+.-]*:|//)")
_TYPES = "[Content_Types].xml"


class Relationship(NamedTuple):
    """What one part is to another; ``target`` is a part's name, or whatever the file says if ``external``."""

    id: str
    kind: str
    target: str
    external: bool


class Package:
    """The parts of one file, their content types and their relationships."""

    def __init__(self, data: bytes, budget: Budget) -> None:
        self.budget = budget
        self._archive = Archive(data, budget)
        if _TYPES not in self._archive:
            raise refuse_other_package(self._archive.names(), "")
        self._types = self.read(_read_types, _TYPES)

    def __contains__(self, name: str) -> bool:
        return name in self._archive

    def names(self) -> list[str]:
        """The names of all parts."""
        return self._archive.names()

    def packed(self) -> Iterator[tuple[Entry, memoryview]]:
        """Every part with its bytes as they are packed, in their order."""
        return self._archive.packed()

    def chunks(self, name: str) -> Iterator[bytes]:
        """The bytes of a part, piece by piece."""
        return self._archive.chunks(name)

    def read(self, reader: Reader[T], name: str) -> T:
        """What a reader makes of a part that is likely to be the same in many packages."""
        return remembered(reader, name, self.chunks(name), self.budget)

    def content_type(self, name: str) -> str:
        """What the package says a part is."""
        folded = name.casefold()
        return self._types.overrides.get(folded) or self._types.defaults.get(folded.rpartition(".")[2], "")

    def relationships(self, name: str = "") -> list[Relationship]:
        """The relationships of a part, or of the package itself; none if it has none.

        Raises:
            UnsafeFileError: One points outside the package without saying so, or two have one id.
        """
        part = links_of(name)
        return self.read(_read_links, part) if part in self._archive else []


def links_of(name: str) -> str:
    """The name of the part that lists the relationships of a part."""
    folder, file = posixpath.split(name)
    return posixpath.join(folder, "_rels", f"{file}.rels")


class _Types:
    """What the parts of a package are, by extension and by name."""

    def __init__(self) -> None:
        self.defaults: dict[str, str] = {}
        self.overrides: dict[str, str] = {}

    def default(self, attributes: Attributes) -> None:
        """Take what parts of one extension are."""
        self.defaults[attributes.get("Extension", "").casefold()] = attributes.get("ContentType", "")

    def override(self, attributes: Attributes) -> None:
        """Take what one part is."""
        name = attributes.get("PartName", "").replace("\\", "/").lstrip("/").casefold()
        self.overrides[name] = attributes.get("ContentType", "")


_TYPE = under(CONTENT_TYPES, {"Default": marks(_Types.default), "Override": marks(_Types.override)})
_TYPES_GRAMMAR = Grammar(under(CONTENT_TYPES, {"Types": Inside(_TYPE)}))


def _read_types(name: str, chunks: Iterable[bytes], budget: Budget) -> _Types:
    types = _Types()
    parse(name, chunks, _TYPES_GRAMMAR, types, budget)
    return types


class _Links:
    """The relationships of a part while they go by."""

    def __init__(self, part: str, folder: str) -> None:
        self.found: dict[str, Relationship] = {}
        self._part = part
        self._folder = folder

    def take(self, attributes: Attributes) -> None:
        """Take one."""
        relationship = _relationship(attributes, self._folder)
        if self.found.setdefault(relationship.id, relationship) is not relationship:
            part = shown(self._part)
            raise unsafe(
                f"{in_words(self._part)}有重复的关系", f"part {part} has two relationships of one id"
            )


_LINK = under(PACKAGE_RELATIONSHIPS, {"Relationship": marks(_Links.take)})
_LINKS_GRAMMAR = Grammar(under(PACKAGE_RELATIONSHIPS, {"Relationships": Inside(_LINK)}))


def _read_links(name: str, chunks: Iterable[bytes], budget: Budget) -> list[Relationship]:
    """The relationships that a part lists; it lies in a folder beside the part that they are of."""
    links = _Links(name, posixpath.dirname(posixpath.dirname(name)))
    parse(name, chunks, _LINKS_GRAMMAR, links, budget)
    return list(links.found.values())


def only(relationships: list[Relationship], kind: str) -> str | None:
    """The one part of a kind, or ``None``.

    Raises:
        UnsafeFileError: There are two, or it lies outside the package.
    """
    found = [relationship for relationship in relationships if relationship.kind == kind]
    if len(found) > 1:
        raise unsafe("有的内容出现了几份，应当只有一份", f"there are several {kind} parts")
    return inside(found[0]) if found else None


def inside(relationship: Relationship) -> str:
    """The name of a part that must lie inside the package."""
    if relationship.external:
        raise _outside(relationship.target)
    return relationship.target


def _relationship(attributes: Attributes, folder: str) -> Relationship:
    kind = attributes.get("Type", "")
    for base in RELATIONSHIPS:
        kind = kind.removeprefix(base + "/")
    external = attributes.get("TargetMode") == "External"
    target = attributes.get("Target", "")
    if not external and not (kind == "hyperlink" or target.startswith("#")):
        target = _resolved(target, folder)
    return Relationship(attributes.get("Id", ""), kind, target, external)


def _resolved(target: str, folder: str) -> str:
    """A target as the name of a part: absolute and backslash spellings are one and the same."""
    path = unquote(target).replace("\\", "/").partition("#")[0]
    if not folder:  # some programs count from the folder of _rels/.rels itself
        path = path.removeprefix("../")
    if _SCHEME.match(path):
        raise _outside(target)
    parts: list[str] = [] if path.startswith("/") else folder.split("/")
    for step in path.split("/"):
        if step == "..":
            if not any(parts):
                raise _outside(target)
            parts.pop()
        elif step not in ("", "."):
            parts.append(step)
    return "/".join(filter(None, parts))


def _outside(target: str) -> Exception:
    return unsafe(
        f"文件引用了外部内容 {shown(target)}", f"a part is taken from outside the file: {shown(target)}"
    )
