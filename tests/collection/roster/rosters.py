"""Rosters as people write them, and what is made of them."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import openpyxl

import gkxl

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from openpyxl.workbook import Workbook


def written(*lines: str) -> gkxl.collection.Roster:
    """The roster that these lines of CSV are."""
    return gkxl.read_roster("\n".join(lines).encode())


def in_workbook(rows: Iterable[Any], merges: Sequence[str] = ()) -> bytes:
    """A workbook with one sheet."""
    return sheets({"名册": rows}, merges)


def sheets(tables: Mapping[str, Iterable[Any]], merges: Sequence[str] = ()) -> bytes:
    """A workbook with these sheets; cells are merged in the last."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in tables.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    for merge in merges:
        book.worksheets[-1].merged_cells.add(merge)  # without a cell for each of them
    return packed(book)


def packed(book: Workbook) -> bytes:
    """A workbook as openpyxl saves it."""
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def found(roster: gkxl.collection.Roster) -> list[tuple[str, str | None]]:
    """The codes of what is said, each with its cell."""
    return [(issue.code, issue.cell) for issue in roster.issues]


def parents(roster: gkxl.collection.Roster) -> dict[str, str]:
    """What is above each unit, by its key."""
    return {unit.key: unit.parent for unit in roster.units}
