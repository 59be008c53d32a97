"""Writes a template for every unit of a roster, and says what was done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import gkxl
from gkxl.cli.collecting import sound_roster
from gkxl.cli.progress import bar
from gkxl.cli.terminal import complain, listed, say
from gkxl.cli.usage import CLEAN, ERRORS, UNUSABLE

if TYPE_CHECKING:
    from pathlib import Path

_NAMED: Final = 5


def run(roster: Path, *, year: int, output: Path, previous: Path | None, password: str | None) -> int:
    """Write the templates; the exit status."""
    units = sound_roster(roster)
    if units is None:
        return UNUSABLE
    with bar() as progress:
        issued = gkxl.write_templates(
            units, year=year, output=output, previous=previous, password=password, progress=progress
        )
    _tell(issued, output)
    return ERRORS if issued.different else CLEAN


def _tell(issued: gkxl.Issued, output: Path) -> None:
    written, kept = len(issued.written), len(issued.kept)
    say(
        f"已写出 {written} 份模板：{output}" + (f"（另有 {kept} 份已在，内容相同）" if kept else ""),
        f"Wrote {written} templates: {output}" + (f" ({kept} were there already)" if kept else ""),
    )
    names = [unit.name for unit in issued.without_last_year]
    if names:
        units = listed(names, _NAMED)
        say(
            f"{len(names)} 个单位没有上年报表，没有填入上年结转数：{units}",
            f"{len(names)} units have no report of last year to be filled in from: {units}",
        )
    if issued.different:
        files = listed([path.name for path in issued.different], _NAMED)
        complain(
            f"{len(issued.different)} 份同名文件内容不同，可能已经填写，没有覆盖：{files}",
            f"{len(issued.different)} files were there with another content and were left alone: {files}",
        )
