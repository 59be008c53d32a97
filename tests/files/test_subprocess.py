"""A process with limits gives its answer back, and ends in a typed error whatever it does."""

from __future__ import annotations

import sys

import pytest

from gkxl.files.subprocess import run_limited


def python(program: str) -> tuple[str, ...]:
    return (sys.executable, "-c", program)


def test_a_process_is_given_the_question_and_its_json_comes_back() -> None:
    program = "import json, sys; print(json.dumps({'length': len(sys.stdin.buffer.read())}))"
    assert run_limited(python(program), b"\x00\xff", seconds=60) == {"length": 2}


@pytest.mark.parametrize("program", ["import os; os.abort()", "raise SystemExit(1)", "print('{')"])
def test_one_that_dies_or_talks_nonsense_is_an_error(program: str) -> None:
    with pytest.raises(ChildProcessError):
        run_limited(python(program), b"", seconds=60)


def test_one_that_cannot_be_started_is_an_error() -> None:
    with pytest.raises(ChildProcessError):
        run_limited(("no such program",), b"", seconds=60)


def test_one_that_takes_too_long_is_ended() -> None:
    with pytest.raises(TimeoutError):
        run_limited(python("import time; time.sleep(600)"), b"", seconds=0.5)
