"""A filled workbook as a draft that can be changed in any way and written out as a package, in a moment.

Whoever changes it says by which hand: Excel shifts names with the cells, clumsy tools leave them behind.
Formulas keep their text and results, which is all that a reader sees of them.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, Final
from xml.sax.saxutils import escape, quoteattr

from gkxl.address import column_letters
from gkxl.layout import HIDDEN_SHEET, NAME_PREFIX, pages
from gkxl.model.outline import cells, with_totals
from gkxl.rules.rule import rules
from gkxl.write.workbook import make_workbook
from gkxl.xlsx import Kind, read_book, read_reference

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from gkxl.forms.edition import Edition
    from gkxl.xlsx import Cell

Spot = tuple[int, int]


@dataclass(frozen=True)
class Content:
    """What a cell holds: the XML of it, and the value that it may rightly be read as."""

    xml: str
    value: Any = None
    attributes: str = ""


def text(words: str, value: Any = None) -> Content:  # noqa: ANN401 (what it may be read as)
    return Content(f'<is><t xml:space="preserve">{escape(words)}</t></is>', value, ' t="inlineStr"')


def number(digits: str, value: Any = None, style: int = 0) -> Content:  # noqa: ANN401 (what it may be read as)
    return Content(f"<v>{digits}</v>", value, f' s="{style}"')


@dataclass
class Slot:
    """A cell: what it holds, and which cell of the form it is, wherever it goes."""

    content: Content | None = None
    path: str = ""
    label: str = ""


@dataclass
class Sheet:
    name: str
    slots: dict[Spot, Slot]
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    state: str = "visible"
    protected: bool = True

    def moved(self, move: Callable[[Spot], Spot | None]) -> None:
        """Move every cell to where ``move`` says; None deletes it. Merges that would be torn are undone."""
        self.slots = {new: slot for old, slot in self.slots.items() if (new := move(old))}
        corners = [(move((top, left)), move((bottom, right))) for top, left, bottom, right in self.merges]
        self.merges = [
            (*first, *last)
            for (first, last), (top, left, bottom, right) in zip(corners, self.merges, strict=True)
            if first and last and (last[0] - first[0], last[1] - first[1]) == (bottom - top, right - left)
        ]


@dataclass
class Name:
    """Where a defined name points; text where it is none of the draft's cells."""

    sheet: Sheet | None
    spot: Spot = (0, 0)
    text: str = ""

    def __str__(self) -> str:
        return self.text or (address(self.sheet.name, self.spot) if self.sheet else "#REF!")


def address(sheet: str, spot: Spot) -> str:
    return "'{}'!${}${}".format(sheet.replace("'", "''"), column_letters(spot[1]), spot[0])


@dataclass
class Draft:
    """A workbook, and what may be read from it."""

    edition: Edition
    sheets: list[Sheet]
    names: dict[str, Name]
    properties: dict[str, str]
    values: dict[str, Any]
    local: list[tuple[Sheet, str, str]] = field(default_factory=list)
    allowed: dict[str, list[Any]] = field(default_factory=dict)
    doubtful: dict[str, list[Any]] = field(default_factory=dict)
    """What may be read only where an issue names the cell."""
    date1904: bool = False
    locked: bool = True

    def sheet(self, name: str) -> Sheet | None:
        return next((sheet for sheet in self.sheets if sheet.name == name), None)

    def page(self, index: int) -> Sheet | None:
        """The sheet that the page was on when the draft was made."""
        cell = pages(self.edition)[index].section.leaves[0]
        found = self.find(cell.path)
        return found[0] if found else None

    def find(self, path: str) -> tuple[Sheet, Spot] | None:
        """Where a cell of the form stands now."""
        return next(
            (
                (sheet, spot)
                for sheet in self.sheets
                for spot, slot in sheet.slots.items()
                if slot.path == path
            ),
            None,
        )

    def put(self, path: str, content: Content | None) -> None:
        """Write something into a cell of the form; it may be read from then on."""
        found = self.find(path)
        if found:
            found[0].slots[found[1]].content = content
            self.allowed.setdefault(path, []).append(content.value if content else None)

    def shift_names(self, sheet: Sheet, move: Callable[[Spot], Spot | None]) -> None:
        """Let the names of a sheet go where its cells go."""
        for name, target in self.names.items():
            if target.sheet is sheet:
                new = move(target.spot)
                self.names[name] = Name(sheet, new) if new else Name(None, text="#REF!")

    def copy(self) -> Draft:
        twins = {id(sheet): _copied(sheet) for sheet in self.sheets}
        names = {
            name: Name(twins[id(target.sheet)] if target.sheet else None, target.spot, target.text)
            for name, target in self.names.items()
        }
        return Draft(self.edition, list(twins.values()), names, dict(self.properties), self.values)

    def packed(self) -> bytes:
        """The workbook as a package."""
        return _package(self)


