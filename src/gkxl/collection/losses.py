"""Makes sure, before anything is written, that nothing of the user's own would be lost by it."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Final

from gkxl.collection.collection import STORE
from gkxl.collection.consolidated import WORKBOOK
from gkxl.collection.office_files import read_present
from gkxl.collection.page import PAGE, is_page
from gkxl.collection.returning import FOLDER
from gkxl.errors import FileInUseError, WriteError
from gkxl.naming import some

if TYPE_CHECKING:
    from pathlib import Path

    from gkxl.forms.edition import Edition

_NAMED: Final = 5


def refuse_losses(folder: Path, edition: Edition, year: int) -> None:
    """Make sure that a folder holds nothing of the user's own under the names of the results.

    Raises:
        WriteError: It does; what it is, is named.
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
        read_present(folder / WORKBOOK, edition, year)


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
