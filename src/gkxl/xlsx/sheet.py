"""Reads the cells of one worksheet in a single pass, refusing whatever could be read in two ways."""

from __future__ import annotations

import re
from functools import lru_cache, partial
from math import isfinite
from typing import TYPE_CHECKING, ClassVar

from gkxl.columns import column_letters
from gkxl.xlsx.addresses import LAST_COLUMN, LAST_ROW, address
from gkxl.xlsx.book import Cell, Kind
from gkxl.xlsx.namespaces import main
from gkxl.xlsx.refusals import shown, unsafe
from gkxl.xlsx.strings import rich_text, unescape
from gkxl.xlsx.workbook import flag
from gkxl.xlsx.xml import Attributes, Element, Grammar

if TYPE_CHECKING:
    from collections.abc import Callable

    from gkxl.errors import UnsafeFileError
    from gkxl.xlsx.limits import Budget

_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[Ee][+-]?[0-9]{1,3})?")
_LONGEST_NUMBER = 320
_LONGEST_COUNT = 15
_WHITE = " \t\r\n"


@lru_cache(maxsize=8192)
def _locate(reference: str) -> tuple[int, int]:
    """Row and column, or zeros for what is no address on a sheet; most sheets use the same few hundred."""
    try:
        return address(reference)
    except ValueError:
        return 0, 0


def is_number(text: str) -> bool:
    """Whether a text is a finite number as XML schemas spell one, and nothing else.

    >>> [is_number(text) for text in ("1.0E-2", "1_000", "８", "", "NaN")]
    [True, False, False, False, False]
    """
    if len(text) <= _LONGEST_COUNT and text.isascii() and text.isdigit():
        return True
    return len(text) <= _LONGEST_NUMBER and _NUMBER.fullmatch(text) is not None and isfinite(float(text))


class EnoughRead(Exception):  # noqa: N818 (nothing is wrong)
    """All rows that are wanted of a worksheet have gone by."""


