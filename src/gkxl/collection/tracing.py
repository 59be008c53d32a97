"""Finds a figure by its headings, cell or path, and traces it to every unit's file, sheet and cell."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from attrs import field

from gkxl.arguments import checked
from gkxl.collection.collection import Collection
from gkxl.collection.store.opening import refuse_damage
from gkxl.collection.store.rows import from_stored
from gkxl.errors import DataError
from gkxl.frozen import frozen
from gkxl.layout import places
from gkxl.layout.printed import fold_label
from gkxl.model.outline import cells
from gkxl.text import enumerated, plain_fields

if TYPE_CHECKING:
    import os
    from collections.abc import Sequence
    from decimal import Decimal

    from gkxl.collection.ledger import Entry
    from gkxl.collection.roster import Unit
    from gkxl.forms.edition import Edition
    from gkxl.issues import Place
    from gkxl.model.outline import Node


_LONGEST: Final = 200
"""No heading is longer."""

_SHEET_AND_CELL: Final = re.compile(r"(?:(.*?)\s*[!！]\s*|(.*?)\s+)?\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
"""A sheet and an address, as programs or people write them."""

_BREAKS: Final = re.compile(r"[\s/／]+")
"""What separates one heading from the next."""


@frozen
class Figure:
    """A number of the form.

    Attributes:
        node: Its cell in the outline of the form.
        place: Its printed place.
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
    """Find the numbers that a text may mean, in printed order; none where there is no such number.

    Args:
        edition: The edition of the report.
        what: Headings, each in part or whole, in any order; a sheet and an address; or a path, of which
            that of a line stands for its cells.
    """
    where = places(edition)
    every = [Figure(cell, where[cell.path]) for cell in cells(edition.form) if cell.in_table]
    text = what.strip()[:_LONGEST]
    return tuple(_find_by_path(every, text) or _find_by_place(every, text) or _find_by_headings(every, text))


def _find_by_path(every: list[Figure], text: str) -> list[Figure]:
    return [one for one in every if text and f"{one.path}.".startswith(f"{text}.")]


def read_place(text: str) -> tuple[str, str]:
    """Read sheet, folded, and address from a text; "" for what it does not contain.

    >>> read_place("申请办理!$j$5"), read_place("J5"), read_place("本年新收")
    (('申请办理', 'J5'), ('', 'J5'), ('', ''))
    """
    found = _SHEET_AND_CELL.fullmatch(text.strip()[:_LONGEST])
    if not found:
        return "", ""
    return fold_label((found[1] or found[2] or "").strip("'")), f"{found[3].upper()}{found[4]}"


def _find_by_place(every: list[Figure], text: str) -> list[Figure]:
    sheet, address = read_place(text)
    at = [one for one in every if one.place.address == address]
    exact = [one for one in at if fold_label(one.place.sheet) == sheet]
    return exact or [one for one in at if sheet in fold_label(one.place.sheet)]


def _find_by_headings(every: list[Figure], text: str) -> list[Figure]:
    """Find the numbers under all of these headings; a whole heading goes before a part of one."""
    words = [word for word in map(fold_label, _BREAKS.split(text)) if word]
    named = {one: _headings_of(one) for one in every} if words else {}
    found = [f for f, heads in named.items() if all(any(word in head for head in heads) for word in words)]
    for word in words:
        found = [one for one in found if word in named[one]] or found
    return [one for one in found if fold_label(one.label) == fold_label(text)] or found


def _headings_of(one: Figure) -> list[str]:
    return [fold_label(one.place.sheet), *(fold_label(part) for part in one.label.split(" / "))]


@frozen(kw_only=True)
class Part:
    """One unit's part of a consolidated figure, with the cell it was filed in."""

    unit: Unit
    value: int | Decimal
    file: str
    sheet: str
    cell: str

    def to_dict(self) -> dict[str, Any]:
        """The plain form."""
        unit = {"unit": self.unit.name, "unit_code": self.unit.code}
        return unit | plain_fields(self, ("value", "file", "sheet", "cell"))


@frozen(kw_only=True)
class Trace:
    """Where a consolidated figure comes from.

    Attributes:
        path: The path of the cell.
        label: Its printed headings.
        total: What the consolidated report has; None where nothing was added up.
        parts: What each unit filed, in the order of the roster; they add up to the total.
        left_out: The units whose figures are not in it, neither by themselves nor by a unit above them.
    """

    path: str
    label: str
    total: int | Decimal | None
    parts: tuple[Part, ...]
    left_out: tuple[Entry, ...]

    def to_dict(self) -> dict[str, Any]:
        """The plain form; see ``docs/plain.md``."""
        return {"format": "gkxl.trace/1"} | plain_fields(
            self, ("path", "label", "total", "parts", "left_out")
        )


@checked
def trace(collection: Collection | str | os.PathLike[str], what: str) -> Trace:
    """Trace a figure of the consolidated report to the units that filed it.

    Args:
        collection: The collection, or its folder.
        what: Headings such as those of a line and a column, sheet and address in ``汇总.xlsx`` joined by
            ``!``, or a path such as ``requests.received.total``.

    Raises:
        DataError: The form has no such number, or several; these are named.
        UnreadableFileError: There is no finished collection in that folder.
    """
    if isinstance(collection, Collection):
        return _trace(collection, what)
    with Collection(collection) as opened:
        return _trace(opened, what)


@refuse_damage
def _trace(collection: Collection, what: str) -> Trace:
    found = find_figures(collection.edition, what)
    if len(found) != 1:
        raise _no_single_figure(collection.edition, what, found)
    cell = found[0].node
    units = {entry.unit.key: entry.unit for entry in collection.ledger}
    parts = (
        Part(
            unit=units[unit], value=from_stored(cell, value), file=file, sheet=sheet or "", cell=address or ""
        )
        for unit, value, file, sheet, address in collection.query(_PARTS, cell.path)
    )
    return Trace(
        path=cell.path,
        label=cell.label,
        total=collection.values.get(cell.path),
        parts=tuple(parts),
        left_out=tuple(e for e in collection.ledger if not (e.counted or e.within or e.status.is_in)),
    )


def _no_single_figure(edition: Edition, what: str, found: Sequence[Figure]) -> DataError:
    """The error that a text means no number, or several, which are named."""
    if found:
        cells = enumerated([f"{figure.address}（{figure.label}）" for figure in found], _NAMED, unit="格")
        return DataError(
            "“{what}”可以是几格：{cells}。请写得更具体，或写“工作表!格”。", what=what, cells=cells
        )
    headings, path = edition.kind.example
    place = places(edition)[path]
    return DataError(
        "汇总表里没有“{what}”这个数。"
        "可以写表头里的字（如“{headings}”），或工作表和格（如“{sheet}!{address}”）。",
        what=what,
        headings=headings,
        sheet=place.sheet,
        address=place.address,
    )


_NAMED: Final = 7
"""The most cells that are named where several may be meant: a line of the largest table."""

_PARTS: Final = (
    "SELECT units.key, cells.value, files.path, cells.sheet, cells.cell "
    "FROM units JOIN files ON files.id = units.file JOIN cells ON cells.file = files.id "
    "WHERE units.counted AND cells.path = ? ORDER BY units.position"
)
