"""Keeps everything that gkxl says to people in one text, to be read from top to bottom: `messages.txt`.

``python tests/keep_messages.py`` writes it anew; what changed in it is read before it is kept.
"""

from __future__ import annotations

import ast
import json
import re
import tempfile
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Final

import gkxl
from commands import gkxl_command
from faulty import in_english, raised
from gkxl import demo
from gkxl.issues.catalogue import EVERY
from gkxl.issues.catalogue.code import WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator

KEPT: Final = Path(__file__).parent / "data" / "messages.txt"
SOURCE: Final = Path(gkxl.__file__).parent
ENGLISH: Final[dict[str, str]] = json.loads((SOURCE / "text" / "english.json").read_text(encoding="utf-8"))
"""The English of every sentence by its Chinese."""

HAN: Final = re.compile("[\u4e00-\u9fff]")
LATIN: Final = re.compile("[A-Za-z]{2}")

ROSTER: Final = "单位代码,单位名称,层级,上级\n1,某局,部门,\n1,某所,部门单位,某具\n"
COMMANDS: Final = (
    "roster", "template", "check", "mark", "normalize", "publish", "import", "collect", "accept",
    "trace", "export",
    "plot", "migrate", "diff", "register", "register new", "register count", "register trace",
    "register roll", "page", "form", "demo",
)  # fmt: skip
SCREENS: Final = (
    "", *(f"{command} -h" for command in COMMANDS),
    "check", "chekc", "check --yea", "check 报回 --year 2o25", "check --json=1 报回", "mark 错.xlsx",
    "template --year 2018", "template --year 2024 -o 空白.xlsx", "roster", "roster 名册.csv",
    "template --roster 名册.csv --year 2024 -o 下发", "报回", "check 没有.xlsx", "check 错.xlsx --codes",
    "mark 错.xlsx -o 退回.xlsx", "normalize 错.xlsx -o 规范.xlsx", "publish 错.xlsx -o 稿.docx",
    "publish 对.xlsx -o 稿.docx", "publish 对.xlsx -o 稿.txt", "check 稿.docx", "import 稿.docx -o 读.xlsx",
    "import 对.xlsx -o 读.xlsx", "diff 对.xlsx 错.xlsx", "diff 对.xlsx 稿.docx", "diff 对.xlsx 没有.xlsx",
    "migrate 错.xlsx -o 新.xlsx", "export 对.xlsx 错.xlsx -o 数据.csv", "export 对.xlsx -o 数据.txt",
    "trace 没有 x", "collect 没有 --roster 单位.csv --year 2023 -o 汇总",
    "collect 报回 --roster 名册.csv --year 2023 -o 汇总",
    "collect 报回 --roster 单位.csv --year 2023 -o 汇总",
    "accept 汇总", "accept 汇总 没有这个 --who 张三 --why 已电话核实", "accept 汇总 --undo",
    "trace 汇总 本年新收", "trace 汇总 没有这个", "trace 汇总 三、申请办理!J5",
    "register new --year 2024 --unit 某局", "register new --year 2024 --unit 某局 --rows 0",
    *(f"register {typed}".replace("簿", "某局登记簿-2024.xlsx") for typed in (
        "new --year 2024 --unit 某局", "count 簿", "count 对.xlsx", "count 簿 -o 年报.xlsx",
        "count 簿 -o 错.xlsx", "trace 簿 三、申请办理!D5", "trace 簿 没有这个",
        "roll 簿 -o 某局登记册-2025.xlsx",
    )),
    "check 某局登记簿-2024.xlsx",
)  # fmt: skip
"""What is typed one after the other, by a clerk who makes mistakes."""


def issues() -> Iterator[str]:
    """What every code says of a return in which it was planted, and what to do."""
    for code in EVERY:
        issue = raised(code.code)
        zh, en = (issue.message, in_english(issue).message) if issue else (code.zh, code.en)
        head = f"{WORDS[code.severity].zh} {code.code}：{code.meaning}"
        yield "\n  ".join([head, zh, en, f"怎么办：{code.remedy}"])


