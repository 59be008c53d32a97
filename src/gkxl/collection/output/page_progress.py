"""Writes how far the collection is, and what is left to do: statuses, parents, faults, reminders."""

from __future__ import annotations

from collections import Counter
from html import escape
from itertools import chain
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from gkxl.collection.ledger import UnitStatus
from gkxl.frozen import frozen
from gkxl.issues.catalogue import CODES, is_of_collection
from gkxl.issues.catalogue.code import ACCEPTED, COLLECTED, CONFIRM, CORRECT, NOTE, SETTLED, WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from gkxl.collection.output.page_view import PageView, UnitLine
    from gkxl.issues.catalogue import Code


TO_DO: Final = {
    UnitStatus.PASSED: "无需处理",
    UnitStatus.CONFIRM: "请单位核实并说明",
    UnitStatus.ERRORS: "退回改正",
    UnitStatus.MISSING: "催报",
    UnitStatus.DUPLICATE: "请单位确认用哪一份",
    UnitStatus.NOT_OURS: "换报本单位的表",
    UnitStatus.OTHER_YEAR: "换用本年度的表",
    UnitStatus.UNREADABLE: "重新报送",
}
"""What the office has to do about units of each status, in the order in which the page shows them."""

REQUESTS: Final = {
    UnitStatus.MISSING: "尚未报送{form}，请{by}报送",
    UnitStatus.UNREADABLE: "报送的{form}无法打开，请检查文件，{by}重新报送",
    UnitStatus.ERRORS: "{form}有需要改正的地方，请按退回的表格改正，{by}重新报送",
    UnitStatus.OTHER_YEAR: "报送的不是{form}的表格，请换用本年度的表格，{by}重新报送",
    UnitStatus.NOT_OURS: "报送的{form}无法认定是本单位的，请换用发给本单位的表格，{by}重新报送",
    UnitStatus.DUPLICATE: "报送了多份内容不同的{form}，请{by}告知以哪一份为准",
    UnitStatus.CONFIRM: "{form}有需要核实的地方，请{by}答复：填错的改正后重新报送，属实的说明原因",
}
"""The requests to units of each status, the most urgent first, with places for report and deadline."""


def write_request(status: UnitStatus, form: str, until: str) -> str:
    """The request to units of a status, without a name before it and a full stop after it.

    >>> write_request(UnitStatus.MISSING, "2024年度报告", "1月20日")
    '尚未报送2024年度报告，请在 1月20日 前报送'
    """
    return REQUESTS[status].format(form=form, by=f"在 {until} 前" if until else "尽快")


NO_PARENT_NAME: Final = "本级单位"


@frozen
class ParentGroup:
    """Units under one parent; with the parent itself, if it has no parent of its own.

    Attributes:
        name: The name of the parent, marked if it is not in the roster.
        members: The indices of the units among the lines.
    """

    name: str
    members: tuple[int, ...]


def find_groups(lines: Sequence[UnitLine]) -> list[ParentGroup]:
    """Group units by their parents, in the order of the first unit of each group."""
    names = {line.unit.key: line.unit.name for line in lines}
    parents = {line.unit.parent for line in lines}
    found: dict[str, list[int]] = {}
    for index, line in enumerate(lines):
        own = line.unit.key if line.unit.key in parents else ""
        found.setdefault(line.unit.parent or own, []).append(index)
    return [ParentGroup(_name_group(key, names), tuple(members)) for key, members in found.items()]


def _name_group(parent: str, names: Mapping[str, str]) -> str:
    return (names.get(parent) or f"{parent}（名册之外）") if parent else NO_PARENT_NAME


_SHOWN: Final = 20
"""The number of parents that are shown at once, those with most to do first."""

_COLUMNS: Final = (UnitStatus.PASSED, UnitStatus.CONFIRM, UnitStatus.ERRORS, UnitStatus.MISSING)


