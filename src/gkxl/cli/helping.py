"""The help of every command, in Chinese throughout: Typer's own words in it are English."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any, Final

from typer.core import TyperCommand, TyperGroup

from gkxl.cli.terminal import words

_IN_CHINESE: Final = (
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
        return _in_chinese(super().get_help(ctx))


class Group(TyperGroup):
    """All commands, with their help in Chinese; files and folders without a command are checked."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:  # noqa: ANN401 (Typer's own classes)
        """The command that is meant, and its arguments."""
        if args[0] in self.commands or not Path(args[0]).exists():
            return super().resolve_command(ctx, args)
        ctx.call_on_close(keep_open)
        return super().resolve_command(ctx, ["check", *args])

    def get_help(self, ctx: Any) -> str:  # noqa: ANN401 (Typer keeps the class to itself)
        """The help."""
        return _in_chinese(super().get_help(ctx))


def keep_open() -> None:
    """Wait before the end: Windows closes the window of a program that files were dropped on."""
    if sys.platform == "win32" and sys.stdin.isatty():
        input(words("按回车键关闭。", "Press Enter to close."))


def _in_chinese(text: str) -> str:
    for pattern, chinese in _IN_CHINESE:
        text = re.sub(pattern, chinese, text, flags=re.MULTILINE)
    return text
