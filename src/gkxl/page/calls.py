"""What the page may ask of Python: a name and what is given, answered with plain data, bytes or a refusal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from gkxl.errors import sentences
from gkxl.page import unit

if TYPE_CHECKING:
    from collections.abc import Callable

_CALLS: Final[dict[str, Callable[..., Any]]] = {
    made.__name__: made
    for made in (
        unit.example,
        unit.judge,
        unit.last_year,
        unit.mark,
        unit.normalize,
        unit.publish,
        unit.template,
    )
}


def call(name: str, *given: Any) -> dict[str, Any]:  # noqa: ANN401 (what a browser hands over)
    """Do what the page asks for.

    Returns:
        ``{"made": …}``, or ``{"refused": …}`` with the reason in Chinese.
    """
    try:
        return {"made": _CALLS[name](*map(_plain, given))}
    except Exception as error:  # noqa: BLE001 (whatever a file does, the page goes on)
        return {"refused": sentences(error)[0]}


def _plain(given: Any) -> Any:  # noqa: ANN401 (what a browser hands over)
    """What the page gives, as Python has it: arrays of bytes become bytes, lists of them lists."""
    plain = given.to_py() if hasattr(given, "to_py") else given
    if isinstance(plain, memoryview):
        return bytes(plain)
    return [bytes(one) for one in plain] if isinstance(plain, list) else plain
