"""A template is filled in by the names of its cells, and by nothing else."""

from __future__ import annotations

import re
import zipfile
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

import gkxl
from gkxl.layout import places
from gkxl.model.outline import cells
from workbooks import changed, different, every_edition, opened, saved, sheet_part, template

if TYPE_CHECKING:
    from pathlib import Path

    from gkxl.forms.edition import Edition


@every_edition
def test_a_template_filled_by_name_reads_as_its_data(edition: Edition, tmp_path: Path) -> None:
    values = {cell.path: different(edition)[cell.path] for cell in cells(edition.form) if not cell.computed}
    gkxl.fill_template(template(edition), values, tmp_path / "报表.xlsx")
    reading = gkxl.read(tmp_path / "报表.xlsx")
    assert reading.values == different(edition)
    assert {issue.code for issue in reading.issues} <= {"total.computed"}


@every_edition
def test_cells_without_data_stay_as_they_are(edition: Edition, tmp_path: Path) -> None:
    before = template(edition, unit="某局")
    gkxl.fill_template(before, {"requests.received.research": 3}, tmp_path / "报表.xlsx")
    after = gkxl.read(tmp_path / "报表.xlsx").values
    assert after == {**gkxl.read(before).values, "requests.received.research": 3}


def test_a_template_of_an_office_keeps_what_it_put_in(tmp_path: Path) -> None:
    book = opened(template(gkxl.EDITIONS["2021"]))
    book.create_sheet("本局说明")["A1"] = "填报前请联系办公室"
    gkxl.fill_template(saved(book), {"cover.unit": "某局"}, tmp_path / "报表.xlsx")
    assert opened((tmp_path / "报表.xlsx").read_bytes())["本局说明"]["A1"].value == "填报前请联系办公室"


@pytest.mark.parametrize("text", ["=1+1", "+86", "-", "@SUM(A1)", "8", "#REF!"])
def test_a_text_stays_a_text(text: str, tmp_path: Path) -> None:
    gkxl.fill_template(template(gkxl.EDITIONS["2021"]), {"cover.unit": text}, tmp_path / "报表.xlsx")
    assert gkxl.read(tmp_path / "报表.xlsx").values["cover.unit"] == text


@pytest.mark.parametrize("path", ["requests", "requests.received.nobody", "_gkxl"])
def test_a_path_without_a_cell_is_named(path: str, tmp_path: Path) -> None:
    with pytest.raises(gkxl.errors.DataError, match=path):
        gkxl.fill_template(template(gkxl.EDITIONS["2021"]), {path: 1}, tmp_path / "报表.xlsx")
    assert not (tmp_path / "报表.xlsx").exists()


@pytest.mark.parametrize("value", [True, b"8", [8], 1j])
def test_what_no_cell_can_hold_is_refused(value: object, tmp_path: Path) -> None:
    with pytest.raises(gkxl.errors.DataError):
        gkxl.fill_template(template(gkxl.EDITIONS["2021"]), {"cover.unit": value}, tmp_path / "报表.xlsx")


@pytest.mark.parametrize("text", ["\x07", "字" * 32_768, "\ufffe"])
def test_a_text_that_no_cell_can_hold_is_refused(text: str, tmp_path: Path) -> None:
    with pytest.raises(gkxl.errors.WriteError):
        gkxl.fill_template(template(gkxl.EDITIONS["2021"]), {"cover.unit": text}, tmp_path / "报表.xlsx")


def test_the_same_data_gives_the_same_bytes(tmp_path: Path) -> None:
    for name, value in (("一.xlsx", 3), ("二.xlsx", Decimal(3))):
        gkxl.fill_template(
            template(gkxl.EDITIONS["2021"]), {"requests.received.other": value}, tmp_path / name
        )
    assert (tmp_path / "一.xlsx").read_bytes() == (tmp_path / "二.xlsx").read_bytes()


@pytest.mark.parametrize(
    ("before", "inside"),
    [
        (r"<mergeCells[^>]*>", '<mergeCell ref="AA100:BZ200000"/>'),
        (r"<mergeCells[^>]*>", '<mergeCell ref="XEV2:XFD1048576"/>'),
        (r"</dataValidations>", '<hyperlinks><hyperlink ref="A1:XFD1048576" location="A1"/></hyperlinks>'),
    ],
)
def test_ranges_that_would_be_made_cell_by_cell_are_refused(before: str, inside: str, tmp_path: Path) -> None:
    content = template(gkxl.EDITIONS["2021"])
    part = sheet_part(content, places(gkxl.EDITIONS["2021"])["cover.unit"].sheet)
    wide = changed(content, lambda xml: re.sub(before, rf"\g<0>{inside}", xml), part=part)
    with pytest.raises(gkxl.errors.LimitError):
        gkxl.fill_template(wide, {"cover.unit": "某局"}, tmp_path / "报表.xlsx")


def test_a_part_that_is_too_large_is_refused_unopened(tmp_path: Path) -> None:
    path = tmp_path / "模板.xlsx"
    path.write_bytes(template(gkxl.EDITIONS["2021"]))
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/media/image1.png", bytes(130 << 20))
    with pytest.raises(gkxl.errors.LimitError):
        gkxl.fill_template(path, {"cover.unit": "某局"}, tmp_path / "报表.xlsx")
