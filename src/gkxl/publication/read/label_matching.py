"""Matches printed labels with those of the form, within a small and fixed tolerance.

A text is a label if it is one of its section's word for word, but for white space and the width of its
characters. It is repaired, with an issue, if it differs by punctuation, by traditional characters, by
explanations in brackets, or by at most one character in four, and is by far nearer to it than to any other.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from attrs import field

from gkxl.files.limits import cache_short_keys
from gkxl.forms import USUAL_KIND, editions_of
from gkxl.frozen import frozen
from gkxl.layout import Role, pages
from gkxl.layout.printed import drop_brackets, drop_number, fold_label, printed_page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from gkxl.forms.edition import Edition
    from gkxl.layout.printed import PrintedPage

TOLERANCE: Final = 4
"""One character in so many may be wrong."""

# No label is longer, and comparing texts takes time that grows with the square of their length.
_MAX_LABEL_LENGTH: Final = 100

HAN_CHARACTER: Final = re.compile("[\u4e00-\u9fff]")
_YUAN: Final = re.compile("万元|元")
_PUNCTUATION: Final = re.compile(r"[\W_]+")


@frozen
class SectionLabels:
    """The labels of a section of the form, in all editions; labels are folded.

    Attributes:
        counts: How often each label is printed, at most.
        lines: The labels that name lines of cells.
        inner: The headings right over columns of cells.
        wide: The inner headings that span several columns in print.
        outer: The headings over several inner ones, in reading order, with the number of the first inner
            heading below each, from 0; only where lines have no names.
        sequences: The headings that may be printed over the cells of each line, from the left; the line is
            "" where lines have no names.
        parents: The heading right over each inner heading that has one.
        spellings: Other spellings that mean one label only, with that label.
        pages: The section as each edition prints it, by the edition's name.
    """

    counts: Mapping[str, int] = field(repr=False)
    lines: frozenset[str] = field(repr=False)
    inner: frozenset[str] = field(repr=False)
    wide: frozenset[str] = field(repr=False)
    outer: Mapping[str, int] = field(repr=False)
    sequences: Mapping[str, frozenset[tuple[str, ...]]] = field(repr=False)
    parents: Mapping[str, str] = field(repr=False)
    spellings: Mapping[str, str] = field(repr=False)
    pages: Mapping[str, PrintedPage] = field(repr=False)

    def fits(self, heads: tuple[str, ...], line: str) -> bool:
        """Whether headings are those over a line, in the form's order or exchanged within their group."""
        splits = sorted({0, len(heads), *self.outer.values()})
        groups = [slice(begin, end) for begin, end in pairwise(splits)]
        return any(
            len(heads) == len(official)
            and all(sorted(heads[group]) == sorted(official[group]) for group in groups)
            for official in self.sequences.get(line, ())
        )

    def numbered(self, text: str) -> str:
        """The one line whose name is a text with a number before it; "" where there is none."""
        own = fold_label(text)
        found = [line for line in self.lines if line != own and drop_number(line) == own]
        return found[0] if len(found) == 1 else ""

    def match(self, text: str) -> tuple[str, bool]:
        """The label that a text is, and whether it had to be repaired; "" where it is none."""
        if len(text) > _MAX_LABEL_LENGTH:
            return "", False
        own = fold_label(text)
        if own in self.counts or own.isdecimal():
            return own if own in self.counts else "", False
        found = next((self.spellings[one] for one in _spellings(own) if one in self.spellings), "")
        return (found, True) if found and _has_same_unit(own, found) else ("", False)

    def nearest(self, text: str) -> str:
        """The one label that a text is by far nearest to; "" where there is none."""
        own = simplify(fold_label(text))
        if not HAN_CHARACTER.search(own) or len(own) > _MAX_LABEL_LENGTH:
            return ""
        found = find_nearest(own, self.counts)
        return found if _has_same_unit(own, found) else ""


@cache_short_keys(maxsize=4096)
def plain_label(text: str) -> str:
    """A text as pieces of labels are compared: in simplified characters, without spaces and punctuation."""
    return _without_punctuation(simplify(fold_label(text)))


class NearestLabels:
    """Finds the labels that texts are nearest to, for a limited number of texts.

    Args:
        find: Gives the label that a text is nearest to; "" for none.
        most: How many texts are compared; those after that have no label.
    """

    # A comparison takes some 0.1 ms for each label: 100,000 texts that are nearly labels would take minutes.
    def __init__(self, find: Callable[[str], str], most: int) -> None:
        self._find = find
        self._most = most
        self._found: dict[str, str] = {}

    def label(self, text: str) -> str:
        """The label that a text is nearest to; "" where there is none."""
        if text not in self._found and len(self._found) < self._most:
            self._found[text] = self._find(text)
        return self._found.get(text, "")


def labels_by_section() -> dict[str, SectionLabels]:
    """The labels of every table of the form, by the path of its section."""
    return _labels_of_editions(*editions_of(USUAL_KIND))


@cache_short_keys(maxsize=4096)
def match_in_sections(text: str) -> Mapping[str, tuple[str, bool]]:
    """The label that a text is in each section that has it, and whether it had to be repaired."""
    found = {section: official.match(text) for section, official in labels_by_section().items()}
    return {section: match for section, match in found.items() if match[0]}


