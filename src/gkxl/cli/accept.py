"""``gkxl accept`` and ``gkxl trace``: confirms what units were asked, and traces a figure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

import gkxl
from gkxl.cli.command import Command
from gkxl.cli.parameters import FILE, argument, option
from gkxl.cli.tables import ChineseText, issue_word, make_console, make_table
from gkxl.cli.terminal import (
    CLEAN,
    ERRORS,
    answer,
    complain,
    lang,
    listed,
    say,
    words,
)
from gkxl.collection.accept import find_entry
from gkxl.collection.tracing import find_figures
from gkxl.errors import DataError
from gkxl.forms import USUAL_KIND, newest_edition
from gkxl.layout import places
from gkxl.text import Wording, to_plain, visible

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from gkxl.collection.ledger import Entry
    from gkxl.collection.tracing import Figure, Trace

_HEADINGS, _PATH = USUAL_KIND.example
_PLACE: Final = places(newest_edition())[_PATH]
"""A figure that help names as an example: its headings, and where it is."""


@click.command(
    cls=Command,
    about=Wording(
        "不写 --who 和 --why，只列出单位的问题和序号。单位重新报来的数变了，登记过的核实就不再适用。\n"
        "需改正的问题不能登记核实，要由单位改正后重新报送。\n"
        "台账、网页和退回的表格随即更新，不必重新汇总；撤回后，退回的表格在下次汇总时补做。",
        "Without --who and --why, the issues and their numbers are listed.\n"
        "A confirmation no longer holds when the unit files other figures.\n"
        "Errors cannot be confirmed: the unit has to correct them.\n"
        "The ledger, the page and the marked copies follow at once.",
    ),
)
@argument(
    "collection",
    Wording("汇总", "COLLECTION"),
    type=FILE,
    zh="汇总结果所在的文件夹。",
    en="The folder of the collection.",
)
@argument(
    "unit",
    Wording("单位", "UNIT"),
    default="",
    zh="单位代码或名称；不写则列出有需核实问题的单位。",
    en="Its code or name; if left out, the units that have something to confirm are listed.",
)
@argument(
    "which",
    Wording("问题", "ISSUE"),
    nargs=-1,
    zh=f"序号或格（如“{_PLACE.sheet} {_PLACE.address}”）；只有一个问题的不用写。",
    en=f"Numbers or cells (such as “{_PLACE.sheet} {_PLACE.address}”); not needed for the only issue.",
)
@option("--who", default="", zh="谁核实的。", en="Who confirmed it.")
@option(
    "--why", default="", zh="核实的情况，如“已电话核实”。", en="How it was confirmed, such as “by telephone”."
)
@option(
    "--when",
    default="",
    zh="哪天核实的，如 2025-01-20；不写则为今天。",
    en="The day, such as 2025-01-20; today if left out.",
)
@option(
    "--undo",
    is_flag=True,
    zh="撤回核实：问题重新列为需核实，原来的记录仍保留。",
    en="Take a confirmation back; what was kept of it stays.",
)
def accept(  # noqa: PLR0913 (each is an option)
    collection: Path,
    unit: str,
    which: tuple[str, ...],
    *,
    who: str,
    why: str,
    when: str,
    undo: bool,
) -> int:
    """Confirm what a unit was asked, take that back, or list what there is to confirm."""
    if undo:
        found = gkxl.retract(collection, _check_named(unit), when=when, which=which)
    elif who or why:
        found = gkxl.accept(collection, _check_named(unit), who=who, why=why, when=when, which=which)
    elif which or when:
        raise DataError("请用 --who 写明谁核实的，用 --why 写明核实的情况。")
    else:
        found = gkxl.Collection(collection)
    with found:
        entries = [find_entry(found, unit)] if unit else _find_entries(found)
        answer(units=[_to_plain(found, entry) for entry in entries])
        _print_entries(found, entries)
    for remark in found.remarks:
        complain("{message}", message=remark.words(lang()))
    return ERRORS if any(remark.code == "collect.in_use" for remark in found.remarks) else CLEAN


def _check_named(unit: str) -> str:
    """The unit, which must be named.

    Raises:
        DataError: It is not.
    """
    if not unit:
        raise DataError("请写明是哪个单位。")
    return unit


def _find_entries(collection: gkxl.Collection) -> list[Entry]:
    """The units that have anything to confirm, or that an officer confirmed something of."""
    doubted = (entry for entry in collection.ledger if entry.counts[gkxl.Severity.CONFIRM])
    return [entry for entry in doubted if collection.questions(entry.unit.key)]


def _to_plain(collection: gkxl.Collection, entry: Entry) -> dict[str, object]:
    questions = collection.questions(entry.unit.key, lang=lang())
    return {
        "unit": entry.unit.name,
        "unit_code": entry.unit.code,
        "status": entry.status.value,
        "questions": [{"number": at, **to_plain(one)} for at, one in enumerate(questions, start=1)],
    }


def _print_entries(collection: gkxl.Collection, entries: Sequence[Entry]) -> None:
    """Every question under its number, with what was confirmed."""
    for entry in entries:
        questions = collection.questions(entry.unit.key, lang=lang())
        count = sum(not one.accepted for one in questions)
        left = words("，{count} 个问题需核实", count=count) if count else ""
        say("{name}：{status}{left}", name=entry.unit.name, status=entry.status, left=left)
        _print_questions(questions)
    if not entries:
        say("没有需核实的问题。")


def _print_questions(questions: Sequence[gkxl.Issue]) -> None:
    table = make_table(words("序号"), words("级别"), words("位置"), words("问题"))
    table.columns[0].no_wrap = table.columns[1].no_wrap = True
    for number, issue in enumerate(questions, start=1):
        place = f"{issue.sheet} {issue.cell}" if issue.place else ""
        who = words("（{acceptance}）", acceptance=issue.acceptance) if issue.acceptance else ""
        table.add_row(
            str(number),
            issue_word(issue),
            ChineseText(visible(place)),
            ChineseText(visible(issue.message + who)),
        )
    if questions:
        make_console().print(table)


@click.command(cls=Command)
@argument(
    "collection",
    Wording("汇总", "COLLECTION"),
    type=FILE,
    zh="汇总结果所在的文件夹。",
    en="The folder of the collection.",
)
@argument(
    "what",
    Wording("数", "FIGURE"),
    zh=f"表头里的字（“{_HEADINGS}”），或汇总表里的位置（“{_PLACE.sheet}!{_PLACE.address}”）。",
    en=f"Words of its headings (“{_HEADINGS}”), or its place (“{_PLACE.sheet}!{_PLACE.address}”).",
)
def trace(collection: Path, what: str) -> int:
    """Print the parts that a consolidated figure is the sum of."""
    with gkxl.Collection(collection) as opened:
        figures = find_figures(opened.edition, what)
        if len(figures) > 1:
            answer(figures=[_figure_to_plain(opened, figure) for figure in figures])
            _print_choices(opened, figures, what)
        else:
            found = gkxl.trace(opened, what)
            answer(**to_plain(found))
            _print_trace(found)
    return CLEAN


def _figure_to_plain(collection: gkxl.Collection, figure: Figure) -> dict[str, object]:
    value = collection.values.get(figure.path)
    return {"path": figure.path, "label": figure.label, "address": figure.address, "value": value}


def _print_choices(collection: gkxl.Collection, figures: Sequence[Figure], what: str) -> None:
    say(
        "“{what}”可以是 {count} 格。要看其中一格，请写它的位置，如 {address}。",
        what=what,
        count=len(figures),
        address=figures[0].address,
    )
    table = make_table(words("数"), words("位置"), words("项目"))
    table.columns[0].justify = "right"
    for figure in figures:
        value = collection.values.get(figure.path)
        table.add_row("" if value is None else str(value), figure.address, ChineseText(figure.label))
    make_console().print(table)


def _print_trace(found: Trace) -> None:
    total = words("没有可以汇总的报表") if found.total is None else found.total
    say("{label}：{total}", label=found.label, total=total)
    table = make_table(words("数"), words("单位"), words("位置"), words("文件"))
    table.columns[0].justify = "right"
    for part in found.parts:
        table.add_row(
            str(part.value), visible(part.unit.name), visible(f"{part.sheet} {part.cell}"), visible(part.file)
        )
    if found.parts:
        make_console().print(table)
    names = [f"{entry.unit.name}（{entry.status.words(lang())}）" for entry in found.left_out]
    if names:
        say("没有计入的 {count} 个单位：{names}", count=len(names), names=listed(names))
