"""A Python is found whatever program runs gkxl, and what stops a process is told as what it is."""

from __future__ import annotations

import multiprocessing
import os
import sys
from pathlib import Path
from subprocess import run
from typing import Final

import pytest

from gkxl.errors import NoProcessError
from gkxl.files import subprocess
from gkxl.files.subprocess import find_python, run_limited

OTHER_PROGRAMS: Final = ("/bin/false", "/usr/sbin/uwsgi", "/no/such/python3", "", None)


def asked(program: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A module that runs this in a process."""
    (folder / "asked.py").write_text(
        f"from gkxl.files.subprocess import *\ndef main():\n    {program}\n", "utf-8"
    )
    monkeypatch.syspath_prepend(folder)
    return "asked"


def test_a_process_is_given_the_question_and_its_json_comes_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = asked("answer(lambda settings, data: {**settings, 'length': len(data)})", tmp_path, monkeypatch)
    assert run_limited(module, b'{"a": 1}\n\x00\xff', seconds=60) == {"a": 1, "length": 2}


@pytest.mark.parametrize("program", ["import os; os.abort()", "raise SystemExit(1)", "print('{')"])
def test_one_that_dies_or_talks_nonsense_is_an_error(
    program: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ChildProcessError):
        run_limited(asked(f"say_ready(); {program}", tmp_path, monkeypatch), b"", seconds=60)


@pytest.mark.parametrize("program", ["import os; os.abort()", "import no_such_library", "print('usage: …')"])
def test_one_that_was_never_ready_is_not_the_fault_of_a_file(
    program: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(NoProcessError, match="一启动就结束"):
        run_limited(asked(program, tmp_path, monkeypatch), b"x" * (1 << 20), seconds=60)


def test_one_that_cannot_be_started_is_told_with_the_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subprocess, "find_python", lambda: "no such program")
    with pytest.raises(NoProcessError, match="文件或文件夹不存在"):
        run_limited("gkxl.legacy.child", b"", seconds=60)


def test_one_that_takes_too_long_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(TimeoutError):
        run_limited(asked("say_ready(); import time; time.sleep(600)", tmp_path, monkeypatch), b"", seconds=5)


def test_one_that_is_not_ready_in_time_is_not_the_fault_of_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(NoProcessError, match="没有准备好"):
        run_limited(asked("import time; time.sleep(600)", tmp_path, monkeypatch), b"", seconds=0.5)


@pytest.mark.parametrize("program", OTHER_PROGRAMS)
def test_python_is_found_beside_a_program_that_is_not_python(
    program: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """uWSGI, and programs that embed Python, are started again if they are taken for it."""
    monkeypatch.setattr(sys, "executable", program)
    monkeypatch.setattr(multiprocessing.spawn, "_python_exe", program and program.encode())
    assert Path(find_python()).resolve().name.startswith("python3")


def test_a_program_may_name_its_python(monkeypatch: pytest.MonkeyPatch) -> None:
    named = sys.executable
    monkeypatch.setattr(multiprocessing.spawn, "_python_exe", named)
    monkeypatch.setattr(sys, "executable", "/opt/our program")
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert find_python() == named


@pytest.mark.parametrize(("name", "value"), [("frozen", True), ("platform", "emscripten")])
def test_where_there_is_none_the_reason_is_true(
    name: str, value: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, name, value, raising=False)
    with pytest.raises(NoProcessError, match="程序不是 Python"):
        find_python()


def test_python_files_in_the_current_folder_are_not_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may be a folder of returns."""
    module = asked("answer(lambda settings, data: {})", tmp_path / "..", monkeypatch)
    (tmp_path / "json.py").write_text("open('ran', 'w')")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.chdir(tmp_path)
    assert run_limited(module, b"{}\n", seconds=60) == {}
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize("flag", ["-I", "-E"])
def test_an_environment_that_is_ignored_here_is_ignored_there(flag: str) -> None:
    """A broken one, which a program was started to do without, stops none of its processes."""
    where = str(Path(subprocess.__file__).parents[2])
    program = (
        f"import sys; sys.path.insert(0, {where!r})\n"
        "from gkxl.files.subprocess import run_limited\n"
        "try: run_limited('gkxl.legacy.child', b'no question', seconds=60)\n"
        "except ChildProcessError: print('started')"
    )
    environment = {**os.environ, "PYTHONHOME": "/no/such/folder"}
    command = [sys.executable, flag, "-c", program]
    done = run(command, env=environment, capture_output=True, check=False, text=True)
    assert (done.stdout.strip(), done.stderr) == ("started", "")
