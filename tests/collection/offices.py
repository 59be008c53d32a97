"""Returns of a handful of offices, and a collection made of them."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any, Final

import gkxl
from gkxl.forms import EDITIONS, edition_for
from gkxl.model.outline import cells, report_from, values_of, with_totals
from gkxl.rules.rule import rules
from gkxl.write.workbook import make_workbook
from published import WRITTEN

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

YEAR: Final = 2024
ROSTER: Final = """单位代码,单位名称,层级,上级
A1,某市财政局,部门单位,某市
A2,某市水务局,部门单位,某市
B0,某县人民政府,县级,某市
B1,某县财政局,部门单位,B0
B2,某县水务局,部门单位,B0
"""


def values(code: str, name: str, seed: object = "", *, year: int = YEAR) -> dict[str, Any]:
    """The consistent values of a return, other ones for every code and seed."""
    form, dice = edition_for(year).form, random.Random(f"{code}{seed}")  # noqa: S311 (no secret)
    found: dict[str, Any] = {
        cell.path: "" if cell.type is str else cell.type(dice.randrange(30))
        for cell in cells(form)
        if not cell.computed
    }
    found |= {path: 0 for path in found if path.startswith("disclosure.regulations.")}  # offices make none
    for rule in rules(edition_for(year)):
        if not rule.is_sum and not rule.follows:
            left, right = (sum(found[path] for path in side.inputs) for side in (rule.left, rule.right))
            found[rule.right.inputs[-1] if left > right else rule.left.inputs[-1]] += abs(left - right)
    own = {"cover.year": year, "cover.unit": name, "cover.unit_code": code, "cover.level": "部门单位"}
    return with_totals(form, found | WRITTEN | own)


def book(found: Mapping[str, Any]) -> bytes:
    """The workbook that holds these values."""
    return make_workbook(edition_for(found["cover.year"]), found)


def added(*parts: Mapping[str, Any], **cover: Any) -> dict[str, Any]:  # noqa: ANN401 (lines of the cover)
    """The sum of returns, as their parent files it."""
    edition = EDITIONS["2021"]
    total = gkxl.aggregate(report_from(edition.form, part) for part in parts)
    return values_of(total) | WRITTEN | cover


def write(folder: Path, files: Mapping[str, bytes]) -> Path:
    """A folder that holds these files."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


def roster(text: str = ROSTER) -> gkxl.collection.Roster:
    return gkxl.read_roster(text.encode())


def collected(
    folder: Path,
    files: Mapping[str, bytes],
    *,
    units: str = ROSTER,
    **options: Any,  # noqa: ANN401 (of collect)
) -> gkxl.Collection:
    """The collection of these files."""
    returns = write(folder / "returns", files)
    return gkxl.collect(returns, roster=roster(units), year=YEAR, output=folder / "out", **options)


def statuses(collection: gkxl.Collection) -> dict[str, str]:
    """What became of every unit, by its code."""
    return {entry.unit.code: entry.status.value for entry in collection.ledger}
