"""The layout of the official tables: boxes on a grid, computed from the outline of the form.

This is the only package that knows geometry. A page is one section; its boxes carry printed headings or
cells, with their spans. Workbooks, web pages and documents are drawn from the same boxes. It also knows
what identifies a workbook: names of cells, properties, and the hidden sheet that repeats them.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final

from attrs import asdict, fields

from gkxl.frozen import frozen
from gkxl.issues import Place
from gkxl.layout.page import (
    AUDIT_SHEET,
    DETAIL_SHEET,
    GUIDE_SHEET,
    LEDGER_SHEET,
    RETURN_SHEET,
    VERSION,
    VERSIONS,
    Box,
    Page,
    Role,
)
from gkxl.layout.sections import (
    LINE_CHARACTERS,
    TEXT_ROWS,
    TEXT_WIDTH,
    count_text_lines,
    pages,
    places,
    room_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from gkxl.forms.edition import Edition


__all__ = [
    "AUDIT_SHEET",
    "DETAIL_SHEET",
    "GUIDE_SHEET",
    "LEDGER_SHEET",
    "LINE_CHARACTERS",
    "RETURN_SHEET",
    "TEXT_ROWS",
    "TEXT_WIDTH",
    "VERSION",
    "VERSIONS",
    "Box",
    "Page",
    "Role",
    "count_text_lines",
    "pages",
    "places",
    "room_of",
]


# ECMA-376 Part 1, 18.2.5: a defined name may hold dots; without one, GK1 would be the address of a cell
NAME_PREFIX: Final = "gk."
"""What the defined name of a cell begins with; its path follows."""

# ECMA-376 Part 1, 18.2.19: a sheet of the state veryHidden is not offered where hidden sheets are shown again
HIDDEN_SHEET: Final = "_gkxl"
"""The very hidden sheet that repeats the document properties, which some programs drop."""

COMMENT_AUTHOR: Final = "gkxl"
"""Whose the comments are in a workbook that goes back to the unit."""

PROPERTY_PREFIX: Final = "gkxl."

REQUIREMENT: Final = "requirement."
"""What the names of requirements of the office begin with on the hidden sheet, after `PROPERTY_PREFIX`."""

REQUIREMENT_MARK: Final = "※"
"""What such a requirement begins with on the cover, where it is below the form and not read."""

ANSWERS_PROPERTY: Final = PROPERTY_PREFIX + "answers"
"""The property, and the row of the hidden sheet, that name the return which a marked copy was made of."""

DIGEST_LENGTH: Final = 16
"""Hexadecimal digits of a digest: enough to tell the returns of a unit apart."""

UNSAVED_MARK: Final = "<!--gkxl: as it was sent back-->"
"""A comment among the document properties of a marked copy; every program that saves the file drops it."""

# a property of Excel holds 255 characters: 13 digests of 16 digits and their spaces are 220
MOST_ANSWERED: Final = 12
"""How many returns a marked copy names; those before the last are there in case it was lost."""


@frozen(kw_only=True)
class Identity:
    """The facts that a workbook keeps about itself.

    Attributes:
        edition: The name of its edition.
        layout: The version of its geometry.
        year: The report year, as text.
        unit_code: The code of the unit it was issued to; "" if it was issued to no unit in particular.
        generator: The program that wrote it.
    """

    edition: str
    layout: str
    year: str
    unit_code: str
    generator: str

    @classmethod
    def of(cls, edition: Edition, values: Mapping[str, Any]) -> Identity:
        """The identity of a workbook that holds these values."""
        return cls(
            edition=edition.name,
            layout=VERSION,
            year=str(values[edition.roles.year] or ""),
            unit_code=values[edition.roles.unit_code] or "",
            generator=_generator(),
        )

    def entries(self) -> Iterator[tuple[str, str]]:
        """Every fact with the name it is filed under."""
        return ((PROPERTY_PREFIX + name, value) for name, value in asdict(self).items())


def hidden_places(names: Iterable[str], above: int = 0) -> dict[str, Place]:
    """The cells of the hidden sheet that keep something, by its name, which is in the cell to the left.

    Args:
        names: The names, from top to bottom.
        above: How many rows are above the first of them.
    """
    return {name: Place(HIDDEN_SHEET, row, 2) for row, name in enumerate(names, start=above + 1)}


@cache
def identity_places() -> dict[str, Place]:
    """The cells of the hidden sheet that keep an `Identity`, by the names of its facts."""
    return hidden_places(PROPERTY_PREFIX + fact.name for fact in fields(Identity))


def digests_answered(content: bytes, earlier: Sequence[str] = ()) -> tuple[str, ...]:
    """The digests of the returns that the marked copy of a return answers, the latest first.

    Args:
        content: The bytes of the return.
        earlier: What that return answers itself.
    """
    import hashlib  # noqa: PLC0415 (it takes long to load, and reading needs none)

    return (hashlib.sha256(content).hexdigest()[:DIGEST_LENGTH], *earlier)[:MOST_ANSWERED]


@cache
def _generator() -> str:
    from importlib.metadata import version  # noqa: PLC0415 (it takes long to load, and reading needs none)

    return f"gkxl {version('gkxl')}"
