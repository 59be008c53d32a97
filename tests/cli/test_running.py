"""What the command line says of itself, and of arguments that it cannot use."""

from __future__ import annotations

import errno
import json
import os
import shlex
import shutil
import subprocess
import sys
from importlib.metadata import version
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Final

import pytest

import gkxl.cli
from commands import gkxl_command, gkxl_process
from gkxl import demo
from gkxl.cli import running
from gkxl.model.outline import cells
from gkxl.rules.rule import rules
from gkxl.text import visible

if TYPE_CHECKING:
    from pathlib import Path


def test_the_program_runs_in_a_process_of_its_own() -> None:
    assert gkxl_process("form", "--edition", "2021").stdout == gkxl_command("form").stdout


def test_the_version_is_that_of_the_package() -> None:
    done = gkxl_command("--version")
    assert (done.returncode, done.stdout) == (0, f"gkxl {version('gkxl')}\n")


def test_no_command_is_a_call_for_help() -> None:
    assert gkxl_command().stdout == gkxl_command("-h").stdout


@pytest.mark.parametrize(
    ("stop", "status", "said"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), 2, ["无法读写文件：磁盘已满。"]),
        (gkxl.errors.WriteError("写不了。"), 2, ["写不了。"]),
        (KeyboardInterrupt(), 130, []),
    ],
)
def test_what_stops_a_command_is_one_sentence(
    stop: BaseException, status: int, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise stop

    monkeypatch.setattr(gkxl, "write_template", stopped)
    done = gkxl_command("template", "--year", 2024, "-o", "a.xlsx")
    assert (done.returncode, done.stdout, done.stderr.splitlines()) == (status, "", said)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["template"], "缺少选项 --year。"),
        (["template", "--year", "x"], "--year 的值不能用（"),
        (["template", "--year", "2o25"], "--year 的值不能用（“2o25”不是整数）。"),
        (["--lang", "de", "form"], "--lang 的值不能用（“de”不在 'zh', 'en' 之内）。"),
        (["mark", "x"], "缺少选项 -o。"),
        (["check"], "缺少参数 文件。"),
        (["check", "--nope"], "没有 --nope 这个选项。"),
        (["check", "--yea"], "没有 --yea 这个选项。相近的有 --year。"),
        (["check", "x", "--json=1"], "选项 --json 后面不写内容。"),
        (["chekc"], "没有 chekc 这个命令。"),
        (["form", "x"], "多出了参数 x。"),
        (["normalize", "x", "-o"], "选项 -o 后面缺少内容。"),
    ],
)
def test_a_wrong_argument_is_one_chinese_sentence(arguments: list[str], sentence: str) -> None:
    done = gkxl_command(*arguments)
    (line,) = done.stderr.splitlines()
    assert (done.returncode, done.stdout) == (2, "")
    assert line.startswith(sentence)
    assert line.endswith("输入 gkxl -h 查看用法。")


@pytest.mark.parametrize("dropped", [["a.xlsx"], ["报回"], ["a.xlsx", "报回"], ["报回", "--codes"]])
def test_files_dropped_on_the_program_are_checked(dropped: list[str], tmp_path: Path) -> None:
    """A clerk drops a folder on the icon; there is no command then."""
    (tmp_path / "报回").mkdir()
    for name in ("a.xlsx", "报回/b.xlsx"):
        gkxl.write_template(tmp_path / name, year=2024)
    done = gkxl_command(*dropped, cwd=tmp_path)
    assert done.returncode == 1
    assert done == gkxl_command("check", *dropped, cwd=tmp_path)


