"""However a roster is written, what is added up is what its tree says, or the roster is refused."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pytest
from drawn import Office, drawn
from hypothesis import given, settings
from hypothesis import strategies as st
from offices import YEAR, book, values, write

import gkxl
from gkxl.collection.judging.consolidate import find_counted
from gkxl.collection.roster import read_roster
from gkxl.forms import edition_for
from gkxl.model.outline import cells

if TYPE_CHECKING:
    from collections.abc import Collection
    from random import Random


def figure(office: Office, offices: list[Office], filed: Collection[str]) -> list[Office]:
    """Whose returns make up the figures of an office and all below it: its own, where that contains them."""
    own = [office] if office.key in filed else []
    if own and office.contains:
        return own
    return own + [one for child in offices if child.above is office for one in figure(child, offices, filed)]


def wanted(offices: list[Office], filed: Collection[str]) -> set[str]:
    """Whose returns are added up; that of one office above all others is the sum itself."""
    tops = [office for office in offices if office.above is None]
    found = [one for top in tops for one in figure(top, offices, filed)]
    if len(tops) == 1 and tops[0].contains and len(offices) > 1 and set(filed) - {tops[0].key}:
        children = [office for office in offices if office.above is tops[0]]
        found = [one for child in children for one in figure(child, offices, filed)]
    return {office.key for office in found}


def errors(roster: gkxl.collection.Roster) -> list[str]:
    return [issue.message for issue in roster.issues if issue.severity is gkxl.Severity.ERROR]


@settings(max_examples=300)
@given(st.randoms(use_true_random=False))
def test_those_are_added_up_that_the_tree_says_or_the_roster_is_refused(dice: Random) -> None:
    made = drawn(dice)
    roster = read_roster(made.content)
    if errors(roster):
        assert not made.plain, errors(roster)
        return
    filed = {office.key for office in made.offices if dice.random() < 0.8}
    assert find_counted(roster, filed) == wanted(made.offices, filed), roster


@settings(max_examples=12)
@given(st.randoms(use_true_random=False))
def test_consolidated_figures_are_those_of_the_tree(dice: Random) -> None:
    """Every number of the form, from workbooks to the store."""
    made = drawn(dice)
    filed = {o.key: values(o.code, o.name, o.key) for o in made.offices if dice.random() < 0.8}
    with TemporaryDirectory() as folder:
        returns = write(
            Path(folder) / "returns", {f"{at}.xlsx": book(v) for at, v in enumerate(filed.values())}
        )
        roster = read_roster(made.content)
        if errors(roster):
            with pytest.raises(gkxl.errors.DataError, match="名册有"):
                gkxl.collect(returns, roster=roster, year=YEAR, output=Path(folder) / "out")
            return
        with ThreadPoolExecutor(1) as executor:
            found = gkxl.collect(
                returns, roster=roster, year=YEAR, output=Path(folder) / "out", executor=executor, marks=False
            )
        assert dict(found.values) == added([filed[key] for key in wanted(made.offices, filed)])
        found.close()


def added(parts: list[dict[str, Any]]) -> dict[str, Any]:
    """The sum of returns, number by number; nothing where there are none."""
    table = [cell for cell in cells(edition_for(YEAR).form) if cell.in_table]
    return (
        {cell.path: sum((part[cell.path] for part in parts), cell.type(0)) for cell in table} if parts else {}
    )
