"""Loads public names when they are first used; the stub beside a module lists them, each with its home."""

from __future__ import annotations

import sys

TYPE_CHECKING = False  # typing alone takes as long to load as Python to start
if TYPE_CHECKING:
    from collections.abc import Callable
    from importlib.machinery import ModuleSpec
    from typing import Any


def open_face(spec: ModuleSpec) -> tuple[list[str], Callable[[str], Any], Callable[[], list[str]]]:
    """What a module needs that only names what others define: ``__all__``, ``__getattr__`` and ``__dir__``.

    Args:
        spec: Its ``__spec__``. The stub is read by its loader, so that it is found in a zip file as well.
    """
    homes = _read_homes(spec)
    rooms = {name for name, home in homes.items() if home == spec.name}

    def get(name: str) -> Any:  # noqa: ANN401 (whatever is public)
        if name not in homes:
            raise AttributeError(f"module {spec.name!r} has no attribute {name!r}")
        from importlib import import_module  # noqa: PLC0415 (a bare import must not wait for it)

        if name in rooms:
            return import_module(f"{spec.name}.{name}")
        found = getattr(import_module(homes[name]), name)
        vars(sys.modules[spec.name])[name] = found
        return found

    return (
        [name for name in homes if name not in rooms],
        get,
        lambda: sorted({*vars(sys.modules[spec.name]), *homes}),
    )


def _read_homes(spec: ModuleSpec) -> dict[str, str]:
    """The module of every public name, as the stub that type checkers read imports it."""
    path = str(spec.origin).removesuffix("c") + "i"  # __init__.py, or __init__.pyc in a frozen program
    stub = spec.loader.get_data(path).decode()  # type: ignore[union-attr] # importlib's loaders all have it
    lines = [line.split() for line in stub.splitlines() if line.startswith("from ")]
    return {name: home for _, home, _, name, *_ in lines}
