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


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("本年新收政府信息公开申请数量", {"D5", "I5"}),
        ("部分公开", {"D8", "I8"}),
        ("(一) 予以公开", {"D7", "I7"}),
        ("一、本年新收政府信息公开申请数量 / 自然人", {"D5"}),
    ],
)
def test_a_heading_may_be_written_shorter_than_the_form_prints_it(
    name: str, shown: set[str], tmp_path: Path
) -> None:
    """Without its number or its brackets, or with the heading of a column behind it."""
    (tmp_path / "要求.csv").write_text(f"{name},另见附件\n", encoding="utf-8")
    done = gkxl_command(
        "template", "--year", 2025, "--requirements", "要求.csv", "-o", "a.xlsx", cwd=tmp_path
    )
    assert done.returncode == 0, done.stderr
    guards = opened((tmp_path / "a.xlsx").read_bytes())["三、申请办理"].data_validations.dataValidation
    told = [guard.sqref for guard in guards if "另见附件" in str(guard.prompt)]
    assert {cell for cell in ("D5", "I5", "D7", "I7", "D8", "I8") if any(cell in at for at in told)} == shown


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
