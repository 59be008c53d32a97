"""``gkxl form``: the official form itself, as a tree or as data."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

import click
from rich.text import Text
from rich.tree import Tree

import gkxl
from gkxl.cli.command import Command
from gkxl.cli.parameters import option
from gkxl.cli.tables import make_console
from gkxl.cli.terminal import CLEAN, answer, print_json, words
from gkxl.forms import edition_named, newest_edition
from gkxl.model.marks import Total
from gkxl.model.outline import Node, outline
from gkxl.rules.expectations import expected_rules
from gkxl.rules.rule import rules
from gkxl.text import Wording, to_english

if TYPE_CHECKING:
    from gkxl.forms.edition import Edition
    from gkxl.model.marks import Note
    from gkxl.rules.expectations import Expected
    from gkxl.rules.rule import Rule


@click.command(cls=Command)
@option(
    "--edition",
    zh="报告格式的版本，如 2021；不写则为现行版本。",
    en="The edition of the form, such as 2021; the present one if left out.",
)
@option("--schema", is_flag=True, zh="输出数据的 JSON Schema。", en="Print the JSON Schema of the data.")
def form(*, edition: str | None, schema: bool) -> int:
    """Print the form."""
    found = edition_named(edition) if edition else newest_edition()
    if schema:
        print_json(gkxl.json_schema(found.name))
    else:
        answer(**_to_plain(found))
        make_console().print(_make_tree(found))
    return CLEAN


def _make_tree(edition: Edition) -> Tree:
    tree = Tree(Text(_heading(edition), style="bold"))
    for section in outline(edition.form):
        _add_branch(tree, section)
    balances = tree.add(Text(words("勾稽关系"), style="bold"))
    for balance in edition.balances:
        balances.add(Text.assemble(balance.rule, (f"  [{balance.code}]", "dim")))
    expectations = tree.add(Text(words("核实性规则"), style="bold"))
    for rule, code in dict.fromkeys((one.rule, one.code) for one in edition.expectations):
        expectations.add(Text.assemble(rule, (f"  [{code}]", "dim")))
    return tree


def _heading(edition: Edition) -> str:
    return words(
        "{edition} 版  {notice}  适用年度：{first}—{last}",
        edition=edition.name,
        notice=edition.notice,
        first=edition.first_year,
        last=edition.last_year or Wording("今", ""),
    )


def _add_branch(tree: Tree, node: Node) -> None:
    """Add a heading with all below it, under bars where the form prints such."""
    branch = tree.add(Text.assemble(node.item.label, (f"  {node.path}", "cyan"), (_rule(node), "dim")))
    for note in node.item.notes:
        source = f"{note.place} {note.source}".strip()
        branch.add(Text(f"{words(note.text)}（{source}）", style="dim"))
    for under, children in groupby(node.children, key=lambda child: child.item.under):
        bar = branch.add(Text(under)) if under else branch
        for child in children:
            _add_branch(bar, child)


def _rule(node: Node) -> str:
    return f"  {node.item.rule}" if isinstance(node.item, Total) else ""


def _to_plain(edition: Edition) -> dict[str, Any]:
    return {
        "edition": edition.name,
        "notice": edition.notice,
        "first_year": edition.first_year,
        "last_year": edition.last_year,
        "sections": [_node_to_plain(section) for section in outline(edition.form)],
        "rules": [_rule_to_plain(rule) for rule in rules(edition)],
        "expectations": [_rule_to_plain(one.rule) | _mark_to_plain(one) for one in expected_rules(edition)],
    }


def _rule_to_plain(rule: Rule) -> dict[str, Any]:
    return {
        "code": rule.code,
        "rule": rule.words,
        "path": rule.cell.path,
        "left": rule.left.cells,
        "right": rule.right.cells,
    }


def _mark_to_plain(one: Expected) -> dict[str, Any]:
    """What an expectation has besides its two sides; paths of last year's cells begin with ``last.``."""
    return {
        "subject": one.subject,
        "right_less": one.rule.right.taken,
        "apart": one.mark.apart,
        "exempt_levels": one.mark.levels,
    }


def _note_to_plain(note: Note) -> dict[str, str]:
    said = {"text": note.text, "text_en": to_english(note.text), "source": note.source}
    return said | ({"place": note.place} if note.place else {})


def _node_to_plain(node: Node) -> dict[str, Any]:
    own: dict[str, Any] = {"path": node.path, "label": node.item.label}
    own |= {"under": node.item.under} if node.item.under else {}
    own |= {"notes": [_note_to_plain(note) for note in node.item.notes]} if node.item.notes else {}
    if node.children:
        return own | {"children": [_node_to_plain(child) for child in node.children]}
    kinds = {int: "count", str: "text"}
    return own | {"kind": kinds.get(node.type, "amount"), "computed": node.computed}
