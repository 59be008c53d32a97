"""The help of every command, in Chinese throughout: Typer's own words in it are English."""

from __future__ import annotations

import re
from typing import Any, Final

from typer.core import TyperCommand, TyperGroup

_IN_CHINESE: Final = (
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
    """All commands, with their help in Chinese."""

    def get_help(self, ctx: Any) -> str:  # noqa: ANN401 (Typer keeps the class to itself)
        """The help."""
        return _in_chinese(super().get_help(ctx))


def _in_chinese(text: str) -> str:
    for pattern, chinese in _IN_CHINESE:
        text = re.sub(pattern, chinese, text, flags=re.MULTILINE)
    return text