def write_headline(view: PageView) -> Iterator[str]:
    """Write the figures at the top: units due, returned, passed, and still to do."""
    total, passed = len(view.lines), len(view.lines_with(UnitStatus.PASSED))
    figures = {
        "应报": (total, "个单位"),
        "已报": (view.sent, _write_share(view.sent, total)),
        "通过": (passed, _write_share(passed, total)),
        "待处理": (total - passed, "个单位"),
    }
    yield '<dl class="figures">'
    for name, (number, note) in figures.items():
        yield f"<div><dt>{name}</dt><dd><b>{number:,}</b> <span>{note}</span></dd></div>"
    yield "</dl>"


def write_statuses(view: PageView) -> Iterator[str]:
    """Write every status with its number of units: a bar, and buttons that show these units in the list."""
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


def write_parents(view: PageView) -> Iterator[str]:
    """Write the progress below each parent, those with most to do first."""
    found = sorted(find_groups(view.lines), key=lambda group: -_count_open(view, group))
    yield from _write_parent_table(view, found[:_SHOWN], "各上级单位的进度")
    if found[_SHOWN:]:
        yield f"<details><summary>其余 {len(found) - _SHOWN} 个上级单位</summary>"
        yield from _write_parent_table(view, found[_SHOWN:], "其余上级单位的进度")
        yield "</details>"


def _write_parent_table(view: PageView, found: list[ParentGroup], caption: str) -> Iterator[str]:
    rows = chain.from_iterable(_write_row(view, group) for group in found)
    yield from _write_table(caption, ("上级单位", "通过率", "应报", *_COLUMNS, "其他"), rows)


def _write_table(caption: str, headings: Iterable[str], rows: Iterable[str]) -> Iterator[str]:
    yield f'<div class="scroll" role="region" aria-label="{caption}" tabindex="0"><table class="plain">'
    yield f"<caption>{caption}</caption><thead><tr>"
    yield from (f'<th scope="col">{heading}</th>' for heading in headings)
    yield "</tr></thead><tbody>"
    yield from rows
    yield "</tbody></table></div>"


def _write_row(view: PageView, group: ParentGroup) -> Iterator[str]:
    counts = Counter(view.lines[index].status for index in group.members)
    total = len(group.members)
    numbers = [total, *(counts[status] for status in _COLUMNS)]
    passed = _write_share(counts[UnitStatus.PASSED], total)
    name = escape(group.name)
    yield f'<tr><th scope="row"><button type="button" class="link" data-parent="{name}">'
    yield f"<bdi>{name}</bdi></button></th>"
    yield f'<td class="bar"><span style="width:{passed}"></span><em>{passed}</em></td>'
    yield from (f"<td>{number or '–'}</td>" for number in (*numbers, total - sum(numbers[1:])))
    yield "</tr>"


def _count_open(view: PageView, group: ParentGroup) -> int:
    return sum(view.lines[index].status is not UnitStatus.PASSED for index in group.members)


def _write_share(part: int, total: int) -> str:
    return f"{part / total:.0%}" if total else "–"


def write_reminders(view: PageView, form: str) -> Iterator[str]:
    """Write a text to copy for every status; the one for missing units is unfolded."""
    for status in REQUESTS:
        count = len(view.lines_with(status))
        if count:
            text = "\n".join(
                (f"以下单位{write_request(status, form, view.until)}：", *_list_units(view, status))
            )
            opened = " open" if status is UnitStatus.MISSING else ""
            yield f'<details class="chase"{opened}><summary>'
            yield f'<span class="dot" data-kind="{status.name}"></span>'
            yield f"{status} {count:,} 个单位：{TO_DO[status]}</summary>"
            yield from _write_copyable(f"copy-{status.name.lower()}", f"{status}的单位", text)
            yield from _write_letters(status)
            yield "</details>"
    yield from _write_strays(view)
    if all(line.status is UnitStatus.PASSED for line in view.lines):
        yield "<p>所有单位都已通过，没有要催的。</p>"


def _write_letters(status: UnitStatus) -> Iterator[str]:
    """Write the button for the texts to single units, which name cells and figures."""
    if status in (UnitStatus.ERRORS, UnitStatus.CONFIRM):
        yield f'<p><button type="button" class="link" data-letters="{status}">'
        yield "逐个复制给单位的通知：写明哪一格、填的是什么、应当怎么办</button></p>"


