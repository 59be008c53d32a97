"""Every sentence stands once in Chinese, in the code that says it, and once in English, in english.json."""

from __future__ import annotations

import ast
import re
from functools import cache
from itertools import pairwise
from string import Formatter
from typing import TYPE_CHECKING, Final, NamedTuple

from gkxl.issues.catalogue import EVERY
from keep_messages import ENGLISH, SOURCE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

MODULES: Final = sorted(path for path in SOURCE.rglob("*.py") if "catalogue" not in path.parts)

CHINESE: Final = re.compile("[“”\u3000-\u9fff\uff00-\uffef]")
LATIN: Final = re.compile("[A-Za-z]{2}")


class Said(NamedTuple):
    """A template in the code, with the names of the facts that it is given; None if they are a mapping."""

    template: str
    facts: frozenset[str] | None


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def sayers() -> dict[str, int]:
    """Every function and error that takes a template, and at which position."""
    found = {"refusal": 0, "__init__": 0, "Sentence": 0}
    bases: dict[str, list[str]] = {}
    for node in (node for path in MODULES for node in ast.walk(tree(path))):
        if isinstance(node, ast.FunctionDef) and "template" in (names := parameters(node)):
            found.setdefault(node.name, names.index("template"))
        if isinstance(node, ast.ClassDef):
            made = [one for one in node.body if isinstance(one, ast.FunctionDef) and one.name == "__init__"]
            if made and "template" in (names := parameters(made[0])):
                found[node.name] = names.index("template")
            elif not made:
                bases[node.name] = [base.id for base in node.bases if isinstance(base, ast.Name)]
    for _ in range(3):  # errors are derived from one another three times at most
        found |= {name: found[base] for name, above in bases.items() for base in above if base in found}
    return found


def parameters(function: ast.FunctionDef) -> list[str]:
    return [one.arg for one in (*function.args.posonlyargs, *function.args.args) if one.arg != "self"]


@cache
def said(path: Path) -> frozenset[Said]:
    """Every template that a module says."""
    return frozenset(find_said(tree(path)))


def find_said(module: ast.Module) -> Iterator[Said]:
    outer = bound(module.body)
    for scope in (module, *(node for node in ast.walk(module) if isinstance(node, ast.FunctionDef))):
        names = outer if scope is module else {**outer, **bound(ast.walk(scope))}
        for call, template in calls(scope):
            listed = [word.arg for word in call.keywords]
            mapped = None in listed or ast.unparse(call.func) in MAPPED
            facts = None if mapped else frozenset(map(str, listed))
            yield from (Said(text, facts) for text in texts(template, names))


def calls(scope: ast.AST) -> Iterator[tuple[ast.Call, ast.expr]]:
    """Every call that takes a template, with that."""
    for call in ast.walk(scope):
        if isinstance(call, ast.Call):
            name = re.sub(r"^(self|super\(\))\.", "", ast.unparse(call.func))
            at = sayers().get(name, len(call.args))
            if call.args[at:]:
                yield call, call.args[at]


MAPPED: Final = ("fill_in", "rebuild_error", "Sentence")
"""Functions that take the facts as one mapping."""


def bound(nodes: Iterable[ast.AST]) -> dict[str, list[ast.expr]]:
    """What is assigned to each name."""
    found: dict[str, list[ast.expr]] = {}
    for node in nodes:
        if isinstance(node, (ast.Assign, ast.AnnAssign)) and node.value:
            for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
                for name in ast.walk(target):
                    if isinstance(name, ast.Name):
                        found.setdefault(name.id, []).append(node.value)
    return found


def texts(node: ast.AST, names: Mapping[str, list[ast.expr]]) -> Iterator[str]:
    """The Chinese texts that an expression can be; those of calls in it are others."""
    if isinstance(node, ast.Name):
        others = {name: values for name, values in names.items() if name != node.id}
        yield from (text for value in names.get(node.id, ()) for text in texts(value, others))
    if isinstance(node, ast.Constant) and CHINESE.search(str(node.value)):
        yield str(node.value)
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, (ast.Call, ast.JoinedStr)):
            yield from texts(child, names)


def fields(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


def templates() -> set[str]:
    """Every template of the code: what modules say, and what issues say."""
    return {one.template for path in MODULES for one in said(path)} | {code.zh for code in EVERY}


def test_every_sentence_has_its_english() -> None:
    missing = templates() - {*ENGLISH}
    assert not missing, "english.json has no English of\n" + "\n".join(sorted(missing))


def test_no_english_is_left_over() -> None:
    unused = {*ENGLISH} - templates()
    assert not unused, "nothing says any more\n" + "\n".join(sorted(unused))


def test_the_english_is_in_the_order_of_the_chinese() -> None:
    """So that two people who add sentences seldom meet in one line."""
    assert [*ENGLISH] == sorted(ENGLISH)


def test_a_sentence_is_given_the_facts_that_it_lists_in_either_language() -> None:
    for path in MODULES:
        for template, facts in said(path):
            listed = fields(template) | fields(ENGLISH[template])
            assert facts in (None, listed), f"{path.name}: {template} lists {listed}, and is given {facts}"


def test_no_sentence_is_put_together_before_it_is_said() -> None:
    """An f-string has no English; and what is filled in could be taken for a template."""
    made = [
        f"{path.name}:{call.lineno}: {ast.unparse(call)}"
        for path in MODULES
        for call, template in calls(tree(path))
        if any(isinstance(part, (ast.JoinedStr, ast.BinOp)) for part in ast.walk(template))
    ]
    assert not made, "\n".join(made)


NO_PAIRS: Final = {"两份报告的比较", "本年新收 自然人", "华文中宋", "楷体", "仿宋"}
"""What has something else beside it than its English: a language, a path, other names of a font."""


def test_nothing_else_has_chinese_and_english_side_by_side() -> None:
    """A `Wording` may: words and names, which have no sentence around them."""
    pairs = [
        f"{path.name}:{node.lineno}: {written(one)}"
        for path in MODULES
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Tuple) or (isinstance(node, ast.Call) and ast.unparse(node.func) != "Wording")
        for one, other in pairwise(node.args if isinstance(node, ast.Call) else node.elts)
        if CHINESE.search(written(one)) and written(one) not in NO_PAIRS
        if LATIN.search(written(other)) and not CHINESE.search(written(other))
    ]
    assert not pairs, "\n".join(pairs)


def written(node: ast.expr) -> str:
    """The characters of a text, without what is filled in; "" for anything else."""
    if isinstance(node, ast.JoinedStr):
        return "".join(map(written, node.values))
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
