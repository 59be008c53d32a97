"""Whatever public functions take and return has one public name, which stands on the page of the API."""

from __future__ import annotations

import ast
import inspect
import re
import sys
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar, get_args

import pytest

import gkxl
import gkxl.collection
from gkxl.forms import edition
from gkxl.forms.register import RowPlace
from gkxl.reports.plain import HasPlainForm
from gkxl.rules.arrays import broken_rules, count_paths
from gkxl.text import Wording

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from types import ModuleType

API: Final = (Path(__file__).parents[1] / "docs" / "api.md").read_text(encoding="utf-8")

MAKINGS: Final = ("Check", "Balance", "Charted", "Expectation", "Quotation")
"""What an edition is made of."""

SHARED: Final = ("Roles", "Vocabulary")
"""What a kind of form is made of."""

PUBLIC: Final[Mapping[str, Any]] = {
    **{f"gkxl.rules.arrays.{made.__name__}": made for made in (broken_rules, count_paths)},
    **{f"gkxl.collection.{name}": getattr(gkxl.collection, name) for name in gkxl.collection.__all__},
    **{f"gkxl.forms.edition.{name}": getattr(edition, name) for name in MAKINGS},
    **{f"gkxl.forms.edition.{name}": getattr(edition, name) for name in SHARED},
    "gkxl.forms.register.RowPlace": RowPlace,
    "gkxl.text.Wording": Wording,
    "gkxl.reports.plain.HasPlainForm": HasPlainForm,
    **{f"gkxl.{name}": getattr(gkxl, name) for name in gkxl.__all__},
}
"""What one may import, by the name to import it by."""

DEFINED: Final = [
    name for name, made in PUBLIC.items() if inspect.isclass(made) or inspect.isfunction(inspect.unwrap(made))
]


def named(made: Any) -> Iterator[tuple[str, Any]]:  # noqa: ANN401 (a class or a function)
    """The types of ours that a function or the public parts of a class name in their annotations."""
    module = sys.modules[made.__module__]
    tree, homes = parsed(module)
    *_, node = (node for node in tree.body if getattr(node, "name", "") == made.__name__)
    for annotation in annotated(node):
        for part in ast.walk(annotation):
            if isinstance(part, ast.Name) and homes.get(part.id, "").startswith("gkxl"):
                yield part.id, getattr(import_module(homes[part.id]), part.id)


@cache
def parsed(module: ModuleType) -> tuple[ast.Module, dict[str, str]]:
    """A module, and where each of its names comes from, those imported only for their types included."""
    tree = ast.parse(inspect.getsource(module))
    found = {name: module.__name__ for name, made in vars(module).items() if not inspect.ismodule(made)}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            found |= {alias.name: str(node.module) for alias in node.names}
    return tree, found


def without_marks(annotation: ast.expr) -> ast.expr:
    """The type of a field, without what is printed over it."""
    is_marked = isinstance(annotation, ast.Subscript) and ast.unparse(annotation.value) == "Annotated"
    if is_marked and isinstance(annotation, ast.Subscript) and isinstance(annotation.slice, ast.Tuple):
        return annotation.slice.elts[0]
    return annotation


def annotated(node: ast.AST) -> Iterator[ast.expr]:
    if isinstance(node, ast.FunctionDef):
        arguments = node.args
        every = (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)
        yield from (one for one in (node.returns, *(argument.annotation for argument in every)) if one)
    elif isinstance(node, ast.AnnAssign) and not ast.unparse(node.target).startswith("_"):
        yield without_marks(node.annotation)
    elif isinstance(node, ast.ClassDef):
        for part in node.body:
            if not getattr(part, "name", "").startswith("_"):
                yield from annotated(part)


def test_what_public_names_take_and_return_is_public() -> None:
    """So that whoever keeps it in a variable can say what it is."""
    public = [id(made) for made in PUBLIC.values()]
    hidden = [
        f"{name} names {part}"
        for name in DEFINED
        for part, made in named(inspect.unwrap(PUBLIC[name]))
        if id(made) not in public and not isinstance(made, TypeVar)
    ]
    assert not hidden, "\n".join(hidden)


def test_much_is_named() -> None:
    assert len({part for name in DEFINED for part, _ in named(inspect.unwrap(PUBLIC[name]))}) > 30


def test_what_is_public_stands_on_the_page_of_the_api() -> None:
    """By its name in `gkxl`, where it has one there."""
    last = {name: name.rpartition(".")[2] for name in PUBLIC}
    shown = {f"gkxl.{last[name]}" if last[name] in gkxl.__all__ else name for name in PUBLIC}
    assert not [name for name in sorted(shown) if not re.search(rf"\b{re.escape(name)}\b", API)]


@pytest.mark.parametrize(
    "name", ["Blank", "Comparable", "Explanations", "Lang", "Prefer", "Progress", "Target"]
)
def test_short_names_for_types_may_be_combined_when_a_program_runs(name: str) -> None:
    """As in ``def report(to: gkxl.Target | None)``, where annotations are evaluated."""
    assert type(None) in get_args(getattr(gkxl, name) | None)
