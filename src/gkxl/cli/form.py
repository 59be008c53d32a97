"""``gkxl form``: the official form itself, as a tree or as data."""

from __future__ import annotations

from typing import Annotated

import typer


def form(
    *,
    edition: Annotated[str | None, typer.Option(help="报告格式的版本，如 2021；不写则为现行版本。")] = None,
    json: Annotated[bool, typer.Option("--json", help="按 JSON 输出路径、标题和规则。")] = False,
    schema: Annotated[bool, typer.Option("--schema", help="输出数据的 JSON Schema。")] = False,
) -> int:
    """查看报告格式：每一格的路径、印在表上的标题、勾稽关系。"""
    from gkxl.cli import forms  # noqa: PLC0415 (the help must not wait for it)

    return forms.run(edition, as_json=json, as_schema=schema)
