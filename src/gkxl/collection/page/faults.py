"""The commonest faults: each kind once, with how many units have it."""

from __future__ import annotations

from collections import Counter
from html import escape
from typing import TYPE_CHECKING

from gkxl.codes import EVERY, is_of_collection
from gkxl.codes.vocabulary import COLLECTED, CONFIRM, CORRECT, NOTE, WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gkxl.codes import Code
    from gkxl.collection.page.view import View


def commonest(view: View) -> Iterator[str]:
    """Errors and what has to be confirmed, the commonest first; what is only told lies below."""
    units = Counter(code for line in view.lines for code in {fault.code for fault in line.faults})
    found = sorted((code for code in EVERY if units[code.code]), key=lambda code: -units[code.code])
    grave = [code for code in found if WORDS[code.severity] is not NOTE]
    others = [code for code in found if code not in grave]
    beside = [code for code in grave if is_of_collection(code.code)]
    own = [code for code in grave if code not in beside]
    if own:
        yield from _table(view, own, units, "要处理的问题")
    if beside:
        yield from _table(view, beside, units, f"{COLLECTED.zh}：与名册、其他单位和上级对照发现的问题")
    if not grave:
        yield f"<p>没有{CORRECT.zh}的，也没有{CONFIRM.zh}的。</p>"
    if others:
        yield f"<details><summary>另有 {len(others)} 类{NOTE.zh}，不影响汇总</summary>"
        yield from _table(view, others, units, NOTE.zh)
        yield "</details>"


def _table(view: View, codes: list[Code], units: Counter[str], caption: str) -> Iterator[str]:
    cells = Counter[str]()
    for line in view.lines:
        for fault in line.faults:
            cells[fault.code] += fault.cells
    yield f'<div class="scroll" role="region" aria-label="{caption}" tabindex="0"><table class="plain">'
    yield f"<caption>{caption}</caption><thead><tr>"
    yield from (f'<th scope="col">{heading}</th>' for heading in ("问题和改法", "级别", "处", "单位"))
    yield "</tr></thead><tbody>"
    most = max(units[code.code] for code in codes)
    for code in codes:
        count = units[code.code]
        yield f'<tr><th scope="row"><button type="button" class="link" data-code="{code.code}">'
        yield f"{escape(code.meaning)}</button><small>{escape(code.remedy)}</small></th>"
        yield f"<td>{WORDS[code.severity].zh}</td><td>{cells[code.code]:,}</td>"
        yield f'<td class="bar"><span style="width:{count / most:.0%}"></span><em>{count:,}</em></td></tr>'
    yield "</tbody></table></div>"
