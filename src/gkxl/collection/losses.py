"""Makes sure, before anything is written, that nothing of the user's own would be lost by it."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Final

from gkxl.collection.collection import STORE
from gkxl.collection.consolidated import WORKBOOK
from gkxl.collection.office import merge_texts
from gkxl.collection.office_files import read_present
from gkxl.collection.page import PAGE, is_page
from gkxl.collection.returning import FOLDER, FOLDERS, is_there
from gkxl.errors import FileInUseError, WriteError
from gkxl.text import enumerated

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from gkxl.forms.edition import Edition

_NAMED: Final = 5


def refuse_losses(folder: Path, edition: Edition, year: int, given: Mapping[str, str]) -> None:
    """Make sure that a folder holds nothing of the user's own that would be lost.

    Args:
        folder: The folder that results are written to.
        edition: The edition of the collection.
        year: Its year.
        given: The texts that are given for the workbook.

    Raises:
        DataError: The workbook is of another year, or has another text than is given for a cell.
        WriteError: There is something of the user's own under the name of a result; it is named.
    """
    found = _strangers(folder) if _has_store(folder) else _results(folder)
    if found:
        zh, en = enumerated(found, _NAMED, quoted=True)
        raise WriteError(
            f"“{folder}”里已有{zh}，不是 gkxl 在这里写的，写汇总结果会覆盖它。"
            "请把它移走，或换一个输出文件夹。",
            f"{str(folder)!r} holds {en}, which gkxl did not write there and would replace; "
            "move it away, or choose another folder",
        )
    with suppress(FileInUseError):  # it is left as it is, and named in the end
        merge_texts(edition, {}, read_present(folder / WORKBOOK, edition, year), given)


def _has_store(folder: Path) -> bool:
    store = folder / STORE
    return store.is_file() and store.stat().st_size > 0


def _results(folder: Path) -> list[str]:
    """What has the name of a result."""
    copies = folder / FOLDER
    own = [copies / name for name in FOLDERS]
    inside = [one for path in _inside(copies) for one in (_inside(path) if path in own else [path])]
    named = [path.relative_to(folder).as_posix() for path in inside]
    return [*(name for name in (WORKBOOK, PAGE) if is_there(folder / name)), *named]


def _inside(folder: Path) -> list[Path]:
    """The content of a folder; the path itself if there is something else in its place."""
    if folder.is_dir() and not folder.is_symlink():
        return sorted(folder.iterdir())
    return [folder] if is_there(folder) else []


def _strangers(folder: Path) -> list[str]:
    """What has the name of a result and is none, beside a store that may have come from elsewhere."""
    page = folder / PAGE
    found = [PAGE] if is_there(page) and not is_page(page) else []
    folders = (FOLDER, *(f"{FOLDER}/{name}" for name in FOLDERS))
    return [*found, *(name for name in folders if (folder / name).is_symlink())]
