"""What makes a release: one version in every place, and a README that an index can show."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Final

import pytest

import gkxl
import release

HOME: Final = Path(__file__).parents[1]


with (HOME / "pyproject.toml").open("rb") as file:
    PROJECT: Final = tomllib.load(file)["project"]


def test_one_version_stands_in_every_place() -> None:
    assert set(release.read_versions().values()) == {gkxl.__version__}


def test_asking_for_the_version_loads_hardly_anything() -> None:
    program = "import sys, gkxl; gkxl.__version__; print(*(n for n in sys.modules if n.startswith('gkxl.')))"
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "gkxl.public"


def test_an_index_shows_every_picture_and_link() -> None:
    assert "](docs/images/" in (HOME / "README.md").read_text(encoding="utf-8")
    assert release.find_relative_addresses(release.readme_of_index()) == []


def test_the_project_says_where_it_lives() -> None:
    urls = PROJECT["urls"]
    assert urls.keys() >= {"Homepage", "Documentation", "Source", "Changelog", "Issues"}
    assert all(address.startswith("https://") for address in urls.values())


@pytest.mark.parametrize("extra", PROJECT["optional-dependencies"])
def test_every_extra_is_tried(extra: str) -> None:
    assert extra in release.EXTRAS


def test_the_main_job_of_the_checklist_works_here() -> None:
    run = subprocess.run(
        [sys.executable, "-X", "utf8", "-W", "error", "-c", release.SMOKE],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (run.stdout, run.stderr) == (f"gkxl {gkxl.__version__}\n", "")
