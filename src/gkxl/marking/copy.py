"""Marks faults in a copy of a workbook: colours, comments, and a list in front; the rest is as it came."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gkxl.errors import UnreadableFileError
from gkxl.files.load import damaged_file
from gkxl.layout import COMMENT_AUTHOR, HIDDEN_SHEET, RETURN_SHEET
from gkxl.marking import additions, comments, listing, parts, styles
from gkxl.marking.additions import comment_text, issues_by_place
from gkxl.marking.parts import Parts
from gkxl.marking.sheets import SELECTED, SheetMarks
from gkxl.xlsx import Limits
from gkxl.xlsx.package import check_internal, find_part
from gkxl.xlsx.part_map import PartMap
from gkxl.xlsx.workbook import read_workbook
from gkxl.xlsx.xml.schema import CUSTOM, MAIN, RELATIONSHIPS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gkxl.issues import Issue
    from gkxl.marking.additions import RestoredFormula
    from gkxl.marking.listing import Letter
    from gkxl.marking.parts import NewPart

_LIMITS: Final = Limits()
_SELECTED_SPELLINGS: Final = tuple(
    SELECTED.encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be")
)
_PROPERTY_LINKS: Final = ("custom-properties", "customProperties")
"""What leads to the properties, transitional and strict."""
_OWN_PARTS: Final = ("comments", "vmlDrawing", "printerSettings")
"""Parts that programs add to the list of faults when they save it; it is made anew without them."""


def make_marked_copy(
    content: bytes,
    issues: Sequence[Issue],
    letter: Letter,
    restored: Iterable[RestoredFormula] = (),
    answered: Sequence[str] = (),
) -> bytes:
    """The workbook with its faults marked, some formulas put back, and everything else as it was.

    Args:
        content: The workbook.
        issues: What was found in it.
        letter: The other facts on its list of faults.
        restored: The formulas to put back.
        answered: Digests of what it holds and of what the copy answers; none where it answers nothing.

    Raises:
        GkxlError: It cannot be edited so.
    """
    return _Copy(content, issues, letter, restored, " ".join(answered)).packed()


class _Copy:
    """A copy of a workbook while it is marked."""

    def __init__(
        self,
        content: bytes,
        issues: Sequence[Issue],
        letter: Letter,
        restored: Iterable[RestoredFormula],
        answered: str,
    ) -> None:
        self._parts = Parts(content, _LIMITS)
        self._issues, self._letter = issues, letter
        self._answered = answered
        self._restored: dict[str, dict[tuple[int, int], RestoredFormula]] = {}
        for one in restored:
            self._restored.setdefault(one.place.sheet, {})[one.place.row, one.place.column] = one
        self._book = find_part(self._parts.links(""), "officeDocument") or ""
        self._workbook = self._parts.map(self._book, parts.BOOK_LISTS)
        strict = self._workbook.namespace == MAIN[1]
        self._main, self._base = MAIN[strict], RELATIONSHIPS[strict]
        self._tabs = self._parts.package.read(read_workbook, self._book).tabs
        self._sheets = self._worksheets()
        sheets = (self._parts.package.chunks(part) for part in self._sheets.values())
        self._styles = styles.Styles(self._style_sheet(), max(map(styles.count_used, sheets), default=0))

    def packed(self) -> bytes:
        """Everything marked."""
        found: dict[str, dict[tuple[int, int], str]] = {}
        for place, issues in issues_by_place(self._issues).items():
            text = comment_text(issues, self._letter.restored)
            found.setdefault(place.sheet, {})[place.row, place.column] = text
        if (found.keys() | self._restored.keys()) - self._sheets.keys() or len(self._tabs) != len(
            self._workbook.items["sheets"]
        ):
            raise damaged_file("工作表的登记对不上")
        for name, part in self._sheets.items():
            if name == HIDDEN_SHEET and self._answered:
                self._note_row(part)
            elif name != RETURN_SHEET:
                self._mark_sheet(part, found.get(name, {}), self._restored.get(name, {}))
        if self._answered:
            self._note_property()
        self._list_issues()
        if self._restored:
            parts.recalculate(self._workbook)
            self._parts.drop(self._book, "calcChain")  # programs make it anew; it knows none of these cells
        self._write_styles()
        self._parts.write(self._book, self._workbook.edits.pieces())
        return self._parts.packed()

    def _note_row(self, part: str) -> None:
        sheet = self._parts.map(part, additions.SHEET_LISTS)
        additions.add_answers_row(sheet, self._answered)
        self._parts.write(part, sheet.edits.pieces())

    def _note_property(self) -> None:
        top = self._parts.links("")
        name = find_part(top, _PROPERTY_LINKS[0]) or find_part(top, _PROPERTY_LINKS[1])
        if name is None:
            name, _ = self._add(
                "", _PROPERTY_LINKS[self._base == RELATIONSHIPS[1]], additions.PROPERTIES_PART
            )
        elif name not in self._parts.package:
            self._parts.declare(name, additions.PROPERTIES_PART.type)
        properties = self._properties(name)
        if properties:
            additions.add_answers_property(properties, self._answered)
            self._parts.write(name, properties.edits.pieces())

    def _properties(self, name: str) -> PartMap | None:
        """The custom properties; None where they are damaged, as no figure depends on them."""
        if name not in self._parts.package:
            empty = additions.EMPTY_PROPERTIES.format(CUSTOM[self._base == RELATIONSHIPS[1]])
            return PartMap(name, bytearray(empty.encode()), _LIMITS, additions.PROPERTY_LISTS)
        try:
            return self._parts.map(name, additions.PROPERTY_LISTS)
        except UnreadableFileError:
            return None

    def _worksheets(self) -> dict[str, str]:
        """The parts of the sheets of cells, by name."""
        links = {link.id: link for link in self._parts.links(self._book)}
        found = [(tab.name, links.get(tab.relationship)) for tab in self._tabs]
        return {name: check_internal(link) for name, link in found if link and link.kind == "worksheet"}

    def _style_sheet(self) -> PartMap:
        name = find_part(self._parts.links(self._book), "styles")
        if name and name in self._parts.package:
            return self._parts.map(name, styles.STYLE_LISTS)
        return self._new_map("xl/styles.xml", styles.EMPTY_STYLES, styles.STYLE_LISTS)

    def _write_styles(self) -> None:
        name = find_part(self._parts.links(self._book), "styles")
        if name is None:
            name, _ = self._add(self._book, "styles", styles.STYLES_PART)
        elif name not in self._parts.package:
            self._parts.declare(name, styles.STYLES_PART.type)
        self._parts.write(name, self._styles.pieces())

    def _new_map(self, name: str, empty: str, lists: tuple[str, ...]) -> PartMap:
        return PartMap(name, bytearray(empty.format(self._main).encode()), _LIMITS, lists)

    def _mark_sheet(
        self, part: str, found: dict[tuple[int, int], str], restored: dict[tuple[int, int], RestoredFormula]
    ) -> None:
        """Mark the cells of a sheet at which something is found, and no others."""
        own = find_part(self._parts.links(part), "comments")
        marked = own is not None and COMMENT_AUTHOR.encode() in self._parts.read(own)
        if not (found or restored or marked or self._styles.faulty or self._is_on_top(part)):
            return
        sheet = SheetMarks(part, self._parts.read(part), _LIMITS, found, restored, self._styles)
        if found or marked:
            self._comment(part, own, sheet, found)
        if sheet.edits.touched:
            self._parts.write(part, sheet.edits.pieces())

    def _is_on_top(self, part: str) -> bool:
        """Whether a sheet may be one that is shown on top; the attribute comes before its cells."""
        head = next(self._parts.package.chunks(part), b"")
        return any(spelling in head for spelling in _SELECTED_SPELLINGS)

    def _comment(
        self, part: str, own: str | None, sheet: SheetMarks, found: dict[tuple[int, int], str]
    ) -> None:
        """Bring the comments of a sheet up to date, and the boxes that they are shown in."""
        if own is None:
            own, _ = self._add(part, "comments", comments.COMMENTS_PART)
            part_map = self._new_map(own, comments.EMPTY_COMMENTS, comments.COMMENT_LISTS)
        else:
            part_map = self._parts.map(own, comments.COMMENT_LISTS)
        made = comments.Comments(part_map, found)
        self._parts.write(own, part_map.edits.pieces())
        drawing = next((one.target for one in self._parts.links(part) if one.id == sheet.legacy), None)
        if drawing is None:
            drawing, id_ = self._add(part, "vmlDrawing", comments.SHAPES_PART)
            sheet.link_comments(id_, self._base)
            content = bytearray(comments.EMPTY_SHAPES.encode())
        else:
            content = self._parts.read(drawing)
        boxes = comments.Shapes(drawing, content, _LIMITS, made.there, made.gone)
        self._parts.write(drawing, boxes.edits.pieces())

    def _list_issues(self) -> None:
        """Put the list of faults in front, or anew where it is already."""
        made = listing.list_issues(self._issues, self._letter, self._styles, self._main)
        index = next((n for n, tab in enumerate(self._tabs) if tab.name == RETURN_SHEET), None)
        if index is None:
            index = 0
            part, id_ = self._add(self._book, "worksheet", listing.PART)
            parts.list_sheet_first(self._workbook, id_, self._base)
        elif RETURN_SHEET in self._sheets:
            part = self._sheets[RETURN_SHEET]
            self._parts.remove_links(part, _OWN_PARTS)
            parts.reuse_sheet(self._workbook, index)
        else:
            raise damaged_file("“退回说明”不是工作表")
        self._parts.write(part, [made.xml.encode()])
        parts.show_sheet(self._workbook, index, made.rows, made.head)

    def _add(self, source: str, kind: str, new: NewPart) -> tuple[str, str]:
        """A new part that another is related to: its name, and the id of that."""
        name = self._parts.new(new)
        return name, self._parts.link(source, f"{self._base}/{kind}", name)
