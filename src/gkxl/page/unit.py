"""Python side of the desk of a unit, which checks its return and makes of it what it needs."""

from __future__ import annotations

from functools import lru_cache
from html import escape
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

import gkxl
from gkxl.collection.intake.non_returns import find_non_return, register_issue, roster_issue
from gkxl.errors import DataError, UnreadableFileError, describe_error
from gkxl.forms import edition_named
from gkxl.frozen import frozen
from gkxl.issues import unreadable_issue, verdict, word_of
from gkxl.issues.catalogue.code import CONFIRM, CORRECT, NO_RETURN, NOTE, PASSED, SETTLED, UNREADABLE
from gkxl.issues.grouping import grouped
from gkxl.layout import pages
from gkxl.model.outline import plain_digits
from gkxl.publication.write.html_writer import html_table
from gkxl.reading.previous import Previous
from gkxl.text import Wording, legible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from gkxl.issues.grouping import Group
    from gkxl.layout import Page
    from gkxl.model.outline import Node
    from gkxl.reading import Filed, Reading


_MOST_SHOWN: Final = 100
"""At most this many characters of an unreadable cell are shown.

A file with 32,000 accents in every cell froze the browser.
"""


@frozen
class _Shown:
    """What the cells of a return show: what was read, else how what was filed begins."""

    values: Mapping[str, Any]
    cells: Mapping[str, Filed]

    def figure(self, cell: Node) -> str:
        """What a cell of a table shows."""
        value = self.values[cell.path]
        return self._raw_text(cell) if value is None else plain_digits(value)

    def text(self, cell: Node) -> str:
        """What any other cell shows."""
        value = self.values[cell.path]
        return self._raw_text(cell) if value is None else legible(str(value))

    def _raw_text(self, cell: Node) -> str:
        filed = self.cells[cell.path].text
        return legible(f"{filed[:_MOST_SHOWN]}……" if len(filed) > _MOST_SHOWN else filed)

    def longest_figure(self, page: Page) -> int:
        """How many characters the longest number in a table has."""
        return max(1, *(len(self.figure(box.cell)) for box in page.boxes if box.cell))


def render_sections(reading: Reading) -> list[str]:
    """Every section of a return as html: tables as they are printed, texts and cover as lists."""
    shown = _Shown(reading.values, {cell.path: cell for cell in reading.cells})
    return ["".join(_section(shown, page)) for page in pages(edition_named(reading.edition))]


def _section(shown: _Shown, page: Page) -> Iterator[str]:
    title = page.section.item.label
    yield f'<h4 class="gkxl-section" id="gkxl-{page.section.path}">{escape(title)}</h4>'
    yield from html_table(shown, page, title) if page.section.in_table else _text_list(shown, page)


def _text_list(shown: _Shown, page: Page) -> Iterator[str]:
    yield '<dl class="texts">'
    for cell in page.section.leaves:
        text = escape(shown.text(cell))
        yield f'<dt>{escape(cell.item.label)}</dt><dd data-gk="{cell.path}">{text}</dd>'
    yield "</dl>"


_TONES: Final = {
    CORRECT: "correct",
    CONFIRM: "confirm",
    SETTLED: "settled",
    NOTE: "note",
    PASSED: "passed",
    UNREADABLE: "unreadable",
    NO_RETURN: "confirm",
}
"""How the page shows each word, by the names in its style sheet."""

_GROUP_ORDER: Final = (CORRECT, CONFIRM, SETTLED, NOTE)
"""The groups of issues, in the order shown."""

_MOST_KEPT: Final = 100
"""How many reports of last year are cached (about 2 MB together)."""


def judge(content: bytes, last: Sequence[bytes] = ()) -> dict[str, Any]:
    """What is found in a return.

    Args:
        content: The file of the unit.
        last: Returns of the year before, among which its own is looked for.

    Returns:
        ``verdict``, a word and its tone; ``title``, whose return of which year it is; ``found``, a list of
        what there is of each kind; ``sections``, the form with what was filed, in html; ``whole``, whether
        a normalised workbook and a web page can be made.
    """
    try:
        reading = _read_with_last_year(content, last)
    except NoReturnError as error:
        return _refused(NO_RETURN, describe_error(error).zh)
    except Exception as error:  # noqa: BLE001 (whatever a file does, the page goes on)
        return _refused(UNREADABLE, unreadable_issue(error).message)
    return {
        "verdict": word_and_tone(verdict(reading.issues)),
        "title": title_of(reading),
        "found": list(_found(reading.issues)),
        "sections": render_sections(reading),
        "whole": reading.ok and reading.complete,
    }


def _read_with_last_year(content: bytes, last: Sequence[bytes]) -> gkxl.Reading:
    reading = read_workbook(content)
    return Previous(tuple(map(read_report, last))).compare(reading) if last else reading


class NoReturnError(DataError):
    """A file that is known to be no return, such as a register."""


def read_workbook(content: bytes) -> gkxl.Reading:
    """A return.

    Raises:
        NoReturnError: It is something else that gkxl knows.
    """
    try:
        return gkxl.read(content)
    except UnreadableFileError as error:
        # others were refused for what they cost, and are not to be read a second time
        found = find_non_return(content) if type(error) is UnreadableFileError else None
        if found is None:
            raise
        raise _no_return_error(found) from error


