"""The mutants of ``make mutants`` are programs that differ from what is written in one line."""

from __future__ import annotations

import ast
from pathlib import Path
from random import Random

from mutants import SOURCE, find_tests, modules_in, mutants_of


def test_every_mutant_is_a_program_with_another_line() -> None:
    """Of 300 that are drawn from all modules."""
    every = [mutant for path in modules_in(["."]) for mutant in mutants_of(path)]
    assert len(every) > 5000
    for mutant in Random(1).sample(every, 300):  # noqa: S311 (mutants)
        lines = (SOURCE / mutant.path).read_text(encoding="utf-8").splitlines(keepends=True)
        assert lines[mutant.line - 1] == mutant.before != mutant.after
        lines[mutant.line - 1] = mutant.after
        ast.parse("".join(lines))


def test_a_module_meets_its_own_tests_first_and_then_those_of_its_room() -> None:
    """As its own notice most."""
    first, *rest = find_tests(Path("reading/numbers.py"))
    assert first.endswith("test_numbers.py")
    assert any(place.endswith("reading") for place in rest)
