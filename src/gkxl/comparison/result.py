"""The result of comparing two reports: every cell that differs, and how many agree."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from attrs import evolve, field

from gkxl.frozen import frozen
from gkxl.model.outline import plain_digits
from gkxl.text import Wording, fill_in, plain_fields, to_wording

if TYPE_CHECKING:
    from gkxl.collection.ledger import PublishedStatus
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


A_AND_B: Final = (Wording("甲", "A"), Wording("乙", "B"))
"""What two reports are called that are compared with each other."""


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
        called: What the two reports are called.
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
    called: tuple[Wording, Wording] = A_AND_B
    lang: Lang = "zh"

    def to_dict(self) -> dict[str, Any]:
        """The plain form."""
        return plain_fields(
            self, ("path", "label", "figure", "contrast", "a", "b", "note", "changes", "issues")
        )

    @property
    def differs(self) -> bool:
        """Whether both could be compared, and there is more between them than white space."""
        return self.contrast not in (Contrast.UNCOMPARED, Contrast.SPACING)

    @property
    def printed(self) -> tuple[str, str]:
        """Both values in plain digits; ``—`` where there is none."""
        return _print_value(self.a), _print_value(self.b)

    @property
    def excerpts(self) -> tuple[str, str]:
        """Both values as a cell of a table has room for them: of texts only what is next to a change."""
        a, b = ("\n".join(change.brief(holder) for change in self.changes) for holder in ("a", "b"))
        return (a or self.printed[0])[:_LONGEST_EXCERPT], (b or self.printed[1])[:_LONGEST_EXCERPT]

    @property
    def note(self) -> str:
        """What there is between the two, and why a cell could not be read."""
        # the cell is named already, so that its issues need not name it again
        own = (evolve(one, label="") if one.place and one.path == self.path else one for one in self.issues)
        why = " ".join(dict.fromkeys(issue.message for issue in own))
        if not why and self.contrast is Contrast.UNCOMPARED:
            why = fill_in("有一边没有数", {}, self.lang)
        a, b = self.called
        note = fill_in(_NOTES[self.contrast], {"a": a, "b": b}, self.lang)
        return fill_in("{note}：{why}" if why else "{note}", {"note": note, "why": why}, self.lang)


_LONGEST_EXCERPT: Final = 300

_NOTES: Final = {
    Contrast.CHANGED: "不同",
    Contrast.ONLY_A: "只有{a}填了",
    Contrast.ONLY_B: "只有{b}填了",
    Contrast.UNCOMPARED: "无法比较",
    Contrast.SPACING: "只有空白不同",
}
"""With places for what the two reports are called."""


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
        called: What the two reports are called.
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
    called: tuple[Wording, Wording] = A_AND_B
    lang: Lang = "zh"

    def to_dict(self) -> dict[str, Any]:
        """The plain form; see ``docs/plain.md``."""
        parts = ("a", "b", "same", "differs", "message", "notes", "figures", "texts", "differences")
        apart = ("only_in_a", "only_in_b", "unpublished")
        return {"format": "gkxl.comparison/1"} | plain_fields(self, (*parts, *apart))

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
        """What the two reports are called, in the language of the comparison."""
        a, b = self.called
        return a.words(self.lang), b.words(self.lang)

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
        a, b = self.called
        return to_wording(
            "只有{a}的格式（{old} 版）才有的 {only_a} 格、只有{b}的格式（{new} 版）才有的 {only_b} 格"
            "没有比较。",
            a=a,
            old=self.a.edition.name,
            only_a=len(self.only_in_a),
            b=b,
            new=self.b.edition.name,
            only_b=len(self.only_in_b),
        )

    def _verdict(self) -> Wording:
        if self.same:
            return Wording("一致", "The same")
        if self.differs:
            return Wording("不一致", "Different")
        return Wording("没有发现不同，但有的没有比较", "Nothing differs, but not everything was compared")


@frozen(kw_only=True)
class PublishedFile:
    """A published file, and what came of comparing it.

    Attributes:
        path: Its path below the place of the published files, with forward slashes.
        status: What came of it.
        comparison: How it differs from the return (``a``); None where it was not compared. The values of
            both reports are not kept.
        reason: Why it was not compared, or what to know about the comparison; "" where there is nothing.
        dated: Whether the year is written in it.
    """

    path: str
    status: PublishedStatus
    comparison: Comparison | None = field(default=None, repr=False)
    reason: str = ""
    dated: bool = True

    @property
    def differences(self) -> tuple[Difference, ...]:
        """The cells that do not hold the same, white space aside."""
        found = self.comparison.differences if self.comparison else ()
        return tuple(made for made in found if made.contrast is not Contrast.SPACING)

    @property
    def words(self) -> str:
        """How many cells differ, and the reason, in a sentence or two."""
        return f"{self.comparison.message if self.comparison else ''}{self.reason}"


def _print_value(value: Any) -> str:  # noqa: ANN401 (whatever the cell holds)
    return "—" if value is None else plain_digits(value)
