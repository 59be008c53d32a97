"""What all tests share: this folder on the import path, fixed examples, and programs."""

from __future__ import annotations

import os
import shutil

import pytest

import city
from office import Hands, Office
from seeds import SEED, fix_examples

fix_examples()


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
def office(soffice: str, tmp_path_factory: pytest.TempPathFactory) -> Office:
    """LibreOffice with a profile for this process of the test run."""
    return Office(soffice, tmp_path_factory.mktemp("office"))


@pytest.fixture(scope="session")
def hands(office: Office) -> Hands:
    """Hands that work in LibreOffice; skipped by name where no Python has its ``uno``, but not in CI."""
    found = next((python for python in Hands.PYTHONS if Hands.has_uno(python)), None)
    if found is None and os.environ.get("CI") != "true":
        pytest.skip("no Python here has LibreOffice's uno (python3-uno)")
    assert found is not None, "python3-uno must be installed in CI"
    return Hands(office, found)


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
