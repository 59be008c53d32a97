"""What commands take, and their help in Chinese and English."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from gkxl.cli.terminal import lang, words
from gkxl.text import Sentence, Wording

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

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


class AFile(click.ParamType[Path]):
    """A file or folder; whether it is there and may be read shows when it is, so that one stops no others."""

    name = "file"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:  # noqa: ANN401, ARG002 (Click's)
        """Its path."""
        return Path(value)

    def shell_complete(
        self,
        ctx: click.Context,  # noqa: ARG002 (Click's)
        param: click.Parameter,  # noqa: ARG002 (Click's)
        incomplete: str,
    ) -> list[CompletionItem]:
        """What tells the shell to complete it as a path."""
        from click.shell_completion import CompletionItem  # noqa: PLC0415 (few commands are completed)

        return [CompletionItem(incomplete, type="file")]


FILE: Final = AFile()
TEXT: Final = click.STRING
WHOLE: Final = Whole()

_A_FILE: Final = Wording("文件", "FILE")

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


def output_option(
    *,
    zh: str = "写到哪个文件。",
    en: str = "The file to write to.",
    required: bool = True,
    **settings: Any,  # noqa: ANN401 (Click's)
) -> Callable[[F], F]:
    """Where a command writes to; the arguments are those of `option`."""
    return option("--output", "-o", type=FILE, required=required, zh=zh, en=en, **settings)


def file_argument(*, zh: str, en: str) -> Callable[[F], F]:
    """The file that a command reads; the arguments are those of `argument`."""
    return argument("file", _A_FILE, type=FILE, zh=zh, en=en)


def files_argument(*, zh: str, en: str) -> Callable[[F], F]:
    """The files, one at least, that a command reads; the arguments are those of `argument`."""
    return argument("files", _A_FILE, nargs=-1, required=True, type=FILE, zh=zh, en=en)
