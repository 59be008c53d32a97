"""Writes what an office hands out: an empty roster, and a template for every unit of a roster."""

from __future__ import annotations

import io
from collections import defaultdict
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

from xlsxwriter import Workbook

from gkxl.arguments import checked, gives_back_errors
from gkxl.collection.collect import Progress, open_previous
from gkxl.collection.collection import Collection
from gkxl.collection.parallel import WorkerPool
from gkxl.collection.previous_year import find_last_year, read_last_report
from gkxl.collection.roster import Roster, Unit, read_roster
from gkxl.collection.roster.table import EXAMPLE
from gkxl.collection.roster.units import name_files
from gkxl.errors import GkxlError
from gkxl.files.save import WORKBOOK_SUFFIXES, make_folder, read_suffix, write_file
from gkxl.forms import USUAL_KIND, edition_for, edition_named
from gkxl.forms.common import LEVELS
from gkxl.frozen import NamedTuple, frozen
from gkxl.write.canvas import A4, CREATED
from gkxl.write.style import BAD, DEFAULT, FORMATS, HEAD_FONT
from gkxl.write.validation import NO_REQUIREMENTS, Requirements
from gkxl.write.workbook import make_template
from gkxl.xlsx.zip_writer import repack

if TYPE_CHECKING:
    import os
    from collections.abc import Sequence

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from gkxl.files.save import Target
    from gkxl.forms.edition import Edition, FormKind


_ROSTER_SHEET: Final = "名册"


@frozen
class _Column:
    """A column of the empty roster: its heading, its width in characters, a hint, and choices."""

    heading: str
    width: float
    hint: str
    choices: tuple[str, ...] = ()


_ROSTER_COLUMNS: Final = (
    _Column(
        "单位代码",
        24,
        "统一社会信用代码，或本办公室自编、不重复的代码。没有代码的，整列空着，就按单位名称认单位，名称不能重复。",
    ),
    _Column("单位名称（必填）", 36, "单位的全称，与报表封面上的单位名称一致。"),
    _Column("层级", 14, f"从列表中选：{'、'.join(LEVELS)}。可以空着。", LEVELS),
    _Column(
        "上级",
        36,
        "上级单位的代码或名称，最好也在本名册中。没有上级的空着。上级报来的数视为已含下级，不再重复相加。",
    ),
    _Column(
        "含下级",
        10,
        "只有下面还有单位的才要填：报来的数不含下级单位的，选“否”；空着等于“是”。",
        ("是", "否"),
    ),
    _Column("联系人", 14, "可以不填；填了的，会带到台账和催报名单里。"),
    _Column("电话", 18, "可以不填；填了的，会带到台账和催报名单里。"),
)

_ROSTER_NOTE: Final = (
    "一个单位一行。各列的顺序可以调换，也可以增加别的列（如邮箱），会原样带到台账里。"
    f"两行灰色的“{EXAMPLE}”只作说明，填写前请删去。"
)

_EXAMPLES: Final = (
    ("示例-01", f"{EXAMPLE}某县人民政府", "县级", "", "是", "示例甲", "000-00000001"),
    ("示例-02", f"{EXAMPLE}某县财政局", "部门单位", "示例-01", "", "示例乙", "000-00000002"),
)
"""Invented units, people and numbers."""

_TITLE_ROW, _NOTE_ROW, _HEADINGS, _FIRST = 0, 1, 2, 3
_LAST: Final = _FIRST + 4999
"""The last row that is formatted; more rows may follow."""


@checked
def write_roster(target: Target) -> None:
    """Write an empty roster: headings, hints at every cell, choices, and two sample rows to delete.

    The same call gives the same bytes. `read_roster` refuses it as long as the sample rows are in it.

    Args:
        target: Where to write it: the path of an ``.xlsx`` file, or a binary file.

    Raises:
        WriteError: The file cannot be written, or is not called ``.xlsx``.
    """
    read_suffix(target, WORKBOOK_SUFFIXES)
    write_file(target, make_blank_roster())


def make_blank_roster() -> bytes:
    """The workbook that `write_roster` writes."""
    packed = io.BytesIO()
    book = Workbook(packed, {"in_memory": True, "default_format_properties": {**DEFAULT}})
    book.set_properties({"title": "应报单位名册", "author": "gkxl", "created": CREATED})
    sheet = book.add_worksheet(_ROSTER_SHEET)
    formats = {name: book.add_format({**DEFAULT, **look}) for name, look in _ROSTER_FORMATS.items()}
    _write_roster_head(sheet, formats)
    for column, about in enumerate(_ROSTER_COLUMNS):
        sheet.set_column(column, column, about.width, formats["text"])
        sheet.data_validation(_FIRST, column, _LAST, column, _validation(about))
    for row, example in enumerate(_EXAMPLES, start=_FIRST):
        for column, text in enumerate(example):
            sheet.write_string(row, column, text, formats["example"])
    duplicate_rule = {"type": "duplicate", "format": book.add_format(BAD)}
    sheet.conditional_format(_FIRST, 0, _LAST, 0, duplicate_rule)
    _set_up_printing(sheet)
    book.close()
    return repack(packed.getvalue(), {})


_ROSTER_FORMATS: Final[dict[str, dict[str, Any]]] = {
    "title": {**FORMATS["title"], "font_name": HEAD_FONT},
    "note": {"valign": "vcenter", "text_wrap": True, "font_color": "#595959"},
    "heading": FORMATS["heading"],
    "text": {"num_format": "@", "valign": "vcenter"},
    "example": {"num_format": "@", "italic": True, "font_color": "#7F7F7F", "bg_color": "#F2F2F2"},
}
"""Columns are text, so that no spreadsheet program rounds or shortens codes and telephone numbers."""


