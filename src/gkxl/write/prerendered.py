"""Writes workbooks fast: each edition is drawn once, then cut where a report's content goes.

XlsxWriter draws the form without a report. Its sheets are cut at the cells, row heights and page breaks
that depend on one, so that filling them in is joining texts. Parts that depend on no report are kept as they
were compressed. What comes of it is, byte for byte, what drawing the whole workbook gives.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache, lru_cache
from itertools import count, islice
from typing import TYPE_CHECKING, Any, Final
from xml.sax.saxutils import escape

from attrs import evolve

from gkxl.checksheet.lines import explainable_lines
from gkxl.files.limits import caches_enabled
from gkxl.layout import Identity
from gkxl.model.outline import cells
from gkxl.rules.expectations import last_year_paths
from gkxl.write.contents import Extras, Formula, make_contents
from gkxl.write.corrected_parts import STRINGS_PART, SharedStrings, cut_items, string_items
from gkxl.write.drawing import draw_workbook
from gkxl.xlsx.zip_writer import PartBeginning, pack_part, to_package

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gkxl.forms.edition import Edition
    from gkxl.write.contents import CellContent, Contents, SheetContents
    from gkxl.write.drawing import Drawing
    from gkxl.write.validation import Requirements


_WRITTEN: Final = count()
"""Counts the workbooks that this process has written."""

_PROPERTIES: Final = "docProps/custom.xml"

_CUT: Final = re.compile(
    r'<c r="(?P<cell>[A-Z]+\d+)"(?: s="\d+")?(?P<content>[^>]*?(?:/>|>.*?</c>))'
    r'|<row r="(?P<row>\d+)"[^>]*? ht="(?P<height>[^"]*)'
    r"|(?P<breaks><rowBreaks.*?</rowBreaks>)"
)
"""Where the XML of a sheet may depend on a report: the last of the groups is what is cut out."""

_FORMULA: Final = re.compile(b"<f.*</f>")
"""What stays of a cell of which only the result depends on a report."""

_BREAKS_SLOT: Final = ""
"""The name of the slot for page breaks; others have the address of a cell or the number of a row."""

_LAST_COLUMN: Final = 16383

_EXACT: Final = 10**15
"""Below this a whole number is written with all its digits, as XlsxWriter does."""

_PROPERTY: Final = re.compile(r'pid="\d+" name="[^"]*"><vt:lpwstr>[^<]*')


def write_contents(edition: Edition, content: Contents, password: str) -> bytes:
    """A workbook of an edition with this content, its sheets and its structure protected by a password."""
    # filling in takes 2 ms where drawing takes 25, once it was proved, which takes as long as three drawings:
    # so the first workbook of a process, which mostly writes no more, is drawn
    if next(_WRITTEN) and caches_enabled() and _is_exact(edition):
        return _draw_blank(edition, password, content.locked, content.asked).filled(content)
    return draw_whole(edition, content, password)


def draw_whole(edition: Edition, content: Contents, password: str) -> bytes:
    """The same workbook, of which XlsxWriter draws every part."""
    parts = draw_workbook(edition, content, password).parts
    return to_package(pack_part(name, xml.encode()) for name, xml in parts.items())


@cache
def _is_exact(edition: Edition) -> bool:
    """Whether filling in gives what drawing gives, with the XlsxWriter that is installed.

    The XML that is cut is XlsxWriter's, which is free to write it in another way. So once in each process
    both ways are taken, for contents of every kind, and have to give the same bytes.
    """
    content = _sample_contents(edition)
    try:
        return _draw_blank(edition, "", content.locked, content.asked).filled(content) == draw_whole(
            edition, content, ""
        )
    except (LookupError, ValueError):  # what is to be cut out was not found
        return False


def _sample_contents(edition: Edition) -> Contents:
    """Contents of every kind: numbers, texts long and odd, right and wrong totals, blanks, explanations."""
    kinds = {int: 7, Decimal: Decimal("8.25"), str: "长 <&>\r_x000D_\n" * 40}
    values: dict[str, Any] = {cell.path: kinds[cell.type] for cell in cells(edition.form)}
    values |= {cell.path: None for cell in cells(edition.form)[::3]}
    explanations = {line.key: "说明" for line in explainable_lines(edition)[::2]}
    extras = Extras(dict.fromkeys(last_year_paths(edition), 7), explanations)
    return make_contents(edition, values, Identity.of(edition, values), extras)


@lru_cache(maxsize=8)
def _draw_blank(
    edition: Edition, password: str, locked: frozenset[str], asked: Requirements
) -> _BlankWorkbook:
    """The workbook of an edition that is to be filled in; all but the report is part of its sheets."""
    values = {cell.path: None for cell in cells(edition.form)}
    content = make_contents(edition, values, Identity.of(edition, values))
    broken = {name: evolve(entries, breaks=(1,)) for name, entries in content.sheets.items()}
    return _BlankWorkbook(
        draw_workbook(edition, evolve(content, sheets=broken, locked=locked, asked=asked), password), content
    )


class _BlankWorkbook:
    """A workbook cut where content goes."""

    def __init__(self, drawing: Drawing, content: Contents) -> None:
        self._drawing = drawing
        self._sheets = {
            name: _CutSheet(drawing.parts[drawing.sheets[name]], entries)
            for name, entries in content.sheets.items()
        }
        before, self._end_of_strings = cut_items(drawing.parts[STRINGS_PART])
        self._strings = PartBeginning((before + string_items(drawing.labels)).encode())
        drawn = {name: xml.encode() for name, xml in drawing.parts.items()}
        self._parts = drawn | self._changed(content, SharedStrings(drawing.labels))
        self._packed = {name: pack_part(name, xml) for name, xml in self._parts.items()}

    def filled(self, content: Contents) -> bytes:
        """The workbook with this content; what is as it was when it was blank is not compressed again."""
        texts = SharedStrings(self._drawing.labels)
        packed = {
            name: pack_part(name, xml)
            for name, xml in self._changed(content, texts).items()
            if xml != self._parts[name]
        }
        packed[STRINGS_PART] = self._strings.pack(STRINGS_PART, self._further(texts))
        return to_package((self._packed | packed).values())

    def _changed(self, content: Contents, texts: SharedStrings) -> dict[str, bytes]:
        """The parts that hold content, but for that of its texts, to which its texts are added."""
        changed = {
            self._drawing.sheets[name]: self._sheets[name].filled(entries, texts)
            for name, entries in content.sheets.items()
        }
        changed[_PROPERTIES] = self._properties(content.properties).encode()
        return changed

    def _further(self, texts: SharedStrings) -> bytes:
        """What follows the fixed texts of the form in the part of texts."""
        new = islice(texts, len(self._drawing.labels), None)
        return (string_items(new) + self._end_of_strings).encode()

    def _properties(self, properties: Mapping[str, str]) -> str:
        """The part of document properties; all are written alike, and numbered from 2."""
        before, between, *_, after = _PROPERTY.split(self._drawing.parts[_PROPERTIES])
        found = (
            f'pid="{number}" name="{name}"><vt:lpwstr>{escape(value)}'
            for number, (name, value) in enumerate(properties.items(), start=2)
        )
        return before + between.join(found) + after


class _CutSheet:
    """A sheet cut where content goes: every other piece is one of its slots."""

    def __init__(self, xml: str, entries: SheetContents) -> None:
        wanted = {*entries.cells, *entries.results, *map(str, entries.heights), _BREAKS_SLOT}
        self._pieces: list[bytes] = []
        self._slots: dict[str, int] = {}
        end = 0
        for match in _CUT.finditer(xml):
            key = match["cell"] or match["row"] or _BREAKS_SLOT
            if key in wanted:
                start, stop = match.span(match.lastgroup or 0)
                self._pieces += [xml[end:start].encode(), xml[start:stop].encode()]
                self._slots[key] = len(self._pieces) - 1
                end = stop
        self._pieces.append(xml[end:].encode())
        slots = {address: self._slots[address] for address in entries.results}
        self._results = {
            address: (slot, _FORMULA.findall(self._pieces[slot])[0]) for address, slot in slots.items()
        }

    def filled(self, entries: SheetContents, texts: SharedStrings) -> bytes:
        """The sheet with this content."""
        pieces = self._pieces.copy()
        for address, content in entries.cells.items():
            pieces[self._slots[address]] = _cell_xml(content, texts)
        for address, value in entries.results.items():
            slot, formula = self._results[address]
            pieces[slot] = _result_xml(formula, value)
        for row, height in entries.heights.items():
            pieces[self._slots[str(row)]] = _height_value(height).encode()
        pieces[self._slots[_BREAKS_SLOT]] = _breaks_xml(entries.breaks).encode()
        return b"".join(pieces)


def _cell_xml(content: CellContent, texts: SharedStrings) -> bytes:
    """A cell after its address and style, as XlsxWriter writes it."""
    if content is None:
        return b"/>"
    if isinstance(content, str):
        return b' t="s"><v>%d</v></c>' % texts.number(content)
    if isinstance(content, Formula):
        return _result_xml(_formula_xml(content.text), content.value)
    if type(content) is int and -_EXACT < content < _EXACT:
        return b"><v>%d</v></c>" % content
    return f"><v>{content:.16G}</v></c>".encode()


def _result_xml(formula: bytes, value: Any) -> bytes:  # noqa: ANN401 (a number or a text)
    """A cell of a formula that shows this."""
    if type(value) is int:
        return b">%b<v>%d</v></c>" % (formula, value)
    kind = b' t="str"' if isinstance(value, str) else b""
    return b"%b>%b<v>%b</v></c>" % (kind, formula, str(value).encode())


@lru_cache(maxsize=1024)
def _formula_xml(text: str) -> bytes:
    return f"<f>{escape(text)}</f>".encode()


@lru_cache(maxsize=1024)
def _height_value(points: float) -> str:
    """The height of a row, in the pixels of a screen of 96 dots per inch."""
    return f"{int(points * 4 / 3 + 0.5) * 0.75:.16g}"


def _breaks_xml(rows: tuple[int, ...]) -> str:
    if not rows:
        return ""
    found = "".join(f'<brk id="{row}" max="{_LAST_COLUMN}" man="1"/>' for row in rows)
    return f'<rowBreaks count="{len(rows)}" manualBreakCount="{len(rows)}">{found}</rowBreaks>'
