"""The sheet 计数 shows what gkxl counts, at once and after a spreadsheet program has calculated it again."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from hypothesis import given, settings
from registers import handled, registers

from gkxl.forms.register import Register
from gkxl.register.counting import count
from gkxl.register.register_reader import read_register
from gkxl.register.sheets import make_register
from gkxl.register.tables import COUNT_SHEET, DAY_SHEET, counted_places
from office import Job
from seeds import WHOLE
from workbooks import drawn, opened

if TYPE_CHECKING:
    from office import Office


def shown(content: bytes, register: Register) -> dict[str, int]:
    """What the sheet 计数 of a workbook shows in each cell."""
    sheet = opened(content, data_only=True)[COUNT_SHEET]
    return {path: sheet[place.address].value for path, place in counted_places(register.edition).items()}


@settings(max_examples=20)
@given(registers())
def test_a_register_shows_its_counts_before_any_program_calculates(register: Register) -> None:
    assert shown(make_register(register), register) == count(register).figures


def test_libreoffice_counts_the_same(office: Office) -> None:
    """Sorted rows, gaps, days pasted as texts and in full-width digits, days that cannot be."""
    found = drawn(registers(most=40), 40 if WHOLE else 3)
    books = {
        str(number): handled(register, Random(number))  # noqa: S311 (a hand)
        for number, register in enumerate(found)
    }
    for number, content in office.resave(books).items():
        register = found[int(number)]
        assert shown(content, register) == count(register).figures
        assert (
            read_register(content).register.applications == read_register(books[number]).register.applications
        )


def test_sorting_and_cutting_in_libreoffice_change_no_count(office: Office) -> None:
    """A formula that names a cell goes along with it when it is cut and pasted."""
    register = next(one for one in drawn(registers(most=40), 9) if len(one.applications) > 5)
    content = make_register(register, rows=60)
    hands = (
        [("cut", "申请", "A4:Q5", "A50")],
        [("cut", "申请", "A6:Q6", "A7")],
        [("cut", "申请", "M4:N9", "M40"), ("cut", "申请", "M40:N45", "M4")],
        [("sort", "申请", "A4:Q60", 13), ("cut", "争议", "A4:G4", "A60")],
    )
    for steps, after in zip(hands, office.work([Job(content, steps) for steps in hands]), strict=True):
        found = read_register(after).register
        assert shown(after, found) == count(found).figures, steps
        assert steps == hands[1] or count(found).figures == count(register).figures


def test_every_formula_is_written_once_and_shared_by_its_column() -> None:
    """2,000 rows with five formulas each would be a file of 400 KB."""
    content = make_register(Register(year=2026), rows=2000)
    assert len(content) < 80_000
    sheet = opened(content)[DAY_SHEET]
    assert str(sheet["C2003"].value).startswith("=IF(ISNUMBER(A2003)")
