"""With all caches off every file reads the same as with them: mutants and hostile files alike."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from random import Random
from typing import TYPE_CHECKING, Final

import pytest
from drafts import base
from hostile import CASES
from mutations import MUTATIONS

import gkxl
from gkxl.errors import GkxlError
from gkxl.files.limits import SWITCH
from gkxl.forms import EDITIONS
from seeds import SEED, WHOLE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MUTANTS, HOSTILE = (30 if WHOLE else 10), 2
"""How many files of each kind are read."""

READ: Final = """
import pickle, sys
from pathlib import Path
import gkxl
def outcome(path):
    try: return gkxl.read(path)
    except gkxl.GkxlError as error: return type(error).__name__, str(error)
paths = sorted(Path(sys.argv[1]).glob("*.xlsx"))
sys.stdout.buffer.write(pickle.dumps({path.name: outcome(path) for path in paths}))
"""


def outcome(path: Path) -> object:
    """What a file reads as, or why it is refused."""
    try:
        return gkxl.read(path)
    except GkxlError as error:
        return type(error).__name__, str(error)


def sample() -> Iterator[tuple[str, bytes]]:
    """Workbooks of both editions after one or two mutations, and files made to cost much."""
    random = Random(SEED)  # noqa: S311 (mutants)
    for number in range(MUTANTS):
        draft = base(random.choice(list(EDITIONS.values())), number % 7).copy()
        for name in random.sample(sorted(MUTATIONS), 1 + number % 2):
            MUTATIONS[name](draft, random)
        yield f"{number:03}", draft.packed()
    for name in random.sample(sorted(CASES), HOSTILE):
        yield name, CASES[name]()


@pytest.mark.mutants
def test_files_read_the_same_without_caches(tmp_path: Path) -> None:
    """One process with the switch set reads each; this one reads each twice, so that caches are used."""
    for name, content in sample():
        (tmp_path / f"{name}.xlsx").write_bytes(content)
    ran = subprocess.run(
        (sys.executable, "-c", READ, tmp_path),
        env={**os.environ, SWITCH: "1"},
        capture_output=True,
        check=True,
    )
    without: dict[str, object] = pickle.loads(ran.stdout)  # noqa: S301 (our own process)
    assert len(without) == MUTANTS + HOSTILE
    for _ in range(2):
        assert {path.name: outcome(path) for path in tmp_path.glob("*.xlsx")} == without
