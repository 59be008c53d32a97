"""The result of comparing two reports: every cell that differs, and how many agree."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from attrs import field, frozen

from gkxl.model.outline import plain_digits
from gkxl.text import Wording, fill_in, to_wording

if TYPE_CHECKING:
    from gkxl.comparison.sides import Change, Side
    from gkxl.issues import Issue
    from gkxl.text import Lang


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

    def describe(self, what: Wording) -> Wording:
        """Such as ``200 个数字全部一致``; ``what`` is a noun, in Chinese with its measure word."""
        if self.equal == self.total:
            return to_wording("{total} {what}全部一致", total=self.total, what=what)
        unit, total, equal = what.zh[0], self.total, self.equal
        found = [
            to_wording("{total} {what}中 {equal} {unit}一致", total=total, what=what, equal=equal, unit=unit)
        ]
        if count := self.different:
            found.append(to_wording("{count} {unit}不同", count=count, unit=unit))
        if count := self.uncompared:
            found.append(to_wording("{count} {unit}无法比较", count=count, unit=unit))
        return Wording("，".join(one.zh for one in found), ", ".join(one.en for one in found))


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
        note, why = _NOTES[self.contrast], " ".join(dict.fromkeys(issue.message for issue in self.issues))
        if not why and self.contrast is Contrast.UNCOMPARED:
            why = fill_in("有一边没有数", {}, self.lang)
        return fill_in("{note}：{why}" if why else "{note}", {"note": note, "why": why}, self.lang)


_NOTES: Final = {
    Contrast.CHANGED: Wording("不同", "differs"),
    Contrast.ONLY_A: Wording("只有甲填了", "only A has it"),
    Contrast.ONLY_B: Wording("只有乙填了", "only B has it"),
    Contrast.UNCOMPARED: Wording("无法比较", "cannot be compared"),
    Contrast.SPACING: Wording("只有空白不同", "white space only"),
}
"""The two reports are 甲 and 乙, or A and B."""


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
        figures = self.figures.describe(Wording("个数字", "figures"))
        facts = {"figures": figures, "texts": self.texts.describe(Wording("项文字", "texts"))}
        return fill_in("{verdict}：{figures}；{texts}。", {"verdict": self._verdict(), **facts}, self.lang)

    @property
    def notes(self) -> tuple[str, ...]:
        """What was not compared, and what differs without being different."""
        found = (self._spaced(), self._kept_back(), self._apart())
        return tuple(note.words(self.lang) for note in found if note)

    def _spaced(self) -> Wording | None:
        labels = [made.label for made in self.differences if made.contrast is Contrast.SPACING]
        return to_wording("只有空白不同：{labels}。", labels=labels) if labels else None

    def _kept_back(self) -> Wording | None:
        labels = self.unpublished
        return to_wording("封面上这些内容不公布，没有比较：{labels}。", labels=labels) if labels else None

    def _apart(self) -> Wording | None:
        if not (self.only_in_a or self.only_in_b):
            return None
        return to_wording(
            "只有甲的格式（{old} 版）才有的 {a} 格、只有乙的格式（{new} 版）才有的 {b} 格没有比较。",
            old=self.a.edition.name,
            a=len(self.only_in_a),
            new=self.b.edition.name,
            b=len(self.only_in_b),
        )

    def _verdict(self) -> Wording:
        if self.same:
            return Wording("一致", "The same")
        if self.differs:
            return Wording("不一致", "Different")
        return Wording("没有发现不同，但有的没有比较", "Nothing differs, but not everything was compared")


def _print_value(value: Any) -> str:  # noqa: ANN401 (whatever the cell holds)
    return "—" if value is None else plain_digits(value)
