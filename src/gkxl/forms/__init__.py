"""The official forms, one module for each notice."""

from __future__ import annotations

from reprlib import repr as short
from typing import TYPE_CHECKING, Final, TypeAlias

from gkxl.errors import UnknownEditionError
from gkxl.forms import e2019, e2021
from gkxl.text import legible

if TYPE_CHECKING:
    from attrs import AttrsInstance

    from gkxl.forms.edition import Edition

Report: TypeAlias = e2019.Report | e2021.Report
"""A report of any edition."""

EDITIONS: dict[str, Edition] = {edition.name: edition for edition in (e2019.EDITION, e2021.EDITION)}
"""Every edition by its name."""


def edition_for(year: int) -> Edition:
    """The edition that reports of a year are filed in.

    Raises:
        UnknownEditionError: No edition of the form covers that year, or it is no year at all.
    """
    if type(year) is not int:
        raise UnknownEditionError(
            f"年度应为整数，而不是 {short(year)}。", f"a year is a whole number, not {short(year)}"
        )
    for edition in EDITIONS.values():
        if edition.covers(year):
            return edition
    first = min(edition.first_year for edition in EDITIONS.values())
    raise UnknownEditionError(
        f"没有适用于 {year} 年度的报告格式：本软件支持 {first} 年及以后的年度报告。",
        f"no edition of the form covers {year}: reports from {first} on are supported",
    )


def newest_edition() -> Edition:
    """The edition in force: that of the latest notice."""
    return max(EDITIONS.values(), key=lambda edition: edition.first_year)


_QUOTED: Final = 40
"""Characters of a name that are repeated where there is no edition of it."""


def edition_named(name: str) -> Edition:
    """The edition of that name.

    Raises:
        UnknownEditionError: There is none.
    """
    if name in EDITIONS:
        return EDITIONS[name]
    known = "、".join(EDITIONS)
    name = legible(name if len(name) <= _QUOTED else f"{name[:_QUOTED]}……")
    raise UnknownEditionError(
        f"没有名为“{name}”的报告格式，可用的有：{known}。",
        f"there is no edition {name!r}; known: {', '.join(EDITIONS)}",
    )


def edition_of(report: AttrsInstance) -> Edition:
    """The edition that a report is an instance of.

    Raises:
        UnknownEditionError: It is not a report of any edition.
    """
    for edition in EDITIONS.values():
        if type(report) is edition.form:
            return edition
    raise UnknownEditionError(
        f"不是年度报告对象：{type(report).__name__}。",
        f"not a report of any edition: {type(report).__name__}",
    )
