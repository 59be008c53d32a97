"""台账: a row for every unit, and one for every further file: of no unit, replaced, or not taken."""

from __future__ import annotations

from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING, Final

from gkxl.collection.status import Status
from gkxl.issues.catalogue import Severity, is_of_collection
from gkxl.issues.catalogue.vocabulary import ACCEPTED, COLLECTED, FOUND, WORDS
from gkxl.issues.grouping import grouped
from gkxl.issues.issue import word_of
from gkxl.layout import LEDGER_SHEET
from gkxl.write.appendix import Appendix, Column

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from gkxl.collection.collection import Collection
    from gkxl.collection.ledger import Entry, File
    from gkxl.issues.grouping import Group
    from gkxl.issues.issue import Issue
    from gkxl.write.filling import Content

_ASKING: Final = (Severity.ERROR, Severity.CONFIRM)
"""What a unit has to do something about, the gravest first."""

_SAID: Final = 3
"""So many kinds of fault of a unit are said; the others are counted."""

_UNDECIDED: Final = "collect.duplicate"
"""Of a unit: several different returns came, and none is chosen."""

_EXTRA: Final = Column(width=20, look="label")
_COLUMNS: Final = {
    "序号": Column(width=6, look="value"),
    "单位代码": Column(width=20, look="label"),
    "单位名称": Column(width=28, look="label"),
    "层级": Column(width=10, look="value"),
    "上级": Column(width=22, look="label"),
    "状态": Column(width=10, look="value"),
    "计入汇总": Column(width=11, look="value"),
    **{word.zh: Column(width=8, look="value") for word in FOUND},
    "文件": Column(width=32, look="label"),
    "主要问题": Column(width=70, look="label"),
    COLLECTED.zh: Column(width=44, look="label"),
    ACCEPTED.zh: Column(width=32, look="label"),
}
_DONE_WITH: Final = (Status.REPLACED, Status.UNCHANGED)
"""What becomes of files about which nothing is left to do."""

_COLOURS: Final = {
    Status.PASSED.value: "good",
    Status.CONFIRM.value: "open",
    **{status.value: "bad" for status in Status if not (status.is_in or status in _DONE_WITH)},
}


def ledger_sheet(collection: Collection) -> Appendix:
    """The ledger of a collection; further columns of the roster stand at the end."""
    extra = list(dict.fromkeys(name for entry in collection.ledger for name in entry.unit.further))
    further = [*_further(collection)]
    return Appendix(
        name=LEDGER_SHEET,
        title=f"{collection.year} 年度政府信息公开工作年度报告台账（{_progress(collection)}）",
        heads=[[*_COLUMNS, *extra]],
        columns=[*_COLUMNS.values(), *[_EXTRA] * len(extra)],
        rows=chain(_of_units(collection, extra), _of_files(collection, further, len(extra))),
        count=len(collection.ledger) + len(further),
        lead=3,
        heights={2: 24},
        colours=_COLOURS,
    )


def _progress(collection: Collection) -> str:
    counts = Counter(entry.status for entry in collection.ledger)
    found = "，".join(f"{status.value} {counts[status]}" for status in Status if counts[status])
    return f"应报 {len(collection.ledger)} 个单位：{found}"


def _of_units(collection: Collection, extra: list[str]) -> Iterator[Sequence[Content]]:
    entries = {entry.unit.key: entry for entry in collection.ledger}
    for number, entry in enumerate(collection.ledger, start=1):
        unit, above = entry.unit, entries.get(entry.unit.parent)
        parent = above.unit.name if above else unit.parent
        found = {word: sum(entry.counts[one] for one in Severity if WORDS[one] is word) for word in FOUND}
        counts = found.values() if entry.status.is_judged else [""] * len(FOUND)
        yield [
            *(number, unit.code, unit.name, unit.level, parent, entry.status.value, _counted(entry)),
            *counts,
            *(entry.file.path if entry.file else "", *_said(collection, entry)),
            *(unit.extra.get(name, "") for name in extra),
        ]


def _counted(entry: Entry) -> str:
    """Whether a unit is added up, or why not."""
    if entry.counted or not entry.status.is_in:
        return "是" if entry.counted else "否"
    return "含在上级" if entry.within else "只作核对"


def _said(collection: Collection, entry: Entry) -> tuple[str, str, str]:
    """Three texts on a unit: issues of its return, issues of 汇总核对, and what an officer confirmed."""
    if not any(entry.counts[severity] for severity in _ASKING):
        return "", "", ""
    issues = collection.issues(entry.unit.key)
    asking = [issue for severity in _ASKING for issue in issues if issue.severity is severity]
    left = [issue for issue in asking if not issue.accepted]
    own, beside = _parted(left)
    known = [f"{issue.acceptance.words()}（{_about(issue)}）" for issue in asking if issue.acceptance]
    return _first(own), _first(beside), "\n".join(_some(known, "个问题"))


def _parted(issues: Iterable[Issue]) -> tuple[list[Issue], list[Issue]]:
    """Part issues into those of the return itself and those found by comparing it with roster and others."""
    found = [*issues]
    beside = [issue for issue in found if is_of_collection(issue.code)]
    return [issue for issue in found if not is_of_collection(issue.code)], beside


def _first(issues: Iterable[Issue]) -> str:
    """The first kinds of issues, and how many there are."""
    return "\n".join(_some([_told(group) for group in grouped(issues)], "类问题"))


def _some(lines: list[str], unit: str) -> list[str]:
    """The first lines, and how many there are where there are more."""
    return [*lines[:_SAID], *([f"……共 {len(lines)} {unit}"] if len(lines) > _SAID else [])]


def _told(group: Group) -> str:
    settled = group.issue.settled
    return f"（{word_of(group.issue).zh}）{group.message}" if settled else group.message


def _about(issue: Issue) -> str:
    """The subject of a question: its cell, or its whole message if it is about the return as a whole."""
    return f"{issue.sheet} {issue.cell}：{issue.label}" if issue.place else issue.message


def _further(collection: Collection) -> Iterator[tuple[str, File]]:
    """The current files that are not in the row of a unit, with a title for each; those of no unit first."""
    names = {entry.unit.key: entry.unit.name for entry in collection.ledger}
    shown = {entry.file.id for entry in collection.ledger if entry.file}
    yield from (("（没有归到单位的文件）", file) for file in collection.strays)
    for file in collection.files:
        if file.current and file.unit in names and file.id not in shown:
            yield f"（{names[file.unit]}的其他文件）", file


def _of_files(
    collection: Collection, files: list[tuple[str, File]], extra: int
) -> Iterator[Sequence[Content]]:
    blank = [""] * len(FOUND)
    for number, (name, file) in enumerate(files, start=len(collection.ledger) + 1):
        own, beside = _parted(collection.file_issues(file))
        if file.status is Status.DUPLICATE and not beside:  # nothing is decided yet: said of the unit
            beside = [issue for issue in collection.issues(file.unit) if issue.code == _UNDECIDED]
        said = _first(() if beside else own[:1]), _first(beside)
        about: list[Content] = [number, "", name, "", "", file.status.value, "否"]
        yield [*about, *blank, file.path, *said, *[""] * (1 + extra)]
