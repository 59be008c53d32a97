"""``gkxl template``: what an office asks for, in a file or as options, on every form that it issues."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import gkxl
from commands import gkxl_command
from workbooks import opened

if TYPE_CHECKING:
    from pathlib import Path

TABLE = (
    "项目,内容\n报送截止日期,2026年1月20日\n报送方式,发到邮箱\n行政许可,含委托下放的\n自然人,含港澳台居民\n"
)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gbk"])
def test_requirements_come_from_a_table_and_from_options(encoding: str, tmp_path: Path) -> None:
    """Options count where both say something; a heading of the form is a prompt beside its cells."""
    (tmp_path / "要求.csv").write_text(TABLE, encoding=encoding)
    done = gkxl_command(
        "template", "--year", 2025, "--requirements", "要求.csv", "--deadline", "2026年1月15日",
        "--contact", "示例甲", "--phone", "000-00000001", "-o", "a.xlsx", cwd=tmp_path,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert dict(gkxl.read(tmp_path / "a.xlsx").requirements) == {
        "报送截止日期": "2026年1月15日",
        "报送方式": "发到邮箱",
        "联系人": "示例甲",
        "电话": "000-00000001",
    }
    book = opened((tmp_path / "a.xlsx").read_bytes())
    told = [guard.prompt for sheet in book for guard in sheet.data_validations.dataValidation]
    assert any("含委托下放的" in str(prompt) for prompt in told)
    assert any("含港澳台居民" in str(prompt) for prompt in told)


def test_a_heading_that_the_form_does_not_have_is_told(tmp_path: Path) -> None:
    (tmp_path / "要求.csv").write_text("行政许可证,全部\n", encoding="utf-8")
    done = gkxl_command(
        "template", "--year", 2025, "--requirements", "要求.csv", "-o", "a.xlsx", cwd=tmp_path
    )
    assert done.returncode == 2
    assert "“行政许可证”既不是要求" in done.stderr
    assert not (tmp_path / "a.xlsx").exists()


def test_every_form_of_a_roster_says_what_the_office_asks_for(tmp_path: Path) -> None:
    (tmp_path / "名册.csv").write_text("单位代码,单位名称\nA1,某局\nA2,某委\n", encoding="utf-8")
    done = gkxl_command(
        "template", "--year", 2025, "--roster", "名册.csv", "--deadline", "2026年1月15日", "-o", "模板",
        cwd=tmp_path,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    asked = [gkxl.read(path).requirements for path in sorted((tmp_path / "模板").iterdir())]
    assert asked == [(("报送截止日期", "2026年1月15日"),)] * 2
