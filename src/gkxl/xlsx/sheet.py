"""Reads the cells of one worksheet in a single pass, refusing whatever could be read in two ways."""

from __future__ import annotations

import re
from math import isfinite
from typing import TYPE_CHECKING

from gkxl.xlsx.addresses import LAST_COLUMN, LAST_ROW, column_letters, column_number
from gkxl.xlsx.book import Cell, Kind
from gkxl.xlsx.namespaces import main
from gkxl.xlsx.refusals import shown, unsafe
from gkxl.xlsx.strings import rich_text, unescape
from gkxl.xlsx.workbook import flag
from gkxl.xlsx.xml import Attributes, Element

if TYPE_CHECKING:
    from collections.abc import Callable

    from gkxl.errors import UnsafeFileError
    from gkxl.xlsx.limits import Budget

_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[Ee][+-]?[0-9]{1,3})?")
_LONGEST_NUMBER = 320
_WHITE = " \t\r\n"

_COLUMNS = {column_letters(column): column for column in range(1, 65)}


def is_number(text: str) -> bool:
    """Whether a text is a finite number as XML schemas spell one, and nothing else.

    >>> [is_number(text) for text in ("1.0E-2", "1_000", "８", "", "NaN")]
    [True, False, False, False, False]
    """
    return len(text) <= _LONGEST_NUMBER and _NUMBER.fullmatch(text) is not None and isfinite(float(text))


