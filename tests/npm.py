"""Packages of npm, for tests against programs of the web."""

from __future__ import annotations

import os
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import Final

INSTALLED: Final = Path(__file__).parents[1] / "build" / "node"
PATIENCE: Final = 120


@cache
def npm_package(name: str) -> Path | None:
    """Where an npm package is, installed once; None without node, npm or a network."""
    folder = INSTALLED / os.environ.get("PYTEST_XDIST_WORKER", "main")
    where = folder / "node_modules" / name
    if where.exists():
        return where
    if shutil.which("node") is None or shutil.which("npm") is None:
        return None
    folder.mkdir(parents=True, exist_ok=True)
    command = ["npm", "install", "--no-audit", "--no-fund", "--prefix", str(folder), name]
    try:
        subprocess.run(command, check=True, capture_output=True, timeout=PATIENCE)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        return None
    return where
