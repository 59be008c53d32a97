"""Reads the cells of one worksheet in a single pass, refusing whatever could be read in two ways."""

from __future__ import annotations

import re
from functools import lru_cache, partial
from math import isfinite
from typing import TYPE_CHECKING

from gkxl.columns import column_letters
from gkxl.xlsx.addresses import LAST_COLUMN, LAST_ROW, address
from gkxl.xlsx.book import Cell, Kind
from gkxl.xlsx.grammar import Grammar, Inside, Item, Marks, words
from gkxl.xlsx.namespaces import main
from gkxl.xlsx.refusals import shown, unsafe
from gkxl.xlsx.strings import rich_text, unescape
from gkxl.xlsx.workbook import flag

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from xml.etree.ElementTree import Element

    from gkxl.errors import UnsafeFileError
    from gkxl.xlsx.grammar import Attributes, Part
    from gkxl.xlsx.limits import Budget

_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[Ee][+-]?[0-9]{1,3})?")
_LONGEST_NUMBER = 320
_LONGEST_COUNT = 15
_WHITE = " \t\r\n"
_CELL = frozenset(main({"c": None}))
_CONTENT = main({"v": "v", "f": "f", "is": "is"})


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
        self._shared_formulas: dict[str, tuple[str, tuple[int, int]]] = {}
        self._types: dict[str, Callable[[str, Element], tuple[Kind, str]]] = {
            "n": self._number,
            "s": self._shared,
            "str": self._text,
            "inlineStr": self._text,
            "b": partial(self._as, Kind.BOOLEAN),
            "e": partial(self._as, Kind.ERROR),
            "d": partial(self._as, Kind.DATE),
        }

    def row(self, row: Element, part: Part, depth: int) -> None:
        """Take the cells of a row.

        Raises:
            EnoughRead: It is beyond the rows that are wanted.
            UnsafeFileError: It is out of place, or has something that could be read in two ways.
        """
        self._begin_row(row.get("r"))
        for cell in row:
            if cell.tag not in _CELL:
                part.pass_over(cell, depth + 1)
                continue
            place = self._place(cell.get("r"))
            if len(cell):
                self._fill(place, cell, part, depth + 1)

    def _begin_row(self, text: str | None) -> None:
        row = self._row + 1 if text is None else _natural(text)
        if not self._row < row <= LAST_ROW:
            raise self._refusal(
                f"在第 {self._row} 行之后的行号有误", f"has a wrong row after row {self._row}"
            )
        if row > self._rows:
            raise EnoughRead
        self._row, self._column = row, 0

    def _place(self, reference: str | None) -> tuple[int, int]:
        """Where the next cell is."""
        place = (self._row, self._column + 1) if reference is None else _locate(reference)
        row, column = place
        if row != self._row or not self._column < column <= LAST_COLUMN:
            raise self._misplaced(reference)
        self._column = column
        return place

    def _fill(self, place: tuple[int, int], cell: Element, part: Part, depth: int) -> None:
        """Take what is in a cell."""
        found: dict[str, Element] = {}
        for child in cell:
            what = _CONTENT.get(child.tag)
            if what is None:
                part.pass_over(child, depth + 1)
            elif found.setdefault(what, child) is not child:
                raise self._wrong_cell("有两个值", "has two values")
        kind, text = self._content(cell, found, part, depth)
        if "f" in found:
            self._keep_formula(place, kind, text, found["f"], words(found["f"], part))
        elif text:
            self.cells[place] = Cell(place[0], place[1], kind, text)
            self._budget.items += 1

    def _keep_formula(
        self, place: tuple[int, int], kind: Kind, text: str, about: Element, formula: str
    ) -> None:
        own, origin = self._formula(place, about, formula)
        self.cells[place] = Cell(*place, kind, text, own, kind is not Kind.BLANK, origin)
        self._budget.items += 1
        self._budget.text += len(formula)

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

    def _content(
        self, cell: Element, found: Mapping[str, Element], part: Part, depth: int
    ) -> tuple[Kind, str]:
        type_ = cell.get("t", "n")
        read = self._types.get(type_)
        if read is None:
            raise self._wrong_cell("的类型不明", "is of an unknown type")
        value = words(found["v"], part) if "v" in found else None
        if "is" in found:
            if value or type_ != "inlineStr":
                raise self._wrong_cell("有两个值", "has two values")
            value = rich_text(found["is"], part, depth + 1)
        if value is None or (not value and type_ not in ("str", "inlineStr")):
            return Kind.BLANK, ""
        return read(value, cell)

    def _number(self, value: str, cell: Element) -> tuple[Kind, str]:
        text = value.strip(_WHITE)
        if is_number(text):
            return self._formats.get(cell.get("s", "0"), Kind.NUMBER), text
        return self._text(value, cell)

    def _shared(self, value: str, _: Element) -> tuple[Kind, str]:
        index = _natural(value.strip(_WHITE))
        if not 0 <= index < len(self._strings):
            raise self._wrong_cell("引用的文字不存在", "refers to a text that is not there")
        return Kind.TEXT, self._strings[index]

    def _text(self, value: str, _: Element) -> tuple[Kind, str]:
        self._budget.take_text(len(value))
        return Kind.TEXT, unescape(value)

    def _as(self, kind: Kind, value: str, cell: Element) -> tuple[Kind, str]:
        return kind, self._text(value, cell)[1]

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
                            "sheetData": Inside(main({"row": Item(row)})),
                            "sheetProtection": Marks(_protection),
                            "mergeCells": Inside(main({"mergeCell": Marks(_merge)})),
                            "dataValidations": Inside(main({"dataValidation": Marks(_validation)})),
                        }
                    )
                )
            }
        ),
        only_there=main({"sheetData": None, "row": None, "c": None, "v": None, "is": None}),
    )
    """The elements of a worksheet that matter, and whom they go to."""

    def _wrong_cell(self, zh: str, en: str) -> UnsafeFileError:
        where = f"{column_letters(self._column)}{self._row}"
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
