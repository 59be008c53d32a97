"""Reads the files that ``gkxl check`` is given, one after the other, and prints what was found."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any, Final

import typer

from gkxl.cli.files import workbooks
from gkxl.cli.outcome import Outcome, examine
from gkxl.cli.tables import console, show
from gkxl.cli.terminal import say, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from rich.console import Console

MANY: Final = 20
"""From how many files on a progress bar is shown."""


def run(files: list[Path], *, as_json: bool) -> int:
    """Read and print; the exit status."""
    found = list(workbooks(files))
    outcomes = list(_examined(found))
    if as_json:
        print_json({"files": [outcome.plain() for outcome in outcomes]})
    else:
        _print(outcomes)
    return max(outcome.status for outcome in outcomes)


def _examined(found: list[Path]) -> Iterator[Outcome]:
    errors = console(stderr=True)
    shown = found if len(found) < MANY or not errors.is_terminal else _tracked(found, errors)
    return map(examine, shown)


def _tracked(found: list[Path], errors: Console) -> Iterable[Path]:
    """The files, with a progress bar while they are gone through."""
    from rich.progress import track  # noqa: PLC0415 (few files must not wait for it)

    return track(found, description=words("正在核对", "Checking"), console=errors, transient=True)


def print_json(data: dict[str, Any]) -> None:
    """Print JSON that loses nothing: a code page that lacks characters gets them as ASCII escapes."""
    unicode = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    typer.echo(json.dumps(data, ensure_ascii=not unicode, indent=2))


def _print(outcomes: list[Outcome]) -> None:
    out = console()
    for outcome in outcomes:
        show(outcome, out)
    if len(outcomes) > 1:
        clean = sum(outcome.ok for outcome in outcomes)
        unusable = sum(not outcome.usable for outcome in outcomes)
        wrong = len(outcomes) - clean - unusable
        say(
            f"共 {len(outcomes)} 个文件：{clean} 个没有错误，{wrong} 个有错误，{unusable} 个无法使用。",
            f"{len(outcomes)} files: {clean} without errors, {wrong} with errors, {unusable} not usable.",
        )
