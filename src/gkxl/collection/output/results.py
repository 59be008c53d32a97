"""Writes the store, workbook and page of a collection, for `collect` and after an acceptance.

Refuses first if a file of the user's would be overwritten.
"""

from __future__ import annotations

import io
import sqlite3
import zipfile
import zlib
from contextlib import closing, contextmanager, suppress
from functools import partial
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from gkxl.collection.collection import STORE, Collection, let_go_of
from gkxl.collection.output.collection_page import PAGE, is_page, write_page
from gkxl.collection.output.consolidated_workbook import WORKBOOK, read_present, write_consolidated
from gkxl.collection.output.office_texts import merge_texts
from gkxl.collection.output.returned_copies import COPIES_FOLDER, COPY_FOLDERS, is_present
from gkxl.collection.store.opening import close_on_error, explain_error
from gkxl.collection.store.store import Store
from gkxl.errors import DataError, FileInUseError, WriteError, describe_system_error
from gkxl.files.limits import check_limit
from gkxl.files.save import move_into_place, remove_temporary
from gkxl.issues import Issue
from gkxl.text import enumerated

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from gkxl.collection.roster import Roster
    from gkxl.forms.edition import Edition


_MOST_NAMED: Final = 5
"""So many files an error message lists."""


def refuse_losses(folder: Path, edition: Edition, year: int, given: Mapping[str, str]) -> None:
    """Make sure that a folder holds nothing of the user's own that would be lost.

    Args:
        folder: The folder that results are written to.
        edition: The edition of the collection.
        year: Its year.
        given: Texts the office supplies for cells of the workbook; empty for none.

    Raises:
        DataError: The workbook is of another year, or has another text than is given for a cell.
        WriteError: A file or folder that gkxl did not write there has the name of a result; the message
            lists it.
    """
    found = _find_foreign(folder) if _has_store(folder) else _find_results(folder)
    if found:
        raise WriteError(
            "“{folder}”里已有{found}，不是 gkxl 在这里写的，写汇总结果会覆盖它。"
            "请把它移走，或换一个输出文件夹。",
            folder=folder,
            found=enumerated(found, _MOST_NAMED, quoted=True),
        )
    # If the workbook is open in another program, it is left unchanged, and reported at the end.
    with suppress(FileInUseError):
        merge_texts(edition, {}, read_present(folder / WORKBOOK, edition, year), given)


def _has_store(folder: Path) -> bool:
    store = folder / STORE
    return store.is_file() and store.stat().st_size > 0


def _find_results(folder: Path) -> list[str]:
    """Find the files and folders with the names of results."""
    copies = folder / COPIES_FOLDER
    own = [copies / name for name in COPY_FOLDERS]
    inside = [f for path in _list_content(copies) for f in (_list_content(path) if path in own else [path])]
    named = [path.relative_to(folder).as_posix() for path in inside]
    return [*(name for name in (WORKBOOK, PAGE) if is_present(folder / name)), *named]


def _list_content(folder: Path) -> list[Path]:
    """The content of a folder; the path itself if there is something else in its place."""
    if folder.is_dir() and not folder.is_symlink():
        return sorted(folder.iterdir())
    return [folder] if is_present(folder) else []


def _find_foreign(folder: Path) -> list[str]:
    """Find files named like results that gkxl did not write.

    Used where a store exists, which may have been copied from another folder.
    """
    page = folder / PAGE
    found = [PAGE] if is_present(page) and not is_page(page) else []
    folders = (COPIES_FOLDER, *(f"{COPIES_FOLDER}/{name}" for name in COPY_FOLDERS))
    return [*found, *(name for name in folders if (folder / name).is_symlink())]


