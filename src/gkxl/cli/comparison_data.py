"""What ``gkxl diff --json`` prints."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import asdict

from gkxl.cli.plain import plain_issue, plain_value

if TYPE_CHECKING:
    from pathlib import Path

    import gkxl


def plain(found: gkxl.Comparison, a: Path, b: Path) -> dict[str, Any]:
    """A comparison as JSON has it."""
    return {
        "a": _side(found.a, a),
        "b": _side(found.b, b),
        "same": found.same,
        "message": found.message,
        "figures": asdict(found.figures),
        "texts": asdict(found.texts),
        "only_in_a": found.only_in_a,
        "only_in_b": found.only_in_b,
        "unpublished": found.unpublished,
        "differences": [_difference(made) for made in found.differences],
    }


def _side(side: gkxl.Side, path: Path) -> dict[str, Any]:
    named = {name: side.values[f"cover.{name}"] for name in ("year", "unit", "unit_code")}
    return {"file": str(path), "edition": side.edition.name, **named}


def _difference(made: gkxl.Difference) -> dict[str, Any]:
    return {
        "path": made.path,
        "label": made.label,
        "contrast": made.contrast,
        "a": plain_value(made.a),
        "b": plain_value(made.b),
        "changes": [asdict(change) for change in made.changes],
        "issues": [plain_issue(issue) for issue in made.issues],
    }
