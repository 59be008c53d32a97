"""What the terminal gets: exit statuses, the chosen language, and text that is safe to print."""

from __future__ import annotations

import io
import sys
from contextvars import ContextVar
from enum import StrEnum
from typing import TYPE_CHECKING, Final

import typer

from gkxl.text import enumerated, fill_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gkxl.text import Lang


CLEAN: Final = 0
ERRORS: Final = 1
UNUSABLE: Final = 2


class Language(StrEnum):
    """The languages that gkxl speaks."""

    ZH = "zh"
    EN = "en"


_LANGUAGE: Final = ContextVar("_LANGUAGE", default=Language.ZH)


def speak(language: Language) -> None:
    """Choose the language of everything that follows."""
    _LANGUAGE.set(language)


def lang() -> Lang:
    """The language chosen, as the rest of gkxl takes it."""
    return "en" if _LANGUAGE.get() is Language.EN else "zh"


def words(template: str, /, **facts: object) -> str:
    """A sentence, given in Chinese, with its facts, in the language chosen; see `gkxl.text.fill_in`."""
    return fill_in(template, facts, lang())


def listed(names: Sequence[str], most: int) -> str:
    """The first names, and of how many, where there are more."""
    return enumerated(names, most, unit="个").words(lang())


def harden() -> None:
    """Print ``?`` for characters that the console's code page lacks, instead of stopping."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def visible(text: object) -> str:
    r"""The text with every control and invisible character written out, so that none can act.

    Names of files and units come from others; they may hold escape sequences or marks that turn the
    direction of writing.

    Example:
        >>> visible("a\x1b[31m\u202eb\n")
        'a\\x1b[31m\\u202eb\\n'
    """
    return "".join(map(_visible, str(text)))


def _visible(character: str) -> str:
    if character.isprintable() or character == "\N{IDEOGRAPHIC SPACE}":
        return character
    return character.encode("unicode_escape").decode("ascii")


def say(template: str, /, **facts: object) -> None:
    """Print a line; see `words`."""
    typer.echo(visible(words(template, **facts)))


def complain(template: str, /, **facts: object) -> None:
    """Print a line where errors go; see `words`."""
    typer.echo(visible(words(template, **facts)), err=True)
