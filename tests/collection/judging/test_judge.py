"""What becomes of units and files does not depend on the order in which files arrived."""

from __future__ import annotations

from typing import Any

import offices
from hypothesis import given, settings
from hypothesis import strategies as st
from offices import YEAR, roster

from gkxl.collection.judging.judge import judge
from gkxl.collection.judging.verdicts import Came
from gkxl.collection.status import Status

TOWNS = "C1,城关镇,乡镇街道,B0\nD1,城关镇,乡镇街道,某市\n"
"""Two units of one name."""

ROSTER = roster(offices.ROSTER + TOWNS)
CODES = [unit.code for unit in ROSTER.units]
NAMES = [unit.name for unit in ROSTER.units]


DIGESTS = st.sampled_from([f"{digit:x}" * 16 for digit in range(1, 9)])
"""Of files that may come in, too: rings are among them."""


@st.composite
def files(draw: st.DrawFn) -> list[Came]:
    """What may come in."""
    stems = st.sampled_from([*CODES, *NAMES, "年报", "1"])
    paths = draw(st.lists(stems.map(lambda stem: f"{stem}.xlsx"), unique=True, max_size=8))
    return [
        Came(
            id=number,
            path=path,
            hash=f"{number + 1:x}" * 64,
            answers=tuple(draw(st.lists(DIGESTS, max_size=2))),
            stamp=draw(st.sampled_from(["2025-01-01", "2025-01-02"])),
            edition=draw(st.sampled_from(["2021", "2021", "2021", ""])),
            year=draw(st.sampled_from([YEAR, YEAR, YEAR - 1, None])),
            unit_code=draw(st.sampled_from([*CODES, "", "Z9"])),
            issued_to=draw(st.sampled_from(["", "", *CODES])),
            unit_name=draw(st.sampled_from([*NAMES, ""])),
            content=draw(st.sampled_from("abc")),
            figures=draw(st.sampled_from(["", "f", "g"])),
            complete=True,
            current=draw(st.sampled_from([True, True, False])),
            errors=draw(st.sampled_from([0, 0, 1])),
            confirms=draw(st.sampled_from([0, 0, 1])),
        )
        for number, path in enumerate(sorted(paths))
    ]


def outcome(came: list[Came], prefer: Any) -> tuple[object, ...]:  # noqa: ANN401 (None or "newest")
    """What became of everything, by codes and paths."""
    found = judge(ROSTER, came, YEAR, prefer)
    units = {code: (one.status, one.file and one.file.came.path) for code, one in found.units.items()}
    return units, {(one.came.path, one.unit, one.status, one.accepted) for one in found.files.values()}


@settings(max_examples=200)
@given(files(), st.randoms(use_true_random=False), st.sampled_from([None, "newest"]))
def test_the_order_of_arrival_does_not_matter(came: list[Came], dice: Any, prefer: Any) -> None:  # noqa: ANN401 (a Random)
    shuffled = came.copy()
    dice.shuffle(shuffled)
    assert outcome(shuffled, prefer) == outcome(came, prefer)


@settings(max_examples=200)
@given(files(), st.sampled_from([None, "newest"]))
def test_every_unit_and_file_has_its_status_and_no_unit_two_returns(came: list[Came], prefer: Any) -> None:  # noqa: ANN401 (None or "newest")
    found = judge(ROSTER, came, YEAR, prefer)
    assert [*found.units] == CODES
    assert {*found.files} == {one.id for one in came}
    accepted = [one for one in found.files.values() if one.accepted]
    assert len({one.unit for one in accepted}) == len(accepted)
    for one in accepted:
        assert one.came.current
        assert found.units[one.unit].file == one
    for verdict in found.units.values():
        assert verdict.status.is_in <= bool(verdict.file and verdict.file.accepted)
        assert (verdict.status is Status.MISSING) == (verdict.file is None)
