"""Finds the parts of a workbook by their relationships, never by their file names.

What was read of small parts, such as formats and relationships, is kept for files that have the same ones.
"""

from __future__ import annotations

import posixpath
import re
from itertools import chain
from typing import TYPE_CHECKING, Final, TypeAlias, TypeVar
from urllib.parse import unquote

from gkxl.files.limits import Budget, bounded_cache, cache_short_keys
from gkxl.files.load import describe_part, printable, unsafe_file
from gkxl.files.sniff import refusal_of_package
from gkxl.files.zip_reader import Archive
from gkxl.frozen import NamedTuple
from gkxl.xlsx.xml import parse
from gkxl.xlsx.xml.schema import (
    CONTENT_TYPES,
    PACKAGE_RELATIONSHIPS,
    RELATIONSHIPS,
    Container,
    Schema,
    attributes_only,
    in_namespaces,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from gkxl.files.limits import Limits
    from gkxl.files.zip_reader import Entry
    from gkxl.xlsx.xml.schema import Attributes


T = TypeVar("T")

PartReader: TypeAlias = "Callable[[str, Iterable[bytes], Budget], T]"
"""A function that makes something of a part; it is given the part's name, its bytes, and where to count."""

_CONTENT_TYPES: Final = "[Content_Types].xml"
_URI_SCHEME: Final = re.compile(r"^(?:[A-Za-z][A-Za-z0-9+.-]*:|//)")


class Relationship(NamedTuple):
    """A relationship of a part, or of the package, to something else.

    Attributes:
        id: Its number within the part.
        kind: What the target is, such as ``worksheet``; a URI for kinds that ECMA-376 does not have.
        target: The name of a part; of an external target, or a link, what the file has.
        external: Whether the target is outside the package.
    """

    id: str
    kind: str
    target: str
    external: bool


class Package:
    """The parts of one file, their content types and their relationships.

    Args:
        data: The file.
        budget: Where to count what is unpacked and read.
    """

    def __init__(self, data: bytes, budget: Budget) -> None:
        self.budget = budget
        self._archive = Archive(data, budget)
        if _CONTENT_TYPES not in self._archive:
            raise refusal_of_package(self._archive.names(), "")
        self._types = self.read(_read_content_types, _CONTENT_TYPES)

    def __contains__(self, name: str) -> bool:
        return name in self._archive

    def names(self) -> list[str]:
        """The names of all parts."""
        return self._archive.names()

    def packed(self) -> Iterator[tuple[Entry, memoryview]]:
        """Each part in its order, with its bytes as they are compressed in the file."""
        return self._archive.packed()

    def chunks(self, name: str) -> Iterator[bytes]:
        """The bytes of a part, piece by piece."""
        return self._archive.chunks(name)

    def read(self, reader: PartReader[T], name: str) -> T:
        """What a reader makes of a part that many packages have alike; it must not be changed."""
        return read_cached(reader, name, self.chunks(name), self.budget)

    def content_type(self, name: str) -> str:
        """The content type of a part; "" if the package has none for it."""
        # ECMA-376 part 2, 10.1.2: an Override for the name comes before the Default for its extension, and
        # both are compared without regard to case
        folded = name.casefold()
        return self._types.overrides.get(folded) or self._types.defaults.get(folded.rpartition(".")[2], "")

    def relationships(self, name: str = "") -> list[Relationship]:
        """The relationships of a part, or of the package itself; none if it has none.

        Raises:
            UnsafeFileError: One leads outside the package without being marked so, or two have one id.
        """
        part = relationships_part(name)
        return self.read(_read_relationships, part) if part in self._archive else []


def read_cached(read: PartReader[T], name: str, chunks: Iterator[bytes], budget: Budget) -> T:
    """What a reader makes of a part, kept for files that have the very same part; it must not be changed.

    A part of several pieces is read anew, as it may be large. What reading costs is counted each time.
    """
    first, second = next(chunks, b""), next(chunks, None)
    if second is not None:
        return read(name, chain((first, second), chunks), budget)
    found: tuple[T, Budget] = _read_piece(read, name, first, budget.limits)
    budget.take_all(found[1])
    return found[0]


# Types, relationships, styles and names are the same in return after return: 0.9 ms becomes 0.1 ms.
@bounded_cache(maxsize=32)
def _read_piece(read: PartReader[T], name: str, content: bytes, limits: Limits) -> tuple[T, Budget]:
    budget = Budget(limits)
    return read(name, [content], budget), budget


@cache_short_keys(maxsize=64)
def relationships_part(name: str) -> str:
    """The name of the part that lists the relationships of a part."""
    # ECMA-376 part 2, 9.3: those of /xl/workbook.xml are in /xl/_rels/workbook.xml.rels
    folder, file = posixpath.split(name)
    return posixpath.join(folder, "_rels", f"{file}.rels")


class _ContentTypes:
    """The content types of a package, by extension and by name of part, in lower case."""

    def __init__(self) -> None:
        self.defaults: dict[str, str] = {}
        self.overrides: dict[str, str] = {}

    def take_default(self, attributes: Attributes) -> None:
        self.defaults[attributes.get("Extension", "").casefold()] = attributes.get("ContentType", "")

    def take_override(self, attributes: Attributes) -> None:
        name = attributes.get("PartName", "").replace("\\", "/").lstrip("/").casefold()
        self.overrides[name] = attributes.get("ContentType", "")


_TYPE_ELEMENTS = in_namespaces(
    CONTENT_TYPES,
    {
        "Default": attributes_only(_ContentTypes.take_default),
        "Override": attributes_only(_ContentTypes.take_override),
    },
)
_TYPES_SCHEMA = Schema(in_namespaces(CONTENT_TYPES, {"Types": Container(_TYPE_ELEMENTS)}))


def _read_content_types(name: str, chunks: Iterable[bytes], budget: Budget) -> _ContentTypes:
    types = _ContentTypes()
    parse(name, chunks, _TYPES_SCHEMA, types, budget)
    return types


class _Relationships:
    """The relationships of a part, by id.

    Args:
        part: The name of the part that lists them, for messages.
        folder: The folder that their targets are relative to.
    """

    def __init__(self, part: str, folder: str) -> None:
        self.found: dict[str, Relationship] = {}
        self._part = part
        self._folder = folder

    def take(self, attributes: Attributes) -> None:
        relationship = _to_relationship(attributes, self._folder)
        if self.found.setdefault(relationship.id, relationship) is not relationship:
            raise unsafe_file("{part}有重复的关系", part=describe_part(self._part))


_RELATIONSHIP_ELEMENTS = in_namespaces(
    PACKAGE_RELATIONSHIPS, {"Relationship": attributes_only(_Relationships.take)}
)
_RELATIONSHIPS_SCHEMA = Schema(
    in_namespaces(PACKAGE_RELATIONSHIPS, {"Relationships": Container(_RELATIONSHIP_ELEMENTS)})
)


def _read_relationships(name: str, chunks: Iterable[bytes], budget: Budget) -> list[Relationship]:
    folder = posixpath.dirname(posixpath.dirname(name))  # that of the part, beside which _rels is
    found = _Relationships(name, folder)
    parse(name, chunks, _RELATIONSHIPS_SCHEMA, found, budget)
    return list(found.found.values())


def find_part(relationships: list[Relationship], kind: str) -> str | None:
    """The name of the one part of a kind; None if there is none.

    Raises:
        UnsafeFileError: There are two, or it is outside the package.
    """
    found = [relationship for relationship in relationships if relationship.kind == kind]
    if len(found) > 1:
        raise unsafe_file("有的内容出现了几份，应当只有一份", kind=kind)
    return check_internal(found[0]) if found else None


def check_internal(relationship: Relationship) -> str:
    """The name of the target, which must be a part of the package.

    Raises:
        UnsafeFileError: The target is outside the package.
    """
    if relationship.external:
        raise _outside_error(relationship.target)
    return relationship.target


def _to_relationship(attributes: Attributes, folder: str) -> Relationship:
    kind = attributes.get("Type", "")
    for base in RELATIONSHIPS:
        kind = kind.removeprefix(base + "/")
    external = attributes.get("TargetMode") == "External"
    target = attributes.get("Target", "")
    if not external and not (kind == "hyperlink" or target.startswith("#")):
        target = _resolve_target(target, folder)
    return Relationship(attributes.get("Id", ""), kind, target, external)


def _resolve_target(target: str, folder: str) -> str:
    """A target as the name of a part, however it is spelt.

    Raises:
        UnsafeFileError: It is outside the package, without being marked so.
    """
    # RFC 3986, 5.2: relative to the folder of the part, where .. leads up; programs also write backslashes
    path = unquote(target).replace("\\", "/").partition("#")[0]
    if not folder:  # some programs count from the folder of _rels/.rels itself
        path = path.removeprefix("../")
    # a sheet on another computer would be another sheet the next time, and its owner would see who asks
    if _URI_SCHEME.match(path):
        raise _outside_error(target)
    parts: list[str] = [] if path.startswith("/") else folder.split("/")
    for step in path.split("/"):
        if step == "..":
            if not any(parts):
                raise _outside_error(target)
            parts.pop()
        elif step not in ("", "."):
            parts.append(step)
    return "/".join(filter(None, parts))


def _outside_error(target: str) -> Exception:
    return unsafe_file("文件引用了外部内容 {target}", target=printable(target))
