"""The templates that lie in the repository are those that the program writes today."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

import gkxl

FOLDER: Final = Path(__file__).parents[1] / "templates"

YEARS: Final = {"2019": 2020, "2021": 2025}
"""The report year that each edition's template is made for: the latest that is collected in it."""


@pytest.mark.parametrize("edition", gkxl.EDITIONS)
def test_the_template_of_every_edition_is_current(edition: str, tmp_path: Path) -> None:
    """``make templates`` would change nothing."""
    gkxl.write_template(tmp_path / "template.xlsx", year=YEARS[edition])
    kept = FOLDER / f"政府信息公开工作年度报告-{edition}版.xlsx"
    current = kept.read_bytes() == (tmp_path / "template.xlsx").read_bytes()
    assert current, "run make templates"


@pytest.mark.parametrize("edition", gkxl.EDITIONS)
def test_the_year_of_a_template_belongs_to_its_edition(edition: str) -> None:
    assert gkxl.edition_for(YEARS[edition]).name == edition


def test_the_empty_roster_is_current(tmp_path: Path) -> None:
    """``make templates`` would change nothing."""
    gkxl.collection.write_roster(tmp_path / "roster.xlsx")
    current = (FOLDER / "名册.xlsx").read_bytes() == (tmp_path / "roster.xlsx").read_bytes()
    assert current, "run make templates"


def test_there_are_no_other_templates() -> None:
    assert {path.name for path in FOLDER.glob("*.xlsx")} == {
        "名册.xlsx",
        *(f"政府信息公开工作年度报告-{edition}版.xlsx" for edition in gkxl.EDITIONS),
    }
