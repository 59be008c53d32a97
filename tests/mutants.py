"""Changes one line of a module at a time and lists what its tests do not notice: ``make mutants``.

``python tests/mutants.py rules/rule.py reading/ --number 30 --seed 1`` draws 30 mutants of the modules named
(folders stand for all modules in them) and runs, for each, the tests of the module's room until one fails.
A mutant that no test fails for is printed: it needs a test, or it means the same as what is written.
"""

from __future__ import annotations

import argparse
import ast
import os
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue
from random import Random
from typing import TYPE_CHECKING, Final, TypeAlias

from attrs import frozen

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    Copies: TypeAlias = SimpleQueue[Path]

TESTS: Final = Path(__file__).parent
SOURCE: Final = TESTS.parent / "src" / "gkxl"

CORE: Final = ("rules", "checksheet", "reading", "layout", "xlsx", "reports", "collection/judging")
"""What is mutated where nothing else is named."""

NO_TESTS: Final = 5
"""The exit status of pytest where nothing is marked so."""

OPPOSITES: Final = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
    ast.And: ast.Or, ast.Or: ast.And, ast.Add: ast.Sub, ast.Sub: ast.Add,
}  # fmt: skip


@frozen
class Mutant:
    """One changed expression of a module.

    Attributes:
        path: The module, within `SOURCE`.
        line: The number of the line, from 1.
        before: The line as it is written.
        after: The line as it is changed.
    """

    path: Path
    line: int
    before: str
    after: str

    def __str__(self) -> str:
        """Where it is, and both lines."""
        return f"{self.path}:{self.line}\n  - {self.before.strip()}\n  + {self.after.strip()}"

    def write(self, source: Path) -> None:
        """Change the module in a copy of the package."""
        lines = (SOURCE / self.path).read_text(encoding="utf-8").splitlines(keepends=True)
        lines[self.line - 1] = self.after
        (source / self.path).write_text("".join(lines), encoding="utf-8")


def mutants_of(path: Path) -> Iterator[Mutant]:
    """Every mutant of a module that can be written in the place of one line."""
    text = (SOURCE / path).read_text(encoding="utf-8")
    lines = text.splitlines(keepends=True)
    for node in _code(ast.parse(text)):
        if isinstance(node, ast.expr) and node.lineno == node.end_lineno:
            line = lines[node.lineno - 1].encode()
            for changed in _changes(node):
                after = (line[: node.col_offset] + changed.encode() + line[node.end_col_offset :]).decode()
                yield Mutant(path, node.lineno, lines[node.lineno - 1], after)


def _code(node: ast.AST) -> Iterator[ast.AST]:
    """Every node that runs: no annotations, no imports for types only, no texts in a row (docstrings).

    Nor what is inside of f-strings, which before Python 3.12 cannot hold every kind of quotation mark.
    """
    yield node
    if isinstance(node, ast.JoinedStr):
        return
    for name, value in ast.iter_fields(node):
        if name in {"annotation", "returns", "type_params"}:
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST) and not _is_for_types(child):
                yield from _code(child)


def _is_for_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"


def _changes(node: ast.expr) -> Iterator[str]:
    """What may be written instead of an expression."""
    match node:
        case ast.Compare(ops=[op]) if type(op) in OPPOSITES:
            yield _with(node, ops=[OPPOSITES[type(op)]()])
        case ast.BoolOp():
            yield _with(node, op=OPPOSITES[type(node.op)]())
            for left_out in node.values:
                kept = [value for value in node.values if value is not left_out]
                yield _with(node, values=kept) if len(kept) > 1 else f"({ast.unparse(kept[0])})"
        case ast.UnaryOp(op=ast.Not()):
            yield f"({ast.unparse(node.operand)})"
        case ast.BinOp(op=ast.Add() | ast.Sub()) if not isinstance(node.left, (ast.JoinedStr, ast.List)):
            yield _with(node, op=OPPOSITES[type(node.op)]())
        case ast.IfExp():
            yield f"({ast.unparse(node.body)})"
            yield f"({ast.unparse(node.orelse)})"
        case ast.Constant(value=bool(value)):
            yield str(not value)
        case ast.Constant(value=int(value)):
            yield str(value + 1)
        case ast.ListComp() | ast.SetComp() | ast.GeneratorExp() | ast.DictComp():
            yield from _without_conditions(node)


