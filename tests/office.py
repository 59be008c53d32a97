"""LibreOffice, headless: opens workbooks, recalculates every formula, and saves them again."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Final

from attrs import frozen

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

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

    def convert(self, books: Mapping[str, bytes], to: str, *, suffix: str = "xlsx") -> dict[str, bytes]:
        """The files, workbooks unless ``suffix`` says what else, in another format."""
        profile, before, after = (self.folder / name for name in ("profile", "before", "after"))
        settings = profile / "user" / "registrymodifications.xcu"
        for folder in (settings.parent, before, after):
            folder.mkdir(parents=True, exist_ok=True)
        if not settings.exists():
            settings.write_text(_ALWAYS_RECALCULATE, encoding="utf-8")
        sources = [before / f"{name}.{suffix}" for name in books]
        for source, content in zip(sources, books.values(), strict=True):
            source.write_bytes(content)
        where = f"-env:UserInstallation={profile.as_uri()}"
        command = [self.program, where, "--headless", "--convert-to", to, "--outdir", str(after)]
        subprocess.run([*command, *map(str, sources)], check=True, capture_output=True, timeout=300)
        return {name: (after / f"{name}.{to}").read_bytes() for name in books}


FILTERS: Final = {"xlsx": "Calc MS Excel 2007 XML", "ods": "calc8", "xls": "MS Excel 97"}
"""What LibreOffice calls the formats that it saves in."""


@frozen
class Job:
    """A workbook, what is done to it by hand, and the format that it is saved in.

    Attributes:
        content: The workbook.
        steps: What is done, one after the other: the name of a function of ``hands.py``, a sheet, arguments.
        to: The format: a key of `FILTERS`.
    """

    content: bytes
    steps: Sequence[tuple[Any, ...]]
    to: str = "xlsx"


@frozen
class Hands:
    """Hands that work in LibreOffice as people do, by way of its ``uno``.

    Attributes:
        office: LibreOffice.
        python: A Python that has ``uno``: that of the system, or that of LibreOffice.
    """

    office: Office
    python: str

    PYTHONS: ClassVar = ("/usr/bin/python3", "/usr/lib/libreoffice/program/python", "python3")
    SCRIPT: ClassVar = Path(__file__).parent / "reading" / "hands.py"

    @staticmethod
    def has_uno(python: str) -> bool:
        """Whether a Python is there and has ``uno``."""
        try:
            done = subprocess.run([python, "-c", "import uno"], check=False, capture_output=True)
        except OSError:
            return False
        return done.returncode == 0

    def work(self, jobs: Sequence[Job]) -> list[bytes]:
        """Every workbook as it is afterwards; one start for all of them."""
        folder = self.office.folder
        told, targets = [], []
        for number, job in enumerate(jobs):
            source, target = folder / f"job{number}.xlsx", folder / f"done{number}.{job.to}"
            source.write_bytes(job.content)
            target.unlink(missing_ok=True)
            targets.append(target)
            told.append(
                {
                    "source": str(source),
                    "target": str(target),
                    "filter": FILTERS[job.to],
                    "steps": job.steps,
                }
            )
        profile = (folder / "profile-of-hands").as_uri()
        command = [self.python, str(self.SCRIPT), self.office.program, profile]
        done = subprocess.run(
            command, input=json.dumps(told).encode(), check=True, stdout=subprocess.PIPE, timeout=600
        )
        failed = json.loads(done.stdout)
        assert not failed, failed
        return [target.read_bytes() for target in targets]
