"""Values and issues as a store keeps them: whole numbers, texts and JSON, and nothing that is lost."""

from __future__ import annotations

import json
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from attrs import astuple, evolve

from gkxl.issues.issue import Acceptance, Issue, Place, Term
from gkxl.xlsx import address

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gkxl.model.outline import Node


_BITS: Final = 64
"""Of the integers of SQLite, the first of which is the sign."""


class PackedIssue(NamedTuple):
    """An issue as a row: what people search for, and the rest as JSON."""

    code: str
    severity: str
    path: str
    label: str
    sheet: str
    cell: str
    message: str
    explanation: str
    acceptance: str
    facts: str


COLUMNS: Final = ", ".join(PackedIssue._fields)
"""The columns of a store that hold an issue."""


def stored(value: Any) -> Any:  # noqa: ANN401 (what a cell holds)
    """What SQLite keeps of a value: an amount is text, as is what has more than 64 bits; no digit is lost."""
    if isinstance(value, Decimal):
        return format(value, "f")
    return str(value) if isinstance(value, int) and value.bit_length() >= _BITS else value


def restored(cell: Node, value: Any) -> Any:  # noqa: ANN401 (what a cell holds)
    """The value of a cell as it was before it was stored.

    Raises:
        ValueError: It is of another type than the cell: gkxl never stored it.
        ArithmeticError: It is no number.
    """
    if value is None:
        return None
    found = cell.type(value) if cell.type is not str and isinstance(value, int | str) else value
    if type(found) is not cell.type:
        raise ValueError(value)
    return found


def pack(issue: Issue) -> PackedIssue:
    """An issue as a row."""
    facts = {
        "found": _plain(issue.found),
        "expected": _plain(issue.expected),
        "left": [_packed_term(term) for term in issue.left],
        "right": [_packed_term(term) for term in issue.right],
        "facts": {name: _plain(fact) for name, fact in issue.facts.items()},
    }
    return PackedIssue(
        issue.code,
        issue.severity.value,
        issue.path,
        issue.label,
        issue.sheet or "",
        issue.cell or "",
        evolve(issue, lang="zh").message,
        issue.explanation,
        packed_acceptance(issue.acceptance),
        json.dumps(
            {name: fact for name, fact in facts.items() if fact not in (None, [], {})}, ensure_ascii=False
        ),
    )


def unpack(row: PackedIssue) -> Issue:
    """The issue that a row was made of."""
    facts = json.loads(row.facts)
    return Issue(
        code=row.code,
        path=row.path,
        label=row.label,
        place=place_at(row.sheet, row.cell),
        found=_value(facts.get("found")),
        expected=_value(facts.get("expected")),
        left=_terms(facts.get("left", ())),
        right=_terms(facts.get("right", ())),
        facts={name: _value(fact) for name, fact in facts.get("facts", {}).items()},
        explanation=row.explanation,
        acceptance=_acceptance(row.acceptance),
    )


def packed_acceptance(acceptance: Acceptance | None) -> str:
    """Who confirmed a question, when, why, and whether it still applies, as JSON; "" if not confirmed."""
    return json.dumps(astuple(acceptance), ensure_ascii=False) if acceptance else ""


def _acceptance(packed: str) -> Acceptance | None:
    if not packed:
        return None
    who, when, why, applies = json.loads(packed)
    return Acceptance(who=str(who), when=str(when), why=str(why), applies=bool(applies))


def _plain(fact: Any) -> Any:  # noqa: ANN401 (whatever an issue says)
    """A fact in the words of JSON: amounts and lists say what they are."""
    if isinstance(fact, Decimal):
        return {"amount": str(fact)}
    if isinstance(fact, tuple):
        return [_plain(one) for one in fact]
    return fact if isinstance(fact, str | int | float | None) else str(fact)


def _value(fact: Any) -> Any:  # noqa: ANN401 (whatever JSON gave)
    if isinstance(fact, dict):
        return Decimal(fact["amount"])
    return tuple(map(_value, fact)) if isinstance(fact, list) else fact


def _packed_term(term: Term) -> list[Any]:
    sheet, cell = (term.place.sheet, term.place.address) if term.place else ("", "")
    return [term.path, term.label, _plain(term.value), sheet, cell, term.taken]


def _terms(packed: Iterable[Any]) -> tuple[Term, ...]:
    return tuple(
        Term(path, label, _value(value), place_at(sheet, cell), taken)
        for path, label, value, sheet, cell, taken in packed
    )


@lru_cache(maxsize=8192)
def place_at(sheet: str | None, cell: str | None) -> Place | None:
    """The place that a store names by a sheet and an address; None where it names none."""
    return Place.of(sheet, *address(cell)) if sheet and cell else None
