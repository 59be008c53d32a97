"""The ledger (台账): every unit and every file, and what became of them."""

from __future__ import annotations

import json
from collections import Counter
from enum import StrEnum
from sys import intern
from typing import TYPE_CHECKING, Any, Final

from attrs import field

from gkxl.collection.roster import Unit
from gkxl.collection.roster.parents import DEEPEST
from gkxl.frozen import frozen
from gkxl.issues.catalogue import Severity, code
from gkxl.text import Wording, fill_in, plain_fields, to_wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from gkxl.text import Lang


class UnitStatus(StrEnum):
    """What became of a unit, or of a file; the value is what the ledger prints."""

    PASSED = code.PASSED.zh
    """Nothing has to be corrected or confirmed."""
    CONFIRM = code.CONFIRM.zh
    """Nothing has to be corrected, but something is unusual and not explained."""
    ERRORS = code.CORRECT.zh
    """Something has to be corrected."""
    MISSING = "未报"
    """Nothing came from the unit."""
    DUPLICATE = "重复"
    """Several different returns of one unit; of a file also a copy of one that was taken."""
    NOT_OURS = "非本单位"
    """The return of another unit, of one that the roster does not have, or of any of several of one name."""
    OTHER_YEAR = "上年表"
    """The form of last year, or of another one."""
    UNREADABLE = code.UNREADABLE.zh
    """Not a workbook of the form."""
    REPLACED = "已被代替"
    """Of a file: a corrected copy of it came, which counts in its place."""
    UNCHANGED = "退回副本"
    """Of a file: the marked copy of a return, as it was sent back."""
    NO_RETURN = code.NO_RETURN.zh
    """A roster, a blank form, or what gkxl itself wrote; of files only."""

    def words(self, lang: Lang) -> str:
        """The status in a language."""
        return _ENGLISH[self] if lang == "en" else self.value

    @property
    def is_judged(self) -> bool:
        """Whether the unit's own return of the year is there and was judged."""
        return self.is_in or self is UnitStatus.ERRORS

    @property
    def is_in(self) -> bool:
        """Whether the return can be added up."""
        return self in (UnitStatus.PASSED, UnitStatus.CONFIRM)


_ENGLISH: Final = {
    UnitStatus.PASSED: code.PASSED.en,
    UnitStatus.CONFIRM: code.CONFIRM.en,
    UnitStatus.ERRORS: code.CORRECT.en,
    UnitStatus.MISSING: "nothing came",
    UnitStatus.DUPLICATE: "several returns",
    UnitStatus.NOT_OURS: "of another unit",
    UnitStatus.OTHER_YEAR: "of another year",
    UnitStatus.UNREADABLE: code.UNREADABLE.en,
    UnitStatus.REPLACED: "replaced",
    UnitStatus.UNCHANGED: "unchanged copy",
    UnitStatus.NO_RETURN: code.NO_RETURN.en,
}


class PublishedStatus(StrEnum):
    """What came of comparing what a unit published with what it filed, what takes the most work first."""

    DIFFERENT = "different"
    """A cell that could be compared does not hold the same."""
    SEVERAL = "several"
    """Several files are of the unit and the year, and contradict one another."""
    UNREADABLE = "unreadable"
    """What was published cannot be read."""
    UNPUBLISHED = "unpublished"
    """Nothing of the unit and the year is there."""
    UNFILED = "unfiled"
    """It is published, but the collection has no return of the unit to compare it with."""
    INCOMPLETE = "incomplete"
    """Nothing differs, but a cell could not be compared."""
    SAME = "same"
    """Every cell holds the same."""
    OTHER = "other"
    """Of files only: of another year or unit, of none, or one more than is compared."""

    def words(self, lang: Lang) -> str:
        """The status in a language."""
        return _PUBLISHED_WORDS[self].words(lang)


_PUBLISHED_WORDS: Final = {
    PublishedStatus.DIFFERENT: Wording("不一致", "different"),
    PublishedStatus.SEVERAL: Wording("多份", "several"),
    PublishedStatus.UNREADABLE: Wording("无法读取", "unreadable"),
    PublishedStatus.UNPUBLISHED: Wording("未公布", "not published"),
    PublishedStatus.UNFILED: Wording("无报表", "nothing filed"),
    PublishedStatus.INCOMPLETE: Wording("未比全", "not all compared"),
    PublishedStatus.SAME: Wording("一致", "the same"),
    PublishedStatus.OTHER: Wording("没有比较", "not compared"),
}


