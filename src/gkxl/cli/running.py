"""Runs a command as it was typed, and explains in a sentence what cannot be run."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from gkxl.cli.parameters import WrongUse, name_of
from gkxl.cli.terminal import CLEAN, UNUSABLE, complain, print_json, words
from gkxl.errors import GkxlError, describe_error
from gkxl.text import Sentence, Wording, to_wording

if TYPE_CHECKING:
    from collections.abc import Iterator

_INTERRUPTED: Final = 130

_COMPLETION: Final = "_GKXL_COMPLETE"
"""The variable by which a shell asks what may come next; see the documentation of Click."""


def run_app(app: click.Group, arguments: list[str]) -> int:
    """Run a command; its exit status."""
    if _COMPLETION in os.environ:
        app.main(prog_name="gkxl")
    try:
        with app.make_context("gkxl", [*_expand(_move_language_first(arguments))]) as context:
            return int(app.invoke(context) or CLEAN)
    except click.exceptions.Exit as left:
        return left.exit_code
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        return CLEAN
    except click.UsageError as error:
        why = to_wording("{what}输入 gkxl -h 查看用法。", what=_explain(error))
    except (GkxlError, OSError) as error:
        why = describe_error(error)
    except KeyboardInterrupt:
        return _INTERRUPTED
    complain("{error}", error=why)
    if "--json" in arguments:
        print_json({"format": "gkxl.error/1", "status": UNUSABLE, "error": why.zh, "error_en": why.en})
    return UNUSABLE


def keep_open() -> None:
    """Wait before the end: Windows closes the window of a program that files were dropped on."""
    if sys.platform == "win32" and sys.stdin and sys.stdin.isatty():
        input(words("按回车键关闭。"))


def _move_language_first(arguments: list[str]) -> list[str]:
    """The arguments with ``--lang`` in front: people write it after the command as well."""
    if "--lang" in arguments[:-1]:
        at = arguments.index("--lang")
        return [*arguments[at : at + 2], *arguments[:at], *arguments[at + 2 :]]
    spelt = [argument for argument in arguments if argument.startswith("--lang=")]
    return [*spelt, *(argument for argument in arguments if argument not in spelt)]


def _expand(arguments: list[str]) -> Iterator[str]:
    """The arguments with the files that ``*`` and ``?`` stand for, which Windows leaves to programs."""
    for argument in arguments:
        if os.path.lexists(argument):
            yield argument
            continue
        _refuse_quote(argument)
        yield from _find_files(argument) or [argument]


def _find_files(pattern: str) -> list[str]:
    """The files and folders that a pattern stands for, in order; none of an option or of any other text."""
    if pattern.startswith("-") or not {"*", "?"} & {*pattern}:
        return []
    from glob import glob  # noqa: PLC0415 (most shells do it)

    plain = pattern.replace("[", "[[]")  # brackets are part of a name, as in 报表[1].xlsx
    found = glob(plain, recursive=True)  # noqa: PTH207 (a pattern may begin with a drive)
    return sorted(path for path in found if not Path(path).name.startswith("~$"))


def _refuse_quote(argument: str) -> None:
    r"""Explain a quotation mark that the shell left inside an argument.

    For the programs of Windows, ``\"`` is a quotation mark and not the end of the argument, so that all that
    follows is taken into it.

    Raises:
        WrongUse: There is one that nothing closes, or that opens nothing, as a space follows it.
    """
    before, mark, after = argument.partition('"')
    if mark and (argument.count('"') % 2 or after.startswith(" ")):
        raise WrongUse(_QUOTE, argument=argument, folder=before.rstrip("\\"))


_QUOTE: Final = (
    "参数“{argument}”里多出一个引号：写在引号前的反斜杠 \\ 把引号连同后面的内容并进了文件夹的名称。"
    '请去掉末尾的反斜杠，写成 "{folder}"。'
)


def _explain(error: click.UsageError) -> Sentence | Wording:
    """What is wrong with the arguments."""
    if isinstance(error, WrongUse):
        return error.sentence
    if isinstance(error, click.MissingParameter) and error.param:
        missing = "缺少参数 {name}。" if isinstance(error.param, click.Argument) else "缺少选项 {name}。"
        return Sentence(missing, {"name": name_of(error.param)})
    if isinstance(error, click.NoSuchOption):
        return _explain_unknown(
            Sentence("没有 {name} 这个选项。", {"name": error.option_name}), error.possibilities
        )
    if isinstance(error, click.exceptions.NoSuchCommand):
        return _explain_unknown(
            Sentence("没有 {name} 这个命令。", {"name": error.command_name}), error.possibilities
        )
    if isinstance(error, click.BadOptionUsage):
        empty = "选项 {name} 后面不写内容。" if _is_flag(error) else "选项 {name} 后面缺少内容。"
        return Sentence(empty, {"name": error.option_name})
    return Wording("命令的写法不对。", error.format_message())


def _is_flag(error: click.BadOptionUsage) -> bool:
    """Whether the option that an error is about is one that nothing is written behind."""
    params = error.ctx.command.params if error.ctx else ()
    options = (param for param in params if isinstance(param, click.Option))
    return any(one.is_flag and error.option_name in one.opts for one in options)


def _explain_unknown(unknown: Sentence, near: list[str] | None) -> Sentence:
    """There is no such option or command, and which there are instead.

    Args:
        unknown: The sentence that says so.
        near: The names that are nearly the same.
    """
    return Sentence("{unknown}相近的有 {near}。", {"unknown": unknown, "near": near}) if near else unknown
