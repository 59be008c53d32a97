"""Prints what was found in the files that ``gkxl check`` is given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gkxl.cli.files import passed_over
from gkxl.cli.plain import print_json
from gkxl.cli.previous import previous_reports
from gkxl.cli.published import is_published
from gkxl.cli.reading import examined
from gkxl.cli.tables import console, show
from gkxl.cli.terminal import listed, say
from gkxl.issues.catalogue.vocabulary import CONFIRM, CORRECT, NO_RETURN, PASSED, UNREADABLE

if TYPE_CHECKING:
    from pathlib import Path

    from gkxl.cli.outcome import Outcome
    from gkxl.issues.catalogue.vocabulary import Word


_NAMED: Final = 10
"""So many files of a kind are named in the end."""

_WORDS: Final = (PASSED, CONFIRM, CORRECT, UNREADABLE, NO_RETURN)
"""The verdicts on a file, in the order in which they are counted at the end."""


def run(files: list[Path], *, year: int | None, previous: Path | None, codes: bool, as_json: bool) -> int:
    """Read, compare with last year's reports if there are any, and print; the exit status."""
    outcomes = list(examined(files, previous_reports(previous) if previous else None, year=year))
    if as_json:
        print_json({"files": [outcome.plain() for outcome in outcomes]})
    else:
        _print(outcomes, passed_over(files), codes=codes)
    return max(outcome.status for outcome in outcomes)


def _print(outcomes: list[Outcome], others: list[Path], *, codes: bool) -> None:
    """Every file, and in the end what matters: nobody looks through a hundred tables for the few."""
    out = console()
    for outcome in outcomes:
        show(outcome, out, codes=codes)
    files = {word: [one.file for one in outcomes if one.word is word] for word in _WORDS}
    if len(outcomes) > 1:
        for word in _WORDS[1:]:
            _name(*word, files[word])
    links = [str(path) for path in others if path.is_dir()]
    _name(
        "指向别的文件夹的链接，没有打开，请另行核对那些文件夹",
        "Links to other folders, not followed; check those folders, too",
        links,
    )
    others = [path for path in others if str(path) not in links]
    _name("不是表格、没有核对", "Not spreadsheets, and not looked at", [str(path) for path in others])
    if published := [str(path) for path in others if is_published(path.name)]:
        _name(
            "其中可能是已发布的报告，先用 gkxl import 文件 -o 单位.xlsx 转成表格",
            "Published reports, perhaps; read each with gkxl import FILE -o UNIT.xlsx first",
            published,
        )
    if len(outcomes) > 1:
        _count(len(outcomes), {word: len(names) for word, names in files.items()})


def _count(files: int, counts: dict[Word, int]) -> None:
    zh = "，".join(f"{word.zh} {count} 个" for word, count in counts.items() if count)
    en = ", ".join(f"{count} {word.en}" for word, count in counts.items() if count)
    say(f"共 {files} 个文件：{zh}。", f"{files} files: {en}.")


def _name(zh: str, en: str, files: list[str]) -> None:
    """Say which files are of a kind, where there are any."""
    if files:
        names = listed(files, _NAMED)
        say(f"{zh}：{names}", f"{en}: {names}")
