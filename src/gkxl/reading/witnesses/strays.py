"""Tells what was written where nothing is to be filled in, so that it is not passed over in silence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gkxl.expectations import is_note
from gkxl.issues.issue import Issue, Place
from gkxl.text import enumerated

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gkxl.reading.witnesses.vote import Heard
    from gkxl.xlsx import Cell, Sheet

_FEW: Final = 3
"""So many cells are named; more are only counted."""


def stray_contents(heard: Sequence[Heard]) -> Iterator[Issue]:
    """One issue for each sheet of the form that holds more than its labels and cells."""
    sheets = {one.sheet.name: one.sheet for one in heard if one.sheet and not one.untouched}
    for sheet in sheets.values():
        known = {spot for one in heard if one.sheet is sheet for spot in _known(one)}
        strays = [cell for spot, cell in sheet.cells.items() if spot not in known and _is_content(cell)]
        if strays:
            yield stray(sheet, strays)


def _is_content(cell: Cell) -> bool:
    """Whether somebody wrote this: not white space, nor what has stood there since the form was issued."""
    return bool(cell.text.strip()) and not is_note(cell.text)


def _known(heard: Heard) -> Iterator[tuple[int, int]]:
    """Where there are labels and cells, or where one of the witnesses has them."""
    yield from heard.labels
    yield from heard.page.texts
    says = heard.says
    places = (place for of in (says.named, says.laid, says.labelled) for place in of.values())
    yield from (
        (place.row, place.column) for place in places if heard.sheet and place.sheet == heard.sheet.name
    )


def stray(sheet: Sheet, strays: Sequence[Cell]) -> Issue:
    """One issue for all cells of a sheet that hold what was not read."""
    first = strays[0]
    zh, en = enumerated([cell.address for cell in strays], _FEW, unit="格")
    return Issue(
        code="sheet.stray",
        label="表外",
        place=Place(sheet.name, first.row, first.column),
        found=first.text if len(first.text) <= 20 else f"{first.text[:20]}……",  # noqa: PLR2004 (a taste of it)
        facts={"cells": zh, "cells_en": en, "sheet": sheet.name},
    )
