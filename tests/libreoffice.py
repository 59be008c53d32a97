"""LibreOffice, for tests that recalculate or re-save a workbook as another program would."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

from attrs import frozen

if TYPE_CHECKING:
    from pathlib import Path

SECONDS = 180
"""How long a conversion may take; the first one of a profile is the slowest."""


@frozen
class LibreOffice:
    """A program with a folder of its own, so that test processes do not wait for one another."""

    program: str
    folder: Path

    def convert(self, data: bytes, *, to: str = "xlsx") -> bytes:
        """Open a workbook, recalculate what has no result, and save it as another file."""
        source, target = self.folder / "in.xlsx", self.folder / "out"
        source.write_bytes(data)
        profile = f"-env:UserInstallation={(self.folder / 'profile').as_uri()}"
        command: list[str | Path] = [self.program, profile, "--headless", "--convert-to", to]
        command += ["--outdir", target, source]
        subprocess.run(command, check=True, capture_output=True, timeout=SECONDS)
        return (target / f"in.{to.partition(':')[0]}").read_bytes()
