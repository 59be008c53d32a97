"""The whole check sheet (审核): its blocks of lines, every formula on it, and what each formula shows."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final

from gkxl.address import read_address
from gkxl.checksheet.blocks import (
    NO_FIGURE,
    Line,
    balance_lines,
    expectation_lines,
    sum_lines,
    table_lines,
    text_lines,
)
from gkxl.checksheet.lines import (
    CONFIRM,
    COUNT,
    DIFFERENCE_COLUMN,
    EXPLAINED,
    EXPLANATION_HEADING,
    FILLED,
    FOLDED,
    FORMULA_COLUMNS,
    LEFT_COLUMN,
    OPEN,
    REMARK_COLUMN,
    RIGHT_COLUMN,
    TO_COMPARE,
    TO_FILL_IN,
    VERDICT_CELL,
    WORD_COLUMN,
    block_rows,
    count_places,
    explainable_lines,
    input_cells,
    last_year_places,
)
from gkxl.frozen import frozen
from gkxl.issues import Place
from gkxl.layout import AUDIT_SHEET, HIDDEN_SHEET, places
from gkxl.model.marks import Prose
from gkxl.rules.check import Fitting
from gkxl.rules.expression import (
    PLACEHOLDERS,
    SIGNS,
    Cells,
    Constant,
    If,
    content,
    count_of,
    is_blank,
    is_number_in,
    is_written,
    joined,
    less,
    more,
    plus,
    total,
)
from gkxl.rules.quotations import has_content
from gkxl.rules.rule import Outcome
from gkxl.text import PLACEHOLDER_CHARACTERS, SPACES_AND_SIGNS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from gkxl.checksheet.lines import Explanations
    from gkxl.forms.edition import Edition
    from gkxl.model.outline import Node
    from gkxl.rules.expression import Expression

BLANKS_VERDICT: Final = f"{Outcome.BROKEN}：还有"
"""What the verdict begins with while cells are still to be filled in."""

_TABLES, _TEXTS, _BALANCES, _EXPECTATIONS, _SUMS = _ALL_BLOCKS = (0, 1, 2, 3, 4)
_VERDICTS: Final = (
    (Outcome.BROKEN, _ALL_BLOCKS, f"{Outcome.BROKEN}：有 {{}} 项，见下面标红的行"),
    (Outcome.UNFILLED, (_TABLES, _BALANCES, _SUMS), f"{BLANKS_VERDICT} {{}} 格没有填"),
    (CONFIRM, _ALL_BLOCKS, f"{CONFIRM}：有 {{}} 项，请核对；属实的，在“说明”栏写明原因"),
    (EXPLAINED, _ALL_BLOCKS, f"{Outcome.HOLDS}（{{}} 项已说明）"),
)
"""The verdict for the first of these words that a line shows, and in which blocks; it gives the number."""


@frozen
class Block:
    """Lines under headings of their own, with their rows.

    Attributes:
        headings: What is printed over their columns.
        lines: The lines.
        rows: Their rows.
        folded: The rows that are not shown unless they are asked for.
    """

    headings: tuple[str, ...]
    lines: tuple[Line, ...]
    rows: range
    folded: range = range(0)

    @property
    def words(self) -> tuple[str, ...]:
        """Where the words of its lines are; a line about those that are folded is not counted."""
        return tuple(f"{WORD_COLUMN}{row}" for row in self.folded or self.rows)


@frozen(eq=False)
class SheetFormula:
    """A formula of a workbook that depends on its report.

    Attributes:
        expression: What it states; other formulas are cells by their addresses or names.
        text: The formula, without ``=``.
    """

    expression: Expression
    text: str


@cache
def blocks(edition: Edition) -> tuple[Block, ...]:
    """The check sheet of an edition; a block without lines is not printed."""
    rows, sides = block_rows(edition), ("相差", "结果")
    sums = tuple(sum_lines(edition))
    found = (
        Block(
            ("一、数字是否填妥", "应填格数", "填妥格数", *sides, TO_FILL_IN),
            tuple(table_lines(edition)),
            rows.tables,
        ),
        Block(
            ("二、文字和封面是否填写", "应填", "已填", *sides, TO_FILL_IN),
            tuple(text_lines(edition)),
            rows.texts,
        ),
        Block(
            ("三、各列是否平衡", "左边", "右边", *sides, TO_COMPARE),
            tuple(balance_lines(edition)),
            rows.balances,
        ),
        Block(
            ("四、与上年和通常情况是否相合", "本年", "对照", *sides, EXPLANATION_HEADING),
            tuple(expectation_lines(edition)),
            rows.expectations,
        ),
        Block(
            ("五、总计", "左边", "右边", *sides, ""),
            (_sums_line(rows.sums[1:]), *sums) if sums else (),
            rows.sums,
            rows.sums[1:],
        ),
    )
    return tuple(found)


def _sums_line(rows: range) -> Line:
    """All totals in one line: how many there are, and how many of them add up."""
    words = [f"{WORD_COLUMN}{row}" for row in rows]
    holding = count_of(Outcome.HOLDS, words)
    blank = count_of(Outcome.UNFILLED, words)
    open_ = If(more(blank, Constant(0)), Constant(Outcome.UNFILLED), Constant(Outcome.HOLDS))
    word = If(more(count_of(Outcome.BROKEN, words), Constant(0)), Constant(Outcome.BROKEN), open_)
    return Line(
        f"各处总计（共 {len(words)} 处）",
        len(words),
        holding,
        word,
        remark=FOLDED,
        longest_remark=FOLDED,
    )


@cache
def formulas(edition: Edition) -> dict[str, SheetFormula]:
    """Every formula of the check sheet by address; each comes after those that it refers to."""
    drawn = [block for block in blocks(edition) if block.lines]
    found = {
        f"{column}{row}": expression
        for block in drawn
        for row, line in reversed([*zip(block.rows, block.lines, strict=True)])
        for column, expression in _line_formulas(line, row)
    }
    found[VERDICT_CELL] = _verdict(edition)
    own = {f"{column}{row}" for column in FORMULA_COLUMNS for block in drawn for row in block.rows}
    return _write_formulas(edition, found, AUDIT_SHEET, own)


@cache
def hidden_formulas(edition: Edition) -> dict[str, SheetFormula]:
    """Every formula of the hidden sheet by address: for each input whether it is filled in."""
    where = count_places(edition)
    listed = {PLACEHOLDERS: PLACEHOLDER_CHARACTERS, SIGNS: SPACES_AND_SIGNS}
    found: dict[str, Expression] = {where[name].address: Constant(text) for name, text in listed.items()}
    found |= {where[COUNT + cell.path].address: _is_filled(edition, cell) for cell in input_cells(edition)}
    return _write_formulas(edition, found, HIDDEN_SHEET, ())


def _is_filled(edition: Edition, cell: Node) -> Expression:
    """`FILLED` where a cell is filled in as it should be, and `OPEN` where not."""
    if cell.type is not str:
        return Fitting(cell.domain, cell.path, FILLED, OPEN)
    if isinstance(cell.section, Prose):
        return If(has_content(cell), Constant(FILLED), Constant(OPEN))
    if cell.path == edition.roles.unit:
        return If(is_written(cell.path), Constant(FILLED), Constant(OPEN))
    return If(is_blank(cell.path), Constant(OPEN), Constant(FILLED))


def _write_formulas(
    edition: Edition, found: Mapping[str, Expression], sheet: str, own: Iterable[str]
) -> dict[str, SheetFormula]:
    explanations = {line.name: line.place for line in explainable_lines(edition)}
    known = {**places(edition), **last_year_places(edition), **count_places(edition), **explanations}
    cells = Cells({**known, **{at: Place(sheet, *read_address(at)) for at in own}}, sheet)
    return {at: SheetFormula(expression, expression.excel(cells)) for at, expression in found.items()}


def _line_formulas(line: Line, row: int) -> Iterator[tuple[str, Expression]]:
    """The formulas of a line in this row by their columns."""
    if line.left is not None and not isinstance(line.left, int):
        yield LEFT_COLUMN, line.left
    if line.right is not None:
        yield RIGHT_COLUMN, line.right
    if line.right is not None and not line.folded:
        left, right = f"{LEFT_COLUMN}{row}", f"{RIGHT_COLUMN}{row}"
        difference = less(content(left), content(right))
        optional = If(is_number_in(right), difference, Constant(NO_FIGURE))
        yield DIFFERENCE_COLUMN, optional if line.explained else difference
    yield WORD_COLUMN, line.word
    if line.remark and not isinstance(line.remark, str):
        yield REMARK_COLUMN, line.remark


def _verdict(edition: Edition) -> Expression:
    """One answer for the whole workbook: broken rules, then blanks, what is to be confirmed, all is well."""
    every = blocks(edition)
    blanks = total(f"{DIFFERENCE_COLUMN}{row}" for row in every[_TABLES].rows)
    found: Expression = Constant(Outcome.HOLDS)
    for word, among, words in reversed(_VERDICTS):
        lines = plus(count_of(word, every[block].words) for block in among if every[block].words)
        before, after = map(Constant, words.split("{}"))
        shown = joined(before, blanks if word == Outcome.UNFILLED else lines, after)
        found = If(more(lines, Constant(0)), shown, found)
    return found


def compute_results(
    edition: Edition, values: Mapping[str, Any], explanations: Explanations, rooms: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """What each formula of the check sheet shows, and each of the hidden sheet, by address.

    Args:
        edition: The edition.
        values: What a workbook holds by path, and of last year's figures what it keeps; None is a blank cell.
        explanations: What the unit explains, by the code and path that it is about.
        rooms: How many lines of text the rows of each text take, by the names of the hidden cells.
    """
    known = {**values, **rooms, **_fixed_sides(edition)}
    known |= {line.name: explanations.get(line.key) for line in explainable_lines(edition)}
    counts = {at: formula.expression.value(known) for at, formula in hidden_formulas(edition).items()}
    known |= zip(_hidden_names(edition), counts.values(), strict=True)
    found = formulas(edition)
    for at, formula in found.items():
        known[at] = formula.expression.value(known)
    return {at: known[at] for at in found}, counts


@cache
def _hidden_names(edition: Edition) -> tuple[str, ...]:
    """The names of the hidden cells with formulas, in the order of these."""
    return (PLACEHOLDERS, SIGNS, *(COUNT + cell.path for cell in input_cells(edition)))


@cache
def _fixed_sides(edition: Edition) -> dict[str, int]:
    """The left sides that are always the same number, by address."""
    return {
        f"{LEFT_COLUMN}{row}": line.left
        for block in blocks(edition)
        for row, line in zip(block.rows, block.lines, strict=True)
        if isinstance(line.left, int)
    }
