"""Counts a register: tables three and four, and for each of their cells the rows behind it.

Every application that was received by the end of the year and has its kind is counted once on each side of
一 + 二 = 三（七） + 四, whatever else is missing in its row. The sheet 计数 states the same rule by formulas.
"""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING, Any

from attrs import evolve, field

from gkxl.arguments import checked
from gkxl.errors import DataError
from gkxl.forms import edition_named, edition_of
from gkxl.forms.register import (
    BROUGHT_FORWARD,
    CARRIED_FORWARD,
    CO_DEFENDANT,
    OUTCOMES,
    PENDING,
    RECEIVED,
    Application,
    Dispute,
    Register,
    Row,
    table_of,
    words_of,
)
from gkxl.frozen import NamedTuple, frozen
from gkxl.model.outline import at, fill, node, sums_by_total, values_of
from gkxl.reading import read
from gkxl.register.tables import counted_places
from gkxl.write.template_filler import fill_template
from gkxl.xlsx import Kind

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from gkxl.forms.edition import AnyReport, Edition


@frozen(kw_only=True)
class Counted:
    """What a register comes to.

    Attributes:
        edition: The name of the edition of the report.
        requests: Table three, as the edition has it.
        disputes: Table four.
        rows: The rows behind every cell of both, totals included, by path.
    """

    edition: str
    requests: Any = field(repr=False)
    disputes: Any = field(repr=False)
    rows: Mapping[str, tuple[Application | Dispute, ...]] = field(repr=False)

    @cached_property
    def figures(self) -> dict[str, int]:
        """The number in every cell, by path."""
        return {path: len(rows) for path, rows in self.rows.items()}

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        """What section one may quote of it, in Chinese."""
        return tuple(_write_sentences(self.rows))


@checked
def count(register: Register) -> Counted:
    """Count a register.

    Rows in which `check_register` finds something to correct are counted as far as they can be.

    Args:
        register: The register; several of one unit are put together by `combine_registers`.

    Returns:
        Tables three and four, and the rows behind each of their cells.

    Raises:
        UnknownEditionError: No edition of the report covers its year.

    Example:
        >>> from datetime import date
        >>> (kind, *_) = words_of(Register(year=2026).edition).kinds
        >>> row = Application(number="1", received=date(2026, 3, 5), kind=kind)
        >>> counted = count(Register(year=2026, applications=(row,)))
        >>> counted.requests.received.natural_person, counted.requests.carried_forward.total
        (1, 1)
    """
    edition, rows = register.edition, _find_rows(register)
    report: Any = fill(edition.form, lambda cell: len(rows.get(cell.path, ())))
    return Counted(edition=edition.name, requests=report.requests, disputes=report.disputes, rows=rows)


def start_of(row: Row) -> date | None:
    """The day that a row begins: an application was received, a case accepted."""
    day: date | None = getattr(row, table_of(row).start)
    return day


def end_of(row: Row, edition: Edition) -> date | None:
    """The day that a row was closed; None without a result of the list, or before it began."""
    table, start = table_of(row), start_of(row)
    is_known = getattr(row, table.result) in table.column(table.result).listed(edition)
    return row.closed if is_known and row.closed and start and row.closed >= start else None


def _find_rows(register: Register) -> dict[str, tuple[Row, ...]]:
    """The rows behind every cell that is counted, in their order."""
    edition = register.edition
    rows: tuple[Row, ...] = (*register.applications, *register.disputes)
    found: dict[str, list[int]] = {path: [] for path in counted_places(edition)}
    for number, row in enumerate(rows):
        for path in _find_cells(row, register.year, edition):
            found[path].append(number)
    for path, total in sums_by_total(edition.form).items():
        if path in found:
            found[path] = sorted(number for part in total.parts for number in found[part.path])
    return {path: tuple(rows[number] for number in numbers) for path, numbers in found.items()}


def _find_cells(row: Row, year: int, edition: Edition) -> Iterator[str]:
    """The paths of the cells that a row is counted in, but for totals."""
    start, end = start_of(row), end_of(row, edition)
    if start is None or start.year > year or (end and end.year < year):
        return
    is_closed = end is not None and end.year == year
    if isinstance(row, Application):
        if column := words_of(edition).kinds.get(row.kind):
            yield f"{RECEIVED if start.year == year else BROUGHT_FORWARD}.{column}"
            yield f"{words_of(edition).outcomes[row.outcome] if is_closed else CARRIED_FORWARD}.{column}"
    # 国办公开办函〔2016〕201号: a review organ that is sued together with the organ that acted counts nothing
    elif row.role != CO_DEFENDANT and (group := words_of(edition).routes.get(row.route)):
        yield f"{group}.{words_of(edition).results[row.result] if is_closed else PENDING}"


