"""Compares a collection with what its units published: unit by unit, whatever the formats."""

from __future__ import annotations

from collections import Counter
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Final

from attrs import evolve, field

from gkxl.arguments import checked, gives_back_errors
from gkxl.collection.collect import READING
from gkxl.collection.collection import Collection
from gkxl.collection.intake.local_files import LocalFile
from gkxl.collection.intake.sources import find_published
from gkxl.collection.judging.verdicts import find_published_unit
from gkxl.collection.ledger import PublishedStatus
from gkxl.collection.parallel import SLOW_BATCH, WorkerPool
from gkxl.collection.roster import Roster
from gkxl.collection.roster.directory import fold_name
from gkxl.collection.roster.matching import Owners
from gkxl.comparison.comparison import compare_sides
from gkxl.comparison.result import Contrast, PublishedFile
from gkxl.comparison.sides import Side, describe_death, read_sides
from gkxl.errors import describe_error
from gkxl.forms import edition_named
from gkxl.frozen import frozen
from gkxl.text import Wording, fill_in, to_wording

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator
    from concurrent.futures import Executor

    from gkxl.collection.collect import Progress
    from gkxl.collection.ledger import File
    from gkxl.collection.roster import Unit
    from gkxl.comparison.result import Comparison
    from gkxl.forms.edition import Edition
    from gkxl.text import Lang


@frozen(kw_only=True)
class UnitComparison:
    """A unit of the collection, and what came of comparing what it published with what it filed.

    Attributes:
        unit: The unit.
        status: What came of it.
        compared: The file that was compared, of several the one that tells most; all that contradict one
            another where the status is `PublishedStatus.SEVERAL`.
        further: What else is of the unit or bears its name: copies, other years, what cannot be read.
        lang: The language of `note`.
    """

    unit: Unit
    status: PublishedStatus
    compared: tuple[PublishedFile, ...] = field(repr=False)
    further: tuple[PublishedFile, ...] = field(repr=False)
    lang: Lang = "zh"

    @property
    def note(self) -> str:
        """What there is to know, in a few sentences: counts of cells, reasons, and files by their names."""
        unread = [file for file in self.further if file.status is PublishedStatus.UNREADABLE]
        told = [*self.compared, *unread] if self.compared else [*self.further]
        if len(told) == len(self.compared) == 1:
            return told[0].words
        named = [
            fill_in("{path}：{what}", {"path": file.path, "what": file.words}, self.lang)
            for file in told[:_MOST_TOLD]
        ]
        return (" " if self.lang == "en" else "").join([*named, *(["……"] if told[_MOST_TOLD:] else [])])


_MOST_TOLD: Final = 4
"""The most files that a note names."""


@frozen(kw_only=True)
class PublishedComparison:
    """What came of comparing a collection with what its units published.

    Attributes:
        year: The report year.
        edition: The edition of that year.
        units: Every unit of the roster, in its order.
        others: The files that are of no unit of the roster.
        lang: The language of all messages.
    """

    year: int
    edition: Edition
    units: tuple[UnitComparison, ...] = field(repr=False)
    others: tuple[PublishedFile, ...] = field(repr=False)
    lang: Lang = "zh"

    @property
    def same(self) -> bool:
        """Whether every unit published exactly what it filed."""
        return all(one.status is PublishedStatus.SAME for one in self.units)

    def units_with(self, status: PublishedStatus) -> list[UnitComparison]:
        """The units of a status."""
        return [one for one in self.units if one.status is status]

    @property
    def message(self) -> str:
        """One sentence: how many units there are of each status."""
        counts = Counter(one.status for one in self.units)
        found = [(status, counts[status]) for status in PublishedStatus if counts[status]]
        listed = [fill_in("{word} {count} 个", {"word": w, "count": n}, self.lang) for w, n in found]
        facts = {"units": len(self.units), "counted": fill_in("，", {}, self.lang).join(listed)}
        return fill_in("共 {units} 个单位：{counted}。", facts, self.lang)


