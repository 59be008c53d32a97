"""Runs the command line as a user does: in a process of its own, through pipes."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def gkxl_command(
    *arguments: object, encoding: str = "utf-8", cwd: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """Run ``gkxl`` with warnings as errors, its output in the code page of a console."""
    program = "import gkxl.cli; gkxl.cli.main()"
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", program, *map(str, arguments)],
        env={**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"},
        cwd=cwd,
        capture_output=True,
        encoding=encoding,
        check=False,
    )
