"""The command line: ``gkxl``; its commands are in the modules next to this one."""

from __future__ import annotations

import atexit
import gc
import sys
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any, Final

import typer
from typer.core import TyperGroup

from gkxl.cli.chinese_help import Command, help_to_chinese, keep_open, run_app
from gkxl.cli.terminal import Language, harden, speak

COMMANDS: Final = {
    "roster": ("roster.roster", "查看名册：各列认作什么，有哪些单位，谁含谁，哪里有疑问；或写出一份空白名册。"),
    "template": ("template.template", "制作空白模板，下发给填报单位。"),
    "check": ("check.check", "核对报回的报表：逐格列出问题和改法。"),
    "mark": ("rewrite.mark", "标出问题：在报回的表格里标红、加批注，恢复被改掉的总计公式，前面附退回说明，可直接退回单位。"),
    "normalize": ("rewrite.normalize", "规范输出：读取报回的报表，重算总计，写成统一的表格。有需改正的就不写。"),
    "publish": ("publish.publish", "输出发布稿：把报表写成可以公布的年度报告（Word、网页或 PDF），不含联系人和电话。"),
    "import": ("publish.import_", "导入已发布的报告：按表头读出网页、Word 或 PDF 里的三张表和文字，写成填好的表格。"),
    "collect": ("collect.collect", "收表汇总：读取报回的全部文件，对照名册列出台账，退回需改正、需核实的，汇总不需改正的。"),
    "accept": ("accept.accept", "登记核实：需核实的问题，经电话等方式核实属实的，由经办人登记，不必再等单位书面说明。"),
    "trace": ("accept.trace", "追溯数字：汇总表里的一个数由哪些单位、哪个文件、哪一格相加而来。"),
    "export": ("export.export", "导出数据：把各单位、各年度报表的数字写成一张明细表，一行一个数，供统计分析。"),
    "plot": ("export.plot", "画图：各年度收到多少申请、办理结果如何。有几个单位的，数字相加并注明单位数。"),
    "migrate": ("rewrite.migrate", "换用新表：把填好的旧表格里的内容移到现行的表格里，移不过去的逐格列出。"),
    "diff": ("diff.diff", "比较两份报告：逐格列出不同之处。例如核对公布的与报送的是否一致。"),
    "page": ("demo.page", "单文件网页：不用安装、不用联网的核对工具，写成一个 .html 文件，双击打开就能用。"),
    "form": ("form.form", "查看报告格式：每一格的路径、印在表上的标题、勾稽关系。"),
    "demo": ("demo.show_demo", "演示：用一份真实年报的数据，把制发、填报、核对、规范输出走一遍。"),
}  # fmt: skip
"""Each command: its function, and the first line of its help, which is shown without importing it."""


class Group(TyperGroup):
    """All commands, imported when they are called; without a command, files and folders are checked."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:  # noqa: ANN401 (Typer's own classes)
        """The command that is called, and its arguments."""
        if args[0] not in COMMANDS and Path(args[0]).exists():
            ctx.call_on_close(keep_open)
            args = ["check", *args]
        name, _, rest = super().resolve_command(ctx, args)
        return name, _import_command(str(name)), rest

    def get_help(self, ctx: Any) -> str:  # noqa: ANN401 (Typer keeps the class to itself)
        """The list of commands, in Chinese."""
        return help_to_chinese(super().get_help(ctx))


def _import_command(name: str) -> Any:  # noqa: ANN401 (Typer keeps the class to itself)
    module, function = COMMANDS[name][0].split(".")
    alone = typer.Typer(add_completion=False, rich_markup_mode=None)
    alone.command(name, cls=Command)(getattr(import_module(f"gkxl.cli.{module}"), function))
    return typer.main.get_command(alone)


def _placeholder() -> None:
    """A command that is not imported yet."""


app = typer.Typer(
    cls=Group,
    rich_markup_mode=None,  # rich takes as long to load as everything else together
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for name, (_, line) in COMMANDS.items():
    app.command(name, help=line)(_placeholder)


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
    sys.exit(run_app(app, sys.argv[1:]))