class SheetReader:
    """Collects the cells of one worksheet while its XML goes by."""

    def __init__(self, name: str, strings: list[str], formats: dict[str, Kind], budget: Budget) -> None:
        self.cells: dict[tuple[int, int], Cell] = {}
        self.merges: list[str] = []
        self.protected = False
        self.validations = 0
        self._name = name
        self._strings = strings
        self._formats = formats
        self._budget = budget
        self._row = self._column = 0
        self._suffix = ""
        self._filled = False
        self._attributes: Attributes = {}
        self._value: str | None = None
        self._formula: str | None = None
        self._inline: list[str] | None = None
        self._types: dict[str, Callable[[str], tuple[Kind, str]]] = {
            "n": self._number,
            "s": self._shared,
            "str": self._text,
            "inlineStr": self._text,
            "b": lambda value: (Kind.BOOLEAN, self._text(value)[1]),
            "e": lambda value: (Kind.ERROR, self._text(value)[1]),
            "d": lambda value: (Kind.DATE, self._text(value)[1]),
        }

    def grammar(self) -> dict[str, Element]:
        """The elements of a worksheet that matter, and whom they go to."""
        cell = {
            "v": Element(end=self._end_value),
            "f": Element(end=self._end_formula),
            "is": Element(rich_text(self._run), start=self._start_inline),
        }
        row = {"c": Element(main(cell), self._start_cell, self._end_cell)}
        inside = {
            "sheetData": Element(main({"row": Element(main(row), self._start_row)}), self._start_data),
            "sheetProtection": Element(start=self._protection),
            "mergeCells": Element(main({"mergeCell": Element(start=self._merge)})),
            "dataValidations": Element(main({"dataValidation": Element(start=self._validation)})),
        }
        return main({"worksheet": Element(main(inside))})

    def _start_data(self, _: Attributes) -> None:
        if self._filled:
            raise self._refusal("的数据出现两份", "has its data twice")
        self._filled = True

    def _start_row(self, attributes: Attributes) -> None:
        text = attributes.get("r")
        row = self._row + 1 if text is None else _natural(text)
        if not self._row < row <= LAST_ROW:
            raise self._refusal(
                f"在第 {self._row} 行之后的行号有误", f"has a wrong row after row {self._row}"
            )
        self._row, self._column, self._suffix = row, 0, str(row)

    def _start_cell(self, attributes: Attributes) -> None:
        self._attributes = attributes
        self._value = self._formula = self._inline = None

    def _misplaced(self, reference: str | None) -> UnsafeFileError:
        where = shown(reference or "")
        return self._refusal(
            f"第 {self._row} 行中的单元格 {where} 重复、越界或不在其位",
            f"has a cell {where} in row {self._row} that is there twice, out of order or out of the grid",
        )

    def _start_inline(self, _: Attributes) -> None:
        if self._inline is not None:
            raise self._twice()
        self._inline = []

    def _run(self, text: str) -> None:
        if self._inline is not None:
            self._inline.append(text)

    def _end_value(self, text: str) -> None:
        if self._value is not None:
            raise self._twice()
        self._value = text

    def _end_formula(self, text: str) -> None:
        if self._formula is not None:
            raise self._twice()
        self._formula = text

    def _end_cell(self, _: str) -> None:
        self._place(self._attributes.get("r"))
        if self._value is not None or self._formula is not None or self._inline is not None:
            self._keep(*self._content())

    def _place(self, reference: str | None) -> None:
        """Go to the next cell, or to the one named, which must lie further on in this row."""
        if reference is None:
            column: int | None = self._column + 1
        elif not reference.endswith(self._suffix):
            column = None
        else:
            letters = reference[: -len(self._suffix)]
            column = _COLUMNS.get(letters) or column_number(letters)
        if column is None or not self._column < column <= LAST_COLUMN:
            raise self._misplaced(reference)
        self._column = column

    def _keep(self, kind: Kind, text: str) -> None:
        if text or self._formula is not None:
            row, column = self._row, self._column
            self.cells[row, column] = Cell(row, column, kind, text, self._formula, self._cached(kind))
            self._budget.items += 1

    def _cached(self, kind: Kind) -> bool:
        """Whether a formula came with its result; formulas are texts that are kept, too."""
        if self._formula is None:
            return False
        self._budget.take_text(len(self._formula))
        return kind is not Kind.BLANK

    def _content(self) -> tuple[Kind, str]:
        type_ = self._attributes.get("t", "n")
        value = self._value
        if self._inline is not None:
            if value or type_ != "inlineStr":
                raise self._twice()
            value = "".join(self._inline)
        if type_ not in self._types:
            raise self._cell_refusal("的类型不明", "is of an unknown type")
        if value is None or (not value and type_ not in ("str", "inlineStr")):
            return Kind.BLANK, ""
        return self._types[type_](value)

    def _number(self, value: str) -> tuple[Kind, str]:
        text = value.strip(_WHITE)
        if is_number(text):
            return self._formats.get(self._attributes.get("s", ""), Kind.NUMBER), text
        return self._text(value)

    def _shared(self, value: str) -> tuple[Kind, str]:
        index = _natural(value.strip(_WHITE))
        if not 0 <= index < len(self._strings):
            raise self._cell_refusal("引用的文字不存在", "refers to a text that is not there")
        return Kind.TEXT, self._strings[index]

    def _text(self, value: str) -> tuple[Kind, str]:
        self._budget.take_text(len(value))
        return Kind.TEXT, unescape(value)

    def _protection(self, attributes: Attributes) -> None:
        self.protected = flag(attributes.get("sheet"))

    def _merge(self, attributes: Attributes) -> None:
        self._budget.items += 1
        self.merges.append(attributes.get("ref", ""))

    def _validation(self, _: Attributes) -> None:
        self.validations += 1

    def _twice(self) -> UnsafeFileError:
        return self._cell_refusal("有两个值", "has two values")

    def _cell_refusal(self, zh: str, en: str) -> UnsafeFileError:
        address = shown(self._attributes.get("r") or f"{column_letters(self._column + 1)}{self._row}")
        return self._refusal(f"的单元格 {address} {zh}", f"has a cell {address} that {en}")

    def _refusal(self, zh: str, en: str) -> UnsafeFileError:
        return unsafe(f"工作表“{shown(self._name)}”{zh}", f"sheet {shown(self._name)!r} {en}")


def _natural(text: str) -> int:
    """A natural number in plain digits, or -1."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 10 else -1  # noqa: PLR2004
