"""Records that an officer confirmed a question instead of the unit, with name and reason."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from gkxl.arguments import checked
from gkxl.collection.collection import Collection
from gkxl.collection.judging.decide import apply_acceptances, keep_acceptances, undo_acceptances
from gkxl.collection.output.office_texts import read_day, read_short_text
from gkxl.collection.output.results import open_store, refuse_losses, replace_store, write_results
from gkxl.collection.output.returned_copies import COPIES_FOLDER, remove_copies
from gkxl.collection.roster import Roster
from gkxl.collection.roster.matching import Owners
from gkxl.collection.tracing import read_place
from gkxl.errors import DataError
from gkxl.issues import Acceptance
from gkxl.issues.catalogue import Severity
from gkxl.issues.catalogue.code import ACCEPTED
from gkxl.layout.printed import fold_label
from gkxl.text import Wording, enumerated, is_explanation

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterable

    from gkxl.collection.ledger import Entry
    from gkxl.collection.store.store import Store
    from gkxl.issues import Issue


_NAMED: Final = 5


def find_entry(collection: Collection, unit: str) -> Entry:
    """Find the unit of a code or name.

    Raises:
        DataError: There is none, or there are several of that name.
    """
    entries = {entry.unit.key: entry for entry in collection.ledger}
    owners = Owners(Roster(tuple(entry.unit for entry in collection.ledger)))
    coded = owners.find_by_code(unit)
    found = (coded,) if coded else owners.find_by_name(unit)
    if len(found) == 1:
        return entries[found[0].key]
    if found:
        names = enumerated([f"{one.name} {one.code}".rstrip() for one in found], _NAMED)
        raise DataError("有几个单位叫“{unit}”：{names}。请写单位代码。", unit=unit, names=names)
    raise DataError("名册里没有“{unit}”这个单位。请写单位代码，或完整的单位名称。", unit=unit)


def choose_questions(
    collection: Collection, entry: Entry, which: Iterable[str], *, accepted: bool = False
) -> list[Issue]:
    """Choose the questions of a unit that are meant: the only one, or those with these numbers or cells.

    Args:
        collection: The collection.
        entry: The unit.
        which: Numbers from 1, in the order of `Collection.questions`, cells such as ``J5``, with
            the sheet and ``!`` in front where need be, or paths.
        accepted: Whether those are meant that were confirmed, and not those that are open.

    Raises:
        DataError: None is meant, or several may be; or what is meant has to be corrected.
    """
    questions = collection.questions(entry.unit.key) if entry.status.is_judged else []
    words = [str(word).strip() for word in which]
    opened = [issue for issue in questions if not issue.accepted]
    left = [issue for issue in questions if issue.acceptance] if accepted else opened or questions
    if len(left) > 1 and not words:
        raise _several_questions(entry, questions, left)
    found: dict[int, Issue] = {}
    for word in words or [""]:
        numbered = [(at, one) for at, one in enumerate(questions, start=1) if one in left]
        meant = {at: one for at, one in numbered if word in ("", str(at)) or _is_at(one, word)}
        if not meant:
            raise _no_such_question(collection, entry, word, accepted=accepted)
        if len({one.sheet for one in meant.values()}) > 1:
            raise _several_questions(entry, questions, list(meant.values()))
        found |= meant
    return list(found.values())


def _is_at(issue: Issue, word: str) -> bool:
    """Whether an issue is at a cell that is named by its address, perhaps with its sheet, or by its path."""
    sheet, cell = read_place(word)
    at = issue.cell == cell and sheet in fold_label(str(issue.sheet))
    return bool(word) and (word == issue.path or bool(cell and at))


def _several_questions(entry: Entry, questions: list[Issue], left: list[Issue]) -> DataError:
    listed = [f"{questions.index(one) + 1}. {one.message}" for one in left]
    return DataError(
        "“{unit}”有 {count} 个问题，请写明是哪几个的序号或格：{listed}",
        unit=entry.unit.name,
        count=len(left),
        listed=Wording("".join(listed), " ".join(listed)),
    )


def _no_such_question(collection: Collection, entry: Entry, word: str, *, accepted: bool) -> DataError:
    """The error that there is no such question, or that only the unit can correct it."""
    name, status, issues = entry.unit.name, entry.status, collection.issues(entry.unit.key)
    errors = [one for one in issues if one.severity is Severity.ERROR and (not word or _is_at(one, word))]
    if errors and entry.file and not accepted:
        return DataError(
            "“{unit}”的报表需改正，不能只作核实：{error}请退回单位，改正后重新报送。",
            unit=name,
            error=errors[0],
        )
    return DataError(
        "“{unit}”（{status}）没有{where}{kind}的问题。",
        unit=name,
        status=status,
        where=Wording(f"“{word}”这个", f" {word!r}") if word else "",
        kind=ACCEPTED if accepted else Wording("需核实", "open"),
    )


_WHO: Final = (40, Wording("核实人", "who confirmed it"))
_WHY: Final = (200, Wording("核实情况", "the reason"))


@checked
def accept(  # noqa: PLR0913 (each is a fact that is kept)
    collection: str | os.PathLike[str],
    unit: str,
    *,
    who: str,
    why: str,
    when: str = "",
    which: Iterable[str] = (),
) -> Collection:
    """Confirm instead of a unit what it was asked to confirm, for example after a telephone call.

    It holds for the question as it is: if the unit files other figures, it does not apply to these, which is
    shown. Workbook and page are brought up to date, and a marked copy that is not needed any more is taken
    away; no return is read again. Collecting again keeps it.

    Args:
        collection: The folder of the collection.
        unit: The unit's code or name.
        who: Who confirmed it.
        why: The reason, such as ``已电话核实``.
        when: The day, such as ``2025-01-20``; today if left out.
        which: Where the unit has several open questions, the numbers of those that are meant, from 1 in
            the order of `gkxl.Collection.questions`, or their cells, with the sheet and ``!`` in front.

    Returns:
        The collection as it is then.

    Raises:
        DataError: There is no such unit or question, several may be meant, or it has to be corrected; or
            nothing is said of who and why, or the day is still to come.
        UnreadableFileError: There is no finished collection.
        WriteError: The results cannot be written.

    Example:
        >>> import gkxl
        >>> gkxl.accept("汇总", "某市财政局", who="张三", why="已电话核实")  # doctest: +SKIP
    """
    kept = Acceptance(who=_read_given(who, *_WHO), when=_read_past_day(when), why=_read_given(why, *_WHY))
    return _change_questions(collection, unit, which, partial(keep_acceptances, acceptance=kept))


@checked
def retract(
    collection: str | os.PathLike[str], unit: str, *, when: str = "", which: Iterable[str] = ()
) -> Collection:
    """Take back that something was confirmed: the question is open again, and the record of it stays.

    The marked copy of the return is made again when returns are collected the next time.

    Args:
        collection: The folder of the collection.
        unit: The unit's code or name.
        when: The day, such as ``2025-01-20``; today if left out.
        which: Where several were confirmed, those that are meant, as `gkxl.accept` takes them.

    Returns:
        The collection as it is then.

    Raises:
        DataError: There is no such unit or question, or several may be meant.
        UnreadableFileError: There is no finished collection.
        WriteError: The results cannot be written.
    """
    undo = partial(undo_acceptances, when=_read_past_day(when))
    return _change_questions(collection, unit, which, undo, accepted=True)


def _read_given(given: str, most: int, what: Wording) -> str:
    """Read a short text that must be there and no placeholder, as explanations of units are checked.

    Raises:
        DataError: It is empty, nothing but signs and placeholders, or longer than allowed.
    """
    text = read_short_text(given, most, what)
    if not is_explanation(text):
        raise DataError("请写明{what}（空格和“/”“无”一类不算）。", what=what)
    return text


def _read_past_day(text: str) -> str:
    """Read a day, and refuse one that is still to come.

    Raises:
        DataError: It is no day, or still to come.
    """
    day = read_day(text)
    if day > read_day(""):
        raise DataError("“{day}”还没有到。请写核实的那一天。", day=day)
    return day


def _change_questions(
    collection: str | os.PathLike[str],
    unit: str,
    which: Iterable[str],
    change: Callable[[Store, str, Iterable[Issue]], None],
    *,
    accepted: bool = False,
) -> Collection:
    """Change what is confirmed of a unit's questions in a collection, and write its results anew."""
    with Collection(collection) as found:
        entry = find_entry(found, unit)
        questions = choose_questions(found, entry, which, accepted=accepted)
        folder, roster = found.path.parent, Roster(tuple(entry.unit for entry in found.ledger))
        refuse_losses(folder, found.edition, found.year, {})
    with open_store(found.path, None, found.edition, found.year) as store:
        store.begin()
        change(store, entry.unit.key, questions)
        apply_acceptances(store)
        store.commit()
        held = remove_copies(store, roster, folder / COPIES_FOLDER)
        replace_store(store, found.path)
    return write_results(folder, {}, held)
