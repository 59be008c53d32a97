"""The lines of the check sheet: the row and the formulas of each, and the cell for a unit's explanation."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from attrs import frozen

from gkxl.issues import Place
from gkxl.issues.catalogue import code
from gkxl.layout import AUDIT_SHEET, NAME_PREFIX, hidden_places, identity_places, pages
from gkxl.model.outline import group_by_domain
from gkxl.rules.check import CountFitting, count_entered
from gkxl.rules.expectations import expected_rules, last_year_paths
from gkxl.rules.expression import Constant, If, explains, fewer, more, plus, unfilled
from gkxl.rules.rule import LAST, Outcome, distinct_labels, rules

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gkxl.forms.edition import Edition
    from gkxl.model.outline import Node
    from gkxl.rules.expectations import Expected
    from gkxl.rules.expression import Expression
    from gkxl.rules.rule import Rule


Explanations: TypeAlias = Mapping[tuple[str, str], str]
"""What a unit explains, by the code and path that it is about."""

FIRST_ROW: Final = 4
"""The row of the first headings of the check sheet; title and verdict are above."""

VERDICT_CELL: Final = "B2"
"""The cell of the one verdict over all lines."""

LEFT_COLUMN, RIGHT_COLUMN, DIFFERENCE_COLUMN, WORD_COLUMN = FORMULA_COLUMNS = "BCDE"
"""The columns of both sides of a rule, of their difference, and of what becomes of the rule."""

EXPLANATION_HEADING: Final = "说明（不合但属实的，写原因）"
"""What is printed over the explanations."""

EXPLANATION_COLUMN: Final = 6
"""The column of the check sheet in which units explain."""

_WHOLE_REPORT_LABELS: Final = {
    "year.copied": "各表数字：不应与上年报告完全相同",
    "year.jump": "各表数字：与上年相比，一般没有十倍以上的增减",
}
"""What is printed on the lines that are about a report as a whole."""


@frozen(eq=False)
class ExplainableLine:
    """A line of the check sheet that may be explained.

    Attributes:
        code: The code of the issue that the explanation settles.
        path: The path of its cell; "" where it is about the whole report.
        label: What is printed on the line.
        place: Where the explanation is written.
        expected: The expectation; None where it is about the whole report.
    """

    code: str
    path: str
    label: str
    place: Place
    expected: Expected | None

    @property
    def key(self) -> tuple[str, str]:
        """What explanations are kept by: the code and path that they are about."""
        return self.code, self.path

    @cached_property
    def name(self) -> str:
        """The defined name of the cell for the explanation."""
        return f"{NAME_PREFIX}explain.{self.code}{f'.{self.path}' if self.path else ''}"


@cache
def tables(edition: Edition) -> tuple[Node, ...]:
    """The tables of an edition; each of them has a line that tells whether it is filled in."""
    return tuple(page.section for page in pages(edition) if page.section.in_table)


@cache
def line_rows(edition: Edition) -> tuple[range, range, range]:
    """The rows of the lines of each block: tables, expectations, rules; headings are above each block."""
    whole = len(_WHOLE_REPORT_LABELS)
    found, row = [], FIRST_ROW + 1
    for count in (len(tables(edition)), len(expected_rules(edition)) + whole, len(rules(edition))):
        found.append(range(row, row + count))
        row += count + 1
    first, second, third = found
    return first, second, third


@cache
def explainable_lines(edition: Edition) -> tuple[ExplainableLine, ...]:
    """Every line of an edition's check sheet that may be explained, from top to bottom."""
    kept = [
        (one.mark.code, one.rule.cell.path, f"{one.subject}：{one.mark.rule}", one)
        for one in expected_rules(edition)
    ]
    whole = [(code, "", label, None) for code, label in _WHOLE_REPORT_LABELS.items()]
    return tuple(
        ExplainableLine(code, path, label, Place.of(AUDIT_SHEET, row, EXPLANATION_COLUMN), one)
        for row, (code, path, label, one) in zip(line_rows(edition)[1], [*kept, *whole], strict=True)
    )


_NOTE_PREFIX: Final = "上年："


