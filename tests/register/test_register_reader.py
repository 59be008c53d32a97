"""A register reads as it was filled in, or an issue says where it does not; nothing is said of a person."""

from __future__ import annotations

from datetime import date
from functools import partial
from random import Random
from time import process_time
from typing import TYPE_CHECKING, Any, Final

import openpyxl
import pytest
from attrs import evolve
from hypothesis import given, settings
from registers import MARKERS, registers

import gkxl
from gkxl.errors import LimitError, UnreadableFileError
from gkxl.forms.register import APPLICATIONS, METHODS, Application, Dispute, Register
from gkxl.issues.catalogue import Severity
from gkxl.register.checks import combine_readings
from gkxl.register.counting import count
from gkxl.register.register_reader import RegisterReader, is_register, read_register
from gkxl.register.sheets import make_register
from gkxl.register.tables import FOOTER, HEAD_ROW, MOST_ROWS
from gkxl.xlsx import Cell, Kind, read_book
from programs import resave
from seeds import complaints, sampled
from workbooks import changed, forget_properties, opened, put_row, saved

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from gkxl.register.checks import RegisterReading
    from gkxl.text import Lang

ROWS: Final = tuple(
    Application(
        number=f"2026-{number}",
        received=date(2026, 1, number),
        channel="网络",
        kind="自然人" if number % 3 else "商业企业",
        closed=date(2026, 2, number) if number % 2 else None,
        outcome="予以公开" if number % 2 else "",
        reply=f"〔2026〕{number}号",
        applicant=MARKERS[0],
        summary=MARKERS[1],
        remark=MARKERS[2],
    )
    for number in range(1, 13)
)
CASES: Final = tuple(
    Dispute(
        number=f"案{n}",
        application="2026-3",
        route="行政复议",
        role="作出行为机关",
        accepted=date(2026, 5, n),
    )
    for n in range(1, 5)
)
REGISTER: Final = Register(
    year=2026, unit="某局", unit_code="A1", applications=ROWS, disputes=CASES, opening={"natural_person": 0}
)
WRITTEN: Final = make_register(REGISTER, rows=20)


@settings(max_examples=40)
@given(registers())
def test_a_register_reads_as_it_was_written(register: Register) -> None:
    reading = read_register(make_register(register))
    # a row without anything is none
    assert reading.register == register
    assert reading.found == ()


def test_what_an_office_writes_about_its_ways_of_counting_is_kept() -> None:
    situation = next(method.situation for method in METHODS if not method.source)
    register = evolve(REGISTER, methods={situation: "联名的按人数计。"})
    assert read_register(make_register(register)).register.methods == {situation: "联名的按人数计。"}


def test_a_list_of_a_units_own_is_read_by_its_headings() -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["某局依申请公开台账"])
    sheet.append(["序号", "登记编号", "收件日期", "申请人类型", "申请人姓名", "答复日期", "答复结果"])
    sheet.append([1, "2026-1", "2026.3.5", "自然人", "某某", date(2026, 3, 20), "（一）予以公开"])
    reading = read_register(saved(book), year=2026)
    (row,) = reading.register.applications
    assert (row.number, row.received, row.outcome) == ("2026-1", date(2026, 3, 5), "予以公开")
    codes = [issue.code for issue in reading.found]
    assert codes == [
        "register.salvaged",
        "register.ignored",
        "register.read_as",
        "register.read_as",
        "register.sheet",
    ]
    with pytest.raises(UnreadableFileError, match="年度"):
        read_register(saved(book))


def test_a_report_is_no_register(tmp_path: Path) -> None:
    gkxl.write_template(tmp_path / "年报.xlsx", year=2026)
    with pytest.raises(UnreadableFileError, match="登记簿"):
        read_register(tmp_path / "年报.xlsx")


def test_a_register_of_a_later_version_is_refused() -> None:
    later = changed(WRITTEN, lambda xml: xml.replace("<t>1</t>", "<t>9</t>"), part="sharedStrings")
    later = changed(
        later,
        lambda xml: xml.replace('gkxl.register"><vt:lpwstr>1', 'gkxl.register"><vt:lpwstr>9'),
        part="custom",
    )
    with pytest.raises(UnreadableFileError, match="升级"):
        read_register(later)


def test_rows_below_the_footer_are_read_with_an_issue() -> None:
    book = opened(WRITTEN)
    last = next(row for row in range(1, 200) if str(book["申请"].cell(row, 1).value).startswith(FOOTER))
    put_row(book["申请"], last + 3, "2026-99", date(2026, 9, 9), "网络", "其他")
    reading = read_register(saved(book))
    assert reading.register.applications[-1].number == "2026-99"
    assert [(issue.code, issue.cell) for issue in reading.found] == [("register.below", f"A{last + 3}")]


