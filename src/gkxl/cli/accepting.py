"""Lists what units are to confirm, and keeps what an officer confirmed instead of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import asdict, evolve

import gkxl
from gkxl.cli.plain import plain_issue, print_json
from gkxl.cli.tables import console, issue_word, listing
from gkxl.cli.terminal import complain, lang, say, visible, words
from gkxl.cli.usage import CLEAN, ERRORS
from gkxl.cli.wrapping import Chinese
from gkxl.collection.questions import find_entry
from gkxl.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from gkxl.collection import Entry


def run(  # noqa: PLR0913 (each is an option)
    folder: Path, unit: str, which: Sequence[str], *, who: str, why: str, when: str, undo: bool, as_json: bool
) -> int:
    """Keep what was confirmed, or take it back, and print what is left; the exit status."""
    if undo:
        collection = gkxl.retract(folder, _named(unit), when=when, which=which)
    elif who or why:
        collection = gkxl.accept(folder, _named(unit), who=who, why=why, when=when, which=which)
    elif which or when:
        raise DataError("请用 --who 写明谁核实的，用 --why 写明核实的情况。", "name --who and --why")
    else:
        collection = gkxl.Collection(folder)
    entries = [find_entry(collection, unit)] if unit else _asked(collection)
    if as_json:
        print_json({"units": [_plain(collection, entry) for entry in entries]})
    else:
        _print(collection, entries)
    for remark in collection.remarks:
        complain(remark.message, evolve(remark, lang="en").message)
    return ERRORS if any(remark.code == "collect.in_use" for remark in collection.remarks) else CLEAN


def _named(unit: str) -> str:
    """The unit, which must be named.

    Raises:
        DataError: It is not.
    """
    if not unit:
        raise DataError("请写明是哪个单位。", "name the unit")
    return unit


def _asked(collection: gkxl.Collection) -> list[Entry]:
    """The units that have anything to confirm, or that an officer confirmed something of."""
    doubted = (entry for entry in collection.ledger if entry.counts[gkxl.Severity.CONFIRM])
    return [entry for entry in doubted if collection.questions(entry.unit.key)]


def _plain(collection: gkxl.Collection, entry: Entry) -> dict[str, object]:
    questions = collection.questions(entry.unit.key, lang=lang())
    return {
        "unit": entry.unit.name,
        "unit_code": entry.unit.code,
        "status": entry.status.value,
        "questions": [{"number": at, **_plain_question(one)} for at, one in enumerate(questions, start=1)],
    }


def _plain_question(issue: gkxl.Issue) -> dict[str, object]:
    known = issue.acceptance
    return {**plain_issue(issue), "acceptance": asdict(known) if known else None}


def _print(collection: gkxl.Collection, entries: Sequence[Entry]) -> None:
    """Every question under its number, with what was confirmed."""
    for entry in entries:
        questions = collection.questions(entry.unit.key, lang=lang())
        count = sum(not one.accepted for one in questions)
        left, left_en = (f"，{count} 个问题需核实", f", {count} to confirm") if count else ("", "")
        status, name = entry.status, entry.unit.name
        say(f"{name}：{status}{left}", f"{name}: {status.words('en')}{left_en}")
        _list(questions)
    if not entries:
        say("没有需核实的问题。", "There is nothing to confirm.")


def _list(questions: Sequence[gkxl.Issue]) -> None:
    table = listing(
        words("序号", "No."), words("级别", "Level"), words("位置", "Place"), words("问题", "Issue")
    )
    table.columns[0].no_wrap = table.columns[1].no_wrap = True
    for number, issue in enumerate(questions, start=1):
        place = f"{issue.sheet} {issue.cell}" if issue.place else ""
        known = issue.acceptance
        who = words(f"（{known.words()}）", f" ({known.words('en')})") if known else ""
        table.add_row(
            str(number), issue_word(issue), Chinese(visible(place)), Chinese(visible(issue.message + who))
        )
    if questions:
        console().print(table)
