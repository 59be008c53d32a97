"""What is said at each cell of a marked workbook, and what is listed on its first sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gkxl.codes import CODES, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gkxl.issues import Issue, Place


def worth_telling(issues: Iterable[Issue]) -> list[Issue]:
    """The issues that ask something of the unit."""
    return [issue for issue in issues if issue.severity is not Severity.INFO]


def notes(issues: Iterable[Issue]) -> dict[Place, list[Issue]]:
    """For every cell what is said there: a broken rule speaks at each of its cells, a settled one nowhere."""
    found: dict[Place, list[Issue]] = {}
    for issue in issues:
        if issue.settled:
            continue
        terms = () if issue.expected is not None else (*issue.left, *issue.right)
        places = [issue.place, *(term.place for term in terms)]
        for place in dict.fromkeys(place for place in places if place):
            found.setdefault(place, []).append(issue)
    return found


def note(issues: Iterable[Issue]) -> str:
    """The words of one cell's comment: what is there, and what to do."""
    return "\n".join(map(_note, issues))


def _note(issue: Issue) -> str:
    if issue.explanation:
        return f"{issue.message}\n单位说明：{issue.explanation}"
    return f"{issue.message}\n改法：{CODES[issue.code].remedy}"
