"""A city whose offices published what they filed, or something else; every kind of fault is there once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, Final

from offices import YEAR, book, roster, values, write

import gkxl
from gkxl.forms import edition_for
from gkxl.model.outline import report_from
from gkxl.publication.write.docx_writer import docx_bytes
from gkxl.publication.write.html_writer import to_html

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

NAMES: Final = (
    "财政局", "水务局", "教育局", "民政局", "司法局", "审计局",
    "统计局", "信访局", "商务局", "住建局", "林业局", "体育局",
)  # fmt: skip
UNITS: Final = {f"A{number:02}": f"某市{name}" for number, name in enumerate(NAMES, start=1)}
"""The offices by their codes."""

CELL: Final = "disclosure.permits.decisions"
"""The cell in which a figure is published otherwise."""


def filed(code: str, **changed: Any) -> dict[str, Any]:  # noqa: ANN401 (of any cell)
    """What a unit filed, with cells changed; dots are written as two lines."""
    found = values(code, UNITS[code])
    return found | {path.replace("__", "."): value for path, value in changed.items()}


def page(found: Mapping[str, Any]) -> bytes:
    """A return as a web page."""
    return to_html(report_from(edition_for(YEAR).form, dict(found)), draft=True).encode()


def word(found: Mapping[str, Any]) -> bytes:
    """A return as a Word document."""
    return docx_bytes(report_from(edition_for(YEAR).form, dict(found)), draft=True)


def otherwise(code: str) -> dict[str, Any]:
    """What a unit filed, but for one figure."""
    return filed(code) | {CELL: filed(code)[CELL] + 1}


def collect(folder: Path, left_out: tuple[str, ...] = (), **returns: bytes) -> gkxl.Collection:
    """The collection of what all units filed, of whom some sent nothing or something else."""
    text = "单位代码,单位名称\n" + "".join(f"{code},{name}\n" for code, name in UNITS.items())
    sent = {code: book(filed(code)) for code in UNITS if code not in left_out} | returns
    place = write(folder / "报回", {f"{code}.xlsx": data for code, data in sent.items()})
    return gkxl.collect(place, roster=roster(text), year=YEAR, output=folder / "汇总", marks=False)


def diff(
    collection: gkxl.Collection, folder: Path, files: Mapping[str, bytes]
) -> gkxl.comparison.PublishedComparison:
    """What comes of comparing it with these published files, read in this process."""
    write(folder / "公布", files)
    with ThreadPoolExecutor(1) as here:
        return gkxl.comparison.diff_published(collection, folder / "公布", executor=here)


def faults() -> dict[str, bytes]:
    """What all units published, with faults of every kind."""
    name = {code: f"{UNITS[code]}2024年报" for code in UNITS}
    last_year = {**filed("A08"), "cover.year": YEAR - 1}
    return {
        f"{name['A01']}.html": page(filed("A01")),
        f"{name['A02']}.html": page(otherwise("A02")),
        f"{name['A03']}.docx": word(filed("A03", other_matters="另写。")),
        f"{name['A04']}.html": page(filed("A04")).replace(b"</td>", "余</td>".encode(), 1),
        f"{name['A05']}.docx": word(filed("A05"))[:3000],
        f"{UNITS['A06']}/a.html": page(filed("A06")),
        f"{UNITS['A06']}/b.docx": word(otherwise("A06")),
        f"{UNITS['A07']}/a.html": page(filed("A07")),
        f"{UNITS['A07']}/b.docx": word(filed("A07")),
        f"{name['A08']}.html": page(last_year),
        f"{UNITS['A09']}.html": page(filed("A10")),
        f"{name['A11']}.html": page(filed("A11")),
        f"{name['A12']}.png": b"\x89PNG\r\n\x1a\n",
        "目录.html": "<html><p>目录</p></html>".encode(),
        "外地.html": page(filed("A01") | {"cover.unit": "外市财政局"}),
    }


STATUSES: Final = {
    "A01": "same", "A02": "different", "A03": "different", "A04": "incomplete", "A05": "unreadable",
    "A06": "several", "A07": "same", "A08": "unpublished", "A09": "unpublished", "A10": "unpublished",
    "A11": "unfiled", "A12": "unreadable",
}  # fmt: skip
"""What comes of it, where A11 sent nothing."""