@pytest.mark.parametrize(
    ("platform", "is_terminal", "asked"), [("win32", True, 1), ("win32", False, 0), ("linux", True, 0)]
)
def test_the_window_of_what_was_dropped_stays_open(
    platform: str, is_terminal: object, asked: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows closes the window with the program, and what was found with it; a script must not wait."""
    told: list[str] = []
    monkeypatch.setattr(
        running,
        "sys",
        SimpleNamespace(platform=platform, stdin=SimpleNamespace(isatty=lambda: is_terminal)),
    )
    monkeypatch.setattr("builtins.input", told.append)
    running.keep_open()
    assert len(told) == asked


def test_a_command_is_meant_where_a_file_has_its_name(tmp_path: Path) -> None:
    (tmp_path / "form").touch()
    assert gkxl_command("form", cwd=tmp_path).stdout == gkxl_command("form").stdout


@pytest.mark.parametrize(("typed", "offered"), [("c", {"check", "collect"}), ("check --pre", {"--previous"})])
def test_a_shell_completes_what_is_typed(typed: str, offered: set[str]) -> None:
    asked = {
        "_GKXL_COMPLETE": "bash_complete",
        "COMP_WORDS": f"gkxl {typed}",
        "COMP_CWORD": str(len(typed.split())),
    }
    command = [sys.executable, "-m", "gkxl"]
    done = subprocess.run(command, env={**os.environ, **asked}, capture_output=True, check=False, text=True)
    assert {line.split(",")[1] for line in done.stdout.splitlines()} == offered


def returned(folder: Path, *names: str) -> None:
    for name in names:
        gkxl.write_template(folder / name, year=2024)


BARRED: Final = (
    "setpriv",
    "--bounding-set=-dac_override,-dac_read_search",
    "--inh-caps=-dac_override,-dac_read_search",
)
"""Runs a program that may not read what is closed, not even for the administrator."""


def can_bar() -> bool:
    if sys.platform == "win32" or not shutil.which(BARRED[0]):
        return False
    return subprocess.run([*BARRED, "true"], capture_output=True, check=False).returncode == 0


@pytest.mark.skipif(not can_bar(), reason="nothing here is closed to its administrator")
@pytest.mark.parametrize(("closed", "mode"), [("报1.xlsx", 0), ("下级", 0), ("下级", 0o444), ("下级", 0o111)])
def test_a_closed_file_or_folder_is_named_and_stops_no_others(closed: str, mode: int, tmp_path: Path) -> None:
    (tmp_path / "下级").mkdir()
    returned(tmp_path, "报1.xlsx", "报2.xlsx", "下级/报3.xlsx")
    (tmp_path / closed).chmod(mode)
    (tmp_path / ".Trashes").mkdir(0)
    command = [*BARRED, sys.executable, "-m", "gkxl", "check", ".", "报1.xlsx", "--json"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
    (tmp_path / closed).chmod(0o755)
    found = {one["file"]: one["issues"][0]["message"] for one in json.loads(done.stdout)["files"]}
    assert done.returncode == 2
    assert "没有" in found.pop(closed)
    assert "权限" not in str(found)
    assert ".Trashes" not in found
    assert "报2.xlsx" in found


@pytest.mark.parametrize("pattern", ["*.xlsx", "报?.xlsx", "**/报*.xlsx"])
def test_wildcards_are_expanded(pattern: str, tmp_path: Path) -> None:
    """The shells of Windows leave them as they are; of files that Excel holds open there are shadows."""
    returned(tmp_path, "报1.xlsx", "报2.xlsx")
    (tmp_path / "~$报1.xlsx").touch()
    done = gkxl_command("check", pattern, cwd=tmp_path)
    assert done == gkxl_command("check", "报1.xlsx", "报2.xlsx", cwd=tmp_path)


def test_a_name_with_brackets_is_a_name(tmp_path: Path) -> None:
    returned(tmp_path, "报表[1].xlsx", "报表1.xlsx")
    assert "报表[1].xlsx" in gkxl_command("check", "报表[1]*", cwd=tmp_path).stdout
    assert "报表1.xlsx" not in gkxl_command("check", "报表[1].xlsx", cwd=tmp_path).stdout


def test_a_pattern_that_no_file_has_is_named(tmp_path: Path) -> None:
    done = gkxl_command("check", "没有*.xlsx", cwd=tmp_path)
    assert (done.returncode, "没有*.xlsx" in done.stdout) == (2, True)


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", '上年 报表"'),
        ("check", "a.xlsx", "--previous", '上年 报表" --json'),
        ("mark", "a.xlsx", "--previous", '上年 报表" -o 退回.xlsx'),
        ('上年 报表"',),
        ("diff", '上年 报表" 今年"'),
        ("collect", '上年 报表" --roster 名册.csv -o 汇总" --year 2024'),
    ],
)
def test_a_quotation_mark_that_a_backslash_took_is_explained(arguments: tuple[str, ...]) -> None:
    r"""What cmd makes of ``"上年 报表\" --json``."""
    done = gkxl_command(*arguments)
    (line,) = done.stderr.splitlines()
    assert (done.returncode, done.stdout) == (2, "")
    assert "反斜杠" in line
    assert '"上年 报表"' in line


def test_quotation_marks_in_pairs_are_text(tmp_path: Path) -> None:
    done = gkxl_command("template", "--year", 2024, "--unit", 'a"b"c', "-o", tmp_path / "a.xlsx")
    assert (done.returncode, done.stderr) == (0, "")


def test_a_wrong_argument_in_english() -> None:
    done = gkxl_command("--lang", "en", "template")
    assert done.returncode == 2
    assert done.stderr.splitlines() == ["Missing option '--year'. See gkxl -h."]


@pytest.mark.parametrize("language", [("--lang", "en"), ("--lang=en",)])
def test_the_language_may_be_named_before_or_after_the_command(language: tuple[str, ...]) -> None:
    first, last = gkxl_command(*language, "form"), gkxl_command("form", *language)
    assert first.returncode == last.returncode == 0
    assert first.stdout == last.stdout != gkxl_command("form").stdout


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_command_of_a_command_is_listed_or_said_to_be_unknown(language: str) -> None:
    listed = gkxl_command("--lang", language, "register")
    assert listed == gkxl_command("--lang", language, "register", "--help")
    unknown = gkxl_command("--lang", language, "register", "rol")
    assert unknown.returncode == 2
    assert "rol" in unknown.stderr
    assert "roll" in unknown.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="closed by a shell of Unix")
