"""Figures of real published reports, kept in ``tests/data/reports``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

FOLDER: Final = Path(__file__).parent / "data" / "reports"

COMPLETE: Final = (
    "anyang-hightech-2023", "huaian-2024", "pingtan-2021", "pingtan-2022", "suqian-2023", "suqian-2024",
)  # fmt: skip
"""The reports of edition 2021 that print a number in every cell."""


WRITTEN: Final = {
    "cover.unit": "某局",
    "cover.level": "市级",
    "overview.on_request": "按规定办理。",
    "improvement.problems": "公开的内容不够细。",
    "other_matters": "无。",
}
"""As few texts as will do for a report of which nothing is to be confirmed."""


def published(name: str) -> dict[str, Any]:
    """The figures of one report, as they were printed, and texts where its own are not kept."""
    data: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return {**data, "cells": WRITTEN | data["cells"]}


def as_numbers(name: str) -> dict[str, Any]:
    """The figures of one report without the unit that pingtan-2019 prints behind an amount."""
    data = published(name)
    cells = {path: v.removesuffix("元") if isinstance(v, str) else v for path, v in data["cells"].items()}
    return {**data, "cells": cells}
