"""What commands print for programs: JSON."""

from __future__ import annotations

import json
import sys
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import typer

if TYPE_CHECKING:
    import gkxl

_TOLD: Final = (
    "code", "severity", "path", "label", "sheet", "cell", "message", "found", "expected", "explanation",
)  # fmt: skip
"""What JSON says of an issue."""


def print_json(data: dict[str, Any]) -> None:
    """Print JSON that loses nothing: a code page that lacks characters gets them as ASCII escapes."""
    unicode = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    typer.echo(json.dumps(data, ensure_ascii=not unicode, indent=2))


def plain_issue(issue: gkxl.Issue) -> dict[str, Any]:
    """An issue as JSON has it."""
    return {name: plain_value(getattr(issue, name)) for name in _TOLD}


def plain_value(value: Any) -> Any:  # noqa: ANN401 (whatever a cell held)
    """What a cell held as JSON has it: amounts as strings, so that they keep their digits."""
    if value is None or isinstance(value, (int, str)):
        return value
    return format(value, "f") if isinstance(value, Decimal) and value.is_finite() else str(value)
