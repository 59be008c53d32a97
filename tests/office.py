"""LibreOffice, headless and kept open: recalculates, converts and saves workbooks, and works in them."""

from __future__ import annotations

import json
import subprocess
from functools import cached_property
from pathlib import Path
from threading import Timer
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


PATIENCE: Final = 600
"""Seconds for all jobs of a test."""

FILTERS: Final = {
    "xlsx": "Calc MS Excel 2007 XML",
    "ods": "calc8",
    "fods": "OpenDocument Spreadsheet Flat XML",
    "xls": "MS Excel 97",
}
"""What LibreOffice calls the formats that it saves in."""


@frozen
class Job:
    """A file, what is done to it by hand, and the format that it is saved in.

    Attributes:
        content: The workbook.
        steps: What is done, one after the other: the name of a function of ``hands.py``, a sheet, arguments.
        to: The format: a key of `FILTERS`, or pdf for a document of words.
        suffix: The format that it is in.
    """

    content: bytes
    steps: Sequence[tuple[Any, ...]]
    to: str = "xlsx"
    suffix: str = "xlsx"


class Office:
    """LibreOffice, started when it is first used and kept open, with a profile of its own.

    A start takes as long as many files.

    Args:
        program: Where it is; also an attribute.
        python: A Python that has ``uno``: that of the system, or that of LibreOffice.
        folder: Where its profile and its files go.
    """

    PYTHONS: ClassVar = ("/usr/bin/python3", "/usr/lib/libreoffice/program/python", "python3")
    SCRIPT: ClassVar = Path(__file__).parent / "reading" / "hands.py"

    def __init__(self, program: str, python: str, folder: Path) -> None:
        self.program = program
        self._python = python
        self._folder = folder

    @staticmethod
    def has_uno(python: str) -> bool:
        """Whether a Python is there and has ``uno``."""
        try:
            done = subprocess.run([python, "-c", "import uno"], check=False, capture_output=True)
        except OSError:
            return False
        return done.returncode == 0

    def resave(self, books: Mapping[str, bytes]) -> dict[str, bytes]:
        """The workbooks as LibreOffice saves them, every formula recalculated."""
        return self.convert(books, "xlsx")

    def convert(self, books: Mapping[str, bytes], to: str, *, suffix: str = "xlsx") -> dict[str, bytes]:
        """The files, workbooks unless ``suffix`` says what else, in another format, or by a filter of it.

        As ``soffice --convert-to`` has it, a filter and its options may follow the format, after colons.
        """
        converted = self.work([Job(content, (), to, suffix) for content in books.values()])
        return dict(zip(books, converted, strict=True))

    def work(self, jobs: Sequence[Job]) -> list[bytes]:
        """Every file as it is after the steps of its job."""
        told = [self._told(number, job) for number, job in enumerate(jobs)]
        failed = self._ask(told)
        assert not failed, failed
        return [Path(one["target"]).read_bytes() for one in told]

    def _told(self, number: int, job: Job) -> dict[str, Any]:
        """A job in the words of ``hands.py``, its file written."""
        to, *by = job.to.split(":", 2)
        source, target = self._folder / f"job{number}.{job.suffix}", self._folder / f"done{number}.{to}"
        source.write_bytes(job.content)
        target.unlink(missing_ok=True)
        filter_ = by or [FILTERS.get(to, "writer_pdf_Export")]
        return {"source": str(source), "target": str(target), "filter": filter_, "steps": job.steps}

    def _ask(self, told: list[dict[str, Any]]) -> dict[str, str]:
        """Have jobs done; what could not be done of them, by number."""
        assert self._worker.stdout is not None
        patience = Timer(PATIENCE, self._worker.kill)
        patience.start()
        try:
            print(json.dumps(told), file=self._worker.stdin, flush=True)
            failed: dict[str, str] = json.loads(self._worker.stdout.readline())
        finally:
            patience.cancel()
        return failed

    @cached_property
    def _worker(self) -> subprocess.Popen[str]:
        profile = self._folder / "profile"
        settings = profile / "user" / "registrymodifications.xcu"
        settings.parent.mkdir(parents=True)
        settings.write_text(_ALWAYS_RECALCULATE, encoding="utf-8")
        command = [self._python, str(self.SCRIPT), self.program, profile.as_uri()]
        return subprocess.Popen(command, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def close(self) -> None:
        """End LibreOffice, if it was started."""
        if "_worker" in vars(self):
            self._worker.communicate(timeout=PATIENCE)
