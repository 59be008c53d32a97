"""Checks very many reports at once: every sum and balance of an edition as one product of integer matrices.

For figures that are in arrays already, such as those of all counties over ten years. Needs numpy, which
comes with ``gkxl[arrays]``.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final

from gkxl.errors import DataError
from gkxl.files.extras import need_extra
from gkxl.model.outline import cells
from gkxl.rules.rule import rules

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from gkxl.forms.edition import Edition
    from gkxl.rules.rule import Rule


with need_extra("arrays", "成批核对数组需要 numpy"):
    import numpy as np

__all__ = ["broken_rules", "count_paths"]

_AT_ONCE: Final = 8192
"""So many reports are checked in one product, which keeps memory flat."""

_EXACT: Final = 2**44
"""Figures below this are added up exactly in binary fractions, which processors multiply fastest."""


@cache
def count_paths(edition: Edition) -> tuple[str, ...]:
    """The paths of all counts of an edition in printed order, totals included: the columns of an array."""
    return tuple(cell.path for cell in cells(edition.form) if cell.in_table and cell.type is int)


def broken_rules(edition: Edition, counts: NDArray[Any]) -> NDArray[np.bool_]:
    """Which rules are broken in which reports, as `gkxl.check` reports it for each of them.

    Args:
        edition: The edition of all the reports.
        counts: Whole numbers of shape (reports, ``len(count_paths(edition))``), every cell filled in.

    Returns:
        Truth values of shape (reports, ``len(rules(edition))``), rules in printed order: sums, then balances.

    Raises:
        DataError: The array is of another shape, or not of whole numbers.
        MissingExtraError: numpy is not installed.
    """
    wanted = len(count_paths(edition))
    if counts.ndim != 2 or counts.shape[1] != wanted or counts.dtype.kind not in "iu":  # noqa: PLR2004
        raise DataError(
            "应为整数的二维数组，每行 {wanted} 列，而不是 {dtype} 的 {shape}。",
            wanted=wanted,
            dtype=counts.dtype,
            shape=counts.shape,
        )
    weights, which = _weights(edition)
    found = np.empty((len(counts), len(rules(edition))), dtype=np.bool_)
    for start in range(0, len(counts), _AT_ONCE):
        some = counts[start : start + _AT_ONCE]
        differs = _multiply(some, weights) != 0
        found[start : start + _AT_ONCE] = differs[:, which].all(axis=1)
    return found


def _multiply(counts: NDArray[Any], weights: NDArray[np.float64]) -> NDArray[Any]:
    """The product of counts and small whole weights, exact."""
    if max(int(counts.max(initial=0)), -int(counts.min(initial=0))) < _EXACT:
        found: NDArray[Any] = counts.astype(np.float64) @ weights
    else:
        found = counts.astype(object) @ weights.astype(np.int64).astype(object)
    return found


@cache
def _weights(edition: Edition) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
    """The weights of differences, and for every rule which three must not be 0 for it to be broken.

    They are its difference as filed, its difference with totals computed from their parts, and what the
    columns that it follows from leave of its difference; see `gkxl.rules.rule.check_rule`. Many are the same.
    """
    parts = (_as_filed, _recomputed, _left_over)
    every = np.stack([part(edition, rule) for part in parts for rule in rules(edition)], axis=1)
    different, which = np.unique(every, axis=1, return_inverse=True)
    return np.ascontiguousarray(different), which.reshape(len(parts), -1)


def _as_filed(edition: Edition, rule: Rule) -> NDArray[np.float64]:
    return _column(edition, rule.left.cells) - _column(edition, rule.right.cells)


def _recomputed(edition: Edition, rule: Rule) -> NDArray[np.float64]:
    return _column(edition, rule.left.inputs) - _column(edition, rule.right.inputs)


def _left_over(edition: Edition, rule: Rule) -> NDArray[np.float64]:
    return _as_filed(edition, rule) - sum(_as_filed(edition, column) for column in rule.follows)


def _column(edition: Edition, paths: Iterable[str]) -> NDArray[np.float64]:
    """How often each count is added up."""
    at = {path: index for index, path in enumerate(count_paths(edition))}
    column = np.zeros(len(at))
    np.add.at(column, [at[path] for path in paths], 1)
    return column
