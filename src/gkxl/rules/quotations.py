"""Compares the texts of a report with its tables: figures that they quote otherwise, sections left empty.

An empty section is to be confirmed. A figure that is quoted otherwise is only information, as a text may
rightly count in another way than a table. No issue is raised where a cell, the rest of a line without one
column, a sum or a difference of lines, or several quotations together explain a figure; nor for other years,
other business, and comparisons.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from itertools import combinations
from typing import TYPE_CHECKING, Any, Final

from gkxl.frozen import NamedTuple
from gkxl.issues import Issue
from gkxl.model.marks import Prose, Total, marks
from gkxl.model.outline import cells, fill, node, outline
from gkxl.rules.expression import Constant, all_of, content, differs, explains, is_written
from gkxl.text import LONGEST_TEXT, Wording, nfkc

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from attrs import AttrsInstance

    from gkxl.forms.edition import Edition, Vocabulary
    from gkxl.model.outline import Node
    from gkxl.rules.expression import Expression


_FIGURE: Final = r"[^,;:。、\d]{0,24}?(\d{1,3}(?:,\d{3})+|\d{1,12})"
"""What lies between the words and the figure that they are about, and the figure."""

_COMPARED: Final = ("去年", "同比", "相比", "较上", "比上", "以来", "累计", "历年", "平均", "增", "减")
_LONGEST_CLAUSE: Final = 60
_MOST_NAMED: Final = 3
"""The most issues raised for one text and the same words."""

_HALF: Final = {mark: unicodedata.normalize("NFKC", mark) for mark in "，：；！？（）％　"}
"""Marks of full width that most texts hold, and what NFKC makes of them."""

_SEPARATOR: Final = re.compile("[,;:]")
_YEAR: Final = re.compile(r"(?<!\d)(20\d\d)年")


class _Patterns(NamedTuple):
    """The words of a kind of form by which its figures are recognised in texts, as patterns.

    Attributes:
        figure: What follows the words up to a figure, and the figure.
        counted: A figure with a measure word.
        subject: What a sentence is about.
        other: What a clause mentions that counts something else.
    """

    figure: re.Pattern[str]
    counted: re.Pattern[str]
    subject: re.Pattern[str]
    other: re.Pattern[str]


@cache
def _patterns(vocabulary: Vocabulary) -> _Patterns:
    return _Patterns(
        re.compile(rf"{_FIGURE}[{vocabulary.measures}](?!次)"),
        re.compile(rf"\d[{vocabulary.measures}]"),
        re.compile(vocabulary.subject),
        re.compile(vocabulary.other),
    )


class _Line(NamedTuple):
    """A line of cells that a text may quote: its total and the other cells, by path."""

    total: Node
    parts: tuple[str, ...]


class _Quotable(NamedTuple):
    """Words, and the lines that a figure after them may come from."""

    words: re.Pattern[str]
    lines: tuple[_Line, ...]

    def known(self, values: Mapping[str, Any]) -> bool:
        """Whether every cell of the lines has a number."""
        paths = (path for line in self.lines for path in (line.total.path, *line.parts))
        return all(values.get(path) is not None for path in paths)

    def totals(self, values: Mapping[str, Any]) -> list[int | None]:
        """The totals of the lines, as which most figures are quoted."""
        return [values.get(line.total.path) for line in self.lines]

    def figures(self, values: Mapping[str, Any]) -> set[int]:
        """Every figure that a cell, a sum or a difference explains.

        Of one line, or of several added up, that is the total, a column, or the total without a column: a
        report may quote of its cases those that are concluded, all but the pending. Of two lines it is also
        what one total is more than the other.
        """
        found: set[int] = set()
        for number in range(1, len(self.lines) + 1):
            for some in combinations(self.lines, number):
                total = sum(values[line.total.path] for line in some)
                alike = zip(*(line.parts for line in some), strict=True)
                columns = [sum(values[path] for path in column) for column in alike]
                found |= {total, *columns, *(total - column for column in columns)}
        pairs = combinations([values[line.total.path] for line in self.lines], 2)
        return found | {abs(one - other) for one, other in pairs}


class _Quotation(NamedTuple):
    """A figure as a text quotes it."""

    words: str
    figure: int


def check_texts(edition: Edition, values: Mapping[str, Any]) -> Iterator[Issue]:
    """The sections that are left empty, and the figures that texts quote otherwise than the tables have them.

    Args:
        edition: The edition of the report.
        values: Its values by path; a cell that is left out or None is not judged.
    """
    yield from _find_empty_sections(edition, values)
    for cell in _texts(edition):
        text = values.get(cell.path)
        if text:
            yield from _find_misquoted(edition, cell, text, values)


@cache
def _texts(edition: Edition) -> tuple[Node, ...]:
    return tuple(cell for cell in cells(edition.form) if isinstance(cell.section, Prose))


def _find_empty_sections(edition: Edition, values: Mapping[str, Any]) -> Iterator[Issue]:
    """An issue for each section in which nothing is written: figures may all be 0, but not all texts."""
    for section in outline(edition.form):
        mark = section.section
        leaves = section.leaves
        if isinstance(mark, Prose) and all(_is_blank(leaf, values.get(leaf.path)) for leaf in leaves):
            or_none = Wording("；确无这类事项的，写“无”", ", if only 无") if mark.may_be_none else ""
            facts = {"name": mark.label, "or_none": or_none}
            yield Issue(code="narrative.empty", path=leaves[0].path, label=leaves[0].label, facts=facts)


def _is_blank(leaf: Node, text: str | None) -> bool:
    """Whether a text has no content; one that could not be read is not judged."""
    return text is not None and not has_content(leaf).value({leaf.path: text.strip()})


@cache
def has_content(leaf: Node) -> Expression:
    """Whether a text says anything: not signs alone, 无 where that is no answer, or the form's own words."""
    allowed = isinstance(leaf.section, Prose) and leaf.section.may_be_none
    said = is_written(leaf.path) if allowed else explains(leaf.path)
    printed = (Constant(text) for text in (leaf.item.label, leaf.item.hint) if text)
    return all_of(said, *(differs(content(leaf.path), words) for words in printed))


