"""What a marked copy adds to a return: comments, formulas of totals, and which return it answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gkxl.forms import edition_named
from gkxl.frozen import NamedTuple, frozen
from gkxl.issues import word_of
from gkxl.issues.catalogue import CODES, Severity, is_of_collection
from gkxl.issues.catalogue.code import COLLECTED, NOTE
from gkxl.layout import ANSWERS_PROPERTY, UNSAVED_MARK
from gkxl.marking.parts import NewPart
from gkxl.model.outline import cells, sums_by_total, with_totals
from gkxl.reading.filed_cells import map_cells
from gkxl.reading.totals import find_replaced_totals
from gkxl.rules.expression import Cells, total
from gkxl.xlsx.part_map import ROOT
from gkxl.xlsx.xml.schema import CUSTOM, VARIANT, to_natural

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from decimal import Decimal

    from gkxl.issues import Issue, Place
    from gkxl.model.outline import Sum
    from gkxl.reading import Reading
    from gkxl.reading.result import Filed
    from gkxl.text import Wording
    from gkxl.xlsx.part_map import PartMap


_RESTORED: Final = "总计格已锁定，公式已在本文件中恢复；只需核对各分项，总计自动计算。"
_NOTHING_TO_DO: Final = "无需处理"


def issues_by_place(issues: Iterable[Issue]) -> dict[Place, list[Issue]]:
    """The issues to be shown at each cell; a broken rule is shown at every cell that takes part in it.

    What is settled, or only worth knowing, is in the list alone.
    """
    found: dict[Place, list[Issue]] = {}
    for issue in issues:
        if issue.settled or issue.severity is Severity.INFO:
            continue
        terms = () if issue.expected is not None else (*issue.left, *issue.right)
        places = [issue.place, *(term.place for term in terms)]
        for place in dict.fromkeys(place for place in places if place):
            found.setdefault(place, []).append(issue)
    return found


def comment_text(issues: Iterable[Issue], restored: Collection[Place] = ()) -> str:
    """The words of one cell's comment: what is there, and what to do.

    Args:
        issues: What is found at the cell.
        restored: The totals of which the formula was put back.
    """
    return "\n".join(_issue_text(issue, restored=issue.place in restored) for issue in issues)


def _issue_text(issue: Issue, *, restored: bool) -> str:
    if restored:
        return f"{issue.message}\n改法：{_RESTORED}"
    if issue.explanation:
        return f"{issue.message}\n单位说明：{issue.explanation}"
    remedy = CODES[issue.code].remedy
    return issue.message if remedy.startswith(_NOTHING_TO_DO) else f"{issue.message}\n改法：{remedy}"


def counted_as(issue: Issue) -> Wording:
    """The word under which an issue is counted; a settled one counts as 提示."""
    return NOTE if issue.settled else word_of(issue)


def listed_under(issue: Issue) -> Wording:
    """The heading under which an issue is listed."""
    return COLLECTED if is_of_collection(issue.code) else counted_as(issue)


class RestoredFormula(NamedTuple):
    """A formula that is put back.

    Attributes:
        path: The path of the total.
        place: Where its cell is.
        formula: The formula, without ``=``.
        value: What its parts add up to; None where one of them could not be read.
        formula_before: Whether the cell has another formula now.
    """

    path: str
    place: Place
    formula: str
    value: int | Decimal | None
    formula_before: bool


@frozen
class ReplacedFormulas:
    """The totals of a return whose formula was replaced.

    Attributes:
        restored: Those of which the formula can be put back.
        unknown: Where those are of which it cannot, because their parts were not all found.
        paths: The paths of all of them.
    """

    restored: tuple[RestoredFormula, ...]
    unknown: tuple[Place, ...]
    paths: tuple[str, ...]


def find_replaced(reading: Reading) -> ReplacedFormulas:
    """Find the totals whose formula was replaced; the unit cannot restore it, as these cells are locked."""
    form = edition_named(reading.edition).form
    filed = {cell.path: cell for cell in reading.cells}
    places = {path: cell.place for path, cell in filed.items() if cell.place}
    cell_map = map_cells(edition_named(reading.edition), places)
    entered = {cell.path: reading.values[cell.path] for cell in cells(form) if not cell.computed}
    due, sums = with_totals(form, entered), sums_by_total(form)
    restored: list[RestoredFormula] = []
    unknown: list[Place] = []
    paths = find_replaced_totals(cell_map, filed)
    for path in paths:
        cell, parts = filed[path], [part.path for part in sums[path].parts]
        if _is_certain(cell, sums[path], places):
            formula = total(parts).excel(Cells(places, places[path].sheet))
            restored.append(
                RestoredFormula(path, places[path], formula, due.get(path), cell.formula is not None)
            )
        else:
            unknown.append(places[path])
    return ReplacedFormulas(tuple(restored), tuple(unknown), tuple(paths))


def _is_certain(cell: Filed, printed: Sum, places: Mapping[str, Place]) -> bool:
    """Whether all cells that a total adds up were found, on its sheet, each in a place of its own."""
    found = [places.get(node.path) for node in (printed.total, *printed.parts)]
    sheets = {place.sheet if place else None for place in found}
    return not cell.covered and len(sheets) == 1 and None not in sheets and len({*found}) == len(found)


PROPERTIES_PART: Final = NewPart(
    "docProps/custom", ".xml", "application/vnd.openxmlformats-officedocument.custom-properties+xml"
)
EMPTY_PROPERTIES: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties xmlns="{0}"/>'
PROPERTY_LISTS: Final = (ROOT,)
SHEET_LISTS: Final = ("sheetViews", "sheetData")

# ECMA-376 Part 1, 18.3.1.99: what comes before the data of a sheet
_BEFORE_DATA: Final = ("sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols")

_FIRST_ID: Final = 2
# MS-OLEPS 2.18: the properties that people define, and the first number that one may have
_PROPERTY_SET: Final = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"


def add_answers_property(properties: PartMap, answers: str) -> None:
    """Note which return a copy answers as a document property.

    Args:
        properties: The part, with the items of `LISTS`.
        answers: What the copy answers.
    """
    ids = [_FIRST_ID - 1]
    for item in properties.items[ROOT]:
        attributes = properties.attributes(item)
        if attributes.get("name") == ANSWERS_PROPERTY:
            properties.remove(item)
        else:
            ids.append(to_natural(attributes.get("pid", "")))
    tag = f"{properties.prefix}property"
    value = f'<vt:lpwstr xmlns:vt="{VARIANT[properties.namespace == CUSTOM[1]]}">{answers}</vt:lpwstr>'
    xml = f'<{tag} fmtid="{_PROPERTY_SET}" pid="{max(ids) + 1}" name="{ANSWERS_PROPERTY}">{value}</{tag}>'
    noted = UNSAVED_MARK.encode() in properties.raw(properties.root)
    properties.append(properties.root, xml if noted else xml + UNSAVED_MARK)


def add_answers_row(sheet: PartMap, answers: str) -> None:
    """Note which return a copy answers in the hidden sheet, and unselect that sheet.

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
        number = number + 1 if own is None else to_natural(own)
        if ANSWERS_PROPERTY.encode() in sheet.raw(row):
            sheet.remove(row)
        else:
            last = number
    sheet.extend("sheetData", _answers_row(sheet.prefix, last + 1, answers), _BEFORE_DATA)


def _answers_row(prefix: str, number: int, answers: str) -> str:
    cells = "".join(
        f'<{prefix}c r="{column}{number}" t="str"><{prefix}v>{text}</{prefix}v></{prefix}c>'
        for column, text in (("A", ANSWERS_PROPERTY), ("B", answers))
    )
    return f'<{prefix}row r="{number}">{cells}</{prefix}row>'
