"""Python side of the desk of an office: its roster, what came back, and the collection made of both."""

from __future__ import annotations

import io
import tarfile
from importlib.resources import files
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

from gkxl.collection.collect import collect as collect_returns
from gkxl.collection.collection import Collection
from gkxl.collection.intake.local_files import parse_moment
from gkxl.collection.ledger import UnitStatus
from gkxl.collection.output.collection_page import PAGE
from gkxl.collection.output.ledger_and_detail import ledger_as_csv
from gkxl.collection.output.results import pack_folder, unpack_results
from gkxl.collection.output.returned_copies import COPIES_FOLDER
from gkxl.collection.parallel import ThisThread
from gkxl.collection.roster import Roster
from gkxl.collection.templates import make_blank_roster, write_templates
from gkxl.errors import DataError, GkxlError, WriteError
from gkxl.page.desk_files import room, write_file

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator, Sequence
    from concurrent.futures import Future

    from gkxl.collection.ledger import File
    from gkxl.page import Tell


RETURNS, LAST_YEAR, OUTPUT = "报回", "上年报表", "汇总"
"""The folders of this desk: what came back, what came last year, and the collection."""

_UNPACKED: Final = "解压"
"""The folder where a collection is looked at before it is taken on."""


def resume(place: str, content: bytes) -> dict[str, Any]:
    """Take on a collection from the zip of its folder, made here or of what ``gkxl collect`` wrote.

    Args:
        place: `OUTPUT`, or `LAST_YEAR` for what is only compared with.
        content: The zip.

    Returns:
        ``year``, ``units``, ``office`` and ``until``; ``files``, the paths of the returns in it.

    Raises:
        DataError: There is no collection in it.
    """
    fresh = room() / _UNPACKED
    rmtree(fresh, ignore_errors=True)
    for name, part in unpack_results(content):
        write_file(f"{_UNPACKED}/{name}", part)
    about = _read_about(fresh)
    rmtree(room() / place, ignore_errors=True)
    fresh.rename(room() / place)
    return about


def _read_about(folder: Path) -> dict[str, Any]:
    """Whose collection of which year lies in a folder, and the returns in it.

    Raises:
        DataError: It cannot be used, for whatever reason.
    """
    try:
        with Collection(folder) as found:
            return {
                "year": found.year,
                "units": len(found.ledger),
                "office": found.office,
                "until": found.until,
                "files": [file.path for file in found.files if file.current],
            }
    except GkxlError as error:
        raise DataError(
            "里面的汇总结果不能用：已经损坏、被改动过，或是别的版本的软件写的。"
            "请重新放入名册和报回的报表，再汇总一次。"
        ) from error


def show() -> dict[str, Any]:
    """What there is to look at of a collection that was taken on."""
    with Collection(room() / OUTPUT) as found:
        return _describe(found)


def collect(tell: Tell, choices: dict[str, Any]) -> dict[str, Any]:
    """Collect what came back, as ``gkxl collect`` does.

    Args:
        tell: Called with the name of the file that is worked on, and with how many are done of how many.
        choices: ``year``; ``office`` and ``until``; ``take``, the files that an officer chose now; and
            ``refused``, the files that must not be read again.

    Returns:
        What `show` returns.

    Raises:
        DataError: Results that were taken on hold what would be lost.
    """
    (room() / RETURNS).mkdir(exist_ok=True)
    try:
        found = collect_returns(
            room() / RETURNS,
            roster=_find_roster(),
            year=choices["year"],
            output=room() / OUTPUT,
            previous=_find_last_year(),
            take=choices["take"],
            office=choices["office"],
            until=choices["until"],
            executor=_WatchedExecutor(tell, choices["refused"]),
            progress=lambda _, done, of: tell("", done, of),
        )
    except WriteError as error:
        raise _loss_error(error) from error
    with found:
        return _describe(found)


def _loss_error(error: WriteError) -> DataError:
    """Why results that were taken on are not written over, and what to do about it here."""
    return DataError(
        "没有汇总：放进来的汇总结果里，有软件写不回去的内容。{why}"
        "请把压缩包里的“汇总.xlsx”另外保存一份，从压缩包里删去，再全部清除、重新放入。",
        why=error.facts.get("why", ""),
    )


