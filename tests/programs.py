"""Real programs that open workbooks and save them again; tests are skipped by name where one is missing."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from npm import PATIENCE, npm_package

if TYPE_CHECKING:
    from collections.abc import Mapping

    from office import Office

SCRIPT: Final = Path(__file__).parent / "reading" / "resave.cjs"


def resave(
    program: str, request: pytest.FixtureRequest, folder: Path, books: Mapping[str, bytes]
) -> dict[str, bytes]:
    """Workbooks as a program saves them: LibreOffice, gnumeric, SheetJS or ExcelJS."""
    if program == "LibreOffice":
        office: Office = request.getfixturevalue("office")
        return office.resave(books)
    pairs = {name: (folder / f"{name}.xlsx", folder / f"{name}-saved.xlsx") for name in books}
    for name, (before, _) in pairs.items():
        before.write_bytes(books[name])
    {"gnumeric": _gnumeric, "SheetJS": _sheetjs, "ExcelJS": _exceljs}[program](list(pairs.values()))
    return {name: after.read_bytes() for name, (_, after) in pairs.items()}


def _gnumeric(pairs: list[tuple[Path, Path]]) -> None:
    if shutil.which("ssconvert") is None:
        pytest.skip("gnumeric (ssconvert) is not installed")
    for before, after in pairs:
        _run("ssconvert", str(before), str(after))


def _sheetjs(pairs: list[tuple[Path, Path]]) -> None:
    _node("xlsx", pairs)


def _exceljs(pairs: list[tuple[Path, Path]]) -> None:
    _node("exceljs", pairs)


def _node(package: str, pairs: list[tuple[Path, Path]]) -> None:
    where = npm_package(package)
    if where is None:
        pytest.skip(f"the npm package {package} cannot be installed")
    _run("node", str(SCRIPT), package, str(where), *(str(path) for pair in pairs for path in pair))


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True, timeout=PATIENCE)
