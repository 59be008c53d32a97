"""The commonest faults: each kind once, with how many units have it."""

from __future__ import annotations

from collections import Counter
from html import escape
from typing import TYPE_CHECKING

from gkxl.issues.catalogue import EVERY, is_of_collection
from gkxl.issues.catalogue.vocabulary import ACCEPTED, COLLECTED, CONFIRM, CORRECT, NOTE, SETTLED, WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from gkxl.collection.page.view import View
    from gkxl.issues.catalogue import Code


def commonest(view: View) -> Iterator[str]:
    """Kinds of issues to correct or confirm, the commonest first; below them settled ones and notes."""
    asked, settled = _counted(view, settled=False), _counted(view, settled=True)
    grave = {code: found for code, found in asked.items() if WORDS[code.severity] is not NOTE}
    others = {code: found for code, found in asked.items() if code not in grave}
    beside = {code: found for code, found in grave.items() if is_of_collection(code.code)}
    own = {code: found for code, found in grave.items() if code not in beside}
    if own:
        yield from _table(own, "要处理的问题")
    if beside:
        yield from _table(beside, f"{COLLECTED.zh}：与名册、其他单位和上级对照发现的问题")
    if not grave:
        yield f"<p>没有{CORRECT.zh}的，也没有{CONFIRM.zh}的。</p>"
    for found, word, why in (
        (settled, f"{SETTLED.zh}或{ACCEPTED.zh}", "不必再处理"),
        (others, NOTE.zh, "不影响汇总"),
    ):
        if found:
            yield f"<details><summary>另有 {len(found)} 类{word}，{why}</summary>"
            yield from _table(found, word)
            yield "</details>"


def _counted(view: View, *, settled: bool) -> dict[Code, tuple[int, int]]:
    """In how many units and cells there is each kind of fault, settled or not, the commonest first."""
    units, cells = Counter[str](), Counter[str]()
    for line in view.lines:
        faults = [fault for fault in line.faults if fault.settled is settled]
        units.update({fault.code for fault in faults})
        for fault in faults:
            cells[fault.code] += fault.cells
    found = {code: (units[code.code], cells[code.code]) for code in EVERY if units[code.code]}
    return dict(sorted(found.items(), key=lambda item: -item[1][0]))


def _table(found: Mapping[Code, tuple[int, int]], caption: str) -> Iterator[str]:
    yield f'<div class="scroll" role="region" aria-label="{caption}" tabindex="0"><table class="plain">'
    yield f"<caption>{caption}</caption><thead><tr>"
    yield from (f'<th scope="col">{heading}</th>' for heading in ("问题和改法", "级别", "处", "单位"))
    yield "</tr></thead><tbody>"
    most = max(units for units, _ in found.values())
    for code, (units, cells) in found.items():
        yield f'<tr><th scope="row"><button type="button" class="link" data-code="{code.code}">'
        yield f"{escape(code.meaning)}</button><small>{escape(code.remedy)}</small></th>"
        yield f"<td>{WORDS[code.severity].zh}</td><td>{cells:,}</td>"
        yield f'<td class="bar"><span style="width:{units / most:.0%}"></span><em>{units:,}</em></td></tr>'
    yield "</tbody></table></div>"