class _WatchedExecutor(ThisThread):
    """Works on file by file, and tells before each which one it is."""

    def __init__(self, tell: Tell, refused: Container[str]) -> None:
        self._tell = tell
        self._refused = refused

    def submit(self, function: Callable[..., Any], /, *batch: Any, **_: Any) -> Future[Any]:  # noqa: ANN401 (files)
        """Promise to work on a batch of files."""
        return super().submit(self._work, function, *batch)

    def _work(self, function: Callable[[list[Any]], list[Any]], batch: Sequence[Any]) -> list[Any]:
        return [result for one in batch for result in function([self._watch(one)])]

    def _watch(self, one: Any) -> Any:  # noqa: ANN401 (a file to read, or one to mark)
        """Tell which file comes next.

        Raises:
            ChildProcessError: Python was ended over it before.
        """
        if one.source.name in self._refused:
            raise ChildProcessError(one.source.name)
        self._tell(one.source.name, 0, 0)
        return one


def _find_roster() -> Roster | Path:
    """The roster that was handed in, or that of the collection that was taken on."""
    path = room() / "roster"
    if path.exists():
        return path
    with Collection(room() / OUTPUT) as found:
        return Roster(tuple(entry.unit for entry in found.ledger))


def _find_last_year() -> Path | None:
    path = room() / LAST_YEAR
    return path if path.is_dir() and any(path.iterdir()) else None


def _describe(collection: Collection) -> dict[str, Any]:
    """What the page shows of a collection: its own page, choices, remarks; and all results as a zip."""
    return {
        "year": collection.year,
        "page": (collection.path.parent / PAGE).read_text(encoding="utf-8"),
        "choices": list(_find_choices(collection)),
        "remarks": [remark.message for remark in collection.remarks],
        "copies": (collection.path.parent / COPIES_FOLDER).is_dir(),
        "result": pack_folder(collection.path.parent),
    }


def _find_choices(collection: Collection) -> Iterator[dict[str, Any]]:
    """The units of which one of several different returns is to be taken, or was taken."""
    came: dict[str, dict[str, File]] = {}
    for file in collection.files:
        if file.current and (file.accepted or file.status is UnitStatus.DUPLICATE):
            came.setdefault(file.unit, {}).setdefault(file.hash, file)
    stamps = dict(collection.query("SELECT id, stamp FROM files"))
    for entry in collection.ledger:
        several = came.get(entry.unit.key, {})
        if len(several) > 1:
            yield {
                "unit": entry.unit.name,
                "open": entry.status is UnitStatus.DUPLICATE,
                "files": [
                    {"path": file.path, "taken": file.accepted, "changed": _format_day(stamps[file.id])}
                    for file in several.values()
                ],
            }


def _format_day(stamp: str) -> str:
    moment = parse_moment(stamp)
    return f"{moment.astimezone():%Y-%m-%d %H:%M}" if moment else ""


def output(name: str) -> bytes:
    """A file of the collection; of a folder, a zip."""
    path = room() / OUTPUT / name
    return pack_folder(path) if path.is_dir() else path.read_bytes()


def ledger() -> bytes:
    """The ledger of the collection as CSV."""
    with Collection(room() / OUTPUT) as found:
        return ledger_as_csv(found)


def templates(tell: Tell, year: int) -> dict[str, Any]:
    """A template for every unit of the roster, as ``gkxl template`` writes them.

    Returns:
        ``zip``; and ``without``, the units that no return of last year was found of.
    """
    with TemporaryDirectory() as folder:
        issued = write_templates(
            _find_roster(),
            year=year,
            output=folder,
            previous=_find_last_year(),
            progress=lambda _, done, of: tell("", done, of),
        )
        return {"zip": pack_folder(Path(folder)), "without": [unit.name for unit in issued.without_last_year]}


blank_roster: Final = make_blank_roster


def example() -> dict[str, Any]:
    """An imaginary city of 40 units to try the desk with, which `tests/page/keep_city.py` makes."""
    packed = files("gkxl.page").joinpath("city.tar.xz").read_bytes()
    with tarfile.open(fileobj=io.BytesIO(packed), mode="r:xz") as city:
        kept = {one.name: (one, city.extractfile(one)) for one in city}
        found = {name: (file.read(), 1000 * one.mtime) for name, (one, file) in kept.items() if file}
    return {
        "roster": found.pop("名册.xlsx")[0],
        **_ABOUT_CITY,
        "files": [{"name": name, "content": one, "changed": when} for name, (one, when) in found.items()],
    }


_ABOUT_CITY: Final = {"year": 2024, "office": "乌有市政务公开办公室（示例）", "until": "1月20日"}