def _write_strays(view: PageView) -> Iterator[str]:
    """Write the files that belong to no unit; one may be from a missing unit."""
    if view.strays:
        yield f"<details><summary>另有 {len(view.strays):,} 个文件没有归到名册上的单位</summary><ul>"
        for stray in view.strays:
            name = f"<bdi>{escape(stray.path)}</bdi>"
            linked = f'<a href="{quote(stray.original)}">{name}</a>' if stray.original else name
            yield f"<li>{linked}：<bdi>{escape(stray.message)}</bdi></li>"
        yield "</ul></details>"


def _write_copyable(name: str, label: str, text: str) -> Iterator[str]:
    yield f'<p><button type="button" data-copy="{name}">复制名单</button> <span role="status"></span></p>'
    yield f'<pre id="{name}" tabindex="0" role="region" aria-label="{label}">'
    yield f"{escape(text, quote=False)}</pre>"


def _list_units(view: PageView, status: UnitStatus) -> Iterator[str]:
    """List the units of a status below the names of their parents."""
    found = find_groups(view.lines)
    for group in found:
        units = [line for index in group.members if (line := view.lines[index]).status is status]
        if units and len(found) > 1:
            yield f"【{group.name}】"
        yield from map(_write_unit, units)


def _write_unit(line: UnitLine) -> str:
    """A unit with the further columns of the roster."""
    extra = "，".join(f"{heading}：{text}" for heading, text in line.unit.further.items())
    return f"{line.unit.name}（{extra}）" if extra else line.unit.name


def write_faults(view: PageView) -> Iterator[str]:
    """Write the kinds of issues to correct or confirm, the commonest first, then settled ones and notes."""
    asked, settled = _count_faults(view, settled=False), _count_faults(view, settled=True)
    grave = {code: found for code, found in asked.items() if WORDS[code.severity] is not NOTE}
    others = {code: found for code, found in asked.items() if code not in grave}
    compared = {code: found for code, found in grave.items() if is_of_collection(code.code)}
    own = {code: found for code, found in grave.items() if code not in compared}
    if own:
        yield from _write_fault_table(own, "要处理的问题")
    if compared:
        yield from _write_fault_table(compared, f"{COLLECTED.zh}：与名册、其他单位和上级对照发现的问题")
    if not grave:
        yield f"<p>没有{CORRECT.zh}的，也没有{CONFIRM.zh}的。</p>"
    for found, word, why in (
        (settled, f"{SETTLED.zh}或{ACCEPTED.zh}", "不必再处理"),
        (others, NOTE.zh, "不影响汇总"),
    ):
        if found:
            yield f"<details><summary>另有 {len(found)} 类{word}，{why}</summary>"
            yield from _write_fault_table(found, word)
            yield "</details>"


def _count_faults(view: PageView, *, settled: bool) -> dict[Code, tuple[int, int]]:
    """Count the units and cells with each kind of fault, settled or not, the commonest first."""
    units, cells = Counter[str](), Counter[str]()
    for line in view.lines:
        faults = [fault for fault in line.faults if fault.settled is settled]
        units.update({fault.code for fault in faults})
        for fault in faults:
            cells[fault.code] += fault.cells
    found = {code: (units[code.code], cells[code.code]) for code in CODES.values() if units[code.code]}
    return dict(sorted(found.items(), key=lambda item: -item[1][0]))


def _write_fault_table(found: Mapping[Code, tuple[int, int]], caption: str) -> Iterator[str]:
    yield from _write_table(caption, ("问题和改法", "级别", "处", "单位"), _write_fault_rows(found))


def _write_fault_rows(found: Mapping[Code, tuple[int, int]]) -> Iterator[str]:
    most = max(units for units, _ in found.values())
    for code, (units, cells) in found.items():
        yield f'<tr><th scope="row"><button type="button" class="link" data-code="{code.code}">'
        yield f"{escape(code.meaning)}</button><small>{escape(code.remedy)}</small></th>"
        yield f"<td>{WORDS[code.severity].zh}</td><td>{cells:,}</td>"
        yield f'<td class="bar"><span style="width:{units / most:.0%}"></span><em>{units:,}</em></td></tr>'