def sentences() -> Iterator[str]:
    """Every other sentence of the source by module, with its English."""
    for path in sorted(SOURCE.rglob("*.py")):
        name = path.relative_to(SOURCE).as_posix()
        said = [] if name.startswith(("codes/", "forms/")) else list(_said(path))
        if said:
            yield "\n".join([f"## {name}", *said])


def texts(path: Path) -> Iterator[str]:
    """Every Chinese text of a module, but for its docstrings; what is filled in is ``{…}``."""
    return (text for node in _nodes(path) if HAN.search(text := _text(node)))


def screens() -> Iterator[str]:
    """What a terminal shows when these commands are typed one after the other."""
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        made = demo.make(here)
        made.filled.rename(here / "对.xlsx")
        (here / "报回").mkdir()
        (here / "报回" / "示例.xlsx").write_bytes(made.faulty.read_bytes())
        made.faulty.rename(here / "错.xlsx")
        (here / "名册.csv").write_text(ROSTER, encoding="utf-8")
        units = "单位代码,单位名称\n示例-410500,安阳高新技术产业开发区管理委员会\n2,某县财政局\n"
        (here / "单位.csv").write_text(units, encoding="utf-8")
        for typed in SCREENS:
            done = gkxl_command(*typed.split(), cwd=here)
            shown = "\n".join(line.rstrip() for line in (done.stdout + done.stderr).splitlines())
            yield f"> gkxl {typed}".rstrip() + f"\n{shown}"


def snapshot() -> str:
    """All of it."""
    parts = {"问题 Issues": issues(), "其他句子 Other sentences": sentences(), "屏幕 Screens": screens()}
    text = "\n\n".join("\n\n".join([f"# {title}", *found]) for title, found in parts.items())
    return text.replace(f"gkxl {version('gkxl')}", "gkxl") + "\n"


def _said(path: Path) -> Iterator[str]:
    """The sentences of a module, and the words that have an English."""
    english = dict(_english(path))
    for node in _nodes(path):
        zh, en = _text(node), english.get(id(node), "")
        if HAN.search(zh) and (en or re.search("[。：]", zh)):
            yield f"{zh}\n  {en}" if en else zh


def _nodes(path: Path) -> list[ast.expr]:
    """The texts of a module, from top to bottom; not its docstrings, nor the pieces of a text."""
    tree = _tree(path)
    docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    whole = [node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)]
    pieces = {id(piece) for node in whole for piece in ast.walk(node) if piece is not node}
    found = [
        node
        for node in ast.walk(tree)
        if isinstance(node, (ast.Constant, ast.JoinedStr)) and id(node) not in docs | pieces
    ]
    return sorted(found, key=lambda node: (node.lineno, node.col_offset))


def _english(path: Path) -> Iterator[tuple[int, str]]:
    """The English of the texts in a module: what english.json has, or what follows in the same `Wording`."""
    options = {id(word.value) for node in ast.walk(_tree(path)) for word in getattr(node, "keywords", ())}
    for node in _nodes(path):
        if _text(node) in ENGLISH and id(node) not in options:
            yield id(node), ENGLISH[_text(node)]
    for call in (node for node in ast.walk(_tree(path)) if isinstance(node, ast.Call)):
        for one, other in pairwise(call.args):
            en = _text(other)
            if LATIN.search(en) and not HAN.search(en):
                yield id(one), en


_TREES: Final[dict[Path, ast.Module]] = {}


def _tree(path: Path) -> ast.Module:
    """A module, always as the same tree."""
    if path not in _TREES:
        _TREES[path] = ast.parse(path.read_text(encoding="utf-8"))
    return _TREES[path]


def _text(node: ast.expr) -> str:
    """A text, with the names of what is filled in; "" for anything else."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    if isinstance(node, ast.JoinedStr):
        return "".join(map(_text, node.values))
    if isinstance(node, ast.FormattedValue):
        inner = node.value
        name = (
            inner.id
            if isinstance(inner, ast.Name)
            else inner.attr
            if isinstance(inner, ast.Attribute)
            else "…"
        )
        return f"{{{name}}}"
    return ""


if __name__ == "__main__":
    KEPT.write_text(snapshot(), encoding="utf-8")
