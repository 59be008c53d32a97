"""Checks the rows of a register: what is missing, what cannot be, and what is to be confirmed.

The balance of table three holds by construction and finds nothing here: these checks look at the rows.
"""

from __future__ import annotations

from functools import cached_property
from itertools import chain, groupby, islice
from operator import itemgetter
from typing import TYPE_CHECKING, Final

from attrs import evolve, field

from gkxl.arguments import checked
from gkxl.files.limits import check_limit
from gkxl.forms.register import (
    APPLICATIONS,
    BROUGHT_FORWARD,
    CARRIED_FORWARD,
    DIRECT,
    NO_APPLICATION,
    REPEATED,
    REVIEW_FIRST_SINCE,
    REVIEWED_FIRST,
    Application,
    Register,
    find_group,
    table_of,
    words_of,
)
from gkxl.frozen import frozen
from gkxl.issues import Issue
from gkxl.issues.catalogue import Severity
from gkxl.layout.printed import fold_label
from gkxl.register.counting import carried_forward, combine_registers, count, end_of, start_of
from gkxl.register.tables import MOST_ROWS
from gkxl.text import Wording, enumerated

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gkxl.forms.edition import AnyReport, Edition
    from gkxl.forms.register import Row
    from gkxl.text import Lang

_MOST_ROWS: Final = 8
"""How many rows a message names."""


@checked
def check_register(
    register: Register, *, previous: Register | AnyReport | None = None, lang: Lang = "zh"
) -> list[Issue]:
    """Everything that is wrong in the rows of a register, or to be confirmed.

    No legal deadline is computed: which days are worked is decreed year by year.

    Args:
        register: The register.
        previous: The register or the report of the year before; what this one was issued with if left out.
        lang: The language of the messages, ``"zh"`` or ``"en"``.

    Returns:
        The issues, by table and row; none names what a cell holds.

    Raises:
        DataError: What it is compared with is of another year.
        LimitError: More is wrong in it than anyone can mend.
    """
    every = chain(_check_rows(register), _check_cases(register), _check_opening(register, previous))
    found = [evolve(issue, lang=lang) for issue in islice(every, MOST_ROWS + 1)]
    check_limit(MOST_ROWS, len(found), "登记簿里有问题的格数")
    return found


def _issue(code: str, row: Row, name: str, **facts: object) -> Issue:
    column = table_of(row).column(name)
    place = row.place.cell(name) if row.place else None
    return Issue(code=f"register.{code}", path=column.path, label=column.label, place=place, facts=facts)


def _check_rows(register: Register) -> Iterator[Issue]:
    edition = register.edition
    lines = words_of(edition).outcomes
    for rows in (register.applications, register.disputes):
        yield from _find_duplicates(rows)
        for row in rows:
            missing = (one for one in table_of(row).columns if one.required and not getattr(row, one.name))
            yield from (_issue("blank", row, column.name) for column in missing)
            yield from _check_days(row, register.year, edition)
    earliest = _find_earliest(register)
    for row in register.applications:
        line = lines.get(row.outcome, "")
        for column in APPLICATIONS.columns:
            if line in column.needed_for and not getattr(row, column.name):
                code = "unfounded" if column.is_day else "reason"
                yield _issue(code, row, column.name, outcome=row.outcome)
        if line == REPEATED and earliest.get(_applicant(row)) is row:
            yield _issue("repeated", row, "outcome")


def _find_duplicates(rows: Sequence[Row]) -> Iterator[Issue]:
    """An issue for each number that a row before has too; the message names that row."""
    seen: dict[str, Row] = {}
    for row in rows:
        number = fold_label(row.number)
        if number in seen:
            yield _issue("duplicate", row, "number", first=_name_rows([seen[number]]))
        elif number:
            seen[number] = row


def _name_rows(rows: Sequence[Row]) -> Wording:
    """Rows as messages name them: by their places, never by what they hold."""
    places = [row.place for row in rows if row.place]
    if not places:
        return Wording(f"{len(rows)} 行", f"rows: {len(rows)}")
    named = [
        enumerated([f"{sheet} {place.row}" for place in group], _MOST_ROWS, unit="行")
        for sheet, group in groupby(places, key=lambda place: place.sheet)
    ]
    return Wording("、".join(one.zh for one in named), ", ".join(one.en for one in named))


