"""What became of a unit, or of a file, in a collection."""

from __future__ import annotations

from collections import Counter
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from gkxl.issues.catalogue import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gkxl.issues.catalogue import Lang


class Status(StrEnum):
    """What became of a unit, or of a file; the value is what the ledger prints."""

    PASSED = vocabulary.PASSED.zh
    """Nothing has to be corrected or confirmed."""
    CONFIRM = vocabulary.CONFIRM.zh
    """Nothing has to be corrected, but something is unusual and not explained."""
    ERRORS = vocabulary.CORRECT.zh
    """Something has to be corrected."""
    MISSING = "未报"
    """Nothing came from the unit."""
    DUPLICATE = "重复"
    """Several different returns of one unit; of a file also a copy of one that was taken."""
    NOT_OURS = "非本单位"
    """The return of another unit, of one that the roster does not have, or of any of several of one name."""
    OTHER_YEAR = "上年表"
    """The form of last year, or of another one."""
    UNREADABLE = vocabulary.UNREADABLE.zh
    """Not a workbook of the form."""
    REPLACED = "已被代替"
    """Of a file: a corrected copy of it came, which counts in its place."""
    UNCHANGED = "退回副本"
    """Of a file: the marked copy of a return, as it was sent back."""
    NO_RETURN = vocabulary.NO_RETURN.zh
    """A roster, a blank form, or what gkxl itself wrote; of files only."""

    def words(self, lang: Lang) -> str:
        """The status in a language."""
        return _ENGLISH[self] if lang == "en" else self.value

    @property
    def is_judged(self) -> bool:
        """Whether the unit's own return of the year is there and was judged."""
        return self.is_in or self is Status.ERRORS

    @property
    def is_in(self) -> bool:
        """Whether the return can be added up."""
        return self in (Status.PASSED, Status.CONFIRM)


_ENGLISH: Final = {
    Status.PASSED: vocabulary.PASSED.en,
    Status.CONFIRM: vocabulary.CONFIRM.en,
    Status.ERRORS: vocabulary.CORRECT.en,
    Status.MISSING: "nothing came",
    Status.DUPLICATE: "several returns",
    Status.NOT_OURS: "of another unit",
    Status.OTHER_YEAR: "of another year",
    Status.UNREADABLE: vocabulary.UNREADABLE.en,
    Status.REPLACED: "replaced",
    Status.UNCHANGED: "unchanged copy",
    Status.NO_RETURN: vocabulary.NO_RETURN.en,
}


def tell_counted(statuses: Iterable[Status], lang: Lang = "zh") -> str:
    """Of the returns that are added up how many are of each status, and why those count that did not pass.

    >>> tell_counted([Status.CONFIRM, Status.CONFIRM])
    '计入的报表里，通过 0 份，需核实 2 份（核实期间先计入）。'
    """
    counts = Counter(statuses)
    found = [(Status.PASSED, "", ""), *(one for one in _REASONS if counts[one[0]])]
    if lang == "en":
        told = (
            f"{status.words('en')} {counts[status]}{f' ({why})' if why else ''}" for status, _, why in found
        )
        return f"Of the returns that are added up: {', '.join(told)}."
    listed = (f"{status} {counts[status]:,} 份{f'（{why}）' if why else ''}" for status, why, _ in found)
    return f"计入的报表里，{'，'.join(listed)}。"


_REASONS: Final = (
    (Status.CONFIRM, "核实期间先计入", "counted while it is being confirmed"),
    (Status.ERRORS, "数字齐全，按汇总时的选择计入", "complete, and counted as was chosen"),
)
