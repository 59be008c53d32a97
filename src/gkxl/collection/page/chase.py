"""Whom to call: for every status that asks something of units, a text to copy into a message."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from gkxl.collection.page.groups import groups
from gkxl.collection.page.words import ASKING, TO_DO, asking
from gkxl.collection.status import Status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gkxl.collection.page.view import Line, View


def chasing(view: View, form: str) -> Iterator[str]:
    """A text for every status; that for the units which sent nothing lies open."""
    for status in ASKING:
        count = len(view.having(status))
        if count:
            text = "\n".join((f"以下单位{asking(status, form, view.until)}：", *_listed(view, status)))
            opened = " open" if status is Status.MISSING else ""
            yield f'<details class="chase"{opened}><summary>'
            yield f'<span class="dot" data-kind="{status.name}"></span>'
            yield f"{status} {count:,} 个单位：{TO_DO[status]}</summary>"
            yield from _copyable(f"copy-{status.name.lower()}", f"{status}的单位", text)
            yield from _letters(status)
            yield "</details>"
    yield from _strays(view)
    if all(line.status is Status.PASSED for line in view.lines):
        yield "<p>所有单位都已通过，没有要催的。</p>"


def _letters(status: Status) -> Iterator[str]:
    """What leads to the texts for single units, where these name cells and figures."""
    if status in (Status.ERRORS, Status.CONFIRM):
        yield f'<p><button type="button" class="link" data-letters="{status}">'
        yield "逐个复制给单位的通知：写明哪一格、填的是什么、应当怎么办</button></p>"


def _strays(view: View) -> Iterator[str]:
    """The files that are of no unit: perhaps of one that is missing."""
    if view.strays:
        yield f"<details><summary>另有 {len(view.strays):,} 个文件没有归到名册上的单位</summary><ul>"
        for stray in view.strays:
            yield f"<li><bdi>{escape(stray.path)}</bdi>：<bdi>{escape(stray.message)}</bdi></li>"
        yield "</ul></details>"


def _copyable(name: str, label: str, text: str) -> Iterator[str]:
    yield f'<p><button type="button" data-copy="{name}">复制名单</button> <span role="status"></span></p>'
    yield f'<pre id="{name}" tabindex="0" role="region" aria-label="{label}">'
    yield f"{escape(text, quote=False)}</pre>"


def _listed(view: View, status: Status) -> Iterator[str]:
    """The units under the names of what stands above them."""
    found = groups(view.lines)
    for group in found:
        units = [line for index in group.members if (line := view.lines[index]).status is status]
        if units and len(found) > 1:
            yield f"【{group.name}】"
        yield from map(_unit, units)


def _unit(line: Line) -> str:
    """A unit, with what else the roster says of it."""
    extra = "，".join(f"{heading}：{text}" for heading, text in line.unit.further.items())
    return f"{line.unit.name}（{extra}）" if extra else line.unit.name
