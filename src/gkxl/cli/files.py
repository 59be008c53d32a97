"""The workbooks that are meant by a list of files and folders."""

from __future__ import annotations

import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import gkxl
from gkxl.errors import GkxlError, UnreadableFileError, revived, sentences

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

SPREADSHEETS: Final = frozenset({".xlsx", ".xlsm", ".xls", ".et", ".ods", ".fods"})
"""What is looked for in a folder; a file that is named is read whatever it is called."""

OPENED: Final = frozenset({".zip", ".eml"})
"""What is opened for the files in it."""

_PACKED: Final = OPENED | {".rar", ".7z", ".msg", ".mht", ".mhtml"}
"""What returns come in; those that are not opened are named with what to do."""


def workbooks(paths: Iterable[Path]) -> Iterator[Path]:
    """Every file named, and every spreadsheet, zip or mail below every folder named, in order of names.

    A folder that holds none stands for itself, so that it is not passed over in silence.
    """
    for path in paths:
        yield from (below(path, also=_PACKED) or [path]) if path.is_dir() else (path,)


def below(folder: Path, *, also: Collection[str] = ()) -> list[Path]:
    """Every spreadsheet below a folder, in order of names, and files of other suffixes that are asked for.

    The results of a collection below it are no returns, and are left out.
    """
    return sorted(path for path in _walked(folder) if _is_wanted(path, {*SPREADSHEETS, *also}))


def collections(path: Path) -> list[Path]:
    """A collection itself, or every one below a folder, but not what lies within another one."""
    if gkxl.Collection.is_at(path):
        return [path]
    return sorted(_stores(path)) if path.is_dir() else []


def parted(paths: Iterable[Path]) -> tuple[list[Path], list[Path]]:
    """What is named, as collections and as everything else that workbooks are looked for in."""
    found = {path: collections(path) for path in paths}
    others = [path for path, own in found.items() if own != [path] and (below(path) or not own)]
    return [one for own in found.values() for one in own], others


def _stores(folder: Path) -> Iterator[Path]:
    from gkxl.collection import STORE  # noqa: PLC0415 (single files must not wait for it)

    for place, folders, names in os.walk(folder):
        if STORE in names:
            folders.clear()
            yield Path(place)


def _walked(folder: Path) -> Iterator[Path]:
    """Every file and link below a folder, but for what lies in collections below it."""
    from gkxl.collection import STORE  # noqa: PLC0415 (single files must not wait for it)
    from gkxl.collection.intake.local import is_link  # noqa: PLC0415 (the same)

    for place, folders, names in os.walk(folder):
        here = Path(place)
        links = [name for name in folders if is_link(here / name)]
        folders[:] = [name for name in folders if name not in links]
        if STORE in names and here != folder:
            folders.clear()
        else:
            yield from (here / name for name in (*names, *links))


def passed_over(paths: Iterable[Path]) -> list[Path]:
    """What lies below the folders named and is no spreadsheet, in order of names; links to folders, too."""
    found = (path for folder in paths if folder.is_dir() for path in _walked(folder))
    return sorted(path for path in found if not (_is_aside(path) or _is_wanted(path, SPREADSHEETS | _PACKED)))


def refuse_empty(path: Path) -> None:
    """Refuse a folder: one is examined only where no spreadsheet is below it.

    Raises:
        UnreadableFileError: It is a folder.
    """
    if path.is_dir():
        raise UnreadableFileError(
            f"文件夹“{path}”里没有表格文件。请核对位置。",
            f"there is no spreadsheet in the folder {str(path)!r}",
        )


@contextmanager
def named(path: Path) -> Iterator[None]:
    """Let whatever stops the reading of a file name that file.

    Raises:
        UnreadableFileError: Anything went wrong, but for what is not about this file.
    """
    try:
        yield
    except UnreadableFileError as error:
        raise revived(type(error), f"{path}：{error.zh}", f"{path}: {error.en}") from error
    except GkxlError:
        raise
    except Exception as error:
        zh, en = sentences(error)
        raise UnreadableFileError(f"{path}：{zh}", f"{path}: {en}") from error


def _is_wanted(path: Path, suffixes: Collection[str]) -> bool:
    """Whether to read it."""
    return path.suffix.lower() in suffixes and not _is_aside(path) and path.is_file()


def _is_aside(path: Path) -> bool:
    """Whether it is nobody's to see; ``~$`` marks what Excel leaves beside an open file."""
    return path.name.startswith(("~$", "."))
