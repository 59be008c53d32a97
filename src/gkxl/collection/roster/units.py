"""The units that must return, which of them is above which, and what their files are called."""

from __future__ import annotations

import unicodedata
from functools import cached_property
from itertools import chain, count
from typing import TYPE_CHECKING, Final

from attrs import field

from gkxl.collection.roster.table import is_count
from gkxl.errors import DataError
from gkxl.files.limits import check_limit
from gkxl.files.save import to_safe_name
from gkxl.frozen import frozen
from gkxl.issues.catalogue import Severity
from gkxl.text import Wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from gkxl.collection.roster.table import RosterColumn
    from gkxl.issues import Issue


_MOST: Final = 15_000
"""All units of the largest province are fewer; more would cost more memory and time than any file may."""

_SHOWN: Final = 5
"""How many errors are listed where a roster is refused."""


def refuse_many(units: int) -> None:
    """Refuse more units than a roster may have.

    Raises:
        LimitError: There are more.
    """
    check_limit(_MOST, units, "名册里的单位数")


@frozen
class Unit:
    """A unit that must return.

    Attributes:
        code: Its unified social credit code, or another code that no other unit has;
            "" where the roster has no codes.
        name: Its name.
        level: Its level, one of ``gkxl.forms.common.LEVELS``, or "".
        parent: The key of the unit above it; where the roster does not have that, the words given; or "".
        contains: Whether its return contains those of the units below it.
        extra: Further columns of the roster, by heading.
    """

    code: str
    name: str
    level: str = ""
    parent: str = ""
    contains: bool = True
    extra: Mapping[str, str] = field(factory=dict, hash=False)

    @property
    def key(self) -> str:
        """The unique key of the unit: its code, or its name where the roster has no codes."""
        return self.code or self.name

    @property
    def further(self) -> dict[str, str]:
        """The further columns with text, but for those that only count the rows."""
        return {heading: text for heading, text in self.extra.items() if text and not is_count(heading)}


@frozen
class RosterTable:
    """A table of units in the file.

    Attributes:
        sheet: The name of its sheet, or of the CSV file.
        row: The row of its headings, from 1.
        columns: Its columns, from the left.
    """

    sheet: str
    row: int
    columns: tuple[RosterColumn, ...]


@frozen
class Roster:
    """The units that must return, in the order of the file.

    Attributes:
        units: The units; a second row of one code is not among them.
        issues: What is wrong with the file or doubtful in it, each with its cell.
        tables: Where the units were found, and what each column was taken for.
        outside: What is given as a unit above and is not in the roster, each once.
        passed_over: The sheets that hold something, but no table of units.
        hash: SHA-256 of the file; "" of a roster that was not read from one.
    """

    units: tuple[Unit, ...]
    issues: tuple[Issue, ...] = ()
    tables: tuple[RosterTable, ...] = field(default=(), eq=False)
    outside: tuple[str, ...] = ()
    passed_over: tuple[str, ...] = ()
    hash: str = field(default="", eq=False)

    @cached_property
    def by_key(self) -> dict[str, Unit]:
        """Every unit by its key."""
        return {unit.key: unit for unit in self.units}

    def checked(self) -> Roster:
        """Return the roster itself if it has no errors.

        Raises:
            DataError: It has errors; the first of them are listed.
            LimitError: It has more units than a roster may have.
        """
        refuse_many(len(self.units))
        errors = [issue for issue in self.issues if issue.severity is Severity.ERROR]
        if not errors:
            return self
        more, shown = len(errors) - _SHOWN, errors[:_SHOWN]
        raise DataError(
            "名册有 {count} 处需改正：{errors}{others}",
            count=len(errors),
            errors=Wording("".join(e.words("zh") for e in shown), " ".join(e.words("en") for e in shown)),
            others=Wording(f"另有 {more} 处。", "") if more > 0 else "",
        )


def name_files(units: Iterable[Unit], ending: str) -> dict[str, str]:
    """A file name for every unit by its key, no two of them the same to Windows or macOS.

    >>> name_files([Unit("A1", "A/B:*?"), Unit("a1", "A/B:*?")], "-2024.xlsx")
    {'A1': 'A1-A_B___-2024.xlsx', 'a1': 'a1-A_B___ 2-2024.xlsx'}
    """
    taken: set[str] = set()
    names: dict[str, str] = {}
    for unit in units:
        name = to_safe_name(f"{unit.code}-{unit.name}".lstrip("-"))
        choices = chain((name,), (f"{name} {number}" for number in count(2)))
        free = next(one for one in choices if _fold_case(one) not in taken)
        taken.add(_fold_case(free))
        names[unit.key] = free + ending
    return names


def _fold_case(name: str) -> str:
    return unicodedata.normalize("NFKD", name).casefold()
