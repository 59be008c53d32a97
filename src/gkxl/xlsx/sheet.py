"""Reads the cells of one worksheet, refusing whatever could be read in two ways."""

from __future__ import annotations

import re
from functools import partial
from math import isfinite
from typing import TYPE_CHECKING

from gkxl.columns import column_letters
from gkxl.xlsx.addresses import LAST_ROW
from gkxl.xlsx.book import Cell, Kind
from gkxl.xlsx.grammar import Grammar, Inside, Item, marks
from gkxl.xlsx.namespaces import main
from gkxl.xlsx.padding import padded
from gkxl.xlsx.refusals import shown, unsafe
from gkxl.xlsx.rows import Row, Shape, misplaced, natural, see_row, wrong
from gkxl.xlsx.strings import joined, unescape
from gkxl.xlsx.workbook import flag

if TYPE_CHECKING:
    from collections.abc import Callable
    from xml.etree.ElementTree import Element

    from gkxl.errors import UnsafeFileError
    from gkxl.files.limits import Budget
    from gkxl.xlsx.grammar import Attributes, Part
    from gkxl.xlsx.styles import Styles

_SPELT = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[Ee][+-]?[0-9]{1,3})?")
_LONGEST_NUMBER = 320
_LONGEST_COUNT = 15
_WHITE = " \t\r\n"
_NUMBER, _TEXT, _BLANK = Kind.NUMBER, Kind.TEXT, Kind.BLANK  # looked up for every cell
_TEXTS = ("str", "inlineStr")
"""What cells say whose value may be an empty text."""


def is_number(text: str) -> bool:
    """Whether a text is a finite number as XML schemas spell one, and nothing else.

    >>> [is_number(text) for text in ("1.0E-2", "1_000", "８", "", "NaN")]
    [True, False, False, False, False]
    """
    if len(text) <= _LONGEST_COUNT and text.isascii() and text.isdigit():
        return True
    return len(text) <= _LONGEST_NUMBER and _SPELT.fullmatch(text) is not None and isfinite(float(text))


class EnoughRead(Exception):  # noqa: N818 (nothing is wrong)
    """All rows that are wanted of a worksheet have gone by."""


def beginning(xml: bytes, rows: int) -> bytes:
    """A worksheet that ends after so many rows, if a row after them is numbered; else what is given.

    It is well-formed only if it was cut where a row begins, and not in a comment or in something else.
    """
    head, found, _ = xml.partition(b'<row r="%d"' % (rows + 1))
    return head + b"</sheetData></worksheet>" if found else xml


