"""Reads the cells of one worksheet, refusing whatever could be read in two ways."""

from __future__ import annotations

import re
from functools import cache, partial
from math import isfinite
from typing import TYPE_CHECKING, Final

from gkxl.address import LAST_ROW, column_letters
from gkxl.files.load import printable, unsafe_file
from gkxl.text import Sentence
from gkxl.xlsx.book import Cell, Kind, Scripts
from gkxl.xlsx.rows import (
    CellElements,
    RowElements,
    join_pieces,
    misplaced_cell,
    prepare_row,
    read_scripts,
    unescape,
    wrong_cell,
)
from gkxl.xlsx.styles import Style
from gkxl.xlsx.xml.schema import (
    WHITE_SPACE,
    Container,
    Schema,
    WholeElement,
    attributes_only,
    in_main,
    to_flag,
    to_natural,
)

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from gkxl.errors import UnsafeFileError
    from gkxl.files.limits import Budget
    from gkxl.xlsx.rows import SharedStrings
    from gkxl.xlsx.xml.schema import Attributes, PartChecker


_NUMBER_SYNTAX = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[Ee][+-]?[0-9]{1,3})?"
_LONGEST_NUMBER = 320
_LONGEST_WHOLE = 15
_NUMBER, _TEXT, _BLANK = Kind.NUMBER, Kind.TEXT, Kind.BLANK  # looked up for every cell
_plain_cell = partial(tuple.__new__, Cell)  # a third of the time of Cell(), which is a function of Python's
_PLAIN = Style(_NUMBER, "")
_KINDS: Final = {"str": _TEXT, "inlineStr": _TEXT, "b": Kind.BOOLEAN, "e": Kind.ERROR, "d": Kind.DATE}
"""What a cell of each type holds, but for numbers and shared strings."""

_TEXT_TYPES = ("str", "inlineStr")
"""The types of cells whose value may be an empty text."""


def is_number(text: str) -> bool:
    """Whether a text is a finite number as XML Schema spells one, and nothing else.

    >>> [is_number(text) for text in ("1.0E-2", "1_000", "８", "", "NaN")]
    [True, False, False, False, False]
    """
    # Python's float() also takes 1_000, full-width digits, NaN and white space, which Excel does not
    if _is_whole(text):
        return True
    fits = len(text) <= _LONGEST_NUMBER and re.fullmatch(_NUMBER_SYNTAX, text)
    return bool(fits) and isfinite(float(text))


def _is_whole(text: str) -> bool:
    """Whether a text is a whole number of at most 15 digits, and nothing else."""
    return len(text) <= _LONGEST_WHOLE and text.isascii() and text.isdigit()


