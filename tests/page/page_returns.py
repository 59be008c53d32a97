"""Returns for the page, by what they come to, made from the report of the demo."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any, Final

import gkxl
from gkxl import demo

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

CARRIED: Final = "requests.carried_forward.natural_person"

LAST: Final[Mapping[str, Any]] = {"cover.year": 2022, CARRIED: 3, "requests.carried_forward.total": 3}
"""What last year's return has otherwise: three requests carried forward, which this year lacks."""

MARKUP: Final = (
    "<img src=x onerror=document.title='owned'>",
    "</script><script>document.title='owned'</script>",
    "\"><svg onload=document.title='owned'>",
    "&lt;b&gt;&amp;",
)
"""Texts that would be more than texts if a page let them."""


def report(**cells: Any) -> gkxl.Report:  # noqa: ANN401 (what a cell holds)
    """The report of the demo with other cells, by path with ``__`` for each dot."""
    figures = gkxl.to_dict(demo.report())
    changed = {path.replace("__", "."): value for path, value in cells.items()}
    return gkxl.from_dict(figures | {"cells": figures["cells"] | changed})


def workbook(folder: Path, name: str, **cells: Any) -> Path:  # noqa: ANN401 (what a cell holds)
    """A return with other cells than the demo's."""
    gkxl.write_workbook(report(**cells), folder / name)
    return folder / name


def last_year(folder: Path, name: str = "上年.xlsx") -> Path:
    """The return of the year before."""
    return workbook(folder, name, **LAST)


def faulty(folder: Path, values: Mapping[str, Any], name: str = "报表.xlsx") -> Path:
    """A return with values typed into its cells."""
    gkxl.fill_template(workbook(folder, "before.xlsx"), values, folder / name)
    return folder / name


def small_roster(folder: Path, *names: str) -> Path:
    """A roster of these units, whose codes count them."""
    out = io.StringIO()
    csv.writer(out).writerows([("单位代码", "单位名称"), *((str(at), name) for at, name in enumerate(names))])
    (folder / "名册.csv").write_text(out.getvalue(), encoding="utf-8")
    return folder / "名册.csv"


def returned(folder: Path, code: int, name: str, file: str, **cells: Any) -> Path:  # noqa: ANN401 (what a cell holds)
    """The return of a unit of such a roster, with other figures than those of the others."""
    folder.mkdir(exist_ok=True)
    own = {"cover__unit": name, "cover__unit_code": str(code), "disclosure__permits__decisions": 100 + code}
    return workbook(folder, file, **own | cells)
