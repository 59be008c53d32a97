"""``gkxl check``: exit statuses, the JSON it promises, and files that come from anywhere."""

from __future__ import annotations

import json
import re
import zipfile
from email.message import EmailMessage
from typing import TYPE_CHECKING, Any

import pytest

import gkxl
from commands import gkxl_command
from gkxl import demo

if TYPE_CHECKING:
    from pathlib import Path


def filled(folder: Path, name: str = "good.xlsx") -> Path:
    gkxl.write_workbook(demo.report(), folder / name)
    return folder / name


def checked(*arguments: object) -> tuple[int, list[dict[str, Any]]]:
    done = gkxl_command("check", "--json", *arguments)
    assert done.stderr == ""
    return done.returncode, json.loads(done.stdout)["files"]


def test_a_clean_return_passes(tmp_path: Path) -> None:
    done = gkxl_command("check", filled(tmp_path))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-2:] == ["通过", ""]


def test_json_of_a_clean_return_is_complete(tmp_path: Path) -> None:
    """The plain form of its reading, with the name of the file."""
    path = filled(tmp_path)
    status, (found,) = checked(path)
    plain = gkxl.to_dict(gkxl.read(path))
    assert (status, found["ok"]) == (0, True)
    assert found == {"file": str(path)} | {name: one for name, one in plain.items() if name != "format"}
    assert gkxl.from_dict({"edition": found["edition"], "cells": found["cells"]}) == demo.report()


def test_json_of_a_faulty_return_names_every_fault(tmp_path: Path) -> None:
    status, (found,) = checked(demo.make(tmp_path).faulty)
    assert (status, found["ok"], found["complete"], found["year"]) == (1, False, False, 2023)
    assert found["cells"]["disclosure.permits.decisions"] is None
    assert found["cells"]["requests.received.natural_person"] == 8
    errors = [issue for issue in found["issues"] if issue["severity"] == "error"]
    assert [(issue["code"], issue["path"], issue["found"], issue["expected"]) for issue in errors] == [
        ("cell.text", "disclosure.permits.decisions", "约73", None),
        ("sum.line", "requests.received.total", 9, 8),
        ("cell.blank", "requests.carried_forward.natural_person", "", None),
    ]
    assert [(issue["sheet"], issue["cell"]) for issue in errors] == [
        ("二、主动公开", "B8"),
        ("三、申请办理", "J5"),
        ("三、申请办理", "D29"),
    ]


def test_json_of_an_issue_has_these_keys(tmp_path: Path) -> None:
    path = tmp_path / "nothing.xlsx"
    path.write_bytes(b"")
    status, files = checked(path)
    (issue,) = files[0].pop("issues")
    message = issue.pop("message")
    assert status == 2
    assert files == [
        {
            "file": str(path),
            "edition": None,
            "year": None,
            "unit": None,
            "unit_code": None,
            "ok": False,
            "complete": False,
            "verdict": {"zh": "无法读取", "en": "not readable"},
            "cells": None,
        }
    ]
    assert (
        issue.items()
        >= {
            "code": "file.unreadable",
            "severity": "error",
            "path": "",
            "label": "",
            "sheet": None,
            "cell": None,
            "found": None,
            "expected": None,
            "explanation": "",
        }.items()
    )
    assert message.startswith("这个文件无法读取：")
    assert message.endswith("。")


def test_one_bad_file_stops_nothing(tmp_path: Path) -> None:
    """The others are read; the status is that of the worst."""
    good, bad = filled(tmp_path), tmp_path / "bad.xlsx"
    bad.write_text("not a workbook", encoding="utf-8")
    status, files = checked(good, bad, tmp_path / "missing.xlsx", good)
    assert status == 2
    assert [found["ok"] for found in files] == [True, False, False, True]


def test_a_folder_means_the_spreadsheets_below_it(tmp_path: Path) -> None:
    (tmp_path / "city" / "county").mkdir(parents=True)
    wanted = [filled(tmp_path / "city", "b.xlsx"), filled(tmp_path / "city" / "county", "A.XLSX")]
    filled(tmp_path / "city", "~$b.xlsx")
    (tmp_path / "city" / "notes.txt").write_text("", encoding="utf-8")
    status, files = checked(tmp_path)
    assert status == 0
    assert {found["file"] for found in files} == set(map(str, wanted))


def test_a_folder_without_spreadsheets_is_said_to_be_one(tmp_path: Path) -> None:
    done = gkxl_command("check", tmp_path)
    assert (done.returncode, done.stderr) == (2, "")
    assert "里没有表格文件。" in "".join(done.stdout.split())


def test_an_empty_folder_stops_nothing(tmp_path: Path) -> None:
    made = demo.make(tmp_path)
    (tmp_path / "empty").mkdir()
    done = gkxl_command("check", made.filled, tmp_path / "empty")
    assert done.returncode == 2
    assert done.stdout.splitlines()[-1] == "共 2 个文件：通过 1 个，无法读取 1 个。"


