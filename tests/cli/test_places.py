"""What a command writes has a name that opens, and a folder, and replaces nothing that it reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from commands import gkxl_command
from gkxl import demo

if TYPE_CHECKING:
    from pathlib import Path

TO_WORKBOOKS = ("mark", "normalize", "migrate")
TO_OTHERS = (("publish", "a.docx"), ("publish", "a.html"), ("export", "a.csv"), ("plot", "a.svg"))


@pytest.fixture(scope="module")
def filed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A return without errors, alone in its folder."""
    made = demo.make(tmp_path_factory.mktemp("demo")).filled
    return made.rename(tmp_path_factory.mktemp("returns") / made.name)


@pytest.mark.matrix
@pytest.mark.parametrize(
    ("command", "name"), [*((command, "a.xlsx") for command in TO_WORKBOOKS), *TO_OTHERS]
)
def test_a_folder_that_is_missing_is_made(filed: Path, tmp_path: Path, command: str, name: str) -> None:
    """One folder, as the guide for offices has it; a path with more of them missing is a slip."""
    done = gkxl_command(command, filed, "-o", tmp_path / "退回" / name)
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "退回" / name).is_file()
    slip = gkxl_command(command, filed, "-o", tmp_path / "no" / "such" / name)
    assert (slip.returncode, "文件夹不存在" in slip.stderr, (tmp_path / "no").exists()) == (2, True, False)


def test_a_folder_is_made_for_a_template_an_import_and_a_comparison(filed: Path, tmp_path: Path) -> None:
    page = tmp_path / "发布" / "a.html"
    for command in (
        ("publish", filed, "-o", page),
        ("template", "--year", 2024, "-o", tmp_path / "下发" / "a.xlsx"),
        ("import", page, "-o", tmp_path / "导入" / "a.xlsx"),
        ("diff", filed, page, "-o", tmp_path / "比较" / "a.html"),
    ):
        assert gkxl_command(*command).returncode == 0, command[0]
    assert {path.name for path in tmp_path.iterdir()} == {"发布", "下发", "导入", "比较"}


@pytest.mark.parametrize("name", ["退回", "退回.xls", "退回.docx"])
@pytest.mark.parametrize("command", ["template", "import", *TO_WORKBOOKS])
def test_a_workbook_has_the_name_of_one(filed: Path, tmp_path: Path, command: str, name: str) -> None:
    """No program would open it else."""
    about = ("--year", 2024) if command == "template" else (filed,)
    done = gkxl_command(command, *about, "-o", name, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (2, f"不知道“{name}”是什么格式，请用 .xlsx 作扩展名。\n")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", [*TO_WORKBOOKS, "export"])
def test_what_is_read_is_never_replaced(filed: Path, command: str) -> None:
    """What a unit filed is there afterwards, by whatever path it is named."""
    before = filed.read_bytes()
    again = filed.parent / ".." / filed.parent.name / filed.name
    done = gkxl_command(command, filed.parent if command == "export" else filed, "-o", again)
    assert done.returncode == 2
    assert "是读取的文件，不能覆盖" in done.stderr
    same = filed.read_bytes() == before
    assert same


def test_a_page_that_is_compared_is_not_replaced_by_the_comparison(filed: Path, tmp_path: Path) -> None:
    page = tmp_path / "a.html"
    gkxl_command("publish", filed, "-o", page)
    done = gkxl_command("diff", filed, page, "-o", page)
    assert (done.returncode, "不能覆盖" in done.stderr) == (2, True)