class SheetReader:
    """Collects the cells of one worksheet, row by row.

    Args:
        name: The name on its tab, for messages.
        strings: The shared strings of the workbook.
        styles: The styles that may show something else than what is stored, by number.
        budget: Where to count.

    Attributes:
        cells: Cells with content or a formula, by row and column.
        merges: Merged ranges as the file spells them.
        arrays: The ranges that one formula fills, and the formulas.
        protected: Whether the sheet is protected.
        validations: How many data validations it has.
    """

    def __init__(
        self,
        name: str,
        strings: SharedStrings,
        styles: dict[int, Style],
        budget: Budget,
    ) -> None:
        self.cells: dict[tuple[int, int], Cell] = {}
        self.merges: list[str] = []
        self.arrays: list[tuple[str, str]] = []
        self.protected = False
        self.validations = 0
        self._name = name
        self._strings = strings
        self._marked = bool(strings.scripts)
        self._styles = styles
        self._budget = budget
        self._row = 0
        self._shared_formulas: dict[int, tuple[str, tuple[int, int]]] = {}

    @classmethod
    @cache
    def schema(cls, formulas_from: int = 1) -> Schema:
        """What is read of a worksheet.

        Args:
            formulas_from: The first column whose formulas are needed. Cells with a formula in the columns
                before it are left out: they are sorted out once for all sheets of the same structure.
        """

        def prepare(reader: SheetReader, element: Element, part: PartChecker, depth: int) -> RowElements:
            row = prepare_row(element, part, depth, reader._refusal)
            if formulas_from == 1:
                return row
            needed = [cell for cell in row.cells if cell.formula is None or cell.place[1] >= formulas_from]
            return row._replace(cells=needed)

        inside: dict[str, Container | WholeElement] = {
            "sheetData": Container(in_main({"row": WholeElement(prepare, cls.take_row)})),
            "sheetProtection": attributes_only(cls._protection),
            "mergeCells": Container(in_main({"mergeCell": attributes_only(cls._merge)})),
            "dataValidations": Container(in_main({"dataValidation": attributes_only(cls._validation)})),
        }
        return Schema(
            in_main({"worksheet": Container(in_main(inside))}),
            confined=in_main({"sheetData": None, "row": None, "c": None, "v": None, "is": None}),
        )

    def take_row(self, row: RowElements) -> None:
        """Take the cells of a row.

        Raises:
            UnsafeFileError: It is out of order, or a cell has the number of another row.
        """
        # ECMA-376 part 1, 18.3.1.73 and 18.3.1.4: r is optional; without it, a row or cell follows the last
        number = self._row + 1 if row.number is None else row.number
        if not self._row < number <= LAST_ROW:
            raise self._refusal("在第 {row} 行之后的行号不对", row=self._row)
        self._row = number
        if not row.cells and not row.named:  # there may be a million of them
            return
        for named, reference in row.named.items():
            if named != self._row:
                raise misplaced_cell(reference, self._refusal)
        before = len(self.cells)
        for cell in row.cells:
            self._take(cell)
        self._budget.items += len(self.cells) - before

    def _take(self, cell: CellElements) -> None:
        place, type_, number, element, inline, formula = cell  # all at once: one by one takes twice the time
        text = (element.text if element is not None and inline is None else None) or ""
        # as most cells hold one; `_is_whole`, without a call
        whole = text.isdigit() and len(text) <= _LONGEST_WHOLE and text.isascii()
        if whole and type_ == "n":
            kind = _NUMBER
        elif whole and type_ == "s" and int(text) < len(self._strings.texts):
            kind, text = _TEXT, self._strings.texts[int(text)]
        else:
            kind, text = self._content(cell)
        if not place[0]:
            place = self._row, place[1]
        style = self._styles.get(number)
        if style is not None or self._marked or formula is not None or inline is not None:
            self._keep(cell, place, kind, text, style or _PLAIN)
        elif text:
            self.cells[place] = _plain_cell((*place, kind, text, None, False, None, "", ()))

    def _keep(self, cell: CellElements, place: tuple[int, int], kind: Kind, text: str, style: Style) -> None:
        """Keep a cell with a formula, rich text, or a style that may show something else than its value."""
        about = cell.formula
        kind = style.kind if kind is _NUMBER else kind
        scripts = self._scripts(cell, text, style) if self._marked or style.struck or cell.inline else ()
        if about is not None:
            own, origin = self._formula(place, about, about.text or "")
            cached = kind is not _BLANK
            self.cells[place] = Cell(*place, kind, text, own, cached, origin, style.mask, scripts)
            self._budget.text += len(about.text or "")
        elif text:
            self.cells[place] = Cell(*place, kind, text, mask=style.mask, scripts=scripts)

    def _scripts(self, cell: CellElements, text: str, style: Style) -> Scripts:
        """The texts of a cell that are struck through, or set above or below the line."""
        if style.struck and text:
            return (("struck", text),)
        if cell.inline is not None:
            return read_scripts(cell.inline) if cell.inline.marked else ()
        if cell.type != "s" or cell.value is None:
            return ()
        return self._strings.scripts.get(to_natural(cell.value.text or ""), ())

    def _formula(
        self, place: tuple[int, int], about: Element, formula: str
    ) -> tuple[str, tuple[int, int] | None]:
        """The formula of a cell, and the place of the cell that shares it with this one."""
        # ECMA-376 part 1, 18.3.1.40: of formulas with t="shared", only the first of an si has a text
        type_ = about.get("t")
        if type_ is None:  # as in most cells
            return formula, None
        range_ = about.get("ref")
        if range_ is not None and type_ in ("array", "dataTable"):
            self.arrays.append((range_, formula))
        if type_ != "shared":
            return formula, None
        index = to_natural(about.get("si", ""))
        if formula:
            self._shared_formulas[index] = formula, place
            return formula, None
        return self._shared_formulas.get(index, (formula, None))

    def _content(self, cell: CellElements) -> tuple[Kind, str]:
        # ECMA-376 part 1, 18.18.11: what the value means depends on the type of the cell
        if cell.inline is not None:  # programs ignore a value beside it
            value = join_pieces(cell.inline)
        elif cell.value is None:
            return _BLANK, ""
        else:
            value = cell.value.text or ""
        if not value and cell.type not in _TEXT_TYPES:
            return _BLANK, ""
        if cell.type == "n":
            return self._number(value)
        if cell.type == "s":
            return self._shared(value, cell)
        return _KINDS[cell.type], self._text(value)

    def _number(self, value: str) -> tuple[Kind, str]:
        text = value.strip(WHITE_SPACE)
        return (_NUMBER, text) if is_number(text) else (_TEXT, self._text(value))

    def _shared(self, value: str, cell: CellElements) -> tuple[Kind, str]:
        index = to_natural(value)
        if not 0 <= index < len(self._strings.texts):
            where = f"{column_letters(cell.place[1])}{self._row}"
            raise wrong_cell(where, self._refusal, "引用的文字不存在")
        return _TEXT, self._strings.texts[index]

    def _text(self, value: str) -> str:
        self._budget.take_text(len(value))
        return unescape(value)

    def _protection(self, attributes: Attributes) -> None:
        self.protected = to_flag(attributes.get("sheet"))

    def _merge(self, attributes: Attributes) -> None:
        self._budget.items += 1
        self.merges.append(attributes.get("ref", ""))

    def _validation(self, _: Attributes) -> None:
        self.validations += 1

    def _refusal(self, template: str, /, **facts: object) -> UnsafeFileError:
        what = Sentence(template, facts)
        return unsafe_file("工作表“{name}”{what}", name=printable(self._name), what=what)
