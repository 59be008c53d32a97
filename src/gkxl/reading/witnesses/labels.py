"""The third witness: the printed labels, which say where a cell is whatever became of names and layout."""

from __future__ import annotations

from functools import cache, cached_property
from typing import TYPE_CHECKING, Final, TypeAlias

from gkxl.forms import EDITIONS
from gkxl.issues.issue import Place
from gkxl.layout import TEXT_ROWS, pages
from gkxl.reading.witnesses.printed import Labels, Lies, Printed, folded, printed
from gkxl.xlsx import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gkxl.forms.edition import Edition
    from gkxl.xlsx import Sheet

_LONGEST: Final = 200
"""No label is longer; texts that are need not be compared."""

_MANY: Final = 100
"""A label that stands on a sheet more often than this says nothing of where a cell is."""


Spots: TypeAlias = dict[str, list[tuple[int, int]]]
"""Where labels stand on a sheet, by folded label."""


class Labelled:
    """Where the labels of all editions stand on the sheets of a workbook; each sheet is gone through once."""

    def __init__(self) -> None:
        self._known = _labels(*EDITIONS.values())
        self._found: dict[str, Spots] = {}

    def find(self, sheet: Sheet, page: Printed) -> Spots:
        """Where the labels of a page stand on a sheet."""
        return {label: spots for label, spots in self.on(sheet).items() if label in page.counts}

    def on(self, sheet: Sheet) -> Spots:
        """Where the labels of all pages stand on a sheet."""
        if sheet.name not in self._found:
            self._found[sheet.name] = self._look(sheet)
        return self._found[sheet.name]

    def _look(self, sheet: Sheet) -> Spots:
        found: Spots = {}
        for place, cell in sheet.cells.items():
            if cell.kind is Kind.TEXT and len(cell.text) <= _LONGEST:
                label = folded(cell.text)
                if label in self._known:
                    found.setdefault(label, []).append(place)
        return {label: spots for label, spots in found.items() if len(spots) <= _MANY}


@cache
def _labels(*editions: Edition) -> frozenset[str]:
    known = (printed(page).counts for edition in editions for page in pages(edition))
    return frozenset(label for labels in known for label in labels)


class LabelWitness:
    """Says where the cells of a page are on a sheet, as far as their labels tell."""

    def __init__(self, sheet: Sheet, page: Printed, where: Spots) -> None:
        self._sheet = sheet
        self._page = page
        self._where = where

    def places(self) -> dict[str, Place]:
        """Every cell that the labels locate beyond doubt, by path."""
        found = {path: self._locate(labels) for path, labels in self._page.labels.items()}
        return {path: Place.of(self._sheet.name, *spot) for path, spot in found.items() if spot}

    def spots(self) -> frozenset[tuple[int, int]]:
        """Where there are labels of the page."""
        return frozenset(spot for spots in self._where.values() for spot in spots)

    def printed_at(self) -> frozenset[tuple[int, int]]:
        """Where there are labels that stand on the sheet no more often than they are printed."""
        counts = self._page.counts
        return frozenset(
            spot for label, spots in self._where.items() if len(spots) <= counts[label] for spot in spots
        )

    def speaks_against(self, path: str) -> bool:
        """Whether another label stands where a label of the cell is printed."""
        return any(
            (row, column) in self._where.get(label, [])
            for row, column, own in self._page.labels[path].spots
            for label in self._where
            if label != own
        )

    def _locate(self, labels: Labels) -> tuple[int, int] | None:
        if labels.lies is Lies.BELOW:
            return self._below(labels.heads)
        label = self._only(labels.line)
        if label is None:
            return None
        if labels.lies is Lies.CROSSING:
            return self._crossing(label, labels.heads)
        return _single(self._beside(*label) if labels.lies is Lies.BESIDE else self._under(*label))

    def _only(self, label: str) -> tuple[int, int] | None:
        found = self._where.get(label, [])
        return found[0] if len(found) == 1 else None

    def _crossing(self, line: tuple[int, int], heads: tuple[str, ...]) -> tuple[int, int] | None:
        row, column = line
        over = [(r, c) for r, c in self._where.get(heads[-1], []) if c > column and self._top(row, c) == r]
        chosen = self._fitting(over, heads)
        return (row, chosen[1]) if chosen else None

    def _below(self, heads: tuple[str, ...]) -> tuple[int, int] | None:
        chosen = self._fitting(self._where.get(heads[-1], []), heads)
        return (self._data_row, chosen[1]) if chosen else None

    def _fitting(self, over: list[tuple[int, int]], heads: tuple[str, ...]) -> tuple[int, int] | None:
        """The one innermost heading; one that is printed several times is told by the headings over it."""
        *outer, inner = heads
        if outer and (len(over) > 1 or self._page.counts[inner] > 1):
            over = [spot for spot in over if self._outer(*spot) == outer]
        return over[0] if len(over) == 1 else None

    def _top(self, row: int, column: int) -> int:
        """The row of the first label above a cell."""
        return max((r for r in self._labelled_rows.get(column, ()) if r < row), default=0)

    def _outer(self, row: int, column: int) -> list[str]:
        """The headings over a heading: in every row above the nearest to the left, each within the last."""
        found: list[str] = []
        start = 0
        for spots in self._head_rows(row):
            left = max((spot for spot in spots if start <= spot[0] <= column), default=None)
            if left:
                start = left[0]
                found.append(left[1])
        return found

    def _head_rows(self, row: int) -> Iterator[list[tuple[int, str]]]:
        """The headings above a row, by row from the top: the column and label of each."""
        rows: dict[int, list[tuple[int, str]]] = {}
        for label in self._page.heads:
            for r, c in self._where.get(label, []):
                rows.setdefault(r, []).append((c, label))
        return (rows[r] for r in sorted(rows) if r < row)

    @cached_property
    def _labelled_rows(self) -> dict[int, list[int]]:
        """The rows that hold a label, by column."""
        rows: dict[int, list[int]] = {}
        for row, column in (spot for spots in self._where.values() for spot in spots):
            rows.setdefault(column, []).append(row)
        return rows

    @cached_property
    def _data_row(self) -> int:
        """The first row with content below the headings, or else the one next to them."""
        last = max(row for label in self._page.heads for row, _ in self._where.get(label, [(0, 0)]))
        columns = {column for label in self._page.heads for _, column in self._where.get(label, [])}
        return min((r for r, c in self._sheet.cells if r > last and c in columns), default=last + 1)

    def _beside(self, row: int, column: int) -> list[tuple[int, int]]:
        """What stands to the right of a label, or else the cell next to it."""
        return sorted(spot for spot in self._sheet.cells if spot[0] == row and spot[1] > column) or [
            (row, column + 1)
        ]

    def _under(self, row: int, column: int) -> list[tuple[int, int]]:
        """What stands under a label, before the next one, or else the cell next to it."""
        following = [r for r in self._labelled_rows[column] if r > row]
        end = min([row + TEXT_ROWS + 1, *following])
        return [(r, column) for r in range(row + 1, end) if (r, column) in self._sheet.cells] or [
            (row + 1, column)
        ]


def _single(spots: list[tuple[int, int]]) -> tuple[int, int] | None:
    return spots[0] if len(spots) == 1 else None
