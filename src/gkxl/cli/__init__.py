"""The command line: ``gkxl``; its commands are in the modules next to this one."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from typing import Final

import click

from gkxl.cli.command import Command, CommandGroup, Helped, help_lines, list_lines
from gkxl.cli.parameters import OneOf, option
from gkxl.cli.running import keep_open, run_app
from gkxl.cli.terminal import Language, harden, lang, speak, words
from gkxl.frozen import NamedTuple
from gkxl.text import Wording


class _Listed(NamedTuple):
    """A command as it is listed, without being imported: its module and function, and what it does."""

    home: str
    line: Wording


COMMANDS: Final = {
    "roster": _Listed("roster.roster", Wording("查看名册：各列认作什么，有哪些单位，谁含谁，哪里有疑问；或写出一份空白名册。", "Show how a roster was understood, or write an empty one.")),
    "template": _Listed("template.template", Wording("制作空白模板，下发给填报单位。", "Write blank templates to send to the units.")),
    "check": _Listed("check.check", Wording("核对报回的报表：逐格列出问题和改法。", "Check returns: every issue with its cell and what to do.")),
    "mark": _Listed("rewrite.mark", Wording("标出问题：在报回的表格里标红、加批注，恢复被改掉的总计公式，前面附退回说明，可直接退回单位。", "Mark the issues in a return, so that it can be sent back to its unit.")),
    "normalize": _Listed("rewrite.normalize", Wording("规范输出：读取报回的报表，重算总计，写成统一的表格。有需改正的就不写。", "Write a return without errors as gkxl writes it, totals recomputed.")),
    "publish": _Listed("publish.publish", Wording("输出发布稿：把报表写成可以公布的年度报告（Word、网页或 PDF），不写 --frame 就不含电话。", "Write the report that is published, as Word, web page or PDF.")),
    "import": _Listed("publish.import_", Wording("导入已发布的报告：按表头读出网页、Word、PDF 或纯文本里的三张表和文字，写成填好的表格。", "Read a published report and write it as a filled workbook.")),
    "collect": _Listed("collect.collect", Wording("收表汇总：读取报回的全部文件，对照名册列出台账，退回需改正、需核实的，汇总不需改正的。", "Read every return, judge every unit of the roster, add up what counts.")),
    "accept": _Listed("accept.accept", Wording("登记核实：需核实的问题，经电话等方式核实属实的，由经办人登记，不必再等单位书面说明。", "List what units are to confirm, or keep that an officer confirmed it.")),
    "trace": _Listed("accept.trace", Wording("追溯数字：汇总表里的一个数由哪些单位、哪个文件、哪一格相加而来。", "Show which units, files and cells a consolidated figure comes from.")),
    "export": _Listed("export.export", Wording("导出数据：把各单位、各年度报表的数字写成一张明细表，一行一个数，供统计分析。", "Write the figures of many reports as one tidy table.")),
    "plot": _Listed("export.plot", Wording("画图：各年度收到多少申请、办理结果如何。有几个单位的，数字相加并注明单位数。", "Draw the requests received and their outcomes year by year.")),
    "migrate": _Listed("rewrite.migrate", Wording("换用新表：把填好的旧表格里的内容移到现行的表格里，移不过去的逐格列出。", "Move a filled workbook into today's layout, or into another edition.")),
    "diff": _Listed("diff.diff", Wording("比较两份报告：逐格列出不同之处。例如核对公布的与报送的是否一致。", "Compare two reports cell by cell, whatever their formats.")),
    "register": _Listed("register.register", Wording("登记簿：登记依申请公开，计出年度报告的表三、表四。", "Keep a register of applications, and count tables three and four from it.")),
    "page": _Listed("demo.page", Wording("单文件网页：不用安装、不用联网的填报、收表、发布工具，写成一个 .html 文件，双击打开就能用。", "Write the page that needs no installation, one html file.")),
    "form": _Listed("form.form", Wording("查看报告格式：每一格的路径、印在表上的标题、填什么、勾稽关系。", "Show the form: paths, labels and rules.")),
    "demo": _Listed("demo.show_demo", Wording("演示：用一份真实年报的数据，把制发、填报、核对、规范输出走一遍。", "Do all of it on real figures.")),
}  # fmt: skip
"""Each command, with the first line of its help."""

_ABOUT: Final = Wording(
    "政府信息公开工作年度报告：制发模板、核对报表、规范输出。",
    "Templates, checks and collections for the annual report on government information disclosure.",
)


class Group(Helped, click.Group):
    """All commands, imported when they are called; without a command, files and folders are checked."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (Click calls it so)
        """The names of all commands."""
        return [*COMMANDS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 (Click calls it so)
        """A command with its first line only, which is enough to complete what is typed."""
        listed = COMMANDS.get(cmd_name)
        return _with_line(Command(cmd_name), listed) if listed else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that is called, and its arguments.

        Raises:
            NoSuchCommand: There is no such command.
        """
        name = args[0]
        if name not in COMMANDS and Path(name).exists():
            ctx.call_on_close(keep_open)
            return "check", _import_command("check"), args
        if name not in COMMANDS:
            raise click.exceptions.NoSuchCommand(name, possibilities=COMMANDS, ctx=ctx)
        return name, _import_command(name), args[1:]

    def get_help(self, ctx: click.Context) -> str:
        """The list of commands."""
        commands = [(name, listed.line.words(lang())) for name, listed in COMMANDS.items()]
        lines = [*help_lines(self, ctx, _ABOUT), "", words("命令："), *list_lines(commands)]
        lines[0] += words(" 命令 [参数]……")
        return "\n".join(lines)


def _import_command(name: str) -> click.Command:
    module, function = COMMANDS[name].home.split(".")
    return _with_line(getattr(import_module(f"gkxl.cli.{module}"), function), COMMANDS[name])


def _with_line(command: Command | CommandGroup, listed: _Listed) -> Command | CommandGroup:
    command.line = listed.line
    return command


def _show_version(context: click.Context, _param: click.Parameter, wanted: bool) -> None:  # noqa: FBT001 (Click calls it so)
    if wanted:
        from importlib.metadata import version  # noqa: PLC0415 (the help must not wait for it)

        click.echo(f"gkxl {version('gkxl')}")
        context.exit()


def _choose_language(_context: click.Context, _param: click.Parameter, chosen: str) -> None:
    speak(Language(chosen))


@click.group(cls=Group, invoke_without_command=True)
@option(
    "--lang",
    type=OneOf(*(language.value for language in Language)),
    default=Language.ZH.value,
    is_eager=True,
    expose_value=False,
    callback=_choose_language,
    zh="输出的语言：中文（zh）或英文（en）；不写则为中文。",
    en="The language: Chinese (zh) or English (en); Chinese if left out.",
)
@option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show_version,
    zh="显示版本号。",
    en="Show the version.",
)
@click.pass_context
def app(context: click.Context) -> None:
    """The command line."""
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


def main() -> None:
    """Run the command line and leave with its exit status."""
    harden()
    sys.exit(run_app(app, sys.argv[1:]))
