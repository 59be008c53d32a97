"""What all tests share: this folder on the import path, fixed examples, and programs."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest
from hypothesis import is_hypothesis_test

import city
from gkxl.page.build import build_page, check_pyodide
from npm import npm_package
from office import Office
from seeds import SEED, fix_examples

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

fix_examples()


PROGRAMS = {"office", "soffice", "chromium", "program", "pyodide"}
"""The fixtures of tests that start other programs."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what takes most of the time, which `make quick` leaves out."""
    for item in items:
        generated = is_hypothesis_test(getattr(item, "obj", None)) or item.get_closest_marker("mutants")
        if generated or PROGRAMS & {*getattr(item, "fixturenames", ())}:
            item.add_marker("thorough")


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
