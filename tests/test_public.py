"""Whatever public functions take and return has one public name, which stands on the page of the API."""

from __future__ import annotations

import ast
import inspect
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar, get_args

import pytest

import gkxl
import other_pythons

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from types import ModuleType

API: Final = (Path(__file__).parents[1] / "docs" / "api.md").read_text(encoding="utf-8")

MODULES: Final = (*other_pythons.PUBLIC, "gkxl.rules.arrays")
"""Where the public names are; those that programs use most are in the first."""

PUBLIC: Final[Mapping[str, Any]] = {
    f"{module}.{name}": getattr(import_module(module), name)
    for module in MODULES
    for name in import_module(module).__all__
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
    assert not [name for name in sorted(PUBLIC) if not re.search(rf"(?<![\w.]){re.escape(name)}\b", API)]


def test_the_face_is_one_screen() -> None:
    assert len(gkxl.__all__) <= 45


def test_nothing_is_public_by_two_names() -> None:
    made = Counter(id(made) for made in PUBLIC.values())
    assert not [name for name in PUBLIC if made[id(PUBLIC[name])] > 1]


@pytest.mark.parametrize("module", MODULES)
def test_public_names_are_listed(module: str) -> None:
    """By ``dir()``, as for completion; and what is not public is not there."""
    face = import_module(module)
    assert {*face.__all__, "__doc__"} <= {*dir(face)}
    with pytest.raises(AttributeError, match=rf"module '{module}' has no attribute 'absent'"):
        face.absent  # noqa: B018 (asking is enough)


def test_the_library_runs_from_a_zip_file(tmp_path: Path) -> None:
    """As zipapp makes them: public names are found there, too."""
    shutil.make_archive(str(tmp_path / "gkxl"), "zip", Path(gkxl.__file__).parents[1])
    program = "import gkxl; print(gkxl.__file__, gkxl.errors.DataError, gkxl.from_dict)"
    done = subprocess.run(
        [sys.executable, "-c", program], env=os.environ | {"PYTHONPATH": str(tmp_path / "gkxl.zip")},
        capture_output=True, check=True, text=True,
    )  # fmt: skip
    assert "gkxl.zip" in done.stdout


@pytest.mark.parametrize(
    "name", ["Blank", "Comparable", "Explanations", "Lang", "Prefer", "Progress", "Target"]
)
def test_short_names_for_types_may_be_combined_when_a_program_runs(name: str) -> None:
    """As in ``def report(to: gkxl.types.Target | None)``, where annotations are evaluated."""
    assert type(None) in get_args(getattr(gkxl.types, name) | None)


ROOT: Final = Path(__file__).parents[1]

OTHERS: Final = {"collected", "error", "extensions", "html", "issue"}
"""What else has a name that begins so: plain forms, the entry point, the page."""


@pytest.mark.parametrize("room", ["docs", "src", "README.md", "README.zh-CN.md"])
def test_prose_calls_names_by_where_they_are(room: str) -> None:
    """On pages and in docstrings, which type checkers do not read."""
    files = [file for file in (ROOT / room, *(ROOT / room).rglob("*.*")) if file.suffix in (".md", ".py")]
    texts = [file.read_text("utf-8") for file in files]
    named = {name for text in texts for name in re.findall(r"(?:`|:: |>>> .*?)gkxl\.(\w+)", text)} - OTHERS
    assert not [name for name in named if not hasattr(gkxl, name) and not find_spec(f"gkxl.{name}")]
