"""Runs the demo and prints what it found and wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gkxl import demo
from gkxl.cli.outcome import examine
from gkxl.cli.tables import console, show
from gkxl.cli.terminal import say
from gkxl.cli.usage import CLEAN

if TYPE_CHECKING:
    from pathlib import Path


def run(directory: Path) -> int:
    """Write the demo's workbooks, read them back, print; the exit status is clean once all is done."""
    made = demo.make(directory)
    out = console()
    for path in (made.filled, made.faulty):
        show(examine(path), out)
    say("写出了以下文件：", "Wrote:")
    for about, about_en, path in made.files():
        say(f"  {about}：{path}", f"  {about_en}: {path}")
    return CLEAN
