"""What is found wrong, or worth confirming, in a report or a workbook: values with a place and a remedy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import evolve, field, frozen

from gkxl.codes import CODES, Lang, Severity

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal


@frozen
class Place:
    """Where a cell stands in a workbook.

    Attributes:
        sheet: The name of its sheet.
        row: Its row, from 1.
        column: Its column, from 1.
    """

    sheet: str
    row: int
    column: int

    @property
    def address(self) -> str:
        """The address within the sheet, such as ``D8``."""
        return f"{column_letters(self.column)}{self.row}"


def column_letters(column: int) -> str:
    """The letters of a column counted from 1: 1 is ``A``, 28 is ``AB``."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


@frozen
class Term:
    """A cell that takes part in a rule, with what it holds.

    Attributes:
        path: The path of the cell.
        label: What tells it from the other cells of the rule.
        value: The number it holds.
        place: Where it stands, when it was read from a workbook.
    """

    path: str
    label: str
    value: int | Decimal
    place: Place | None = None

    def __str__(self) -> str:
        address = f"（{self.place.address}）" if self.place else ""
        return f"{self.label}{address} {self.value}"


@frozen(kw_only=True)
class Issue:
    """Something wrong, or worth confirming, with its place and what to do about it.

    Attributes:
        code: The stable code of its kind; see `gkxl.CODES`.
        path: The path of the cell; "" where it is about the whole workbook.
        label: The printed headings of the cell.
        place: Where the cell stands, when it was read from a workbook.
        found: What is there, as it was written.
        expected: What should be there, where that is known.
        left: The cells on the left side of a rule.
        right: The cells on its right side.
        facts: Whatever else the message says.
        lang: The language of `message`: ``"zh"`` or ``"en"``.
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
        return _total(self.left) - _total(self.right) if self.right else None

    @property
    def message(self) -> str:
        """One plain sentence: where, what is there, and what to do."""
        code = CODES[self.code]
        template = code.en if self.lang == "en" else code.zh
        facts = {**self.facts, **{name: words[self.lang == "en"] for name, words in self._words().items()}}
        return template.format(
            place=self._where(), label=self.label, found=self.found, expected=self.expected, **facts
        )

    def _words(self) -> dict[str, tuple[str, str]]:
        if not self.right:
            return {}
        filled = [term for term in self.right if term.value] or list(self.right[:1])
        left, right = _total(self.left), _total(self.right)
        return {
            "parts": _joined(filled, "、", ", "),
            "left_terms": _joined(self.left, "＋", " + "),
            "right_terms": _joined(self.right, "＋", " + "),
            "left": (str(left), str(left)),
            "right": (str(right), str(right)),
            "difference": (str(abs(left - right)), str(abs(left - right))),
        }

    def _where(self) -> str:
        if self.place is None:
            return f"“{self.label}”"
        return f"“{self.place.sheet}”{self.place.address}（{self.label}）"


def _joined(terms: Sequence[Term], zh: str, en: str) -> tuple[str, str]:
    words = [str(term) for term in terms]
    return zh.join(words), en.join(words)


def _total(terms: tuple[Term, ...]) -> int | Decimal:
    return sum(term.value for term in terms)


def placed(issue: Issue, places: Mapping[str, Place]) -> Issue:
    """The issue with the place of every cell it names."""
    left, right = (
        tuple(evolve(term, place=places.get(term.path)) for term in side)
        for side in (issue.left, issue.right)
    )
    return evolve(issue, place=places.get(issue.path), left=left, right=right)
