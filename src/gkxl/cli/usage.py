"""Runs the commands, and turns whatever stops one into a sentence and an exit status."""

from __future__ import annotations

import re
from typing import Final

import typer

from gkxl.cli.terminal import complain
from gkxl.errors import GkxlError, sentences

CLEAN: Final = 0
ERRORS: Final = 1
UNUSABLE: Final = 2

_INTERRUPTED: Final = 130

_USAGE_ZH: Final = (
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


def run(app: typer.Typer, arguments: list[str]) -> int:
    """Run a command; its exit status."""
    try:
        return int(app(_language_first(arguments), prog_name="gkxl", standalone_mode=False) or CLEAN)
    except typer.TyperException as error:
        sentence = error.format_message()
        complain(_in_chinese(sentence) + "输入 gkxl -h 查看用法。", f"{sentence} See gkxl -h.")
    except GkxlError as error:
        complain(error.zh, error.en)
    except OSError as error:
        complain(*sentences(error))
    except (typer.Abort, KeyboardInterrupt):
        return _INTERRUPTED
    return UNUSABLE


def _language_first(arguments: list[str]) -> list[str]:
    """The arguments with ``--lang`` in front: people write it after the command as well."""
    if "--lang" in arguments[:-1]:
        at = arguments.index("--lang")
        return [*arguments[at : at + 2], *arguments[:at], *arguments[at + 2 :]]
    spelt = [argument for argument in arguments if argument.startswith("--lang=")]
    return [*spelt, *(argument for argument in arguments if argument not in spelt)]


def _in_chinese(sentence: str) -> str:
    for pattern, chinese in _USAGE_ZH:
        found = re.fullmatch(pattern, sentence, flags=re.DOTALL)
        if found:
            return found.expand(chinese)
    return "命令的写法不对。"
