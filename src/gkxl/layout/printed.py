"""Lists what is printed on a page of the form, and which of the printed labels belong to each cell."""

from __future__ import annotations

import re
from collections import Counter
from enum import Enum, auto
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Final

from attrs import field

from gkxl.address import column_letters
from gkxl.files.limits import cache_short_keys
from gkxl.frozen import NamedTuple, frozen
from gkxl.layout import Role
from gkxl.text import nfkc

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gkxl.layout import Box, Page


_PUNCTUATION: Final = str.maketrans("“”„「」『』‘’、。—–‐·【】〔〕", '"""""""\'\',.---.[][]')
"""Punctuation that NFKC leaves apart, by what is typed in its stead on a half-width keyboard."""

_LONGEST: Final = 1_000


@cache_short_keys(maxsize=4096)
def fold_label(text: str) -> str:
    """A label as it is compared: without white space, full- and half-width forms alike.

    What is longer than any label is compared as it is.

    >>> fold_label(" （一） 予以公开、其他") == fold_label("(一)予以公开,其他")
    True
    """
    return text if len(text) > _LONGEST else "".join(nfkc(text).translate(_PUNCTUATION).split())


_NUMBER: Final = r"^(?:\([一二三四五六七八九十]+\)|[一二三四五六七八九十]+,|[0-9]+\.)"


def drop_number(label: str) -> str:
    """A folded label without the number before it.

    >>> drop_number(fold_label("（一）按期办结"))
    '按期办结'
    """
    return re.sub(_NUMBER, "", label)


_BRACKETS: Final = r"(?<=.)\([^()]*\)"


def drop_brackets(label: str) -> str:
    """A folded label without the explanations in brackets behind its first character."""
    return re.sub(_BRACKETS, "", label)


class Direction(Enum):
    """Where a cell lies, seen from its labels."""

    CROSSING = auto()
    """Where the line of one label meets the column of another."""
    BELOW = auto()
    """Below headings, in a table without names of lines."""
    BESIDE = auto()
    """To the right of its label."""
    UNDER = auto()
    """Under its label, as texts do."""


class CellLabels(NamedTuple):
    """The labels of a cell, folded.

    Attributes:
        lies: Where the cell lies, seen from them.
        line: The name of its line; "" where it has none.
        heads: The headings of its column, outer to inner.
        spots: Where its line and its innermost heading are printed: row, column, label.
    """

    lies: Direction
    line: str
    heads: tuple[str, ...]
    spots: tuple[tuple[int, int, str], ...]


@frozen(eq=False)
class PrintedPage:
    """A page as its labels have it.

    Attributes:
        page: The page.
        boxes: Its printed boxes.
        texts: What is printed, by row and column.
        spots: Where something is printed or to be filled in, by row and column.
        counts: How often each label is printed, folded.
        heads: The headings over columns, folded.
        merges: The ranges that are merged, such as ``A1:D1``.
    """

    page: Page
    boxes: tuple[Box, ...] = field(repr=False)
    texts: Mapping[tuple[int, int], str] = field(repr=False)
    spots: frozenset[tuple[int, int]] = field(repr=False)
    counts: Mapping[str, int] = field(repr=False)
    heads: frozenset[str] = field(repr=False)
    merges: tuple[str, ...] = field(repr=False)

    @cached_property
    def labels(self) -> Mapping[str, CellLabels]:
        """The labels of every cell, by path."""
        cells = (box for box in self.page.boxes if box.cell)
        return {box.cell.path: _find_labels(self.page, self.boxes, box) for box in cells if box.cell}


@lru_cache(maxsize=64)
def printed_page(page: Page) -> PrintedPage:
    """What is printed on a page."""
    boxes = tuple(box for box in page.boxes if box.text)
    return PrintedPage(
        page,
        boxes,
        {(box.row, box.column): box.text for box in boxes},
        frozenset((box.row, box.column) for box in page.boxes if box.text or box.cell),
        Counter(fold_label(box.text) for box in boxes),
        frozenset(fold_label(box.text) for box in boxes if box.role is Role.HEADING),
        tuple(_write_range(box) for box in page.boxes if box.rows * box.columns > 1),
    )


def _write_range(box: Box) -> str:
    first, last = column_letters(box.column), column_letters(box.column + box.columns - 1)
    return f"{first}{box.row}:{last}{box.row + box.rows - 1}"


def _find_labels(page: Page, boxes: tuple[Box, ...], cell: Box) -> CellLabels:
    heads = page.heads(cell)
    line: Box | None
    if page.lead_columns:
        line = page.lines(cell)[-1]
        lies = Direction.CROSSING if heads else Direction.BESIDE
    else:
        line = None if heads else _find_label_above(boxes, cell)
        lies = Direction.BELOW if heads else Direction.UNDER
    own = [box for box in (line, *heads[-1:]) if box]
    return CellLabels(
        lies,
        fold_label(line.text) if line else "",
        tuple(fold_label(box.text) for box in heads),
        tuple((box.row, box.column, fold_label(box.text)) for box in own),
    )


def _find_label_above(boxes: tuple[Box, ...], cell: Box) -> Box:
    """The label that stands over a text: its own, or the title."""
    over = [box for box in boxes if box.role in (Role.TITLE, Role.LINE) and box.row < cell.row]
    return max(over, key=lambda box: box.row)
