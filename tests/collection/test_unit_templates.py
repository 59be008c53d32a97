"""What an office hands out: a template for every unit, and an empty roster that explains itself."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from offices import YEAR, book, collected, roster, values, write

import gkxl
from gkxl.collection.templates import make_blank_roster
from gkxl.forms.common import LEVELS
from gkxl.model.outline import cells
from workbooks import named, opened

if TYPE_CHECKING:
    from pathlib import Path


HOSTILE = (
    "单位代码,单位名称,层级,上级\nA1,A/B:*?,部门单位,\na1,A/B:*?,,\nCON,nul.,市级,\nB2,"
    + "长" * 80
    + "...,,\n.B,点,,\n~$B,锁,,\n"
)


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_every_unit_has_a_template_with_its_cover(tmp_path: Path) -> None:
    units = roster()
    issued = gkxl.write_templates(units, year=YEAR, output=tmp_path / "out")
    assert len(issued.written) == len(units.units)
    for unit, path in zip(units.units, issued.written, strict=True):
        found = gkxl.read(path).values
        cover = (unit.code, unit.name, unit.level, YEAR)
        assert tuple(found[f"cover.{name}"] for name in ("unit_code", "unit", "level", "year")) == cover


def test_unit_and_code_are_locked_where_the_roster_gives_them(tmp_path: Path) -> None:
    """A unit without a code fills one in."""
    units = gkxl.collection.Roster(
        (gkxl.collection.Unit("0012", "某市财政局", "市级"), gkxl.collection.Unit("", "某市水务局", "市级"))
    )
    issued = gkxl.write_templates(units, year=YEAR, output=tmp_path)
    for unit, path in zip(units.units, issued.written, strict=True):
        cover = named(opened(path.read_bytes()))
        locked = {
            name: cover[f"cover.{name}"].protection.locked for name in ("unit", "unit_code", "level", "year")
        }
        assert locked == {"unit": True, "unit_code": bool(unit.code), "level": False, "year": True}
        assert gkxl.read(path).values["cover.unit_code"] == unit.code


def test_hostile_names_each_have_a_file_of_their_own(tmp_path: Path) -> None:
    gkxl.write_templates(roster(HOSTILE), year=YEAR, output=tmp_path / "out")
    assert set(files(tmp_path / "out")) == {
        "A1-A_B___-2024.xlsx",
        "a1-A_B___ 2-2024.xlsx",
        "CON-nul-2024.xlsx",
        "B2-" + "长" * 57 + "-2024.xlsx",
        "_.B-点-2024.xlsx",
        "_~$B-锁-2024.xlsx",
    }


def test_what_is_there_is_left_alone_and_what_was_filled_in_is_never_replaced(tmp_path: Path) -> None:
    out = tmp_path / "out"
    first = gkxl.write_templates(roster(), year=YEAR, output=out)
    before = files(out)
    gone, filled, *others = first.written
    gone.unlink()
    filled.write_bytes(b"filled in")
    again = gkxl.write_templates(roster(), year=YEAR, output=out)
    assert (again.written, again.different, again.kept) == ((gone,), (filled,), tuple(others))
    assert files(out) == before | {filled.name: b"filled in"}


def test_what_was_carried_forward_last_year_is_filled_in(tmp_path: Path) -> None:
    last = values("A1", "某市财政局", year=YEAR - 1)
    returns = write(tmp_path / "returns", {"A1.xlsx": book(last)})
    issued = gkxl.write_templates(roster(), year=YEAR, output=tmp_path / "out", previous=returns)
    assert [unit.code for unit in issued.without_last_year] == ["A2", "B0", "B1", "B2"]
    found = gkxl.read(issued.written[0]).values
    for cell in cells(gkxl.edition_for(YEAR).form):
        if cell.path.startswith("requests.brought_forward."):
            assert found[cell.path] == last[cell.path.replace("brought", "carried")]


def test_what_last_years_return_tells_better_is_asked_of_the_unit_alone(tmp_path: Path) -> None:
    """Figures that a workbook was issued with give way to last year's return; nobody else hears of them."""
    units = "单位代码,单位名称\nA1,某市财政局\n"
    last = write(tmp_path / "last", {"A1.xlsx": book(values("A1", "某市财政局", year=YEAR - 1))})
    issued = gkxl.write_templates(roster(units), year=YEAR, output=tmp_path / "issued", previous=last)
    own = values("A1", "某市财政局", "now")
    form = gkxl.edition_for(YEAR).form
    entered = {cell.path: own[cell.path] for cell in cells(form) if not cell.computed}
    filled = tmp_path / "filled.xlsx"
    gkxl.fill_template(issued.written[0], entered, filled)
    collection = collected(tmp_path, {"1.xlsx": filled.read_bytes()}, units=units, previous=last)
    assert "year.brought_forward" in [issue.code for issue in collection.questions("A1")]
    assert (collection.consolidated_issues(), collection.remarks) == ([], ())


@pytest.fixture(scope="module")
def sheet() -> Any:  # noqa: ANN401 (openpyxl)
    (found,) = openpyxl.load_workbook(io.BytesIO(make_blank_roster())).worksheets
    return found


def test_the_same_call_gives_the_same_bytes() -> None:
    assert make_blank_roster() == make_blank_roster()


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
    with pytest.raises(gkxl.errors.WriteError, match=r"\.xlsx"):
        gkxl.collection.write_roster(tmp_path / "名册.csv")
