"""Checks what programs pass to public functions, so that a mistake is one sentence that names it.

Type checkers find most mistakes before a program runs; this finds them in programs that were not checked.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from functools import cache, wraps
from reprlib import repr as short
from typing import Any, Final, ParamSpec, TypeVar

from gkxl.errors import ArgumentError
from gkxl.frozen import NamedTuple
from gkxl.text import Wording, listed_as_choice

P = ParamSpec("P")
R = TypeVar("R")


class _Allowed(NamedTuple):
    """What an annotation allows: the test of a value, and what messages call such values."""

    test: Callable[[Any], bool]
    words: Wording


def _kind(words: Wording, *kinds: type) -> _Allowed:
    return _Allowed(lambda value: isinstance(value, kinds), words)


def _choice(*choices: str) -> _Allowed:
    words = Wording("或".join(f"“{one}”" for one in choices), " or ".join(map(repr, choices)))
    return _Allowed(lambda value: isinstance(value, str) and value in choices, words)


def _having(name: str, words: Wording) -> _Allowed:
    return _Allowed(lambda value: callable(getattr(value, name, None)), words)


# bool is a kind of int, and a text is many texts, but neither is ever meant so
_ALLOWED: Final = {
    "None": _kind(Wording("None", "None"), type(None)),
    "str": _kind(Wording("文字", "a text"), str),
    "int": _Allowed(lambda value: type(value) is int, Wording("整数", "a whole number")),
    "bool": _kind(Wording("True 或 False", "True or False"), bool),
    "bytes": _kind(Wording("文件内容（bytes）", "bytes"), bytes, bytearray, memoryview),
    "os.PathLike": _kind(Wording("路径", "a path"), os.PathLike),
    "Mapping": _kind(Wording("字典", "a mapping"), Mapping),
    "Iterable": _Allowed(
        lambda value: isinstance(value, Iterable) and not isinstance(value, (str, bytes, Mapping)),
        Wording("列表", "a list or the like"),
    ),
    "BinaryIO": _having("read", Wording("打开的二进制文件", "a binary file")),
    "IO": _having("write", Wording("打开的二进制文件", "a binary file")),
    "type": _kind(Wording("类", "a class"), type),
    "Collected": _having("reports", Wording("汇总", "a collection")),
    "Progress": _having("__call__", Wording("函数", "a function")),
    "Lang": _choice("zh", "en"),
    "Blank": _choice("error", "zero"),
    "Prefer": _choice("newest"),
}
"""What the parts of annotations allow, by their names without brackets."""

_ALIASES: Final = {
    "Target": "str | os.PathLike[str] | IO[bytes]",
    "Source": "str | os.PathLike[str] | bytes | BinaryIO",
    "Explanations": "Mapping",
    "Sequence": "Iterable",
}

_ELSEWHERE: Final = frozenset({"AnyReport", "AnyForm", "HasPlainForm", "Comparable", "object", "Any"})
"""What the functions themselves refuse with a sentence of its own, or take whatever it is."""


def checked(function: Callable[P, R]) -> Callable[P, R]:
    """Decorate a public function to refuse arguments that its annotations do not allow.

    Raises:
        ArgumentError: An argument is of another type than the function takes, or none of the values.
    """
    names = function.__code__.co_varnames

    @wraps(function)
    def refuse_others(*args: P.args, **kwargs: P.kwargs) -> R:
        for name, value in (*zip(names, args, strict=False), *kwargs.items()):
            allowed = _allowed_by(function.__annotations__.get(name, "Any"))
            if allowed and not any(one.test(value) for one in allowed):
                raise _refusal(function.__qualname__.removesuffix(".__init__"), name, allowed, value)
        return function(*args, **kwargs)

    return refuse_others


@cache
def _allowed_by(annotation: str) -> tuple[_Allowed, ...]:
    """What an annotation allows; nothing where that is not looked at here."""
    parts = [part.partition("[") for part in annotation.split(" | ")]
    if not _ELSEWHERE.isdisjoint(name for name, *_ in parts):
        return ()
    return tuple(
        allowed for name, _, inside in parts for allowed in _allowed_by_part(name, inside.rstrip("]"))
    )


def _allowed_by_part(name: str, inside: str) -> tuple[_Allowed, ...]:
    if name in {"Iterable", "Sequence"} and inside.isidentifier() and (elements := _allowed_by(inside)):
        return (_many(elements),)
    return _allowed_by(_ALIASES[name]) if name in _ALIASES else (_ALLOWED.get(name) or _instance(name),)


def _many(elements: tuple[_Allowed, ...]) -> _Allowed:
    """Many values, of which those in a list are looked at: what gives one after another gives them once."""
    many = _ALLOWED["Iterable"]

    def test(values: Any) -> bool:  # noqa: ANN401 (whatever was passed)
        looked_at = values if isinstance(values, (list, tuple)) else ()
        return many.test(values) and all(any(one.test(value) for one in elements) for value in looked_at)

    names = [one.words for one in elements]
    zh, en = "或".join(one.zh for one in names), " or ".join(one.en for one in names)
    return _Allowed(test, Wording(f"{many.words.zh}，每一项为{zh}", f"{many.words.en}, each {en}"))


def _instance(name: str) -> _Allowed:
    """Values of one of our classes, which this module must not import: by the name of the class."""
    return _Allowed(
        lambda value: any(kind.__name__ == name for kind in type(value).__mro__),
        Wording(f" {name} 对象", f"{'an' if name[0] in 'AEIOU' else 'a'} {name}"),
    )


def _refusal(function: str, name: str, allowed: tuple[_Allowed, ...], value: object) -> ArgumentError:
    zh = listed_as_choice([*dict.fromkeys(one.words.zh for one in allowed)]).zh
    en = listed_as_choice([*dict.fromkeys(one.words.en for one in allowed)]).en
    return ArgumentError(
        "{function} 的 {name} 应为{allowed}，而不是 {found}。",
        function=function,
        name=name,
        allowed=Wording(zh, en),
        found=short(value),
    )


class _CallersError(BaseException):
    """Carries an exception of the caller's own past all who would explain it as one of theirs.

    Attributes:
        error: The exception.
    """

    def __init__(self, error: BaseException) -> None:
        super().__init__(error)
        self.error = error


def gives_back_errors(function: Callable[P, R]) -> Callable[P, R]:
    """Decorate a function with a ``progress``: whatever the caller's function raises comes back as itself."""

    @wraps(function)
    def call(*args: P.args, **kwargs: P.kwargs) -> R:
        progress: Any = kwargs.get("progress")
        if progress is None:
            return function(*args, **kwargs)

        def report(*facts: object) -> None:
            try:
                progress(*facts)
            except BaseException as error:  # noqa: BLE001 (it is handed back, whatever it is)
                raise _CallersError(error) from None

        try:
            return function(*args, **{**kwargs, "progress": report})  # type: ignore[arg-type] # the same arguments
        except _CallersError as carried:
            raise carried.error from None

    return call
