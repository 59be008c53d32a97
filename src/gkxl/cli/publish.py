"""``gkxl publish`` and ``gkxl import``: a return as a published report, and the reverse."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

import gkxl
from gkxl.cli.files import check_target, check_workbook_target, name_in_errors
from gkxl.cli.outcome import print_outcome, read_file, to_outcome
from gkxl.cli.tables import make_console
from gkxl.cli.terminal import CLEAN, complain, lang, say
from gkxl.files.save import read_suffix
from gkxl.issues import word_of
from gkxl.issues.catalogue.code import CONFIRM
from gkxl.publication.read.as_workbook import write_reading

SUFFIXES = (".docx", ".html", ".pdf")


def publish(
    file: Annotated[Path, typer.Argument(metavar="文件", help="没有需改正之处的报表文件。")],
    *,
    output: Annotated[
        Path, typer.Option("--output", "-o", help="写到哪个文件：.docx、.html 或 .pdf，按扩展名决定格式。")
    ],
    draft: Annotated[bool, typer.Option("--draft", help="输出草稿：有需改正的也写，上面印“草稿”。")] = False,
    fragment: Annotated[
        bool, typer.Option("--fragment", help="只写网页片段，供粘贴到网站的页面里（仅 .html）。")
    ] = False,
) -> int:
    """输出发布稿：把报表写成可以公布的年度报告（Word、网页或 PDF），不含联系人和电话。"""
    suffix = read_suffix(output, (".html",) if fragment else SUFFIXES)
    outcome = read_file(file)
    if outcome.report is None or not (outcome.ok or draft):
        print_outcome(outcome, make_console(stderr=True))
        if draft and outcome.usable:
            complain("有的数读不出来，草稿也写不了，没有写出发布稿。请先改正这些格。")
        else:
            complain("{reason}，没有写出发布稿。", reason=outcome.reason)
        return outcome.status
    open_ = [issue for issue in outcome.issues if word_of(issue) == CONFIRM]
    if open_:
        print_outcome(outcome, make_console(stderr=True))
    _write(outcome.report, check_target(output, read=[file]), suffix, draft=draft, fragment=fragment)
    say("已写出发布稿：{output}", output=output)
    if open_:
        complain("还有 {count} 处需核实，见上面所列；请核实后再公布。", count=len(open_))
    return CLEAN


def _write(report: gkxl.Report, output: Path, suffix: str, *, draft: bool, fragment: bool) -> None:
    if suffix == ".docx":
        gkxl.write_docx(report, output, draft=draft)
    elif suffix == ".pdf":
        gkxl.write_pdf(report, output, draft=draft)
    else:
        gkxl.write_html(report, output, draft=draft, fragment=fragment)


def import_(
    file: Annotated[Path, typer.Argument(metavar="文件", help="已发布的年度报告：网页、.docx 或 .pdf。")],
    *,
    output: Annotated[Path, typer.Option("--output", "-o", help="写到哪个表格文件。")],
    year: Annotated[int | None, typer.Option(help="报告年度；标题里没有写明时才需要。")] = None,
    zero: Annotated[bool, typer.Option("--zero", help="把空白的数字格当作 0。")] = False,
    codes: Annotated[bool, typer.Option("--codes", help="另列每个问题的代码，供查阅和编程。")] = False,
) -> int:
    """导入已发布的报告：按表头读出网页、Word 或 PDF 里的三张表和文字，写成填好的表格。

    读不出的格留空，逐处说明。退出状态：0 没有需改正的；1 有需改正的；2 无法读取。
    """
    target = check_workbook_target(output, read=[file])
    with name_in_errors(file):
        reading = gkxl.read_published(file, year=year, blank="zero" if zero else "error", lang=lang())
    write_reading(reading, target)
    outcome = to_outcome(file, reading)
    print_outcome(outcome, make_console(), codes=codes)
    say("已写出表格：{output}", output=output)
    return outcome.status
