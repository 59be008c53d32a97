"""Groups issues that differ only in their cells, so that one message covers them all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from attrs import evolve

from gkxl.arguments import checked
from gkxl.frozen import frozen
from gkxl.issues import Place
from gkxl.text import enumerated, fill_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gkxl.issues import Issue
    from gkxl.text import Lang

MOST_NAMED: Final = 6
"""How many cells of a group are named before the rest is only counted."""


@frozen
class _Cells(Place):
    """Several cells of a sheet, of which this is the first."""

    count: int

    def words(self, lang: Lang) -> str:
        """How many they are, as a message words it."""
        return fill_in("这 {count} 格", {"count": self.count}, lang)


@frozen
class Group:
    """One issue, or several of one sheet that differ only in their cells.

    Attributes:
        issues: The issues, in their order; all have the same message but for the cell.
    """

    issues: tuple[Issue, ...]

    @property
    def issue(self) -> Issue:
        """One issue whose message covers all of them."""
        first = self.issues[0]
        if len(self.issues) == 1 or not first.place:
            return first
        place = first.place
        return evolve(first, place=_Cells(place.sheet, place.row, place.column, len(self)), label="")

    @property
    def place(self) -> str:
        """Where they are, such as ``表三 C5、C7、C9``; "" where it is the whole workbook."""
        first = self.issues[0]
        if not first.place:
            return first.label
        named = enumerated([str(issue.cell) for issue in self.issues], MOST_NAMED, unit="格")
        return f"{first.sheet} {named.words(first.lang)}"

    @property
    def message(self) -> str:
        """The message of the group; if it has several cells, their addresses come first."""
        issue = self.issue
        facts = {"place": self.place, "message": issue.message}
        return fill_in("{place}：{message}", facts, issue.lang) if len(self) > 1 else issue.message

    def __len__(self) -> int:
        return len(self.issues)


@checked
def grouped(issues: Iterable[Issue]) -> Iterator[Group]:
    """One group for all issues of a sheet that differ only in their cells, in the order of the first cells.

    Example:
        >>> from gkxl.issues import Issue, Place
        >>> blanks = [Issue(code="cell.blank", place=Place("表三", row, 3)) for row in (5, 7, 9)]
        >>> [group.place for group in grouped(blanks)]
        ['表三 C5、C7、C9']
    """
    groups: dict[tuple[object, ...], list[Issue]] = {}
    for issue in issues:
        groups.setdefault(_group_key(issue), []).append(issue)
    return (Group(tuple(found)) for found in groups.values())


def _group_key(issue: Issue) -> tuple[object, ...]:
    """What two issues have in common that differ in nothing but their cells."""
    alone = issue.path if issue.right or not issue.place else ""
    return (
        issue.code,
        issue.sheet,
        str(issue.found),
        str(issue.expected),
        str(issue.facts),
        issue.explanation,
        issue.acceptance,
        alone,
    )