def _find_misquoted(edition: Edition, cell: Node, text: str, values: Mapping[str, Any]) -> Iterator[Issue]:
    vocabulary = edition.kind.vocabulary
    if vocabulary is None:
        return
    words = _patterns(vocabulary)
    sentences = _find_sentences(text, words)
    for quotable in _quotables(edition) if sentences else ():
        year = values.get(edition.roles.year)
        quoted = [q for sentence in sentences for q in _find_quoted(sentence, quotable, words, year)]
        totals = quotable.totals(values)
        if any(found.figure not in totals for found in quoted) and quotable.known(values):
            for found in _drop_explained(quoted, quotable.figures(values))[:_MOST_NAMED]:
                yield _make_issue(cell, found, quotable, values)


def _find_sentences(text: str, words: _Patterns) -> list[str]:
    """The sentences about the subject of the form that hold figures: no spaces, half-width forms."""
    whole = to_half_width(text[:LONGEST_TEXT]).replace(" ", "")
    for end in "!?\n":
        whole = whole.replace(end, "。")
    return [s for s in whole.split("。") if words.counted.search(s) and words.subject.search(s)]


def to_half_width(text: str) -> str:
    """A text under NFKC; the usual marks are changed one by one, for that is all that most texts need."""
    for mark, half in _HALF.items():
        text = text.replace(mark, half)
    return nfkc(text)


def _find_quoted(
    sentence: str, quotable: _Quotable, words: _Patterns, year: int | None
) -> Iterator[_Quotation]:
    """What a sentence quotes of this report and no other."""
    for start, quoted, figure in _find_figures(sentence, quotable, words):
        before = sentence[max(0, start - _LONGEST_CLAUSE) : start]
        clause = _SEPARATOR.split(before)[-1] + quoted
        others = {int(other) for other in _YEAR.findall(clause)} - {year}
        if not (others or words.other.search(clause) or any(word in clause for word in _COMPARED)):
            yield _Quotation(quoted, figure)


def _find_figures(sentence: str, quotable: _Quotable, words: _Patterns) -> Iterator[tuple[int, str, int]]:
    """Where words with a figure begin, they with all up to it, and the figure."""
    at = 0
    while found := quotable.words.search(sentence, at):
        figure = words.figure.match(sentence, found.end())
        at = figure.end() if figure else found.start() + 1
        if figure:
            yield found.start(), sentence[found.start() : at], int(figure[1].replace(",", ""))


def _drop_explained(quoted: list[_Quotation], figures: set[int]) -> list[_Quotation]:
    """The quotations that no figure explains, unless together they are one."""
    left = [found for found in quoted if found.figure not in figures]
    together = {sum(found.figure for found in some) for some in (left, quoted)}
    return [] if together & figures else left


def _make_issue(cell: Node, found: _Quotation, quotable: _Quotable, values: Mapping[str, Any]) -> Issue:
    figures = [(" / ".join(line.total.headings[:-1]), values[line.total.path]) for line in quotable.lines]
    return Issue(
        code="narrative.differs",
        path=cell.path,
        label=cell.label,
        found=found.figure,
        facts={
            "quotation": found.words,
            "figures": Wording(
                "，".join(f"“{label}”总计为 {value}" for label, value in figures),
                "; ".join(f"{label}: {value}" for label, value in figures),
            ),
        },
    )


@cache
def _quotables(edition: Edition) -> tuple[_Quotable, ...]:
    paths: Any = fill(edition.form, lambda cell: cell.path)
    return tuple(
        _Quotable(
            re.compile(quotation.words),
            tuple(_make_line(edition, line) for line in quotation.lines(paths)),
        )
        for quotation in edition.quotations
    )


def _make_line(edition: Edition, line: AttrsInstance) -> _Line:
    """The line of a group of paths."""
    printed = marks(type(line))
    (total,) = (getattr(line, name) for name, (_, mark) in printed.items() if isinstance(mark, Total))
    parts = (getattr(line, name) for name, (_, mark) in printed.items() if not isinstance(mark, Total))
    return _Line(node(edition.form, total), tuple(parts))