@contextmanager
def open_store(
    path: Path, roster: Roster | None, edition: Edition, year: int, *, whole: bool = False
) -> Iterator[Store]:
    """Open the store for a block, and turn database and system errors into errors with a readable sentence.

    The arguments are as for `Store`.

    Raises:
        WriteError: Another run is at work on it, or it cannot be written.
    """
    try:
        let_go_of(path)
        with closing(Store(path, roster, edition, year, whole=whole)) as store:
            yield store
    except sqlite3.Error as error:
        raise explain_error(error, path) from error
    except OSError as error:
        why = describe_system_error(error)
        raise WriteError("“{folder}”无法写入：{why}。", folder=path.parent, why=why) from error
    finally:
        _remove_empty(path)


def _remove_empty(path: Path) -> None:
    """Remove an empty file that is left where nothing could be written."""
    with suppress(OSError):
        if not path.stat().st_size:
            remove_temporary(path)


def replace_store(store: Store, path: Path) -> None:
    """Finish a store: write it anew under another name, and replace the old file in one step."""
    fresh = path.with_name(f".{path.name}.tmp")
    try:
        fresh.unlink(missing_ok=True)
        store.finish(fresh)
        move_into_place(fresh, path, lasting=True)
    finally:
        remove_temporary(fresh)


def write_results(folder: Path, given: Mapping[str, str], in_use: list[Path]) -> Collection:
    """Write the workbook and the page of a collection, and open it.

    Args:
        folder: Its folder.
        given: Texts the office supplies for cells of the workbook; empty for none.
        in_use: Results found open in another program.
    """
    collection = Collection(folder)
    with close_on_error(collection):
        remarks = _write_results(collection, folder, given, in_use)
    collection.remarks = (*remarks, *collection.consolidated_issues())
    return collection


def _write_results(
    collection: Collection, folder: Path, given: Mapping[str, str], in_use: list[Path]
) -> tuple[Issue, ...]:
    """Write the workbook and the page; the issues about them."""
    found: list[Issue] = []
    for name, write in ((WORKBOOK, partial(write_consolidated, given=given)), (PAGE, write_page)):
        try:
            found += write(collection, folder / name) or ()
        except FileInUseError:
            in_use.append(folder / name)
    names = (path.relative_to(folder).as_posix() for path in in_use)
    return (*(Issue(code="collect.in_use", facts={"file": name}) for name in names), *found)


_MOST_UNPACKED: Final = 1 << 29
"""Bytes of a collection that is unpacked; one of 10,000 units has a quarter of them."""


def pack_folder(folder: Path) -> bytes:
    """Pack a folder, such as that of a collection, into a zip that is the same for the same files."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            entry = zipfile.ZipInfo(path.relative_to(folder).as_posix())
            entry.compress_type = zipfile.ZIP_STORED if path.suffix == ".xlsx" else zipfile.ZIP_DEFLATED
            packed.writestr(entry, path.read_bytes())
    return made.getvalue()


def unpack_results(content: bytes) -> Iterator[tuple[str, bytes]]:
    """Unpack the zip of a collection's folder, wherever in the zip that is: names and content below it.

    Raises:
        DataError: There is no collection in it, or it is damaged.
        LimitError: It is too large.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            inside = _find_results_in(packed)
            size = sum(entry.file_size for entry in inside.values())
            check_limit(_MOST_UNPACKED, size, "汇总结果的字节数")
            for name, entry in inside.items():
                yield name, packed.read(entry)
    except (zipfile.BadZipFile, zlib.error, OSError, RuntimeError, EOFError, ValueError):
        raise DataError("汇总结果的压缩包已损坏，打不开。") from None


def _find_results_in(packed: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """The entries of a collection in a zip, by their names below its folder."""
    files = {PurePosixPath(entry.filename): entry for entry in packed.infolist() if not entry.is_dir()}
    stores = [path for path in files if path.name == STORE]
    if not stores:
        raise DataError("压缩包里没有汇总结果。")
    folder = min(stores, key=lambda path: len(path.parts)).parent
    return {
        path.relative_to(folder).as_posix(): entry
        for path, entry in files.items()
        if path.is_relative_to(folder)
    }
