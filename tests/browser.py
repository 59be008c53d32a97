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
    (folder / "page.html").write_text(page, encoding="utf-8")
    command = [
        chromium, "--headless", "--no-sandbox", "--virtual-time-budget=20000", "--dump-dom",
        f"--user-data-dir={folder / 'profile'}", (folder / "page.html").as_uri(),
    ]  # fmt: skip
    done = subprocess.run(command, check=True, capture_output=True, timeout=PATIENCE)
    return html.fromstring(done.stdout.decode("utf-8")).findtext(".//title") or ""


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
