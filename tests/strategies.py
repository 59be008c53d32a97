"""Random reports of any edition, for the laws that hold for every report.

    @given(reports(edition))          # consistent: nothing for check() to say
    @given(broken_reports(edition))   # some figures changed, totals and inputs alike

Texts hold whatever a workbook can carry: XML 1.0 characters but for the carriage return, which XML turns
into a line feed.
"""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from operator import neg
from typing import TYPE_CHECKING, Any, Final

from hypothesis import strategies as st

from gkxl.checksheet.lines import explainable_lines
from gkxl.forms.common import LEVELS
from gkxl.model.marks import AMOUNT, COUNT
from gkxl.model.outline import cells, report_from, values_of, with_totals
from gkxl.rules.expectations import expected_rules, prefix_last_year
from gkxl.rules.expression import less
from gkxl.rules.quotations import check_texts
from gkxl.rules.rule import LAST, Outcome, rules
from gkxl.text import is_empty
from published import WRITTEN

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import DrawFn, SearchStrategy

    from gkxl.forms.edition import AnyReport, Edition
    from gkxl.model.outline import Node

LARGEST: Final = COUNT.limit // 100
"""The largest count entered: the sum of all lines stays below 10**15, which spreadsheets hold exactly."""

LONGEST: Final = 2_000
"""The longest text: a workbook cell holds 32,767 characters, and a line break may take eight in the file."""

counts: Final = st.integers(0, 9) | st.integers(0, LARGEST)

AWKWARD: Final = (
    "=1+1", "+86", "-", "@", "'quoted'", " padded ", "一\n二\n\n三", "\ttab", "_x000D_", "_x0041_", "]]>",
    "<b>&amp;", "𠮷野家", "👩\u200d👧", "e\u0301", "无", "0", "{place}", "%s", "\u200f", "\x7f\x85", "\u2028",
)  # fmt: skip


@st.composite
def amounts(draw: DrawFn) -> Decimal:
    """Amounts of at most 15 digits, up to six of them decimals."""
    places = draw(st.integers(0, 6))
    return Decimal(draw(st.integers(0, min(10**15, AMOUNT.limit * 10**places) - 1))).scaleb(-places)


@cache
def texts(longest: int = LONGEST) -> SearchStrategy[str]:
    """Texts of any characters that a workbook can carry."""
    control = [chr(code) for code in range(0x20) if chr(code) not in "\t\n"]
    characters = st.characters(exclude_categories=["Cs"], exclude_characters=[*control, "\ufffe", "\uffff"])
    free = st.text(characters, max_size=min(longest, 40))
    long = st.builds(lambda piece: (piece * longest)[:longest], st.text(characters, min_size=1, max_size=5))
    return st.just("") | free | free.map(lambda text: f"={text}"[:longest]) | st.sampled_from(AWKWARD) | long


@cache
def content(edition: Edition, cell: Node) -> SearchStrategy[Any]:
    """What a cell of a sound report may hold."""
    if cell.item.choices:
        return st.sampled_from(("", *cell.item.choices))
    if cell.type is str:
        return texts()
    if not cell.in_table:
        return st.integers(edition.first_year, edition.last_year or 2099)
    if cell.domain.signed:
        return counts | counts.map(neg)
    return counts if cell.type is int else amounts()


@st.composite
def reports(draw: DrawFn, edition: Edition) -> Any:  # noqa: ANN401 (a report of that edition)
    """Consistent reports: sums and balances hold, and every cell holds what it may.

    Most cells are all zero, or all different, so that a swapped pair shows; some are random.
    """
    values = _entered(draw, edition)
    for rule in rules(edition):
        if len(rule.left.cells) > 1 and not rule.follows:
            _level(values, rule.left.inputs, rule.right.inputs)
    _make_usual(edition, values)
    return report_from(edition.form, with_totals(edition.form, values))


def _make_usual(edition: Edition, values: dict[str, Any]) -> None:
    """Change what would have to be confirmed: figures that are alike, the level, empty sections."""
    for one in expected_rules(edition):
        if one.mark.apart and one.outcome(values) is Outcome.BROKEN:
            values[one.rule.cell.path] += 1
        elif one.mark.levels and values[one.rule.cell.path] is not None:
            values[one.level] = one.mark.levels[0]
    for issue in check_texts(edition, values):
        if issue.code == "narrative.empty":
            section = issue.path.partition(".")[0]
            values |= {path: text for path, text in WRITTEN.items() if path.startswith(section)}
    if is_empty(values["cover.unit"]):
        values["cover.unit"] = WRITTEN["cover.unit"]


