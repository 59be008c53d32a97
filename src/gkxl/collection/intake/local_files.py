"""Finds files below a folder, and reads the names and times of files that arrive."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final, NamedTuple

from attrs import frozen

from gkxl.errors import UnreadableFileError
from gkxl.files.limits import Limits
from gkxl.files.load import load

if TYPE_CHECKING:
    from collections.abc import Iterator


CHECKSUM_MARK: Final = " CRC "
"""Between the moment of a file and a checksum of its content, where the stamp of a file has one."""


class ContainedFile(NamedTuple):
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
        return f"{self.changed}{CHECKSUM_MARK}{self.checksum:08x}"


_SYSTEM_FILES: Final = frozenset({"thumbs.db", "desktop.ini", "__macosx"})
"""What systems leave beside people's files, in lower case."""

_LOCKS: Final = ("~$", ".~")


def is_user_file(name: str) -> bool:
    """Whether people put this here: not what systems keep for themselves."""
    parts = PurePosixPath(name).parts
    return not any(
        part.casefold() in _SYSTEM_FILES or (part.startswith(".") and not part.startswith((*_LOCKS, "..")))
        for part in parts
    )


def find_lock_names(name: str) -> Iterator[str]:
    """What programs leave beside a workbook while it is open; a long name loses its first two characters."""
    path = PurePosixPath(name)
    for mark in () if path.name.startswith(_LOCKS) else _LOCKS:
        yield str(path.with_name(mark + path.name))
        yield str(path.with_name(mark + path.name[2:]))


def decode_name(raw: bytes) -> str:
    """A name in UTF-8 or GBK, in this order; what is neither is written out."""
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("utf-8", "backslashreplace")


def format_moment(nanoseconds: int) -> str:
    """A moment since 1970 as text that sorts by time."""
    seconds, rest = divmod(nanoseconds, 10**9)
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%dT%H:%M:%S}.{rest:09}"


_EARLIEST: Final = datetime(1990, 1, 1, tzinfo=UTC)
"""Earlier dates are not real: a zip without times has 1980, a system without a clock 1970."""

_ZONES: Final = timedelta(days=1)
"""So much may a clock be ahead in another time zone."""


def parse_moment(stamp: str) -> datetime | None:
    """The moment that a stamp names, as sources have it; None where it names none.

    >>> parse_moment("2025-03-01T08:00:00.000000000 CRC 0a1b2c3d")
    datetime.datetime(2025, 3, 1, 8, 0, tzinfo=datetime.timezone.utc)
    >>> parse_moment("1740816000.0") == parse_moment("2025-03-01 08:00:00+00:00")
    True
    >>> parse_moment("d41d8cd98f00b204e9800998ecf8427e")
    """
    text = stamp.partition(CHECKSUM_MARK)[0]
    with suppress(ValueError, OverflowError, OSError):
        found = datetime.fromisoformat(text)
        return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    with suppress(ValueError, OverflowError, OSError):
        return datetime.fromtimestamp(float(text), UTC)
    return None


def is_credible(moment: datetime | None, now: datetime) -> bool:
    """Whether a file can have been changed at that moment."""
    return moment is not None and _EARLIEST <= moment <= now + _ZONES


@frozen(kw_only=True)
class RefusedFile:
    """A zip, mail or link that is not opened.

    Attributes:
        name: Its path below the folder.
        size: Its bytes.
        stamp: When it was last changed, in UTC.
        reason: Why it is not opened, and what to do.
        reason_en: The same in English.
    """

    name: str
    size: int
    stamp: str
    reason: str
    reason_en: str

    def load(self) -> bytes:
        """Give the reason.

        Raises:
            UnreadableFileError: Always.
        """
        raise UnreadableFileError(self.reason, self.reason_en)


@frozen(kw_only=True)
class LocalFile:
    """A file below a folder.

    Attributes:
        name: Its path below the folder, with forward slashes.
        size: Its bytes.
        stamp: When it was last changed, in UTC.
        path: Where it is.
    """

    name: str
    size: int
    stamp: str
    path: str

    def load(self) -> bytes:
        """Its bytes.

        Raises:
            UnreadableFileError: It cannot be read, or has vanished.
            LimitError: It is too large.
        """
        return load(self.path, Limits())


def find_local(root: Path, besides: Path | None) -> Iterator[LocalFile | RefusedFile]:
    """Every file below a folder, and every link that leads to a folder or nowhere.

    Args:
        root: The folder, or one file.
        besides: A folder that is not looked into.
    """
    if not root.is_dir():
        yield _make_local_file(root, decode_name(os.fsencode(root.name)))
        return
    for path in _walk(root, besides):
        name = decode_name(os.fsencode(path.relative_to(root).as_posix()))
        yield _refuse_link(path, name) or _make_local_file(path, name)


def _walk(root: Path, besides: Path | None) -> Iterator[Path]:
    """Every file below a folder, and every folder below it that is not looked into: a closed one, a link."""
    closed: list[Path] = []
    out = besides.resolve() if besides else None
    for folder, folders, names in os.walk(root, onerror=lambda error: closed.append(Path(error.filename))):
        here = Path(folder)
        links = [name for name in folders if is_link(here / name)]
        folders[:] = [name for name in folders if name not in links and _resolve(here / name) != out]
        yield from (here / name for name in (*names, *links))
    yield from closed


def _resolve(path: Path) -> Path | None:
    try:
        return path.resolve()
    except (OSError, RuntimeError):  # links in a circle, before Python 3.13
        return None


def is_link(path: Path) -> bool:
    """Whether it is a link, or a junction of Windows, which leads to a folder as well."""
    try:
        status = path.lstat()
    except OSError:
        return False
    junction = getattr(stat, "IO_REPARSE_TAG_MOUNT_POINT", -1)
    return stat.S_ISLNK(status.st_mode) or getattr(status, "st_reparse_tag", 0) == junction


def _refuse_link(path: Path, name: str) -> RefusedFile | None:
    """A link that leads to no file, as a line of its own; None for anything else."""
    if not is_link(path) or path.is_file():
        return None
    size, stamp = _size_and_stamp(path)
    if path.is_dir():
        reason = "这是指向另一个文件夹的链接，没有打开。请把那个文件夹里的报表复制到收表的文件夹里。"
        reason_en = "This is a link to another folder and is not followed; copy the returns in it here."
    elif path.exists():
        return None
    else:
        reason = "这是一个链接，它指向的文件或文件夹已经不在了。请把报表本身放进收表的文件夹。"
        reason_en = "This is a link to what is there no more; put the return itself here."
    return RefusedFile(name=name, size=size, stamp=stamp, reason=reason, reason_en=reason_en)


def _make_local_file(path: Path, name: str) -> LocalFile:
    size, stamp = _size_and_stamp(path)
    return LocalFile(name=name, size=size, stamp=stamp, path=str(path))


def _size_and_stamp(path: Path) -> tuple[int, str]:
    try:
        status = path.stat()
    except OSError:
        return 0, ""
    return status.st_size, format_moment(status.st_mtime_ns)
