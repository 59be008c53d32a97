"""``gkxl check``: what is wrong in returned workbooks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from gkxl.cli.command import Command
from gkxl.cli.files import find_other_files, is_published
from gkxl.cli.outcome import print_outcome, read_files
from gkxl.cli.parameters import FILE, WHOLE, files_argument, option
from gkxl.cli.terminal import answer, listed, say, wants_json, words
from gkxl.issues.catalogue.code import CONFIRM, CORRECT, NO_RETURN, PASSED, UNREADABLE
from gkxl.text import Wording

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from gkxl.cli.outcome import Outcome
    from gkxl.reading.previous import Previous

_VERDICTS: Final = (PASSED, CONFIRM, CORRECT, UNREADABLE, NO_RETURN)
"""The verdicts on a file, in the order in which they are counted at the end."""


@click.command(
    cls=Command,
    about=Wording(
        "退出状态：0 没有需改正的；1 有需改正的；2 有文件无法读取。",
        "Exit status: 0 nothing to correct; 1 something to correct; 2 a file cannot be read.",
    ),
)
@files_argument(zh="报回的表格文件，或存放它们的文件夹。", en="Returned workbooks, or folders of them.")
@option(
    "--year",
    type=WHOLE,
    zh="应当报的报告年度；报了别的年度，就要改正。",
    en="The report year that is wanted; a report of another year is an error.",
)
@option(
    "--edition",
    zh="应当用的报告格式，如登记过的本地格式；用了别的，就要改正。",
    en="The edition that is wanted, such as a registered local one; another is an error.",
)
@option(
    "--previous",
    type=FILE,
    shown=Wording("文件或文件夹", "FILE or FOLDER"),
    zh="上年的报表（.xlsx 或 .json）或汇总结果：与上年比对，按单位代码、名称查找。",
    en="Last year's reports (.xlsx or .json) or collection, to compare with.",
)
@option(
    "--codes",
    is_flag=True,
    zh="另列每个问题的代码，供查阅和编程。",
    en="Also list the code of each issue.",
)
def check(
    files: tuple[Path, ...], *, year: int | None, edition: str | None, previous: Path | None, codes: bool
) -> int:
    """Check returns; the exit status is that of the worst."""
    last = _read_last_year(previous) if previous else None
    outcomes = list(read_files(files, last, year=year, edition=edition))
    if wants_json():
        answer(files=[outcome.plain() for outcome in outcomes])
    else:
        _print_all(outcomes, find_other_files(files), codes=codes)
    return max(outcome.status for outcome in outcomes)


def _read_last_year(path: Path) -> Previous:
    from gkxl.cli.previous import read_previous  # noqa: PLC0415 (most returns are checked without)

    return read_previous(path)


def _print_all(outcomes: list[Outcome], others: list[Path], *, codes: bool) -> None:
    """Print every file, then the names of those to look at: no one reads a hundred tables for a few."""
    for outcome in outcomes:
        print_outcome(outcome, codes=codes)
    files = name_by_verdict(outcomes)
    if len(outcomes) > 1:
        print_verdicts(files)
    links = [str(path) for path in others if path.is_dir()]
    print_names("指向别的文件夹的链接，没有打开，请另行核对那些文件夹", links)
    others = [path for path in others if str(path) not in links]
    print_names("不是表格、没有核对", [str(path) for path in others])
    if published := [str(path) for path in others if is_published(path.name)]:
        print_names("其中可能是已发布的报告，先用 gkxl import 文件 -o 单位.xlsx 转成表格", published)
    if len(outcomes) > 1:
        print_counts(files)


def name_by_verdict(outcomes: Iterable[Outcome]) -> dict[Wording, list[str]]:
    """The names of files by the verdict on them, in the order in which verdicts are counted at the end."""
    files: dict[Wording, list[str]] = {word: [] for word in _VERDICTS}
    for one in outcomes:
        files[one.word].append(one.file)
    return files


def print_verdicts(files: dict[Wording, list[str]]) -> None:
    """Print the names of the files that did not pass."""
    for word in _VERDICTS[1:]:
        print_names("{word}", files[word], word=word)


def print_counts(files: dict[Wording, list[str]]) -> None:
    """Print how many files there are of each verdict."""
    counts = {word: len(names) for word, names in files.items() if names}
    counted = [words("{word} {count} 个", word=word, count=count) for word, count in counts.items()]
    say("共 {files} 个文件：{counted}。", files=sum(counts.values()), counted=words("，").join(counted))


def print_names(template: str, files: list[str], /, **facts: object) -> None:
    """Print which files are of a kind, if there are any."""
    if files:
        say("{kind}：{names}", kind=words(template, **facts), names=listed(files))
