"""Where a consolidated figure comes from: unit by unit, down to file, sheet and cell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from attrs import frozen

from gkxl.collection.figures import find_figures
from gkxl.collection.opening import read_soundly
from gkxl.collection.packing import restored
from gkxl.errors import DataError
from gkxl.text import enumerated

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from gkxl.collection.collection import Collection
    from gkxl.collection.figures import Figure
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


@read_soundly
def trace(collection: Collection, what: str) -> Trace:
    """Where a figure of the consolidated report comes from.

    Args:
        collection: The collection.
        what: Headings such as ``本年新收 自然人``, sheet and address in ``汇总.xlsx`` such as
            ``三、申请办理!J5``, or a path such as ``requests.received.total``.

    Raises:
        DataError: The form has no such number, or several; these are named.
    """
    found = find_figures(collection.edition, what)
    if len(found) != 1:
        raise _not_one(what, found)
    cell = found[0].node
    units = {entry.unit.key: entry.unit for entry in collection.ledger}
    parts = (
        Part(unit=units[unit], value=restored(cell, value), file=file, sheet=sheet or "", cell=address or "")
        for unit, value, file, sheet, address in collection.query(_PARTS, cell.path)
    )
    return Trace(
        path=cell.path,
        label=cell.label,
        total=collection.values.get(cell.path),
        parts=tuple(parts),
        left_out=tuple(e for e in collection.ledger if not (e.counted or e.within or e.status.is_in)),
    )


def _not_one(what: str, found: Sequence[Figure]) -> DataError:
    """That no number is meant, or several, which are named."""
    zh, en = enumerated([f"{figure.address}（{figure.label}）" for figure in found], _NAMED, unit="格")
    if found:
        return DataError(
            f"“{what}”可以是几格：{zh}。请写得更具体，或写“工作表!格”。",
            f"{what!r} may be several cells: {en}; say more, or name sheet and cell",
        )
    return DataError(
        f"汇总表里没有“{what}”这个数。可以写表头里的字（如“本年新收 自然人”），或"
        "工作表和格（如“三、申请办理!J5”）。",
        f"there is no number {what!r}; name its headings, its sheet and cell, or its path (see gkxl form)",
    )


_NAMED: Final = 7
"""So many cells are named where several may be meant: as many as a line of the largest table has."""

_PARTS: Final = (
    "SELECT units.key, cells.value, files.path, cells.sheet, cells.cell "
    "FROM units JOIN files ON files.id = units.file JOIN cells ON cells.file = files.id "
    "WHERE units.counted AND cells.path = ? ORDER BY units.position"
)
