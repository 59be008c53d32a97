"""The result of comparing two reports: every cell that differs, and how many agree."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from attrs import field, frozen

from gkxl.model.outline import plain_digits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gkxl.comparison.sides import Change, Side
    from gkxl.issues import Issue
    from gkxl.issues.catalogue import Lang


@frozen
class Tally:
    """How many cells of a kind were looked at.

    Attributes:
        equal: Those that hold the same.
        different: Those that do not.
        uncompared: Those that could not be compared.
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
        found = [f"{self.total} {what}中 {self.equal} {what[0]}一致"]
        found += [f"{self.different} {what[0]}不同"] if self.different else []
        found += [f"{self.uncompared} {what[0]}无法比较"] if self.uncompared else []
        return "，".join(found)

    def words_en(self, what: str) -> str:
        """The same in English."""
        if self.equal == self.total:
            return f"all {self.total} {what} agree"
        found = [f"{self.equal} of {self.total} {what} agree"]
        found += [f"{self.different} differ"] if self.different else []
        found += [f"{self.uncompared} cannot be compared"] if self.uncompared else []
        return ", ".join(found)


class Contrast(StrEnum):
    """How two cells differ."""

    CHANGED = "changed"
    """Both hold something, and not the same."""
    ONLY_A = "only_a"
    """Only the first report holds something."""
    ONLY_B = "only_b"
    """Only the second one does."""
    UNCOMPARED = "uncompared"
    """One of them cannot be read, or neither holds anything, so they cannot be compared."""
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
        changes: The paragraphs that differ, in a text or in an entry of the cover.
        issues: Why a cell could not be read.
        lang: The language of `note`.
    """

    path: str
    label: str
    figure: bool
    contrast: Contrast
    a: Any
    b: Any
    changes: tuple[Change, ...] = field(default=(), repr=False)
    issues: tuple[Issue, ...] = ()
    lang: Lang = "zh"

    @property
    def printed(self) -> tuple[str, str]:
        """Both values in plain digits; ``—`` where there is none."""
        return _print_value(self.a), _print_value(self.b)

    @property
    def note(self) -> str:
        """What there is between the two, and why a cell could not be read."""
        english = self.lang == "en"
        reasons = " ".join(dict.fromkeys(issue.message for issue in self.issues))
        if not reasons and self.contrast is Contrast.UNCOMPARED:
            reasons = "a number is missing on one side" if english else "有一边没有数"
        return (": " if english else "：").join(filter(None, (_NOTES[self.contrast][english], reasons)))


_NOTES: Final = {
    Contrast.CHANGED: ("不同", "differs"),
    Contrast.ONLY_A: ("只有甲填了", "only A has it"),
    Contrast.ONLY_B: ("只有乙填了", "only B has it"),
    Contrast.UNCOMPARED: ("无法比较", "cannot be compared"),
    Contrast.SPACING: ("只有空白不同", "white space only"),
}
"""In Chinese and English; the two reports are 甲 and 乙, or A and B."""


@frozen(kw_only=True)
class Comparison:
    """What came of comparing two reports.

    Attributes:
        a: The first report, as it was read.
        b: The second one.
        differences: Every cell that does not hold the same, in printed order.
        figures: How many numbers of the official tables were compared.
        texts: How many of everything else: the texts, and the entries of the cover.
        only_in_a: The labels of cells that only the edition of the first report has.
        only_in_b: Those that only the edition of the second one has.
        unpublished: The labels of the cover's cells that one of them, being published, does not print.
        lang: The language of `message` and `notes`.
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
        """Whether every cell of both was compared and holds the same."""
        apart = self.only_in_a or self.only_in_b
        return not apart and self.figures.total + self.texts.total == self.figures.equal + self.texts.equal

    @property
    def differs(self) -> bool:
        """Whether a cell of both was compared and does not hold the same."""
        return self.figures.different + self.texts.different > 0

    @property
    def signs(self) -> tuple[str, str]:
        """What the two reports are called."""
        return ("A", "B") if self.lang == "en" else ("甲", "乙")

    @property
    def message(self) -> str:
        """One sentence: whether they agree, and how many cells were compared."""
        zh, en = self._verdict()
        if self.lang == "en":
            return f"{en}: {self.figures.words_en('figures')}; {self.texts.words_en('texts')}."
        return f"{zh}：{self.figures.words('个数字')}；{self.texts.words('项文字')}。"

    @property
    def notes(self) -> tuple[str, ...]:
        """What was not compared, and what differs without being different."""
        found = (self._spaced(), self._kept_back(), self._apart())
        return tuple(note[self.lang == "en"] for note in found if note)

    def _spaced(self) -> tuple[str, str] | None:
        labels = [made.label for made in self.differences if made.contrast is Contrast.SPACING]
        return _list_labels("只有空白不同：", "White space only: ", labels)

    def _kept_back(self) -> tuple[str, str] | None:
        return _list_labels(
            "封面上这些内容不公布，没有比较：", "Not published, not compared: ", self.unpublished
        )

    def _apart(self) -> tuple[str, str] | None:
        if not (self.only_in_a or self.only_in_b):
            return None
        a, b, old, new = len(self.only_in_a), len(self.only_in_b), self.a.edition.name, self.b.edition.name
        zh = f"只有甲的格式（{old} 版）才有的 {a} 格、只有乙的格式（{new} 版）才有的 {b} 格没有比较。"
        en = f"Not compared: {a} cells that only A's edition ({old}) has, {b} that only B's ({new}) has."
        return zh, en

    def _verdict(self) -> tuple[str, str]:
        if self.same:
            return "一致", "The same"
        if self.differs:
            return "不一致", "Different"
        return "没有发现不同，但有的没有比较", "Nothing differs, but not everything was compared"


def _print_value(value: Any) -> str:  # noqa: ANN401 (whatever the cell holds)
    return "—" if value is None else plain_digits(value)


def _list_labels(zh: str, en: str, labels: Sequence[str]) -> tuple[str, str] | None:
    return (f"{zh}{'、'.join(labels)}。", f"{en}{', '.join(labels)}.") if labels else None