@checked
@gives_back_errors
def diff_published(
    collection: Collection | str | os.PathLike[str],
    published: str | os.PathLike[str],
    *,
    executor: Executor | None = None,
    progress: Progress | None = None,
    lang: Lang = "zh",
) -> PublishedComparison:
    """Compare what the units of a collection published with what they filed.

    A file is of the unit in its title, or, without a title, of the unit that it or its folder is named
    after; where these are different units, it is compared with neither. A file of another year is not
    compared; one that names no year is, unless the unit has one that does. Of a single file that is given
    only its unit is looked at.

    Args:
        collection: The collection, or its folder.
        published: The folder or zip of published files (web pages, Word documents, PDFs, workbooks), one
            file, or an address that fsspec knows.
        executor: Where files are read; a process for each core of this computer if left out.
        progress: Called now and then with what is being done, how much of it is done, and how much there is.
        lang: The language of the messages, ``"zh"`` or ``"en"``.

    Returns:
        Every unit with what came of it, and the files of no unit.

    Raises:
        UnreadableFileError: The collection or the place of the published files cannot be read at all; a
            single file never raises.
        LimitError: A zip holds too many files.
        MissingExtraError: It is an address, and fsspec is not installed.

    Example:
        >>> import gkxl
        >>> found = gkxl.comparison.diff_published("汇总", "公布")  # doctest: +SKIP
        >>> [one.unit.name for one in found.units if one.status == "unpublished"]  # doctest: +SKIP
        ['某市水务局']
    """
    with nullcontext(collection) if isinstance(collection, Collection) else Collection(collection) as filed:
        sources = find_published(published, besides=filed.path.parent)
        alone = len(sources) == 1 and Path(published).is_file() and isinstance(sources[0], LocalFile)
        desk = _Desk(filed, lang)
        with WorkerPool(read_sides, _report_death, executor, batch=SLOW_BATCH) as pool:
            for done, (source, read) in enumerate(pool.work(sources), start=1):
                desk.take(source.name, read)
                if progress:
                    progress(READING, done, len(sources))
        return PublishedComparison(
            year=filed.year,
            edition=filed.edition,
            units=tuple(
                _judge_unit(entry.unit, desk.files[entry.unit.key], lang)
                for entry in filed.ledger
                if desk.files[entry.unit.key] or not alone
            ),
            others=tuple(desk.others),
            lang=lang,
        )


def _report_death(error: Exception) -> Wording:
    return describe_error(describe_death(error))


class _Desk:
    """Takes published files one by one: sorts them by unit, and compares each with the return at once."""

    def __init__(self, collection: Collection, lang: Lang) -> None:
        self.files: dict[str, list[PublishedFile]] = {entry.unit.key: [] for entry in collection.ledger}
        self.others: list[PublishedFile] = []
        self._collection = collection
        self._entries = {entry.unit.key: entry for entry in collection.ledger}
        self._owners = Owners(Roster(tuple(entry.unit for entry in collection.ledger)))
        self._compared: Counter[str] = Counter()
        self._lang = lang

    def take(self, path: str, read: Side | Wording) -> None:
        """Take a file, or the reason why it cannot be read."""
        if isinstance(read, Side):
            units, problem = find_published_unit(path, read.unit, self._owners)
            file = self._pass_over(path, problem) if problem else self._compare(path, read, units[0])
        else:
            units = self._owners.find_by_path(path).units
            file = self._pass_over(path, read, PublishedStatus.UNREADABLE)
        for unit in units:
            self.files[unit.key].append(file)
        if not units:
            self.others.append(file)

    def _compare(self, path: str, read: Side, unit: Unit) -> PublishedFile:
        """Compare a unit's own file with its return, if it is of the year and not one too many."""
        entry, year = self._entries[unit.key], self._collection.year
        if read.year not in (None, year):
            return self._pass_over(path, to_wording("是 {year} 年度的。", year=read.year))
        if not (entry.file and entry.status.is_judged):
            why = to_wording("已公布，汇总里没有可以比较的报表（{status}）。", status=entry.status)
            return self._pass_over(path, why, PublishedStatus.UNFILED)
        self._compared[unit.key] += 1
        if self._compared[unit.key] > MOST_FILES:
            return self._pass_over(path, to_wording("同一单位的文件太多，这一个没有比较。"))
        filed = self._read_filed(entry.file, unit)
        found = compare_sides(filed, read.published_by(unit.name, year), lang=self._lang, called=_CALLED)
        return PublishedFile(
            path=path,
            status=_find_status(found),
            comparison=evolve(found, a=found.a.without_values(), b=found.b.without_values()),
            reason="".join(remark.words(self._lang) for remark in _find_remarks(read, unit, year)),
            dated=bool(read.year),
        )

    def _read_filed(self, file: File, unit: Unit) -> Side:
        """The return of a unit, under the name that the roster has."""
        edition, values = edition_named(file.edition), self._collection.filed(file)
        unread = None in values.values()
        issues = self._collection.file_issues(file, lang=self._lang) if unread else ()
        return Side.of_values(edition, values, issues).published_by(unit.name, self._collection.year)

    def _pass_over(
        self, path: str, why: Wording, status: PublishedStatus = PublishedStatus.OTHER
    ) -> PublishedFile:
        return PublishedFile(path=path, status=status, reason=why.words(self._lang))


