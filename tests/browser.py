"""Chromium, headless: runs the scripts of a page, and axe-core on it."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING

import pytest
from lxml import html

from npm import PATIENCE, npm_package

if TYPE_CHECKING:
    from pathlib import Path


def in_browser(chromium: str, page: str, folder: Path) -> str:
    """The title of a page once its scripts have run."""
    shown = _run(chromium, page, folder, "--virtual-time-budget=20000", "--dump-dom")
    return html.fromstring(shown.decode("utf-8")).findtext(".//title") or ""


def on_paper(chromium: str, page: str, folder: Path) -> bytes:
    """A page as it comes out of the printer, as PDF."""
    _run(chromium, page, folder, "--no-pdf-header-footer", f"--print-to-pdf={folder / 'page.pdf'}")
    return (folder / "page.pdf").read_bytes()


def _run(chromium: str, page: str, folder: Path, *options: str) -> bytes:
    (folder / "page.html").write_text(page, encoding="utf-8")
    command = [chromium, "--headless", "--no-sandbox", f"--user-data-dir={folder / 'profile'}", *options]
    where = (folder / "page.html").as_uri()
    return subprocess.run([*command, where], check=True, capture_output=True, timeout=PATIENCE).stdout


def violations(chromium: str, page: str, folder: Path) -> list[str]:
    """What axe-core finds on a page that not everybody can use: the rule, and where it is broken."""
    axe = npm_package("axe-core")
    if axe is None:
        pytest.skip("the npm package axe-core cannot be installed")
    script = (axe / "axe.min.js").read_text(encoding="utf-8").replace("</script", "<\\/script")
    told = "JSON.stringify(r.violations.map(v => v.id + v.nodes[0].html))"
    ask = f"axe.run().then(r => {{document.title = 'axe' + {told}}})"
    title = in_browser(chromium, f"{page}<script>{script};{ask}</script>", folder)
    assert title.startswith("axe"), "axe did not run"
    found: list[str] = json.loads(title.removeprefix("axe"))
    return found
