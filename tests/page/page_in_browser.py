"""The page in Chromium: what stands on it, what its buttons give, what axe says of it."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any, Final

import pytest

from npm import npm_package

if TYPE_CHECKING:
    from pathlib import Path

    from devtools import Tab

READY: Final = "document.body.dataset.ready !== undefined"

HOSTILE: Final = (
    "counts of accents", "a bomb", "many sheets", "a sheet of inline texts", "a sheet of different texts",
    "a sheet of rows", "a foreign sheet to be searched", "prose of different texts", "foreign names",
    "one large text in many cells",
)  # fmt: skip
"""The ten that cost most; see the page on limits."""


def texts(tab: Tab, selector: str) -> Any:  # noqa: ANN401 (what scripts give)
    return tab.ask(f"[...document.querySelectorAll('{selector}')].map(one => one.textContent)")


def press(tab: Tab, words: str) -> None:
    """Press the button or link that bears these words."""
    tab.ask(f"[...document.querySelectorAll('button, a')].find(one => one.textContent === '{words}').click()")


def downloaded(tab: Tab, folder: Path, words: str) -> Path:
    """What a button gives."""
    before = set((folder / "downloads").iterdir())
    press(tab, words)
    found: set[Path] = set()
    while not found:
        tab.ask("new Promise(done => setTimeout(done, 50))")
        found = {path for path in (folder / "downloads").iterdir() if path.suffix != ".crdownload"} - before
    return found.pop()


def same(made: Path, expected: Path) -> bool:
    """Whether two workbooks are the same bytes, or under different zlibs the same parts."""
    return made.read_bytes() == expected.read_bytes() or parts(made) == parts(expected)


def parts(path: Path) -> list[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as packed:
        return [(name, packed.read(name)) for name in packed.namelist()]


def violations(tab: Tab) -> Any:  # noqa: ANN401 (what scripts give)
    """What axe complains of; where it cannot be had, the test is skipped by name."""
    axe = npm_package("axe-core")
    if axe is None:
        pytest.skip("the npm package axe-core cannot be installed")
    if tab.ask("typeof axe === 'undefined'"):
        tab.ask((axe / "axe.min.js").read_text(encoding="utf-8"))
    return tab.ask(_VIOLATIONS)


_VIOLATIONS: Final = """axe.run().then(r => r.violations.map(
  v => `${v.id} ${v.nodes[0].html} ${v.nodes[0].failureSummary}`))"""