def describe_counted(statuses: Iterable[UnitStatus], lang: Lang = "zh") -> str:
    """Describe how many added returns are of each status, and why those count that did not pass.

    >>> describe_counted([UnitStatus.CONFIRM, UnitStatus.CONFIRM])
    '计入的报表里，通过 0 份，需核实 2 份（核实期间先计入）。'
    """
    counts = Counter(statuses)
    why = {status: reason for status, reason in _REASONS.items() if counts[status]}
    found = [
        to_wording("{status} {count:,} 份{why}", status=status, count=counts[status], why=why.get(status, ""))
        for status in (UnitStatus.PASSED, *why)
    ]
    listed = Wording("，".join(one.zh for one in found), ", ".join(one.en for one in found))
    return fill_in("计入的报表里，{listed}。", {"listed": listed}, lang)


_REASONS: Final = {
    UnitStatus.CONFIRM: Wording("（核实期间先计入）", " (counted while it is being confirmed)"),
    UnitStatus.ERRORS: Wording("（数字齐全，按汇总时的选择计入）", " (complete, and counted as was chosen)"),
}


@frozen
class File:
    """A file that arrived, with one content: a file that is sent again has an entry for each content.

    Attributes:
        id: Its number in the store.
        path: Its path below the folder of returns, with forward slashes.
        unit: The key of the unit it is taken to be from; "" where that is unknown.
        status: What became of it.
        hash: SHA-256 of its bytes; "" where they could not be read.
        size: Its bytes.
        producer: The program that wrote it, as the file states; "" where it does not.
        edition: The edition it was read by; "" where it could not be read.
        year: The report year in it.
        current: Whether it was present in the latest run; False if it was replaced or removed.
        accepted: Whether it is the accepted return of its unit.
    """

    id: int
    path: str
    unit: str
    status: UnitStatus = field(converter=UnitStatus)
    hash: str
    size: int
    producer: str = field(converter=intern)
    edition: str = field(converter=intern)
    year: int | None
    current: bool = field(converter=bool)
    accepted: bool = field(converter=bool)

    def to_dict(self) -> dict[str, Any]:
        """The plain form."""
        return plain_fields(
            self, ("path", "status", "hash", "size", "edition", "year", "current", "accepted")
        ) | {"status_en": self.status.words("en")}


@frozen(kw_only=True)
class Entry:
    """A line of the ledger (台账): a unit and what became of it.

    Attributes:
        unit: The unit.
        status: What became of it.
        counts: How many issues it has of each severity.
        file: Its accepted return, or a file that was sent in its place; None where there is none.
        counted: Whether its figures are added up.
        within: The unit above it whose return is counted and contains its figures; "" where there is none.
    """

    unit: Unit
    status: UnitStatus
    counts: Mapping[Severity, int] = field(hash=False)
    file: File | None
    counted: bool
    within: str

    def to_dict(self) -> dict[str, Any]:
        """The plain form: the unit, what became of it, and the path of its file."""
        unit = self.unit
        return {
            "unit": unit.name,
            "unit_code": unit.code,
            **plain_fields(unit, ("level", "parent", "contains", "extra")),
            **plain_fields(self, ("status", "counts", "counted", "within")),
            "status_en": self.status.words("en"),
            "file": self.file.path if self.file else None,
        }

    @property
    def errors(self) -> int:
        """How many errors it has."""
        return self.counts[Severity.ERROR]


def find_containing(parent: str, above: Mapping[str, str], counting: set[str]) -> str:
    """Find the nearest unit above that is counted and contains what is below it; "" if there is none.

    Raises:
        ValueError: More units are above one another, perhaps in a ring, than any roster may have.
    """
    for _ in range(DEEPEST + 1):
        if parent in counting or parent not in above:
            return parent if parent in counting else ""
        parent = above[parent]
    raise ValueError(parent)


def make_entries(
    rows: Sequence[tuple[Any, ...]], files: Mapping[int, File], counts: Mapping[str, Counter[Severity]]
) -> tuple[Entry, ...]:
    """The ledger, of the rows of the store: each unit with its file, and its issues by severity."""
    above = {row[0]: row[4] for row in rows}
    counting = {row[0] for row in rows if row[9] and row[5]}
    nothing: Counter[Severity] = Counter()
    return tuple(
        Entry(
            unit=Unit(code, name, intern(level), parent, bool(contains), json.loads(extra)),
            status=UnitStatus(status),
            counts=counts.get(key, nothing),
            file=files.get(file),
            counted=bool(counted),
            within=find_containing(parent, above, counting),
        )
        for key, code, name, level, parent, contains, extra, status, file, counted in rows
    )
