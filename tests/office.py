"""LibreOffice, headless: opens workbooks, recalculates every formula, and saves them again."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING, Final

from attrs import frozen

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_ALWAYS_RECALCULATE: Final = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop>
</item>
</oor:items>
"""


@frozen
class Office:
    """LibreOffice with a profile of its own, so that several may run at a time.

    Attributes:
        program: Where it is.
        folder: Where its profile and its files go.
    """

    program: str
    folder: Path

    def resave(self, books: Mapping[str, bytes]) -> dict[str, bytes]:
        """The workbooks as LibreOffice saves them, every formula recalculated; one start for all of them."""
        return self.convert(books, "xlsx")

    def convert(self, books: Mapping[str, bytes], to: str) -> dict[str, bytes]:
        """The workbooks in another format."""
        profile, before, after = (self.folder / name for name in ("profile", "before", "after"))
        settings = profile / "user" / "registrymodifications.xcu"
        for folder in (settings.parent, before, after):
            folder.mkdir(parents=True, exist_ok=True)
        if not settings.exists():
            settings.write_text(_ALWAYS_RECALCULATE, encoding="utf-8")
        sources = [before / f"{name}.xlsx" for name in books]
        for source, content in zip(sources, books.values(), strict=True):
            source.write_bytes(content)
        where = f"-env:UserInstallation={profile.as_uri()}"
        command = [self.program, where, "--headless", "--convert-to", to, "--outdir", str(after)]
        subprocess.run([*command, *map(str, sources)], check=True, capture_output=True, timeout=300)
        return {name: (after / f"{name}.{to}").read_bytes() for name in books}
