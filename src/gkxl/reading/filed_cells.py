"""Takes every cell of the form out of a workbook exactly as it was filed.

A cell that a merged range hides, or that an array formula fills, is marked as such.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import cache, cached_property, lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Final, TypeAlias

from gkxl import layout
from gkxl.files.limits import cache_short_keys
from gkxl.frozen import NamedTuple, frozen
from gkxl.model.outline import cells, sums
from gkxl.reading.result import Filed
from gkxl.xlsx import Kind, read_range, unshared
from gkxl.xlsx.book import is_stable

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from attrs import AttrsInstance

    from gkxl.forms.edition import Edition
    from gkxl.issues import Place
    from gkxl.xlsx import Book, Cell, Reference, Sheet


Position: TypeAlias = tuple[int, int]
"""A cell's row and column on its sheet."""


@frozen(eq=False)
class CellMap:
    """Where the cells of a form are in one workbook.

    Attributes:
        form: The form.
        places: Where each cell is, by path; a cell that was not found is left out.
    """

    form: type[AttrsInstance]
    places: Mapping[str, Place]

    @cached_property
    def runs(self) -> tuple[tuple[str | None, tuple[tuple[Position, Filed], ...]], ...]:
        """Every cell in printed order, in runs on one sheet: its position, and the cell as if it held a 0.

        Most cells hold a 0. Cells that were not found are on no sheet.
        """
        every = [self._zero(cell.path) for cell in cells(self.form)]
        runs = groupby(every, key=lambda one: one[1].place and one[1].place.sheet)
        return tuple((sheet, tuple(run)) for sheet, run in runs)

    def _zero(self, path: str) -> tuple[Position, Filed]:
        place = self.places.get(path)
        return (place.row, place.column) if place else (0, 0), Filed(path, place, Kind.NUMBER, "0")

    @cached_property
    def positions(self) -> dict[str, tuple[Position, ...]]:
        """The positions of the cells on each sheet, in printed order."""
        positions: dict[str, list[Position]] = {}
        for sheet, run in self.runs:
            if sheet is not None:
                positions.setdefault(sheet, []).extend(position for position, _ in run)
        return {sheet: tuple(found) for sheet, found in positions.items()}

    @cached_property
    def parts(self) -> dict[str, tuple[tuple[Position, ...], ...]]:
        """The positions that each total adds up: one range, or two where a line and a column meet.

        Only parts on the sheet of the total are listed, from top to bottom.
        """
        found: dict[str, tuple[tuple[Position, ...], ...]] = {}
        for each in sums(self.form):
            total = self.places.get(each.total.path)
            positions = self._on(total.sheet, (part.path for part in each.parts)) if total else ()
            found[each.total.path] = (*found.get(each.total.path, ()), positions)
        return found

    def _on(self, sheet: str, paths: Iterable[str]) -> tuple[Position, ...]:
        places = map(self.places.get, paths)
        return tuple(sorted((place.row, place.column) for place in places if place and place.sheet == sheet))


def map_cells(edition: Edition, places: Mapping[str, Place]) -> CellMap:
    """The map of a workbook's cells; workbooks whose cells are where the form has them share one."""
    issued = _map_as_issued(edition)
    return issued if places == issued.places else CellMap(edition.form, places)


@cache
def _map_as_issued(edition: Edition) -> CellMap:
    return CellMap(edition.form, layout.places(edition))


_LONGEST_MERGES: Final = 4_000
"""A sheet whose merged ranges have more characters than this is none of many that are alike."""

_area = cache_short_keys(maxsize=4096)(read_range)


class HiddenCells(NamedTuple):
    """What lies over the cells of a sheet, by row and column; the first cell of a range is not under it.

    Attributes:
        merges: The merged range that hides a cell.
        arrays: The formula that fills a range and so a cell in it.
    """

    merges: dict[tuple[int, int], str]
    arrays: dict[tuple[int, int], str]


NONE_HIDDEN: Final = HiddenCells({}, {})
"""What lies over cells over which nothing lies."""


def hidden_cells(sheet: Sheet, positions: Iterable[tuple[int, int]]) -> HiddenCells:
    """What lies over some cells of a sheet; `NONE_HIDDEN` where nothing does."""
    found = tuple(positions)
    hidden = (
        _hidden_by_merges if sum(map(len, sheet.merges)) <= _LONGEST_MERGES else _hidden_by_merges.__wrapped__
    )
    merges, arrays = hidden(sheet.merges, found), sheet.arrays and _find_under(sheet.arrays, found)
    return HiddenCells(merges, arrays or {}) if merges or arrays else NONE_HIDDEN