def _write_sentences(rows: Mapping[str, tuple[Any, ...]]) -> Iterator[str]:
    """Received by channel and by kind, closed, carried forward."""
    lines = (RECEIVED, BROUGHT_FORWARD, f"{OUTCOMES}.total", CARRIED_FORWARD)
    received, before, closed, left = (rows[f"{line}.total"] for line in lines)
    if not received:
        yield "本年没有新收政府信息公开申请。"
    else:
        ways = _enumerate(row.channel for row in received if row.channel)
        by_way, kinds = f"其中{ways}；" if ways else "", _enumerate(row.kind for row in received)
        yield f"本年新收政府信息公开申请 {len(received)} 件。{by_way}按申请人分，{kinds}。"
    yield f"上年结转 {len(before)} 件，本年办结 {len(closed)} 件，结转至下年度继续办理 {len(left)} 件。"


def _enumerate(words: Iterable[str]) -> str:
    return "、".join(f"{word} {number} 件" for word, number in Counter(words).most_common())


@checked
def combine_registers(registers: Sequence[Register]) -> Register:
    """The registers of one unit's offices as one.

    Raises:
        DataError: There is none, or they are of different years or units.
    """
    openings = [one.opening for one in registers]
    years, codes = {one.year for one in registers}, {one.unit_code for one in registers} - {""}
    if len(years) != 1 or len(codes) > 1:
        raise DataError("这几份登记簿不是同一单位、同一年度的，不能合在一起计数。")
    return Register(
        year=years.pop(),
        unit=next((one.unit for one in registers if one.unit), ""),
        unit_code=next(iter(codes), ""),
        applications=tuple(row for one in registers for row in one.applications),
        disputes=tuple(row for one in registers for row in one.disputes),
        methods={situation: way for one in registers for situation, way in one.methods.items()},
        opening={name: sum(one[name] for one in openings) for name in openings[0]} if all(openings) else {},
    )


def carried_forward(last: Register | AnyReport, year: int) -> dict[str, int]:
    """What the report or the register of the year before carries forward, by kind of applicant.

    Raises:
        DataError: It is not of the year before.
    """
    if isinstance(last, Register):
        edition, own, figures = last.edition, last.year, count(last).figures
    else:
        edition, figures = edition_of(last), values_of(last)
        own = at(last, edition.roles.year)
    if own != year - 1:
        raise DataError("用来比对、结转的是 {own} 年度的，不是 {wanted} 年度的。", own=own, wanted=year - 1)
    return {name: figures[f"{CARRIED_FORWARD}.{name}"] for name in words_of(edition).kinds.values()}


def carry_over(last: Register, year: int) -> Register:
    """The register of the next year as it begins: with all rows that were not closed in the last one.

    Raises:
        DataError: It is not of the year before.
    """

    def is_left(row: Row) -> bool:
        end = end_of(row, last.edition)
        return end is None or end.year >= year

    return evolve(
        last,
        year=year,
        opening=carried_forward(last, year),
        applications=tuple(filter(is_left, last.applications)),
        disputes=tuple(filter(is_left, last.disputes)),
    )


class Kept(NamedTuple):
    """A cell of a report that holds another figure already, which was left alone.

    Attributes:
        path: Its path.
        there: What it holds; None where that could not be read.
        counted: What the register comes to.
    """

    path: str
    there: int | None
    counted: int


def fill_report(register: Register, target: str | os.PathLike[str]) -> tuple[Kept, ...]:
    """Fill the counts of a register into the blank cells of a report; what it has already stays.

    Args:
        register: The register.
        target: The workbook of the report.

    Returns:
        The cells that hold something else than was counted.

    Raises:
        DataError: The report is of another year, edition or unit.
        UnreadableFileError: It cannot be read.
        WriteError: It cannot be written.
    """
    reading = read(target)
    edition = edition_named(reading.edition)
    year, code = (reading.values[role] for role in (edition.roles.year, edition.roles.unit_code))
    if register.edition != edition or year not in {None, register.year}:
        raise DataError("年度报告不是 {year} 年度的，没有填入。", year=register.year)
    if code and register.unit_code not in {"", code}:
        raise DataError("年度报告的单位代码与登记簿的不同，没有填入。请核对是不是同一单位的。")
    counted = count(register).figures
    counts = {path: n for path, n in counted.items() if not node(edition.form, path).computed}
    blank = {
        cell.path: counts[cell.path]
        for cell in reading.cells
        if cell.path in counts and cell.place and cell.kind is Kind.BLANK and cell.formula is None
    }
    if blank:
        fill_template(target, blank, target)
    others = {path: n for path, n in counts.items() if path not in blank and reading.values[path] != n}
    return tuple(Kept(path, reading.values[path], n) for path, n in others.items())