def _copied(sheet: Sheet) -> Sheet:
    slots = {spot: Slot(slot.content, slot.path, slot.label) for spot, slot in sheet.slots.items()}
    return Sheet(sheet.name, slots, list(sheet.merges), sheet.state)


def duplicated(sheet: Sheet, name: str) -> Sheet:
    """A copy of a sheet whose cells are not the form's."""
    slots = {spot: Slot(slot.content, "", slot.label) for spot, slot in sheet.slots.items()}
    return Sheet(name, slots, list(sheet.merges))


def filled_values(edition: Edition, random: Random) -> dict[str, Any]:
    """Random values of which no two are the same."""
    entered = [cell for cell in cells(edition.form) if not cell.computed]
    figures = iter(random.sample(range(1, 10**6), len(entered)))
    values: dict[str, Any] = {"cover.year": edition.first_year}
    for cell, figure in zip(entered, figures, strict=True):
        if cell.type is str:
            choices = cell.item.choices
            values[cell.path] = random.choice(choices) if choices else f"文字 {figure}"
        elif cell.in_table:
            values[cell.path] = Decimal(figure) / 100 if cell.type is Decimal else figure
    for rule in rules(edition):
        if len(rule.left.cells) > 1 and not rule.follows:
            difference = _sum(values, rule.left.inputs) - _sum(values, rule.right.inputs)
            values[(rule.right if difference > 0 else rule.left).inputs[-1]] += abs(difference)
    return with_totals(edition.form, values)


def _sum(values: dict[str, Any], paths: tuple[str, ...]) -> int:
    return sum(values[path] for path in paths)


@cache
def base(edition: Edition, seed: int) -> Draft:
    """A correctly filled workbook as gkxl writes it."""
    from random import Random  # noqa: PLC0415 (only a type elsewhere)

    values = filled_values(edition, Random(seed))  # noqa: S311 (figures for tests)
    book = read_book(make_workbook(edition, values))
    sheets = [
        Sheet(
            sheet.name,
            {spot: Slot(_content(cell), label=_label(cell)) for spot, cell in sheet.cells.items()},
            [(each.top, each.left, each.bottom, each.right) for each in map(_area, sheet.merges)],
            sheet.state,
        )
        for sheet in book.sheets
    ]
    by_name = {sheet.name: sheet for sheet in sheets}
    names = {}
    for name, target in book.names.items():
        found = read_reference(target)
        if name.startswith(NAME_PREFIX) and found:
            sheet, spot = by_name[found.sheet], (found.top, found.left)
            names[name] = Name(sheet, spot)
            slot = sheet.slots.setdefault(spot, Slot())
            slot.path, slot.label = name.removeprefix(NAME_PREFIX), ""
            slot.content = slot.content and Content(
                slot.content.xml, values[slot.path], slot.content.attributes
            )
    return Draft(edition, sheets, names, dict(book.properties), values)


def _area(merge: str) -> Any:  # noqa: ANN401 (a reference)
    first, _, last = merge.partition(":")
    absolute = [
        f"${each.rstrip('0123456789')}${each.lstrip('ABCDEFGHIJKLMNOPQRSTUVWXYZ')}" for each in (first, last)
    ]
    found = read_reference(f"x!{absolute[0]}:{absolute[1]}")
    assert found
    return found


def _label(cell: Cell) -> str:
    return cell.text if cell.kind is Kind.TEXT and cell.formula is None else ""


def _content(cell: Cell) -> Content:
    formula = "" if cell.formula is None else f"<f>{escape(cell.formula)}</f>"
    if cell.kind is Kind.TEXT and not formula:
        return text(cell.text)
    kind = {Kind.TEXT: ' t="str"', Kind.BOOLEAN: ' t="b"', Kind.ERROR: ' t="e"'}.get(cell.kind, "")
    return Content(f"{formula}<v>{escape(cell.text)}</v>", None, kind)


# The package

