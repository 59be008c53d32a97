"""``gkxl template``: a blank workbook to send out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

import gkxl
from gkxl.cli.places import workbook
from gkxl.cli.terminal import say
from gkxl.cli.usage import CLEAN
from gkxl.errors import DataError, WriteError
from gkxl.files.names import safe_name

TITLE = "政府信息公开工作年度报告"


def template(  # noqa: PLR0913 (each is an option)
    *,
    year: Annotated[int, typer.Option(help="报告年度，如 2024。")],
    unit: Annotated[str, typer.Option(help="填报单位；不写则由单位自己填。")] = "",
    unit_code: Annotated[str, typer.Option(help="单位代码（统一社会信用代码，或名册中的代码）。")] = "",
    level: Annotated[str, typer.Option(help="单位层级，如 县级、部门单位。")] = "",
    previous: Annotated[
        Path | None,
        typer.Option(
            metavar="文件或文件夹",
            help="上年的报表（.xlsx 或 .json）或汇总结果：按单位查找，填入上年结转数，列出上年现行有效件数。",
        ),
    ] = None,
    roster: Annotated[
        Path | None,
        typer.Option(help="名册（CSV 或 .xlsx）：为其中每个单位各制作一份，写到 -o 的文件夹里。"),
    ] = None,
    password: Annotated[str | None, typer.Option(help="工作表保护密码；只防误改，不能保密。")] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="写到哪个文件；不写则按单位和年度命名。")
    ] = None,
) -> int:
    """制作空白模板，下发给填报单位。

    给出名册的，为每个单位各制作一份，可以随时中断、重新运行；已有的文件不会覆盖。
    """
    if roster:
        _refuse_unit(unit or unit_code or level)
        from gkxl.cli import issuing  # noqa: PLC0415 (the help must not wait for it)

        folder = output or Path(f"{TITLE}-{year}")
        return issuing.run(roster, year=year, output=folder, previous=previous, password=password)
    path = workbook(output) if output else _default(unit or TITLE, year)
    gkxl.write_template(
        path,
        year=year,
        unit=unit,
        unit_code=unit_code,
        level=level,
        previous=_last_year(previous, year, unit, unit_code) if previous else None,
        password=password,
    )
    say(f"已写出空白模板：{path}", f"Wrote the blank template: {path}")
    return CLEAN


def _refuse_unit(given: str) -> None:
    """Refuse to pass over what is said of one unit where a roster says it of all.

    Raises:
        DataError: Something is said.
    """
    if given:
        raise DataError(
            f"用了 --roster，单位以名册为准，不能再写“{given}”。请去掉 --unit、--unit-code 和 --level。",
            f"with --roster the roster names the units; leave out {given!r}",
        )


def _last_year(path: Path, year: int, unit: str, unit_code: str) -> gkxl.Report:
    """The report of the year before.

    Raises:
        DataError: There is none.
    """
    from gkxl.cli.previous import previous_reports  # noqa: PLC0415 (the help must not wait for it)

    found = previous_reports(path).find(year, unit=unit, unit_code=unit_code)
    if isinstance(found, gkxl.Issue):
        reason, reason_en = found.facts["reason"], found.facts["reason_en"]
        raise DataError(f"{reason}，没有写出模板。", f"{reason_en}; nothing was written")
    return found


def _default(name: str, year: int) -> Path:
    """A file of the unit's name in this folder; one that is there already may hold somebody's figures.

    Raises:
        WriteError: It is there already.
    """
    path = Path(f"{safe_name(name)}-{year}.xlsx")
    if path.exists():
        raise WriteError(
            f"文件“{path}”已经存在。要覆盖它，请用 -o 写明文件名。",
            f"{str(path)!r} is there already; name it with -o to replace it",
        )
    return path
