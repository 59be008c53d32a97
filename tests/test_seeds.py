"""Every run has the same examples, on whatever day, machine and in whatever order; fuzzing has fresh ones."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

SAMPLE: Final = """
from hypothesis import given, strategies as st

@given(st.integers(), st.text(max_size=9), st.sampled_from(["甲", "乙"]), st.floats(), st.binary(max_size=9))
def test_sample(number, text, name, fraction, content):
    print("example", number, ascii(text), name, fraction, content)
"""


def examples(folder: Path, *options: str, before: str = "", **variables: str) -> list[str]:
    """The examples of a test in a file of a folder, in a run of its own."""
    folder.mkdir()
    (folder / "conftest.py").write_text(f"import seeds\nseeds.fix_examples()\n{before}", encoding="utf-8")
    (folder / "test_sample.py").write_text(SAMPLE, encoding="utf-8")
    (folder / "pytest.ini").write_text("[pytest]", encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-s", "-q", "-p", "no:cacheprovider", *options]
    path = os.pathsep.join((str(Path(__file__).parent), os.environ.get("PYTHONPATH", "")))
    variables = {**os.environ, "PYTHONPATH": path, "PYTHONUTF8": "1", **variables}
    done = subprocess.run(command, cwd=folder, env=variables, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    found = [line for line in done.stdout.splitlines() if "example" in line]
    assert len(found) >= 100
    return found


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    return examples(tmp_path_factory.mktemp("expected") / "run", PYTHONHASHSEED="1")


def test_examples_are_the_same(tmp_path: Path, expected: list[str]) -> None:
    """Whatever the order of sets, the machine's settings and the modules that are loaded."""
    other = {"PYTHONHASHSEED": "7", "TZ": "Asia/Shanghai", "LC_ALL": "C", "CI": "true"}
    before = "import gkxl.issues.catalogue, gkxl.forms, gkxl.layout"
    assert examples(tmp_path / "run", before=before, **other) == expected


def test_fuzzing_has_fresh_examples(tmp_path: Path, expected: list[str]) -> None:
    assert examples(tmp_path / "run", "--hypothesis-profile=fuzz") != expected
