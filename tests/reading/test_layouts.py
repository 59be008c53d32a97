"""Every layout that was ever issued is read: workbooks come back years later."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

import gkxl
from gkxl.checksheet.lines import explainable_lines
from gkxl.forms import EDITIONS
from gkxl.layout import AUDIT_SHEET, RETURN_SHEET, VERSION, VERSIONS
from gkxl.model.outline import values_of
from keep_layouts import FILED, FOLDER, kept
from published import as_numbers

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    "path", sorted(FOLDER.glob("*/*.xlsx")), ids=lambda path: f"{path.parent.name}-{path.stem}"
)
def test_a_workbook_of_every_layout_is_read(path: Path) -> None:
    """Those that are kept hold figures alone, of which nothing is said."""
    reading = gkxl.read(path)
    assert (reading.identity.layout, reading.edition) == (path.parent.name, path.stem)
    filed = values_of(gkxl.from_dict(as_numbers(FILED[path.stem])))
    figures = {path: value for path, value in filed.items() if not isinstance(value, str)}
    assert reading.values.items() >= figures.items()
    assert {issue.code for issue in reading.issues} <= {"narrative.empty", "cover.blank"}


@pytest.mark.matrix
@pytest.mark.parametrize("version", VERSIONS[:2])
@pytest.mark.parametrize("edition", FILED)
@pytest.mark.parametrize("typed", ["约8", -1, None])
def test_a_check_sheet_in_the_words_of_its_day_is_not_taken_for_tampering(
    version: str, edition: str, typed: str | int | None, tmp_path: Path
) -> None:
    """不符 and 有误 on sheets that were issued before today's words: read, and marked in today's."""
    book = load_workbook(kept(version, edition))
    assert "不符" in book[AUDIT_SHEET]["B2"].value
    book["三、申请办理"]["D8"] = typed
    book.save(tmp_path / "a.xlsx")
    marked = gkxl.mark(tmp_path / "a.xlsx", tmp_path / "b.xlsx")
    (code,) = {issue.code for issue in marked.reading.issues if issue.severity is gkxl.Severity.ERROR}
    assert code in ("cell.text", "cell.negative", "cell.blank")
    assert not marked.reading.tampering
    rows = load_workbook(tmp_path / "b.xlsx")[RETURN_SHEET].iter_rows(values_only=True)
    assert "需改正" in [row[1] for row in rows]


@pytest.mark.parametrize("without", ["names", "labels"])
@pytest.mark.parametrize("version", [version for version in VERSIONS if version != "1"])
@pytest.mark.parametrize("edition", FILED)
def test_explanations_are_read_where_their_layout_had_them(
    version: str, edition: str, without: str, tmp_path: Path
) -> None:
    """Two of three witnesses are enough, of which one is the place in the layout of its day."""
    book = load_workbook(kept(version, edition))
    lines = explainable_lines(EDITIONS[edition], version)
    for number, line in enumerate(lines):
        book[AUDIT_SHEET][line.place.address].value = f"第{number}条说明：系统升级"
        book[AUDIT_SHEET].cell(line.place.row, 1).value = "" if without == "labels" else line.label
    if without == "names":
        book.defined_names.clear()
    book.save(tmp_path / "a.xlsx")
    reading = gkxl.read(tmp_path / "a.xlsx")
    assert reading.explanations == {
        line.key: f"第{number}条说明：系统升级" for number, line in enumerate(lines)
    }
    assert "sheet.stray" not in {issue.code for issue in reading.issues}


def test_workbooks_of_every_layout_are_kept() -> None:
    """Run ``python tests/keep_layouts.py`` once the sheets of a new layout are done."""
    assert {path.name for path in FOLDER.iterdir()} == {*VERSIONS}
    assert all(kept(VERSION, edition).exists() for edition in gkxl.EDITIONS)
