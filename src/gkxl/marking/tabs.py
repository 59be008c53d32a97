"""The part that lists the sheets: the list of faults comes first, and what counts sheets counts it along."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Final

from gkxl.layout import RETURN_SHEET
from gkxl.write.formulas import quoted
from gkxl.xlsx.attributes import natural

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gkxl.xlsx.part_map import PartMap, Position

LISTS: Final = ("sheets", "bookViews", "definedNames")

# ECMA-376 Part 1, 18.2.27: what comes before the defined names
_BEFORE_NAMES: Final = (
    "fileVersion",
    "fileSharing",
    "workbookPr",
    "workbookProtection",
    "bookViews",
    "sheets",
    "functionGroups",
    "externalReferences",
)
_PRINTED: Final = ("_xlnm.Print_Area", "_xlnm.Print_Titles")


def put_first(workbook: PartMap, id_: str, base: str) -> None:
    """List the sheet of faults before all others.

    Args:
        workbook: The part, with the items of `LISTS`.
        id_: The id of the sheet's relationship.
        base: The namespace of such ids.
    """
    sheets = workbook.items["sheets"]
    used = {workbook.attributes(sheet).get("sheetId", "") for sheet in sheets}
    number = next(number for number in count(1) if str(number) not in used)
    xml = f'<{workbook.prefix}sheet xmlns:r="{base}" name="{RETURN_SHEET}" sheetId="{number}" r:id="{id_}"/>'
    workbook.edits.insert(sheets[0].start, xml.encode())
    for name, attributes in _local_names(workbook):
        local = natural(attributes["localSheetId"])
        workbook.edits.set(name.start, localSheetId=str(local + 1))


def put_again(workbook: PartMap, index: int) -> None:
    """Make ready the sheet of that number, which an earlier marking made, to be the sheet of faults again."""
    workbook.edits.set(workbook.items["sheets"][index].start, state=None)
    for name, attributes in _local_names(workbook):
        if attributes["localSheetId"] == str(index) and attributes.get("name") in _PRINTED:
            workbook.remove(name)


def _local_names(workbook: PartMap) -> Iterator[tuple[Position, dict[str, str]]]:
    """The defined names of single sheets, with their attributes; most workbooks have many others."""
    for name in workbook.items["definedNames"]:
        if workbook.edits.content.find(b"localSheetId", name.start, name.close) > 0:
            attributes = workbook.attributes(name)
            if "localSheetId" in attributes:
                yield name, attributes


def recalculate(workbook: PartMap) -> None:
    """Have everything calculated again when the workbook is opened, as other cells follow from totals."""
    workbook.extend("calcPr", "", (*_BEFORE_NAMES, "definedNames"), fullCalcOnLoad="1")


def show(workbook: PartMap, index: int, rows: int, head: int) -> None:
    """Have the sheet of faults on top when the workbook is opened, and its rows printed whole.

    Args:
        workbook: The part, with the items of `LISTS`.
        index: The number of the sheet.
        rows: How many rows it has.
        head: The row of its headings, which are printed on every page.
    """
    for view in workbook.items["bookViews"]:
        workbook.edits.set(view.start, activeTab=str(index), firstSheet=None)
    prefix, sheet = workbook.prefix, quoted(RETURN_SHEET)
    areas = (f"{sheet}!$A$1:$D${rows}", f"{sheet}!${head}:${head}")
    names = "".join(
        f'<{prefix}definedName name="{name}" localSheetId="{index}">{area}</{prefix}definedName>'
        for name, area in zip(_PRINTED, areas, strict=True)
    )
    workbook.extend("definedNames", names, _BEFORE_NAMES)
