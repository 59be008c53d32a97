"""The demo: a real return of 2023, carried through every step, once right and once with faults in it.

The figures are those that the unit published. The texts were written for this demo, to agree with the
figures; the contacts, the code and the date on the cover are invented, and say 示例.
"""

from __future__ import annotations

import json
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

import gkxl
from gkxl.files.save import make_folder
from gkxl.frozen import frozen
from gkxl.text import Wording

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


FAULTS: Final[dict[str, Any]] = {
    "disclosure.permits.decisions": "约73",
    "requests.received.total": 9,
    "requests.carried_forward.natural_person": None,
}
"""What is typed over, by path: about 73 permits, a total that does not add up, a blank for a zero."""

DATA: Final = "anyang-hightech-2023.json"

_NAME: Final = "安阳高新技术产业开发区-2023"


@frozen
class DemoFiles:
    """What the demo wrote.

    Attributes:
        template: The blank template of the year.
        filled: The return, as the unit sends it back.
        faulty: The same with three faults planted in it.
        normalized: The return as gkxl writes it.
    """

    template: Path
    filled: Path
    faulty: Path
    normalized: Path

    def files(self) -> Iterator[tuple[Wording, Path]]:
        """Every file with what it is."""
        yield Wording("空白模板", "blank template"), self.template
        yield Wording("填好的报表", "filled return"), self.filled
        yield Wording("故意填错三处的报表", "return with three faults"), self.faulty
        yield Wording("规范表格", "normalised workbook"), self.normalized


def report() -> gkxl.Report:
    """The return that the demo is about."""
    return gkxl.from_dict(json.loads(files(__name__).joinpath(DATA).read_text(encoding="utf-8")))


def make(directory: Path) -> DemoFiles:
    """Write the workbooks of the demo into a folder, which is made if need be.

    Raises:
        WriteError: The folder or a file cannot be written.
    """
    make_folder(directory)
    made = DemoFiles(
        template=directory / "空白模板-2023.xlsx",
        filled=directory / f"{_NAME}-报表.xlsx",
        faulty=directory / f"{_NAME}-填错三处的报表.xlsx",
        normalized=directory / f"{_NAME}-规范表格.xlsx",
    )
    gkxl.write_template(made.template, year=2023)
    gkxl.write_workbook(report(), made.filled)
    gkxl.fill_template(made.filled, FAULTS, made.faulty)
    _normalize(made.filled, made.normalized)
    return made


def _normalize(filled: Path, normalized: Path) -> None:
    returned = gkxl.read(filled).report
    if returned is not None:
        gkxl.write_workbook(gkxl.normalized(returned), normalized)
