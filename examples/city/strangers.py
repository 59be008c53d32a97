"""What lies about among the returns of 乌有市 and is no return of any of its units."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import gkxl
from city.files import book, packed, parts_of, written
from city.returns import changed
from city.roster import roster

if TYPE_CHECKING:
    from city.returns import Files, Reports

_SPACES: Final = 10_000_000
"""They take 10 kB in a zip, and are more than a workbook may hold in one place."""

_SHEETS: Final = 20_000
"""More than a workbook may have."""


def strangers(filed: Reports) -> Files:
    """The files by their names."""
    report = filed["示例-0001"]
    other = changed(report, {"cover.unit": "子虚市财政局", "cover.unit_code": "示例-9901"})
    right = book(report)
    return {
        "示例-9901 子虚市财政局.xlsx": book(other),
        "名册.xlsx": roster(),
        "空白表.xlsx": written("a.xlsx", lambda path: gkxl.write_template(path, year=report.cover.year)),
        "说明.txt": "请于1月20日前报送（示例）。".encode(),
        "往年报告.pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n".ljust(400, b"\n"),
        "宣传资料.xlsx": _bomb(right),
        "相册.xlsx": _many_sheets(right),
        "照片.7z": b"7z\xbc\xaf\x27\x1c\x00\x04".ljust(200, b"\x33"),
        "空文件夹.zip": packed({}),
        "扫描件.zip": packed({"__MACOSX/._report.xlsx": b"\0\5\x16\7", "scans/": b""}),
        "东篱区.zip/__MACOSX/._报表": b"\0\5\x16\7",
        "转发：年度报告.eml/签名.png": b"\x89PNG\r\n\x1a\n".ljust(64, b"\0"),
        "~$示例-0001 乌有市财政局.xlsx": b"\x06\x00" * 80,
        "Thumbs.db": b"\0" * 64,
    }


def _bomb(content: bytes) -> bytes:
    """A workbook that unpacks to a thousand times its size."""
    parts = parts_of(content)
    parts["xl/worksheets/sheet2.xml"] += b" " * _SPACES
    return packed(parts)


def _many_sheets(content: bytes) -> bytes:
    parts, name = parts_of(content), "xl/workbook.xml"
    sheets = "".join(
        f'<sheet name="S{number}" sheetId="{number}" r:id="rId1"/>' for number in range(99, _SHEETS)
    )
    parts[name] = parts[name].replace(b"</sheets>", f"{sheets}</sheets>".encode())
    return packed(parts)