def test_several_files_end_with_a_summary(tmp_path: Path) -> None:
    made = demo.make(tmp_path)
    done = gkxl_command("check", made.filled, made.faulty, tmp_path / "missing.xlsx")
    last = done.stdout.splitlines()[-1]
    assert last == "共 3 个文件：通过 1 个，需改正 1 个，无法读取 1 个。"


def test_the_same_fault_on_many_cells_is_one_line(tmp_path: Path) -> None:
    gkxl.write_template(tmp_path / "blank.xlsx", year=2023)
    done = gkxl_command("check", tmp_path / "blank.xlsx")
    assert done.returncode == 1
    assert done.stdout.count("没有填写。请填数字") == 3
    assert "三、申请办理 D5、E5、F5、G5、H5、I5 等 144 格" in done.stdout


@pytest.mark.parametrize("command", [("check",), ("import", "-o", "b.xlsx"), ("roster",)])
def test_codes_are_listed_only_when_asked_for(command: tuple[str, ...], tmp_path: Path) -> None:
    """A clerk can do nothing with cell.blank."""
    faulty = {"check": "a.xlsx", "import": "a.html", "roster": "a.csv"}[command[0]]
    gkxl.write_template(tmp_path / "a.xlsx", year=2023)
    page = gkxl.to_html(demo.report()).replace("73", "约73")
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    (tmp_path / "a.csv").write_text("单位代码,单位名称\n1,甲\n1,乙\n", encoding="utf-8")
    code = r"\b(cell|roster|sum|published)\.[a-z_]+"
    assert not re.search(code, gkxl_command(*command, faulty, cwd=tmp_path).stdout)
    assert re.search(code, gkxl_command(*command, faulty, "--codes", cwd=tmp_path).stdout)


def test_english_is_spoken_when_asked_for(tmp_path: Path) -> None:
    made = demo.make(tmp_path)
    done = gkxl_command("--lang", "en", "check", made.faulty)
    assert "is blank. Enter a number; write 0 for none." in " ".join(done.stdout.split())
    assert "To correct (3 × to correct" in done.stdout
    (found,) = json.loads(gkxl_command("--lang", "en", "check", "--json", made.faulty).stdout)["files"]
    assert found["issues"][-1]["message"].endswith(" is blank. Enter a number; write 0 for none.")


def test_the_report_of_another_year_is_an_error(tmp_path: Path) -> None:
    """Units send last year's form again; whoever checks knows which year it is to be."""
    path = filled(tmp_path)
    assert checked(path, "--year", 2023)[0] == 0
    status, (found,) = checked(path, "--year", 2024)
    (issue,) = [issue for issue in found["issues"] if issue["severity"] == "error"]
    assert (status, issue["code"], issue["found"], issue["expected"]) == (1, "identity.year", 2023, "2024")


def test_names_cannot_act_on_the_terminal(tmp_path: Path) -> None:
    """Escape sequences and marks that turn the writing are shown, not obeyed; markup is only text."""
    path = tmp_path / "[red]a\N{RIGHT-TO-LEFT OVERRIDE}b.xlsx"
    data = gkxl.to_dict(demo.report())
    data["cells"]["cover.unit"] = "某局\N{RIGHT-TO-LEFT OVERRIDE}[bold]x[/bold]"
    gkxl.write_workbook(gkxl.from_dict(data), path)
    done = gkxl_command("check", path)
    printed = "".join(done.stdout.split())
    assert done.returncode == 0
    assert r"[red]a\u202eb.xlsx" in printed
    assert r"某局\u202e[bold]x[/bold]" in printed
    assert "\u202e" not in done.stdout


def test_escape_sequences_in_names_are_shown() -> None:
    done = gkxl_command("check", "no\x1b[31mred.xlsx")
    assert done.returncode == 2
    assert "\x1b" not in done.stdout + done.stderr
    assert r"no\x1b[31mred.xlsx" in done.stdout


def test_a_published_report_is_sent_to_the_command_that_reads_it(tmp_path: Path) -> None:
    """Every command that wants a workbook says so, and none says it of other files."""
    path = tmp_path / "年 报.html"
    gkxl.write_html(demo.report(), path)
    advice = f'已发布的报告，请先读成表格：gkxl import "{path}" -o "年 报.xlsx"'
    assert advice in gkxl_command("check", path).stdout
    for command in ("normalize", "publish", "export", "mark", "migrate"):
        target = tmp_path / ("b.docx" if command == "publish" else "b.xlsx")
        assert advice in gkxl_command(command, path, "-o", target).stderr
    told = gkxl_command("normalize", path, "-o", tmp_path / "b.xlsx").stderr
    assert told.endswith("文件无法读取，没有写出规范表格。\n")
    (tmp_path / "a.txt").write_text("a")
    for other in (tmp_path / "a.txt", tmp_path / "nowhere.pdf"):
        assert "gkxl import" not in gkxl_command("check", other).stdout


