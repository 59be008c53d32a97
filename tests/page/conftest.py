"""The page that needs no installation, open in Chromium for all tests of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from page_in_browser import READY, cut_off

from devtools import browsing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from devtools import Tab


@pytest.fixture(scope="session")
def browser(chromium: str, page: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tab]:
    """The page once Python runs in it, with no network at all."""
    with browsing(chromium, tmp_path_factory.mktemp("profile")) as tab:
        cut_off(tab, offline=True)
        tab.open(page)
        tab.until(READY)
        yield tab
        assert {one for one in tab.requests if not one.startswith(("data:", "blob:"))} == {page.as_uri()}


@pytest.fixture
def tab(browser: Tab, tmp_path: Path) -> Iterator[Tab]:
    """The page with nothing on it; nobody may complain of anything meanwhile."""
    browser.complaints.clear()
    browser.size(1280)
    browser.prefer("light")
    (tmp_path / "downloads").mkdir()
    browser.keep_downloads(tmp_path / "downloads")
    yield browser
    browser.ask(
        "clear.click(), document.querySelectorAll('.card .small, .last .small').forEach(one => one.click())"
    )
    browser.ask("document.getElementById('office-clear').click(), location.hash = '#desk-unit'")
    browser.until("!document.querySelector('.card') && !collection.children.length")
    assert browser.complaints == []
