"""What is measured: as many returns as are wanted, of the units of the examples' imaginary city."""

from __future__ import annotations

import sys
from itertools import count, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from gkxl.forms import edition_of
from gkxl.model.outline import report_from, values_of
from gkxl.write.workbook import make_workbook

sys.path.insert(0, str(Path(__file__).parents[2] / "examples"))

from city.figures import reports as of_a_city

if TYPE_CHECKING:
    from collections.abc import Iterator

YEAR: Final = 2024
TOTAL: Final = "requests.received.total"


def reports(number: int) -> list[Any]:
    """Consistent reports, each of another unit with figures of its own."""
    return list(islice(_reports(), number))


def _reports() -> Iterator[Any]:
    codes = count(1)
    for seed in count():
        for report in of_a_city(YEAR, seed, {}).values():
            own = {"cover.unit_code": f"SL{next(codes):06}", "cover.unit": f"{report.cover.unit}{seed}"}
            yield report_from(edition_of(report).form, {**values_of(report), **own})


def write_returns(folder: Path, number: int, *, wrong: int = 0) -> Path:
    """A folder of returns with the roster that they are from, beside it; so many of ten have an error."""
    lines = ["单位代码,单位名称,层级,上级"]
    (folder / "returns").mkdir(parents=True)
    for at, report in enumerate(reports(number)):
        code, values = report.cover.unit_code, values_of(report)
        lines.append(f"{code},{report.cover.unit},部门单位,")
        found = {**values, TOTAL: values[TOTAL] + (at % 10 < wrong)}
        (folder / "returns" / f"{code}.xlsx").write_bytes(make_workbook(edition_of(report), found))
    (folder / "units.csv").write_text("\n".join(lines), encoding="utf-8")
    return folder / "returns"
