"""The command line: ``gkxl``, with one module for each command."""

from __future__ import annotations

import atexit
import gc
import sys
from typing import Annotated

import typer

from gkxl.cli import (
    accept,
    check,
    collect,
    demo,
    diff,
    export,
    form,
    importing,
    mark,
    migrate,
    normalize,
    page,
    plot,
    publish,
    roster,
    template,
    trace,
)
from gkxl.cli.helping import Command, Group
from gkxl.cli.terminal import Language, harden, speak
from gkxl.cli.usage import run

app = typer.Typer(
    cls=Group,
    rich_markup_mode=None,  # rich takes as long to load as everything else together
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for command in (
    roster.roster,
    template.template,
    check.check,
    mark.mark,
    normalize.normalize,
    publish.publish,
    importing.import_,
    collect.collect,
    accept.accept,
    trace.trace,
    export.export,
    plot.plot,
    migrate.migrate,
    diff.diff,
    page.page,
    form.form,
    demo.demo,
):
    app.command(command.__name__.rstrip("_"), cls=Command)(command)


def _version(wanted: bool) -> None:  # noqa: FBT001 (Typer calls it so)
    if wanted:
        from importlib.metadata import version  # noqa: PLC0415 (the help must not wait for it)

        typer.echo(f"gkxl {version('gkxl')}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def _options(
    context: typer.Context,
    *,
    lang: Annotated[Language, typer.Option(help="输出的语言：中文或英文。")] = Language.ZH,
    _version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="显示版本号。")
    ] = False,
) -> None:
    """政府信息公开工作年度报告：制发模板、核对报表、规范输出。"""
    speak(lang)
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


def main() -> None:
    """Run the command line and leave with its exit status."""
    atexit.register(gc.freeze)  # or Python looks for garbage in all that goes with the process anyway
    harden()
    sys.exit(run(app, sys.argv[1:]))
