"""A collection beside what was published, shown: nothing is left out, and nothing in it acts."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import pytest
from attrs import evolve
from lxml import html
from openpyxl import load_workbook
from publications import STATUSES, UNITS, collect, diff, faults, filed, page

import gkxl
from browser import violations
from gkxl.collection.intake.non_returns import find_non_return
from gkxl.comparison.output import published_page, write_published_workbook

if TYPE_CHECKING:
    from pathlib import Path

    from gkxl.text import Lang

HOSTILE = '=1+1"><script>alert(1)</script>'


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> gkxl.comparison.PublishedComparison:
    folder = tmp_path_factory.mktemp("faults")
    return diff(collect(folder, left_out=("A11",)), folder, faults())


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> gkxl.comparison.PublishedComparison:
    """A unit of a hostile name that published a hostile text."""
    folder = tmp_path_factory.mktemp("hostile")
    made = diff(collect(folder), folder, {"a.html": page(filed("A01", other_matters=HOSTILE))})
    one = made.units[0]
    return evolve(made, units=(evolve(one, unit=evolve(one.unit, name=HOSTILE, code=HOSTILE)),))


def test_a_page_has_every_unit_under_its_status_and_every_cell(
    found: gkxl.comparison.PublishedComparison,
) -> None:
    shown = html.fromstring(published_page(found))
    assert shown.xpath("string(//*[@class='verdict different'])") == found.message
    for one in found.units:
        (heading,) = shown.xpath(f"//h2[@id='{one.status}']")
        (name,) = shown.xpath(f"//*[self::h3 or self::li]/bdi[text()='{one.unit.name}']")
        assert name.xpath("preceding::h2[1]") == [heading]
        for file in one.compared:
            for made in file.differences:
                assert made.label in shown.text_content()
                assert made.note in shown.text_content()
    assert all(file.path in shown.text_content() for file in found.others)
    assert [a.get("href") for a in shown.xpath("//a")] == [
        f"#{status}" for status in gkxl.comparison.PublishedStatus if status in STATUSES.values()
    ]


def test_cells_that_one_reason_keeps_from_being_compared_are_one_row(tmp_path: Path) -> None:
    """Of a table that is a picture, every cell is in the workbook, and the page says once why."""
    pictured = re.sub(rb"<table.*?</table>", b"<img src=a.png>", page(filed("A01")), count=1, flags=re.DOTALL)
    made = diff(collect(tmp_path), tmp_path, {"a.html": pictured})
    (count,) = {
        file.comparison.figures.uncompared for one in made.units for file in one.compared if file.comparison
    }
    (row,) = html.fromstring(published_page(made)).xpath("//h3/following::tbody/tr")
    assert count > 5
    assert row.xpath("string(th)").endswith(f" 等 {count} 格")
    assert "图片" in row.text_content()
    assert len(rows(made, tmp_path, 1)) == count


def test_collecting_knows_the_page_as_a_result(found: gkxl.comparison.PublishedComparison) -> None:
    issue = find_non_return(published_page(found).encode())
    assert issue is not None
    assert issue.code == "file.no_return"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_axe_finds_no_violation(
    lang: Lang, found: gkxl.comparison.PublishedComparison, chromium: str, tmp_path: Path
) -> None:
    assert violations(chromium, published_page(evolve(found, lang=lang)), tmp_path) == []


def test_nothing_that_was_handed_in_is_markup(hostile: gkxl.comparison.PublishedComparison) -> None:
    shown = published_page(hostile)
    assert "<script" not in shown
    assert html.fromstring(shown).xpath("//ins")[0].text_content() == HOSTILE


def rows(found: gkxl.comparison.PublishedComparison, folder: Path, sheet: int) -> list[tuple[object, ...]]:
    """The rows below the headings of a sheet of the workbook."""
    write_published_workbook(found, folder / "a.xlsx")
    book = load_workbook(io.BytesIO((folder / "a.xlsx").read_bytes()))
    return [tuple(cell.value for cell in row) for row in book.worksheets[sheet].iter_rows(min_row=3)]


def test_a_workbook_has_a_row_for_every_unit_and_file(
    found: gkxl.comparison.PublishedComparison, tmp_path: Path
) -> None:
    made = rows(found, tmp_path, 0)
    words = [gkxl.comparison.PublishedStatus(status).words("zh") for status in STATUSES.values()]
    assert [(row[0], row[1], row[2], row[4]) for row in made[: len(UNITS)]] == [
        (number, code, UNITS[code], word)
        for number, (code, word) in enumerate(zip(STATUSES, words, strict=True), start=1)
    ]
    assert made[1][5:8] == (1, 0, 0)
    assert [row[8] for row in made[len(UNITS) :]] == [file.path for file in found.others]


def test_a_workbook_has_a_row_for_every_cell_with_numbers_as_numbers(
    found: gkxl.comparison.PublishedComparison, tmp_path: Path
) -> None:
    made = rows(found, tmp_path, 1)
    cells = [cell for one in found.units for file in one.compared for cell in file.differences]
    assert [(row[4], row[7]) for row in made] == [(cell.label, cell.note) for cell in cells]
    assert made[0][5:7] == (cells[0].a, cells[0].b)


def test_nothing_that_was_handed_in_is_a_formula(
    hostile: gkxl.comparison.PublishedComparison, tmp_path: Path
) -> None:
    for sheet in (0, 1):
        (row, *_) = rows(hostile, tmp_path, sheet)
        assert row[1:3] == (HOSTILE, HOSTILE)
    assert row[6] == HOSTILE
    assert b"<f>" not in (tmp_path / "a.xlsx").read_bytes()


def test_the_same_comparison_gives_the_same_bytes(
    found: gkxl.comparison.PublishedComparison, tmp_path: Path
) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        write_published_workbook(found, tmp_path / name)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
