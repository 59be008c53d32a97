"""Names and moments of the files that arrive, in whatever encoding they were written."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

CHECKSUM: Final = " CRC "
"""Between the moment of a file and a checksum of its content, where the stamp of a file has one."""


class Part(NamedTuple):
    """A file in a zip or mail, as that describes it.

    Attributes:
        name: Its name, with the folders in a zip.
        size: Its bytes.
        changed: When it was last changed or sent, in UTC; "" where nothing tells.
        checksum: The CRC of its content.
    """

    name: str
    size: int
    changed: str
    checksum: int

    @property
    def stamp(self) -> str:
        """Moment and checksum."""
        return f"{self.changed}{CHECKSUM}{self.checksum:08x}"


_ASIDE: Final = frozenset({"thumbs.db", "desktop.ini", "__macosx"})
"""What systems leave beside people's files, in lower case."""

_LOCKS: Final = ("~$", ".~")


def is_meant(name: str) -> bool:
    """Whether people put this here: not what systems keep for themselves."""
    parts = PurePosixPath(name).parts
    return not any(
        part.casefold() in _ASIDE or (part.startswith(".") and not part.startswith((*_LOCKS, "..")))
        for part in parts
    )


def lock_files(name: str) -> Iterator[str]:
    """What programs leave beside a workbook while it is open; a long name loses its first two characters."""
    path = PurePosixPath(name)
    for mark in () if path.name.startswith(_LOCKS) else _LOCKS:
        yield str(path.with_name(mark + path.name))
        yield str(path.with_name(mark + path.name[2:]))


def readable_name(raw: bytes) -> str:
    """A name in UTF-8 or GBK, in this order; what is neither is written out."""
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("utf-8", "backslashreplace")


def moment(nanoseconds: int) -> str:
    """A moment since 1970 as text that sorts by time."""
    seconds, rest = divmod(nanoseconds, 10**9)
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%dT%H:%M:%S}.{rest:09}"
