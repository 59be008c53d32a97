"""Prints what a register comes to: its counts, what they fill in, and the rows behind one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import gkxl
from gkxl.cli.tables import issue_table, make_console, print_table
from gkxl.cli.terminal import answer, say, words
from gkxl.forms import edition_named
from gkxl.layout import places
from gkxl.model.outline import node
from gkxl.register.counting import start_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from gkxl.model.outline import Node
    from gkxl.register.counting import Kept


def print_counted(counted: gkxl.register.Counted) -> None:
    """Print the totals that a register comes to, and what section one may quote."""
    form, figures = edition_named(counted.edition).form, counted.figures
    totals = [node(form, path) for path in figures if path.endswith(".total") and figures[path]]
    rows = [(cell.label.removesuffix(" / 总计"), figures[cell.path]) for cell in totals]
    print_table((words("项目"), words("件数")), rows)
    say("第一部分可以写：{sentences}", sentences="".join(counted.sentences))


def print_filled(counted: gkxl.register.Counted, target: Path, kept: Sequence[Kept]) -> None:
    """Print where the counts were filled in, and each cell that holds another figure already."""
    say("已填入：{path}", path=target)
    if kept:
        say("其中 {count} 格原来已有别的数，没有改动：", count=len(kept))
    edition, rows = edition_named(counted.edition), []
    for path, there, figure in kept:
        place, shown = places(edition)[path], words("读不出") if there is None else there
        rows.append((f"{place.sheet} {place.address}", node(edition.form, path).label, shown, figure))
    print_table((words("位置"), words("格"), words("原有"), words("计得")), rows)


def print_opening(issues: Sequence[gkxl.Issue]) -> None:
    """Print in which columns the opening figures are not those of last year's report."""
    if issues:
        make_console().print(issue_table(issues))
    else:
        say("各类申请人的结转数与年度报告一致。")


def print_rows(cell: Node, rows: Sequence[gkxl.register.Application | gkxl.register.Dispute]) -> None:
    """Print the rows behind a figure."""
    described = [_describe(row) for row in rows]
    answer(path=cell.path, count=len(rows), rows=described)
    say("{label}：{count} 件。", label=cell.label, count=len(rows))
    sheet, line, start = words("表"), words("行"), words("收到或受理")
    heads = sheet, line, start, words("类别或途径"), words("办结或结案"), words("结果")
    print_table(heads, described)


def _describe(row: gkxl.register.Application | gkxl.register.Dispute) -> list[str]:
    """A row by its place, its days and its listed words: nothing that may name a person."""
    what = (row.kind, row.outcome) if isinstance(row, gkxl.register.Application) else (row.route, row.result)
    sheet, line = (row.place.sheet, row.place.row) if row.place else ("", "")
    return [str(fact or "") for fact in (sheet, line, start_of(row), what[0], row.closed, what[1])]