def _write_roster_head(sheet: Worksheet, formats: dict[str, Format]) -> None:
    last = len(_ROSTER_COLUMNS) - 1
    sheet.merge_range(_TITLE_ROW, 0, _TITLE_ROW, last, "应报单位名册", formats["title"])
    sheet.merge_range(_NOTE_ROW, 0, _NOTE_ROW, last, _ROSTER_NOTE, formats["note"])
    sheet.set_row(_TITLE_ROW, 36)
    sheet.set_row(_NOTE_ROW, 36)
    sheet.set_row(_HEADINGS, 24)
    for column, about in enumerate(_ROSTER_COLUMNS):
        sheet.write_string(_HEADINGS, column, about.heading, formats["heading"])
    sheet.freeze_panes(_FIRST, 2)


def _validation(about: _Column) -> dict[str, Any]:
    """The hint at a cell of the column, and the choices where there are such."""
    hint = {"input_title": about.heading, "input_message": about.hint}
    if not about.choices:
        return {"validate": "any", **hint}
    wrong = f"请从列表中选：{'、'.join(about.choices)}。"
    return {
        "validate": "list",
        "source": [*about.choices],
        "error_title": about.heading,
        "error_message": wrong,
        **hint,
    }


def _set_up_printing(sheet: Worksheet) -> None:
    sheet.set_paper(A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_HEADINGS)


ISSUING: Final = "issuing"
"""The step that `progress` is called with; its words are in `cli/tables.py`."""


@frozen(kw_only=True)
class Issued:
    """The result of `write_templates`: what was written and what was left alone.

    Attributes:
        written: The files that were written.
        kept: The files that were there already, with the same content.
        different: The files that were there with another content, and were left alone.
        without_last_year: The units that have no report of the year before to be filled in from.
    """

    written: tuple[Path, ...]
    kept: tuple[Path, ...]
    different: tuple[Path, ...]
    without_last_year: tuple[Unit, ...]


class _Job(NamedTuple):
    """A template to write.

    Attributes:
        unit: The unit that it is for.
        target: Where to write it.
        last_file: The number of the unit's accepted file in last year's collection; None if there is none.
    """

    unit: Unit
    target: Path
    last_file: int | None


@checked
@gives_back_errors
def write_templates(  # noqa: PLR0913 (each is a question of its own)
    roster: Roster | str | os.PathLike[str],
    *,
    year: int,
    output: str | os.PathLike[str],
    kind: FormKind = USUAL_KIND,
    edition: Edition | str | None = None,
    previous: Collection | str | os.PathLike[str] | None = None,
    password: str | None = None,
    requirements: Requirements = NO_REQUIREMENTS,
    progress: Progress | None = None,
) -> Issued:
    """Write a template for every unit of a roster, with its name, code and level on the cover.

    It may be interrupted and run again: a file that is there already is never replaced.

    Args:
        roster: Who is to return.
        year: The report year.
        output: The folder to write to; it is made if need be.
        kind: The kind of form; the annual report if left out.
        edition: The edition, or its name, where a local one is wanted.
        previous: Last year's collection, its folder, or its returns, to fill in what was carried forward.
        password: Protects sheets and structure. It prevents accidental changes; it is no security.
        requirements: What the office asks for, and its own prompts.
        progress: Called now and then with what is being done, how much of it is done, and how much there is.

    Raises:
        DataError: The roster has errors.
        UnknownEditionError: No edition covers that year.
        WriteError: A file cannot be written.
    """
    chosen = edition_for(year, kind, edition=edition)
    units = (roster if isinstance(roster, Roster) else read_roster(roster)).checked()
    folder = make_folder(output)
    names = name_files(units.units, f"-{year}.xlsx")
    found: dict[str, list[Path]] = defaultdict(list)
    with (
        TemporaryDirectory() as temporary,
        open_previous(previous, units, year - 1, Path(temporary), chosen) as last,
    ):
        files = find_last_year(last, units).files if last else {}
        jobs = [_Job(unit, folder / names[unit.key], files.get(unit.key)) for unit in units.units]
        given = {"year": year, "password": password, "requirements": requirements}
        write = partial(_write_templates, chosen.name, given, last.path if last else None)
        with WorkerPool(write, _raise_failure) as pool:
            for done, (job, outcome) in enumerate(pool.work(jobs), start=1):
                found[outcome].append(job.target)
                if progress:
                    progress(ISSUING, done, len(jobs))
    return Issued(
        written=tuple(found["written"]),
        kept=tuple(found["kept"]),
        different=tuple(found["different"]),
        without_last_year=tuple(unit for unit in units.units if last and unit.key not in files),
    )


def _raise_failure(error: Exception) -> str:
    raise GkxlError("制作模板的程序意外终止。请再试一次。") from error


def _write_templates(
    edition: str, given: dict[str, Any], store: Path | None, jobs: Sequence[_Job]
) -> list[str]:
    """Write templates; for each the name of the attribute of `Issued` that lists it."""
    with Collection(store) if store else nullcontext() as last:
        return [_write_template(edition, given, last, job) for job in jobs]


def _write_template(edition: str, given: dict[str, Any], last: Collection | None, job: _Job) -> str:
    unit = job.unit
    before = read_last_report(last, job.last_file) if last and job.last_file else None
    content = make_template(
        unit=unit.name,
        unit_code=unit.code,
        level=unit.level,
        edition=edition_named(edition),
        previous=before,
        **given,
    )
    if job.target.exists():
        return "kept" if job.target.read_bytes() == content else "different"
    write_file(job.target, content)
    return "written"