_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONSHIPS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_STYLES: Final = (
    f'<styleSheet xmlns="{_MAIN}"><numFmts><numFmt numFmtId="164" formatCode="0!.0,"/>'
    '<numFmt numFmtId="165" formatCode=";;;"/><numFmt numFmtId="166" formatCode="0&quot;万&quot;"/></numFmts>'
    '<cellXfs count="8"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="9"/><xf numFmtId="58"/>'
    '<xf numFmtId="31"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="166"/></cellXfs></styleSheet>'
)


def _package(draft: Draft) -> bytes:
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="{_TYPE}.worksheet+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/>'
        '<Override PartName="/docProps/custom.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.custom-properties+xml"/></Types>',
        "_rels/.rels": _relations({"b": ("officeDocument", "xl/workbook.xml")} | _custom_relation(draft)),
        "xl/workbook.xml": _workbook(draft),
        "xl/styles.xml": _STYLES,
        "xl/_rels/workbook.xml.rels": _relations(
            {f"s{n}": ("worksheet", f"worksheets/s{n}.xml") for n in range(len(draft.sheets))}
            | {"y": ("styles", "styles.xml")}
        ),
        **{f"xl/worksheets/s{n}.xml": _sheet(sheet) for n, sheet in enumerate(draft.sheets)},
    }
    if draft.properties:
        parts["docProps/custom.xml"] = _custom(draft.properties)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as package:
        for name, xml in parts.items():
            package.writestr(name, xml)
    return packed.getvalue()


def _custom_relation(draft: Draft) -> dict[str, tuple[str, str]]:
    return {"c": ("custom-properties", "docProps/custom.xml")} if draft.properties else {}


def _relations(targets: dict[str, tuple[str, str]]) -> str:
    inside = "".join(
        f'<Relationship Id="{id_}" Type="{_RELATIONSHIPS}/{kind}" Target="{target}"/>'
        for id_, (kind, target) in targets.items()
    )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{space}">{inside}</Relationships>'


def _workbook(draft: Draft) -> str:
    tabs = "".join(
        f'<sheet name={quoteattr(sheet.name)} sheetId="{n + 1}" state="{sheet.state}" r:id="s{n}"/>'
        for n, sheet in enumerate(draft.sheets)
    )
    names = "".join(f'<definedName name="{n}">{escape(str(t))}</definedName>' for n, t in draft.names.items())
    local = "".join(
        f'<definedName name="{name}" localSheetId="{draft.sheets.index(sheet)}">'
        f"{escape(target)}</definedName>"
        for sheet, name, target in draft.local
        if sheet in draft.sheets
    )
    calendar = '<workbookPr date1904="1"/>' if draft.date1904 else ""
    lock = '<workbookProtection lockStructure="1"/>' if draft.locked else ""
    return (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONSHIPS}">{calendar}{lock}<sheets>{tabs}</sheets>'
        f"<definedNames>{names}{local}</definedNames></workbook>"
    )


def _sheet(sheet: Sheet) -> str:
    rows: dict[int, list[tuple[int, Content]]] = {}
    for (row, column), slot in sheet.slots.items():
        if slot.content:
            rows.setdefault(row, []).append((column, slot.content))
    data = "".join(f'<row r="{row}">{_cells(row, rows[row])}</row>' for row in sorted(rows))
    merges = "".join(
        f'<mergeCell ref="{column_letters(left)}{top}:{column_letters(right)}{bottom}"/>'
        for top, left, bottom, right in sheet.merges
    )
    merged = f"<mergeCells>{merges}</mergeCells>" if merges else ""
    locked = '<sheetProtection sheet="1"/>' if sheet.protected else ""
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{data}</sheetData>{locked}{merged}</worksheet>'


def _cells(row: int, found: list[tuple[int, Content]]) -> str:
    return "".join(
        f'<c r="{column_letters(column)}{row}"{content.attributes}>{content.xml}</c>'
        for column, content in sorted(found, key=lambda each: each[0])
    )


def _custom(properties: dict[str, str]) -> str:
    inside = "".join(
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{pid}" name="{name}">'
        f"<vt:lpwstr>{escape(value)}</vt:lpwstr></property>"
        for pid, (name, value) in enumerate(properties.items(), start=2)
    )
    return (
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
        'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
        f"{inside}</Properties>"
    )


def without_identity(draft: Draft) -> None:
    """Lose both records of what the workbook is."""
    draft.properties.clear()
    draft.sheets = [sheet for sheet in draft.sheets if sheet.name != HIDDEN_SHEET]