def _without_conditions(node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp) -> Iterator[str]:
    """A comprehension without one of its conditions."""
    for part in node.generators:
        conditions = part.ifs
        for condition in conditions:
            part.ifs = [kept for kept in conditions if kept is not condition]
            yield ast.unparse(node)
        part.ifs = conditions


def _with(node: ast.expr, **changes: object) -> str:
    """An expression, changed in some of its parts and put into brackets."""
    parts = dict(ast.iter_fields(node)) | changes
    return f"({ast.unparse(type(node)(**parts))})"


def find_tests(path: Path) -> list[str]:
    """The tests of a module's room: the module's own first, as they notice most."""
    own = [*TESTS.rglob(f"test_{path.stem}.py")]
    room = TESTS / path.parts[0]
    rest = [room] if len(path.parts) > 1 and room.is_dir() else [*TESTS.glob(f"test_{path.parts[0]}*")]
    return [str(test) for test in dict.fromkeys([*own, *rest])]


@frozen
class Workshop:
    """Copies of the package in which mutants are written and tested, one for each that runs at a time."""

    copies: Copies
    longest: float

    def find_survivors(self, mutants: Iterable[Mutant], at_once: int) -> Iterator[Mutant]:
        """The mutants that no test fails for, as soon as each is known."""
        mutants = list(mutants)
        with ThreadPoolExecutor(at_once) as threads:
            for mutant, noticed in zip(mutants, threads.map(self.is_noticed, mutants), strict=True):
                if not noticed:
                    yield mutant

    def is_noticed(self, mutant: Mutant) -> bool:
        """Whether a test fails for a mutant, or does not end; first those that are fast are run."""
        copy = self.copies.get()
        try:
            mutant.write(copy / "gkxl")
            return not all(self.passes(mutant.path, copy, marked) for marked in ("not thorough", "thorough"))
        finally:
            shutil.copy(SOURCE / mutant.path, copy / "gkxl" / mutant.path)
            self.copies.put(copy)

    def passes(self, path: Path, copy: Path, marked: str) -> bool:
        """Whether the tests of a module's room pass with a copy of the package; none at all do."""
        command = [sys.executable, "-m", "pytest", "-xq", "-p", "no:cacheprovider", "-m", marked]
        # Python takes a file of bytecode for a source of the same second and size, which a mutant may have
        environment = os.environ | {"PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"}
        try:
            done = subprocess.run(
                [*command, *find_tests(path)],
                check=False,
                capture_output=True,
                cwd=TESTS.parent,
                env=environment,
                timeout=self.longest,
            )
        except subprocess.TimeoutExpired:
            return False
        return done.returncode in {0, NO_TESTS}


def modules_in(names: Iterable[str]) -> list[Path]:
    """The modules that are named, and those in the folders that are named."""
    found: list[Path] = []
    for name in names:
        place = SOURCE / name
        assert place.exists(), f"{place} is not there"
        found += sorted(place.rglob("*.py")) if place.is_dir() else [place]
    return [path.relative_to(SOURCE) for path in found]


def main() -> int:
    """Print every mutant that survives, and how many were made; 1 if any survives."""
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    asked.add_argument("modules", nargs="*", default=CORE, help="modules and folders, from src/gkxl")
    asked.add_argument("--number", type=int, default=30, help="how many mutants")
    asked.add_argument("--seed", type=int, default=0, help="another seed draws others")
    asked.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="how many at once")
    asked.add_argument("--longest", type=float, default=600, help="seconds that the tests of one may take")
    options = asked.parse_args()
    every = [mutant for path in modules_in(options.modules) for mutant in mutants_of(path)]
    drawn = Random(options.seed).sample(every, min(options.number, len(every)))  # noqa: S311 (mutants)
    survivors = 0
    with tempfile.TemporaryDirectory() as folder:
        copies: Copies = SimpleQueue()
        for number in range(options.jobs):
            copy = Path(folder) / str(number)
            shutil.copytree(SOURCE, copy / "gkxl", ignore=shutil.ignore_patterns("__pycache__"))
            copies.put(copy)
        for mutant in Workshop(copies, options.longest).find_survivors(drawn, options.jobs):
            survivors += 1
            print(mutant, flush=True)  # noqa: T201 (what the script is for)
    print(f"{len(drawn)} mutants of {len(every)} (seed {options.seed}), {survivors} not noticed")  # noqa: T201 (the same)
    return int(survivors > 0)


if __name__ == "__main__":
    sys.exit(main())
