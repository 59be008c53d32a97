"""``gkxl demo`` and ``gkxl page``: a tour with real figures, and the page that needs no installation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from gkxl import demo
from gkxl.cli.command import Command
from gkxl.cli.files import check_target
from gkxl.cli.outcome import print_outcome, read_file
from gkxl.cli.parameters import FILE, argument, output_option
from gkxl.cli.terminal import CLEAN, answer, say
from gkxl.files.save import read_suffix, write_file
from gkxl.text import Wording

if TYPE_CHECKING:
    from pathlib import Path


@click.command(cls=Command)
@argument(
    "directory",
    Wording("文件夹", "FOLDER"),
    type=FILE,
    zh="写到哪个文件夹；没有则新建。",
    en="The folder to write to; it is made if need be.",
)
def show_demo(directory: Path) -> int:
    """Write the files of the demo, and print what is found in them."""
    made = demo.make(directory)
    for path in (made.filled, made.faulty):
        print_outcome(read_file(path))
    answer(files=[path for _, path in made.files()])
    say("写出了以下文件：")
    for what, path in made.files():
        say("  {what}：{path}", what=what, path=path)
    return CLEAN


@click.command(
    cls=Command,
    about=Wording(
        "制作时要用 Node.js 的 npm 下载一次 Pyodide；做好的网页可以随意拷贝。",
        "Making it takes npm, of Node.js, which downloads Pyodide once; the page can be copied freely.",
    ),
)
@output_option(
    zh="写到哪个文件，如 gkxl.html。",
    en="The file to write to, such as gkxl.html.",
)
def page(*, output: Path) -> int:
    """Write the page that needs no installation."""
    from gkxl.page import build  # noqa: PLC0415 (the help must not wait for it)

    read_suffix(output, (".html",))
    write_file(check_target(output, read=()), build.build_page(build.fetch_pyodide()))
    answer(output=output)
    say("已写出网页：{output}。双击打开，或拷给需要的人。", output=output)
    return CLEAN
