"""Finds files below a folder, and reads the names and times of files that arrive."""

from __future__ import annotations

import os
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final

from gkxl.errors import UnreadableFileError, describe_error
from gkxl.files.limits import Limits
from gkxl.files.load import load
from gkxl.files.walk import is_link, walk
from gkxl.frozen import NamedTuple, frozen
from gkxl.text import Wording, to_wording

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gkxl.errors import GkxlError


CHECKSUM_MARK: Final = " CRC "
"""Separates time and checksum in the stamp of a file; stamps of files in folders have no checksum."""


class ContainedFile(NamedTuple):
    """A file in a zip or mail, as that describes it.

    Attributes:
        name: Its name, with the folders in a zip.
        size: Its bytes.
        changed: When it was last changed or sent, in UTC; "" where that is unknown.
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
"""Files that operating systems make in people's folders, in lower case."""

_LOCKS: Final = ("~$", ".~")


def is_user_file(name: str) -> bool:
    """Whether people put this file here, and not an operating system for itself."""
    parts = PurePosixPath(name).parts
    return not any(
        part.casefold() in _SYSTEM_FILES or (part.startswith(".") and not part.startswith((*_LOCKS, "..")))
        for part in parts
    )


def find_lock_names(name: str) -> Iterator[str]:
    """The names of lock files for an open workbook; programs drop the first two characters of a long name."""
    folder, slash, own = name.rpartition("/")
    for mark in () if own.startswith(_LOCKS) else _LOCKS:
        yield f"{folder}{slash}{mark}{own}"
        yield f"{folder}{slash}{mark}{own[2:]}"


def decode_name(raw: bytes) -> str:
    """Decode a name as UTF-8, else as GBK; bytes that are neither are written as escapes."""
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("utf-8", "backslashreplace")


def format_moment(nanoseconds: int) -> str:
    """Format nanoseconds since 1970, in UTC, as text that sorts by time."""
    seconds, rest = divmod(nanoseconds, 10**9)
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%dT%H:%M:%S}.{rest:09}"


_EARLIEST: Final = datetime(1990, 1, 1, tzinfo=UTC)
"""Earlier dates are not real: a zip without times has 1980, a system without a clock 1970."""

_ZONES: Final = timedelta(days=1)
"""The most by which a clock in another time zone can be ahead."""


def parse_moment(stamp: str) -> datetime | None:
    """Read the time in a stamp, in whatever form file systems give it; None where there is none.

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
    """Whether a file can have been changed at that time: after 1990 and not in the future."""
    return moment is not None and _EARLIEST <= moment <= now + _ZONES


@frozen(kw_only=True)
class ArrivedFile:
    """A file among the returns.

    Attributes:
        name: Its path below the place of the returns, with forward slashes.
        size: Its bytes.
        stamp: When it was last changed, in UTC, and a checksum of its content, as far as they are known.
    """

    name: str
    size: int
    stamp: str


@frozen(kw_only=True)
class RefusedFile(ArrivedFile):
    """A zip, mail or link that is not opened.

    Attributes:
        reason: Why it is not opened, and what to do.
    """

    reason: Wording

    @staticmethod
    def of(file: ArrivedFile, error: GkxlError) -> RefusedFile:
        """Refuse a file for an error that opening it raised."""
        return RefusedFile(name=file.name, size=file.size, stamp=file.stamp, reason=describe_error(error))

    def load(self) -> bytes:
        """Raise the reason why it is not opened.

        Raises:
            UnreadableFileError: Always.
        """
        raise UnreadableFileError("{reason}", reason=self.reason)


@frozen(kw_only=True)
class LocalFile(ArrivedFile):
    """A file below a folder.

    Attributes:
        path: Where it is.
    """

    path: str

    def load(self) -> bytes:
        """Its bytes.

        Raises:
            UnreadableFileError: It cannot be read, or has vanished.
            LimitError: It is too large.
        """
        return load(self.path, Limits())


def find_local(root: Path, besides: Path | None) -> Iterator[LocalFile | RefusedFile]:
    """Every file below a folder, every link that leads to a folder or nowhere, and every closed folder.

    Args:
        root: The folder, or one file.
        besides: A folder that is left out.
    """
    if not root.is_dir():
        yield _make_local_file(root, decode_name(os.fsencode(root.name)))
        return
    out = besides.resolve() if besides else None
    for path in walk(root, lambda folder: out is not None and _resolve(folder) == out):
        name = decode_name(os.fsencode(path.relative_to(root).as_posix()))
        yield _refuse_link(path, name) or _make_local_file(path, name)


def _resolve(path: Path) -> Path | None:
    try:
        return path.resolve()
    except (OSError, RuntimeError):  # links in a circle, before Python 3.13
        return None


def _refuse_link(path: Path, name: str) -> RefusedFile | None:
    """Refuse a link that leads to no file; None for anything else."""
    if not is_link(path) or path.is_file():
        return None
    size, stamp = _size_and_stamp(path)
    if path.is_dir():
        reason = to_wording(
            "这是指向另一个文件夹的链接，没有打开。请把那个文件夹里的报表复制到收表的文件夹里。"
        )
    elif path.exists():
        return None
    else:
        reason = to_wording("这是一个链接，它指向的文件或文件夹已经不在了。请把报表本身放进收表的文件夹。")
    return RefusedFile(name=name, size=size, stamp=stamp, reason=reason)


def _make_local_file(path: Path, name: str) -> LocalFile:
    size, stamp = _size_and_stamp(path)
    return LocalFile(name=name, size=size, stamp=stamp, path=str(path))


def _size_and_stamp(path: Path) -> tuple[int, str]:
    try:
        status = path.stat()
    except OSError:
        return 0, ""
    return status.st_size, format_moment(status.st_mtime_ns)