def _no_return_error(found: gkxl.Issue) -> NoReturnError:
    """What to do with a file that is no return, for a clerk who sees nothing but this page."""
    if found == register_issue():
        return NoReturnError(
            "这是依申请公开登记簿，不是年度报告的表格。登记簿含有申请人的信息，只在本单位使用，不要报送。"
            "请把登记簿“计数”表上的数填进年度报告的表三、表四，再把年度报告放进来。"
        )
    if found == roster_issue():
        return NoReturnError(
            "这是名册，不是年度报告的表格。要收表的，请点上面的“我是收表单位”，在那里放入名册。"
        )
    return NoReturnError("这是{what}，不是年度报告的表格。请放入填好的表格。", what=found.facts["what"])


@lru_cache(maxsize=_MOST_KEPT)
def read_report(content: bytes) -> gkxl.Report:
    """The report in a workbook.

    Raises:
        DataError: Not every cell of it can be read.
    """
    report = read_workbook(content).report
    if report is None:
        raise DataError("其中有的格子没有填写或读不出来，不能使用。请先改正。")
    return report


def _refused(word: Wording, message: str) -> dict[str, Any]:
    """What is shown of a file that is no return, or a damaged one."""
    group = {"place": "", "message": message, "explanation": "", "cells": []}
    found = [{**word_and_tone(CORRECT), "count": 1, "groups": [group]}]
    return {"verdict": word_and_tone(word), "title": "", "found": found, "sections": [], "whole": False}


def word_and_tone(word: Wording) -> dict[str, str]:
    """A word, and the tone in which the page shows it."""
    return {"word": word.zh, "tone": _TONES[word]}


def title_of(reading: gkxl.Reading) -> str:
    """Whose return of which year it is, or "" where its cover does not say."""
    roles = edition_named(reading.edition).roles
    unit, year = reading.values[roles.unit], reading.values[roles.year]
    return "　".join(filter(None, (unit, f"{year} 年度" if year else "")))


def _found(issues: Iterable[gkxl.Issue]) -> Iterator[dict[str, Any]]:
    """What there is of each kind, the gravest first."""
    issues = list(issues)
    for word in _GROUP_ORDER:
        own = [issue for issue in issues if word_of(issue) is word]
        if own:
            yield {**word_and_tone(word), "count": len(own), "groups": list(map(_group, grouped(own)))}


def _group(group: Group) -> dict[str, Any]:
    return {
        "place": group.place,
        "message": group.issue.message,
        "explanation": group.issue.explanation,
        "cells": [
            {"path": issue.path, "place": f"{issue.sheet} {issue.cell}"}
            for issue in group.issues
            if issue.path and issue.place
        ],
    }


def last_year(content: bytes) -> str:
    """Whose report of which year a workbook holds, to be compared with.

    Raises:
        GkxlError: It cannot be used.
    """
    read_report(content)
    return title_of(read_workbook(content))


def mark(content: bytes, last: Sequence[bytes] = ()) -> bytes:
    """The marked copy of a return, as ``gkxl mark`` writes it."""
    before = Previous(tuple(map(read_report, last))).of(read_workbook(content)) if last else None
    previous = None if isinstance(before, gkxl.Issue) else before
    return _write_bytes(lambda path: gkxl.mark(content, path, previous=previous))


def normalize(content: bytes) -> bytes:
    """The normalised workbook of a return without errors, as ``gkxl normalize`` writes it."""
    reading = read_workbook(content)
    report = gkxl.normalized(read_report(content))
    return _write_bytes(
        lambda path: gkxl.write_workbook(
            report, path, carried=reading.carried, explanations=reading.explanations
        )
    )


def publish(content: bytes) -> bytes:
    """The web page of a return without errors, as ``gkxl publish`` writes it."""
    return gkxl.to_html(read_report(content)).encode()


def template(year: int, unit: str, last: Sequence[bytes] = ()) -> bytes:
    """A blank template, with last year's figures where that return is given.

    Raises:
        DataError: None of them is the unit's of the year before.
    """
    before = Previous(tuple(map(read_report, last))).find(year, unit=unit) if last else None
    if isinstance(before, gkxl.Issue):
        raise DataError(
            "{reason}，没有写出模板。请换上年的报表，或移去它再试。", reason=before.facts["reason"]
        )
    return _write_bytes(lambda path: gkxl.write_template(path, year=year, unit=unit, previous=before))


def example() -> bytes:
    """A return with three faults to try the page with."""
    return read_example("faulty")


def read_example(name: str) -> bytes:
    """A return of the demo, ``filled`` or ``faulty``.

    `page/build.py` adds both, which are not in the source tree.
    """
    return files("gkxl.page").joinpath(f"{name}.xlsx").read_bytes()


def _write_bytes(write: Callable[[Path], object]) -> bytes:
    """Call a function that writes a workbook to a path, and return its bytes."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "workbook.xlsx"
        write(path)
        return path.read_bytes()
