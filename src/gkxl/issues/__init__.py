"""What is found wrong, or worth confirming: issues, their kinds, and the same issue on many cells."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from attrs import evolve, field

from gkxl.address import column_letters
from gkxl.errors import describe_error
from gkxl.frozen import frozen
from gkxl.issues.catalogue import CODES, Severity
from gkxl.issues.catalogue.code import ACCEPTED, CONFIRM, CORRECT, PASSED, SETTLED, WORDS
from gkxl.text import Lang, Wording, fill_in, legible, plain_fields

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from decimal import Decimal


_LONGEST_QUOTE: Final = 300
"""So much of a text is quoted in a message."""


@frozen
class Place:
    """The place of a cell in a workbook.

    Attributes:
        sheet: The name of its sheet.
        row: Its row, from 1.
        column: Its column, from 1.
    """

    sheet: str
    row: int
    column: int

    @staticmethod
    @lru_cache(maxsize=8192)
    def of(sheet: str, row: int, column: int) -> Place:
        """A place, always as the same object: workbooks name the same few hundred, and they are compared."""
        return Place(sheet, row, column)

    @property
    def address(self) -> str:
        """The address within the sheet, such as ``D8``."""
        return f"{column_letters(self.column)}{self.row}"

    def to_dict(self) -> dict[str, Any]:
        """The plain form."""
        return {"sheet": self.sheet, "cell": self.address}

    def words(self, lang: Lang) -> str:  # noqa: ARG002 (an address is the same in every language)
        """The address within the sheet as a message words it."""
        return self.address


@frozen
class PrintedPlace(Place):
    """The place of a cell in a table of a published report, counted from the table's first row and column."""

    @property
    def address(self) -> str:
        """The address within the table, such as ``第8行第4列``."""
        return self.words("zh")

    def words(self, lang: Lang) -> str:
        """The address within the table as a message words it."""
        return fill_in("第{row}行第{column}列", {"row": self.row, "column": self.column}, lang)


@frozen
class Term:
    """A cell that takes part in a rule, with what it holds.

    Attributes:
        path: The path of the cell.
        label: The headings that distinguish it from the other cells of the rule.
        value: The number it holds.
        place: Its place, when it was read from a workbook.
        taken: Whether the rule takes it away.
    """

    path: str
    label: str
    value: int | Decimal
    place: Place | None = None
    taken: bool = False

    @property
    def amount(self) -> int | Decimal:
        """What it adds to its side."""
        return -self.value if self.taken else self.value

    def words(self, lang: Lang) -> str:
        """The cell and what it holds."""
        if self.place is None:
            return f"{self.label} {self.value}"
        facts = {"label": self.label, "place": self.place, "value": self.value}
        return fill_in("{label}（{place}） {value}", facts, lang)


@frozen(kw_only=True)
class Acceptance:
    """That an officer confirmed what was to be confirmed, for example by telephone.

    Attributes:
        who: The officer.
        when: The day, such as ``2025-01-20``.
        why: The reason.
        applies: Whether the figures are still those that were confirmed; others have to be confirmed anew.
    """

    who: str
    when: str
    why: str
    applies: bool = True

    def words(self, lang: Lang = "zh") -> str:
        """Who, when and why, and whether it still applies, in one line."""
        facts = {"accepted": ACCEPTED, "who": self.who, "when": self.when, "why": self.why}
        text = fill_in("{accepted}：{who}，{when}，{why}", facts, lang)
        return text if self.applies else fill_in("此前{text}；数字已变，不再适用", {"text": text}, lang)


