"""What lies among the returns and is none is told for what it is; of a register nothing else is kept."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from registers import MARKERS

import gkxl
from gkxl import demo
from gkxl.collection.intake.non_returns import find_non_return
from gkxl.forms.register import Application, Register
from gkxl.register.sheets import make_register
from workbooks import opened, saved, workbook

if TYPE_CHECKING:
    from pathlib import Path

_PRIVATE: Final[Any] = dict(zip(("applicant", "summary", "remark"), MARKERS, strict=True))
REGISTER: Final = make_register(
    Register(
        year=2023,
        applications=(Application(number="1", received=date(2023, 1, 5), kind="自然人", **_PRIVATE),),
    )
)


def test_a_register_is_told_by_its_columns_whatever_its_sheets_are_called() -> None:
    book = opened(REGISTER)
    book["申请"].title = "台账"
    for name in ("争议", "计数", "口径", "_gkxl", "_gkxl_days"):
        del book[name]
    for content in (REGISTER, saved(book)):
        issue = find_non_return(content)
        assert issue is not None
        assert "登记簿" in issue.message
        assert "不应报送" in issue.message


def test_a_report_and_a_roster_are_no_register() -> None:
    assert find_non_return(workbook(demo.report())) is None
    roster = "编号,单位代码,单位名称,类别,承办单位,备注\n1,A1,某局,一类,办公室,无\n".encode()
    issue = find_non_return(roster)
    assert issue is not None
    assert "登记簿" not in issue.message


def test_a_register_among_the_returns_is_ignored_and_nothing_of_it_is_kept(tmp_path: Path) -> None:
    """Also in a zip; every file of the collection is searched for what it holds."""
    returns, output = tmp_path / "报回", tmp_path / "汇总"
    returns.mkdir()
    (returns / "登记簿.xlsx").write_bytes(REGISTER)
    with zipfile.ZipFile(returns / "包.zip", "w") as packed:
        packed.writestr("登记簿.xlsx", REGISTER)
    (returns / "报告.xlsx").write_bytes(workbook(demo.report()))
    roster = gkxl.read_roster("单位代码,单位名称\n示例-410500,安阳高新技术产业开发区管理委员会\n".encode())
    gkxl.collect(returns, roster=roster, year=2023, output=output)
    ledger = "".join(
        str(cell.value)
        for sheet in opened((output / "汇总.xlsx").read_bytes())
        for line in sheet.iter_rows()
        for cell in line
    )
    page = (output / "index.html").read_text(encoding="utf-8")
    assert "不应报送" in page + ledger
    for path in output.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            if zipfile.is_zipfile(io.BytesIO(content)):
                with zipfile.ZipFile(io.BytesIO(content)) as parts:
                    content = b"".join(map(parts.read, parts.namelist()))
            assert [marker for marker in MARKERS if marker.encode() in content] == [], path.name