@cache
def last_year_places(edition: Edition) -> dict[str, Place]:
    """Where a workbook keeps last year's figures: below its identity, by path with `LAST` in front."""
    return hidden_places((LAST + path for path in last_year_paths(edition)), above=len(identity_places()))


@cache
def note_places(edition: Edition) -> dict[str, Place]:
    """Where last year's figure is shown, by the path of the cell that is expected to follow from it."""
    follow = {one.rule.cell.path for one in expected_rules(edition)}.intersection(last_year_paths(edition))
    return {
        box.cell.path: Place(page.sheet, box.row, page.width + 1)
        for page in pages(edition)
        for box in page.boxes
        if box.cell and box.cell.path in follow
    }


def last_year_note(value: Any) -> str:  # noqa: ANN401 (int or Decimal)
    """A figure of last year's as it is shown to the right of a table.

    >>> last_year_note(597), is_last_year_note("上年：597"), is_last_year_note("上年：见附件")
    ('上年：597', True, False)
    """
    return f"{_NOTE_PREFIX}{value}"


def is_last_year_note(text: str) -> bool:
    """Whether a text is such a note, as it was issued."""
    return text.startswith(_NOTE_PREFIX) and text.removeprefix(_NOTE_PREFIX).isdecimal()


CONFIRM, EXPLAINED, LATER = code.CONFIRM.zh, code.SETTLED.zh, "待比对"
"""The words for an expectation that is not kept, for one that is explained, and for one without figures."""

NO_FIGURE: Final = "—"
"""What is shown in the place of a number that there is none of."""

_HOLDS, _BROKEN, _UNFILLED = (Constant(word) for word in (Outcome.HOLDS, Outcome.BROKEN, Outcome.UNFILLED))


@frozen
class Line:
    """One line of the check sheet.

    Attributes:
        text: What is printed on it.
        left: The left side; None where it has no sides, a number where that is always the same.
        right: The right side.
        word: What becomes of it, in a word.
        explained: Whether the unit may explain it.
        array: Whether its formulas are entered as array formulas.
    """

    text: str
    left: Expression | int | None
    right: Expression | None
    word: Expression
    explained: bool = False
    array: bool = False


def completeness_lines(edition: Edition) -> Iterator[Line]:
    """For each table: whether every cell holds a number that it may hold."""
    for table in tables(edition):
        inputs = tuple(cell for cell in table.leaves if not cell.computed)
        yield _completeness_line(table.item.label, inputs)


def _completeness_line(label: str, inputs: tuple[Node, ...]) -> Line:
    groups = group_by_domain(inputs).items()
    fitting = plus(CountFitting(domain, tuple(cell.path for cell in alike)) for domain, alike in groups)
    complete = If(fewer(fitting, Constant(len(inputs))), _UNFILLED, _HOLDS)
    word = If(more(count_entered(inputs), fitting), _BROKEN, complete)
    return Line(label, len(inputs), fitting, word, array=True)


def expectation_lines(edition: Edition) -> Iterator[Line]:
    """For each expectation: whether it is kept, or explained."""
    for line in explainable_lines(edition):
        left, right, word = _expectation(line)
        yield Line(line.label, left, right, word, explained=True)


def _expectation(line: ExplainableLine) -> tuple[Expression | None, Expression | None, Expression]:
    """Both sides of an expectation, and what becomes of it."""
    is_explained, later = explains(line.name), Constant(LATER)
    if line.expected is None:
        return None, None, If(is_explained, Constant(EXPLAINED), later)
    one = line.expected
    broken = If(is_explained, Constant(EXPLAINED), Constant(CONFIRM))
    right = one.rule.right.filed
    shown = If(unfilled(one.last), Constant(NO_FIGURE), right) if one.last else right
    return one.rule.left.filed, shown, one.expression(broken=broken, unknown=later)


def rule_lines(edition: Edition) -> Iterator[Line]:
    """For each sum and balance: whether it holds."""
    for rule in rules(edition):
        text = f"{_find_subject(edition, rule)}：{rule.words}"
        yield Line(text, rule.left.filed, rule.right.filed, rule.outcome)


def _find_subject(edition: Edition, rule: Rule) -> str:
    """What a line is about: the total, or the column of a balance."""
    return rule.cell.label if rule.is_sum else f"“{distinct_labels(edition, rule)[1]}”列"
