"""Checks the rows of a register: what is missing, what cannot be, and what is to be confirmed.

The balance of table three holds by construction and finds nothing here: these checks look at the rows.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

from attrs import evolve, field, frozen

from gkxl.arguments import checked
from gkxl.forms.register import (
    BROUGHT_FORWARD,
    CARRIED_FORWARD,
    DIRECT,
    NO_APPLICATION,
    REPEATED,
    REVIEW_FIRST_SINCE,
    REVIEWED_FIRST,
    Application,
    Register,
    applicant_words,
    find_group,
    outcome_words,
    route_words,
)
from gkxl.issues import Issue
from gkxl.issues.catalogue import Severity
from gkxl.layout.printed import fold_label
from gkxl.register.counting import carried_forward, combine_registers, count, end_of, start_of
from gkxl.register.tables import APPLICATIONS, CASES, TABLES
from gkxl.text import Wording, enumerated

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from gkxl.forms.edition import AnyReport
    from gkxl.forms.register import Row
    from gkxl.register.tables import NamedColumn, RowTable
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
    """
    found = [*_check_rows(register), *_check_cases(register), *_check_opening(register, previous)]
    return [evolve(issue, lang=lang) for issue in found]


def _issue(code: str, row: Row, column: NamedColumn, **facts: object) -> Issue:
    place = row.place.cell(column.name) if row.place else None
    return Issue(code=f"register.{code}", path=column.path, label=column.mark.label, place=place, facts=facts)


def _check_rows(register: Register) -> Iterator[Issue]:
    for table in TABLES:
        rows: tuple[Row, ...] = getattr(register, table.name)
        yield from _find_duplicates(table, rows)
        for row in rows:
            yield from _check_required(table, row)
            yield from _check_days(table, row, register)
    lines = outcome_words(register.edition)
    earliest = _find_earliest(register)
    for row in register.applications:
        yield from _check_grounds(row, lines.get(row.outcome, ""))
        yield from _check_repeated(row, lines.get(row.outcome, ""), earliest)


def _check_required(table: RowTable, row: Row) -> Iterator[Issue]:
    for column in table.columns:
        if column.mark.required and not getattr(row, column.name):
            yield _issue("blank", row, column)


def _find_duplicates(table: RowTable, rows: Iterable[Row]) -> Iterator[Issue]:
    """An issue for each number that a row before has too; the message names that row."""
    seen: dict[str, Row] = {}
    for row in rows:
        number = fold_label(row.number)
        if number in seen:
            yield _issue("duplicate", row, table.column("number"), first=_name_rows([seen[number]]))
        elif number:
            seen[number] = row


def _name_rows(rows: Sequence[Row]) -> Wording:
    """Rows as messages name them: by their places, never by what they hold."""
    places = [row.place for row in rows if row.place]
    sheets = dict.fromkeys(place.sheet for place in places)
    named = [
        enumerated(
            [f"{sheet} {place.row}" for place in places if place.sheet == sheet], _MOST_ROWS, unit="行"
        )
        for sheet in sheets
    ]
    if not named:
        return Wording(f"{len(rows)} 行", f"rows: {len(rows)}")
    return Wording("、".join(one.zh for one in named), ", ".join(one.en for one in named))


def _check_days(table: RowTable, row: Row, register: Register) -> Iterator[Issue]:
    """Days of another year, before the row begins, or without the result that they come with."""
    start, year = start_of(row), register.year
    result = "outcome" if table is APPLICATIONS else "result"
    began, *later = [column for column in table.columns if column.is_day]
    if start and start.year > year:
        yield _issue("late", row, began, year=year)
    for column in later:
        day = getattr(row, column.name)
        if day and start and day < start:
            yield _issue("order", row, column, start=began.mark.label)
        elif day and day.year > year + 1:
            yield _issue("late", row, column, year=year)
    if bool(row.closed) != bool(getattr(row, result)):
        missing = table.column(result if row.closed else "closed")
        there = table.column("closed" if row.closed else result)
        yield _issue("unfinished", row, missing, there=there.mark.label)
    end = end_of(row, register.edition)
    if end and end.year < year:
        yield _issue("other_year", row, table.column("closed"), year=year)


def _check_grounds(row: Application, line: str) -> Iterator[Issue]:
    """What an outcome presupposes and is not there: a notice, an answer, a reason."""
    for column in APPLICATIONS.columns:
        if line in column.mark.needed_for and not getattr(row, column.name):
            code = "unfounded" if column.is_day else "reason"
            yield _issue(code, row, column, outcome=row.outcome)


def _check_repeated(row: Application, line: str, earliest: Mapping[str, date]) -> Iterator[Issue]:
    """A repeated application needs an earlier one: of the applicant, or of the kind if none is named."""
    first = earliest.get(_applicant(row))
    if line == REPEATED and row.received and (first is None or first >= row.received):
        yield _issue("repeated", row, APPLICATIONS.column("outcome"))


def _find_earliest(register: Register) -> dict[str, date]:
    """When each applicant, and each kind of applicants, first applied."""
    found: dict[str, date] = {}
    for row in register.applications:
        for who in (_applicant(row), row.kind):
            if row.received and row.received <= found.get(who, row.received):
                found[who] = row.received
    return found


def _applicant(row: Application) -> str:
    return f"{row.kind}\0{fold_label(row.applicant)}" if row.applicant else row.kind


def _check_cases(register: Register) -> Iterator[Issue]:
    """Cases whose application is not there, and suits that ought to have come after review."""
    lines = outcome_words(register.edition)
    rows = {fold_label(row.number): row for row in register.applications if row.number}
    for case in register.disputes:
        if case.accepted is None or case.application == NO_APPLICATION:
            continue
        row = rows.get(fold_label(case.application))
        if row is None and case.accepted.year == register.year:
            yield _issue("case", case, CASES.column("application"))
        is_direct = route_words(register.edition).get(case.route) == DIRECT
        if (
            row
            and is_direct
            and case.accepted >= REVIEW_FIRST_SINCE
            and lines.get(row.outcome) in REVIEWED_FIRST
        ):
            yield _issue("direct", case, CASES.column("route"), rows=_name_rows([row]))


def _check_opening(register: Register, previous: Register | AnyReport | None) -> Iterator[Issue]:
    """Each column in which 二 is not what last year's report or register carried forward."""
    opening = carried_forward(previous, register.year) if previous is not None else register.opening
    counted = count(register)
    for word, name in applicant_words(register.edition).items() if opening else ():
        path = f"{BROUGHT_FORWARD}.{name}"
        rows, expected = counted.rows[path], opening.get(name, 0)
        others = _left_open(previous, name) if isinstance(previous, Register) else []
        known, here = {fold_label(row.number) for row in others}, {fold_label(row.number) for row in rows}
        extra = [row for row in rows if fold_label(row.number) not in known]
        lost = [row for row in others if fold_label(row.number) not in here]
        if len(rows) != expected or (others and (extra or lost)):
            facts = {"column": word, "rows": _name_rows(extra), "lost": _name_rows(lost)}
            label = find_group(register.edition, path).label
            yield Issue(
                code="register.opening",
                path=path,
                label=label,
                found=len(rows),
                expected=expected,
                facts=facts,
            )


def _left_open(previous: Register, name: str) -> list[Row]:
    """The rows that a register carries forward in a column."""
    return [*count(previous).rows[f"{CARRIED_FORWARD}.{name}"]]


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
