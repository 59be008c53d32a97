"""Files at an address that fsspec knows."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Final

from attrs import frozen

from gkxl.collection.intake.names import CHECKSUM
from gkxl.errors import MissingExtraError, UnreadableFileError, missing_extra, system_reason
from gkxl.files.limits import Limits
from gkxl.files.load import load

if TYPE_CHECKING:
    from collections.abc import Iterator


@frozen(kw_only=True)
class RemoteFile:
    """A file at an address that fsspec knows, such as ``s3://bucket/returns/a.xlsx``.

    Attributes:
        name: Its path below the address of the returns.
        size: Its bytes, as its file system has it.
        stamp: When it was last changed, and the checksum of its content, as far as its file system has them.
        url: Its address.
    """

    name: str
    size: int
    stamp: str
    url: str

    def load(self) -> bytes:
        """Its bytes, as `LocalFile.load` gives them."""
        try:
            with _fsspec().open(self.url, "rb") as file:
                return load(file, Limits())
        except OSError as error:
            zh, en = system_reason(error)
            raise UnreadableFileError(
                f"文件“{self.url}”无法读取：{zh}。请核对地址和权限。",
                f"{self.url!r} cannot be read: {en}; check the address and your rights",
            ) from None


def find_remote(url: str) -> Iterator[RemoteFile]:
    """Every file at an address.

    Raises:
        UnreadableFileError: There is nothing, or it cannot be reached.
        MissingExtraError: fsspec is not installed.
    """
    try:
        system, root = _fsspec().core.url_to_fs(url)
        found: dict[str, Any] = system.find(root, detail=True)
        reason = None if found or system.exists(root) else system_reason(FileNotFoundError())
    except MissingExtraError:
        raise
    except OSError as error:
        root, found, reason = "", {}, system_reason(error)
    except Exception as error:  # noqa: BLE001 (every file system has its own, and its own library to install)
        root, found, reason = "", {}, ("打不开", str(error))
    if reason:
        zh, en = reason
        raise UnreadableFileError(
            f"“{url}”无法读取：{zh}。请核对地址、权限，以及所需的组件是否已安装。",
            f"{url!r} cannot be read: {en}",
        )
    for path, about in found.items():
        name = path[len(root) :].lstrip("/") or PurePosixPath(path).name
        address = f"{url.rstrip('/')}/{name}" if path != root else url
        yield RemoteFile(name=name, size=int(about.get("size") or 0), stamp=_stamp(about), url=address)


def _stamp(about: dict[str, Any]) -> str:
    time, checksum = (
        next((str(about[key]) for key in keys if about.get(key)), "") for keys in (_TIMES, _CHECKSUMS)
    )
    return f"{time}{CHECKSUM}{checksum}" if checksum else time


_TIMES: Final = ("mtime", "LastModified", "last_modified", "modified", "created")
"""Where file systems have the time when a file was changed."""

_CHECKSUMS: Final = ("ETag", "etag", "md5Hash", "content_md5")
"""Where object stores have a checksum of its content."""


def _fsspec() -> Any:  # noqa: ANN401 (a module)
    try:
        import fsspec  # noqa: PLC0415 (an extra)
    except ModuleNotFoundError as error:
        raise missing_extra(
            "cluster", "读取远程地址需要 fsspec", "reading from an address needs fsspec"
        ) from error
    return fsspec