def test_the_files_of_several_offices_are_told_apart() -> None:
    both = combine_readings([read_register(WRITTEN, name=name) for name in ("甲科.xlsx", "乙科.xlsx")])
    assert len(both.register.applications) == 24
    doubled = [issue for issue in both.issues if issue.code == "register.duplicate"]
    assert len(doubled) == 16
    assert doubled[0].sheet == "乙科.xlsx 申请"
    assert "甲科.xlsx 申请 4" in doubled[0].message


# What hands and programs do: the same rows, or an issue that names a place


def rows_of(reading: RegisterReading) -> set[str]:
    return {str(row) for row in (*reading.register.applications, *reading.register.disputes)}


BEFORE: Final = rows_of(read_register(WRITTEN))


def judge(content: bytes, what: str) -> None:
    """The same rows, or an issue with a place that is more than a note; or it is refused without headings."""
    if not is_register(read_book(content)):
        assert what.startswith(("delete_row on 申请", "delete_column on 申请", "retitle on 申请")), what
        with pytest.raises(UnreadableFileError, match="没有找到“申请编号”"):
            read_register(content, year=2026)
        return
    reading = read_register(content, year=2026)
    told = [issue for issue in reading.issues if issue.place and issue.severity is not Severity.INFO]
    assert rows_of(reading) == BEFORE or told, f"{what}: other rows, and nothing said"


def insert_rows(sheet: Worksheet, random: Random) -> None:
    sheet.insert_rows(random.randint(1, 12), random.randint(1, 3))


def insert_columns(sheet: Worksheet, random: Random) -> None:
    sheet.insert_cols(random.randint(1, 18), random.randint(1, 2))


def delete_row(sheet: Worksheet, random: Random) -> None:
    sheet.delete_rows(random.randint(1, HEAD_ROW))


def delete_column(sheet: Worksheet, random: Random) -> None:
    sheet.delete_cols(random.randint(1, 17))


def sort_rows(sheet: Worksheet, random: Random) -> None:
    width = sheet.max_column
    rows = [[sheet.cell(row, column).value for column in range(1, width + 1)] for row in range(4, 16)]
    random.shuffle(rows)
    for at, row in enumerate(rows, start=4):
        for column, value in enumerate(row, start=1):
            sheet.cell(at, column).value = value


def swap_headings(sheet: Worksheet, random: Random) -> None:
    one, other = (sheet.cell(HEAD_ROW, at) for at in random.sample(range(1, 8), 2))
    one.value, other.value = other.value, one.value


def retitle(sheet: Worksheet, random: Random) -> None:
    sheet.cell(HEAD_ROW, random.randint(1, 7)).value = random.choice(("甲", "", "办结日期", "申请编号"))


def swap_columns(sheet: Worksheet, random: Random) -> None:
    one, other = random.sample(range(1, 8), 2)
    for row in range(HEAD_ROW, sheet.max_row + 1):
        here, there = sheet.cell(row, one), sheet.cell(row, other)
        here.value, there.value = there.value, here.value
        here.number_format, there.number_format = there.number_format, here.number_format


def rename_sheet(sheet: Worksheet, _: Random) -> None:
    sheet.title = f"{sheet.title}一"


def copy_sheet(sheet: Worksheet, _: Random) -> None:
    book: Any = sheet.parent
    book.copy_worksheet(sheet)


def merge_cells(sheet: Worksheet, random: Random) -> None:
    row = random.randint(4, 6)
    sheet.merge_cells(start_row=row, end_row=row + 1, start_column=2, end_column=random.randint(2, 4))


def type_formulas(sheet: Worksheet, random: Random) -> None:
    sheet.cell(random.randint(4, 7), random.choice((1, 2))).value = "=B4"


def scribble_beside(sheet: Worksheet, _: Random) -> None:
    sheet.cell(6, 25).value = "某某"


HANDS: Final[tuple[Callable[[Worksheet, Random], None], ...]] = (
    insert_rows, insert_columns, delete_row, delete_column, sort_rows, swap_headings, retitle, swap_columns,
    rename_sheet, copy_sheet, merge_cells, type_formulas, scribble_beside,
)  # fmt: skip


def drop_names(book: Workbook) -> None:
    for name in [*book.defined_names]:
        if not name.startswith("gk.list."):
            del book.defined_names[name]