@frozen(kw_only=True)
class Issue:
    """Something wrong, or worth confirming, with its place and what to do about it.

    Attributes:
        code: The stable code of its kind; see `gkxl.CODES`.
        path: The path of the cell; "" where it is about the whole workbook.
        label: The printed headings of the cell.
        place: The place of the cell, when it was read from a workbook.
        found: What is there, as it was written.
        expected: What should be there, where that is known.
        left: The cells on the left side of a rule.
        right: The cells on its right side.
        facts: Whatever else the message mentions; words in both languages are a `Wording`.
        lang: The language of `message`: ``"zh"`` or ``"en"``.
        explanation: What the unit wrote on the check sheet to settle it; "" where it wrote nothing.
        acceptance: Who confirmed it instead of the unit, when and why; None where it was not confirmed.
    """

    code: str
    path: str = ""
    label: str = ""
    place: Place | None = None
    found: Any = None
    expected: Any = None
    left: tuple[Term, ...] = ()
    right: tuple[Term, ...] = ()
    facts: Mapping[str, Any] = field(factory=dict, hash=False)
    lang: Lang = "zh"
    explanation: str = ""
    acceptance: Acceptance | None = None

    @property
    def accepted(self) -> bool:
        """Whether an officer has confirmed it, as it is now."""
        return bool(self.acceptance and self.acceptance.applies)

    @property
    def settled(self) -> bool:
        """Whether it was to be confirmed, and the unit has explained it or an officer confirmed it."""
        return self.severity is Severity.CONFIRM and (bool(self.explanation) or self.accepted)

    @property
    def severity(self) -> Severity:
        """How grave it is."""
        return CODES[self.code].severity

    @property
    def sheet(self) -> str | None:
        """The sheet it is on, when it was read from a workbook."""
        return self.place.sheet if self.place else None

    @property
    def cell(self) -> str | None:
        """The address of its cell, when it was read from a workbook."""
        return self.place.address if self.place else None

    @property
    def difference(self) -> int | Decimal | None:
        """The left side less the right side of a broken rule."""
        return self.left_sum - self.right_sum if self.right else None

    @property
    def left_sum(self) -> int | Decimal:
        """What the left side of a broken rule adds up to."""
        return sum(term.amount for term in self.left)

    @property
    def right_sum(self) -> int | Decimal:
        """What its right side adds up to."""
        return sum(term.amount for term in self.right)

    def __str__(self) -> str:
        """Its message."""
        return self.message

    def to_dict(self) -> dict[str, Any]:
        """The plain form; see ``docs/plain.md``."""
        place = ("code", "severity", "path", "label", "sheet", "cell", "message", "lang", "found", "expected")
        rule = ("left", "right", "difference", "facts", "explanation", "acceptance", "settled")
        return {"format": "gkxl.issue/1"} | plain_fields(self, (*place, *rule))

    @property
    def message(self) -> str:
        """One plain sentence: where, what is there, and what to do."""
        facts = {"label": self.label, "found": self.found, "expected": self.expected, **self.facts}
        brief = {name: self._brief(fact) for name, fact in facts.items()}
        return fill_in(CODES[self.code].zh, {"place": self._where(), **brief, **self._sides()}, self.lang)

    def words(self, lang: Lang) -> str:
        """The message in a language."""
        return evolve(self, lang=lang).message

    def _sides(self) -> dict[str, object]:
        """The two sides of a broken rule, as its message words them."""
        if not self.left:
            return {}
        filled = [term for term in self.right if term.value] or self.right[:1]
        return {
            "parts": self._listed(term.words(self.lang) for term in filled),
            "left_terms": self._added(self.left),
            "right_terms": self._added(self.right),
            "left": self.left_sum,
            "right": self.right_sum,
            "difference": abs(self.left_sum - self.right_sum),
        }

    def _added(self, terms: tuple[Term, ...]) -> str:
        plus, minus = ("＋", "－") if self.lang == "zh" else (" + ", " - ")
        signed = "".join(f"{minus if term.taken else plus}{term.words(self.lang)}" for term in terms)
        return signed.removeprefix(plus)

    def _brief(self, fact: object) -> object:
        """A fact as the message words it: in its language, a list joined, a long text cut off."""
        if isinstance(fact, Wording):
            fact = fact.words(self.lang)
        if isinstance(fact, tuple):
            return self._listed(fact)
        if not isinstance(fact, str):
            return fact
        return legible(f"{fact[:_LONGEST_QUOTE]}……" if len(fact) > _LONGEST_QUOTE else fact)

    def _listed(self, words: Iterable[str]) -> str:
        return ("、" if self.lang == "zh" else ", ").join(words)

    def _where(self) -> str:
        facts = {"sheet": self.sheet, "place": self.place, "label": self.label}
        if self.place is None:
            return fill_in("“{label}”", facts, self.lang)
        return fill_in("“{sheet}”{place}（{label}）" if self.label else "“{sheet}”{place}", facts, self.lang)


def unreadable_issue(error: Exception, lang: Lang = "zh", code: str = "file.unreadable") -> Issue:
    """What stopped a file from being read, as the one issue that there is of it."""
    zh, en = describe_error(error)
    return Issue(code=code, facts={"reason": Wording(zh, en.rstrip("."))}, lang=lang)


def word_of(issue: Issue) -> Wording:
    """What people call an issue: 需改正, 需核实 or 提示; 已说明 or 已核实 once that is settled."""
    if issue.settled:
        return SETTLED if issue.explanation else ACCEPTED
    return WORDS[issue.severity]


def verdict(issues: Iterable[Issue]) -> Wording:
    """The verdict on a return: 需改正 if it has such an issue, else 需核实 likewise, else 通过."""
    found = {word_of(issue) for issue in issues}
    return next((word for word in (CORRECT, CONFIRM) if word in found), PASSED)


def add_places(issue: Issue, places: Mapping[str, Place]) -> Issue:
    """The issue with the place of every cell it names."""
    left, right = (
        tuple(evolve(term, place=places.get(term.path)) for term in side)
        for side in (issue.left, issue.right)
    )
    return evolve(issue, place=places.get(issue.path), left=left, right=right)


def sort_by_place(issues: Iterable[Issue], sheets: Sequence[str]) -> tuple[Issue, ...]:
    """The issues by sheet, row and column; what is about the whole workbook comes first."""
    order = {name: index for index, name in enumerate(sheets)}

    def key(issue: Issue) -> tuple[int, int, int]:
        place = issue.place
        return (order[place.sheet], place.row, place.column) if place else (-1, 0, 0)

    return tuple(sorted(issues, key=key))
