"""Reads the XML of a part strictly, handing over only the elements someone asked for."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from gkxl.errors import LimitError, UnsafeFileError
from gkxl.xlsx.bodies import body_of
from gkxl.xlsx.harvest import Harvest
from gkxl.xlsx.tree import Tree, begun

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gkxl.files.limits import Budget
    from gkxl.xlsx.grammar import Grammar


def parse(name: str, chunks: Iterable[bytes], grammar: Grammar, into: object, budget: Budget) -> None:
    """Read one part.

    Args:
        name: The part's name, for messages.
        chunks: Its bytes.
        grammar: What to read of it.
        into: Whom the takers of the grammar are told it is for.
        budget: Where to count.

    Raises:
        UnsafeFileError: It has a DOCTYPE, an encoding that is not allowed, or elements where none belong.
        UnreadableFileError: It is not well-formed, whatever else is wrong, or begins with another element.
        LimitError: It is deeper, longer or richer than the limits allow.
    """
    harvest = Harvest(name, grammar, into, budget.limits)
    pieces = iter(chunks)
    first, second = next(pieces, b""), next(pieces, None)
    if second is None:
        with body_of(name, first, budget.limits) as body:
            budget.elements += body.opened
            harvest.whole(body.root, body.seen)
    else:
        _piece_by_piece(Tree(name, budget.limits), chain((first, second), pieces), harvest, budget)
    budget.check()


def _piece_by_piece(tree: Tree, chunks: Iterable[bytes], harvest: Harvest, budget: Budget) -> None:
    """Hand over a large part while it is parsed, so that never much of it is held."""
    growth = _grow(tree, chunks, budget)
    try:
        _hand_over(tree, growth, harvest)
    except LimitError:
        raise
    except UnsafeFileError:
        # Damage further on is named before this, as where a part comes whole: the file is to be copied again.
        if tree.root is not None:
            _hand_over(tree, growth, harvest.of_nothing(tree.root))
            tree.close()
        raise
    harvest.whole(tree.close(), {})


def _grow(tree: Tree, chunks: Iterable[bytes], budget: Budget) -> Iterator[tuple[int, int]]:
    """Parse chunk by chunk; how many elements began in each, and how long it is."""
    for chunk in chunks:
        opened = begun(chunk)
        budget.elements += opened
        budget.check()
        tree.feed(chunk)
        yield opened, len(chunk)


def _hand_over(tree: Tree, growth: Iterator[tuple[int, int]], harvest: Harvest) -> None:
    """Hand over what is closed after each chunk."""
    for opened, fed in growth:
        if tree.root is not None:
            harvest.closed(tree.root, opened, fed)
