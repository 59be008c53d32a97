"""Where examples and mutants come from: the same at every run and on every machine, or fresh ones."""

from __future__ import annotations

import os
from random import Random
from typing import TYPE_CHECKING, Any, Final, TypeVar

from hypothesis import HealthCheck, settings
from hypothesis.database import DirectoryBasedExampleDatabase
from hypothesis.internal.conjecture import providers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

T = TypeVar("T")

WHOLE: Final = os.environ.get("GKXL_WHOLE") == "1"
"""Whether all examples and mutants are made, as in ``make test-all``; else a sample of each kind."""

EXAMPLES: Final = int(os.environ.get("GKXL_EXAMPLES", "1500"))
"""How many examples are taken of each test that reads whatever bytes come; of a sample see `take_sample`."""

SAMPLE: Final = 0.1
"""How many of the examples of each law are a sample of them."""

SEED: Final = int(os.environ.get("GKXL_SEED", "20210930"))
"""Another seed makes other mutants: ``GKXL_SEED=7 pytest tests/reading/test_mutations.py``."""

ALONE: Final = range(SEED, SEED + (8 if WHOLE else 2))
"""The seeds of the mutants of each mutation alone, in each edition."""


def in_pairs(mutations: Iterable[str], pairs: int) -> Iterator[tuple[tuple[str, ...], int]]:
    """Two mutations, drawn, and the seed of each of so many mutants; a fifth of them as a sample."""
    for seed in range(SEED, SEED + (pairs if WHOLE else pairs // 5)):
        yield tuple(Random(-seed).sample(sorted(mutations), 2)), seed  # noqa: S311 (mutants)


def sampled(every: Sequence[T], number: int, name: object = "") -> Sequence[T]:
    """So many of the cases, other ones under another name; all of them in ``make test-all``."""
    return every if WHOLE else Random(f"{SEED} {name}").sample(every, min(number, len(every)))  # noqa: S311 (cases)


def complaints(checks: Iterable[Callable[[], None]]) -> list[str]:
    """Run all checks; what is wrong with those that fail, so that one test can name all that it finds."""
    found = []
    for check in checks:
        try:
            check()
        except AssertionError as error:
            found.append(str(error))
    return found


def fix_examples() -> None:
    """Let hypothesis make the same examples at every run; ``--hypothesis-profile fuzz`` makes fresh ones."""
    settings.register_profile(
        "fixed",
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
        derandomize=True,
        database=None,
        print_blob=True,
    )
    settings.register_profile(
        "fuzz",
        settings.get_profile("fixed"),
        derandomize=False,
        database=DirectoryBasedExampleDatabase(".hypothesis/examples"),
        max_examples=max(100, EXAMPLES // 100),
    )
    settings.load_profile("fixed")
    _try_no_constants_of_ours()


def take_sample(law: Any) -> None:  # noqa: ANN401 (a test that hypothesis made)
    """Let a law have a part of its examples only: the first ones, and at least 2."""
    test = getattr(law, "__func__", law)
    every = test._hypothesis_internal_use_settings  # noqa: SLF001 (the only way)
    some = max(min(2, every.max_examples), round(every.max_examples * SAMPLE))
    test._hypothesis_internal_use_settings = settings(every, max_examples=some)  # noqa: SLF001


def _try_no_constants_of_ours() -> None:
    """Keep hypothesis from trying constants that it finds in those modules of ours that are loaded.

    Examples would depend on which tests ran before, and on the name of the folder that they run in.
    """
    of_ours, none = providers._get_local_constants, providers._local_constants  # noqa: SLF001 (the only way)
    providers._get_local_constants = lambda: none if settings().derandomize else of_ours()  # noqa: SLF001
