"""Finds the numbers of a report that people mean by their headings, their sheet and cell, or their path."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from attrs import field, frozen

from gkxl.layout import places
from gkxl.model.outline import cells
from gkxl.reading.witnesses.printed import folded

if TYPE_CHECKING:
    from gkxl.forms.edition import Edition
    from gkxl.issues.issue import Place
    from gkxl.model.outline import Node

_LONGEST: Final = 200
"""No heading is longer."""

_PLACE: Final = re.compile(r"(?:(.*?)\s*[!！]\s*|(.*?)\s+)?\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
"""A sheet and an address, as programs or people write them."""

_BREAKS: Final = re.compile(r"[\s/／]+")
"""What separates one heading from the next."""


@frozen
class Figure:
    """A number of the form.

    Attributes:
        path: Its path.
        label: Its printed headings.
        sheet: The sheet that it is on.
        cell: Its address there.
    """

    node: Node = field(repr=False)
    place: Place = field(repr=False)

    @property
    def path(self) -> str:
        """Its path."""
        return self.node.path

    @property
    def label(self) -> str:
        """Its printed headings."""
        return self.node.label

    @property
    def address(self) -> str:
        """Its sheet and address, as formulas have them."""
        return f"{self.place.sheet}!{self.place.address}"


def find_figures(edition: Edition, what: str) -> tuple[Figure, ...]:
    """The numbers that may be meant, in printed order; none where there is no such number.

    Args:
        edition: The edition of the report.
        what: Headings, each in part or whole, in any order; a sheet and an address; or a path, of which
            that of a line stands for its cells.
    """
    where = places(edition)
    every = [Figure(cell, where[cell.path]) for cell in cells(edition.form) if cell.in_table]
    text = what.strip()[:_LONGEST]
    return tuple(_at_path(every, text) or _at_place(every, text) or _under_headings(every, text))


def _at_path(every: list[Figure], text: str) -> list[Figure]:
    return [one for one in every if text and f"{one.path}.".startswith(f"{text}.")]


def read_place(text: str) -> tuple[str, str]:
    """The sheet, folded, and the address that a text names; "" for what it does not name.

    >>> read_place("申请办理!$j$5"), read_place("J5"), read_place("本年新收")
    (('申请办理', 'J5'), ('', 'J5'), ('', ''))
    """
    found = _PLACE.fullmatch(text.strip()[:_LONGEST])
    if not found:
        return "", ""
    return folded((found[1] or found[2] or "").strip("'")), f"{found[3].upper()}{found[4]}"


def _at_place(every: list[Figure], text: str) -> list[Figure]:
    sheet, address = read_place(text)
    at = [one for one in every if one.place.address == address]
    exact = [one for one in at if folded(one.place.sheet) == sheet]
    return exact or [one for one in at if sheet in folded(one.place.sheet)]


def _under_headings(every: list[Figure], text: str) -> list[Figure]:
    """Those under all of these headings; where one is named whole, those are meant that have it so."""
    words = [word for word in map(folded, _BREAKS.split(text)) if word]
    named = {one: _headings(one) for one in every} if words else {}
    found = [
        one for one, heads in named.items() if all(any(word in head for head in heads) for word in words)
    ]
    for word in words:
        found = [one for one in found if word in named[one]] or found
    return [one for one in found if folded(one.label) == folded(text)] or found


def _headings(one: Figure) -> list[str]:
    return [folded(one.place.sheet), *(folded(part) for part in one.label.split(" / "))]
