"""``gkxl template``: blank workbooks to send out, for one unit or for every unit of a roster."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

import gkxl
from gkxl.cli.collect import read_usable_roster
from gkxl.cli.command import Command
from gkxl.cli.files import check_workbook_target
from gkxl.cli.parameters import FILE, WHOLE, option, output_option
from gkxl.cli.tables import progress_bar
from gkxl.cli.terminal import CLEAN, ERRORS, UNUSABLE, answer, complain, listed, say, words
from gkxl.errors import DataError, WriteError
from gkxl.files.save import to_safe_name
from gkxl.forms import USUAL_KIND, edition_for
from gkxl.layout.printed import drop_brackets, drop_number, fold_label
from gkxl.model.outline import outline
from gkxl.text import Wording, legible

if TYPE_CHECKING:
    from gkxl.forms.edition import Edition

TITLE: Final = USUAL_KIND.title


@click.command(
    cls=Command,
    about=Wording(
        "给出名册的，为每个单位各制作一份，可以随时中断、重新运行；已有的文件不会覆盖。",
        "With a roster, one is written for each unit. It may be interrupted and run again.\n"
        "Files that are there are not replaced.",
    ),
)
@option("--year", type=WHOLE, required=True, zh="报告年度，如 2024。", en="The report year, such as 2024.")
@option(
    "--unit", default="", zh="填报单位；不写则由单位自己填。", en="The unit; left out, the unit fills it in."
)
@option(
    "--unit-code",
    default="",
    zh="单位代码（统一社会信用代码，或名册中的代码）。",
    en="Its code: the unified social credit code, or that of the roster.",
)
@option("--level", default="", zh="单位层级，如 县级、部门单位。", en="Its level, such as 县级 or 部门单位.")
@option(
    "--edition",
    zh="用哪一版格式，如登记过的本地格式；不写则为该年度规定的格式。",
    en="The edition, such as a registered local one; that of the year if left out.",
)
@option(
    "--previous",
    type=FILE,
    shown=Wording("文件或文件夹", "FILE or FOLDER"),
    zh=f"上年的报表（.xlsx 或 .json）或汇总结果：按单位查找，{USUAL_KIND.carried}。",
    en="Last year's reports (.xlsx or .json) or collection, to fill in what was carried forward.",
)
@option(
    "--roster",
    type=FILE,
    zh="名册（CSV 或 .xlsx）：为其中每个单位各制作一份，写到 -o 的文件夹里。",
    en="A roster (CSV or .xlsx): one is written for each of its units, to the folder of -o.",
)
@option(
    "--requirements",
    type=FILE,
    zh="本单位的要求和提示（CSV 或 .xlsx，两列）：左列写报送截止日期、报送方式、联系人、电话，或表上的项目；"
    "右列写内容。印在填报说明、封面和退回说明上，项目的提示还显示在格子旁边。",
    en="What the office asks for, and its own prompts: a table (CSV or .xlsx) of two columns, the names\n"
    "“报送截止日期”, “报送方式”, “联系人”, “电话” or headings of the form on the left.",
)
@option("--deadline", default="", zh="报送截止日期，如 2026年1月20日。", en="Until when to return it.")
@option("--method", default="", zh="报送方式，如 发到某个邮箱。", en="How to return it.")
@option("--contact", default="", zh="联系人。", en="Whom to ask.")
@option("--phone", default="", zh="电话。", en="Their telephone number.")
@option(
    "--password",
    zh="工作表保护密码；只防误改，不能保密。",
    en="Protects the sheets against accidental changes; it is no security.",
)
@output_option(
    required=False,
    zh="写到哪个文件；不写则按单位和年度命名。",
    en="The file to write to; named after unit and year if left out.",
)
def template(  # noqa: PLR0913 (each is an option)
    *,
    year: int,
    unit: str,
    unit_code: str,
    level: str,
    edition: str | None,
    previous: Path | None,
    roster: Path | None,
    requirements: Path | None,
    deadline: str,
    method: str,
    contact: str,
    phone: str,
    password: str | None,
    output: Path | None,
) -> int:
    """Write blank templates, for one unit or for every unit of a roster."""
    given = dict(zip(REQUIREMENTS, (deadline, method, contact, phone), strict=True))
    asked = _find_requirements(requirements, given, edition_for(year, edition=edition))
    if roster:
        _refuse_unit(unit or unit_code or level)
        folder = output or Path(f"{TITLE}-{year}")
        options = {"edition": edition, "previous": previous, "password": password, "requirements": asked}
        return _write_for_roster(roster, year, folder, options)
    path = check_workbook_target(output) if output else default_target(unit or TITLE, year)
    gkxl.write_template(
        path,
        year=year,
        unit=unit,
        unit_code=unit_code,
        level=level,
        edition=edition,
        previous=_find_last_year(previous, year, unit, unit_code) if previous else None,
        password=password,
        requirements=asked,
    )
    answer(written=[path])
    say("已写出空白模板：{path}", path=path)
    return CLEAN


REQUIREMENTS: Final = ("报送截止日期", "报送方式", "联系人", "电话")
"""What an office asks for, by the names under which it stands on its forms."""


def _find_requirements(path: Path | None, given: dict[str, str], edition: Edition) -> gkxl.types.Requirements:
    """What an office asks for, in a file and as options; the latter count where both say something."""
    rows = _read_rows(path) if path else []
    entries = {name: text for name, text in rows if name in REQUIREMENTS}
    entries |= {name: text for name, text in given.items() if text}
    prompts = [
        (about, text)
        for name, text in rows
        if name not in REQUIREMENTS
        for about in _find_paths(name, edition)
    ]
    named = tuple((name, legible(entries[name])) for name in REQUIREMENTS if name in entries)
    return gkxl.types.Requirements(named, tuple(prompts))


def _read_rows(path: Path) -> list[tuple[str, str]]:
    """The rows of a table of two columns; its heading, and rows without both, are passed over."""
    from gkxl.collection.roster.spreadsheets import read_sheets  # noqa: PLC0415 (the help must not wait)

    sheet = next(sheet for sheet in read_sheets(path, path.name) if not sheet.hidden)
    rows = [(row.cell(0).strip(), legible(row.cell(1).strip())) for row in sheet.rows]
    return [(name, text) for name, text in rows if name and text and (name, text) != ("项目", "内容")]


def _find_paths(name: str, edition: Edition) -> list[str]:
    """The paths of everything that the form prints under a heading, or the path itself.

    A heading may be written without its number and its explanations in brackets.

    Raises:
        DataError: The form has no such heading.
    """
    nodes = [node for section in outline(edition.form) for node in section.walk()]
    for spelling in (fold_label, _shorten):
        own = spelling(name)
        if found := [n.path for n in nodes if own in (n.path, *map(spelling, (n.item.label, n.label)))]:
            return found
    raise DataError(
        "“{name}”既不是要求（{known}），也不是表上的项目。请照表上的字写。",
        name=name,
        known="、".join(REQUIREMENTS),
    )


def _shorten(label: str) -> str:
    return drop_brackets(drop_number(fold_label(label)))


def _refuse_unit(given: str) -> None:
    """Refuse options about one unit when a roster names all units.

    Raises:
        DataError: There are such options.
    """
    if given:
        raise DataError(
            "用了 --roster，单位以名册为准，不能再写“{given}”。请去掉 --unit、--unit-code 和 --level。",
            given=given,
        )


def _find_last_year(path: Path, year: int, unit: str, unit_code: str) -> gkxl.Report:
    """The report of the year before.

    Raises:
        DataError: There is none.
    """
    from gkxl.cli.previous import read_previous  # noqa: PLC0415 (the help must not wait for it)

    found = read_previous(path).find(year, unit=unit, unit_code=unit_code)
    if isinstance(found, gkxl.Issue):
        raise DataError("{reason}，没有写出模板。", reason=found.facts["reason"])
    return found


def default_target(name: str, year: int) -> Path:
    """A file named after the unit, in this folder; an existing one is kept, as it may be filled in.

    Raises:
        WriteError: It is there already.
    """
    path = Path(f"{to_safe_name(name)}-{year}.xlsx")
    if path.exists():
        raise WriteError("文件“{path}”已经存在。要覆盖它，请用 -o 写明文件名。", path=path)
    return path


def _write_for_roster(roster: Path, year: int, output: Path, options: dict[str, Any]) -> int:
    """Write one template for each unit of a roster; returns the exit status."""
    units = read_usable_roster(roster)
    if units is None:
        return UNUSABLE
    with progress_bar() as progress:
        issued = gkxl.write_templates(units, year=year, output=output, progress=progress, **options)
    _print_issued(issued, output)
    return ERRORS if issued.different else CLEAN


def _print_issued(issued: gkxl.collection.Issued, output: Path) -> None:
    """Print how many templates were written, and which units need a look."""
    names = [unit.name for unit in issued.without_last_year]
    kinds = {"written": issued.written, "kept": issued.kept, "different": issued.different}
    answer(**kinds, without_last_year=names)
    written, kept = len(issued.written), len(issued.kept)
    others = words("（另有 {kept} 份已在，内容相同）", kept=kept) if kept else ""
    say("已写出 {written} 份模板：{output}{others}", written=written, output=output, others=others)
    if names:
        units = listed(names)
        say("{count} 个单位没有上年报表，没有填入上年结转数：{units}", count=len(names), units=units)
    if issued.different:
        files = listed([path.name for path in issued.different])
        complain(
            "{count} 份同名文件内容不同，可能已经填写，没有覆盖：{files}",
            count=len(issued.different),
            files=files,
        )
