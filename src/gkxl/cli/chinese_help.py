"""The help and the messages about wrong usage in Chinese: Typer's own words are English."""

from __future__ import annotations

import re
import sys
from typing import Any, Final

import typer
from typer.core import TyperCommand

from gkxl.cli.terminal import CLEAN, UNUSABLE, complain, words
from gkxl.errors import GkxlError, describe_error
from gkxl.text import Wording

_HELP_ZH: Final = (
    (r"^Usage: ", "用法："),
    (r"^Arguments:$", "参数："),
    (r"^Options:$", "选项："),
    (r"^Commands:$", "命令："),
    (r"\[OPTIONS\]", "[选项]"),
    (r"COMMAND \[ARGS\]\.\.\.", "命令 [参数]……"),
    (r"\[required\]", "[必填]"),
    (r"\[default: (.+?)\]", r"[默认：\1]"),
    (r"<path>", "<路径>"),
    (r"<int>", "<数> "),
    (r"<str>", "<字> "),
    (r"Show this message and exit\.", "显示本说明。"),
)


class Command(TyperCommand):
    """A command with its help in Chinese."""

    def get_help(self, ctx: Any) -> str:  # noqa: ANN401 (Typer keeps the class to itself)
        """The help."""
        return help_to_chinese(super().get_help(ctx))


def keep_open() -> None:
    """Wait before the end: Windows closes the window of a program that files were dropped on."""
    if sys.platform == "win32" and sys.stdin.isatty():
        input(words("按回车键关闭。"))


def help_to_chinese(text: str) -> str:
    """The help that Typer made, with its English words in Chinese."""
    for pattern, chinese in _HELP_ZH:
        text = re.sub(pattern, chinese, text, flags=re.MULTILINE)
    return text


_INTERRUPTED: Final = 130

_MESSAGES_ZH: Final = (
    (r"Missing argument '(.+)'\..*", r"缺少参数 \1。"),
    (r"Missing option '(?:\S+' / ')?(.+)'\..*", r"缺少选项 \1。"),
    (r"No such option: (\S+) \(Possible options: (.+)\)", r"没有 \1 这个选项。相近的有 \2。"),
    (r"No such option: (\S+).*", r"没有 \1 这个选项。"),
    (r"No such command '(.*?)'\. Did you mean '([^']+)'.*", r"没有 \1 这个命令。相近的有 \2。"),
    (r"No such command '(.*?)'\..*", r"没有 \1 这个命令。"),
    (r"Invalid value for '(.+?)': '(.*)' is not a valid int\w*\.", r"\1 的值不能用（“\2”不是整数）。"),
    (r"Invalid value for '(.+?)': '(.*)' is not one of (.*)\.", r"\1 的值不能用（“\2”不在 \3 之内）。"),
    (r"Invalid value for '(.+?)': (.*)", r"\1 的值不能用（\2）。"),
    (r"Option '(.+)' requires an argument\.", r"选项 \1 后面缺少内容。"),
    (r"Option '(.+)' does not take a value\.", r"选项 \1 后面不写内容。"),
    (r"Got unexpected extra argument(?:s|\(s\))? \((.*)\)", r"多出了参数 \1。"),
)


def run_app(app: typer.Typer, arguments: list[str]) -> int:
    """Run a command; its exit status."""
    try:
        return int(app(_move_language_first(arguments), prog_name="gkxl", standalone_mode=False) or CLEAN)
    except typer.TyperException as error:
        sentence = error.format_message()
        what = Wording(_message_to_chinese(sentence), sentence)
        complain("{what}输入 gkxl -h 查看用法。", what=what)
    except (GkxlError, OSError) as error:
        complain("{error}", error=describe_error(error))
    except (typer.Abort, KeyboardInterrupt):
        return _INTERRUPTED
    return UNUSABLE


def _move_language_first(arguments: list[str]) -> list[str]:
    """The arguments with ``--lang`` in front: people write it after the command as well."""
    if "--lang" in arguments[:-1]:
        at = arguments.index("--lang")
        return [*arguments[at : at + 2], *arguments[:at], *arguments[at + 2 :]]
    spelt = [argument for argument in arguments if argument.startswith("--lang=")]
    return [*spelt, *(argument for argument in arguments if argument not in spelt)]


def _message_to_chinese(sentence: str) -> str:
    for pattern, chinese in _MESSAGES_ZH:
        found = re.fullmatch(pattern, sentence, flags=re.DOTALL)
        if found:
            return found.expand(chinese)
    return "命令的写法不对。"
