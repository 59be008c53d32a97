"""Counts the comments of a sheet, and says whose they are; their words are not read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gkxl.xlsx.attributes import natural
from gkxl.xlsx.grammar import Attributes, Grammar, Inside, marks, words
from gkxl.xlsx.namespaces import main
from gkxl.xlsx.xml import parse

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gkxl.files.limits import Budget


def read_comments(name: str, chunks: Iterable[bytes], budget: Budget) -> tuple[str, ...]:
    """The author of each comment, in their order; "" where the part does not say."""
    found = _Comments(budget)
    parse(name, chunks, _GRAMMAR, found, budget)
    authors = dict(enumerate(found.authors))
    return tuple(authors.get(number, "") for number in found.numbers)


class _Comments:
    """The comments of a sheet while they go by: who wrote any, and the number of each one's author."""

    def __init__(self, budget: Budget) -> None:
        self.authors: list[str] = []
        self.numbers: list[int] = []
        self._budget = budget

    def author(self, _: Attributes, text: str) -> None:
        """Take the name of an author."""
        self._budget.take_text(len(text))
        self._budget.items += 1
        self.authors.append(text)

    def comment(self, attributes: Attributes) -> None:
        """Take whose a comment is."""
        self._budget.items += 1
        self.numbers.append(natural(attributes.get("authorId", "")))


_INSIDE = {
    "authors": Inside(main({"author": words(_Comments.author)})),
    "commentList": Inside(main({"comment": marks(_Comments.comment)})),
}
_GRAMMAR = Grammar(main({"comments": Inside(main(_INSIDE))}))
