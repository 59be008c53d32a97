"""``gkxl page``: the page that needs no installation, as one file."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 (Typer reads the annotations)
from typing import Annotated

import typer

from gkxl.cli.places import place
from gkxl.cli.terminal import say
from gkxl.cli.usage import CLEAN
from gkxl.files.save import suffix_of, write_file


def page(
    *,
    output: Annotated[Path, typer.Option("--output", "-o", help="写到哪个文件，如 gkxl.html。")],
) -> int:
    """单文件网页：不用安装、不用联网的核对工具，写成一个 .html 文件，双击打开就能用。

    制作时要用 Node.js 的 npm 下载一次 Pyodide；做好的网页可以随意拷贝。
    """
    from gkxl.page import build, pyodide  # noqa: PLC0415 (the help must not wait for it)

    suffix_of(output, (".html",))
    write_file(place(output, read=()), build.build(pyodide.fetch()))
    say(
        f"已写出网页：{output}。双击打开，或拷给需要的人。",
        f"Wrote the page: {output}. Open it with a double click.",
    )
    return CLEAN
