"""A fresh form with all that could be read of a return, where its own file cannot be edited."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gkxl.forms import edition_named
from gkxl.model.outline import cells
from gkxl.text import legible
from gkxl.write.filling import Along
from gkxl.write.workbook import render

if TYPE_CHECKING:
    from gkxl.forms.edition import Edition
    from gkxl.reading import Reading

_YEAR_DIGITS: Final = 4


def fresh_form(reading: Reading) -> bytes:
    """A fresh form with everything filled in that could be read."""
    edition = edition_named(reading.edition)
    computed = {cell.path for cell in cells(edition.form) if cell.computed}
    values = {path: None if path in computed else value for path, value in reading.values.items()}
    values |= {path: legible(value) for path, value in values.items() if isinstance(value, str)}
    values["cover.year"] = values["cover.year"] or _issued_year(edition, reading.identity.year)
    along = Along(reading.carried, {key: legible(text) for key, text in reading.explanations.items()})
    return render(edition, values, identity=reading.identity, along=along)


def _issued_year(edition: Edition, year: str) -> int | None:
    """The year that the return was issued for, if it says one of its edition."""
    plain = len(year) == _YEAR_DIGITS and year.isascii() and year.isdecimal()
    return int(year) if plain and edition.covers(int(year)) else None
