"""An empty roster is a workbook that explains itself, and cannot be taken for a filled one."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

import gkxl
from gkxl.collection.roster.blank import blank_roster
from gkxl.forms.common import LEVELS

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def sheet() -> Any:  # noqa: ANN401 (openpyxl)
    (found,) = openpyxl.load_workbook(io.BytesIO(blank_roster())).worksheets
    return found


def test_the_same_call_gives_the_same_bytes() -> None:
    assert blank_roster() == blank_roster()


def test_every_column_explains_itself(sheet: Any) -> None:  # noqa: ANN401 (openpyxl)
    """A hint shows at every cell below a heading, as long as spreadsheet programs take it."""
    headings = [cell.value for cell in sheet[3]]
    assert headings == ["单位代码", "单位名称（必填）", "层级", "上级", "含下级", "联系人", "电话"]
    hints = sheet.data_validations.dataValidation
    assert [one.promptTitle for one in hints] == headings
    assert all(len(one.promptTitle) <= 32 and 10 < len(one.prompt) <= 255 for one in hints)


def test_levels_and_yes_or_no_are_chosen_from_lists(sheet: Any) -> None:  # noqa: ANN401 (openpyxl)
    lists = {one.promptTitle: one.formula1 for one in sheet.data_validations.dataValidation if one.formula1}
    assert lists == {"层级": f'"{",".join(LEVELS)}"', "含下级": '"是,否"'}


def test_codes_and_telephone_numbers_are_text(sheet: Any) -> None:  # noqa: ANN401 (openpyxl)
    """Excel would round a code of 18 digits, and drop zeros in front."""
    assert {cell.number_format for cell in sheet[4]} == {"@"}
    assert {sheet.column_dimensions[letter].number_format for letter in "ABCDEFG"} == {"@"}


def test_the_headings_stay_in_sight_and_on_every_page(sheet: Any) -> None:  # noqa: ANN401 (openpyxl)
    assert sheet.freeze_panes == "C4"
    assert sheet.print_title_rows == "$3:$3"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)


def test_it_is_a_workbook(tmp_path: Path) -> None:
    with pytest.raises(gkxl.WriteError, match=r"\.xlsx"):
        gkxl.write_roster(tmp_path / "名册.csv")
