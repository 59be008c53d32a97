"""Collects a year's returns: reads every file, judges every unit, adds up what counts."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

from gkxl.arguments import checked, gives_back_errors
from gkxl.collection.collection import STORE, Collection
from gkxl.collection.intake.local_files import CHECKSUM_MARK
from gkxl.collection.intake.returns import (
    FileResult,
    FileToRead,
    content_hash,
    read_files,
    roster_result,
    unreadable_result,
)
from gkxl.collection.intake.sources import find_sources
from gkxl.collection.judging.decide import decide
from gkxl.collection.judging.judge import find_named_files
from gkxl.collection.output.consolidated_workbook import read_given
from gkxl.collection.output.office_texts import read_short_text
from gkxl.collection.output.page_view import find_way
from gkxl.collection.output.results import open_store, refuse_losses, replace_store, write_results
from gkxl.collection.output.returned_copies import COPIES_FOLDER, return_copies
from gkxl.collection.parallel import WorkerPool
from gkxl.collection.roster import Roster, read_roster
from gkxl.errors import DataError, GkxlError, WriteError
from gkxl.files.load import log
from gkxl.files.save import make_folder
from gkxl.forms import USUAL_KIND, edition_for
from gkxl.text import Wording

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Iterator
    from concurrent.futures import Executor

    from gkxl.collection.intake.sources import Source
    from gkxl.collection.judging.verdicts import Prefer
    from gkxl.collection.store.store import KnownFile, Store
    from gkxl.forms.edition import Edition, FormKind


Progress: TypeAlias = Callable[[str, int, int], None]
"""A function that takes what is being done, how much of it is done, and how much there is."""

READING: Final = "reading"
MARKING: Final = "marking"

LAST_YEAR: Final = "上年"
"""The folder for last year's collection, where only last year's returns are given."""

_OFFICE: Final = (60, Wording("退回单位的名称", "the name of the office"))
_UNTIL: Final = (40, Wording("报送期限", "the deadline"))

_FILES_PER_COMMIT: Final = 256
"""The files that are committed together, and lost if the program is killed before."""


@checked
@gives_back_errors
def collect(  # noqa: PLR0913 (each is a question of its own)
    returns: str | os.PathLike[str],
    *,
    roster: Roster | str | os.PathLike[str],
    year: int,
    output: str | os.PathLike[str],
    kind: FormKind = USUAL_KIND,
    edition: Edition | str | None = None,
    previous: Collection | str | os.PathLike[str] | None = None,
    prefer: Prefer | None = None,
    take: Iterable[str] = (),
    include_errors: bool = False,
    marks: bool = True,
    texts: str | os.PathLike[str] | None = None,
    office: str = "",
    until: str = "",
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> Collection:
    """Collect a year's returns: read every file, judge every unit, add up what counts.

    The folder then holds the store ``collection.sqlite``, the consolidated report ``汇总.xlsx`` with a ledger
    of all units and the figures of each, the page ``index.html`` to look at, and in ``退回`` the
    returns to be corrected or to be confirmed.

    It may be interrupted at any time and run again: files that did not change are not read again, and what
    comes of it is what one run would have given. What was typed into the open cells of ``汇总.xlsx`` stays.
    A result that another program holds open is left as it was and named in `Collection.remarks`.

    Args:
        returns: The folder or zip of returns, or an address that fsspec knows, such as ``s3://bucket/2024``.
        roster: Who must return.
        year: The report year.
        output: The folder to write to; it is made if need be.
        kind: The kind of form; the annual report if left out. A return of another kind is no return.
        edition: The edition, or its name, where not that of the year and kind is wanted but a local one.
        previous: Last year's collection, or its folder, or a folder or zip of last year's returns, which are
            collected first, into a folder 上年 of the output.
        prefer: Which of several different returns of a unit is taken: ``"newest"``, or none if left out.
        take: Of units that sent several different returns, the files that are taken, by their paths below
            the returns; this is remembered for the next runs, until another file comes.
        include_errors: Whether returns with errors are added up too, where every number could be read.
        marks: Whether a marked copy of each return is written that has something to correct or to confirm.
        texts: A workbook of the form or a document (``.docx``, ``.html``, ``.pdf``) with the office's own
            texts for the consolidated report.
        office: Who sends returns back, for the marked copies.
        until: Until when units are to answer, such as ``2025-01-20``, for the copies and the page.
        executor: Where files are read, for example ``dask.distributed.Client().get_executor()``; a process
            for each core of this computer if left out.
        progress: Called now and then with what is being done, how much of it is done, and how much there is.

    Returns:
        The collection, to look at.

    Raises:
        DataError: The roster has errors, a collection that is there already is of another year, a text is
            given for a cell into which another one was typed, a file cannot be taken, or office or deadline
            are too long.
        UnreadableFileError: The roster or the returns cannot be read at all, a single file never raises; or
            what lies in the place of the store is none.
        UnknownEditionError: No edition covers that year.
        WriteError: The folder cannot be written to, or holds what would be lost.

    Example:
        >>> import gkxl
        >>> collection = gkxl.collect("报回", roster="名册.csv", year=2024, output="汇总")  # doctest: +SKIP
        >>> collection.values["requests.received.total"]  # doctest: +SKIP
        1234
    """
    chosen = edition_for(year, kind, edition=edition)
    units = (roster if isinstance(roster, Roster) else read_roster(roster)).checked()
    _refuse_results(returns, Path(output))
    facts = {"office": read_short_text(office, *_OFFICE), "until": read_short_text(until, *_UNTIL)}
    given = read_given(texts, chosen, year) if texts else {}
    refuse_losses(Path(output), chosen, year, given)
    sources = find_sources(returns, besides=Path(output))
    taken = find_named_files(take, {source.name for source in sources}, str(returns))
    folder = make_folder(output)
    on_progress = progress or (lambda *_: None)
    held: list[Path] = []
    with (
        open_previous(
            previous, units, year - 1, folder / LAST_YEAR, edition=chosen, executor=executor
        ) as last,
        open_store(folder / STORE, units, chosen, year, whole=bool(taken)) as store,
    ):
        present = _read_changed(store, sources, units.hash, executor, on_progress)
        store.begin()
        store.write_properties({**facts, "returns": find_way(returns, folder)})
        decide(
            store, units, present, previous=last, prefer=prefer, taken=taken, include_errors=include_errors
        )
        store.commit_decisions()
        if marks:
            on_marked = partial(on_progress, MARKING)
            held += return_copies(store, units, sources, folder / COPIES_FOLDER, executor, on_marked)
        replace_store(store, folder / STORE)
    del units, sources, present  # what is shown is read from the store
    return write_results(folder, given, held)


@contextmanager
def open_previous(  # noqa: PLR0913 (each is a question of its own)
    previous: Collection | str | os.PathLike[str] | None,
    roster: Roster,
    year: int,
    output: Path,
    edition: Edition,
    *,
    executor: Executor | None = None,
) -> Iterator[Collection | None]:
    """Open the collection of the year before, or make it of its returns; one that was given stays open.

    Raises:
        DataError: It is of another year.
    """
    if previous is None or isinstance(previous, Collection):
        yield _check_year(previous, year) if previous else None
        return
    if Collection.is_at(Path(previous)):
        collection = Collection(previous)
    else:
        collection = collect(
            previous,
            roster=roster,
            year=year,
            output=output,
            kind=edition.kind,
            edition=edition if edition.local and edition.covers(year) else None,
            marks=False,
            executor=executor,
        )
    with collection:
        yield _check_year(collection, year)


def _check_year(collection: Collection, year: int) -> Collection:
    if collection.year != year:
        folder = collection.path.parent
        raise DataError(
            "“{folder}”是 {found} 年度的汇总，要与 {wanted} 年度的比对。请核对上年的位置。",
            folder=folder,
            found=collection.year,
            wanted=year,
        )
    return collection


def _refuse_results(returns: str | os.PathLike[str], output: Path) -> None:
    """Refuse to read results as returns, or to clear away returns as if they were copies.

    Raises:
        WriteError: The returns lie where results are written.
    """
    place, out = Path(returns).resolve(), output.resolve()
    if place == out or place.is_relative_to(out / COPIES_FOLDER):
        raise WriteError(
            "报表所在的“{returns}”是写汇总结果的地方。请另选一个输出文件夹，或把报表移到别处。",
            returns=returns,
        )


def _read_changed(
    store: Store, sources: list[Source], roster: str, executor: Executor | None, progress: Progress
) -> list[int]:
    """Read the files that are new or changed; the numbers of all files that are present.

    Args:
        store: The store.
        sources: The files.
        roster: The hash of the roster, which may be among them.
        executor: Where to read them.
        progress: Called after each file.
    """
    known = store.read_known()
    found = {source.name: _find_unchanged(source, known.get(source.name, ())) for source in sources}
    same = {name: one for name, one in found.items() if one}
    tasks = [
        FileToRead(source, known[source.name][-1].hash if source.name in known else "", store.edition.name)
        for source in sources
        if source.name not in same
    ]
    numbers = [found.id for found in same.values()]
    log("%d files, %d of them new or changed", len(sources), len(tasks))
    with WorkerPool(read_files, _report_death, executor) as pool:
        results = ((task, _mark_roster(result, roster)) for task, result in pool.work(tasks))
        for number in _keep_results(store, results, known):
            numbers.append(number)
            progress(READING, len(numbers), len(sources))
    return numbers


def _mark_roster(result: FileResult | None, roster: str) -> FileResult | None:
    """Mark the result of the roster itself, whatever its columns are; any other stays as it is."""
    return roster_result(roster) if result and roster and result.hash == roster else result


def _find_unchanged(source: Source, known: Iterable[KnownFile]) -> KnownFile | None:
    """Find a file as it was read before, if it is unchanged: times can be restored, so the hash decides."""
    here = (source.size, source.stamp)
    found = next((one for one in known if source.stamp and (one.size, one.stamp) == here), None)
    return found if found and (CHECKSUM_MARK in source.stamp or _hash_source(source) == found.hash) else None


def _hash_source(source: Source) -> str:
    try:
        return content_hash(source.load())
    except (GkxlError, OSError):  # whoever reads it as a return gives the reason
        return ""


def _keep_results(
    store: Store, results: Iterable[tuple[FileToRead, FileResult | None]], known: dict[str, list[KnownFile]]
) -> Iterator[int]:
    """Write every result into the store; yield the number of each file."""
    store.begin()
    for count, (task, result) in enumerate(results, start=1):
        if result is None:
            yield store.update_stamp(known[task.source.name][-1], task.source)
        else:
            yield store.record(task.source, result)
        if count % _FILES_PER_COMMIT == 0:
            store.commit()
            store.begin()
    store.commit()


def _report_death(_error: Exception) -> FileResult:
    return unreadable_result(
        GkxlError(
            "读取它的程序意外终止，可能是文件过于庞大。请用 Excel 或 WPS 打开核对后另存为 .xlsx 再报送。"
        )
    )
