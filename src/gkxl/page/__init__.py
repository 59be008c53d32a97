"""The page that needs no installation: what its scripts may ask of Python, in `worker.js`."""

from __future__ import annotations

import re
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from gkxl.errors import describe_error

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    Tell: TypeAlias = Callable[[str, int, int], None]


_OWN_FOLDER: Final = re.compile(r"/[^“”]*/gkxl-\w+/")
"""The folder where the page has its files; people never saw it."""

_LONG: Final = {"office.collect", "office.templates"}
"""What takes long, and so tells how far it is."""


def call(tell: Tell, name: str, *given: Any) -> dict[str, Any]:  # noqa: ANN401 (what a browser hands over)
    """Do what the page asks for.

    Args:
        tell: Told how far long work is: a file, and how many are done of how many.
        name: The desk and its function, such as ``unit.judge``.
        given: What that takes.

    Returns:
        ``{"made": …}``, or ``{"refused": …}`` with the reason in Chinese.
    """
    try:
        desk, _, function = name.partition(".")
        work = getattr(import_module(f"gkxl.page.{desk}"), function)
        return {"made": work(*([tell] if name in _LONG else []), *map(_to_plain, given))}
    except Exception as error:  # noqa: BLE001 (whatever a file does, the page goes on)
        return {"refused": _OWN_FOLDER.sub("", describe_error(error).zh)}


def _to_plain(given: Any) -> Any:  # noqa: ANN401 (what a browser hands over)
    """Convert an argument from JavaScript: byte arrays to bytes, arrays of them to lists of bytes."""
    plain = given.to_py() if hasattr(given, "to_py") else given
    if isinstance(plain, memoryview):
        return bytes(plain)
    return [bytes(one) for one in plain] if isinstance(plain, list) else plain