_CALLED: Final = (Wording("报送件", "the return"), Wording("公布件", "the publication"))
"""What the two reports of a unit are called."""

MOST_FILES: Final = 20
"""The most files of a unit that are compared, as each keeps what differs in it."""


def _find_remarks(read: Side, unit: Unit, year: int) -> Iterator[Wording]:
    """What to know about a title: that it names no year, or that it writes the name otherwise."""
    if not read.year:
        yield to_wording("标题里没有年度，按 {year} 年度比较。", year=year)
    if read.unit and fold_name(read.unit) != fold_name(unit.name):
        yield to_wording("标题上的单位写作“{name}”。", name=read.unit)


def _find_status(found: Comparison) -> PublishedStatus:
    if found.same:
        return PublishedStatus.SAME
    return PublishedStatus.DIFFERENT if found.differs else PublishedStatus.INCOMPLETE


def _judge_unit(unit: Unit, files: list[PublishedFile], lang: Lang) -> UnitComparison:
    """Decide what came of a unit: by the file that tells most, unless another one contradicts it."""
    dated = any(file.dated for file in files if file.comparison)
    compared = [file for file in files if file.comparison and (file.dated or not dated)]
    compared.sort(key=_count_compared, reverse=True)
    apart = compared[:1] + [file for file in compared[1:] if _contradict(compared[0], file)]
    further = [file for file in files if file not in apart]
    known = [*apart[:1], *(file for file in further if file.status is not PublishedStatus.OTHER)]
    status = known[0].status if known else PublishedStatus.UNPUBLISHED
    return UnitComparison(
        unit=unit,
        status=PublishedStatus.SEVERAL if len(apart) > 1 else status,
        compared=tuple(apart),
        further=tuple(further),
        lang=lang,
    )


def _count_compared(file: PublishedFile) -> int:
    found = file.comparison
    tallies = (found.figures, found.texts) if found else ()
    return sum(tally.equal + tally.different for tally in tallies)


def _contradict(one: PublishedFile, other: PublishedFile) -> bool:
    """Whether a cell that could be compared in both of them differs from the return in another way."""
    (a, open_a), (b, open_b) = (_find_cells(file) for file in (one, other))
    return any(a.get(path) != b.get(path) for path in (a.keys() | b.keys()) - open_a - open_b)


def _find_cells(file: PublishedFile) -> tuple[dict[str, str], set[str]]:
    """What a file prints in the cells that differ, and which cells could not be compared."""
    made = file.comparison.differences if file.comparison else ()
    differing = {one.path: "".join(one.printed[1].split()) for one in made if one.differs}
    return differing, {one.path for one in made if one.contrast is Contrast.UNCOMPARED}
