"""The files that a command is given: which workbooks are meant, and where to write."""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

import gkxl
from gkxl.cli.terminal import complain, words
from gkxl.errors import GkxlError, UnreadableFileError, WriteError, describe_error, rebuild_error
from gkxl.files.save import WORKBOOK_SUFFIXES, read_suffix
from gkxl.files.walk import is_closed, walk

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator


SPREADSHEETS: Final = frozenset({".xlsx", ".xlsm", ".xls", ".et", ".ods", ".fods"})
"""Suffixes looked for in a folder; a file that is named itself is read whatever its suffix."""

ARCHIVES: Final = frozenset({".zip", ".eml"})
"""Files that are opened for the files inside them."""

_CONTAINERS: Final = ARCHIVES | {".rar", ".7z", ".msg", ".mht", ".mhtml"}
"""Everything that returns arrive in; kinds that are not opened are listed with what to do."""


def find_workbooks(paths: Iterable[Path]) -> Iterator[Path]:
    """Every file named, and every spreadsheet, zip or mail below every folder named, in order of names.

    A folder without any is named itself, so that it is reported and not passed over.
    """
    for path in paths:
        yield from (find_below(path, also=_CONTAINERS) or [path]) if path.is_dir() else (path,)


def find_below(folder: Path, *, also: Collection[str] = ()) -> list[Path]:
    """Every spreadsheet below a folder, in order of names, and files of other suffixes that are asked for.

    The results of a collection below it are no returns, and are left out. A folder that may not be entered is
    among them, so that it is reported and not passed over.
    """
    return sorted(
        path for path in _walk(folder) if is_closed(path) or _is_wanted(path, {*SPREADSHEETS, *also})
    )


def find_collections(path: Path) -> list[Path]:
    """A collection itself, or every one below a folder, but not what lies within another one."""
    if gkxl.Collection.is_at(path):
        return [path]
    return sorted(_find_stores(path)) if path.is_dir() else []


def split_collections(paths: Iterable[Path]) -> tuple[list[Path], list[Path]]:
    """What is named, as collections and as everything else that workbooks are looked for in."""
    found = {path: find_collections(path) for path in paths}
    others = [path for path, own in found.items() if own != [path] and (find_below(path) or not own)]
    return [one for own in found.values() for one in own], others


def _find_stores(folder: Path) -> Iterator[Path]:
    from gkxl.collection.collection import STORE  # noqa: PLC0415 (single files must not wait for it)

    for place, folders, names in os.walk(folder):
        if STORE in names:
            folders.clear()
            yield Path(place)


def _walk(folder: Path) -> Iterator[Path]:
    """Every file, link and closed folder below a folder that is not hidden, but for what collections hold."""
    from gkxl.collection.collection import STORE  # noqa: PLC0415 (single files must not wait for it)

    found = walk(folder, lambda below: (below / STORE).is_file())
    return (path for path in found if not _is_hidden(path))


def find_other_files(paths: Iterable[Path]) -> list[Path]:
    """What lies below the folders named and is no spreadsheet, in order of names; links to folders, too."""
    found = (path for folder in paths if folder.is_dir() for path in _walk(folder))
    return sorted(p for p in found if not (is_closed(p) or _is_wanted(p, SPREADSHEETS | _CONTAINERS)))


def refuse_empty(path: Path) -> None:
    """Refuse a folder: one is examined only where no spreadsheet is below it.

    Raises:
        UnreadableFileError: It is a folder.
    """
    if is_closed(path):
        raise UnreadableFileError("文件夹“{path}”打不开：没有权限。请管理员授权。", path=path)
    if path.is_dir():
        raise UnreadableFileError("文件夹“{path}”里没有表格文件。请核对位置。", path=path)


@contextmanager
def name_in_errors(path: Path) -> Iterator[None]:
    """Put the name of a file into every error that stops its reading.

    Raises:
        UnreadableFileError: Anything went wrong, but for what is not about this file.
    """
    try:
        yield
    except UnreadableFileError as error:
        raise rebuild_error(type(error), "{path}：{why}", {"path": path, "why": error}) from error
    except GkxlError:
        raise
    except Exception as error:
        raise UnreadableFileError("{path}：{why}", path=path, why=describe_error(error)) from error


def _is_wanted(path: Path, suffixes: Collection[str]) -> bool:
    """Whether to read it."""
    return path.suffix.lower() in suffixes and path.is_file()


def _is_hidden(path: Path) -> bool:
    """Whether it is hidden, or starts with ``~$``, as what Excel makes while a file is open does."""
    return path.name.startswith(("~$", "."))


def check_workbook_target(output: Path, *, read: Iterable[Path] = ()) -> Path:
    """Where to write a workbook; see `check_target`.

    Raises:
        WriteError: It does not end in .xlsx, so that no program would open it; or see `check_target`.
    """
    read_suffix(output, WORKBOOK_SUFFIXES)
    return check_target(output, read=read)


def check_target(output: Path, *, read: Iterable[Path]) -> Path:
    """Where to write a file; its folder is made if only that folder is missing.

    Args:
        output: Where it is to be written.
        read: The files that it is made from.

    Raises:
        WriteError: It would replace a file that it is made from.
    """
    if output.exists() and any(path.exists() and output.samefile(path) for path in read):
        raise WriteError("“{output}”是读取的文件，不能覆盖。请用 -o 另写一个文件名。", output=output)
    with suppress(OSError):  # then writing reports what is wrong
        output.parent.mkdir(exist_ok=True)
    return output


_PUBLISHED_SUFFIXES: Final = (".docx", ".html", ".htm", ".pdf")


def is_published(name: str) -> bool:
    """Whether a file may be a published report, by its name."""
    return name.lower().endswith(_PUBLISHED_SUFFIXES)


def import_hint(path: Path) -> str:
    """How to read a file, which is no workbook, if it is a published report; "" of any other file."""
    if not is_published(path.name) or not path.is_file():
        return ""
    command = f'gkxl import "{path}" -o "{path.stem}.xlsx"'
    return words("已发布的报告，请先读成表格：{command}", command=command)


@contextmanager
def hint_at_import(path: Path) -> Iterator[None]:
    """Add how a published report is read to the error that it is not a workbook.

    Raises:
        UnreadableFileError: What was raised.
    """
    try:
        yield
    except UnreadableFileError:
        if hint := import_hint(path):
            complain("{hint}", hint=hint)
        raise
