"""What a workbook tells those who fill it in: the guide (填报说明), and what each cell accepts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from gkxl.address import find_areas
from gkxl.frozen import frozen
from gkxl.model.marks import AMOUNT, CHANGE, Item, Prose
from gkxl.model.outline import cells, group_by_domain, lineages, outline
from gkxl.rules.rule import rules
from gkxl.text import LONGEST_TEXT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from xlsxwriter.worksheet import Worksheet

    from gkxl.forms.edition import Edition
    from gkxl.issues import Place
    from gkxl.layout import Box, Page
    from gkxl.model.marks import Domain
    from gkxl.model.outline import Node


LARGEST_COUNT: Final = 999_999_999_999_999
LONGEST_CELL_TEXT: Final = LONGEST_TEXT
"""How many characters a cell holds, in every spreadsheet program."""


@frozen
class Requirements:
    """What an office asks of its units when it issues the form.

    Attributes:
        entries: Its requirements by name, such as 报送截止日期.
        prompts: What belongs in some cells, by the path of a cell, a line or a group.
    """

    entries: tuple[tuple[str, str], ...] = ()
    prompts: tuple[tuple[str, str], ...] = ()

    def prompts_of(self, path: str) -> list[str]:
        """The prompts of just this path."""
        return [text for about, text in self.prompts if about == path]


NO_REQUIREMENTS: Final = Requirements()
"""Those of an office that asks for nothing."""

_COUNT_GUARD: Final[dict[str, Any]] = {
    "validate": "integer",
    "criteria": "between",
    "minimum": 0,
    "maximum": LARGEST_COUNT,
    "ignore_blank": True,
    "input_message": "请填不小于 0 的整数；没有发生的填 0，不要留空。",
    "error_title": "这里只能填整数",
    "error_message": "请填不小于 0 的整数，不要带单位、文字或小数；没有发生的填 0。",
    "error_type": "stop",
}
_CHANGE_GUARD: Final[dict[str, Any]] = {
    **_COUNT_GUARD,
    "minimum": -LARGEST_COUNT,
    "input_message": "请填整数：增加的填正数，减少的填负数（如 -4），没有增减的填 0，不要留空。",
    "error_message": "请填整数：增加的填正数，减少的填负数（如 -4），不要带单位、文字或小数。",
}
LENGTH_GUARD: Final[dict[str, Any]] = {
    "validate": "length",
    "criteria": "<=",
    "value": LONGEST_CELL_TEXT,
    "error_title": "文字太长",
    "error_message": f"一个单元格最多 {LONGEST_CELL_TEXT} 个字。",
}
_AMOUNT_GUARD: Final[dict[str, Any]] = {
    **_COUNT_GUARD,
    "validate": "decimal",
    "error_title": "这里只能填数字",
}


_LONGEST_TITLE, _LONGEST_PROMPT = 32, 255
"""How many characters Excel shows of the title and of the text of a prompt."""


@frozen
class Prompt:
    """What is shown beside a cell.

    Attributes:
        title: The heading of its line, or its own.
        notes: What belongs in the cell.
    """

    title: str
    notes: tuple[str, ...]

    def beside(self, usual: str) -> dict[str, str]:
        """The options of a validation that show it, before what is shown beside every such cell."""
        text = "".join(f"{note}。" for note in self.notes) + usual
        return {"input_title": _cut(self.title, _LONGEST_TITLE), "input_message": _cut(text, _LONGEST_PROMPT)}


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def guard_page(
    sheet: Worksheet, page: Page, edition: Edition, locked: frozenset[str], asked: Requirements
) -> None:
    """Guard every input cell of a page, but for those that are locked."""
    alike: dict[tuple[Domain, Item, Prompt], list[Box]] = {}
    for box in page.boxes:
        cell = box.cell
        if cell is None or cell.computed or cell.path in locked:
            continue
        prompt = _find_prompt(edition, cell, asked)
        if cell.type is str:
            _guard(sheet, [box], _text_guard(cell, prompt))
        elif cell.in_table:
            printed = Item("", unit=cell.item.unit, hint=cell.item.hint)
            alike.setdefault((cell.domain, printed, prompt), []).append(box)
    for (domain, printed, prompt), boxes in alike.items():
        _guard(sheet, boxes, _number_guard(domain, printed, prompt))


def _find_prompt(edition: Edition, cell: Node, asked: Requirements) -> Prompt:
    """What national sources say of a cell and of all that it is part of, the nearest first; then the office."""
    lineage = lineages(edition.form)[cell.path]
    notes = [note.text for node in reversed(lineage) for note in node.item.notes if not note.place]
    office = [text for node in lineage for text in asked.prompts_of(node.path)]
    office += [text.rstrip("。") for path, text in edition.prompts if path == cell.path]
    titled = (lineage[1:] or lineage)[-2:][0]
    return Prompt(titled.item.label, (*notes, *office))


def _number_guard(domain: Domain, mark: Item, prompt: Prompt) -> dict[str, Any]:
    """The guard of number cells, in words that fit what the form prints there."""
    if domain.whole:
        guard = _CHANGE_GUARD if domain.signed else _COUNT_GUARD
        return {**guard, **prompt.beside(guard["input_message"])}
    unit = f"单位：{mark.unit}，" if mark.unit else ""
    usual = f"{mark.hint}{unit}可以保留小数；没有发生的填 0，不要留空。"
    return {
        **_AMOUNT_GUARD,
        **prompt.beside(usual),
        "error_message": f"请填不小于 0 的数字，{unit}不要带单位和文字；没有发生的填 0。",
    }


def _guard(sheet: Worksheet, cells: Iterable[Box | Place], options: dict[str, Any]) -> None:
    found = find_areas((cell.row, cell.column) for cell in cells)
    if found:
        ranges = [(a.top - 1, a.left - 1, a.bottom - 1, a.right - 1) for a in found]
        sheet.data_validation(*ranges[0], {**options, "other_cells": ranges[1:]})


def guard_explanations(sheet: Worksheet, places: list[Place]) -> None:
    """Guard the cells in which units explain."""
    shown = {
        "input_title": "说明",
        "input_message": "结果为“需核实”而数字属实的，在这里写明原因（“无”、“/”等不算）；其他各行不用填。",
        "error_type": "stop",
    }
    _guard(sheet, places, {**shown, **LENGTH_GUARD})


def _text_guard(cell: Node, prompt: Prompt) -> dict[str, Any]:
    """The guard of a text cell: a list where there are choices, else only the length a cell can hold."""
    shown = {**prompt.beside(_text_hint(cell)), "error_type": "stop"}
    if cell.item.choices:
        return {
            **shown,
            "validate": "list",
            "source": list(cell.item.choices),
            "error_title": "请从列表中选择",
            "error_message": f"只能是：{'、'.join(cell.item.choices)}。",
        }
    return {**shown, **LENGTH_GUARD}


def _text_hint(cell: Node) -> str:
    paragraphs = "可以分段，单元格内换行按 Alt+Enter。" if isinstance(cell.section, Prose) else ""
    return f"{cell.item.hint}{paragraphs}" or "请填写。"


GUIDE_TITLE: Final = "填报说明"


def guide_lines(edition: Edition) -> Iterator[str]:
    """The instructions, a paragraph each."""
    yield f"一、{edition.kind.guide.format(notice=edition.notice)}"
    yield "二、浅黄色的格子由填报单位填写，灰色的格子自动计算，其余部分已锁定；按 Tab 键依次转到要填的格。请勿增删行列、移动单元格或改动工作表名称；列宽和行高可以调整。"
    yield "三、数字格只填数字：没有发生的填 0，不要留空，不要填“无”、“/”、“—”，不要带单位、空格和说明。需要说明的写在正文里。"
    yield f"四、件数填不小于 0 的整数。{''.join(_explain_other_numbers(edition))}"
    yield "五、正文可以分段：在单元格内换行按 Alt+Enter。可以从文档中复制文字，双击单元格后粘贴。"
    yield "六、从别处复制数字时，请用“选择性粘贴—数值”，以免带入别的格式。"
    words = "；".join(dict.fromkeys(rule.words for rule in rules(edition)))
    yield f"七、表内数据应当符合以下勾稽关系：{words}。对不上的格子会变成红色。"
    yield "八、填完后请看最后的“审核”表：总体结论为“通过”后，保存并报送本文件。“未填”表示还有空格，“需改正”表示数字对不上或填得不对，“连带”表示由别的错处引起、改正后自动消除。"
    yield "九、“需核实”表示与上年报告或通常情况不合：填错的改正，属实的在“审核”表的“说明”栏写明原因，即可报送。发下时已填有上年结转数的，请核对；需要改动的，也写明原因。“待比对”的，由收表单位与上年报告比对。"
    yield "十、请以 .xlsx 格式保存并报送，不要转换为其他格式，不要加密。"


def guide_tables(edition: Edition, asked: Requirements) -> Iterator[tuple[str, list[str]]]:
    """What belongs in the cells: for each section, for each place with rules of its own, and for the office."""
    if asked.entries or asked.prompts:
        own = [(cell_label(edition, path), text) for path, text in asked.prompts]
        lines = dict.fromkeys(f"{name}：{text}" for name, text in (*asked.entries, *own))
        yield OFFICE_TITLE, [*lines]
    national: dict[str, list[str]] = {}
    local: dict[str, list[str]] = {}
    for section in outline(edition.form):
        noted = dict.fromkeys((node.item.label, note) for node in section.walk() for note in node.item.notes)
        for label, note in noted:
            found, heading = (local, note.place) if note.place else (national, section.item.label)
            found.setdefault(heading, []).append(f"{label}：{note.text}（{note.source}）")
    yield from national.items()
    yield from ((f"{place}的要求（其他地方不适用）", lines) for place, lines in local.items())


OFFICE_TITLE: Final = "本次填报要求"
"""What stands over the requirements of the office that issued the form."""


def cell_label(edition: Edition, path: str) -> str:
    """The heading of a path; the path itself where the form has no such."""
    nodes = (node for section in outline(edition.form) for node in section.walk())
    return next((node.item.label for node in nodes if node.path == path), path)


def _explain_other_numbers(edition: Edition) -> Iterator[str]:
    """A sentence for each kind of number cells that are not plain counts."""
    found = group_by_domain(cell for cell in cells(edition.form) if cell.in_table)
    if CHANGE in found:
        yield f"“{found[CHANGE][0].item.label}”填整数，增加的填正数，减少的填负数。"
    for cell in found.get(AMOUNT, ()):
        unit = f"以{cell.item.unit}为单位，" if cell.item.unit else ""
        yield f"“{cell.headings[-2:][0]}”的金额{unit}可以保留小数。{cell.item.hint}"
