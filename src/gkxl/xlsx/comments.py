"""Counts the comments of a sheet, and says whose they are; their words are not read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gkxl.xlsx.namespaces import main
from gkxl.xlsx.xml import Attributes, Element, parse

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gkxl.xlsx.limits import Budget


def read_comments(name: str, chunks: Iterable[bytes], budget: Budget) -> tuple[str, ...]:
    """The author of each comment, in their order; "" where the part does not say."""
    authors: list[str] = []
    numbers: list[str] = []

    def author(text: str) -> None:
        budget.take_text(len(text))
        budget.items += 1
        authors.append(text)

    def comment(attributes: Attributes) -> None:
        budget.items += 1
        numbers.append(attributes.get("authorId", ""))

    inside = {
        "authors": Element(main({"author": Element(end=author)})),
        "commentList": Element(main({"comment": Element(start=comment)})),
    }
    parse(name, chunks, main({"comments": Element(main(inside))}), budget)
    known = {str(number): author for number, author in enumerate(authors)}
    return tuple(known.get(number, "") for number in numbers)
