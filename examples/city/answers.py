"""How the units of 乌有市 answer: they correct their marked copies, explain, or send what was missing."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import gkxl
from city.files import book, in_openpyxl
from city.returns import TABLES, TEXTS, changed
from city.units import UNITS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from openpyxl import Workbook
    from openpyxl.cell import Cell

    from city import City
    from city.returns import Files

_EXPLAINED: Final = {
    "示例-0016": {"explain.year.brought_forward.requests.brought_forward.business": "上年漏报2件，本年补登。"}
}
"""What is right though it is unusual: what the unit writes on the check sheet."""

_AS_IT_IS: Final = ("示例-0002", "示例-0303")
"""Who only saves the copy: the total of one was put right there, the figures of one are right."""

_SENT_AGAIN: Final = ("未报", "无法读取", "上年表", "非本单位")


def answers(city: City, collection: gkxl.Collection) -> Files:
    """The files that come after returns were collected, by their names; the earlier ones stay."""
    units = {unit.code: unit for unit in UNITS}
    found: Files = {}
    for copy in sorted((collection.path.parent / "退回").rglob("*.xlsx")):
        unit = units[copy.name[:7]]
        content = copy.read_bytes()
        typed = _EXPLAINED.get(unit.code) or _misfiled(content, city.reports[unit.code])
        if typed or unit.code in _AS_IT_IS:
            found[f"改正/{copy.name}"] = _corrected(content, typed)
    for entry in collection.ledger:
        if entry.status in _SENT_AGAIN:
            unit = units[entry.unit.code]
            found[f"补报/{unit}.xlsx"] = book(_sent_again(city, unit.code))
    return found


def _misfiled(content: bytes, right: gkxl.Report) -> dict[str, Any]:
    """What a unit has to change in a return: all but totals, which are formulas, and the cover."""
    values = gkxl.read(content).values
    meant = gkxl.to_dict(right)["cells"]
    return {
        path: Decimal(value) if path.startswith(TABLES) else value
        for path, value in meant.items()
        if path.startswith((*TABLES, *TEXTS)) and "total" not in path and str(values[path]) != str(value)
    }


def _corrected(content: bytes, values: Mapping[str, Any]) -> bytes:
    def edit(_book: Workbook, cell: Callable[[str], Cell]) -> None:
        for path, value in values.items():
            cell(path).value = value
            cell(path).number_format = "General"

    return in_openpyxl(content, edit)


def _sent_again(city: City, code: str) -> gkxl.Report:
    """The report of a unit; where it sent the document that it published, what that has, and its cover."""
    right = city.reports[code]
    cells = gkxl.to_dict(right)["cells"]
    cover = {path: value for path, value in cells.items() if path.startswith("cover.")}
    for document in city.returns.glob(f"{code} *.docx"):
        published = gkxl.read_published(document).report
        return changed(published, cover) if published else right
    return right
