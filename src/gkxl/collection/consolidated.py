"""汇总.xlsx: the consolidated report as a workbook of the form, with 台账 and 明细 behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gkxl.collection.detail_sheet import detail_sheet
from gkxl.collection.ledger_sheet import ledger_sheet
from gkxl.outline import cells
from gkxl.write.appendix import write_with
from gkxl.write.content import as_kept
from gkxl.write.files import file_at

if TYPE_CHECKING:
    from gkxl.collection.collection import Collection
    from gkxl.write.files import Target


def write_consolidated(collection: Collection, path: Target) -> None:
    """Write the workbook of a collection; the same collection gives the same bytes.

    Raises:
        DataError: The units do not add up to the consolidated report: the store was tampered with.
        WriteError: The file cannot be written.
    """
    values: dict[str, Any] = {cell.path: None for cell in cells(collection.edition.form)}
    kept = {path: as_kept(value) for path, value in collection.values.items()}
    values |= {"cover.year": collection.year, **_cover(collection), **kept}
    with file_at(path) as file:
        write_with(file, collection.edition, values, [ledger_sheet(collection), detail_sheet(collection)])


def _cover(collection: Collection) -> dict[str, str]:
    """Whose report this is: of what stands above all units, if there is one such."""
    units = {entry.unit.key: entry.unit for entry in collection.ledger}
    tops = {unit.parent or unit.key for unit in units.values() if unit.parent not in units}
    if len(tops) != 1:
        return {}
    (top,) = tops
    unit = units.get(top)
    if unit is None:
        return {"cover.unit": top}
    return {"cover.unit": unit.name, "cover.unit_code": unit.code, "cover.level": unit.level}