@cache
def _labels_of_editions(*editions: Edition) -> dict[str, SectionLabels]:
    found: dict[str, dict[str, PrintedPage]] = {}
    for edition in editions:
        for page in pages(edition):
            if page.section.in_table:
                found.setdefault(page.section.path, {})[edition.name] = printed_page(page)
    return {path: _labels_of_section(editions) for path, editions in found.items()}


def _labels_of_section(editions: dict[str, PrintedPage]) -> SectionLabels:
    most: dict[str, int] = {}
    over: dict[str, set[tuple[str, ...]]] = {}
    for page in editions.values():
        for label, count in page.counts.items():
            most[label] = max(count, most.get(label, 0))
        for line, heads in _headings_by_line(page).items():
            over.setdefault(line, set()).add(tuple(heads))
    lines = frozenset(over) - {""}
    return SectionLabels(
        most,
        lines,
        frozenset(head for sequences in over.values() for heads in sequences for head in heads),
        frozenset(
            fold_label(box.text)
            for page in editions.values()
            for box in page.boxes
            if box.role is Role.HEADING and box.columns > 1
        ),
        {} if lines else _outer_headings(next(iter(editions.values()))),
        {line: frozenset(sequences) for line, sequences in over.items()},
        {
            cell.heads[-1]: cell.heads[-2]
            for page in editions.values()
            for cell in page.labels.values()
            if len(cell.heads) > 1
        },
        _unique_spellings(most),
        editions,
    )


def _headings_by_line(page: PrintedPage) -> dict[str, list[str]]:
    """The innermost headings over the cells of each line, from the left."""
    found: dict[str, list[str]] = {}
    for labels in page.labels.values():
        found.setdefault(labels.line, []).append(labels.heads[-1])
    return found


def _outer_headings(page: PrintedPage) -> dict[str, int]:
    """The headings over several columns, in reading order, with the number of their first column from 0."""
    boxes = sorted(
        (box for box in page.boxes if box.role is Role.HEADING), key=lambda box: (box.row, box.column)
    )
    return {fold_label(box.text): box.column - 1 for box in boxes if box.columns > 1}


def _unique_spellings(labels: Iterable[str]) -> dict[str, str]:
    """Other spellings of labels, each with its label; those that two labels share are left out."""
    owners: dict[str, set[str]] = {}
    for label in labels:
        for form in _spellings(label):
            owners.setdefault(form, set()).add(label)
    return {form: next(iter(owner)) for form, owner in owners.items() if len(owner) == 1}


@cache_short_keys(maxsize=4096)
def _spellings(own: str) -> tuple[str, ...]:
    """Other spellings of a folded text: simplified, without punctuation, brackets or its number."""
    plain = simplify(own)
    core, bare = drop_brackets(plain), drop_number(plain)
    return plain, _without_punctuation(plain), core, _without_punctuation(core), bare


def _without_punctuation(text: str) -> str:
    """A text without its punctuation."""
    return _PUNCTUATION.sub("", text)


def _has_same_unit(text: str, label: str) -> bool:
    """Whether a text names the unit of money of its label, or none."""
    own, official = _YUAN.findall(text), _YUAN.findall(label)
    return not own or not official or own == official


def find_nearest(text: str, labels: Iterable[str]) -> str:
    """The one label that a text is by far nearest to, within the tolerance; "" where there is none."""
    # Characters are compared one by one only for labels that lengths and sets of characters do not rule out.
    bounds = {label: _least_distance(text, label) for label in labels}
    near = [label for label in bounds if may_be(text, label)]
    apart, found = min(((edit_distance(text, label), label) for label in near), default=(0, ""))
    alone = all(
        edit_distance(text, label) > 2 * apart
        for label, bound in bounds.items()
        if label != found and bound <= 2 * apart
    )
    return found if alone and apart * TOLERANCE <= len(found) else ""


def may_be(text: str, label: str) -> bool:
    """Whether a text may be near enough to a label to be taken for it."""
    return _least_distance(text, label) * TOLERANCE <= len(label)


def _least_distance(text: str, label: str) -> int:
    """A lower bound of the distance of a text from a label, which is found faster."""
    return max(abs(len(text) - len(label)), len({*label} - {*text}))


def edit_distance(one: str, other: str) -> int:
    """The Levenshtein distance: how many characters to insert, delete or replace to make one of the other."""
    before = list(range(len(other) + 1))
    for row, left in enumerate(one, start=1):
        now = [row]
        for column, right in enumerate(other, start=1):
            now.append(min(before[column] + 1, now[-1] + 1, before[column - 1] + (left != right)))
        before = now
    return before[-1]


# Mirrors of official sites print traditional characters; these are all that the labels of the form need.
_SIMPLIFIED: Final = str.maketrans(
    "係內動務區問單國執報審專對層屬廢強後復採據數於會條業構機權決沒況減為爲無獲現當發監祕穩範糾納級組結絡經"
    "維總織繫繳繼續罰聯臺萬處補製複覆規計訊訟訪設許訴詢請議護費購轉辦這進過開關電項題類體險書來兩衛勞產響應與",
    "系内动务区问单国执报审专对层属废强后复采据数于会条业构机权决没况减为为无获现当发监秘稳范纠纳级组结络经"
    "维总织系缴继续罚联台万处补制复复规计讯讼访设许诉询请议护费购转办这进过开关电项题类体险书来两卫劳产响应与",
)


def simplify(label: str) -> str:
    """A label in simplified characters. Only for labels: texts that are filed are never changed.

    >>> simplify("複議") == "复议"
    True
    """
    return label.translate(_SIMPLIFIED)
