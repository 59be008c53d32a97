"""Where a consolidated figure comes from: unit by unit, down to file, sheet and cell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from attrs import frozen

from gkxl.collection.packing import restored
from gkxl.errors import DataError
from gkxl.naming import some
from gkxl.outline import cells

if TYPE_CHECKING:
    from decimal import Decimal

    from gkxl.collection.collection import Collection
    from gkxl.collection.ledger import Entry
    from gkxl.collection.roster import Unit


@frozen(kw_only=True)
class Part:
    """One unit's part of a consolidated figure, with the cell it was filed in."""

    unit: Unit
    value: int | Decimal
    file: str
    sheet: str
    cell: str


@frozen(kw_only=True)
class Trace:
    """Where a consolidated figure comes from.

    Attributes:
        path: The path of the cell.
        label: Its printed headings.
        total: What the consolidated report has; None where nothing was added up.
        parts: What each unit filed, in the order of the roster; they add up to the total.
        left_out: The units whose figures are not in it, neither by themselves nor by a unit above them.
    """

    path: str
    label: str
    total: int | Decimal | None
    parts: tuple[Part, ...]
    left_out: tuple[Entry, ...]


def trace(collection: Collection, path: str) -> Trace:
    """Where a figure of the consolidated report comes from.

    Args:
        collection: The collection.
        path: The path of a number of the form, such as ``requests.received.total``.

    Raises:
        DataError: The form has no number of that path.
    """
    cell = next(
        (cell for cell in cells(collection.edition.form) if cell.path == path and cell.in_table), None
    )
    if cell is None:
        raise _no_cell(collection, path)
    units = {entry.unit.key: entry.unit for entry in collection.ledger}
    parts = (
        Part(unit=units[unit], value=restored(cell, value), file=file, sheet=sheet or "", cell=address or "")
        for unit, value, file, sheet, address in collection.query(_PARTS, path)
    )
    return Trace(
        path=path,
        label=cell.label,
        total=collection.values.get(path),
        parts=tuple(parts),
        left_out=tuple(e for e in collection.ledger if not (e.counted or e.within or e.status.is_in)),
    )


def _no_cell(collection: Collection, path: str) -> DataError:
    """That there is no number of this path, but perhaps some below it."""
    table = (cell for cell in cells(collection.edition.form) if cell.in_table)
    below = [cell.path for cell in table if cell.path.startswith(f"{path}.")]
    zh, en = some(below, _BELOW, unit="格")
    return DataError(
        f"没有“{path}”这一格。{f'它下面有 {zh}。' if below else ''}用 gkxl form 查看每一格的路径。",
        f"the form has no number at {path!r}{f' but below it: {en}' if below else ''}; see gkxl form",
    )


_BELOW: Final = 3
"""So many of the cells below a path are named."""

_PARTS: Final = (
    "SELECT units.key, cells.value, files.path, cells.sheet, cells.cell "
    "FROM units JOIN files ON files.id = units.file JOIN cells ON cells.file = files.id "
    "WHERE units.counted AND cells.path = ? ORDER BY units.position"
)
