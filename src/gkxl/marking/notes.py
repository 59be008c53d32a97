"""What is said at each cell of a marked workbook, and what is listed on its first sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gkxl.issues.catalogue import CODES, Severity, is_of_collection
from gkxl.issues.catalogue.vocabulary import COLLECTED, NOTE
from gkxl.issues.issue import word_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from gkxl.issues.catalogue.vocabulary import Word
    from gkxl.issues.issue import Issue, Place

_RESTORED: Final = "总计格已锁定，公式已在本文件中恢复；只需核对各分项，总计自动计算。"
_NOTHING_TO_DO: Final = "无需处理"


def notes(issues: Iterable[Issue]) -> dict[Place, list[Issue]]:
    """The issues to be shown at each cell; a broken rule is shown at every cell that takes part in it.

    What is settled, or only worth knowing, is said nowhere but in the list.
    """
    found: dict[Place, list[Issue]] = {}
    for issue in issues:
        if issue.settled or issue.severity is Severity.INFO:
            continue
        terms = () if issue.expected is not None else (*issue.left, *issue.right)
        places = [issue.place, *(term.place for term in terms)]
        for place in dict.fromkeys(place for place in places if place):
            found.setdefault(place, []).append(issue)
    return found


def note(issues: Iterable[Issue], restored: Collection[Place] = ()) -> str:
    """The words of one cell's comment: what is there, and what to do.

    Args:
        issues: What is found at the cell.
        restored: The totals of which the formula was put back.
    """
    return "\n".join(_note(issue, restored=issue.place in restored) for issue in issues)


def _note(issue: Issue, *, restored: bool) -> str:
    if restored:
        return f"{issue.message}\n改法：{_RESTORED}"
    if issue.explanation:
        return f"{issue.message}\n单位说明：{issue.explanation}"
    remedy = CODES[issue.code].remedy
    return issue.message if remedy.startswith(_NOTHING_TO_DO) else f"{issue.message}\n改法：{remedy}"


def counted_as(issue: Issue) -> Word:
    """The word under which an issue is counted; a settled one counts as 提示."""
    return NOTE if issue.settled else word_of(issue)


def section(issue: Issue) -> Word:
    """The heading under which an issue is listed."""
    return COLLECTED if is_of_collection(issue.code) else counted_as(issue)
