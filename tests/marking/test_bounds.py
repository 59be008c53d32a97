"""Files that cost much once they are marked, by accident or not: each within 3 seconds and 150 MB."""

from __future__ import annotations

import io
import re
import sys
import zipfile
import zlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

import gkxl
from costs import check_bounds
from gkxl.layout import places
from gkxl.model.outline import report_from
from workbooks import changed, different, packed, parts, sheet_part, with_cell, workbook

sys.path.insert(0, str(Path(__file__).parents[1] / "xlsx"))

from hostile import ordinary
from xlsx_files import Entry, by_hand

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows measures memory otherwise")

EDITION: Final = gkxl.EDITIONS["2021"]
FAULT: Final = "requests.received.natural_person"
END: Final = "</sheetData>"
ALL: Final = '<cols><col min="1" max="16384" style="1"/></cols>'
FILL: Final = '<fill><patternFill><bgColor indexed="{}"/></patternFill></fill>'


@cache
def faulty() -> bytes:
    content = workbook(report_from(EDITION.form, different(EDITION)))
    return with_cell(content, EDITION, FAULT, "<is><t>无</t></is>", ' t="inlineStr"')


def in_sheet(before: str, inside: str) -> bytes:
    """A faulty return whose faulty sheet has something more before what a pattern finds."""
    part = sheet_part(faulty(), places(EDITION)[FAULT].sheet)
    return changed(
        faulty(), lambda xml: re.sub(before, lambda found: inside + found[0], xml, count=1), part=part
    )


def in_styles(name: str, item: str, count: int) -> bytes:
    """A faulty return with so many more entries in a list of styles, no two of them the same."""
    items = "".join(item.format(zlib.crc32(str(n).encode())) for n in range(count))
    return changed(faulty(), lambda xml: xml.replace(f"</{name}>", f"{items}</{name}>"), part="styles")


def with_box_drawing(drawing: str) -> bytes:
    """A faulty return whose faulty sheet has a drawing of comments already."""
    part = sheet_part(faulty(), places(EDITION)[FAULT].sheet)
    found = parts(faulty())
    space = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    legacy = f'<legacyDrawing xmlns:r="{space}" r:id="v"/></worksheet>'
    found[part] = found[part].replace("</worksheet>", legacy)
    found[part.replace("sheets/", "sheets/_rels/") + ".rels"] = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="v" Type="{space}/vmlDrawing" Target="../drawings/v.vml"/></Relationships>'
    )
    return packed({**found, "xl/drawings/v.vml": drawing})


def with_theme(size: int) -> bytes:
    """A faulty return with a theme of so many blanks: equal pieces, each compressed for itself."""
    piece = b" " * (1 << 24)
    squeeze = zlib.compressobj(wbits=-15)
    packed_piece = squeeze.compress(piece) + squeeze.flush(zlib.Z_FULL_FLUSH)
    crc = 0
    for _ in range(size >> 24):
        crc = zlib.crc32(piece, crc)
    raw = packed_piece * (size >> 24) + squeeze.flush()
    with zipfile.ZipFile(io.BytesIO(faulty())) as package:
        known = [
            Entry(name=name.encode(), data=package.read(name))
            for name in package.namelist()
            if "theme" not in name
        ]
    return by_hand([*known, Entry(name=b"xl/theme/theme1.xml", raw=raw, crc=crc, unpacked=size)])


CASES: Final[dict[str, Callable[[], bytes]]] = {
    "a blank in the last row": lambda: in_sheet(
        "</sheetData>", '<row r="1048576"><c r="B1048576" s="3"/></row>'
    ),
    "a cell in the last column": lambda: in_sheet(
        "</sheetData>", '<row r="500"><c r="XFD500"><v>1</v></c></row>'
    ),
    "a wide merge": lambda: in_sheet("<mergeCell ", '<mergeCell ref="AA100:BZ200000"/>'),
    "the widest merge": lambda: in_sheet("<mergeCell ", '<mergeCell ref="Z99:XFD1048576"/>'),
    "a wide validation": lambda: in_sheet("<dataValidation ", '<dataValidation sqref="A1:XFD1048576"/>'),
    "a wide dimension": lambda: in_sheet("<sheetViews>", '<dimension ref="A1:XFD1048576"/>'),
    "styles of all columns": lambda: in_sheet(
        "<sheetData>", "<cols><col min='1' max='16384' style='1'/></cols>"
    ),
    "a theme of 2 GB": lambda: with_theme(2 << 30),
    "a theme of 3 GB": lambda: with_theme(3 << 30),
    "many blank cells": lambda: in_sheet(
        "</sheetData>", "".join(f'<row r="{n}">' + "<c/>" * 500 + "</row>" for n in range(1000, 2200))
    ),
    "many rows": lambda: in_sheet("</sheetData>", "".join(f'<row r="{n}"/>' for n in range(1000, 400_000))),
    "many formats": lambda: in_styles("cellXfs", '<xf numFmtId="0" fontId="{}"/>', 150_000),
    "many fills": lambda: in_styles("fills", FILL, 100_000),
    "many fonts": lambda: in_styles("fonts", '<font><sz val="{}"/></font>', 190_000),
    "many boxes": lambda: with_box_drawing("<xml>" + '<shape id="_x0000_s9"/>' * 300_000 + "</xml>"),
    "boxes in one another": lambda: with_box_drawing(f"<xml>{'<a>' * 300_000}{'</a>' * 300_000}</xml>"),
    "a box with many attributes": lambda: with_box_drawing(
        "<xml " + " ".join(f'a{n}="1"' for n in range(200_000)) + "/>"
    ),
    "a drawing of one text": lambda: with_box_drawing(
        '<xml xmlns:x="urn:schemas-microsoft-com:office:excel"><x:Row>' + "1" * (30 << 20) + "</x:Row></xml>"
    ),
}
"""Files by name; each of them has a fault to be marked."""


@pytest.mark.matrix
@pytest.mark.parametrize("name", CASES)
def test_marking_costs_no_more_than_its_bounds(name: str, tmp_path: Path) -> None:
    content = CASES[name]()
    assert len(content) < 20 << 20
    check_bounds(tmp_path, "marking", ordinary(), content, ".xlsx")


@pytest.mark.parametrize("name", ["a blank in the last row", "a wide merge", "a theme of 2 GB", "many rows"])
def test_what_costs_nothing_is_marked_in_its_own_bytes(name: str, tmp_path: Path) -> None:
    assert not gkxl.mark(CASES[name](), tmp_path / "退回.xlsx").fresh