def _entered(draw: DrawFn, edition: Edition) -> dict[str, Any]:
    """Every cell that is not a total: zero or its number among the cells, and some of them at random."""
    entered = [cell for cell in cells(edition.form) if not cell.computed]
    step = draw(st.sampled_from((0, 1)))
    values = {cell.path: _ground(edition, cell, step * index) for index, cell in enumerate(entered, start=1)}
    for some in (
        [cell for cell in entered if cell.in_table],
        [cell for cell in entered if cell.type is str],
        [cell for cell in entered if cell.type is Decimal or cell.path == "cover.year"],
    ):
        for cell in draw(_some(tuple(some))):
            values[cell.path] = draw(content(edition, cell))
    return values


def _ground(edition: Edition, cell: Node, number: int) -> Any:  # noqa: ANN401 (what the cell holds)
    if cell.type is str:
        return cell.label if number and not cell.item.choices else ""
    return cell.type(number) if cell.in_table else edition.first_year


@cache
def _some(found: tuple[Node, ...]) -> SearchStrategy[set[Node]]:
    return st.sets(st.sampled_from(found), max_size=12)


def _level(values: dict[str, Any], left: tuple[str, ...], right: tuple[str, ...]) -> None:
    """Make two sides equal by adding to the last cell of the smaller one."""
    difference = sum(values[path] for path in left) - sum(values[path] for path in right)
    values[right[-1] if difference > 0 else left[-1]] += abs(difference)


@st.composite
def broken_reports(draw: DrawFn, edition: Edition) -> Any:  # noqa: ANN401 (a report of that edition)
    """Reports of which some counts are changed, so that most of them are inconsistent."""
    values = values_of(draw(reports(edition)))
    paths = [cell.path for cell in cells(edition.form) if cell.in_table and cell.type is int]
    for path in draw(st.lists(st.sampled_from(paths), min_size=1, max_size=8)):
        values[path] = draw(_changes(lambda other: values[other], path, paths))
    return report_from(edition.form, values)


def _changes(value: Callable[[str], int], path: str, paths: list[str]) -> SearchStrategy[int]:
    """Other counts for a cell: one more or less, as much as another cell's, or anything.

    An increase or decrease may be below 0: what is copied from it has to be fit for a cell that may not.
    """
    near = st.sampled_from((value(path) + 1, max(value(path) - 1, 0)))
    return near | st.sampled_from(paths).map(value).map(abs) | counts


def small_reports(edition: Edition) -> SearchStrategy[AnyReport]:
    """Consistent reports with as few texts as will do, for laws about figures alone."""
    texts_out = {cell.path: "" for cell in cells(edition.form) if cell.type is str} | WRITTEN
    return reports(edition).map(lambda r: report_from(edition.form, values_of(r) | texts_out))


@st.composite
def years(
    draw: DrawFn, edition: Edition
) -> tuple[dict[str, Any], dict[str, Any], dict[tuple[str, str], str]]:
    """What a workbook holds, of last year's figures what it brings along, and what the unit explains.

    Most figures are as expected; some are not, some are missing, and some of this year's cells are blank.
    """
    values = values_of(draw(reports(edition)))
    last = expected_figures(edition, values)
    for path in draw(st.sets(st.sampled_from(sorted(last)), max_size=4)):
        last[path] = draw(st.sampled_from((last[path] + 1, 0)) | counts)
    for path in draw(st.just(set()) | st.sets(st.sampled_from(sorted(last)), max_size=3)):
        del last[path]
    for one in draw(st.sets(st.sampled_from(expected_rules(edition)), max_size=4)):
        values[one.rule.cell.path] = draw(st.sampled_from((0, 1, None)))
    values["cover.level"] = draw(st.sampled_from(("", *LEVELS)))
    keys = st.sampled_from([line.key for line in explainable_lines(edition)])
    return values, last, draw(st.dictionaries(keys, st.sampled_from(("属实", "  ", "1", "=1+1"))))


def expected_figures(edition: Edition, values: dict[str, Any]) -> dict[str, Any]:
    """The figures of last year from which these of this year follow."""
    last: dict[str, Any] = {}
    for one in expected_rules(edition):
        for path in one.last[:1]:
            known = values | prefix_last_year({**last, path.removeprefix(LAST): 0})
            difference = less(one.rule.left.filed, one.rule.right.filed)
            last[path.removeprefix(LAST)] = difference.value(known)
    return last
