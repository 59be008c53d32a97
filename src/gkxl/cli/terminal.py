"""What the terminal gets: exit statuses, the chosen language, and text that is safe to print."""

from __future__ import annotations

import io
import sys
from contextlib import contextmanager, redirect_stdout
from contextvars import ContextVar
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

import click

from gkxl.text import Sentence, enumerated, fill_in, to_plain, visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gkxl.text import Lang


CLEAN: Final = 0
ERRORS: Final = 1
UNUSABLE: Final = 2


class Language(StrEnum):
    """The languages that gkxl speaks."""

    ZH = "zh"
    EN = "en"


_LANGUAGE: Final = ContextVar("_LANGUAGE", default=Language.ZH)

_ANSWER: Final[ContextVar[dict[str, Any] | None]] = ContextVar("_ANSWER", default=None)


def speak(language: Language) -> None:
    """Choose the language of everything that follows."""
    _LANGUAGE.set(language)


def lang() -> Lang:
    """The language chosen, as the rest of gkxl takes it."""
    return "en" if _LANGUAGE.get() is Language.EN else "zh"


def words(template: str, /, **facts: object) -> str:
    """A sentence, given in Chinese, with its facts, in the language chosen; see `gkxl.text.fill_in`."""
    return fill_in(template, facts, lang())


MAX_NAMES: Final = 10
"""How many units or files are named in a line; of more, the number is printed."""


def listed(names: Sequence[str]) -> str:
    """The first names, and of how many, where there are more."""
    return enumerated(names, MAX_NAMES, unit="个").words(lang())


def harden() -> None:
    """Print ``?`` for characters that the console's code page lacks, instead of stopping."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def say(template: str, /, **facts: object) -> None:
    """Print a line; see `words`."""
    click.echo(visible(words(template, **facts)))


def complain(template: str, /, **facts: object) -> None:
    """Print a line where errors go, and add it to the answer that a program wants; see `words`."""
    if (found := _ANSWER.get()) is not None:
        found.setdefault("messages", []).append(to_plain(Sentence(template, facts)))
    click.echo(visible(words(template, **facts)), err=True)


STYLES: Final = {
    "通过": "bold green",
    "需核实": "magenta",
    "需改正": "bold red",
    "无法读取": "bold red",
    "不是报表": "bold",
    "提示": "dim",
    "已说明": "green",
    "已核实": "green",
}
"""How the words of `gkxl.issues.catalogue.code` look, by their Chinese."""


def show(text: str, style: str, *, err: bool = False) -> None:
    """Print a line in a style, such as ``"bold red"``, where the terminal has any."""
    colour = next((word for word in style.split() if word not in ("bold", "dim")), None)
    click.secho(visible(text), err=err, fg=colour, bold="bold" in style, dim="dim" in style)


def print_json(data: dict[str, Any]) -> None:
    """Print JSON; characters that the console's code page may lack are written as ASCII escapes."""
    import json  # noqa: PLC0415 (people read no JSON)

    unicode = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    click.echo(json.dumps(data, ensure_ascii=not unicode, indent=2))


@contextmanager
def answering() -> Iterator[dict[str, Any]]:
    """What a command answers as JSON in the block; nothing else goes to the output meanwhile."""
    parts: dict[str, Any] = {}
    before = _ANSWER.set(parts)
    try:
        with redirect_stdout(io.StringIO()):
            yield parts
    finally:
        _ANSWER.reset(before)


def wants_json() -> bool:
    """Whether a program wants the answer as JSON."""
    return _ANSWER.get() is not None


def answer(**parts: object) -> None:
    """Add parts to the answer, if a program wants it; people read what is printed."""
    if (found := _ANSWER.get()) is not None:
        found |= to_plain(parts)
