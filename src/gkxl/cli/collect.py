"""``gkxl collect``: a year's returns of many units, judged, listed and added up."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Literal

import click
from attrs import evolve

import gkxl
from gkxl.cli.collected import advise_import, print_choices, print_questions, print_results
from gkxl.cli.command import Command
from gkxl.cli.parameters import FILE, WHOLE, OneOf, argument, option, output_option
from gkxl.cli.tables import progress_bar
from gkxl.cli.terminal import (
    CLEAN,
    ERRORS,
    UNUSABLE,
    answer,
    complain,
    lang,
    listed,
    say,
    wants_json,
)
from gkxl.files.extras import need_extra
from gkxl.issues.grouping import grouped
from gkxl.text import Wording, to_plain

if TYPE_CHECKING:
    from collections.abc import Iterator
    from concurrent.futures import Executor
    from pathlib import Path


@click.command(
    cls=Command,
    about=Wording(
        "可以随时中断、重新运行：没有变动的文件不再重读。\n"
        "退回件、台账和汇总表写在 -o 的文件夹里；用浏览器打开其中的 index.html 看进度和结果。\n"
        "在汇总表里自己写的文字，重新运行时保留。\n"
        "退出状态：0 全部单位都已报齐、没有需改正的；1 还有未报的、需改正的；2 无法进行。",
        "It may be interrupted at any time and run again: files that did not change are not read again.\n"
        "What comes of it is written to the folder of -o; open its index.html to see it.\n"
        "What was typed into the consolidated workbook stays.\n"
        "Exit status: 0 everything came and nothing is to be corrected; 1 something is missing or to be\n"
        "corrected; 2 it could not be done.",
    ),
)
@argument(
    "returns",
    Wording("报表", "RETURNS"),
    zh="报回的文件所在的文件夹、压缩包，或 s3:// 等地址。",
    en="The folder or zip of the returns, or an address such as s3://bucket/2024.",
)
@option(
    "--roster",
    type=FILE,
    required=True,
    zh="名册：应报单位的 CSV 或 .xlsx 文件。",
    en="Who must return: a CSV or .xlsx file.",
)
@option("--year", type=WHOLE, required=True, zh="报告年度，如 2024。", en="The report year, such as 2024.")
@output_option(
    zh="写到哪个文件夹；没有则新建。",
    en="The folder to write to; it is made if need be.",
)
@option(
    "--edition",
    zh="收哪一版格式的报表，如登记过的本地格式；不写则为该年度规定的格式。",
    en="The edition, such as a registered local one; that of the year if left out.",
)
@option(
    "--previous",
    type=FILE,
    zh="上年的汇总结果，或上年报表所在的文件夹；用来作跨年核对。",
    en="Last year's collection, or the folder of last year's returns, to compare with.",
)
@option(
    "--prefer",
    type=OneOf("newest"),
    zh="一个单位报来几份不同的报表时，取最新的一份。",
    en="Of several different returns of a unit, take the newest.",
)
@option(
    "--take",
    multiple=True,
    shown=Wording("文件", "FILE"),
    zh="一个单位报来几份不同的报表时，选定这一份（可以写几个 --take），以后仍按此选定。",
    en="Of several different returns of a unit, take this one, also later; may be given again and again.",
)
@option(
    "--include-errors",
    is_flag=True,
    zh="需改正的报表，只要数字齐全，也计入汇总。",
    en="Also add up returns with errors, where every number could be read.",
)
@option(
    "--marks/--no-marks",
    default=True,
    zh="是否为需改正、需核实的报表制作标注的退回件；不写则制作。",
    en="Whether to write marked copies of returns that need a look; done if left out.",
)
@option(
    "--texts",
    type=FILE,
    shown=Wording("文件", "FILE"),
    zh="汇总报告的文字（一、五、六各部分和封面）：填好的表格，或 .docx 等文档。",
    en="The texts of the consolidated report: a filled workbook, or a document such as .docx.",
)
@option(
    "--office",
    default="",
    shown=Wording("名称", "NAME"),
    zh="退回单位，写在退回说明和通知里。",
    en="Who sends returns back, for the marked copies and notices.",
)
@option(
    "--until",
    default="",
    shown=Wording("日期", "DAY"),
    zh="请单位在哪天前报送、改正，写在退回说明和通知里。",
    en="Until when units are to answer, for the marked copies and notices.",
)
@option(
    "--dask",
    zh="Dask 集群的地址，如 tcp://10.0.0.1:8786。",
    en="The address of a Dask cluster, such as tcp://10.0.0.1:8786.",
)
def collect(  # noqa: PLR0913 (each is an option)
    returns: str,
    *,
    roster: Path,
    year: int,
    output: Path,
    edition: str | None,
    previous: Path | None,
    prefer: Literal["newest"] | None,
    take: tuple[str, ...],
    include_errors: bool,
    marks: bool,
    texts: Path | None,
    office: str,
    until: str,
    dask: str | None,
) -> int:
    """Collect a year and print what came of it."""
    units = read_usable_roster(roster)
    if units is None:
        return UNUSABLE
    with _connect_dask(dask) as executor, progress_bar() as progress:
        collection = gkxl.collect(
            returns,
            roster=units,
            year=year,
            output=output,
            edition=edition,
            previous=previous,
            prefer=prefer,
            take=take,
            include_errors=include_errors,
            marks=marks,
            texts=texts,
            office=office,
            until=until,
            executor=executor,
            progress=progress,
        )
    with collection:
        if wants_json():
            answer(output=output, **to_plain(collection.to_dict(lang=lang())))
        print_results(collection)
        print_choices(collection, newest=bool(prefer))
        print_questions(collection)
        say("已写出：{output}（先看其中的 index.html）", output=output)
        advise_import(collection)
    for remark in collection.remarks:
        complain("{message}", message=remark.words(lang()))
    done = all(remark.severity is not gkxl.Severity.ERROR for remark in collection.remarks)
    return CLEAN if done and all(entry.status.is_in for entry in collection.ledger) else ERRORS


def read_usable_roster(path: Path) -> gkxl.collection.Roster | None:
    """Read a roster and print what is doubtful in it; None if it has errors."""
    found = gkxl.read_roster(path)
    for group in grouped(evolve(issue, lang=lang()) for issue in found.issues):
        complain("名册：{message}", message=group.message)
    errors = sum(issue.severity is gkxl.Severity.ERROR for issue in found.issues)
    if errors:
        complain("名册有 {errors} 处需改正，改正后再运行。", errors=errors)
        return None
    if found.outside:
        say("名册之外的上级单位：{names}", names=listed(found.outside))
    return found


@contextmanager
def _connect_dask(dask: str | None) -> Iterator[Executor | None]:
    """The workers of a Dask cluster; None for this computer's own processes.

    Raises:
        MissingExtraError: Dask is not installed.
    """
    if dask is None:
        yield None
        return
    with need_extra("cluster", "使用集群需要 Dask"):
        from distributed import Client  # noqa: PLC0415 (an extra)
    with Client(dask) as client:  # type: ignore[no-untyped-call] # Dask is typed in part only
        yield client.get_executor()
