"""Runs the command line as a user does: within the test, or in a process of its own."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from contextlib import ExitStack, chdir, redirect_stderr, redirect_stdout
from contextvars import copy_context
from typing import TYPE_CHECKING
from unittest.mock import patch

from attrs import frozen

import gkxl.cli

if TYPE_CHECKING:
    from pathlib import Path


@frozen
class Done:
    """What a command left behind."""

    returncode: int
    stdout: str
    stderr: str


def gkxl_command(
    *arguments: object, encoding: str = "utf-8", cwd: Path | None = None, stdin: bytes = b""
) -> Done:
    """Run ``gkxl`` with its output on a console of this code page."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding=encoding, newline="\n") for _ in range(2))
    with ExitStack() as stack:
        for context in (redirect_stdout(out), redirect_stderr(err), chdir(cwd or ".")):
            stack.enter_context(context)
        stack.enter_context(patch.object(sys, "argv", ["gkxl", *map(str, arguments)]))
        if stdin:
            stack.enter_context(patch.object(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin))))
        status = copy_context().run(_main)
    return Done(status, _text(out), _text(err))


def gkxl_process(*arguments: object, encoding: str = "utf-8") -> Done:
    """The same in a process of its own, through pipes, with warnings as errors."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", "import gkxl.cli; gkxl.cli.main()", *map(str, arguments)],
        env={**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"},
        capture_output=True,
        check=False,
    )
    out, err = (stream.decode(encoding).replace("\r\n", "\n") for stream in (done.stdout, done.stderr))
    return Done(done.returncode, out, err)


def _main() -> int:
    try:
        gkxl.cli.main()
    except SystemExit as left:
        return int(left.code or 0)
    raise AssertionError("main() leaves with its exit status")


def _text(stream: io.TextIOWrapper) -> str:
    stream.flush()
    written: bytes = stream.buffer.getvalue()  # type: ignore[attr-defined] # it wraps a BytesIO
    return written.decode(stream.encoding)
