"""``gkxl accept``: an officer confirms instead of a unit what it was asked to confirm."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 (Typer reads the annotations)
from typing import Annotated

import typer


def accept(  # noqa: PLR0913 (each is an option)
    collection: Annotated[Path, typer.Argument(metavar="汇总", help="汇总结果所在的文件夹。")],
    unit: Annotated[
        str, typer.Argument(metavar="单位", help="单位代码或名称；不写则列出有需核实问题的单位。")
    ] = "",
    which: Annotated[
        list[str] | None,
        typer.Argument(metavar="问题", help="序号或格（如“三、申请办理 J5”）；只有一个问题的不用写。"),
    ] = None,
    *,
    who: Annotated[str, typer.Option(help="谁核实的。")] = "",
    why: Annotated[str, typer.Option(help="核实的情况，如“已电话核实”。")] = "",
    when: Annotated[str, typer.Option(help="哪天核实的，如 2025-01-20；不写则为今天。")] = "",
    undo: Annotated[
        bool, typer.Option("--undo", help="撤回核实：问题重新列为需核实，原来的记录仍保留。")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON，供程序使用。")] = False,
) -> int:
    """登记核实：需核实的问题，经电话等方式核实属实的，由经办人登记，不必再等单位书面说明。

    不写 --who 和 --why，只列出单位的问题和序号。单位重新报来的数变了，登记过的核实就不再适用。
    需改正的问题不能登记核实，要由单位改正后重新报送。
    台账、网页和退回的表格随即更新，不必重新汇总；撤回后，退回的表格在下次汇总时补做。
    """
    from gkxl.cli import accepting  # noqa: PLC0415 (the help must not wait for it)

    return accepting.run(
        collection, unit, which or [], who=who, why=why, when=when, undo=undo, as_json=as_json
    )
