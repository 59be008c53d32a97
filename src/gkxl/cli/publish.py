"""``gkxl publish`` and ``gkxl import``: a return as a published report, and the reverse."""

from __future__ import annotations

import sys
from collections import Counter
from functools import partial
from itertools import chain, count
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import click
from attrs import evolve

import gkxl
from gkxl.cli.check import name_by_verdict, print_counts, print_names, print_verdicts
from gkxl.cli.command import Command
from gkxl.cli.files import ARCHIVES, check_target, check_workbook_target, name_in_errors
from gkxl.cli.outcome import Outcome, print_outcome, read_file, to_outcome
from gkxl.cli.parameters import WHOLE, file_argument, option, output_option
from gkxl.cli.tables import progress_bar
from gkxl.cli.terminal import CLEAN, UNUSABLE, answer, complain, lang, say, wants_json
from gkxl.comparison.sides import describe_death
from gkxl.errors import WriteError
from gkxl.files.save import make_folder, read_suffix, to_safe_name
from gkxl.frozen import NamedTuple
from gkxl.issues import unreadable_issue, word_of
from gkxl.issues.catalogue.code import CONFIRM
from gkxl.publication.read.as_workbook import write_reading
from gkxl.text import Wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gkxl.collection.intake.sources import Source
    from gkxl.reading.cells import Blank


STDIN = Path("-")
"""What stands for the standard input."""

SUFFIXES = (".docx", ".html", ".pdf")


@click.command(cls=Command)
@file_argument(zh="没有需改正之处的报表文件。", en="A return without errors.")
@output_option(
    zh="写到哪个文件：.docx、.html 或 .pdf，按扩展名决定格式。",
    en="The file to write to: .docx, .html or .pdf; its suffix decides the format.",
)
@option(
    "--draft",
    is_flag=True,
    zh="输出草稿：有需改正的也写，上面印“草稿”。",
    en="Write it in spite of errors, with 草稿 (draft) printed over it.",
)
@option(
    "--fragment",
    is_flag=True,
    zh="只写网页片段，供粘贴到网站的页面里（仅 .html）。",
    en="Write only the part that goes into a page of a web site (.html only).",
)
@option(
    "--frame",
    is_flag=True,
    zh="开头印编制依据、统计期限和联系方式，末尾印单位和日期；单位、电话、日期取自封面。",
    en="Print basis, period and contact before it, unit and date after it, as on the cover.",
)
@option(
    "--lead",
    shown=Wording("文字", "TEXT"),
    default="",
    zh="开头印这段文字，不用封面上的。",
    en="What to print before it instead.",
)
@option(
    "--signed",
    shown=Wording("单位", "UNIT"),
    default="",
    zh="末尾落款的单位，不用封面上的。",
    en="Who signs it instead.",
)
@option(
    "--date",
    shown=Wording("日期", "DATE"),
    default="",
    zh="末尾落款的日期，不用封面上的。",
    en="The date below instead.",
)
def publish(  # noqa: PLR0913 (each is an option)
    file: Path, *, output: Path, draft: bool, fragment: bool, frame: bool, lead: str, signed: str, date: str
) -> int:
    """Write the report that is published."""
    suffix = read_suffix(output, (".html",) if fragment else SUFFIXES)
    outcome = read_file(file)
    written = outcome.report is not None and (outcome.ok or draft)
    answer(output=output if written else None, reading=outcome.plain())
    if outcome.report is None or not (outcome.ok or draft):
        print_outcome(outcome, err=True)
        if draft and outcome.usable:
            complain("有的数读不出来，草稿也写不了，没有写出发布稿。请先改正这些格。")
        else:
            complain("{reason}，没有写出发布稿。", reason=outcome.reason)
        return outcome.status
    open_ = [issue for issue in outcome.issues if word_of(issue) == CONFIRM]
    if open_:
        print_outcome(outcome, err=True)
    around = gkxl.publication.frame_from_cover(outcome.report) if frame else gkxl.publication.Frame()
    given = {"lead": lead.replace("\\n", "\n"), "unit": signed, "date": date}
    around = evolve(around, **{name: text for name, text in given.items() if text})
    target = check_target(output, read=[file])
    if suffix == ".docx":
        gkxl.write_docx(outcome.report, target, draft=draft, frame=around)
    elif suffix == ".pdf":
        gkxl.write_pdf(outcome.report, target, draft=draft, frame=around)
    else:
        gkxl.write_html(outcome.report, target, draft=draft, fragment=fragment, frame=around)
    say("已写出发布稿：{output}", output=output)
    if open_:
        complain("还有 {count} 处需核实，见上面所列；请核实后再公布。", count=len(open_))
    return CLEAN


