"""What a published document is made of, whatever its format: words, tables and pictures, in their order."""

from __future__ import annotations

from typing import Final, TypeAlias

from attrs import field, frozen

WIDEST: Final = 200
"""No table of the form has so many columns; a cell that claims more is cut."""


@frozen
class Words:
    """A line of text.

    Attributes:
        text: The line, without surplus spaces.
        level: How deep a heading it is, from 1; 0 for a paragraph.
        depth: How far inside the page it stands.
        low: How far out of the page one has to go to come here from what stands before it.
    """

    text: str
    level: int = 0
    depth: int = 0
    low: int = 0


@frozen
class Cell:
    """A cell of a table as the document has it.

    Attributes:
        text: Its lines.
        rows: How many rows it says it spans.
        columns: How many columns it says it spans.
    """

    text: str
    rows: int = 1
    columns: int = 1


@frozen
class Table:
    """A table as the document has it: rows of cells, which may not fit together."""

    rows: tuple[tuple[Cell, ...], ...] = field(repr=False)
    low: int = 0


@frozen
class Picture:
    """A picture, of which nothing can be read."""

    low: int = 0


Block: TypeAlias = Words | Table | Picture


@frozen(kw_only=True)
class Source:
    """A published document.

    Attributes:
        format: What it is: ``html``, ``docx`` or ``pdf``.
        blocks: What stands in it, in order.
        title: What it says its title is, beside what stands in it.
        encoding_lost: Whether some characters could not be made out.
    """

    format: str
    blocks: tuple[Block, ...] = field(repr=False)
    title: str = ""
    encoding_lost: bool = False


def lines(text: str) -> list[str]:
    """The lines of a text without surplus spaces; empty ones are left out."""
    found = (" ".join(line.split()) for line in text.splitlines())
    return [line for line in found if line]
