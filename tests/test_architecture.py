"""Imports point down only: what the library is made of stays apart."""

from __future__ import annotations

import ast
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

import gkxl

if TYPE_CHECKING:
    from collections.abc import Iterator

SOURCE: Final = Path(gkxl.__file__).parent

LAYERS: Final = (
    {"frozen", "public"},
    {"text"},
    {"errors"},
    {"arguments"},
    {"address", "files", "model"},
    {"issues"},
    {"forms"},
    {"reports"},
    {"rules", "layout"},
    {"checksheet"},
    {"xlsx"},
    {"legacy"},
    {"reading", "write"},
    {"register"},
    {"marking", "migration", "export"},
    {"publication"},
    {"collection"},
    {"comparison"},
    {"types"},
    {"gkxl"},
    {"demo"},
    {"page"},
    {"cli"},
    {"__main__"},
)
"""From the bottom up; each module or package may import those of the layers below, and its own parts."""

LIBRARIES: Final = {
    "docx": {"publication"},
    "distributed": {"cli"},
    "fsspec": {"collection"},
    "lxml": {"publication"},
    "numpy": {"rules"},
    "openpyxl": {"write"},
    "xlsxwriter": {"write", "export", "collection", "register"},
    "pyarrow": {"export"},
    "matplotlib": {"export"},
    "pdfplumber": {"publication"},
    "click": {"cli"},
    "weasyprint": {"publication"},
    "rich": {"cli"},
}
"""Who may import what is not ours."""

MODULES: Final = {
    ".".join(("gkxl", *path.relative_to(SOURCE).with_suffix("").parts)).removesuffix(".__init__"): path
    for path in sorted(SOURCE.rglob("*.py"))
} | {
    ".".join(("gkxl", *path.relative_to(SOURCE).with_suffix("").parts)).removesuffix(".__init__"): path
    for path in SOURCE.rglob("*.pyi")
}
"""The file of each module: its stub, where it only names what others define."""


@cache
def nodes(name: str) -> list[ast.AST]:
    """The syntax of a module."""
    return list(ast.walk(ast.parse(MODULES[name].read_text(encoding="utf-8"))))


def imports(name: str) -> Iterator[str]:
    """The modules that a module imports, those imported only for their types included."""
    for node in nodes(name):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name}: imports are absolute"
            members = [f"{node.module}.{alias.name}" for alias in node.names]
            yield from (member if member in MODULES else str(node.module) for member in members)


def unit(module: str) -> str:
    """The module or package right below ``gkxl`` that a module belongs to."""
    return module.split(".")[1] if "." in module else module


def layer(module: str) -> int:
    found = [index for index, units in enumerate(LAYERS) if unit(module) in units]
    assert found, f"say in LAYERS where {unit(module)} stands"
    return found[0]


def test_imports_point_down() -> None:
    """A form knows no engine, a check no file, a reader no command line."""
    upward = [
        f"{name} imports {other}, which does not stand below it"
        for name in MODULES
        for other in imports(name)
        if other.split(".")[0] == "gkxl" and unit(other) != unit(name) and layer(other) >= layer(name)
    ]
    assert not upward, "\n".join(upward)


def test_no_module_imports_itself_by_way_of_others() -> None:
    graph = {name: [other for other in imports(name) if other in MODULES] for name in MODULES}
    TopologicalSorter(graph).prepare()


def test_classes_are_made_in_one_way() -> None:
    """By `gkxl.frozen`: what attrs and typing compile of them is a sixth of the time in which it starts."""
    making = {"attrs.frozen", "attrs.define", "attrs.mutable", "typing.NamedTuple"}
    others = [
        f"{name}, line {node.lineno}"
        for name in MODULES
        if name != "gkxl.frozen"
        for node in nodes(name)
        if isinstance(node, ast.ImportFrom) and making & {f"{node.module}.{one.name}" for one in node.names}
    ]
    assert not others, "\n".join(others)


@pytest.mark.parametrize("library", LIBRARIES)
def test_every_library_has_its_door(library: str) -> None:
    users = {unit(name) for name in MODULES if any(other.split(".")[0] == library for other in imports(name))}
    assert users <= LIBRARIES[library]


def test_no_engine_knows_an_edition() -> None:
    """What one notice prints otherwise than another is said in ``forms``; everything else asks there."""
    modules = {f"gkxl.forms.e{edition}" for edition in gkxl.EDITIONS}
    words = {*gkxl.EDITIONS, *(edition.notice for edition in gkxl.EDITIONS.values())}
    knowing = []
    for name in (name for name in MODULES if unit(name) != "forms"):
        imported = {part for other in imports(name) for part in (other, other.rpartition(".")[0])}
        texts = {node.value for node in nodes(name) if isinstance(node, ast.Constant)}
        knowing += [f"{name} knows {known}" for known in modules & imported | words & texts]
    assert not knowing, "\n".join(knowing)


def test_nobody_is_in_two_layers() -> None:
    everybody = [name for units in LAYERS for name in units]
    assert len(everybody) == len(set(everybody))
