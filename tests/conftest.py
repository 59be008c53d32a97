"""What all tests share: this folder on the import path, fixed examples, and programs."""

from __future__ import annotations

import os
import shutil
from math import ceil
from random import Random
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import is_hypothesis_test

import city
from as_windows import refuse_what_windows_refuses
from devtools import browsing
from gkxl.page.build import build_page, check_pyodide
from npm import npm_package
from office import Office
from seeds import SEED, WHOLE, fix_examples, take_sample

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from devtools import Tab

fix_examples()
refuse_what_windows_refuses()


PROGRAMS = {"office", "soffice", "chromium", "program", "pyodide"}
"""The fixtures of tests that start other programs."""

LONG: Final = {"year_of_a_city", *PROGRAMS}
"""The fixtures of tests that take most of the time."""

LONG_FILES: Final = {
    "test_accept", "test_additions", "test_any_failure", "test_bounds", "test_city", "test_cluster",
    "test_collecting", "test_dialects", "test_diff_command", "test_docx_writer", "test_duplicates",
    "test_every_output", "test_examples", "test_failures", "test_hostile", "test_hostile_old",
    "test_hostile_registers", "test_hostile_reports", "test_linear", "test_linear_reading",
    "test_linear_reports", "test_linear_rosters", "test_linear_xlsx", "test_office_texts", "test_opening",
    "test_parallel", "test_pdf_pages", "test_pdf_reader", "test_pdf_writer", "test_prerendered",
    "test_producers", "test_publications", "test_published", "test_results", "test_returned_copies",
    "test_seeds", "test_unit_templates", "test_validation",
}  # fmt: skip
"""The files of tests that collect again and again, start processes, measure how work grows, or take long."""

PARTS: Final = {"long": 8, "matrix": 4, "thorough": 3}
"""Of how many cases `make test` takes one: of all those in a file that are long, else of each test."""

CASES: Final = 1
"""How many cases of each test are run by `make quick`."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--quick``: a little of every room, while one works."""
    parser.addoption("--quick", action="store_true", help=f"nothing thorough, {CASES} case of each test")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what takes most of the time, and leave out what was not asked for."""
    laws = {item.nodeid: item.obj for item in items if is_hypothesis_test(getattr(item, "obj", None))}  # type: ignore[attr-defined] # a function
    for law in () if WHOLE else {getattr(law, "__func__", law) for law in laws.values()}:
        take_sample(law)
    for item in items:
        generated = item.nodeid in laws or item.get_closest_marker("mutants")
        long = item.path.stem in LONG_FILES or LONG & {*getattr(item, "fixturenames", ())}
        if generated or long:
            item.add_marker("thorough")
        if long:
            item.add_marker("long")
    drawn = {*items} if WHOLE else _drawn(items, quick=config.getoption("quick"))
    config.hook.pytest_deselected(items=[item for item in items if item not in drawn])
    items[:] = [item for item in items if item in drawn]


def _drawn(items: list[pytest.Item], *, quick: bool) -> set[pytest.Item]:
    """The cases that are run: a part of each test, or of each file of what is long; few by `make quick`."""
    tests: dict[str, list[pytest.Item]] = {}
    for item in items:
        tests.setdefault(item.nodeid.partition("::" if _has(item, "long") else "[")[0], []).append(item)
    found: set[pytest.Item] = set()
    for name, cases in tests.items():
        size = ceil(len(cases) / next((part for mark, part in PARTS.items() if _has(cases[0], mark)), 1))
        if quick:
            size = 0 if _has(cases[0], "thorough") else min(CASES, size)
        found.update(Random(f"{SEED} {name}").sample(cases, size))  # noqa: S311 (cases)
    return found


def _has(item: pytest.Item, mark: str) -> bool:
    return item.get_closest_marker(mark) is not None


def pytest_report_header() -> str:
    """What makes the same mutants again."""
    return f"mutants: GKXL_SEED={SEED}"


@pytest.fixture(scope="session")
def soffice() -> str:
    """LibreOffice; a test that needs it is skipped by name where it is missing, but not in CI."""
    found = shutil.which("soffice")
    if found is None and os.environ.get("CI") != "true":
        pytest.skip("LibreOffice (soffice) is not installed")
    assert found is not None, "LibreOffice (soffice) must be installed in CI"
    return found


@pytest.fixture(scope="session")
def office(soffice: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """LibreOffice, open for all tests; skipped by name where no Python has its ``uno``, but not in CI."""
    python = next((python for python in Office.PYTHONS if Office.has_uno(python)), None)
    if python is None and os.environ.get("CI") != "true":
        pytest.skip("no Python here has LibreOffice's uno (python3-uno)")
    assert python is not None, "python3-uno must be installed in CI"
    opened = Office(soffice, python, tmp_path_factory.mktemp("office"))
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def chromium() -> str:
    """Chromium; a test that needs it is skipped by name where it is missing, but not in CI."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None and os.environ.get("CI") != "true":
        pytest.skip("Chromium is not installed")
    assert found is not None, "Chromium must be installed in CI"
    return found


@pytest.fixture(scope="session")
def year_of_a_city(tmp_path_factory: pytest.TempPathFactory) -> city.City:
    """The roster and the returns of an imaginary city, with every status among them; not to be changed."""
    return city.make(tmp_path_factory.mktemp("city"))


@pytest.fixture(scope="session")
def pyodide() -> dict[str, bytes]:
    """Python for browsers; a test that needs it is skipped by name where npm cannot install it."""
    folder = npm_package("pyodide")
    if folder is None:
        pytest.skip("the npm package pyodide cannot be installed")
    return check_pyodide({path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()})


@pytest.fixture(scope="session")
def page(pyodide: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page that needs no installation, built from this checkout."""
    built = tmp_path_factory.mktemp("page") / "gkxl.html"
    built.write_bytes(build_page(pyodide))
    return built


@pytest.fixture(scope="session")
def page_in_chromium(chromium: str, page: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tab]:
    """The page once Python runs in it, with no network at all."""
    with browsing(chromium, tmp_path_factory.mktemp("profile")) as tab:
        tab.cut_off()
        tab.open(page)
        tab.until("document.body.dataset.ready !== undefined")
        yield tab
        assert {one for one in tab.requests if not one.startswith(("data:", "blob:"))} == {page.as_uri()}


@pytest.fixture
def tab(page_in_chromium: Tab, tmp_path: Path) -> Iterator[Tab]:
    """The page that needs no installation with nothing on it; nobody may complain of anything meanwhile."""
    browser = page_in_chromium
    browser.complaints.clear()
    browser.size(1280)
    browser.prefer("light")
    (tmp_path / "downloads").mkdir()
    browser.keep_downloads(tmp_path / "downloads")
    yield browser
    taken = ".card .small, .last .small, #compared .small"
    browser.ask(f"clear.click(), document.querySelectorAll('{taken}').forEach(one => one.click())")
    browser.ask("document.getElementById('clear-all').click(), location.hash = '#desk-unit'")
    browser.until("!document.querySelector('.card') && !collection.children.length")
    assert browser.complaints == []
