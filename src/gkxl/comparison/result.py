"""What came of comparing two reports: every cell that differs, and how many do not."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

if TYPE_CHECKING:
    from gkxl.codes import Lang
    from gkxl.comparison.sides import Side
    from gkxl.comparison.texts import Change
    from gkxl.issues import Issue


class Contrast(StrEnum):
    """What there is between two cells that do not say the same."""

    CHANGED = "changed"
    """Both hold something, and not the same."""
    ONLY_A = "only_a"
    """Only the first report holds something."""
    ONLY_B = "only_b"
    """Only the second one does."""
    UNCOMPARED = "uncompared"
    """One of them cannot be read, or neither holds anything: nobody can tell."""
    SPACING = "spacing"
    """The same text, but for white space: no difference, only worth knowing."""


@frozen(kw_only=True)
class Difference:
    """A cell that does not hold the same in both reports.

    Attributes:
        path: Its path.
        label: Its printed headings, that of its section first.
        figure: Whether it is one of the numbers that the notice asks for.
        contrast: What there is between the two.
        a: What the first report holds; None where nothing could be read.
        b: What the second one holds.
        changes: Of a text, the paragraphs that differ.
        issues: Why a cell could not be read.
    """

    path: str
    label: str
    figure: bool
    contrast: Contrast
    a: Any
    b: Any
    changes: tuple[Change, ...] = field(default=(), repr=False)
    issues: tuple[Issue, ...] = ()


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


@frozen(kw_only=True)
class Comparison:
    """What came of comparing two reports.

    Attributes:
        a: The first report, as it was read.
        b: The second one.
        differences: Every cell that does not hold the same, in printed order.
        figures: How many numbers of the official tables were compared.
        texts: How many of everything else: the texts, and what the cover says.
        only_in_a: The labels of cells that only the edition of the first report has.
        only_in_b: Those that only the edition of the second one has.
        unpublished: The labels of cells of the cover that one of them does not print, because nobody should.
        lang: The language of `message`.
    """

    a: Side = field(repr=False)
    b: Side = field(repr=False)
    differences: tuple[Difference, ...]
    figures: Tally
    texts: Tally
    only_in_a: tuple[str, ...] = field(repr=False)
    only_in_b: tuple[str, ...] = field(repr=False)
    unpublished: tuple[str, ...] = field(repr=False)
    lang: Lang = "zh"

    @property
    def same(self) -> bool:
        """Whether every cell of both was compared and says the same."""
        apart = self.only_in_a or self.only_in_b
        return not apart and self.figures.total + self.texts.total == self.figures.equal + self.texts.equal

    @property
    def message(self) -> str:
        """One sentence: whether they say the same, and of how many cells that is known."""
        zh, en = self._verdict()
        if self.lang == "en":
            return f"{en}: {self.figures.words_en('figures')}; {self.texts.words_en('texts')}."
        return f"{zh}：{self.figures.words('个数字')}；{self.texts.words('项文字')}。"

    def _verdict(self) -> tuple[str, str]:
        if self.same:
            return "一致", "The same"
        if self.figures.different or self.texts.different:
            return "不一致", "Different"
        return "没有发现不同，但有的没有比较", "Nothing differs, but not everything was compared"
