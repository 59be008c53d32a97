"""A command and a group of commands, with their help in Chinese and English, and what all of them take."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from unicodedata import east_asian_width

import click

from gkxl.cli.parameters import Argument, Option, WrongUse
from gkxl.cli.terminal import answering, lang, print_json, words
from gkxl.text import Wording

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator


NOTHING: Final = Wording("", "")


_JSON: Final = Wording("按 JSON 输出，供程序使用。", "Print JSON, for programs.")
_VERBOSE: Final = Wording("边做边记下每一步，供查找原因。", "Log every step where errors go.")


def _for_all(name: str, wording: Wording, choose: Callable[..., None]) -> Option:
    """An option of every command."""
    return Option([name], shown=None, wording=wording, is_flag=True, expose_value=False, callback=choose)


def _choose_json(context: click.Context, _param: click.Parameter, wanted: bool) -> None:  # noqa: FBT001 (Click calls it so)
    context.meta[_JSON.en] = wanted


def _choose_verbose(context: click.Context, _param: click.Parameter, wanted: bool) -> None:  # noqa: FBT001 (Click calls it so)
    if wanted:
        import logging  # noqa: PLC0415 (few ask for it, and it takes long to load)

        steps = logging.StreamHandler()
        steps.setFormatter(logging.Formatter("%(asctime)s %(name)s %(message)s"))
        logger = logging.getLogger("gkxl")
        level = logger.level
        logger.addHandler(steps)
        logger.setLevel(logging.INFO)

        def stop() -> None:
            logger.removeHandler(steps)
            logger.setLevel(level)

        context.call_on_close(stop)


def _show_help(context: click.Context, _param: click.Parameter, wanted: bool) -> None:  # noqa: FBT001 (Click calls it so)
    if wanted and not context.resilient_parsing:
        click.echo(context.get_help())
        context.exit()


_HELP: Final = Option(
    ["-h", "--help"],
    shown=None,
    wording=Wording("显示本说明。", "Show this help."),
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show_help,
)


class Helped:
    """What has our own option for help: Click would look its words up in the languages of the system."""

    def get_help_option(self, ctx: click.Context) -> Option:  # noqa: ARG002 (Click calls it so)
        """The option."""
        return _HELP


class Command(Helped, click.Command):
    """A command with its help in Chinese and English.

    Args:
        about: What else its help says below the first line.
        settings: Those of `click.Command`.
    """

    line = NOTHING
    """The first line of its help, which the list of all commands has."""

    def __init__(self, *args: Any, about: Wording = NOTHING, **settings: Any) -> None:  # noqa: ANN401 (Click's)
        super().__init__(*args, **settings)
        self.allow_extra_args = True  # they are refused by `invoke`, in a sentence of our own
        self.about = about
        self.params += [
            _for_all("--json", _JSON, _choose_json),
            _for_all("--verbose", _VERBOSE, _choose_verbose),
        ]

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take the arguments apart; an error about an option knows of which command it is one."""
        try:
            return super().parse_args(ctx, args)
        except click.BadOptionUsage as error:
            error.ctx = error.ctx or ctx
            raise

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 (Click's)
        """Run it.

        Raises:
            WrongUse: There is more behind it than it takes.
        """
        if ctx.args:
            more = " ".join(ctx.args)
            raise WrongUse("多出了参数 {more}。", more=more)
        if not ctx.meta.get(_JSON.en):
            return super().invoke(ctx)
        with answering() as parts:
            status = super().invoke(ctx) or 0
        print_json({**parts, "format": f"gkxl.{'.'.join(ctx.command_path.split()[1:])}/1", "status": status})
        return status

    def get_short_help_str(self, limit: int = 45) -> str:
        """What the completion of shells shows of it."""
        return self.line.words(lang())[:limit]

    def get_help(self, ctx: click.Context) -> str:
        """Its help."""
        return "\n".join(help_lines(self, ctx, self.line, self.about))


class CommandGroup(Helped, click.Group):
    """A command that has commands of its own, with its help in Chinese and English."""

    line = NOTHING
    """The first line of its help."""

    def enter(self, zh: str, en: str) -> Callable[[Callable[..., int]], Command]:
        """Enter a command under the name of its function; the first line of its help in both languages."""

        def enter(function: Callable[..., int]) -> Command:
            made = click.command(cls=Command)(function)
            made.line = Wording(zh, en)
            self.add_command(made)
            return made

        return enter

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (Click calls it so)
        """The names of its commands, in their order."""
        return [*self.commands]

    def get_short_help_str(self, limit: int = 45) -> str:
        """What the completion of shells shows of it."""
        return self.line.words(lang())[:limit]

    def get_help(self, ctx: click.Context) -> str:
        """Its help, with the first line of that of each of its commands."""
        own = (
            (name, getattr(command, "line", NOTHING).words(lang())) for name, command in self.commands.items()
        )
        lines = [*help_lines(self, ctx, self.line), "", words("命令："), *list_lines(own)]
        lines[0] += words(" 命令 [参数]……")
        return "\n".join(lines)


def help_lines(command: click.Command, ctx: click.Context, *about: Wording) -> Iterator[str]:
    """The help of a command: how it is written, what it does, and what it takes."""
    params = command.get_params(ctx)
    arguments = [param for param in params if isinstance(param, Argument)]
    usage = [ctx.command_path, words("[选项]"), *(one.usage() for one in arguments)]
    yield words("用法：") + " ".join(usage)
    for text in filter(None, (wording.words(lang()) for wording in about)):
        yield ""
        yield from (f"  {line}" for line in text.splitlines())
    if arguments:
        yield from _section(words("参数："), [one.describe() for one in arguments])
    options = [param.describe() for param in params if isinstance(param, Option)]
    yield from _section(words("选项："), options)


def _section(title: str, rows: list[tuple[str, str]]) -> Iterator[str]:
    yield ""
    yield title
    yield from list_lines(rows)


def list_lines(rows: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Names and what they are, in two columns."""
    rows = list(rows)
    widest = max(_width(name) for name, _ in rows)
    for name, what in rows:
        yield f"  {name}{' ' * (widest - _width(name))}  {what}"


def _width(text: str) -> int:
    """The columns that a text takes on a terminal, where a Chinese character takes two."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)
