"""``gkxl mark``, ``gkxl normalize`` and ``gkxl migrate``: a return, written out as another workbook."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

import click

import gkxl
from gkxl.checksheet.lines import explainable_lines
from gkxl.cli.command import Command
from gkxl.cli.files import check_workbook_target, hint_at_import, name_in_errors
from gkxl.cli.outcome import print_outcome, read_file
from gkxl.cli.parameters import FILE, WHOLE, file_argument, option, output_option
from gkxl.cli.previous import read_previous
from gkxl.cli.tables import print_table
from gkxl.cli.terminal import CLEAN, ERRORS, answer, complain, lang, say, words
from gkxl.forms import edition_named, newest_edition
from gkxl.issues import word_of
from gkxl.issues.catalogue.code import CONFIRM, CORRECT
from gkxl.layout import places
from gkxl.migration import Migrated
from gkxl.model.outline import node
from gkxl.reports.conversion import correspondence
from gkxl.text import Wording

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from gkxl.migration import Migrated


@click.command(cls=Command)
@file_argument(zh="报回的表格文件。", en="A returned workbook.")
@output_option()
@option(
    "--previous",
    type=FILE,
    shown=Wording("文件或文件夹", "FILE or FOLDER"),
    zh="上年的报表或汇总结果：与上年比对，按单位代码、名称查找。",
    en="Last year's reports or collection, to compare with.",
)
@option(
    "--office",
    default="",
    shown=Wording("单位", "NAME"),
    zh="退回说明上写明由谁退回。",
    en="Who sends it back.",
)
@option(
    "--until",
    default="",
    shown=Wording("日期", "DAY"),
    zh="退回说明上写明何时前报回，如 1月20日。",
    en="Until when the unit is to answer.",
)
def mark(file: Path, *, output: Path, previous: Path | None, office: str, until: str) -> int:
    """Write the marked copy of a return."""
    with name_in_errors(file), hint_at_import(file):
        last_year = _find_last_year(previous, file) if previous else None
        target = check_workbook_target(output, read=[file])
        marked = gkxl.mark(file, target, previous=last_year, office=office, until=until)
    if marked.fresh:
        say("原文件不能安全修改，已把读到的数填进新表格并标出问题。")
    if marked.restored:
        say("已恢复 {restored} 个总计格的公式。", restored=marked.restored)
    made = {"fresh": marked.fresh, "restored": marked.restored, "reading": marked.reading}
    answer(file=file, output=output, **made)
    counts = Counter(word_of(issue) for issue in marked.reading.issues)
    asked = (word for word in (CORRECT, CONFIRM) if counts[word])
    found = words("，").join(words("{count} 处{word}", count=counts[word], word=word) for word in asked)
    say("已写出标注的表格：{output}（{found}）", output=output, found=found or words("没有需改正的"))
    return ERRORS if counts[CORRECT] else CLEAN


def _find_last_year(path: Path, file: Path) -> gkxl.Report | None:
    """The report of the year before, or None, and why, where there is none."""
    found = read_previous(path).of(gkxl.read(file))
    if isinstance(found, gkxl.Issue):
        complain("没有与上年报告比对：{reason}。", reason=found.facts["reason"])
        return None
    return found


@click.command(cls=Command)
@file_argument(zh="报回的表格文件。", en="A returned workbook.")
@output_option()
def normalize(file: Path, *, output: Path) -> int:
    """Write a return without errors as gkxl writes it."""
    target = check_workbook_target(output, read=[file])
    outcome = read_file(file)
    written = outcome.ok and outcome.report is not None
    answer(output=output if written else None, reading=outcome.plain())
    if outcome.report is None or not outcome.ok:
        print_outcome(outcome, err=True)
        complain("{reason}，没有写出规范表格。", reason=outcome.reason)
        return outcome.status
    gkxl.write_workbook(
        gkxl.normalized(outcome.report),
        target,
        carried=outcome.carried,
        explanations=outcome.explanations,
    )
    say("已写出规范表格：{output}", output=output)
    return CLEAN


@click.command(
    cls=Command,
    about=Wording(
        "退出状态：0 全部移入，没有需改正的；1 还有要补填或改正的格；2 文件无法读取。",
        "Exit status: 0 all was moved; 1 cells are to be filled in or corrected; 2 the file cannot be read.",
    ),
)
@file_argument(zh="填好的旧表格。", en="The filled workbook.")
@output_option()
@option(
    "--year",
    type=WHOLE,
    zh="新表格的报告年度，决定用哪一版格式；不写则与旧表格相同，只换成现行版式。",
    en="The report year of the new workbook, which decides its edition; that of the old one if left out.",
)
def migrate(file: Path, *, output: Path, year: int | None) -> int:
    """Move what was filled in into a new workbook."""
    with name_in_errors(file), hint_at_import(file):
        moved = gkxl.migrate(file, check_workbook_target(output, read=[file]), year=year, lang=lang())
    new = moved.conversion
    kept = {"taken_over": new.taken_over, "missing": new.missing, "lost": new.lost}
    answer(file=file, output=output, edition=new.edition, **kept, reading=moved.reading)
    _print_migrated(moved)
    say("已写出新表格：{output}", output=output)
    return CLEAN if moved.reading.ok and not moved.conversion.missing else ERRORS


_UNREAD: Final = "旧表格里空着，或读不出"
_NOT_ASKED: Final = "旧表格没有这一格"


def _print_migrated(moved: Migrated) -> None:
    """Print how many cells moved, and a table of those that need a look."""
    old, new = moved.reading, moved.conversion
    kept, missing, lost = len(new.taken_over), len(new.missing), len(new.lost)
    say(
        "{old} 版移入 {new} 版：沿用 {kept} 格，待填 {missing} 格，无处可填 {lost} 格。",
        old=old.edition,
        new=new.edition,
        kept=kept,
        missing=missing,
        lost=lost,
    )
    print_table((words("位置"), words("待填的格"), words("原因")), _missing_rows(moved))
    print_table((words("无处可填的数"), words("原填")), _lost_rows(moved))
    print_table((words("无处可写的说明"), words("原文")), _unplaced_rows(moved))
    _print_hints(moved)


def _print_hints(moved: Migrated) -> None:
    """Print what else there is to know before the new workbook is used."""
    edition = moved.conversion.edition
    newest = newest_edition(edition_named(edition).kind).name
    if edition != newest:
        say(
            "该年度的报告按 {edition} 版填报。要移入现行的 {newest} 版，请用 --year 写明新表格的年度。",
            edition=edition,
            newest=newest,
        )
    if not moved.reading.ok:
        say(
            "旧表格有需改正的。读得出、新表格又有的格，照原样移入，没有改动；其余没有移入，见上面的表。"
            "请把新表格补填、改正，再用 gkxl check 核对。"
        )


def _missing_rows(moved: Migrated) -> Iterable[tuple[str, ...]]:
    old, new = edition_named(moved.reading.edition), edition_named(moved.conversion.edition)
    asked = correspondence(old.form, new.form)
    for path in moved.conversion.missing:
        place = places(new)[path]
        why = _UNREAD if path in asked else _NOT_ASKED
        yield f"{place.sheet} {place.address}", node(new.form, path).label, words(why)


def _lost_rows(moved: Migrated) -> Iterable[tuple[str, ...]]:
    old = edition_named(moved.reading.edition)
    return ((node(old.form, path).label, str(value)) for path, value in moved.conversion.lost.items())


def _unplaced_rows(moved: Migrated) -> Iterable[tuple[str, ...]]:
    old = edition_named(moved.reading.edition)
    labels = {line.key: line.label for line in explainable_lines(old)}
    return ((labels[key], text) for key, text in moved.unplaced.items())
