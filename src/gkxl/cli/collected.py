"""Prints what a collection found, and what is to be done next."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import gkxl
from gkxl.cli.files import is_published
from gkxl.cli.tables import ChineseText, issue_word, make_console, make_table
from gkxl.cli.terminal import (
    MAX_NAMES,
    lang,
    listed,
    say,
    words,
)
from gkxl.collection.ledger import describe_counted
from gkxl.issues import word_of
from gkxl.issues.catalogue import is_of_collection
from gkxl.issues.catalogue.code import COLLECTED, CONFIRM, CORRECT
from gkxl.issues.grouping import grouped
from gkxl.text import visible

if TYPE_CHECKING:
    from gkxl.collection.ledger import Entry


def print_results(collection: gkxl.Collection) -> None:
    """Every status with how many units have it, and who they are where something is to be done."""
    found: dict[gkxl.collection.UnitStatus, list[str]] = {}
    several = Counter(entry.unit.name for entry in collection.ledger)
    for entry in collection.ledger:
        name, code = entry.unit.name, entry.unit.code
        found.setdefault(entry.status, []).append(f"{name}（{code}）" if several[name] > 1 else name)
    table = make_table(words("状态"), words("单位数"), words("单位"))
    for status in gkxl.collection.UnitStatus:
        if status in found:
            table.add_row(status.words(lang()), str(len(found[status])), _names_shown(status, found[status]))
    make_console().print(table)
    counted = Counter(entry.counted for entry in collection.ledger)[True]
    strays = len(collection.strays)
    say(
        "应报 {count} 个单位，计入汇总 {counted} 个；没有归到单位的文件 {strays} 个。",
        count=len(collection.ledger),
        counted=counted,
        strays=strays,
    )
    if counted:
        statuses = [entry.status for entry in collection.ledger if entry.counted]
        say("{counted}", counted=describe_counted(statuses, lang()))
    if apart := sum(
        entry.status.is_in and not (entry.counted or entry.within) for entry in collection.ledger
    ):
        say("另有 {apart} 份是上级的汇总数，只作核对，不相加。", apart=apart)


def print_questions(collection: gkxl.Collection) -> None:
    """Print what only roster and other returns show, and which confirmations no longer apply."""
    found = [(entry, collection.issues(entry.unit.key, lang=lang())) for entry in _print_returned(collection)]
    own = [(entry, [one for one in issues if _is_seen_by_collection(one)]) for entry, issues in found]
    asked = [(entry, issues) for entry, issues in own if issues]
    if asked:
        say("{what}：", what=COLLECTED.words(lang()).capitalize())
        table = make_table(words("级别"), words("单位"), words("问题"))
        for entry, issues in asked[:MAX_NAMES]:
            for group in grouped(issues):
                message = ChineseText(visible(group.message))
                table.add_row(issue_word(group.issue), visible(entry.unit.name), message)
        make_console().print(table)
    if asked[MAX_NAMES:]:
        more = len(asked) - MAX_NAMES
        say("{what}还有 {more} 个单位有问题，见台账。", what=COLLECTED, more=more)
    lapsed = [entry.unit.name for entry, issues in found if any(_is_lapsed(one) for one in issues)]
    if lapsed:
        say(
            "登记过核实、数字又变了的 {count} 个单位，要重新核实：{lapsed}",
            count=len(lapsed),
            lapsed=listed(lapsed),
        )


def _print_returned(collection: gkxl.Collection) -> list[Entry]:
    """The units with a return of their own in which there is something to correct or confirm."""
    asking = (gkxl.Severity.ERROR, gkxl.Severity.CONFIRM)
    entries = (entry for entry in collection.ledger if any(entry.counts[one] for one in asking))
    return [entry for entry in entries if entry.status.is_judged]


def _is_seen_by_collection(issue: gkxl.Issue) -> bool:
    """Whether only the roster or other returns show an issue that asks for something."""
    return is_of_collection(issue.code) and word_of(issue) in (CORRECT, CONFIRM)


def _is_lapsed(issue: gkxl.Issue) -> bool:
    """Whether a confirmation no longer applies, as the figures changed."""
    return bool(issue.acceptance and not issue.accepted)


def print_choices(collection: gkxl.Collection, *, newest: bool) -> None:
    """The files of units that sent several different returns, and how one of them is taken."""
    waiting = [entry for entry in collection.ledger if entry.status is gkxl.collection.UnitStatus.DUPLICATE]
    if not waiting:
        return
    other = "" if newest else words("，或用 --prefer newest 一律取最新的")
    say("报来几份不同报表的单位，问清后用 --take 选定一份{other}：", other=other)
    files: dict[str, dict[str, str]] = {}
    for file in collection.files:
        if file.current and file.status is gkxl.collection.UnitStatus.DUPLICATE:
            files.setdefault(file.unit, {}).setdefault(file.hash, file.path)  # the same file once
    for entry in waiting[:MAX_NAMES]:
        names = visible(listed([*files[entry.unit.key].values()]))
        say("  {name}：{names}", name=visible(entry.unit.name), names=names)
        for issue in collection.issues(entry.unit.key, lang=lang()):
            if issue.code == "collect.undated":
                say("    {message}", message=issue.message)


def advise_import(collection: gkxl.Collection) -> None:
    """Name the command that reads published reports, if there are some among the returns."""
    files = (
        file
        for file in collection.files
        if file.current and file.status is gkxl.collection.UnitStatus.UNREADABLE
    )
    if found := [file.path for file in files if is_published(file.path)]:
        names = visible(listed(found))
        say(
            "不是表格、可能是已发布报告的文件：{names}。先用 gkxl import 文件 -o 单位.xlsx 转成表格，再收。",
            names=names,
        )


def _names_shown(status: gkxl.collection.UnitStatus, names: list[str]) -> str:
    """Which units have a status; no names where nothing is to be done."""
    return "" if status is gkxl.collection.UnitStatus.PASSED else visible(listed(names))
