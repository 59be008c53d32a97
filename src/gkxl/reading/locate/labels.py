"""Finds printed labels on the sheets of a workbook: the third of the three witnesses.

From them follows which sheet a page of the form is on, and where the cells of the page are.
"""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING, Final, TypeAlias

from gkxl.issues import Place
from gkxl.layout import TEXT_ROWS
from gkxl.layout.printed import CellLabels, Direction, PrintedPage, fold_label
from gkxl.xlsx import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from gkxl.layout.printed import PrintedPage
    from gkxl.xlsx import Book, Sheet


_LONGEST_LABEL: Final = 200
"""No label is longer; texts that are need not be compared."""

_MOST_REPEATED: Final = 100
"""A label that is on a sheet more often than this locates no cell."""


LabelPositions: TypeAlias = dict[str, list[tuple[int, int]]]
"""Where labels are on a sheet, by folded label."""


class LabelFinder:
    """Finds labels on the sheets of a workbook; looks at each sheet once."""

    def __init__(self) -> None:
        self._found: dict[str, LabelPositions] = {}

    def find(self, sheet: Sheet, page: PrintedPage) -> LabelPositions:
        """Where the labels of a page are on a sheet."""
        if sheet.name not in self._found:
            self._found[sheet.name] = _find_texts(sheet)
        found = self._found[sheet.name]
        return {label: found[label] for label in page.counts if label in found}


def _find_texts(sheet: Sheet) -> LabelPositions:
    """Where every text is that could be a label, folded as labels are."""
    found: LabelPositions = {}
    for place, cell in sheet.cells.items():
        if cell.kind is Kind.TEXT and len(cell.text) <= _LONGEST_LABEL:
            found.setdefault(fold_label(cell.text), []).append(place)
    return {label: spots for label, spots in found.items() if len(spots) <= _MOST_REPEATED}


class LabelWitness:
    """Finds the cells of a page on a sheet by their labels."""

    def __init__(self, sheet: Sheet, page: PrintedPage, where: LabelPositions) -> None:
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
        """Where there are labels that are on the sheet no more often than they are printed."""
        counts = self._page.counts
        return frozenset(
            spot for label, spots in self._where.items() if len(spots) <= counts[label] for spot in spots
        )

    def contradict(self, path: str) -> bool:
        """Whether another label is where a label of the cell is printed."""
        return any(
            (row, column) in self._where.get(label, [])
            for row, column, own in self._page.labels[path].spots
            for label in self._where
            if label != own
        )

    def have_strayed(self) -> bool:
        """Whether a label of the page is on the sheet, but nowhere where it is printed."""
        printed: dict[str, set[tuple[int, int]]] = {}
        for spot, text in self._page.texts.items():
            printed.setdefault(fold_label(text), set()).add(spot)
        return any(printed[label].isdisjoint(spots) for label, spots in self._where.items())

    def _locate(self, labels: CellLabels) -> tuple[int, int] | None:
        if labels.lies is Direction.BELOW:
            return self._below(labels.heads)
        label = self._only(labels.line)
        if label is None:
            return None
        if labels.lies is Direction.CROSSING:
            return self._crossing(label, labels.heads)
        return _only_one(self._right_of(*label) if labels.lies is Direction.BESIDE else self._under(*label))

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
        """The one innermost heading; where it is printed several times, the headings over it decide."""
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

    def _right_of(self, row: int, column: int) -> list[tuple[int, int]]:
        """The cells with content to the right of a label, or else the cell next to it."""
        return sorted(spot for spot in self._sheet.cells if spot[0] == row and spot[1] > column) or [
            (row, column + 1)
        ]

    def _under(self, row: int, column: int) -> list[tuple[int, int]]:
        """The cells with content under a label, before the next one, or else the cell next to it."""
        following = [r for r in self._labelled_rows[column] if r > row]
        end = min([row + TEXT_ROWS + 1, *following])
        return [(r, column) for r in range(row + 1, end) if (r, column) in self._sheet.cells] or [
            (row + 1, column)
        ]


def _only_one(spots: list[tuple[int, int]]) -> tuple[int, int] | None:
    return spots[0] if len(spots) == 1 else None


_SURE_SHARE: Final = 0.6
"""The share of a page's labels by which a sheet is known as that page."""

_LEAST_SHARE: Final = 0.2
"""The share below which a sheet is not that page, whatever it is called; two pages share fewer labels."""


def choose_sheet(
    book: Book, page: PrintedPage, named: Mapping[str, Place], labelled: LabelFinder
) -> Sheet | None:
    """The sheet of a page, of the page's name or where the names of its cells point to, if it looks like it.

    If neither does, it is the one sheet that has most of the page's labels; and if there is none, one of
    the two that might be the page with other labels.
    """
    likely = [sheet for sheet in (book.sheet(page.page.sheet), _find_by_names(book, page, named)) if sheet]
    for share in (_SURE_SHARE, _LEAST_SHARE):
        for sheet in likely:
            if _share_of_labels(sheet, page, labelled) >= share:
                return sheet
    return _find_by_labels(book, page, labelled) or next(
        (sheet for sheet in likely if _may_be(sheet, page)), None
    )


def is_like_page(sheet: Sheet, page: PrintedPage, labelled: LabelFinder) -> bool:
    """Whether a sheet has most of the labels of a page."""
    return _share_of_labels(sheet, page, labelled) >= _SURE_SHARE


def _may_be(sheet: Sheet, page: PrintedPage) -> bool:
    """Whether a sheet has the page's merged cells; where there are none, whether it has nothing else."""
    merges = {*page.merges}
    return merges <= {*sheet.merges} if merges else sheet.cells.keys() <= page.spots


def is_intact(sheet: Sheet, page: PrintedPage) -> bool:
    """Whether every label is where it was printed."""
    cells = sheet.cells
    return all(
        (cell := cells.get(spot)) is not None
        and (cell.text == text or fold_label(cell.text) == fold_label(text))
        for spot, text in page.texts.items()
    )


def _find_by_names(book: Book, page: PrintedPage, named: Mapping[str, Place]) -> Sheet | None:
    """The sheet that most names of the page's cells point to."""
    counts = Counter(named[path].sheet for path in page.labels if path in named)
    return next((book.sheet(name) for name, _ in counts.most_common(1)), None)


def _find_by_labels(book: Book, page: PrintedPage, labelled: LabelFinder) -> Sheet | None:
    """The sheet that has most of the page's labels, if there is just one."""
    shares = {
        sheet.name: share
        for sheet in book.sheets
        if (share := _share_of_labels(sheet, page, labelled)) >= _SURE_SHARE
    }
    best = [name for name, share in shares.items() if share == max(shares.values())]
    return book.sheet(best[0]) if len(best) == 1 else None


def _share_of_labels(sheet: Sheet, page: PrintedPage, labelled: LabelFinder) -> float:
    return len(labelled.find(sheet, page)) / len(page.counts)
