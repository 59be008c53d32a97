"""Finds the unit and the questions that an officer means: by code or name, by number or cell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from attrs import evolve

from gkxl.collection.figures import read_place
from gkxl.collection.roster import Roster
from gkxl.collection.roster.matching import Owners
from gkxl.errors import DataError
from gkxl.issues.catalogue import Severity
from gkxl.reading.witnesses.printed import folded
from gkxl.text import enumerated

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gkxl.collection.collection import Collection
    from gkxl.collection.ledger import Entry
    from gkxl.issues.issue import Issue

_NAMED: Final = 5


def find_entry(collection: Collection, unit: str) -> Entry:
    """The unit of a code or name.

    Raises:
        DataError: There is none, or there are several of that name.
    """
    entries = {entry.unit.key: entry for entry in collection.ledger}
    owners = Owners(Roster(tuple(entry.unit for entry in collection.ledger)))
    coded = owners.by_code(unit)
    found = (coded,) if coded else owners.by_name(unit)
    if len(found) == 1:
        return entries[found[0].key]
    zh, en = enumerated([f"{one.name} {one.code}".rstrip() for one in found], _NAMED)
    if found:
        raise DataError(
            f"有几个单位叫“{unit}”：{zh}。请写单位代码。",
            f"several units are called {unit!r}: {en}; name the code",
        )
    raise DataError(
        f"名册里没有“{unit}”这个单位。请写单位代码，或完整的单位名称。",
        f"the roster has no unit {unit!r}; name its code or its whole name",
    )


def choose_questions(
    collection: Collection, entry: Entry, which: Iterable[str], *, accepted: bool = False
) -> list[Issue]:
    """The questions of a unit that are meant: the only one, or those of these numbers or cells.

    Args:
        collection: The collection.
        entry: The unit.
        which: Numbers from 1, in the order of `Collection.questions`, cells such as ``J5`` or
            ``三、申请办理!J5``, or paths.
        accepted: Whether those are meant that were confirmed, and not those that are open.

    Raises:
        DataError: None is meant, or several may be; or what is meant has to be corrected.
    """
    questions = collection.questions(entry.unit.key) if entry.status.is_judged else []
    words = [str(word).strip() for word in which]
    opened = [issue for issue in questions if not issue.accepted]
    left = [issue for issue in questions if issue.acceptance] if accepted else opened or questions
    if len(left) > 1 and not words:
        raise _several(entry, questions, left)
    found: dict[int, Issue] = {}
    for word in words or [""]:
        meant = {
            at: one for at, one in enumerate(questions, start=1) if one in left and _is_meant(at, one, word)
        }
        if not meant:
            raise _nothing(collection, entry, word, accepted=accepted)
        if len({one.sheet for one in meant.values()}) > 1:
            raise _several(entry, questions, list(meant.values()))
        found |= meant
    return list(found.values())


def _is_meant(number: int, issue: Issue, word: str) -> bool:
    return word in ("", str(number)) or _is_at(issue, word)


def _is_at(issue: Issue, word: str) -> bool:
    """Whether an issue is at a cell that is named by its address, perhaps with its sheet, or by its path."""
    sheet, cell = read_place(word)
    at = issue.cell == cell and sheet in folded(str(issue.sheet))
    return bool(word) and (word == issue.path or bool(cell and at))


def _several(entry: Entry, questions: list[Issue], left: list[Issue]) -> DataError:
    listed = [f"{questions.index(one) + 1}. {one.message}" for one in left]
    return DataError(
        f"“{entry.unit.name}”有 {len(left)} 个问题，请写明是哪几个的序号或格：{''.join(listed)}",
        f"{entry.unit.name} has several questions; name numbers or cells: {' '.join(listed)}",
    )


def _nothing(collection: Collection, entry: Entry, word: str, *, accepted: bool) -> DataError:
    """That there is no such question; or that it has to be corrected, which only the unit can do."""
    name, status, issues = entry.unit.name, entry.status, collection.issues(entry.unit.key)
    errors = [one for one in issues if one.severity is Severity.ERROR and (not word or _is_at(one, word))]
    if errors and entry.file and not accepted:
        return DataError(
            f"“{name}”的报表需改正，不能只作核实：{errors[0].message}请退回单位，改正后重新报送。",
            f"what {name} returned has to be corrected by the unit: {evolve(errors[0], lang='en').message}",
        )
    kind, kind_en = ("已核实", "confirmed") if accepted else ("需核实", "open")
    where, where_en = (f"“{word}”这个", f" {word!r}") if word else ("", "")
    return DataError(
        f"“{name}”（{status}）没有{where}{kind}的问题。",
        f"{name} ({status.words('en')}) has no {kind_en} question{where_en}",
    )
