"""How many cells of two reports say the same, and how that is told."""

from __future__ import annotations

from attrs import frozen


@frozen
class Tally:
    """How many cells of a kind were looked at.

    Attributes:
        equal: Those that say the same.
        different: Those that do not.
        uncompared: Those of which nobody can tell.
    """

    equal: int
    different: int
    uncompared: int

    @property
    def total(self) -> int:
        """All of them."""
        return self.equal + self.different + self.uncompared

    def words(self, what: str) -> str:
        """In Chinese, such as ``200 个数字全部一致``; ``what`` is a measure word and a noun."""
        if self.equal == self.total:
            return f"{self.total} {what}全部一致"
        told = [f"{self.total} {what}中 {self.equal} {what[0]}一致"]
        told += [f"{self.different} {what[0]}不同"] if self.different else []
        told += [f"{self.uncompared} {what[0]}无法比较"] if self.uncompared else []
        return "，".join(told)

    def words_en(self, what: str) -> str:
        """The same in English."""
        if self.equal == self.total:
            return f"all {self.total} {what} agree"
        told = [f"{self.equal} of {self.total} {what} agree"]
        told += [f"{self.different} differ"] if self.different else []
        told += [f"{self.uncompared} cannot be compared"] if self.uncompared else []
        return ", ".join(told)
