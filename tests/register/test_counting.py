"""What a register comes to is what ten plain lines make of its rows, and it always balances."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import TYPE_CHECKING

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st
from registers import by_words, handled, plainly, registers

from gkxl.errors import DataError
from gkxl.forms import EDITIONS, edition_for
from gkxl.forms.register import CO_DEFENDANT, Application, Dispute, Register
from gkxl.model.outline import cells, report_from, sums_by_total, values_of
from gkxl.register.counting import carried_forward, carry_over, combine_registers, count
from gkxl.register.register_reader import read_register
from gkxl.register.sheets import make_register
from gkxl.register.tables import counted_places
from gkxl.rules.check import check_rules
from seeds import WHOLE
from workbooks import every_edition, zeros

if TYPE_CHECKING:
    from gkxl.forms.edition import Edition

ROW = Application(number="1", received=date(2026, 3, 5), kind="自然人")
CASE = Dispute(number="1", route="行政复议", accepted=date(2026, 3, 5), application="不涉及申请")


def counted(*rows: Application, year: int = 2026) -> dict[str, int]:
    """The cells that rows are counted in, but for totals and zeros."""
    totals = sums_by_total(edition_for(year).form)
    figures = count(Register(year=year, applications=rows)).figures
    return {path: figure for path, figure in figures.items() if figure and path not in totals}


@settings(max_examples=2000 if WHOLE else 400)
@given(registers())
def test_counts_are_those_of_ten_plain_lines(register: Register) -> None:
    assert by_words(count(register).figures, register.edition) == plainly(register)


@settings(max_examples=100)
@given(registers())
def test_sums_and_balances_hold_by_construction(register: Register) -> None:
    edition = register.edition
    report = report_from(
        edition.form, zeros(edition) | {edition.roles.year: register.year} | count(register).figures
    )
    assert [*check_rules(edition, values_of(report))] == []


@settings(max_examples=40)
@given(registers(), st.integers())
def test_sorting_gaps_and_pasted_texts_change_no_count(register: Register, seed: int) -> None:
    """And each day that was pasted as a text is told where it is."""
    random = Random(seed)  # noqa: S311 (a hand)
    reading = read_register(handled(register, random))
    assert count(reading.register).figures == count(register).figures
    assert {issue.code for issue in reading.found} <= {"register.read_as"}


@settings(max_examples=100)
@given(registers())
def test_every_cell_has_its_rows(register: Register) -> None:
    """A total has those of its parts, each once."""
    rows = count(register).rows
    for total, found in sums_by_total(register.edition.form).items():
        if total in rows:
            parts = [id(row) for part in found.parts for row in rows[part.path]]
            assert sorted(map(id, rows[total])) == sorted(parts)


@every_edition
def test_all_cells_of_tables_three_and_four_are_counted(edition: Edition) -> None:
    in_tables = [
        cell.path for cell in cells(edition.form) if cell.path.startswith(("requests.", "disputes."))
    ]
    assert [*counted_places(edition)] == in_tables


def test_an_open_row_is_carried_forward_and_brought_forward_the_next_year() -> None:
    assert counted(ROW) == {
        "requests.received.natural_person": 1,
        "requests.carried_forward.natural_person": 1,
    }
    brought = {"requests.brought_forward.natural_person": 1, "requests.carried_forward.natural_person": 1}
    assert counted(ROW, year=2027) == brought


def test_a_row_closed_after_the_year_is_open_in_it() -> None:
    row = evolve(ROW, closed=date(2027, 1, 5), outcome="部分公开")
    assert counted(row) == counted(ROW)
    assert counted(row, year=2027) == {
        "requests.brought_forward.natural_person": 1,
        "requests.processed.partly_granted.natural_person": 1,
    }
    assert counted(row, year=2028) == {}


@pytest.mark.parametrize(
    "row",
    [
        evolve(ROW, closed=date(2026, 4, 1)),
        evolve(ROW, outcome="予以公开"),
        evolve(ROW, closed=date(2026, 3, 4), outcome="予以公开"),
        evolve(ROW, closed=date(2026, 4, 1), outcome="公开了"),
    ],
)
def test_a_row_that_is_not_properly_closed_counts_as_open(row: Application) -> None:
    assert counted(row) == counted(ROW)


@pytest.mark.parametrize(
    "row", [evolve(ROW, kind=""), evolve(ROW, received=None), evolve(ROW, received=date(2027, 1, 1))]
)
def test_a_row_without_kind_or_day_or_of_a_later_year_counts_nothing(row: Application) -> None:
    assert counted(row) == {}


def test_a_co_defendant_counts_nothing() -> None:
    cases = (CASE, evolve(CASE, number="2", role=CO_DEFENDANT))
    assert count(Register(year=2026, disputes=cases)).disputes.review.total == 1


def test_cases_are_counted_in_the_year_in_which_they_end() -> None:
    ended = evolve(CASE, closed=date(2027, 2, 1), result="纠正")
    figures = [count(Register(year=year, disputes=(ended,))).disputes.review for year in (2026, 2027, 2028)]
    assert [(one.pending, one.corrected, one.total) for one in figures] == [(1, 0, 1), (0, 1, 1), (0, 0, 0)]


def test_sentences_say_what_the_tables_say() -> None:
    rows = (evolve(ROW, channel="网络"), evolve(ROW, number="2", kind="商业企业"))
    assert count(Register(year=2026, applications=rows)).sentences == (
        "本年新收政府信息公开申请 2 件。其中网络 1 件；按申请人分，自然人 1 件、商业企业 1 件。",
        "上年结转 0 件，本年办结 0 件，结转至下年度继续办理 2 件。",
    )


@settings(max_examples=100)
@given(registers())
def test_what_a_year_carries_forward_the_next_one_brings_forward(register: Register) -> None:
    """In every column, whatever the rows lack."""
    following = carry_over(register, register.year + 1)
    opening = count(following).figures
    for name, number in carried_forward(register, register.year + 1).items():
        assert opening[f"requests.brought_forward.{name}"] == number == following.opening[name]


def test_only_the_year_before_is_carried_over() -> None:
    with pytest.raises(DataError, match="2026"):
        carry_over(Register(year=2026), 2028)


def test_the_registers_of_offices_are_counted_together() -> None:
    one = Register(year=2026, unit="某局", unit_code="A1", applications=(ROW,), opening={"business": 1})
    other = Register(
        year=2026, applications=(evolve(ROW, number="2"),), disputes=(CASE,), opening={"business": 2}
    )
    both = combine_registers([one, other])
    assert (both.unit_code, len(both.applications), both.opening) == ("A1", 2, {"business": 3})
    assert count(both).requests.received.total == 2
    for wrong in (evolve(other, year=2025), evolve(other, unit_code="B")):
        with pytest.raises(DataError):
            combine_registers([one, wrong])


def test_every_edition_has_words_for_all_its_outcomes() -> None:
    for edition in EDITIONS.values():
        assert make_register(Register(year=edition.first_year))
