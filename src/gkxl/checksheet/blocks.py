"""The lines of the check sheet as expressions over cells, in the order in which a unit goes through them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from gkxl.address import quote_sheet
from gkxl.checksheet.lines import (
    CONFIRM,
    COUNT,
    EXPLAINED,
    FILLED,
    LATER,
    OPEN,
    ROOM,
    cover_lines,
    explainable_lines,
    prose_sections,
    rows_per_row,
    tables,
)
from gkxl.frozen import frozen
from gkxl.layout import LINE_CHARACTERS, TEXT_ROWS, count_text_lines, places
from gkxl.model.marks import Lead
from gkxl.rules.check import count_entered
from gkxl.rules.expression import (
    Constant,
    If,
    OverCells,
    all_of,
    content,
    equal,
    explains,
    fewer,
    joined,
    more,
    unfilled,
)
from gkxl.rules.rule import Outcome, distinct_labels, rules

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from gkxl.checksheet.lines import ExplainableLine
    from gkxl.forms.edition import Edition
    from gkxl.issues import Place
    from gkxl.model.outline import Node
    from gkxl.rules.expression import Cells, Expression
    from gkxl.rules.rule import Rule

NO_FIGURE: Final = "—"
"""What is shown in the place of a number, or of a link, that there is none of."""

_HOLDS, _BROKEN, _UNFILLED = (Constant(word) for word in (Outcome.HOLDS, Outcome.BROKEN, Outcome.UNFILLED))
_NOTHING, _NONE = Constant(""), Constant(NO_FIGURE)


@frozen
class Line:
    """One line of the check sheet.

    Attributes:
        text: What is printed on it.
        left: The left side; None where it has no sides, a number where that is always the same.
        right: The right side.
        word: What becomes of it, in a word.
        explained: Whether the unit may explain it.
        folded: Whether it is only shown when it is asked for; then both sides do without their difference.
        remark: What to look at, where the unit does not explain; None for nothing.
        longest_remark: The longest that this can be, for the height of the line.
    """

    text: str
    left: Expression | int | None
    right: Expression | None
    word: Expression
    explained: bool = False
    folded: bool = False
    remark: Expression | str | None = None
    longest_remark: str = ""


@frozen
class Link:
    """A text that leads to a cell when it is clicked.

    Attributes:
        sheet: The sheet of the cell.
        address: Its address.
        text: The text.
    """

    sheet: str
    address: Expression
    text: Expression

    def value(self, values: Mapping[str, Any]) -> Any:  # noqa: ANN401 (a text)
        """The text."""
        return self.text.value(values)

    def excel(self, cells: Cells) -> str:
        """A call of HYPERLINK."""
        return (
            f'HYPERLINK("#{quote_sheet(self.sheet)}!"&{self.address.excel(cells)},{self.text.excel(cells)})'
        )


@frozen
class FirstOpen:
    """The address of the first of some cells that is not filled in as it should be; there has to be one.

    Attributes:
        cells: Where the cells are, by path.
        per_row: How many rows of the hidden sheet are about a row of the page.
    """

    cells: Mapping[str, Place]
    per_row: int

    def value(self, values: Mapping[str, Any]) -> str:
        """The address; "" if there is none."""
        return next((at.address for path, at in self.cells.items() if values[COUNT + path] == OPEN), "")

    def excel(self, cells: Cells) -> str:
        """The address that the row of the hidden cell stands for."""
        before = cells.places[COUNT + next(iter(self.cells))].row - 1
        row = f"{before}+MATCH({OPEN},{_hidden_range(self.cells, cells)},0)"
        return f"ADDRESS(INT(({row})/{self.per_row}),MOD({row},{self.per_row}),4)"


@frozen
class CountFilled:
    """How many of some cells are filled in as they should be, as the hidden sheet has it."""

    paths: tuple[str, ...]

    def value(self, values: Mapping[str, Any]) -> int:
        """The number of cells."""
        return [values[COUNT + path] for path in self.paths].count(FILLED)

    def excel(self, cells: Cells) -> str:
        """A call of COUNTIF; the rows between those of the cells are blank."""
        return f"COUNTIF({_hidden_range(self.paths, cells)},{FILLED})"


def _hidden_range(paths: Iterable[str], cells: Cells) -> str:
    """The part of a column of the hidden sheet that is about cells of one page, from first to last.

    It is written as a range even where it is one cell: IronCalc counts in nothing else.
    """
    first, *_, last = [cells.places[COUNT + path] for path in (*paths, *paths)]
    return f"{quote_sheet(first.sheet)}!{first.address}:{last.address}"


def table_lines(edition: Edition) -> Iterator[Line]:
    """For each table: whether every cell holds a number that it may hold, and the first that does not."""
    for table in tables(edition):
        inputs = tuple(cell for cell in table.leaves if not cell.computed)
        filled, due = _count(inputs), Constant(len(inputs))
        word = If(more(count_entered(inputs), filled), _BROKEN, If(fewer(filled, due), _UNFILLED, _HOLDS))
        first = _first_open(edition, inputs)
        link = Link(table.section.sheet, first, first)
        yield Line(table.item.label, len(inputs), filled, word, remark=If(fewer(filled, due), link, _NONE))


def _count(inputs: Iterable[Node]) -> CountFilled:
    return CountFilled(tuple(cell.path for cell in inputs))


def _first_open(edition: Edition, inputs: Iterable[Node]) -> FirstOpen:
    where = {cell.path: places(edition)[cell.path] for cell in inputs}
    return FirstOpen(where, rows_per_row(edition, next(iter(where.values())).sheet))


def text_lines(edition: Edition) -> Iterator[Line]:
    """For each section of texts, and for the cover: whether anything is written, and what is still empty."""
    for section in prose_sections(edition):
        asked = tuple(leaf for leaf in section.leaves if not isinstance(leaf.item, Lead))
        nothing = equal(_count(section.leaves), Constant(0))
        word = If(nothing, Constant(CONFIRM), _HOLDS)
        long = tuple(_drag_rows(edition, leaf) for leaf in section.leaves)
        yield _text_line(edition, asked, Line(section.item.label, len(asked), None, word), long)
    cover = cover_lines(edition)
    if cover:
        nameless = equal(content(COUNT + edition.roles.unit), Constant(OPEN))
        word = If(nameless, Constant(CONFIRM), _HOLDS)
        yield _text_line(edition, cover, Line(cover[0].section.sheet, len(cover), None, word), ())


def _text_line(edition: Edition, asked: tuple[Node, ...], line: Line, long: tuple[If, ...]) -> Line:
    """A line about texts: the names of those that are empty, and the rows that do not show all of one."""
    filled, sheet = _count(asked), asked[0].section.sheet
    is_short = fewer(filled, Constant(len(asked)))
    names = (
        If(equal(content(COUNT + leaf.path), Constant(FILLED)), _NOTHING, Constant(f" {leaf.item.label}"))
        for leaf in asked
    )
    first = Constant(places(edition)[asked[0].path].address)
    target = If(is_short, _first_open(edition, asked), first)
    text = joined(If(is_short, Constant("空着："), _NOTHING), *names, *long)
    fine = all_of(equal(filled, Constant(len(asked))), *(equal(one, _NOTHING) for one in long))
    remark = If(fine, _NONE, Link(sheet, target, text))
    longest = f"空着：{' '.join(leaf.item.label for leaf in asked)}"
    return Line(line.text, line.left, filled, line.word, remark=remark, longest_remark=longest)


def _drag_rows(edition: Edition, leaf: Node) -> If:
    """Which rows have to be made higher for a text to be seen whole."""
    first = places(edition)[leaf.path].row
    words = Constant(f" 第{first}—{first + TEXT_ROWS - 1}行请拖高")
    return If(more(_count_lines(leaf.path), content(ROOM + leaf.path)), words, _NOTHING)


def _count_lines(path: str) -> OverCells:
    """How many lines a text takes, as `gkxl.layout.count_text_lines` has it."""
    breaks = 'LEN({0})-LEN(SUBSTITUTE({0},CHAR(10),""))'
    formula = f"ROUND(LEN({{0}})/{LINE_CHARACTERS}+{breaks}+1,1)"
    return OverCells((path,), lambda contents: count_text_lines(next(contents) or ""), formula)


def balance_lines(edition: Edition) -> Iterator[Line]:
    """For each balance: whether it holds, and its cells."""
    for rule in rules(edition):
        if not rule.is_sum:
            text = f"“{distinct_labels(edition, rule)[1]}”列：{rule.words}"
            link = _link_cells(edition, rule)
            yield Line(text, rule.left.filed, rule.right.filed, rule.outcome, remark=link)


def _link_cells(edition: Edition, rule: Rule) -> Link:
    """The cells of a rule, such as D5＋D6＝D28＋D29, which lead to that in which it is told."""
    where = places(edition)
    left, right = ("＋".join(where[path].address for path in side.cells) for side in (rule.left, rule.right))
    own = where[rule.cell.path]
    return Link(own.sheet, Constant(own.address), Constant(f"{left}＝{right}"))


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


def sum_lines(edition: Edition) -> Iterator[Line]:
    """For each printed total: whether it is the sum of its parts."""
    for rule in rules(edition):
        if rule.is_sum:
            text = f"{rule.cell.label}：{rule.words}"
            yield Line(text, rule.left.filed, rule.right.filed, rule.outcome, folded=True)
