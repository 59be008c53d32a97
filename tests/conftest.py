"""What all tests share: this folder on the import path, LibreOffice, and how long hypothesis may take."""

from __future__ import annotations

import os
import shutil

import pytest
from hypothesis import HealthCheck, settings

from libreoffice import LibreOffice

settings.register_profile("gkxl", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("gkxl")


@pytest.fixture(scope="session")
def soffice(tmp_path_factory: pytest.TempPathFactory) -> LibreOffice:
    """LibreOffice; a test that needs it is skipped by name where it is missing, but not in CI."""
    program = shutil.which("soffice")
    if program is None and os.environ.get("CI") != "true":
        pytest.skip("LibreOffice (soffice) is not installed")
    assert program is not None, "LibreOffice (soffice) must be installed in CI"
    return LibreOffice(program, tmp_path_factory.mktemp("libreoffice"))