class SheetReader:
    """Collects the cells of one worksheet, row by row."""

    def __init__(
        self, name: str, strings: list[str], styles: Styles, budget: Budget, rows: int = LAST_ROW
    ) -> None:
        self.cells: dict[tuple[int, int], Cell] = {}
        self.padded: dict[tuple[int, int], str] = {}
        self.merges: list[str] = []
        self.arrays: list[tuple[str, str]] = []
        self.protected = False
        self.validations = 0
        self._name = name
        self._strings = strings
        self._formats = styles.kinds
        self._padding = styles.padding
        self._budget = budget
        self._rows = rows
        self._row = 0
        self._shared_formulas: dict[str, tuple[str, tuple[int, int]]] = {}
        self._types: dict[str, Callable[[str, Shape], tuple[Kind, str]]] = {
            "n": self._padded_number if styles.padding else self._number,
            "s": self._shared,
            "str": self._text,
            "inlineStr": self._text,
            "b": partial(self._as, Kind.BOOLEAN),
            "e": partial(self._as, Kind.ERROR),
            "d": partial(self._as, Kind.DATE),
        }

    def see_row(self, element: Element, part: Part, depth: int) -> Row:
        """Look at a row of the sheet."""
        return see_row(element, part, depth, self._refusal)

    def take_row(self, row: Row) -> None:
        """Take the cells of a row.

        Raises:
            EnoughRead: It is beyond the rows that are wanted.
            UnsafeFileError: It is out of order, or a cell says it is in another one.
        """
        self._row = self._next(row.number)
        for named, reference in row.named.items():
            if named != self._row:
                raise misplaced(reference, self._refusal)
        for shape in row.shapes:
            self._take(shape)

    def _next(self, number: int | None) -> int:
        row = self._row + 1 if number is None else number
        if not self._row < row <= LAST_ROW:
            raise self._refusal(
                f"在第 {self._row} 行之后的行号有误", f"has a wrong row after row {self._row}"
            )
        if row > self._rows:
            raise EnoughRead
        return row

    def _take(self, shape: Shape) -> None:
        kind, text = self._content(shape)
        place = shape.place if shape.place[0] else (self._row, shape.place[1])
        if shape.formula is not None:
            self._keep_formula(place, kind, text, shape.formula)
        elif text:
            self.cells[place] = Cell(place[0], place[1], kind, text)
            self._budget.items += 1

    def _keep_formula(self, place: tuple[int, int], kind: Kind, text: str, about: Element) -> None:
        own, origin = self._formula(place, about, about.text or "")
        self.cells[place] = Cell(*place, kind, text, own, kind is not _BLANK, origin)
        self._budget.items += 1
        self._budget.text += len(about.text or "")

    def _formula(
        self, place: tuple[int, int], about: Element, formula: str
    ) -> tuple[str, tuple[int, int] | None]:
        """The formula of a cell, and which cell shares it with this one."""
        type_, range_, index = about.get("t"), about.get("ref"), about.get("si", "")
        if range_ is not None and type_ in ("array", "dataTable"):
            self.arrays.append((range_, formula))
        if type_ != "shared":
            return formula, None
        if formula:
            self._shared_formulas[index] = formula, place
            return formula, None
        return self._shared_formulas.get(index, (formula, None))

    def _content(self, shape: Shape) -> tuple[Kind, str]:
        value = "" if shape.value is None else shape.value.text or ""
        if shape.inline is not None:
            if value:
                raise self._wrong(shape, "有两个值", "has two values")
            value = joined(shape.inline)
        elif shape.value is None:
            return _BLANK, ""
        if not value and shape.type not in _TEXTS:
            return _BLANK, ""
        return self._types[shape.type](value, shape)

    def _number(self, value: str, shape: Shape) -> tuple[Kind, str]:
        text = value.strip(_WHITE)
        if is_number(text):
            return self._formats.get(shape.style, _NUMBER), text
        return self._text(value, shape)

    def _padded_number(self, value: str, shape: Shape) -> tuple[Kind, str]:
        """A number, where the workbook has formats that show more characters than it has digits."""
        kind, text = self._number(value, shape)
        if kind is _NUMBER and shape.style in self._padding:
            place = shape.place if shape.place[0] else (self._row, shape.place[1])
            self.padded[place] = padded(text, self._padding[shape.style])
        return kind, text

    def _shared(self, value: str, shape: Shape) -> tuple[Kind, str]:
        index = natural(value.strip(_WHITE))
        if not 0 <= index < len(self._strings):
            raise self._wrong(shape, "引用的文字不存在", "refers to a text that is not there")
        return _TEXT, self._strings[index]

    def _text(self, value: str, _: Shape) -> tuple[Kind, str]:
        self._budget.take_text(len(value))
        return _TEXT, unescape(value)

    def _as(self, kind: Kind, value: str, shape: Shape) -> tuple[Kind, str]:
        return kind, self._text(value, shape)[1]

    def _protection(self, attributes: Attributes) -> None:
        self.protected = flag(attributes.get("sheet"))

    def _merge(self, attributes: Attributes) -> None:
        self._budget.items += 1
        self.merges.append(attributes.get("ref", ""))

    def _validation(self, _: Attributes) -> None:
        self.validations += 1

    GRAMMAR = Grammar(
        main(
            {
                "worksheet": Inside(
                    main(
                        {
                            "sheetData": Inside(main({"row": Item(see_row, take_row)})),
                            "sheetProtection": marks(_protection),
                            "mergeCells": Inside(main({"mergeCell": marks(_merge)})),
                            "dataValidations": Inside(main({"dataValidation": marks(_validation)})),
                        }
                    )
                )
            }
        ),
        only_there=main({"sheetData": None, "row": None, "c": None, "v": None, "is": None}),
    )
    """The elements of a worksheet that matter, and whom they go to."""

    def _wrong(self, shape: Shape, zh: str, en: str) -> UnsafeFileError:
        return wrong(f"{column_letters(shape.place[1])}{self._row}", self._refusal, zh, en)

    def _refusal(self, zh: str, en: str) -> UnsafeFileError:
        return unsafe(f"工作表“{shown(self._name)}”{zh}", f"sheet {shown(self._name)!r} {en}")
