"""``gkxl demo`` and ``gkxl page``: a tour with real figures, and the page that needs no installation."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from gkxl import demo
from gkxl.cli.files import check_target
from gkxl.cli.outcome import print_outcome, read_file
from gkxl.cli.tables import make_console
from gkxl.cli.terminal import CLEAN, say
from gkxl.files.save import read_suffix, write_file


def show_demo(
    directory: Annotated[Path, typer.Argument(metavar="文件夹", help="写到哪个文件夹；没有则新建。")],
) -> int:
    """演示：用一份真实年报的数据，把制发、填报、核对、规范输出走一遍。"""
    made = demo.make(directory)
    out = make_console()
    for path in (made.filled, made.faulty):
        print_outcome(read_file(path), out)
    say("写出了以下文件：")
    for what, path in made.files():
        say("  {what}：{path}", what=what, path=path)
    return CLEAN


def page(
    *,
    output: Annotated[Path, typer.Option("--output", "-o", help="写到哪个文件，如 gkxl.html。")],
) -> int:
    """单文件网页：不用安装、不用联网的核对工具，写成一个 .html 文件，双击打开就能用。

    制作时要用 Node.js 的 npm 下载一次 Pyodide；做好的网页可以随意拷贝。
    """
    from gkxl.page import build  # noqa: PLC0415 (the help must not wait for it)

    read_suffix(output, (".html",))
    write_file(check_target(output, read=()), build.build_page(build.fetch_pyodide()))
    say("已写出网页：{output}。双击打开，或拷给需要的人。", output=output)
    return CLEAN
