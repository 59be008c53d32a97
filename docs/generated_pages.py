"""A Sphinx extension that writes the parts of pages that the code knows best.

A line such as ``<!-- gkxl: form -->``, with form, codes, commands, register or house, is replaced in a page
by what the classes, the messages, the command line or the imports between the modules say.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from gkxl import CODES, EDITIONS, Severity
from gkxl.cli import COMMANDS, app
from gkxl.forms import newest_edition
from gkxl.forms.register import TABLES
from gkxl.issues.catalogue.code import CONFIRM, CORRECT, NOTE
from gkxl.model.outline import cells, outline, sums
from gkxl.text import to_english

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from faulty import in_english, raised
from house_drawing import drawing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gkxl.forms.edition import Edition
    from gkxl.types import Code
from gkxl.model.outline import Node

MARKER: Final = re.compile(r"<!-- gkxl: (\w+) -->")

KINDS: Final = {int: "整数 whole number", str: "文字 text"}

SEVERITIES: Final = {
    Severity.ERROR: f"{CORRECT.zh} error：必须改正",
    Severity.CONFIRM: f"{CONFIRM.zh} confirm：书面说明即可",
    Severity.WARNING: f"{NOTE.zh} warning：请看读得对不对",
    Severity.INFO: f"{NOTE.zh} info：无需处理",
}


def setup(app: Any) -> dict[str, bool]:  # noqa: ANN401 (Sphinx need not be installed to check this)
    """Register with Sphinx."""
    app.connect("source-read", _insert)
    return {"parallel_read_safe": True}


def _insert(_app: object, _name: str, source: list[str]) -> None:
    written = (form, codes, commands, register, house)
    parts = {part.__name__: part for part in written}
    source[0] = MARKER.sub(lambda found: "\n".join(parts[found[1]]()), source[0])


def house() -> Iterator[str]:
    """The rooms of the library and what each imports, as a picture in the page."""
    yield "```{raw} html"
    yield from drawing()
    yield "```"


def form() -> Iterator[str]:
    """Every edition: its sections with the path, label, kind and rule of every cell."""
    for edition in EDITIONS.values():
        numbers = sum(cell.in_table for cell in cells(edition.form))
        yield f"## {edition.name} 版（{edition.notice}）\n"
        yield f"适用年度 report years：{edition.first_year}—{edition.last_year or '今'}。"
        yield f"数字 numbers：{numbers}，其中总计 of which printed sums：{len(sums(edition.form))}。\n"
        for section in outline(edition.form):
            yield from _section(edition, section)
        yield "### 勾稽关系 Balances\n"
        yield from (f"- {balance.rule}（{balance.code}），逐列核对" for balance in edition.balances)
        yield "\n### 核实性规则 Expectations\n"
        kept = dict.fromkeys((one.rule, one.code) for one in edition.expectations)
        yield from (f"- {rule}（{code}）" for rule, code in kept)


def _section(edition: Edition, section: Node) -> Iterator[str]:
    rules = {found.total.path: found.mark.rule for found in sums(edition.form)}
    yield f"### {section.item.label} `{section.path}`\n"
    yield "| 标题 Label | 路径 Path | 内容 Kind | 说明 Rule |"
    yield "|---|---|---|---|"
    for cell in section.leaves:
        kind = KINDS.get(cell.type, "小数 decimal")
        about = rules.get(cell.path) or cell.item.hint or "、".join(cell.item.choices)
        yield f"| {cell.label} | `{cell.path}` | {kind} | {about} |"
    yield ""
    yield from _notes(section)


def _notes(section: Node) -> Iterator[str]:
    """What belongs in the cells of a section, in both languages, with its source."""
    noted = dict.fromkeys((node.item.label, note) for node in section.walk() for note in node.item.notes)
    if noted:
        yield "| 标题 Label | 填什么 What belongs there | 出处 Source |"
        yield "|---|---|---|"
        for label, note in noted:
            text = f"{note.text}<br>{to_english(note.text)}"
            yield f"| {label} | {text} | {note.place} {note.source} |"
        yield ""


def register() -> Iterator[str]:
    """The columns of the register of applications: what each holds, and the words of its list."""
    edition = newest_edition()
    for table in TABLES:
        yield f"### {table.sheet}\n"
        yield "| 列 | 必填 | 填什么 | 可选的词 |"
        yield "|---|---|---|---|"
        for column in table.columns:
            listed = "、".join(column.listed(edition))
            needed = "★" if column.required else ""
            yield f"| {column.label} | {needed} | {column.hint} | {listed} |"
        yield ""


def commands() -> Iterator[str]:
    """The help of every command, as the command line prints it in Chinese."""
    whole = click.Context(app, info_name="gkxl")
    for name in COMMANDS:
        _, command, _ = app.resolve_command(whole, [name])
        yield from _command(command, click.Context(command, whole, name))


def _command(command: click.Command | None, context: click.Context) -> Iterator[str]:
    if isinstance(command, click.Group):
        for name, inner in command.commands.items():
            yield from _command(inner, click.Context(inner, context, name))
    elif command:
        yield f"## {context.command_path}\n"
        yield f"```text\n{command.get_help(context)}\n```\n"


def codes() -> Iterator[str]:
    """Every code, by how grave it is."""
    for severity, about in SEVERITIES.items():
        found = [code for code in CODES.values() if code.severity is severity]
        if found:
            yield f"## {about}\n"
            for code in found:
                yield from _code(code)


def _code(code: Code) -> Iterator[str]:
    """What a code means, what it says of a faulty return, and what to do."""
    yield f"### `{code.code}`\n"
    yield f"{code.meaning}\n"
    issue = raised(code.code)
    if issue:
        yield f"> {issue.message}\n>\n> {in_english(issue).message}\n"
    else:
        yield f"> {code.zh}\n>\n> {code.en}\n"
    yield f"怎么办：{code.remedy}\n"
