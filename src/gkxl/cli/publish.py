"""``gkxl publish``: a return as the report that goes out to the public."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 (Typer reads the annotations)
from typing import TYPE_CHECKING, Annotated

import typer

import gkxl
from gkxl.cli.places import place
from gkxl.cli.terminal import complain, say
from gkxl.cli.usage import CLEAN
from gkxl.files.save import suffix_of
from gkxl.issues.catalogue.vocabulary import CONFIRM
from gkxl.issues.issue import word_of

if TYPE_CHECKING:
    from gkxl.cli.outcome import Outcome

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
    from gkxl.cli.outcome import examine  # noqa: PLC0415 (the help must not wait for it)
    from gkxl.cli.tables import console, show  # noqa: PLC0415 (nor for rich)

    suffix = suffix_of(output, (".html",) if fragment else SUFFIXES)
    outcome = examine(file)
    if outcome.report is None or not (outcome.ok or draft):
        show(outcome, console(stderr=True))
        complain(*_refusal(outcome, draft=draft))
        return outcome.status
    open_ = [issue for issue in outcome.issues if word_of(issue) == CONFIRM]
    if open_:
        show(outcome, console(stderr=True))
    _write(outcome.report, place(output, read=[file]), suffix, draft=draft, fragment=fragment)
    say(f"已写出发布稿：{output}", f"Wrote the report: {output}")
    if open_:
        complain(
            f"还有 {len(open_)} 处需核实，见上面所列；请核实后再公布。",
            f"To confirm before it is made public: {len(open_)}, listed above.",
        )
    return CLEAN


def _refusal(outcome: Outcome, *, draft: bool) -> tuple[str, str]:
    """Why nothing is published, in Chinese and English."""
    if draft and outcome.usable:
        return (
            "有的数读不出来，草稿也写不了，没有写出发布稿。请先改正这些格。",
            "Some numbers could not be read, so that not even a draft was written; correct them first.",
        )
    zh, en = outcome.reason
    return f"{zh}，没有写出发布稿。", f"{en}; nothing was written."


def _write(report: gkxl.Report, output: Path, suffix: str, *, draft: bool, fragment: bool) -> None:
    if suffix == ".docx":
        gkxl.write_docx(report, output, draft=draft)
    elif suffix == ".pdf":
        gkxl.write_pdf(report, output, draft=draft)
    else:
        gkxl.write_html(report, output, draft=draft, fragment=fragment)