def test_without_a_terminal_the_status_is_the_same(tmp_path: Path) -> None:
    """As under pythonw, which has no standard streams."""
    gkxl.write_workbook(demo.report(), tmp_path / "a.xlsx")
    command = f"{shlex.quote(sys.executable)} -m gkxl check a.xlsx <&- >&- 2>&-"
    assert subprocess.run(command, shell=True, cwd=tmp_path, check=False).returncode == 0  # noqa: S602 (ours)


def test_the_package_runs_as_a_module() -> None:
    done = subprocess.run([sys.executable, "-m", "gkxl", "--version"], capture_output=True, check=True)
    assert done.stdout.decode().startswith("gkxl ")


def test_a_template_is_written_for_a_year_and_a_unit(tmp_path: Path) -> None:
    unit = ("--unit", "某市财政局", "--unit-code", "X1", "--level", "部门单位")
    done = gkxl_command("template", "--year", 2024, *unit, "-o", tmp_path / "a.xlsx")
    assert (done.returncode, done.stderr) == (0, "")
    gkxl.write_template(tmp_path / "b.xlsx", year=2024, unit="某市财政局", unit_code="X1", level="部门单位")
    same = (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    assert same


def test_a_unit_beside_a_roster_is_refused(tmp_path: Path) -> None:
    """It would be passed over in silence."""
    (tmp_path / "名册.csv").write_text("单位代码,单位名称\n1,某市财政局\n", encoding="utf-8")
    roster = ("template", "--year", 2024, "--roster", "名册.csv", "-o", "下发")
    for option, word in (("--unit", "某局"), ("--unit-code", "X1"), ("--level", "县级")):
        done = gkxl_command(*roster, option, word, cwd=tmp_path)
        assert (done.returncode, f"不能再写“{word}”" in done.stderr) == (2, True)
    assert not (tmp_path / "下发").exists()


def test_a_template_without_a_name_never_replaces_a_file(tmp_path: Path) -> None:
    """The file of that name may be the one that was filled in."""
    first = gkxl_command("template", "--year", 2024, "--unit", "某/局", cwd=tmp_path)
    assert (first.returncode, [path.name for path in tmp_path.iterdir()]) == (0, ["某_局-2024.xlsx"])
    again = gkxl_command("template", "--year", 2024, "--unit", "某/局", cwd=tmp_path)
    assert again.returncode == 2
    assert again.stderr.splitlines() == ["文件“某_局-2024.xlsx”已经存在。要覆盖它，请用 -o 写明文件名。"]


@pytest.mark.parametrize("arguments", [("--year", 2018), ("--year", 2024, "-o", "no/such/folder.xlsx")])
def test_a_template_that_cannot_be_is_one_sentence(tmp_path: Path, arguments: tuple[Any, ...]) -> None:
    done = gkxl_command("template", *arguments, cwd=tmp_path)
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1)
    assert list(tmp_path.iterdir()) == []


def test_invisible_characters_are_written_out() -> None:
    assert visible("某\u3000局\u202e\x1b\n\u200b") == "某\u3000局\\u202e\\x1b\\n\\u200b"


def test_normalize_writes_what_was_read(tmp_path: Path) -> None:
    made = demo.make(tmp_path)
    done = gkxl_command("normalize", made.filled, "-o", tmp_path / "out.xlsx")
    assert (done.returncode, done.stderr) == (0, "")
    same = (tmp_path / "out.xlsx").read_bytes() == made.normalized.read_bytes()
    assert same


@pytest.mark.parametrize(("name", "status"), [("faulty", 1), ("missing", 2)])
def test_normalize_refuses_a_return_with_errors(tmp_path: Path, name: str, status: int) -> None:
    path = getattr(demo.make(tmp_path), name, tmp_path / "missing.xlsx")
    done = gkxl_command("normalize", path, "-o", tmp_path / "out.xlsx")
    assert (done.returncode, done.stdout) == (status, "")
    assert "没有写出规范表格" in done.stderr
    assert not (tmp_path / "out.xlsx").exists()


def test_the_form_is_a_tree_of_every_path() -> None:
    done = gkxl_command("form")
    assert done.returncode == 0
    shown = {word for line in done.stdout.splitlines() for word in line.split()}
    form = gkxl.EDITIONS["2021"].form
    assert [cell.path for cell in cells(form) if cell.path not in shown] == []


def test_the_form_as_json_has_every_cell_and_rule() -> None:
    form = json.loads(gkxl_command("form", "--edition", "2021", "--json").stdout)
    edition = gkxl.EDITIONS["2021"]
    assert [cell["path"] for cell in leaves(form["sections"])] == [cell.path for cell in cells(edition.form)]
    assert len(form["rules"]) == len(rules(edition)) == 42


def leaves(nodes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [leaf for node in nodes for leaf in (leaves(node["children"]) if "children" in node else [node])]


def test_the_schema_is_that_of_the_edition() -> None:
    assert json.loads(gkxl_command("form", "--schema").stdout) == gkxl.json_schema("2021")


def test_an_unknown_edition_is_named() -> None:
    done = gkxl_command("form", "--edition", "1999")
    assert (done.returncode, done.stdout) == (2, "")
    assert "没有名为“1999”的报告格式" in done.stderr
