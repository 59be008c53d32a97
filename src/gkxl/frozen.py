"""`frozen` of attrs and `NamedTuple` of typing, which make a class in half the time: they compile less.

attrs writes ``__eq__``, ``__hash__`` and ``__repr__`` anew for every class, as a text that Python compiles,
and for slots makes every class twice; typing compiles the annotation of every field. Before the command line
reads a return it makes some hundred such classes, compares and shows hardly any, and asks for no annotation.
"""

from __future__ import annotations

from collections import namedtuple
from functools import cache
from operator import attrgetter
from reprlib import recursive_repr
from typing import TYPE_CHECKING, Any

import attrs

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import NamedTuple

    from attrs import frozen

    __all__ = ["NamedTuple", "frozen"]
else:

    def frozen(cls: type | None = None, /, *, eq: bool = True, **options: bool) -> Any:  # noqa: ANN401 (a class, or what decorates one)
        """What ``attrs.frozen`` makes of a class; it is compared, hashed and shown in the same way."""

        def make(cls: type) -> type:
            for name in ("__repr__", "__eq__", "__hash__") if eq else ("__repr__",):
                if getattr(cls, name) is getattr(object, name):
                    setattr(cls, name, vars(_Methods)[name])
            return attrs.frozen(cls, eq=False, repr=False, slots=False, **options)

        return make if cls is None else make(cls)

    class _NamedTupleMaker(type):
        """Makes a named tuple of every class that derives from `NamedTuple`."""

        def __new__(cls, name: str, _: tuple[type, ...], body: dict[str, Any]) -> type:
            fields = body["__annotations__"]
            defaults = [body.pop(field) for field in fields if field in body]
            made = namedtuple(name, fields, defaults=defaults, module=body["__module__"])  # noqa: PYI024 (typing's is slow)
            for attribute, value in body.items():
                setattr(made, attribute, value)
            return made

    NamedTuple = type.__new__(_NamedTupleMaker, "NamedTuple", (), {})


class _Methods:
    """What every class gets, unless it has its own or inherits it."""

    def __eq__(self, other: object) -> bool:
        return _values(self) == _values(other) if type(other) is type(self) else NotImplemented

    def __hash__(self) -> int:
        return hash(_values(self, hashed=True))

    @recursive_repr()
    def __repr__(self) -> str:
        cls: Any = type(self)
        fields = (one for one in attrs.fields(cls) if one.repr)
        shown = (f"{one.name}={getattr(self, one.name)!r}" for one in fields)
        name = cls.__qualname__.rpartition(">.")[2]
        return f"{name}({', '.join(shown)})"


def _values(one: Any, *, hashed: bool = False) -> tuple[object, ...]:  # noqa: ANN401 (of any class)
    """The values by which an object is compared, or hashed."""
    cls: Any = type(one)
    return _getter(cls, hashed=hashed)(one)


@cache
def _getter(cls: Any, *, hashed: bool) -> Callable[[object], tuple[object, ...]]:  # noqa: ANN401 (one of them)
    fields = (one for one in attrs.fields(cls) if one.eq and not (hashed and one.hash is False))
    names = [one.name for one in fields]
    return attrgetter("__class__", "__class__", *names)  # of one name alone it gets no tuple
