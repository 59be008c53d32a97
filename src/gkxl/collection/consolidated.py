"""汇总.xlsx: the consolidated report as a workbook of the form, with 台账 and 明细 behind it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from gkxl.collection.detail_sheet import detail_sheet
from gkxl.collection.ledger_sheet import ledger_sheet
from gkxl.collection.office import RECORD, merge_texts, record_of
from gkxl.collection.office_files import read_present
from gkxl.files.save import file_at
from gkxl.model.outline import cells
from gkxl.write.appendix import write_with
from gkxl.write.content import as_kept
from gkxl.write.filling import Along

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gkxl.collection.collection import Collection
    from gkxl.files.save import Target
    from gkxl.issues.issue import Issue


WORKBOOK: Final = "汇总.xlsx"
"""The name of the workbook in the folder of a collection."""


def write_consolidated(
    collection: Collection, path: Target, *, given: Mapping[str, str] | None = None
) -> tuple[Issue, ...]:
    """Write the workbook of a collection; the same collection and the same texts give the same bytes.

    What the office typed into the workbook that is there is kept.

    Args:
        collection: The collection.
        path: Where to write it.
        given: Texts to put into it, as `gkxl.collection.office_files.read_given` has them.

    Returns:
        What there is to say about the workbook that was there.

    Raises:
        DataError: The units do not add up to the consolidated report: the store was tampered with; or a text
            is given for a cell into which another one was typed.
        FileInUseError: A program holds the workbook open.
        WriteError: The file cannot be written, or what is in the one that is there would be lost.
    """
    edition, target = collection.edition, Path(path)
    present = read_present(target, edition, collection.year)
    texts = merge_texts(edition, _cover(collection), present, given or {})
    kept = {path: as_kept(value) for path, value in collection.values.items()}
    values: dict[str, Any] = {cell.path: None for cell in cells(edition.form)}
    values |= {"cover.year": collection.year, **texts.cells(), **kept}
    along = Along(explanations=texts.explanations())
    with file_at(path, lasting=True) as file:
        sheets = [ledger_sheet(collection), detail_sheet(collection)]
        write_with(
            file, edition, values, sheets, along=along, hidden={RECORD: record_of(edition, values, texts)}
        )
    return present.remarks(target.name)


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
