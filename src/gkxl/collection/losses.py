"""Makes sure, before anything is written, that nothing of the user's own would be lost by it."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Final

from gkxl.collection.collection import STORE
from gkxl.collection.consolidated import WORKBOOK
from gkxl.collection.office import merge_texts
from gkxl.collection.office_files import read_present
from gkxl.collection.page import PAGE, is_page
from gkxl.collection.returning import FOLDER
from gkxl.errors import FileInUseError, WriteError
from gkxl.naming import some

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
        zh, en = some(found, _NAMED, quoted=True)
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
    if copies.is_dir():
        inside = [f"{FOLDER}/{path.name}" for path in sorted(copies.iterdir())]
    else:
        inside = [FOLDER] if _is_there(copies) else []
    return [*(name for name in (WORKBOOK, PAGE) if _is_there(folder / name)), *inside]


def _strangers(folder: Path) -> list[str]:
    """What has the name of a result and is none, beside a store that may have come from elsewhere."""
    page, copies = folder / PAGE, folder / FOLDER
    found = [PAGE] if _is_there(page) and not is_page(page) else []
    return [*found, FOLDER] if copies.is_symlink() else found


def _is_there(path: Path) -> bool:
    """Whether there is anything, be it a link that leads nowhere."""
    return path.is_symlink() or path.exists()
