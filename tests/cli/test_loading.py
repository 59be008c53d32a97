"""What commands load before they answer: nothing that takes long and that they have no use for."""

from __future__ import annotations

import subprocess
import sys

import pytest

import gkxl
from gkxl import demo

HEAVY = (
    "hashlib",
    "importlib.metadata",
    "numpy",
    "openpyxl",
    "pydantic",
    "rich.progress",
    "rich.table",
    "sqlite3",
    "xlsxwriter",
)


def loaded(program: str, *arguments: object) -> set[str]:
    """The names of modules that a program has loaded when it ends."""
    code = f"import sys\ntry:\n    {program}\nfinally:\n    print(*sys.modules, file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)], capture_output=True, check=False, text=True
    )
    return set(done.stderr.split())


def test_the_package_loads_hardly_anything_of_itself() -> None:
    assert {name for name in loaded("import gkxl") if name.startswith("gkxl.")} == {"gkxl.public"}


@pytest.mark.parametrize("option", ["--help", "-h"])
def test_the_help_loads_neither_forms_nor_rich(option: str) -> None:
    found = loaded("from gkxl.cli import main; main()", option)
    assert found & {*HEAVY, "rich", "gkxl.forms", "gkxl.xlsx"} == set()


def test_processes_that_read_returns_load_nothing_to_write_with() -> None:
    """A collection starts one for each core, and all of them wait for what they load."""
    found = loaded("import gkxl.collection.intake.returns")
    assert found & {*HEAVY} <= {"hashlib", "sqlite3"}


def test_checking_a_sound_return_loads_only_what_reads_and_shows_it(tmp_path: object) -> None:
    path = f"{tmp_path}/a.xlsx"
    gkxl.write_workbook(demo.report(), path)
    assert loaded("from gkxl.cli import main; main()", "check", path) & set(HEAVY) == set()
