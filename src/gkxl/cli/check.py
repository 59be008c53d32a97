"""``gkxl check``: what is wrong in returned workbooks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from gkxl.cli.files import find_other_files, is_published, read_previous
from gkxl.cli.outcome import print_outcome, read_files
from gkxl.cli.tables import make_console, print_json
from gkxl.cli.terminal import listed, say, words
from gkxl.issues.catalogue.code import CONFIRM, CORRECT, NO_RETURN, PASSED, UNREADABLE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gkxl.cli.outcome import Outcome
    from gkxl.text import Wording

_MAX_NAMES: Final = 10
"""How many files of a kind are named at the end."""

_VERDICTS: Final = (PASSED, CONFIRM, CORRECT, UNREADABLE, NO_RETURN)
"""The verdicts on a file, in the order in which they are counted at the end."""


def check(
    files: Annotated[list[Path], typer.Argument(metavar="文件", help="报回的表格文件，或存放它们的文件夹。")],
    *,
    year: Annotated[int | None, typer.Option(help="应当报的报告年度；报了别的年度，就要改正。")] = None,
    previous: Annotated[
        Path | None,
        typer.Option(
            metavar="文件或文件夹",
            help="上年的报表（.xlsx 或 .json）或汇总结果：与上年比对，按单位代码、名称查找。",
        ),
    ] = None,
    codes: Annotated[bool, typer.Option("--codes", help="另列每个问题的代码，供查阅和编程。")] = False,
    json: Annotated[bool, typer.Option("--json", help="按 JSON 输出，供程序使用。")] = False,
) -> int:
    """核对报回的报表：逐格列出问题和改法。

    退出状态：0 没有需改正的；1 有需改正的；2 有文件无法读取。
    """
    outcomes = list(read_files(files, read_previous(previous) if previous else None, year=year))
    if json:
        print_json({"files": [outcome.plain() for outcome in outcomes]})
    else:
        _print_all(outcomes, find_other_files(files), codes=codes)
    return max(outcome.status for outcome in outcomes)


def _print_all(outcomes: list[Outcome], others: list[Path], *, codes: bool) -> None:
    """Print every file, then the names of those to look at: no one reads a hundred tables for a few."""
    out = make_console()
    for outcome in outcomes:
        print_outcome(outcome, out, codes=codes)
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
        say("{kind}：{names}", kind=words(template, **facts), names=listed(files, _MAX_NAMES))