def _check_days(row: Row, year: int, edition: Edition) -> Iterator[Issue]:
    """Days of another year, before the row begins, or without the result that they come with."""
    table, start = table_of(row), start_of(row)
    began, *later = [column for column in table.columns if column.is_day]
    if start and start.year > year:
        yield _issue("late", row, began.name, year=year)
    if start and start.year < year - 1 and table is APPLICATIONS:
        yield _issue("other_year", row, began.name, year=year - 1)
    for column in later:
        day = getattr(row, column.name)
        if day and start and day < start:
            yield _issue("order", row, column.name, start=began.label)
        elif day and day.year > year + 1:
            yield _issue("late", row, column.name, year=year)
    there, missing = ("closed", table.result) if row.closed else (table.result, "closed")
    if getattr(row, there) and not getattr(row, missing):
        yield _issue("unfinished", row, missing, there=table.column(there).label)
    end = end_of(row, edition)
    if end and end.year < year:
        yield _issue("other_year", row, "closed", year=year)


def _find_earliest(register: Register) -> dict[tuple[str, str], Application]:
    """The first application of each applicant, and of each kind of applicants."""
    found: dict[tuple[str, str], Application] = {}
    received = [(row.received, row) for row in register.applications if row.received]
    for _, row in sorted(received, key=itemgetter(0)):
        for who in (_applicant(row), (row.kind, "")):
            found.setdefault(who, row)
    return found


def _applicant(row: Application) -> tuple[str, str]:
    """Whose an application is: the kind and the name, which is empty if none is given."""
    return row.kind, fold_label(row.applicant)


def _check_cases(register: Register) -> Iterator[Issue]:
    """Cases whose application is not there, and suits that ought to have come after review."""
    lines, routes = words_of(register.edition).outcomes, words_of(register.edition).routes
    rows = {fold_label(row.number): row for row in register.applications if row.number}
    for case in register.disputes:
        if case.accepted is None or case.application == NO_APPLICATION:
            continue
        row = rows.get(fold_label(case.application))
        if row is None and case.accepted.year == register.year:
            yield _issue("case", case, "application")
        is_direct = routes.get(case.route) == DIRECT and case.accepted >= REVIEW_FIRST_SINCE
        if row and is_direct and lines.get(row.outcome) in REVIEWED_FIRST:
            yield _issue("direct", case, "route", rows=_name_rows([row]))


def _check_opening(register: Register, previous: Register | AnyReport | None) -> Iterator[Issue]:
    """Each column in which 二 is not what last year's report or register carried forward."""
    opening = carried_forward(previous, register.year) if previous is not None else register.opening
    if not opening:
        return
    before = count(previous).rows if isinstance(previous, Register) else {}
    counted = count(register)
    for word, name in words_of(register.edition).kinds.items():
        path = f"{BROUGHT_FORWARD}.{name}"
        rows, others = counted.rows[path], before.get(f"{CARRIED_FORWARD}.{name}", ())
        known, here = ({fold_label(row.number) for row in some} for some in (others, rows))
        extra = [row for row in rows if fold_label(row.number) not in known]
        lost = [row for row in others if fold_label(row.number) not in here]
        if len(rows) != opening.get(name, 0) or (before and (extra or lost)):
            yield Issue(
                code="register.opening",
                path=path,
                label=find_group(register.edition, path).label,
                found=len(rows),
                expected=opening.get(name, 0),
                facts={"column": word, "rows": _name_rows(extra), "lost": _name_rows(lost)},
            )


@frozen(kw_only=True)
class RegisterReading:
    """What came back from a register.

    Attributes:
        register: Its rows; a cell that could not be read is blank in them.
        found: What was found while it was read.
        lang: The language of the messages.
    """

    register: Register = field(repr=False)
    found: tuple[Issue, ...] = field(repr=False)
    lang: Lang = "zh"

    @cached_property
    def issues(self) -> tuple[Issue, ...]:
        """Everything found, what its rows say of each other included."""
        return self.compared(None)

    @property
    def ok(self) -> bool:
        """Whether nothing has to be corrected."""
        return all(issue.severity is not Severity.ERROR for issue in self.issues)

    def compared(self, previous: Register | AnyReport | None) -> tuple[Issue, ...]:
        """Everything found, compared with the report or the register of the year before.

        Raises:
            DataError: That is of another year.
        """
        unread = {issue.place for issue in self.found if issue.severity is Severity.ERROR}
        checked = check_register(self.register, previous=previous, lang=self.lang)
        return (*self.found, *(issue for issue in checked if not issue.place or issue.place not in unread))


def combine_readings(readings: Sequence[RegisterReading]) -> RegisterReading:
    """The registers of one unit's offices as one; see `combine_registers`.

    Raises:
        DataError: They are of different years or units.
    """
    return RegisterReading(
        register=combine_registers([one.register for one in readings]),
        found=tuple(issue for one in readings for issue in one.found),
        lang=readings[0].lang,
    )
