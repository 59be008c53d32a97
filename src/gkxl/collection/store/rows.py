"""The tables of a store, and how values and issues are kept as rows, so that nothing is lost."""

from __future__ import annotations

import json
from decimal import Decimal
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

from attrs import astuple, evolve

from gkxl.frozen import NamedTuple
from gkxl.issues import Acceptance, Issue, Place, Term
from gkxl.text import Wording
from gkxl.xlsx import read_address

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gkxl.model.outline import Node


VERSION: Final = "4"
"""Raised when a store of an earlier version cannot be used any more."""

SCHEMA: Final = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE units (
  key TEXT PRIMARY KEY,
  code TEXT NOT NULL,
  position INTEGER NOT NULL,
  name TEXT NOT NULL,
  level TEXT NOT NULL,
  parent TEXT NOT NULL,
  contains INTEGER NOT NULL,
  extra TEXT NOT NULL,
  status TEXT NOT NULL DEFAULT '未报',
  file INTEGER REFERENCES files (id),
  counted INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;

CREATE TABLE files (
  id INTEGER PRIMARY KEY,
  path TEXT NOT NULL,
  size INTEGER NOT NULL,
  stamp TEXT NOT NULL,
  hash TEXT NOT NULL,
  edition TEXT NOT NULL,
  year INTEGER,
  unit_code TEXT NOT NULL,
  issued_to TEXT NOT NULL,
  unit_name TEXT NOT NULL,
  producer TEXT NOT NULL,
  content TEXT NOT NULL,
  figures TEXT NOT NULL,
  complete INTEGER NOT NULL,
  answers TEXT NOT NULL,
  unchanged INTEGER NOT NULL,
  current INTEGER NOT NULL DEFAULT 1,
  unit TEXT NOT NULL DEFAULT '',
  status TEXT NOT NULL DEFAULT '',
  accepted INTEGER NOT NULL DEFAULT 0,
  UNIQUE (path, hash)
);

CREATE TABLE paths (id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, label TEXT NOT NULL);

CREATE TABLE places (
  id INTEGER PRIMARY KEY,
  sheet TEXT NOT NULL,
  cell TEXT NOT NULL,
  UNIQUE (sheet, cell)
);

CREATE TABLE contents (
  file INTEGER NOT NULL REFERENCES files (id),
  path INTEGER NOT NULL REFERENCES paths (id),
  place INTEGER REFERENCES places (id),
  value,
  PRIMARY KEY (file, path)
) WITHOUT ROWID;

CREATE VIEW cells AS
SELECT contents.file, paths.path, paths.label, places.sheet, places.cell, contents.value
FROM contents JOIN paths ON paths.id = contents.path LEFT JOIN places ON places.id = contents.place;

CREATE TABLE issues (
  id INTEGER PRIMARY KEY,
  file INTEGER REFERENCES files (id),
  unit TEXT,
  code TEXT NOT NULL,
  severity TEXT NOT NULL,
  path TEXT NOT NULL,
  label TEXT NOT NULL,
  sheet TEXT NOT NULL,
  cell TEXT NOT NULL,
  message TEXT NOT NULL,
  explanation TEXT NOT NULL,
  acceptance TEXT NOT NULL DEFAULT '',
  facts TEXT NOT NULL,
  open INTEGER NOT NULL DEFAULT 0,
  replaced INTEGER REFERENCES files (id)
);
CREATE INDEX issues_replaced ON issues (replaced);
CREATE INDEX issues_of_files ON issues (file);
CREATE INDEX issues_of_units ON issues (unit);

CREATE TABLE explanations (
  file INTEGER NOT NULL REFERENCES files (id),
  code TEXT NOT NULL,
  path TEXT NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (file, code, path)
) WITHOUT ROWID;

CREATE TABLE takes (
  unit TEXT NOT NULL,
  passed_over TEXT NOT NULL,
  taken TEXT NOT NULL,
  PRIMARY KEY (unit, passed_over)
) WITHOUT ROWID;

CREATE TABLE consolidated (
  path INTEGER PRIMARY KEY REFERENCES paths (id),
  value NOT NULL
);

CREATE TABLE acceptances (
  id INTEGER PRIMARY KEY,
  unit TEXT NOT NULL,
  code TEXT NOT NULL,
  path TEXT NOT NULL,
  figures TEXT NOT NULL,
  who TEXT NOT NULL,
  day TEXT NOT NULL,
  why TEXT NOT NULL,
  undone TEXT NOT NULL DEFAULT ''
);

CREATE TABLE marked (
  file INTEGER NOT NULL REFERENCES files (id),
  name TEXT NOT NULL,
  said TEXT NOT NULL,
  PRIMARY KEY (file, name)
) WITHOUT ROWID;
"""


_BITS: Final = 64
"""Size of the integers of SQLite, with the sign."""


def hash_text(text: str) -> str:
    """SHA-256 of a text, which may have any characters."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


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
"""The columns that hold an issue, for SQL."""


def to_stored(value: Any) -> Any:  # noqa: ANN401 (what a cell holds)
    """Convert a value for SQLite without losing a digit: amounts and integers above 64 bits become text."""
    if isinstance(value, Decimal):
        return format(value, "f")
    return str(value) if isinstance(value, int) and value.bit_length() >= _BITS else value


def from_stored(cell: Node, value: Any) -> Any:  # noqa: ANN401 (what a cell holds)
    """Convert a stored value back to the value of a cell.

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


def pack_issue(issue: Issue) -> PackedIssue:
    """An issue as a row."""
    facts = {
        "found": _to_json(issue.found),
        "expected": _to_json(issue.expected),
        "left": [_pack_term(term) for term in issue.left],
        "right": [_pack_term(term) for term in issue.right],
        "facts": {name: _to_json(fact) for name, fact in issue.facts.items()},
    }
    given = {name: fact for name, fact in facts.items() if fact not in (None, [], {})}
    about = (issue.code, issue.severity.value, issue.path, issue.label, issue.sheet or "", issue.cell or "")
    message, acceptance = evolve(issue, lang="zh").message, pack_acceptance(issue.acceptance)
    return PackedIssue(*about, message, issue.explanation, acceptance, json.dumps(given, ensure_ascii=False))


def unpack_issue(row: PackedIssue) -> Issue:
    """The issue that a row was made of."""
    facts = json.loads(row.facts)
    return Issue(
        code=row.code,
        path=row.path,
        label=row.label,
        place=find_place(row.sheet, row.cell),
        found=_from_json(facts.get("found")),
        expected=_from_json(facts.get("expected")),
        left=_unpack_terms(facts.get("left", ())),
        right=_unpack_terms(facts.get("right", ())),
        facts={name: _from_json(fact) for name, fact in facts.get("facts", {}).items()},
        explanation=row.explanation,
        acceptance=_unpack_acceptance(row.acceptance),
    )


def pack_acceptance(acceptance: Acceptance | None) -> str:
    """Who confirmed a question, when, why, and whether it still applies, as JSON; "" if not confirmed."""
    return json.dumps(astuple(acceptance), ensure_ascii=False) if acceptance else ""


def _unpack_acceptance(packed: str) -> Acceptance | None:
    if not packed:
        return None
    who, when, why, applies = json.loads(packed)
    return Acceptance(who=str(who), when=str(when), why=str(why), applies=bool(applies))


def _to_json(fact: Any) -> Any:  # noqa: ANN401 (whatever an issue says)
    """Convert a fact to JSON: an amount or a wording becomes an object, a tuple a list."""
    if isinstance(fact, Wording):
        return fact._asdict()
    if isinstance(fact, Decimal):
        return {"amount": str(fact)}
    if isinstance(fact, tuple):
        return [_to_json(one) for one in fact]
    return fact if isinstance(fact, str | int | float | None) else str(fact)


def _from_json(fact: Any) -> Any:  # noqa: ANN401 (whatever JSON gave)
    if isinstance(fact, dict):
        return Wording(**fact) if "zh" in fact else Decimal(fact["amount"])
    return tuple(map(_from_json, fact)) if isinstance(fact, list) else fact


def _pack_term(term: Term) -> list[Any]:
    sheet, cell = (term.place.sheet, term.place.address) if term.place else ("", "")
    return [term.path, term.label, _to_json(term.value), sheet, cell, term.taken]


def _unpack_terms(packed: Iterable[Any]) -> tuple[Term, ...]:
    return tuple(
        Term(path, label, _from_json(value), find_place(sheet, cell), taken)
        for path, label, value, sheet, cell, taken in packed
    )


@lru_cache(maxsize=8192)
def find_place(sheet: str | None, cell: str | None) -> Place | None:
    """The place of a sheet and an address in a store; None where one of them is blank."""
    return Place.of(sheet, *read_address(cell)) if sheet and cell else None
