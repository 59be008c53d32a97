"""Notes in a marked copy which return it answers: as a property, and in the hidden sheet.

Programs of the web lose properties, old formats too; the hidden sheet comes through both, and properties
come through when somebody deletes that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gkxl.identity import ANSWERS, UNSAVED
from gkxl.marking.parts import NewPart
from gkxl.xlsx.attributes import natural
from gkxl.xlsx.namespaces import CUSTOM, VARIANT
from gkxl.xlsx.part_map import ROOT

if TYPE_CHECKING:
    from gkxl.xlsx.part_map import PartMap

PART: Final = NewPart(
    "docProps/custom", ".xml", "application/vnd.openxmlformats-officedocument.custom-properties+xml"
)
EMPTY: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties xmlns="{0}"/>'
LISTS: Final = (ROOT,)
SHEET_LISTS: Final = ("sheetViews", "sheetData")

# ECMA-376 Part 1, 18.3.1.99: what comes before the data of a sheet
_BEFORE_DATA: Final = ("sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols")

_FIRST_ID: Final = 2
# MS-OLEPS 2.18: the properties that people define, and the first number that one may have
_SET: Final = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"


def note_property(properties: PartMap, answers: str) -> None:
    """Note it as a document property.

    Args:
        properties: The part, with the items of `LISTS`.
        answers: What the copy answers.
    """
    ids = [_FIRST_ID - 1]
    for item in properties.items[ROOT]:
        attributes = properties.attributes(item)
        if attributes.get("name") == ANSWERS:
            properties.remove(item)
        else:
            ids.append(natural(attributes.get("pid", "")))
    tag = f"{properties.prefix}property"
    value = f'<vt:lpwstr xmlns:vt="{VARIANT[properties.namespace == CUSTOM[1]]}">{answers}</vt:lpwstr>'
    xml = f'<{tag} fmtid="{_SET}" pid="{max(ids) + 1}" name="{ANSWERS}">{value}</{tag}>'
    noted = UNSAVED.encode() in properties.raw(properties.root)
    properties.append(properties.root, xml if noted else xml + UNSAVED)


def note_row(sheet: PartMap, answers: str) -> None:
    """Note it in the hidden sheet, which is not to be selected along with the sheet that is shown.

    The last such row is read: programs move the texts of an earlier one to where they are not looked for.

    Args:
        sheet: The part, with the items of `SHEET_LISTS`.
        answers: What the copy answers.
    """
    for view in sheet.items["sheetViews"]:
        sheet.edits.set(view.start, tabSelected=None)
    if "dimension" in sheet.sections:  # programs of the web leave out what lies outside
        sheet.remove(sheet.sections["dimension"])
    number = last = 0
    for row in sheet.items["sheetData"]:
        own = sheet.attributes(row).get("r")
        number = number + 1 if own is None else natural(own)
        if ANSWERS.encode() in sheet.raw(row):
            sheet.remove(row)
        else:
            last = number
    sheet.extend("sheetData", _row(sheet.prefix, last + 1, answers), _BEFORE_DATA)


def _row(prefix: str, number: int, answers: str) -> str:
    cells = "".join(
        f'<{prefix}c r="{column}{number}" t="str"><{prefix}v>{text}</{prefix}v></{prefix}c>'
        for column, text in (("A", ANSWERS), ("B", answers))
    )
    return f'<{prefix}row r="{number}">{cells}</{prefix}row>'
