"""Shows what a register comes to: its issues, its counts, and what was filled into a report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.text import Text

import gkxl
from gkxl.cli.tables import ChineseText, issue_table, make_console, make_table
from gkxl.cli.terminal import STYLES, complain, lang, say, words
from gkxl.forms import edition_named
from gkxl.issues import verdict
from gkxl.layout import places
from gkxl.model.outline import node

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from gkxl.register.counting import Kept


def describe(row: gkxl.register.Application | gkxl.register.Dispute) -> Iterator[str]:
    """A row by its place, its days and its listed words: nothing that may name a person."""
    facts: tuple[Any, ...] = (
        (row.received, row.kind, row.closed, row.outcome)
        if isinstance(row, gkxl.register.Application)
        else (row.accepted, row.route, row.closed, row.result)
    )
    yield row.place.sheet if row.place else ""
    yield str(row.place.row) if row.place else ""
    yield from (str(fact or "") for fact in facts)


def print_issues(issues: Sequence[gkxl.Issue]) -> None:
    """Print issues as a table, and the verdict."""
    out = make_console()
    if issues:
        out.print(issue_table(issues))
    word = verdict(issues)
    out.print(Text(word.words(lang()).capitalize(), style=STYLES[word.zh]))


def print_counted(counted: gkxl.register.Counted, issues: Sequence[gkxl.Issue]) -> None:
    """Print what was found, and what the register comes to."""
    print_issues(issues)
    totals = [path for path in counted.figures if path.endswith(".total") and counted.figures[path]]
    table = make_table(words("项目"), words("件数"))
    for path in totals:
        label = node(edition_named(counted.edition).form, path).label.removesuffix(" / 总计")
        table.add_row(ChineseText(label), str(counted.figures[path]))
    if totals:
        make_console().print(table)
    say("第一部分可以写：{sentences}", sentences="".join(counted.sentences))


def print_filled(
    counted: gkxl.register.Counted, target: Path | None, kept: Sequence[Kept], *, written: bool
) -> None:
    """Print where the counts were filled in, and each cell that holds another figure already."""
    if target is None:
        return
    if not written:
        complain("登记簿有需改正的，没有填入年度报告。")
        return
    say("已填入：{path}", path=target)
    if not kept:
        return
    edition = edition_named(counted.edition)
    say("其中 {count} 格原来已有别的数，没有改动：", count=len(kept))
    table = make_table(words("位置"), words("格"), words("原有"), words("计得"))
    for path, there, figure in kept:
        place = places(edition)[path]
        shown = words("读不出") if there is None else str(there)
        table.add_row(
            f"{place.sheet} {place.address}", ChineseText(node(edition.form, path).label), shown, str(figure)
        )
    make_console().print(table)
