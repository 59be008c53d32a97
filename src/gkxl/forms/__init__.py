"""The official forms, one module for each notice."""

from __future__ import annotations

import copyreg
from reprlib import repr as short
from typing import TYPE_CHECKING, Final, TypeAlias

from gkxl.errors import UnknownEditionError
from gkxl.forms import e2019, e2021
from gkxl.forms.common import ANNUAL_REPORT
from gkxl.forms.edition import Edition
from gkxl.text import legible

if TYPE_CHECKING:
    from attrs import AttrsInstance

    from gkxl.forms.edition import FormKind

Report: TypeAlias = e2019.Report | e2021.Report
"""A report of any edition."""

EDITIONS: dict[str, Edition] = {edition.name: edition for edition in (e2019.EDITION, e2021.EDITION)}
"""Every edition of every kind of form by its name. A form that is added here is known everywhere."""

USUAL_KIND: Final[FormKind] = ANNUAL_REPORT
"""The kind of form that is meant where none is named."""


def editions_of(kind: FormKind = USUAL_KIND) -> tuple[Edition, ...]:
    """Every edition of a kind of form."""
    return tuple(edition for edition in EDITIONS.values() if edition.kind is kind)


def edition_for(year: int, kind: FormKind = USUAL_KIND) -> Edition:
    """The edition that reports of a year are filed in.

    Args:
        year: The report year.
        kind: The kind of form; the annual report if left out.

    Raises:
        UnknownEditionError: No edition of the form covers that year, or it is no year at all.
    """
    if type(year) is not int:
        raise UnknownEditionError("年度应为整数，而不是 {year}。", year=short(year))
    for edition in editions_of(kind):
        if edition.covers(year):
            return edition
    first = min(edition.first_year for edition in editions_of(kind))
    raise UnknownEditionError(
        "没有适用于 {year} 年度的报告格式：本软件支持 {first} 年及以后的{kind}。",
        year=year,
        first=first,
        kind=kind.name,
    )


def newest_edition(kind: FormKind = USUAL_KIND) -> Edition:
    """The edition in force: that of the latest notice."""
    return max(editions_of(kind), key=lambda edition: edition.first_year)


_QUOTED: Final = 40
"""Characters of a name that are repeated where there is no edition of it."""


def edition_named(name: str) -> Edition:
    """The edition of that name.

    Raises:
        UnknownEditionError: There is none.
    """
    if name in EDITIONS:
        return EDITIONS[name]
    name = legible(name if len(name) <= _QUOTED else f"{name[:_QUOTED]}……")
    raise UnknownEditionError("没有名为“{name}”的报告格式，可用的有：{known}。", name=name, known=[*EDITIONS])


# An edition holds functions, which cannot be sent to another process; its name can.
copyreg.pickle(Edition, lambda edition: (edition_named, (edition.name,)))


def edition_of(report: AttrsInstance) -> Edition:
    """The edition that a report is an instance of.

    Raises:
        UnknownEditionError: It is not a report of any edition.
    """
    for edition in EDITIONS.values():
        if type(report) is edition.form:
            return edition
    raise UnknownEditionError("不是{kinds}对象：{type}。", kinds=names_of_kinds(), type=type(report).__name__)


def names_of_kinds() -> str:
    """What messages call reports of whatever kind, in Chinese."""
    kinds = dict.fromkeys(edition.kind for edition in EDITIONS.values())
    return "或".join(kind.name.zh for kind in kinds)
