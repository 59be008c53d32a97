"""What commands take, and their help in Chinese and English."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar
from unicodedata import east_asian_width

import click

from gkxl.cli.terminal import UNUSABLE, answering, lang, print_json, words
from gkxl.errors import GkxlError
from gkxl.text import Sentence, Wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

F = TypeVar("F", bound=Callable[..., Any])


class WrongUse(click.UsageError):
    """A command was called in a way that it cannot be.

    Args:
        template: The sentence that says how, in Chinese, with the name of each fact in braces.
        facts: What it mentions.
    """

    def __init__(self, template: str, /, **facts: object) -> None:
        super().__init__(template)
        self.sentence = Sentence(template, facts)


class Whole(click.ParamType[int]):
    """A whole number."""

    name = "whole"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:  # noqa: ANN401, ARG002 (Click's)
        """The number that was written.

        Raises:
            WrongUse: It is none.
        """
        try:
            return int(value)
        except ValueError:
            raise WrongUse(
                "{name} 的值不能用（“{value}”不是整数）。", name=name_of(param), value=value
            ) from None


class OneOf(click.ParamType[str]):
    """One of a few words."""

    name = "one of"

    def __init__(self, *choices: str) -> None:
        self.choices = choices

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:  # noqa: ANN401, ARG002 (Click's)
        """The word that was written.

        Raises:
            WrongUse: It is none of them.
        """
        if value not in self.choices:
            choices = ", ".join(map(repr, self.choices))
            raise WrongUse(
                "{name} 的值不能用（“{value}”不在 {choices} 之内）。",
                name=name_of(param),
                value=value,
                choices=choices,
            )
        return str(value)


FILE: Final = click.Path(path_type=Path)
TEXT: Final = click.STRING
WHOLE: Final = Whole()

_SHOWN: Final = {
    FILE: Wording("路径", "path"),
    TEXT: Wording("字", "text"),
    WHOLE: Wording("数", "number"),
}
"""What help shows in the place of a value, by its type."""


class Argument(click.Argument):
    """What is written after a command without a name; see `argument`."""

    def __init__(self, declared: list[str], *, shown: Wording, wording: Wording, **settings: Any) -> None:  # noqa: ANN401 (Click's)
        super().__init__(declared, **settings)
        self.shown = shown
        self.wording = wording

    def describe(self) -> tuple[str, str]:
        """The line of the help: its name, and what it is."""
        return self.shown.words(lang()), self.wording.words(lang()) + _required_mark(self)

    def usage(self) -> str:
        """How it is written after the command."""
        name = self.shown.words(lang()) + ("..." if self.nargs == -1 else "")
        return name if self.required else f"[{name}]"


class Option(click.Option):
    """What is written after a command under a name; see `option`."""

    def __init__(
        self,
        declared: list[str],
        *,
        shown: Wording | None,
        wording: Wording,
        **settings: Any,  # noqa: ANN401 (Click's)
    ) -> None:
        super().__init__(declared, **settings)
        self.shown = shown
        self.wording = wording

    def describe(self) -> tuple[str, str]:
        """The line of the help: its names with what comes after them, and what it is."""
        names = ", ".join(sorted(self.opts, key=len))
        if self.secondary_opts:
            names += f" / {self.secondary_opts[0]}"
        value = "" if self.is_flag else f" {self._value()}"
        return names + value, self.wording.words(lang()) + _required_mark(self)

    def _value(self) -> str:
        if isinstance(self.type, OneOf):
            return f"<{'|'.join(self.type.choices)}>"
        return self.shown.words(lang()) if self.shown else f"<{_SHOWN[self.type].words(lang())}>"


def _required_mark(param: click.Parameter) -> str:
    return words("  [必填]") if param.required else ""


def name_of(param: click.Parameter | None) -> str:
    """What people know a parameter by: its shortest option, or the word for an argument."""
    if isinstance(param, Argument):
        return param.shown.words(lang())
    return param.opts[-1] if param else ""


def argument(name: str, shown: Wording, *, zh: str, en: str, **settings: Any) -> Callable[[F], F]:  # noqa: ANN401 (Click's)
    """An argument of a command.

    Args:
        name: The parameter of the function.
        shown: What help calls it, in Chinese and English.
        zh: What it is, in Chinese.
        en: The same in English.
        settings: Those of `click.Argument`.
    """
    return click.argument(name, cls=Argument, shown=shown, wording=Wording(zh, en), **settings)


def option(
    *names: str,
    zh: str,
    en: str,
    shown: Wording | None = None,
    **settings: Any,  # noqa: ANN401 (Click's)
) -> Callable[[F], F]:
    """An option of a command.

    Args:
        names: ``--long``, ``-s``, and the parameter of the function where it is called otherwise.
        zh: What it is, in Chinese.
        en: The same in English.
        shown: What help shows in the place of its value; that of its type if left out.
        settings: Those of `click.Option`.
    """
    wording = Wording(zh, en)
    return click.option(*names, cls=Option, shown=shown, wording=wording, **settings)


NOTHING: Final = Wording("", "")


_JSON: Final = Wording("按 JSON 输出，供程序使用。", "Print JSON, for programs.")
_VERBOSE: Final = Wording("边做边记下每一步，供查找原因。", "Log every step where errors go.")


def _for_all(name: str, wording: Wording, choose: Callable[..., None]) -> Option:
    """An option of every command."""
    return Option([name], shown=None, wording=wording, is_flag=True, expose_value=False, callback=choose)


def _choose_json(context: click.Context, _param: click.Parameter, wanted: bool) -> None:  # noqa: FBT001 (Click calls it so)
    context.meta[_JSON.en] = wanted


def _choose_verbose(_context: click.Context, _param: click.Parameter, wanted: bool) -> None:  # noqa: FBT001 (Click calls it so)
    if wanted:
        import logging  # noqa: PLC0415 (few ask for it, and it takes long to load)

        steps = logging.StreamHandler()
        steps.setFormatter(logging.Formatter("%(asctime)s %(name)s %(message)s"))
        logging.getLogger("gkxl").addHandler(steps)
        logging.getLogger("gkxl").setLevel(logging.INFO)


class Command(click.Command):
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
        try:
            with answering() as parts:
                status = super().invoke(ctx) or 0
        except GkxlError as error:
            print_json(
                {"format": "gkxl.error/1", "status": UNUSABLE, "error": error.zh, "error_en": error.en}
            )
            raise
        print_json({**parts, "format": f"gkxl.{ctx.info_name}/1", "status": status})
        return status

    def get_short_help_str(self, limit: int = 45) -> str:
        """What the completion of shells shows of it."""
        return self.line.words(lang())[:limit]

    def get_help(self, ctx: click.Context) -> str:
        """Its help."""
        return "\n".join(help_lines(self, ctx, self.line, self.about))


class CommandGroup(click.Group):
    """A command that has commands of its own, with its help in Chinese and English."""

    line = NOTHING
    """The first line of its help."""

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
    own = ("-h, --help", words("显示本说明。"))
    yield from _section(words("选项："), [*options, own])


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
