"""Says what a file really is, whatever its name promises."""

from __future__ import annotations


def refuse_unless_xlsx(data: bytes) -> None:
    """Raise unless the bytes are a zip."""
