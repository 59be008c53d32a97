"""Lists the files within zips and mails; of those within another one, one level is opened."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final, TypeAlias

from gkxl.collection.intake.local_files import ArrivedFile, RefusedFile, format_moment, is_user_file
from gkxl.collection.intake.mail import Mail, is_mail
from gkxl.collection.intake.zipped import Zip
from gkxl.errors import GkxlError, UnreadableFileError
from gkxl.files.limits import Limits, check_limit
from gkxl.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Iterator


Container: TypeAlias = Zip | Mail

_ZIP: Final = ".zip"
_MAIL: Final = ".eml"
CONTAINERS: Final = frozenset({_ZIP, _MAIL})
"""How the names of zips and mails end: a workbook is a zip, too."""

_MOST_AROUND: Final = 1
"""The most zips and mails that may contain one that is opened."""


@frozen(kw_only=True)
class PackedFile(ArrivedFile):
    """A file in a zip or mail; its name begins with that of the zip or mail, if this lies in a folder.

    Attributes:
        path: Where the outermost zip or mail is.
        steps: The position of the file in it; or that of the inner zip or mail, and the position in that.
    """

    path: str
    steps: tuple[int, ...]

    def load(self) -> bytes:
        """Its bytes, as `LocalFile.load` gives them."""
        container = _open(Path(self.path), self.steps[:-1])
        part = container.parts.get(self.steps[-1]) if container else None
        if not container or not part or part.stamp != self.stamp:
            raise _replaced_error()
        return container.load(self.steps[-1])


def list_packed_files(path: Path, folder: str) -> list[PackedFile | RefusedFile] | None:
    """The files in a zip or mail, and in those within it; None for a file that is neither.

    Args:
        path: Where it is.
        folder: What their names begin with.

    Raises:
        UnreadableFileError: It cannot be opened, or holds no file.
        UnsafeFileError: Its files share bytes, so that a small zip unpacks to a huge size.
        LimitError: It holds too many files, or too much.
    """
    if path.suffix.lower() not in CONTAINERS or not path.is_file():
        return None
    container = _open(path, ())
    if container is None:
        return None
    return list(_list_files(container, str(path), (), folder, _Budget(path)))


class _Budget:
    """Counts files and bytes of a zip or mail and of all that it contains, up to the limits."""

    def __init__(self, path: Path) -> None:
        self._name = path.name
        self._most = max(Limits().zip_bytes, Limits().zip_ratio * path.stat().st_size)
        self._files = self._bytes = 0

    def take(self, container: Container) -> None:
        """Count what is in a zip or mail.

        Raises:
            LimitError: It is too much, with what was counted before.
        """
        self._files += container.count
        self.check()
        self._bytes += sum(part.size for part in container.parts.values())
        self.check()

    def check(self) -> None:
        """Refuse what is above the limits; then no further inner zip is opened, as each takes time."""
        check_limit(Limits().zip_files, self._files, "“{name}”内的文件数", name=self._name)
        check_limit(self._most, self._bytes, "“{name}”解压后的字节数", name=self._name)


def _list_files(
    container: Container, path: str, steps: tuple[int, ...], folder: str, budget: _Budget
) -> Iterator[PackedFile | RefusedFile]:
    """List every file in a zip or mail that people put there."""
    budget.take(container)
    container.refuse_overlaps()
    meant = {index: part for index, part in container.parts.items() if is_user_file(part.name)}
    if not meant:
        raise container.empty_error()
    for index, part in meant.items():
        name = f"{folder}{part.name}"
        file = PackedFile(name=name, size=part.size, stamp=part.stamp, path=path, steps=(*steps, index))
        yield from _open_nested(file, budget)


def _open_nested(file: PackedFile, budget: _Budget) -> Iterator[PackedFile | RefusedFile]:
    """List a file in a zip or mail; of an inner zip or mail instead the files in it."""
    if PurePosixPath(file.name).suffix.lower() not in CONTAINERS:
        yield file
        return
    try:
        if len(file.steps) > _MOST_AROUND:
            raise UnreadableFileError(
                "压缩包或邮件套了不止一层，里面的这一层没有打开。请解压后放入文件夹再收。"
            )
        budget.check()
        container = _open(Path(file.path), file.steps)
        if container:
            yield from _list_files(container, file.path, file.steps, f"{file.name}/", budget)
        else:
            yield file
    except GkxlError as error:
        yield RefusedFile.of(file, error)


def _open(path: Path, steps: tuple[int, ...]) -> Container | None:
    """Open a zip or mail, or take it from a bounded cache while it is unchanged on disk."""
    try:
        status = path.stat()
    except OSError:
        raise _replaced_error() from None
    return _open_cached(path, steps, status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=2)
def _open_cached(path: Path, steps: tuple[int, ...], changed: int, size: int) -> Container | None:
    """Open a zip or mail; None if it is neither. The cache is bounded to two: one, and the one around it."""
    if not steps:
        return _read_container(path.name, path, format_moment(changed))
    outer = _open_cached(path, steps[:-1], changed, size)
    part = outer.parts.get(steps[-1]) if outer else None
    if not outer or not part:
        raise _replaced_error()
    return _read_container(PurePosixPath(part.name).name, outer.load(steps[-1]), part.changed)


def _read_container(name: str, source: Path | bytes, changed: str) -> Container | None:
    if PurePosixPath(name).suffix.lower() == _MAIL:
        return Mail(source, name, changed) if is_mail(source) else None
    opened = Zip(source, name)
    return None if opened.is_document else opened


def _replaced_error() -> UnreadableFileError:
    return UnreadableFileError("读取时，这个文件所在的压缩包或邮件被换掉了。请再运行一次。")
