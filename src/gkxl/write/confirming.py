"""The lines of the check sheet for what is to be confirmed: live formulas, and what the unit explains."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final

from gkxl.blanks import is_explanation
from gkxl.expectations import kept_at, lines
from gkxl.expectations.expected import LEVEL
from gkxl.layout import places
from gkxl.rules import LAST, Status
from gkxl.write.formulas import (
    CONFIRM,
    EXPLAINED,
    HOLDS,
    KNOCK_ON,
    LATER,
    NONE,
    UNFILLED,
    Formulas,
    is_explained,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gkxl.expectations import Expected, Line
    from gkxl.forms.edition import Edition

_WORDS: Final = {Status.HOLDS: HOLDS, Status.KNOCK_ON: KNOCK_ON, Status.UNFILLED: UNFILLED}


@cache
def formulas(edition: Edition) -> tuple[tuple[Line, str, str, str], ...]:
    """Every line with the formulas of both sides and of what becomes of it; two are "" without sides."""
    write = Formulas({**places(edition), **kept_at(edition)}, across=True)
    return tuple((line, *_sides(write, line), _state(write, line)) for line in lines(edition))


def _sides(write: Formulas, line: Line) -> tuple[str, str]:
    """Both sides; the right one shows none while a figure of last year's is wanting."""
    if line.expected is None:
        return "", ""
    rule, last = line.expected.rule, line.expected.last
    right = write.side(rule.right)
    return write.side(rule.left), f'IF({write.unfilled(last)},"{NONE}",{right})' if last else right


def _state(write: Formulas, line: Line) -> str:
    told = is_explained(line.place.address)
    if line.expected is None:
        return f'IF({told},"{EXPLAINED}","{LATER}")'
    one, own = line.expected, _own(line.expected)
    kept = _kept(write, one, f'IF({told},"{EXPLAINED}","{CONFIRM}")')
    state = f'IF({write.unfilled(own)},"{UNFILLED}",{kept})'
    return f'IF({write.unfilled(one.last)},"{LATER}",{state})' if one.last else state


def _own(one: Expected) -> tuple[str, ...]:
    """The cells of this year's that it needs."""
    return tuple(path for path in one.rule.needs if not path.startswith(LAST))


def _kept(write: Formulas, one: Expected, broken: str) -> str:
    """What becomes of an expectation for which all figures are there, as `Expected.status` has it."""
    rule, left = one.rule, write.side(one.rule.left)
    if one.mark.apart:
        return f'IF(AND({write.equal(rule)},{left}<>0),{broken},"{HOLDS}")'
    if one.mark.levels:
        broken = _by_level(write.ranges([LEVEL])[0], one.mark.levels, broken)
    return f'IF({write.equal(rule)},"{HOLDS}",{write.excused(rule, broken)})'


def _by_level(level: str, exempt: tuple[str, ...], broken: str) -> str:
    among = ",".join(f'{level}="{name}"' for name in exempt)
    return f'IF(LEN({level})=0,"{UNFILLED}",IF(OR({among}),"{HOLDS}",{broken}))'


def is_wanting(one: Expected, values: Mapping[str, Any]) -> bool:
    """Whether there is no saying, because a figure of last year's is not there."""
    return any(values.get(path) is None for path in one.last)


def state(line: Line, values: Mapping[str, Any], why: str) -> str:
    """The word that a line shows.

    Args:
        line: The line.
        values: This year's values by path, and last year's under `LAST`.
        why: What the unit explains.
    """
    explained = is_explanation(why)
    one = line.expected
    if one is None or is_wanting(one, values):
        return EXPLAINED if explained and one is None else LATER
    found = one.status(values)
    return _WORDS.get(found, EXPLAINED if explained else CONFIRM)
