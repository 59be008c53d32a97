"""``accept``: an officer confirms instead of a unit what it was asked, and who and why is kept."""

from __future__ import annotations

from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING, Final

from gkxl.blanks import is_explanation
from gkxl.collection.collection import Collection
from gkxl.collection.judging.acceptances import apply_acceptances, keep_acceptances, undo_acceptances
from gkxl.collection.losses import refuse_losses
from gkxl.collection.questions import choose_questions, find_entry
from gkxl.collection.results import open_store, replace_store, show_results
from gkxl.collection.returning import FOLDER, take_away
from gkxl.collection.roster import Roster
from gkxl.collection.short_texts import read_day, read_short_text
from gkxl.errors import DataError
from gkxl.issues.issue import Acceptance

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterable

    from gkxl.collection.store import Store

_WHO: Final = (40, "核实人", "who confirmed it")
_WHY: Final = (200, "核实情况", "the reason")


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
            the order of `gkxl.Collection.questions`, or their cells, such as ``三、申请办理!J5``.

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
    acceptance = Acceptance(
        who=_given(read_short_text(who, *_WHO), *_WHO[1:]),
        when=_past(read_day(when)),
        why=_given(read_short_text(why, *_WHY), *_WHY[1:]),
    )
    with closing(Collection(collection)) as found:
        entry = find_entry(found, unit)
        questions = choose_questions(found, entry, which)
        return _changed(
            found, partial(keep_acceptances, unit=entry.unit.key, questions=questions, acceptance=acceptance)
        )


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
    day = _past(read_day(when))
    with closing(Collection(collection)) as found:
        entry = find_entry(found, unit)
        questions = choose_questions(found, entry, which, accepted=True)
        return _changed(found, partial(undo_acceptances, unit=entry.unit.key, questions=questions, when=day))


def _given(text: str, zh: str, en: str) -> str:
    """Check that a text was given and is no placeholder, as explanations of units are checked.

    Raises:
        DataError: It is empty, or nothing but signs and placeholders.
    """
    if not is_explanation(text):
        raise DataError(
            f"请写明{zh}（空格和“/”“无”一类不算）。", f"say {en}; spaces, signs and 无 do not count"
        )
    return text


def _past(day: str) -> str:
    """A day that is not still to come.

    Raises:
        DataError: It is.
    """
    if day > read_day(""):
        raise DataError(f"“{day}”还没有到。请写核实的那一天。", f"{day} is still to come")
    return day


def _changed(found: Collection, change: Callable[[Store], None]) -> Collection:
    """Change what was confirmed in a collection, and write its results anew."""
    folder, roster = found.path.parent, Roster(tuple(entry.unit for entry in found.ledger))
    refuse_losses(folder, found.edition, found.year, {})
    found.close()
    with open_store(found.path, None, found.year) as store:
        store.begin()
        change(store)
        apply_acceptances(store)
        store.commit()
        held = take_away(store, roster, folder / FOLDER)
        replace_store(store, found.path)
    return show_results(folder, {}, held)