@click.command(
    cls=Command,
    about=Wording(
        "读不出的格留空，逐处说明。读文件夹的，每份报告写一份表格，已有的文件不覆盖。\n"
        "退出状态：0 没有需改正的；1 有需改正的；2 无法读取。",
        "Cells that cannot be read stay blank, and are listed.\n"
        "Of a folder each report becomes a workbook; files that are there are not replaced.\n"
        "Exit status: 0 nothing to correct; 1 something to correct; 2 it cannot be read.",
    ),
)
@file_argument(
    zh="已发布的年度报告：网页、.docx、.pdf 或 .txt；或存放它们的文件夹、压缩包；- 读标准输入。",
    en="A published report: a web page, .docx, .pdf or .txt; a folder or zip of them; - for standard input.",
)
@output_option(
    zh="写到哪个表格文件；读文件夹的，写到哪个文件夹。",
    en="The workbook to write to; of a folder, the folder to write to.",
)
@option(
    "--year",
    type=WHOLE,
    zh="报告年度；标题里没有写明时才需要。",
    en="The report year; needed only where the title does not name it.",
)
@option("--zero", is_flag=True, zh="把空白的数字格当作 0。", en="Take blank cells of numbers for 0.")
@option(
    "--codes",
    is_flag=True,
    zh="另列每个问题的代码，供查阅和编程。",
    en="Also list the code of each issue.",
)
def import_(file: Path, *, output: Path, year: int | None, zero: bool, codes: bool) -> int:
    """Read published reports and write them as workbooks."""
    blank: Blank = "zero" if zero else "error"
    if file.is_dir() or file.suffix.lower() in ARCHIVES:
        return _import_all(file, output, _Options(year, blank, lang()), codes=codes)
    target = check_workbook_target(output, read=[file])
    source = sys.stdin.buffer if file == STDIN else file
    with name_in_errors(file):
        reading = gkxl.read_published(source, year=year, blank=blank, lang=lang())
    write_reading(reading, target)
    outcome = to_outcome(file, reading)
    answer(output=output, reading=outcome.plain())
    print_outcome(outcome, codes=codes)
    say("已写出表格：{output}", output=output)
    return outcome.status


class _Options(NamedTuple):
    """How published reports are read; another process does not know the language that was chosen."""

    year: int | None
    blank: Blank
    lang: gkxl.types.Lang


class _Task(NamedTuple):
    """A published report to read, and where to write it as a workbook."""

    source: Source
    target: Path
    options: _Options


def _import_all(place: Path, output: Path, options: _Options, *, codes: bool) -> int:
    """Write every published report of a folder or zip as a workbook into a folder; the exit status."""
    from gkxl.collection.collect import READING  # noqa: PLC0415 (a single file must not wait for it)
    from gkxl.collection.intake.sources import find_published  # noqa: PLC0415 (the same)
    from gkxl.collection.parallel import SLOW_BATCH, WorkerPool  # noqa: PLC0415 (the same)

    _refuse_target(place, output)
    sources = find_published(place, besides=output)
    if not sources:
        complain("“{place}”里没有文件。请核对位置。", place=place)
        return UNUSABLE
    named = zip(sources, _name_targets([source.name for source in sources], make_folder(output)), strict=True)
    tasks = [_Task(source, target, options) for source, target in named]
    kept = [str(task.target) for task in tasks if task.target.exists()]
    fresh = [task for task in tasks if not task.target.exists()]
    outcomes = []
    failed = partial(_report_death, options.lang)
    with progress_bar() as progress, WorkerPool(_import_files, failed, batch=SLOW_BATCH) as pool:
        for task, outcome in pool.work(fresh):
            outcomes.append(evolve(outcome, file=task.source.name))
            progress(READING, len(outcomes), len(fresh))
    if wants_json():
        answer(output=output, kept=kept, files=[outcome.plain() for outcome in outcomes])
    _print_imported(outcomes, output, kept, codes=codes)
    return max((outcome.status for outcome in outcomes), default=CLEAN)


def _refuse_target(place: Path, output: Path) -> None:
    """Refuse a target that is no folder of its own.

    Raises:
        WriteError: It is the folder that is read, or the name of a workbook.
    """
    if output.suffix.lower() == ".xlsx" or (output.exists() and output.samefile(place)):
        raise WriteError(
            "读的是“{place}”里的全部报告，-o 请写另一个文件夹，不要写“{output}”。", place=place, output=output
        )


def _name_targets(names: Iterable[str], folder: Path) -> Iterator[Path]:
    """Where to write each report: under its own name, or one next to it that no other report has."""
    paths = [PurePosixPath(name) for name in names]
    alike = Counter(path.with_suffix("").as_posix().casefold() for path in paths)
    taken: set[str] = set()
    for path in paths:
        alone = alike[path.with_suffix("").as_posix().casefold()] == 1
        name = to_safe_name(path.stem if alone else path.name)
        below = folder.joinpath(*(to_safe_name(part) for part in path.parts[:-1]))
        choices = chain((name,), (f"{name} {number}" for number in count(2)))
        target = next(t for one in choices if str(t := below / f"{one}.xlsx").casefold() not in taken)
        taken.add(str(target).casefold())
        yield target


def _import_files(tasks: Iterable[_Task]) -> list[Outcome]:
    """Read published reports and write them as workbooks, in another process."""
    return [_import_file(task) for task in tasks]


def _import_file(task: _Task) -> Outcome:
    year, blank, language = task.options
    try:
        reading = gkxl.read_published(task.source.load(), year=year, blank=blank, lang=language)
        make_folder(task.target.parent)
        write_reading(reading, task.target)
    except Exception as error:  # noqa: BLE001 (one bad file stops nothing)
        return Outcome(file="", issues=(unreadable_issue(error, language),), usable=False)
    return evolve(to_outcome(task.target, reading), report=None)


def _report_death(language: gkxl.types.Lang, error: Exception) -> Outcome:
    issue = unreadable_issue(describe_death(error), language)
    return Outcome(file="", issues=(issue,), usable=False)


def _print_imported(outcomes: list[Outcome], output: Path, kept: list[str], *, codes: bool) -> None:
    """Print every report with its verdict and what there is to do, then what became of all."""
    for outcome in outcomes:
        print_outcome(outcome, codes=codes, imported=True)
    files = name_by_verdict(outcomes)
    print_verdicts(files)
    print_names("已有的表格没有覆盖，要重新导入请先移走", kept)
    if outcomes:
        print_counts(files)
    written = sum(outcome.usable for outcome in outcomes)
    say("已写出 {written} 份表格：{output}", written=written, output=output)