class SheetReader:
    """Collects the cells of one worksheet while its XML goes by."""

    def __init__(
        self, name: str, strings: list[str], formats: dict[str, Kind], budget: Budget, rows: int = LAST_ROW
    ) -> None:
        self.cells: dict[tuple[int, int], Cell] = {}
        self.merges: list[str] = []
        self.arrays: list[tuple[str, str]] = []
        self.protected = False
        self.validations = 0
        self._name = name
        self._strings = strings
        self._formats = formats
        self._budget = budget
        self._rows = rows
        self._row = self._column = 0
        self._filled = False
        self._attributes: Attributes = {}
        self._about_formula: Attributes = {}
        self._shared_formulas: dict[str, tuple[str, tuple[int, int]]] = {}
        self._v: str | None = None
        self._f: str | None = None
        self._is: str | None = None
        self._runs: list[str] = []
        self._types: dict[str, Callable[[str], tuple[Kind, str]]] = {
            "n": self._number,
            "s": self._shared,
            "str": self._text,
            "inlineStr": self._text,
            "b": partial(self._as, Kind.BOOLEAN),
            "e": partial(self._as, Kind.ERROR),
            "d": partial(self._as, Kind.DATE),
        }

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
        if row > self._rows:
            raise EnoughRead
        self._row, self._column = row, 0

    def _start_cell(self, attributes: Attributes) -> None:
        self._attributes = attributes

    def _start_formula(self, attributes: Attributes) -> None:
        self._about_formula = attributes

    def _take_value(self, text: str) -> None:
        if self._v is not None:
            raise self._wrong_cell("有两个值", "has two values")
        self._v = text

    def _take_formula(self, text: str) -> None:
        if self._f is not None:
            raise self._wrong_cell("有两个值", "has two values")
        self._f = text

    def _take_run(self, text: str) -> None:
        self._runs.append(text)

    def _take_inline(self, _: str) -> None:
        if self._is is not None:
            raise self._wrong_cell("有两个值", "has two values")
        self._is = "".join(self._runs)
        self._runs.clear()

    def _end_cell(self, _: str) -> None:
        reference = self._attributes.get("r")
        place = (self._row, self._column + 1) if reference is None else _locate(reference)
        row, column = place
        if row != self._row or not self._column < column <= LAST_COLUMN:
            raise self._misplaced(reference)
        if self._v is not None or self._f is not None or self._is is not None:
            self._keep(place)
            self._v = self._f = self._is = None
        self._column = column

    def _keep(self, place: tuple[int, int]) -> None:
        kind, text = self._content()
        if self._f is not None:
            self._keep_formula(place, kind, text, self._f)
        elif text:
            self.cells[place] = Cell(place[0], place[1], kind, text)
            self._budget.items += 1

    def _keep_formula(self, place: tuple[int, int], kind: Kind, text: str, formula: str) -> None:
        own, origin = self._formula(place, formula)
        self.cells[place] = Cell(*place, kind, text, own, kind is not Kind.BLANK, origin)
        self._budget.items += 1
        self._budget.text += len(formula)

    def _formula(self, place: tuple[int, int], formula: str) -> tuple[str, tuple[int, int] | None]:
        """The formula of a cell, and which cell shares it with this one."""
        about = self._about_formula
        if "ref" in about and about.get("t") in ("array", "dataTable"):
            self.arrays.append((about["ref"], formula))
        if about.get("t") != "shared":
            return formula, None
        if formula:
            self._shared_formulas[about.get("si", "")] = formula, place
            return formula, None
        return self._shared_formulas.get(about.get("si", ""), (formula, None))

    def _content(self) -> tuple[Kind, str]:
        type_ = self._attributes.get("t", "n")
        read = self._types.get(type_)
        if read is None:
            raise self._wrong_cell("的类型不明", "is of an unknown type")
        value = self._v
        if self._is is not None:
            if value or type_ != "inlineStr":
                raise self._wrong_cell("有两个值", "has two values")
            value = self._is
        if value is None or (not value and type_ not in ("str", "inlineStr")):
            return Kind.BLANK, ""
        return read(value)

    def _number(self, value: str) -> tuple[Kind, str]:
        text = value.strip(_WHITE)
        if is_number(text):
            return self._formats.get(self._attributes.get("s", "0"), Kind.NUMBER), text
        return self._text(value)

    def _shared(self, value: str) -> tuple[Kind, str]:
        index = _natural(value.strip(_WHITE))
        if not 0 <= index < len(self._strings):
            raise self._wrong_cell("引用的文字不存在", "refers to a text that is not there")
        return Kind.TEXT, self._strings[index]

    def _text(self, value: str) -> tuple[Kind, str]:
        self._budget.take_text(len(value))
        return Kind.TEXT, unescape(value)

    def _as(self, kind: Kind, value: str) -> tuple[Kind, str]:
        return kind, self._text(value)[1]

    def _protection(self, attributes: Attributes) -> None:
        self.protected = flag(attributes.get("sheet"))

    def _merge(self, attributes: Attributes) -> None:
        self._budget.items += 1
        self.merges.append(attributes.get("ref", ""))

    def _validation(self, _: Attributes) -> None:
        self.validations += 1

    _CELL = Element(
        main(
            {
                "v": Element(end=_take_value),
                "f": Element(start=_start_formula, end=_take_formula),
                "is": Element(rich_text(_take_run), end=_take_inline),
            }
        ),
        _start_cell,
        _end_cell,
    )
    _DATA = Element(main({"row": Element(main({"c": _CELL}), _start_row)}), _start_data)
    _INSIDE: ClassVar = {
        "sheetData": _DATA,
        "sheetProtection": Element(start=_protection),
        "mergeCells": Element(main({"mergeCell": Element(start=_merge)})),
        "dataValidations": Element(main({"dataValidation": Element(start=_validation)})),
    }
    GRAMMAR = Grammar(
        main({"worksheet": Element(main(_INSIDE))}),
        only_there=main({"sheetData": None, "row": None, "c": None, "v": None, "is": None}),
    )
    """The elements of a worksheet that matter, and whom they go to."""

    def _wrong_cell(self, zh: str, en: str) -> UnsafeFileError:
        where = shown(self._attributes.get("r") or f"{column_letters(self._column + 1)}{self._row}")
        return self._refusal(f"的单元格 {where} {zh}", f"has a cell {where} that {en}")

    def _misplaced(self, reference: str | None) -> UnsafeFileError:
        where = shown(reference or "")
        return self._refusal(
            f"第 {self._row} 行中的单元格 {where} 重复、越界或不在其位",
            f"has a cell {where} in row {self._row} that is there twice, out of order or out of the grid",
        )

    def _refusal(self, zh: str, en: str) -> UnsafeFileError:
        return unsafe(f"工作表“{shown(self._name)}”{zh}", f"sheet {shown(self._name)!r} {en}")


def _natural(text: str) -> int:
    """A natural number in plain digits, or -1."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 10 else -1  # noqa: PLR2004
