"""Packages of npm, for tests against programs of the web."""

from __future__ import annotations

import shutil
import subprocess
from contextlib import suppress
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from gkxl.page import build

VERSIONS: Final = {
    "axe-core": "4.14.1",
    "exceljs": "4.4.0",
    "hyperformula": "3.5.0",
    "pyodide": build.PYODIDE_VERSION,
    "xlsx": "0.18.5",
}
"""The packages by name; a newer version may answer otherwise."""

INSTALLED: Final = Path(__file__).parents[1] / "build" / "node"
PATIENCE: Final = 120


@cache
def npm_package(name: str, version: str = "") -> Path | None:
    """Where an npm package is, installed once; None without node, npm or a network.

    Args:
        name: Its name.
        version: Another version than the usual one.
    """
    package = f"{name}@{version or VERSIONS[name]}"
    folder = INSTALLED / package
    if not folder.exists() and not _install(package, folder):
        return None
    return folder / "node_modules" / name


def _install(package: str, folder: Path) -> bool:
    """Install a package beside its folder, then move it there; other processes may do so at the same time."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        return False
    INSTALLED.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=INSTALLED, ignore_cleanup_errors=True) as beside:
        command = ["npm", "install", "--no-audit", "--no-fund", "--prefix", beside, package]
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=PATIENCE)
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
            return False
        with suppress(OSError):  # the other was faster
            Path(beside).rename(folder)
    return folder.exists()