def drop_identity(book: Workbook) -> None:
    del book["_gkxl"]
    forget_properties(book)


@pytest.mark.mutants
@pytest.mark.matrix
@pytest.mark.parametrize("lost", ["nothing", "names", "names and identity"])
def test_nothing_is_misread_whatever_is_done_to_a_register(lost: str) -> None:
    """Each hand on each sheet of rows, with the names of the columns left behind where they were."""

    def work(hand: Callable[[Worksheet, Random], None], sheet: str, seed: int) -> None:
        book = opened(WRITTEN)
        for merge in [*book[sheet].merged_cells.ranges]:
            book[sheet].unmerge_cells(str(merge))
        if lost != "nothing":
            drop_names(book)
        if lost == "names and identity":
            drop_identity(book)
        hand(book[sheet], Random(seed))  # noqa: S311 (a hand)
        judge(saved(book), f"{hand.__name__} on {sheet}, seed {seed}")

    every = [(hand, sheet, seed) for hand in HANDS for sheet in ("申请", "争议") for seed in range(8)]
    assert complaints(partial(work, *job) for job in sampled(every, 13, lost)) == []


@pytest.mark.parametrize("program", ["LibreOffice", "gnumeric", "SheetJS"])
def test_a_register_that_a_program_saved_has_the_same_rows(
    program: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    (after,) = resave(program, request, tmp_path, {"登记簿": WRITTEN}).values()
    reading = read_register(after)
    assert reading.register == REGISTER
    assert [issue for issue in reading.found if issue.severity is Severity.ERROR] == []


def test_a_register_saved_as_an_old_workbook_has_the_same_rows(request: pytest.FixtureRequest) -> None:
    office = request.getfixturevalue("office")
    for to in ("xls", "ods"):
        reading = read_register(office.convert({"一": WRITTEN}, to)["一"], year=2026)
        assert reading.register.applications == ROWS
        assert count(reading.register).figures == count(REGISTER).figures


# People


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_message_says_what_a_cell_holds(lang: Lang) -> None:
    """A name in each column, whatever that is for, and twice, so that numbers are found to be the same."""
    book = opened(make_register(evolve(REGISTER, applications=ROWS * 3)))
    for column in APPLICATIONS.columns:
        for row in (3 + column.at, 20 + column.at):
            book["申请"].cell(row, column.at).value = "王小明甲"
    book["申请"].cell(9, 20).value = book["争议"].cell(4, 2).value = "王小明甲"
    reading = read_register(saved(book), lang=lang)
    assert len({issue.code for issue in reading.issues}) >= 4
    assert [issue for issue in reading.issues if "王小明甲" in f"{issue.message}{issue}"] == []


def test_what_is_private_is_not_in_the_representation_of_a_register() -> None:
    assert not [text for text in MARKERS if text in f"{REGISTER!r}{ROWS[0]!r}{read_register(WRITTEN)!r}"]


# Attacks


@pytest.mark.parametrize("text", ["长" * 1_000_000, " " * 1_000_000, "甲\u200b" * 15_000])
def test_a_long_text_that_many_cells_share_is_looked_at_once(text: str) -> None:
    """Each cell refers to it, so that a file of 100 KB can hold it 100,000 times, in headings too."""
    book = read_book(WRITTEN)
    cells = book.sheets[0].cells
    long = {
        (row, at): Cell(row, at, Kind.TEXT, text) for row in range(200, 1_200) for at in (5, 6, 7, 16, 17)
    }
    heads = {(2, at): Cell(2, at, Kind.TEXT, text) for at in range(20, 3_000)}
    long_book = evolve(
        book, sheets=(evolve(book.sheets[0], cells={**cells, **long, **heads}), *book.sheets[1:])
    )
    start = process_time()
    reading = RegisterReader(long_book, None, "", "zh").read()
    assert reading.register.applications[:12] == ROWS
    assert process_time() - start < 2


@pytest.mark.parametrize("filled", ["A", "ABCDHIJKLMN"])
def test_a_register_made_to_cost_much_is_refused(filled: str) -> None:
    """One of far too many rows, and one with far too many faults."""
    rows = "".join(
        f'<row r="{row}">' + "".join(f'<c r="{c}{row}" t="str"><v>x</v></c>' for c in filled) + "</row>"
        for row in range(1000, 1000 + (MOST_ROWS + 1 if filled == "A" else 2500))
    )
    large = changed(
        WRITTEN, lambda xml: xml.replace("</sheetData>", f"{rows}</sheetData>"), part="sheet1.xml"
    )
    with pytest.raises(LimitError, match="20,000"):
        read_register(large)