def test_what_else_lies_in_a_folder_is_named(tmp_path: Path) -> None:
    """A unit that sends a document instead of its workbook has not been checked, and somebody should know."""
    filled(tmp_path)
    for name in ("~$good.xlsx", ".hidden", "b.docx", *(f"c{number}.txt" for number in range(10))):
        (tmp_path / name).write_bytes(b"nothing")
    *_, told, published = gkxl_command("check", ".", cwd=tmp_path).stdout.splitlines()
    assert "gkxl import" in published
    assert published.endswith("：b.docx")
    assert told.startswith("不是表格、没有核对：b.docx、c0.txt、c1.txt、")
    assert told.endswith("、c8.txt 等 11 个")
    assert "不是表格" not in gkxl_command("check", tmp_path / "good.xlsx").stdout


def test_a_link_to_a_folder_is_named_and_not_followed(tmp_path: Path) -> None:
    """Through a link one file could come twice, or without end."""
    other, folder = tmp_path / "别处", tmp_path / "收"
    for one in (other, folder):
        one.mkdir()
        filled(one)
    for name, target in (("链接", other), ("自己", folder)):
        (folder / name).symlink_to(target, target_is_directory=True)
    done = gkxl_command("check", "收", cwd=tmp_path)
    said = "指向别的文件夹的链接，没有打开，请另行核对那些文件夹"
    assert f"{said}：收/自己、收/链接" in "".join(done.stdout.split("\n"))
    assert (done.returncode, "不是表格" in done.stdout) == (0, False)


def test_what_is_not_in_order_is_named_in_the_end(tmp_path: Path) -> None:
    """Nobody looks through the tables of a hundred files for the few that matter."""
    filled(tmp_path)
    (tmp_path / "faulty.xlsx").write_bytes(demo.make(tmp_path / "demo").faulty.read_bytes())
    (tmp_path / "nothing.xlsx").write_bytes(b"")
    told = gkxl_command("check", *sorted(tmp_path.glob("*.xlsx"))).stdout.splitlines()[-3:]
    assert told == [
        f"需改正：{tmp_path / 'faulty.xlsx'}",
        f"无法读取：{tmp_path / 'nothing.xlsx'}",
        "共 3 个文件：通过 1 个，需改正 1 个，无法读取 1 个。",
    ]


def packed(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def posted(path: Path, name: str, content: bytes) -> Path:
    message = EmailMessage()
    message["Date"] = "Fri, 10 Jan 2025 16:30:00 +0800"
    message.set_content("见附件")
    message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    path.write_bytes(message.as_bytes())
    return path


def test_zips_and_mails_are_opened_as_collecting_does(tmp_path: Path) -> None:
    """Named, or found in a folder; their files are called as if they lay in folders."""
    good = filled(tmp_path).read_bytes()
    returns = tmp_path / "returns"
    returns.mkdir()
    packed(returns / "县.zip", {"a.xlsx": good, "__MACOSX/._a.xlsx": b"", "b.txt": b"x"})
    posted(returns / "局.eml", "年报.xlsx", good)
    status, files = checked(returns)
    assert status == 2
    assert {file["file"]: file["ok"] for file in files} == {
        str(returns / "县.zip" / "a.xlsx"): True,
        str(returns / "县.zip" / "b.txt"): False,
        str(returns / "局.eml" / "年报.xlsx"): True,
    }
    status, (file,) = checked(returns / "局.eml")
    assert (status, file["ok"]) == (0, True)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.rar", b"Rar!\x1a\x07\x01\0", "rar 压缩包"),
        ("a.zip", b"Rar!\x1a\x07\0", "rar 压缩包"),
        ("a.7z", b"7z\xbc\xaf\x27\x1c", "7z 压缩包"),
        ("a.zip", b"PK\3\4", "已损坏"),
        ("a.eml", b"From: a\n\nx", "邮件里没有附件"),
        ("a.mht", b"MIME-Version: 1.0\nContent-Type: multipart/related\n\n", "单一网页文件"),
        ("名册.csv", "单位代码,单位名称\nA1,某局\n".encode(), "这是名册"),
    ],
)
def test_what_is_no_workbook_is_called_what_it_is(
    name: str, content: bytes, said: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(content)
    for command in (("check", tmp_path / name), ("mark", tmp_path / name, "-o", tmp_path / "o.xlsx")):
        done = gkxl_command(*command)
        told = done.stdout + done.stderr
        assert done.returncode == 2
        assert "Traceback" not in told
        assert command[0] == "mark" or said in told
        assert "请" in told


def test_a_folder_of_packed_returns_is_exported(tmp_path: Path) -> None:
    good = filled(tmp_path, "good.xlsx").read_bytes()
    (tmp_path / "returns").mkdir()
    packed(tmp_path / "returns" / "县.zip", {"a.xlsx": good})
    done = gkxl_command("export", tmp_path / "returns", "-o", tmp_path / "data.csv")
    assert (done.returncode, done.stderr) == (0, "")
