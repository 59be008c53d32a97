"""How far the collection is: the figures at the top, every status, and every parent."""

from __future__ import annotations

from collections import Counter
from html import escape
from typing import TYPE_CHECKING, Final

from gkxl.collection.page.groups import groups
from gkxl.collection.page.words import TO_DO
from gkxl.collection.status import Status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gkxl.collection.page.groups import Group
    from gkxl.collection.page.view import View

_SHOWN: Final = 20
"""So many parents are shown at once, those with most to do first."""

_COLUMNS: Final = (Status.PASSED, Status.CONFIRM, Status.ERRORS, Status.MISSING)


def headline(view: View) -> Iterator[str]:
    """The figures that come first."""
    total, passed = len(view.lines), len(view.having(Status.PASSED))
    figures = {
        "应报": (total, "个单位"),
        "已报": (view.sent, _share(view.sent, total)),
        "通过": (passed, _share(passed, total)),
        "待处理": (total - passed, "个单位"),
    }
    yield '<dl class="figures">'
    for name, (number, note) in figures.items():
        yield f"<div><dt>{name}</dt><dd><b>{number:,}</b> <span>{note}</span></dd></div>"
    yield "</dl>"


def statuses(view: View) -> Iterator[str]:
    """Every status with its units: a bar, and buttons that show these units in the list."""
    counts = Counter(line.status for line in view.lines)
    yield '<div class="stack" aria-hidden="true">'
    yield from (
        f'<span data-kind="{status.name}" style="flex-grow:{counts[status]}"></span>'
        for status in TO_DO
        if counts[status]
    )
    yield '</div><ul class="tiles">'
    for status, to_do in TO_DO.items():
        yield (
            f'<li><button type="button" data-status="{status}"><span class="dot" data-kind="{status.name}">'
            f"</span>{status}<b>{counts[status]:,}</b><small>{to_do}</small></button></li>"
        )
    yield "</ul>"


def parents(view: View) -> Iterator[str]:
    """How far each parent is; those with most to do come first."""
    found = sorted(groups(view.lines), key=lambda group: -_open(view, group))
    yield from _table(view, found[:_SHOWN], "各上级单位的进度")
    if found[_SHOWN:]:
        yield f"<details><summary>其余 {len(found) - _SHOWN} 个上级单位</summary>"
        yield from _table(view, found[_SHOWN:], "其余上级单位的进度")
        yield "</details>"


def _table(view: View, found: list[Group], caption: str) -> Iterator[str]:
    yield f'<div class="scroll" role="region" aria-label="{caption}" tabindex="0"><table class="plain">'
    yield f"<caption>{caption}</caption><thead><tr>"
    for heading in ("上级单位", "通过率", "应报", *_COLUMNS, "其他"):
        yield f'<th scope="col">{heading}</th>'
    yield "</tr></thead><tbody>"
    for group in found:
        yield from _row(view, group)
    yield "</tbody></table></div>"


def _row(view: View, group: Group) -> Iterator[str]:
    counts = Counter(view.lines[index].status for index in group.members)
    total = len(group.members)
    numbers = [total, *(counts[status] for status in _COLUMNS)]
    passed = _share(counts[Status.PASSED], total)
    name = escape(group.name)
    yield f'<tr><th scope="row"><button type="button" class="link" data-parent="{name}">'
    yield f"<bdi>{name}</bdi></button></th>"
    yield f'<td class="bar"><span style="width:{passed}"></span><em>{passed}</em></td>'
    yield from (f"<td>{number or '–'}</td>" for number in (*numbers, total - sum(numbers[1:])))
    yield "</tr>"


def _open(view: View, group: Group) -> int:
    return sum(view.lines[index].status is not Status.PASSED for index in group.members)


def _share(part: int, total: int) -> str:
    return f"{part / total:.0%}" if total else "–"