@lru_cache(maxsize=64)
def _hidden_by_merges(
    merges: tuple[str, ...], positions: tuple[tuple[int, int], ...]
) -> dict[tuple[int, int], str]:
    """The positions that merges hide; the sheets of most returns have the same merges."""
    return _find_under(((merge, merge) for merge in merges), positions)


def _find_under(
    ranges: Iterable[tuple[str, str]], positions: tuple[tuple[int, int], ...]
) -> dict[tuple[int, int], str]:
    """The positions under ranges, each with the second entry of its range."""
    left = _FreePositions(positions)
    return {
        position: entry
        for range_, entry in ranges
        if (over := _area(range_))
        for position in left.taken_by(over)
    }


class _FreePositions:
    """Spots that nothing lies over yet; each is taken once, so that ranges over ranges cost little."""

    def __init__(self, positions: Iterable[tuple[int, int]]) -> None:
        self._columns: dict[int, list[int]] = {}
        for row, column in sorted(positions):
            self._columns.setdefault(row, []).append(column)
        self._rows = [*self._columns]
        self._left = min((columns[0] for columns in self._columns.values()), default=0)
        self._right = max((columns[-1] for columns in self._columns.values()), default=0)

    def taken_by(self, over: Reference) -> Iterator[tuple[int, int]]:
        """The positions under a range, but for its first."""
        if over.right < self._left or over.left > self._right:
            return
        for row in self._rows[bisect_left(self._rows, over.top) : bisect_right(self._rows, over.bottom)]:
            columns = self._columns[row]
            start = bisect_left(columns, over.left + (row == over.top))
            end = bisect_right(columns, over.right)
            yield from ((row, column) for column in columns[start:end])
            del columns[start:end]
            if not columns:
                self._rows.remove(row)


# asked of every cell: an attribute of an enumeration is looked up more slowly than a name
_BLANK: Final = Kind.BLANK
_NUMBER: Final = Kind.NUMBER


def take_cells(book: Book, cell_map: CellMap, unreliable: Collection[str]) -> dict[str, Filed]:
    """Every cell of a form as it was filed, by path in printed order.

    Args:
        book: The workbook.
        cell_map: Where the cells are in it.
        unreliable: Those of its names of which no formula can be taken.
    """
    sheets: dict[str | None, tuple[dict[Position, Cell], HiddenCells]] = {
        sheet.name: (sheet.cells, hidden_cells(sheet, cell_map.positions[sheet.name]))
        for sheet in book.sheets
        if sheet.name in cell_map.positions
    }
    sheets[None] = {}, NONE_HIDDEN
    taken: dict[str, Filed] = {}
    for sheet, run in cell_map.runs:
        cells_there, hidden = sheets[sheet]
        for position, zero in run:
            cell = cells_there.get(position)
            is_zero = cell is not None and cell.text == "0" and hidden is NONE_HIDDEN and _is_plain(cell)
            taken[zero.path] = zero if is_zero else take_cell(zero, cell, hidden, unreliable)
    return taken


def _is_plain(cell: Cell) -> bool:
    """Whether a cell holds a number and nothing else."""
    return cell.kind is _NUMBER and cell.formula is None and not (cell.mask or cell.scripts)


def take_cell(zero: Filed, cell: Cell | None, over: HiddenCells, unreliable: Collection[str]) -> Filed:
    """A cell as it was filed; one within an array formula has that formula."""
    path, place = zero.path, zero.place
    if cell is None:
        return Filed(path, place, _BLANK)
    if cell.formula is None and over is NONE_HIDDEN:
        # by position, as keywords take longer and most cells come this way
        return Filed(path, place, cell.kind, cell.text, None, False, "", True, cell.mask, cell.scripts)  # noqa: FBT003
    position = cell.row, cell.column
    formula, cached = unshared(cell), cell.cached
    if formula is None and position in over.arrays:
        formula, cached = over.arrays[position], True
    reliable = formula is None or is_stable(formula, unreliable)
    covered_by = over.merges.get(position, "")
    return Filed(
        path, place, cell.kind, cell.text, formula, cached, covered_by, reliable, cell.mask, cell.scripts
    )
