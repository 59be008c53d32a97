"""``gkxl mark``: a return with its faults marked, to be sent back to the unit."""

from __future__ import annotations

from collections import Counter
from pathlib import Path  # noqa: TC003 (Typer reads the annotations)
from typing import Annotated

import typer

import gkxl
from gkxl.cli.files import named
from gkxl.cli.places import workbook
from gkxl.cli.published import advised
from gkxl.cli.terminal import complain, say
from gkxl.cli.usage import CLEAN, ERRORS


def mark(
    file: Annotated[Path, typer.Argument(metavar="文件", help="报回的表格文件。")],
    *,
    output: Annotated[Path, typer.Option("--output", "-o", help="写到哪个文件。")],
    previous: Annotated[
        Path | None,
        typer.Option(metavar="文件或文件夹", help="上年的报表或汇总结果：与上年比对，按单位代码、名称查找。"),
    ] = None,
    office: Annotated[str, typer.Option(metavar="单位", help="退回说明上写明由谁退回。")] = "",
    until: Annotated[str, typer.Option(metavar="日期", help="退回说明上写明何时前报回，如 1月20日。")] = "",
) -> int:
    """标出问题：在报回的表格里标红、加批注，恢复被改掉的总计公式，前面附退回说明，可直接退回单位。"""
    from gkxl.issues.catalogue.vocabulary import CONFIRM, CORRECT  # noqa: PLC0415 (the help must not wait for it)
    from gkxl.issues.issue import word_of  # noqa: PLC0415 (likewise)

    with named(file), advised(file):
        last_year = _last_year(previous, file) if previous else None
        target = workbook(output, read=[file])
        marked = gkxl.mark(file, target, previous=last_year, office=office, until=until)
    if marked.fresh:
        say(
            "原文件不能安全修改，已把读到的数填进新表格并标出问题。",
            "The file cannot be edited safely; what was read was filled into a fresh form and marked there.",
        )
    if marked.restored:
        say(
            f"已恢复 {marked.restored} 个总计格的公式。",
            f"The formulas of {marked.restored} totals were put back.",
        )
    counts = Counter(word_of(issue) for issue in marked.reading.issues)
    asked = [(word, counts[word]) for word in (CORRECT, CONFIRM) if counts[word]]
    found = "，".join(f"{count} 处{word.zh}" for word, count in asked) or "没有需改正的"
    found_en = ", ".join(f"{count} {word.en}" for word, count in asked) or "nothing to correct"
    say(f"已写出标注的表格：{output}（{found}）", f"Wrote the marked workbook: {output} ({found_en})")
    return ERRORS if counts[CORRECT] else CLEAN


def _last_year(path: Path, file: Path) -> gkxl.Report | None:
    """The report of the year before, or None, and why, where there is none."""
    from gkxl.cli.previous import previous_reports  # noqa: PLC0415 (the help must not wait for it)

    found = previous_reports(path).of(gkxl.read(file))
    if isinstance(found, gkxl.Issue):
        reason, reason_en = found.facts["reason"], found.facts["reason_en"]
        complain(f"没有与上年报告比对：{reason}。", f"Not compared with last year's report: {reason_en}.")
        return None
    return found
