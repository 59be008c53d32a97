"""What only a real program does to a workbook: its names and references travel along, and it recalculates."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from io import BytesIO
from itertools import chain, pairwise
from random import Random
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import pytest
from drafts import base
from python_calamine import CalamineWorkbook

from gkxl.address import column_letters
from gkxl.layout import pages
from gkxl.model.marks import Strip, Table
from gkxl.reading import read
from gkxl.write.workbook import make_workbook
from office import Job
from oracle import misread
from seeds import SEED, WHOLE, sampled
from workbooks import every_edition

if TYPE_CHECKING:
    from drafts import Draft

    from gkxl.forms.edition import Edition
    from gkxl.layout import Box, Page
    from office import Office

pytestmark = pytest.mark.mutants

ALONE: Final = 2 if WHOLE else 1
"""How many mutants of each mutation alone, in each edition."""

PAIRS: Final = 16 if WHOLE else 4
"""How many of two mutations, of two tables."""

Steps: TypeAlias = list[tuple[Any, ...]]
Mutation: TypeAlias = Callable[["Draft", "Page", Random], Steps]

MUTATIONS: Final[dict[str, Mutation]] = {}


def named(mutation: Mutation) -> Mutation:
    MUTATIONS[mutation.__name__] = mutation
    return mutation


def area(top: int, left: int, bottom: int, right: int) -> str:
    return f"{column_letters(left)}{top}:{column_letters(right)}{bottom}"


def spot(box: Box) -> str:
    return f"{column_letters(box.column)}{box.row}"


def row_of(page: Page, random: Random) -> int:
    return random.randint(page.lead_rows + 1, page.height)


def column_of(page: Page, random: Random) -> int:
    return random.randint(page.lead_columns + 1, page.width)


def figures(page: Page) -> list[Box]:
    """The cells that are to be filled in."""
    return [box for box in page.boxes if box.cell and not box.cell.computed]


def path(box: Box) -> str:
    assert box.cell
    return box.cell.path


@named
def nothing(_draft: Draft, _page: Page, _random: Random) -> Steps:
    return []


@named
def insert_a_row(_: Draft, page: Page, random: Random) -> Steps:
    return [("insert_rows", page.sheet, random.randint(1, page.height), random.randint(1, 3))]


@named
def insert_a_column(_: Draft, page: Page, random: Random) -> Steps:
    return [("insert_columns", page.sheet, random.randint(1, page.width), random.randint(1, 2))]


@named
def delete_a_row(_: Draft, page: Page, random: Random) -> Steps:
    return [("delete_rows", page.sheet, random.randint(1, page.height), 1)]


@named
def delete_a_column(_: Draft, page: Page, random: Random) -> Steps:
    return [("delete_columns", page.sheet, random.randint(1, page.width), 1)]


@named
def cut_a_cell_and_paste_it_over_another(draft: Draft, page: Page, random: Random) -> Steps:
    one, other = random.sample(figures(page), 2)
    draft.allowed[path(one)], draft.allowed[path(other)] = [None], [draft.values[path(one)]]
    return [("cut", page.sheet, spot(one), spot(other))]


@named
def cut_a_cell_and_paste_it_aside(_: Draft, page: Page, random: Random) -> Steps:
    return [("cut", page.sheet, spot(random.choice(figures(page))), f"{column_letters(page.width + 4)}40")]


@named
def copy_a_cell_over_another(draft: Draft, page: Page, random: Random) -> Steps:
    one, other = random.sample(figures(page), 2)
    draft.allowed[path(other)] = [draft.values[path(one)]]
    return [("copy", page.sheet, spot(one), spot(other))]


@named
def insert_a_cell_shifting_its_row_right(draft: Draft, page: Page, random: Random) -> Steps:
    """What stands under a heading then is what people see there."""
    first = random.choice(figures(page))
    line = [box for box in page.boxes if box.cell and box.row == first.row and box.column >= first.column]
    draft.allowed[path(first)] = [None]
    for before, after in pairwise(line):
        draft.allowed[path(after)] = [draft.values[path(before)]]
    return [("unmerge", page.sheet, whole(page)), ("insert_cells", page.sheet, spot(first), "RIGHT")]


@named
def exchange_two_rows(_: Draft, page: Page, random: Random) -> Steps:
    """Cut one aside, the other into its place, and the first back: labels and names travel along."""
    one, other = row_of(page, random), row_of(page, random)
    rows = [area(row, 1, row, page.width) for row in (one, other, 60)]
    return [
        ("unmerge", page.sheet, whole(page)),
        ("cut", page.sheet, rows[0], rows[2]),
        ("cut", page.sheet, rows[1], rows[0]),
        ("cut", page.sheet, rows[2], rows[1]),
    ]


@named
def cut_a_row_and_insert_it_elsewhere(_: Draft, page: Page, random: Random) -> Steps:
    source, target = row_of(page, random), row_of(page, random)
    source += target <= source
    return [
        ("unmerge", page.sheet, whole(page)),
        ("insert_rows", page.sheet, target, 1),
        ("cut", page.sheet, area(source, 1, source, page.width), f"A{target}"),
        ("delete_rows", page.sheet, source, 1),
    ]


@named
def sort_the_rows(_: Draft, page: Page, random: Random) -> Steps:
    top = page.lead_rows + 1
    column = random.randint(page.lead_columns, page.width - 1)
    return [("sort", page.sheet, area(top, 1, page.height, page.width), column)]


@named
def sort_the_columns(draft: Draft, page: Page, random: Random) -> Steps:
    """With their headings; in table four 结果维持 then stands under another group, or under none."""
    row = row_of(page, random) - 1
    if isinstance(page.section.section, Strip):
        draft.allowed |= {
            path(box): [draft.values[path(each)] for each in figures(page)] for box in figures(page)
        }
        return [("sort_columns", page.sheet, area(1, 1, page.height, page.width), row)]
    left = page.lead_columns + 1
    return [("sort_columns", page.sheet, area(1, left, page.height, page.width), row)]


@named
def move_the_table(_: Draft, page: Page, random: Random) -> Steps:
    target = f"{column_letters(random.randint(1, 4))}{random.randint(2, 9)}"
    return [("cut", page.sheet, whole(page), target)]


@named
def move_the_table_to_a_new_sheet(_: Draft, page: Page, random: Random) -> Steps:
    return [("cut_to_a_new_sheet", page.sheet, whole(page), f"新表{random.randint(1, 10**6)}")]


@named
def rename_the_sheet(_: Draft, page: Page, random: Random) -> Steps:
    return [("rename", page.sheet, f"表{random.randint(1, 10**6)}")]


@named
def move_the_sheet(_: Draft, page: Page, _random: Random) -> Steps:
    return [("move_to_front", page.sheet)]


@named
def duplicate_the_sheet(_: Draft, page: Page, random: Random) -> Steps:
    return [("duplicate", page.sheet, f"{page.sheet}（{random.randint(2, 10**6)}）", random.randint(0, 4))]


@named
def hide_the_sheet(_: Draft, page: Page, _random: Random) -> Steps:
    return [("hide", page.sheet)]


@named
def remove_the_sheet(_: Draft, page: Page, _random: Random) -> Steps:
    return [("remove", page.sheet)]


@named
def unmerge_everything(_: Draft, page: Page, _random: Random) -> Steps:
    return [("unmerge", page.sheet, whole(page))]


@named
def merge_a_cell_over_its_neighbours(_: Draft, page: Page, random: Random) -> Steps:
    """LibreOffice keeps what lies under a merged cell, where nobody sees it."""
    row = random.choice(figures(page)).row
    one, *others = [box for box in figures(page) if box.row == row]
    return [("merge", page.sheet, f"{spot(one)}:{spot(others[-1] if others else one)}")]


def whole(page: Page) -> str:
    return area(1, 1, page.height, page.width)


def mutant(edition: Edition, names: tuple[str, ...], seed: int) -> tuple[str, Draft, Job]:
    """A workbook to be changed, what may be read from it then, and what makes it again."""
    random = Random(seed)  # noqa: S311 (mutants)
    draft = base(edition, seed % 7).copy()
    tables = [page for page in pages(edition) if isinstance(page.section.section, Table)]
    steps = [
        step
        for name, page in zip(names, random.sample(tables, len(names)), strict=True)
        for step in MUTATIONS[name](draft, page, random)
    ]
    to = random.choice(["xlsx", "xlsx", "xlsx", "ods", "xls"])  # those that the oracle reads
    said = f"{' + '.join(names)} saved as .{to} (seed {seed}): {steps}"
    return said, draft, Job(make_workbook(edition, draft.values), steps, to)


def mutants(edition: Edition) -> Sequence[tuple[str, Draft, Job]]:
    alone = [mutant(edition, (name,), SEED + n) for name in MUTATIONS for n in range(ALONE)]
    pairs = [
        mutant(edition, tuple(Random(seed).sample(sorted(MUTATIONS), 2)), seed)  # noqa: S311 (mutants)
        for seed in range(SEED, SEED + PAIRS)
    ]
    return [*sampled(alone, len(MUTATIONS) // 2, edition.name), *pairs]


def numbers_in(content: bytes) -> set[float]:
    """Every number that a workbook shows."""
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    rows = chain.from_iterable(book.get_sheet_by_name(name).to_python() for name in book.sheet_names)
    return {value for row in rows for value in row if isinstance(value, (int, float))}


@every_edition
def test_nothing_is_misread_after_work_in_libreoffice(edition: Edition, office: Office) -> None:
    """Rows, columns, cells and sheets inserted, deleted, cut, sorted, moved; saved as .xlsx, .ods or .xls."""
    made = mutants(edition)
    faults = []
    for (said, draft, _), content in zip(made, office.work([job for _, _, job in made]), strict=True):
        faults += [f"{said}: {fault}" for fault in misread(draft, read(content), numbers_in(content))]
    assert not faults, "\n".join(faults[:20])
    assert len(made) >= len(MUTATIONS) / 2
