"""gkxl: the annual report on government information disclosure, as spreadsheets and as Python.

The public names and their homes are in ``__init__.pyi``, each once; a name is loaded when it is first used.
"""

from __future__ import annotations

TYPE_CHECKING = False  # typing alone takes as long to load as Python to start
if TYPE_CHECKING:
    from typing import Any, Final

__version__ = "0.1.0"


def _read_homes() -> dict[str, str]:
    """The module of every public name, as the stub that type checkers read imports it."""
    with open(f"{__file__}i", encoding="utf-8") as stub:  # noqa: PTH123 (pathlib takes longer than all else here)
        lines = [line.split() for line in stub if line.startswith("from ")]
    return {name: home for _, home, _, name, *_ in lines}


_HOMES: Final = _read_homes()

__all__ = [*_HOMES]  # noqa: PLE0604 (all are strings)


def __getattr__(name: str) -> Any:  # noqa: ANN401 (whatever is public)
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415 (a bare import must not wait for it)

    globals()[name] = found = getattr(import_module(_HOMES[name]), name)
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES})
