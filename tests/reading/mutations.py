"""What hands and programs do to a filled workbook, by name: each changes a draft, at random but by a seed."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Final, TypeAlias

from drafts import Content, Draft, Name, Sheet, Slot, address, duplicated, number, text, without_identity

from gkxl.layout import HIDDEN_SHEET, NAME_PREFIX, Role, pages
from gkxl.model.outline import cells
from gkxl.rules.check import fits

if TYPE_CHECKING:
    from random import Random

    from drafts import Spot

    from gkxl.layout import Box, Page
    from gkxl.model.outline import Node

Mutation: TypeAlias = Callable[[Draft, "Random"], None]

MUTATIONS: Final[dict[str, Mutation]] = {}
"""Every mutation by its name."""


def named(mutation: Mutation) -> Mutation:
    """Enter a mutation under the name of its function."""
    MUTATIONS[mutation.__name__] = mutation
    return mutation


def by_both_hands(mutation: Callable[..., None]) -> Callable[..., None]:
    """Enter a mutation as Excel does it, and as clumsy tools do that leave the names behind."""
    MUTATIONS[f"{mutation.__name__}_in_excel"] = partial(mutation, names=True)
    MUTATIONS[f"{mutation.__name__}_by_a_clumsy_tool"] = partial(mutation, names=False)
    return mutation


# What to change


def any_page(draft: Draft, random: Random) -> tuple[Page, Sheet]:
    """A page, and the sheet that it is on by now."""
    found = [(page, sheet) for n, page in enumerate(pages(draft.edition)) if (sheet := draft.page(n))]
    return random.choice(found)


def a_table(draft: Draft, random: Random) -> tuple[Page, Sheet]:
    """A table, and the sheet that it is on by now."""
    found = [
        (page, sheet)
        for n, page in enumerate(pages(draft.edition))
        if (sheet := draft.page(n)) and page.section.leaves[0].in_table
    ]
    return random.choice(found)


def inputs(draft: Draft) -> list[Node]:
    """The cells that take a number and are still there."""
    here = {slot.path for sheet in draft.sheets for slot in sheet.slots.values()}
    return [c for c in cells(draft.edition.form) if c.in_table and not c.computed and c.path in here]


def totals(draft: Draft) -> list[Node]:
    here = {slot.path for sheet in draft.sheets for slot in sheet.slots.values()}
    return [c for c in cells(draft.edition.form) if c.computed and c.path in here]


def two_inputs(draft: Draft, random: Random) -> tuple[str, str]:
    """Two cells that take a number, or twice the same where there are no two."""
    found = [cell.path for cell in inputs(draft)]
    return random.choice(found), random.choice(found)


def content(draft: Draft, path: str) -> Content | None:
    found = draft.find(path)
    return found[0].slots[found[1]].content if found else None


def a_label(draft: Draft, random: Random, roles: tuple[Role, ...] = tuple(Role)) -> Slot:
    """A printed label of a page that is still there."""
    page, sheet = any_page(draft, random)
    words = {box.text for box in page.boxes if box.text and box.role in roles}
    found = [slot for slot in sheet.slots.values() if slot.label in words]
    return random.choice(found) if found else Slot(label="无")


def relabel(slot: Slot, words: str) -> None:
    slot.label, slot.content = words, text(words) if words else None


def move_all(draft: Draft, sheet: Sheet, move: Callable[[Spot], Spot | None], *, names: bool) -> None:
    if names:
        draft.shift_names(sheet, move)
    gone = [slot.path for spot, slot in sheet.slots.items() if slot.path and move(spot) is None]
    for path in gone:
        draft.allowed.setdefault(path, []).append("")  # a text that was deleted may be read as none
    above = {
        slot.path: sheet.slots[row - 1, column].label
        for (row, column), slot in sheet.slots.items()
        if isinstance(slot.content and slot.content.value, str) and (row - 1, column) in sheet.slots
    }
    sheet.moved(move)
    for path, label in above.items():
        allow_what_stands_under(label, path, draft, sheet)


def allow_what_stands_under(label: str, path: str, draft: Draft, sheet: Sheet) -> None:
    """Whoever sees a text under the heading of another reads it as what that heading says, with a doubt."""
    for (row, column), slot in sheet.slots.items():
        below = min((spot for spot in sheet.slots if spot[1] == column and spot[0] > row), default=None)
        under = sheet.slots[below] if below else Slot()
        if label and slot.label == label and under.content and not under.label:
            draft.doubtful.setdefault(path, []).append(under.content.value)


def line_boxes(page: Page) -> list[Box]:
    """One box for each line of a page."""
    return [box for box in page.boxes if box.role is Role.CELL]


# Rows and columns


def _insert(axis: int, at: int, count: int) -> Callable[[Spot], Spot]:
    def move(spot: Spot) -> Spot:
        moved = list(spot)
        moved[axis] += count if spot[axis] >= at else 0
        return moved[0], moved[1]

    return move


def _delete(axis: int, at: int) -> Callable[[Spot], Spot | None]:
    def move(spot: Spot) -> Spot | None:
        return None if spot[axis] == at else _insert(axis, at, -1)(spot)

    return move


def _exchange(axis: int, one: int, other: int) -> Callable[[Spot], Spot]:
    def move(spot: Spot) -> Spot:
        moved = list(spot)
        moved[axis] = {one: other, other: one}.get(spot[axis], spot[axis])
        return moved[0], moved[1]

    return move


@by_both_hands
def insert_row(draft: Draft, random: Random, *, names: bool) -> None:
    page, sheet = any_page(draft, random)
    move_all(draft, sheet, _insert(0, random.randint(1, page.height), 1), names=names)


@by_both_hands
def insert_rows_on_top(draft: Draft, random: Random, *, names: bool) -> None:
    _, sheet = any_page(draft, random)
    move_all(draft, sheet, _insert(0, 1, random.randint(1, 5)), names=names)


@by_both_hands
def insert_rows_above_the_figures(draft: Draft, random: Random, *, names: bool) -> None:
    page, sheet = any_page(draft, random)
    move_all(draft, sheet, _insert(0, page.lead_rows + 1, random.randint(1, 3)), names=names)


@by_both_hands
def insert_column(draft: Draft, random: Random, *, names: bool) -> None:
    page, sheet = any_page(draft, random)
    move_all(draft, sheet, _insert(1, random.randint(1, page.width), 1), names=names)


@by_both_hands
def delete_row(draft: Draft, random: Random, *, names: bool) -> None:
    page, sheet = any_page(draft, random)
    move_all(draft, sheet, _delete(0, random.randint(1, page.height)), names=names)


@by_both_hands
def delete_column(draft: Draft, random: Random, *, names: bool) -> None:
    page, sheet = any_page(draft, random)
    move_all(draft, sheet, _delete(1, random.randint(1, page.width)), names=names)


@by_both_hands
def exchange_rows(draft: Draft, random: Random, *, names: bool) -> None:
    page, sheet = any_page(draft, random)
    one, other = (random.randint(page.lead_rows + 1, page.height) for _ in range(2))
    move_all(draft, sheet, _exchange(0, one, other), names=names)


@by_both_hands
def exchange_columns_with_headings(draft: Draft, random: Random, *, names: bool) -> None:
    page, sheet = a_table(draft, random)
    one, other = (random.randint(page.lead_columns + 1, page.width) for _ in range(2))
    allow_same_headings(draft, page, _exchange(1, one, other))
    move_all(draft, sheet, _exchange(1, one, other), names=names)


@by_both_hands
def sort_rows(draft: Draft, random: Random, *, names: bool) -> None:
    """Rows with their labels in another order, as a sort leaves them."""
    page, sheet = any_page(draft, random)
    rows = list(range(page.lead_rows + 1, page.height + 1))
    order = dict(zip(rows, random.sample(rows, len(rows)), strict=True))
    move_all(draft, sheet, lambda spot: (order.get(spot[0], spot[0]), spot[1]), names=names)


@by_both_hands
def sort_columns(draft: Draft, random: Random, *, names: bool) -> None:
    page, sheet = a_table(draft, random)
    columns = list(range(page.lead_columns + 1, page.width + 1))
    order = dict(zip(columns, random.sample(columns, len(columns)), strict=True))

    def move(spot: Spot) -> Spot:
        return spot[0], order.get(spot[1], spot[1])

    allow_same_headings(draft, page, move)
    move_all(draft, sheet, move, names=names)


def allow_same_headings(draft: Draft, page: Page, move: Callable[[Spot], Spot]) -> None:
    """Where 结果维持 changes places with another 结果维持, under headings that stay, the form says so now."""
    found = {(box.row, box.column): box.cell for box in page.boxes if box.cell}
    for spot, cell in found.items():
        there = found.get(move(spot))
        what = content(draft, cell.path)
        if there and what and there.item.label == cell.item.label:
            draft.allowed.setdefault(there.path, []).append(what.value)


@by_both_hands
def turn_rows_upside_down(draft: Draft, random: Random, *, names: bool) -> None:
    page, sheet = any_page(draft, random)
    top, bottom = page.lead_rows + 1, page.height

    def move(spot: Spot) -> Spot:
        return (top + bottom - spot[0], spot[1]) if top <= spot[0] <= bottom else spot

    move_all(draft, sheet, move, names=names)


@by_both_hands
def move_the_whole_table(draft: Draft, random: Random, *, names: bool) -> None:
    _, sheet = any_page(draft, random)
    down, right = random.randint(0, 6), random.randint(0, 4)
    move_all(draft, sheet, lambda spot: (spot[0] + down, spot[1] + right), names=names)


@named
def exchange_columns_without_headings(draft: Draft, random: Random) -> None:
    page, _ = a_table(draft, random)
    one, other = (random.randint(page.lead_columns + 1, page.width) for _ in range(2))
    exchange_contents(draft, page, _exchange(1, one, other))


@named
def exchange_figures_of_rows(draft: Draft, random: Random) -> None:
    page, _ = a_table(draft, random)
    one, other = (random.randint(page.lead_rows + 1, page.height) for _ in range(2))
    exchange_contents(draft, page, _exchange(0, one, other))


@named
def type_figures_one_row_too_low(draft: Draft, random: Random) -> None:
    page, _ = a_table(draft, random)
    exchange_contents(draft, page, lambda spot: (spot[0] - 1, spot[1]))


@named
def type_figures_one_column_too_far(draft: Draft, random: Random) -> None:
    page, _ = a_table(draft, random)
    exchange_contents(draft, page, lambda spot: (spot[0], spot[1] - 1))


def exchange_contents(draft: Draft, page: Page, source: Callable[[Spot], Spot]) -> None:
    """Give every cell of a page the content of another one, if there is one."""
    by_spot = {(box.row, box.column): box.cell.path for box in page.boxes if box.cell}
    found = {
        path: content(draft, by_spot[source(spot)])
        for spot, path in by_spot.items()
        if source(spot) in by_spot
    }
    for path, what in found.items():
        if what != content(draft, path):
            draft.put(path, what)


# Cut, copy, paste, move


@named
def cut_and_paste_a_cell(draft: Draft, random: Random) -> None:
    """The name travels with the cell, and that of the cell pasted over is lost."""
    one, other = two_inputs(draft, random)
    what, target = content(draft, one), draft.find(other)
    draft.put(one, None)
    draft.put(other, what)
    if target:
        draft.names[NAME_PREFIX + one] = Name(*target)
        draft.names[NAME_PREFIX + other] = Name(None, text="#REF!")


@named
def cut_and_paste_aside(draft: Draft, random: Random) -> None:
    cell = random.choice(inputs(draft)).path
    what, found = content(draft, cell), draft.find(cell)
    draft.put(cell, None)
    if found:
        aside = (found[1][0] + 40, found[1][1] + 20)
        found[0].slots[aside] = Slot(what)
        draft.names[NAME_PREFIX + cell] = Name(found[0], aside)


@named
def copy_a_cell_over_another(draft: Draft, random: Random) -> None:
    one, other = two_inputs(draft, random)
    draft.put(other, content(draft, one))


@named
def copy_a_total_over_an_input(draft: Draft, random: Random) -> None:
    draft.put(random.choice(inputs(draft)).path, content(draft, random.choice(totals(draft)).path))


@named
def copy_an_input_over_a_total(draft: Draft, random: Random) -> None:
    draft.put(random.choice(totals(draft)).path, content(draft, random.choice(inputs(draft)).path))


@by_both_hands
def insert_cells_shifting_right(draft: Draft, random: Random, *, names: bool) -> None:
    page, sheet = a_table(draft, random)
    row = random.randint(page.lead_rows + 1, page.height)
    column = random.randint(page.lead_columns + 1, page.width)
    _shift_contents(draft, sheet, lambda s: s[0] == row and s[1] >= column, (0, 1), names=names)


@by_both_hands
def insert_cells_shifting_down(draft: Draft, random: Random, *, names: bool) -> None:
    page, sheet = a_table(draft, random)
    column = random.randint(page.lead_columns + 1, page.width)
    row = random.randint(page.lead_rows + 1, page.height)
    _shift_contents(draft, sheet, lambda s: s[1] == column and s[0] >= row, (1, 0), names=names)


def _shift_contents(
    draft: Draft, sheet: Sheet, which: Callable[[Spot], bool], by: Spot, *, names: bool
) -> None:
    """Move contents and labels under cells that stay: what stands there then is what people see there."""
    before = {spot: (slot.content, slot.label) for spot, slot in sheet.slots.items() if which(spot)}
    for spot in before:
        sheet.slots[spot].content = None
    for (row, column), (what, label) in before.items():
        slot = sheet.slots.setdefault((row + by[0], column + by[1]), Slot())
        slot.content, slot.label = what, label
    for spot in {*before, *((row + by[0], column + by[1]) for row, column in before)}:
        slot = sheet.slots[spot]
        if slot.path:
            draft.put(slot.path, slot.content)
    if names:
        draft.shift_names(sheet, lambda s: (s[0] + by[0], s[1] + by[1]) if which(s) else s)


# Names


def some_names(draft: Draft, random: Random, count: int) -> list[str]:
    return random.sample(sorted(draft.names), min(count, len(draft.names)))


@named
def delete_a_name(draft: Draft, random: Random) -> None:
    for name in some_names(draft, random, 1):
        del draft.names[name]


@named
def delete_all_names(draft: Draft, _: Random) -> None:
    draft.names.clear()


@named
def delete_the_names_of_a_sheet(draft: Draft, random: Random) -> None:
    _, sheet = any_page(draft, random)
    draft.names = {name: target for name, target in draft.names.items() if target.sheet is not sheet}


@named
def point_a_name_elsewhere(draft: Draft, random: Random) -> None:
    for one in some_names(draft, random, 2)[:1]:
        draft.names[one] = draft.names[random.choice(sorted(draft.names))]


@named
def point_all_names_one_row_down(draft: Draft, random: Random) -> None:
    _, sheet = any_page(draft, random)
    draft.shift_names(sheet, lambda spot: (spot[0] + 1, spot[1]))


@named
def point_all_names_one_column_left(draft: Draft, random: Random) -> None:
    _, sheet = any_page(draft, random)
    draft.shift_names(sheet, lambda spot: (spot[0], max(spot[1] - 1, 1)))


@named
def exchange_two_names(draft: Draft, random: Random) -> None:
    found = some_names(draft, random, 2)
    if len(found) == 2:
        one, other = found
        draft.names[one], draft.names[other] = draft.names[other], draft.names[one]


@named
def shuffle_the_names(draft: Draft, random: Random) -> None:
    targets = list(draft.names.values())
    random.shuffle(targets)
    draft.names = dict(zip(draft.names, targets, strict=True))


@named
def make_a_name_a_range(draft: Draft, random: Random) -> None:
    for name in some_names(draft, random, 3):
        target = draft.names[name]
        if target.sheet:
            row, column = target.spot
            area = f"{target}:{address('', (row + 1, column + 1)).partition('!')[2]}"
            draft.names[name] = Name(None, text=area)


def names_become(words: str, draft: Draft, random: Random) -> None:
    for name in some_names(draft, random, 3):
        draft.names[name] = Name(None, text=words)


for _name, _words in {
    "a_name_is_broken": "#REF!",
    "a_name_points_to_another_file": "[1]Sheet1!$A$1",
    "a_name_is_a_formula": "OFFSET('三、申请办理'!$A$1,4,3)",
    "a_name_has_two_areas": "'三、申请办理'!$D$5,'三、申请办理'!$D$6",
    "a_name_points_to_a_lost_sheet": "'表三'!$D$5",
    "a_name_is_a_number": "8",
    "a_name_is_relative": "'三、申请办理'!D5",
}.items():
    MUTATIONS[_name] = partial(names_become, _words)


@named
def names_of_a_sheet_lie_in_its_scope(draft: Draft, random: Random) -> None:
    for name in some_names(draft, random, 5):
        target = draft.names[name]
        draft.local.append((draft.sheets[0], name, str(draft.names[random.choice(sorted(draft.names))])))
        draft.names[name] = target


@named
def names_move_to_the_scope_of_their_sheet(draft: Draft, random: Random) -> None:
    _, sheet = any_page(draft, random)
    for name, target in list(draft.names.items()):
        if target.sheet is sheet:
            draft.local.append((sheet, name, str(target)))
            del draft.names[name]


# Labels


def relabelled(change: Callable[[str], str], draft: Draft, random: Random) -> None:
    for _ in range(random.randint(1, 3)):
        slot = a_label(draft, random)
        relabel(slot, change(slot.label))


FULL_WIDTH: Final = str.maketrans("0123456789.()", "０１２３４５６７８９．（）")
HALF_WIDTH: Final = str.maketrans("（）“”、，：", '()"",,:')

for _name, _change in {
    "labels_with_spaces_inside": "  ".join,
    "labels_in_full_width": lambda words: words.translate(FULL_WIDTH),
    "labels_in_half_width": lambda words: words.translate(HALF_WIDTH),
    "labels_broken_over_lines": lambda words: "\n".join((words[:3], words[3:])),
    "labels_with_a_typo": lambda words: words[:-1] + "X",
    "labels_cleared": lambda _: "",
    "labels_replaced": lambda _: "项目",
    "labels_with_a_note": lambda words: f"{words}（件）",
}.items():
    MUTATIONS[_name] = partial(relabelled, _change)


@named
def all_labels_of_a_sheet_cleared(draft: Draft, random: Random) -> None:
    _, sheet = any_page(draft, random)
    for slot in sheet.slots.values():
        if slot.label:
            relabel(slot, "")


def exchange_labels(role: Role, draft: Draft, random: Random) -> None:
    page, sheet = any_page(draft, random)
    words = {box.text for box in page.boxes if box.role is role}
    found = [slot for slot in sheet.slots.values() if slot.label in words]
    if len(found) > 1:
        one, other = random.sample(found, 2)
        first, second = one.label, other.label
        relabel(one, second)
        relabel(other, first)


for _role in (Role.LINE, Role.HEADING, Role.BAR):
    MUTATIONS[f"exchange_two_labels_of_role_{_role.name.lower()}"] = partial(exchange_labels, _role)


@named
def copy_a_label_over_another(draft: Draft, random: Random) -> None:
    relabel(a_label(draft, random), a_label(draft, random).label)


@named
def write_a_label_into_a_cell(draft: Draft, random: Random) -> None:
    draft.put(random.choice(inputs(draft)).path, text(a_label(draft, random).label or "自然人"))


# Sheets


@by_both_hands
def rename_a_sheet(draft: Draft, random: Random, *, names: bool) -> None:
    _, sheet = any_page(draft, random)
    if not names:
        freeze_names(draft)
    sheet.name = f"表{random.randint(1, 9)}的副本{len(draft.sheets)}{random.randint(0, 10**6)}"


def freeze_names(draft: Draft) -> None:
    """Let the names keep their words, whatever becomes of the sheets."""
    for name, target in draft.names.items():
        draft.names[name] = Name(None, text=str(target))


@by_both_hands
def exchange_the_names_of_two_sheets(draft: Draft, random: Random, *, names: bool) -> None:
    if not names:
        freeze_names(draft)
    one, *rest = random.sample(draft.sheets, min(2, len(draft.sheets)))
    for other in rest:
        one.name, other.name = other.name, one.name


@named
def reorder_the_sheets(draft: Draft, random: Random) -> None:
    random.shuffle(draft.sheets)


def duplicate(draft: Draft, random: Random, *, changed: bool) -> tuple[Sheet, Sheet]:
    """A copied sheet brings names of its own scope along, and perhaps other figures."""
    _, sheet = any_page(draft, random)
    twin = duplicated(sheet, f"{sheet.name} ({random.randint(2, 10**6)})")
    if changed:
        for slot in twin.slots.values():
            if not slot.label:
                slot.content = number("77")
    draft.sheets.insert(random.randint(0, len(draft.sheets)), twin)
    for name, target in draft.names.items():
        if target.sheet is sheet:
            draft.local.append((twin, name, address(twin.name, target.spot)))
    return sheet, twin


@named
def duplicate_a_sheet(draft: Draft, random: Random) -> None:
    duplicate(draft, random, changed=False)


@named
def duplicate_a_sheet_and_fill_in_other_figures(draft: Draft, random: Random) -> None:
    duplicate(draft, random, changed=True)


def set_state(state: str, draft: Draft, random: Random) -> None:
    _, sheet = any_page(draft, random)
    sheet.state = state


MUTATIONS["hide_a_sheet"] = partial(set_state, "hidden")
MUTATIONS["hide_a_sheet_very_well"] = partial(set_state, "veryHidden")


@named
def delete_a_sheet(draft: Draft, random: Random) -> None:
    _, sheet = any_page(draft, random)
    draft.shift_names(sheet, lambda _: None)
    draft.sheets.remove(sheet)


@named
def empty_a_sheet(draft: Draft, random: Random) -> None:
    _, sheet = any_page(draft, random)
    for slot in sheet.slots.values():
        slot.content = None


@named
def add_foreign_sheets(draft: Draft, random: Random) -> None:
    for index in range(random.randint(1, 3)):
        slots = {(row, column): Slot(number("5")) for row in range(1, 9) for column in range(1, 9)}
        draft.sheets.insert(0, Sheet(f"Sheet{index}{random.randint(0, 10**6)}", slots))


@named
def add_last_years_sheet(draft: Draft, random: Random) -> None:
    _, sheet = a_table(draft, random)
    draft.sheets.append(duplicated(sheet, f"去年{random.randint(0, 10**6)}"))
    for slot in draft.sheets[-1].slots.values():
        if not slot.label:
            slot.content = number("33")


@named
def unprotect_a_sheet(draft: Draft, random: Random) -> None:
    _, sheet = any_page(draft, random)
    sheet.protected = False


@named
def unlock_the_structure(draft: Draft, _: Random) -> None:
    draft.locked = False


# Identity


@named
def lose_the_hidden_sheet(draft: Draft, _: Random) -> None:
    draft.sheets = [sheet for sheet in draft.sheets if sheet.name != HIDDEN_SHEET]


@named
def lose_the_properties(draft: Draft, _: Random) -> None:
    draft.properties.clear()


@named
def lose_the_whole_identity(draft: Draft, _: Random) -> None:
    without_identity(draft)


@named
def contradict_the_identity(draft: Draft, _: Random) -> None:
    if "gkxl.year" in draft.properties:
        draft.properties["gkxl.year"] = "2022"


@named
def an_unknown_edition(draft: Draft, _: Random) -> None:
    draft.properties["gkxl.edition"] = "1999"


@named
def a_later_layout(draft: Draft, _: Random) -> None:
    draft.properties["gkxl.layout"] = "99"


@named
def paste_the_tables_into_a_new_workbook(draft: Draft, random: Random) -> None:
    """Each table on a sheet of its own, anywhere on it; everything else is lost."""
    kept = [
        sheet for n, page in enumerate(pages(draft.edition)) if is_table(page) and (sheet := draft.page(n))
    ]
    without_identity(draft)
    draft.names.clear()
    draft.sheets = kept or draft.sheets
    for index, sheet in enumerate(kept, start=1):
        sheet.name = f"Sheet{index}"
        down, right = random.randint(0, 4), random.randint(0, 3)
        sheet.moved(lambda spot, down=down, right=right: (spot[0] + down, spot[1] + right))  # type: ignore[misc]


@named
def paste_all_tables_on_one_sheet(draft: Draft, random: Random) -> None:
    kept = [
        sheet for n, page in enumerate(pages(draft.edition)) if is_table(page) and (sheet := draft.page(n))
    ]
    without_identity(draft)
    draft.names.clear()
    random.shuffle(kept)
    slots: dict[Spot, Slot] = {}
    for sheet in kept:
        start = max((row for row, _ in slots), default=0) + random.randint(0, 2)
        slots |= {(row + start, column): slot for (row, column), slot in sheet.slots.items()}
    draft.sheets = [Sheet("Sheet1", slots)] if kept else draft.sheets


@named
def paste_one_table_into_a_new_workbook(draft: Draft, random: Random) -> None:
    _, sheet = a_table(draft, random)
    without_identity(draft)
    draft.names.clear()
    draft.sheets, sheet.name = [sheet], "Sheet1"


def is_table(page: Page) -> bool:
    return page.section.leaves[0].in_table


# What cells hold


KINDS: Final = {
    "blank": None,
    "dash": text("——"),
    "none": text("无"),
    "spaces": text("  "),
    "full_width": text("８", 8),
    "padded": text("\u00a08 ", 8),
    "text_number": text("8", 8),
    "grouped": text("1,234", 1234),
    "with_unit": text("8件", 8),
    "about": text("约8"),
    "plus": text("8+"),
    "at_least": text("≥8"),
    "with_note": text("22（其中修订16件）"),
    "in_words": text("八"),
    "underscore": text("1_000"),
    "wrongly_grouped": text("12,34"),
    "negative": number("-1"),
    "fraction": number("8.5", 8.5),
    "float_noise": number("8.0000000001", 8),
    "huge": number("1E+15"),
    "exponent": number("1.2E1", 12),
    "date": number("45293", style=1),
    "chinese_date": number("45293", style=3),
    "short_chinese_date": number("45293", style=4),
    "percent": number("0.08", style=2),
    "whole_percent": number("8", style=2),
    "shown_in_thousands": number("251000", style=5),
    "hidden_by_its_format": number("8", style=6),
    "shown_in_ten_thousands": number("8", style=7),
    "boolean": Content("<v>1</v>", None, ' t="b"'),
    "error": Content("<v>#REF!</v>", None, ' t="e"'),
    "iso_date": Content("<v>2024-01-02</v>", None, ' t="d"'),
    "formula": Content("<f>3+5</f><v>8</v>", 8),
    "formula_without_result": Content("<f>3+5</f>"),
    "formula_with_text": Content("<f>A1</f><v>8</v>", 8, ' t="str"'),
    "formula_with_error": Content("<f>1/0</f><v>#DIV/0!</v>", None, ' t="e"'),
    "external_link": Content("<f>[1]Sheet1!B4</f><v>8</v>"),
    "volatile": Content("<f>RANDBETWEEN(1,9)</f><v>8</v>"),
    "shared_formula": Content('<f t="shared" si="0"/><v>8</v>', 8),
    "web_query": Content('<f>IFERROR(__xludf.DUMMYFUNCTION("IMPORTRANGE()"),8)</f><v>8</v>'),
    "array_formula": Content('<f t="array" ref="A1">SUM(A1)</f><v>8</v>', 8),
}


def kind_in(cell: Node, kind: str) -> Content | None:
    if kind == "negative" and fits(cell.domain, -1):
        return number("-1", -1)
    if kind == "fraction" and not fits(cell.domain, Decimal("8.5")):
        return number("8.5")
    return KINDS[kind]


def type_kind(kind: str, draft: Draft, random: Random) -> None:
    found = inputs(draft)
    for cell in random.sample(found, min(len(found), random.randint(1, 4))):
        draft.put(cell.path, kind_in(cell, kind))


for _kind in KINDS:
    MUTATIONS[f"type_{_kind}"] = partial(type_kind, _kind)


# Totals


def change_totals(kind: str, draft: Draft, random: Random) -> None:
    for cell in random.sample(totals(draft), min(len(totals(draft)), 3)):
        what = content(draft, cell.path)
        value = draft.values[cell.path]
        made = {
            "typed_over_wrong": number(str(value + 1), value + 1),
            "typed_over_right": number(str(value), value),
            "stale": Content(re.sub("<v>.*</v>", "<v>3</v>", what.xml if what else ""), value),
            "without_result": Content("<f>SUM(A1:A2)</f>", value),
            "replaced_by_another_formula": Content("<f>8+1</f><v>9</v>", 9),
            "blanked": None,
            "text": text("见附件"),
            "replaced_by_an_external_formula": Content("<f>[1]Sheet1!A1</f><v>3</v>", 3),
            "with_an_error": Content("<f>SUM(A1:A2)</f><v>#REF!</v>", value, ' t="e"'),
        }[kind]
        draft.put(cell.path, made or (what and None))
        if kind == "stale":  # what was filed there by now may be no formula of its own
            draft.allowed[cell.path].append(3)


for _kind in (
    "typed_over_wrong", "typed_over_right", "stale", "without_result", "blanked", "text",
    "replaced_by_another_formula", "replaced_by_an_external_formula", "with_an_error",
):  # fmt: skip
    MUTATIONS[f"totals_{_kind}"] = partial(change_totals, _kind)


# Merges and extra text


@named
def unmerge_everything(draft: Draft, random: Random) -> None:
    _, sheet = any_page(draft, random)
    sheet.merges.clear()


@named
def unmerge_and_fill_down_labels(draft: Draft, random: Random) -> None:
    """Every cell that a merged label covered gets the label."""
    _, sheet = any_page(draft, random)
    for top, left, bottom, right in sheet.merges:
        slot = sheet.slots.get((top, left))
        if slot and slot.label:
            for row in range(top, bottom + 1):
                for column in range(left, right + 1):
                    sheet.slots.setdefault((row, column), Slot(slot.content, label=slot.label))
    sheet.merges.clear()


@named
def merge_over_inputs(draft: Draft, random: Random) -> None:
    """Excel keeps the first cell of what is merged."""
    cell = random.choice(inputs(draft)).path
    found = draft.find(cell)
    if found:
        sheet, (row, column) = found
        right = sheet.slots.get((row, column + 1))
        if right and right.path:
            draft.put(right.path, None)
            sheet.merges.append((row, column, row, column + 1))


@named
def merge_over_inputs_and_keep_what_they_hold(draft: Draft, random: Random) -> None:
    """As LibreOffice merges, and as a format painter does: nobody sees what lies under the merged cell.

    It may be seen again once the cells are moved; `test_reader` has what becomes of it if they are not.
    """
    sheet, one, other = two_neighbours(draft, random)
    if other.path:
        draft.put(other.path, number("77", 77))
        draft.allowed[other.path].append(None)
        sheet.merges.append((*one, one[0], one[1] + 1))


def two_neighbours(draft: Draft, random: Random) -> tuple[Sheet, Spot, Slot]:
    """A cell that takes a number, and the slot to its right; a slot of nothing where there is none."""
    cell = random.choice(inputs(draft)).path
    sheet, (row, column) = draft.find(cell) or (Sheet("", {}), (0, 0))
    return sheet, (row, column), sheet.slots.get((row, column + 1), Slot())


@named
def fill_inputs_with_an_array_formula(draft: Draft, random: Random) -> None:
    """The formula stands in the first cell only; the others hold results of another workbook."""
    sheet, one, other = two_neighbours(draft, random)
    if other.path:
        area = f"{address('', one)}:{address('', (one[0], one[1] + 1))}".replace("''!", "").replace("$", "")
        draft.put(
            sheet.slots[one].path,
            Content(f'<f t="array" ref="{area}">[1]Sheet1!A1:B1</f><v>8</v>'),
        )
        draft.put(other.path, number("9", 9))
        draft.allowed[other.path].append(None)  # unless it was moved out of the range


@named
def fill_inputs_with_a_shared_external_formula(draft: Draft, random: Random) -> None:
    sheet, one, other = two_neighbours(draft, random)
    if other.path:
        draft.put(sheet.slots[one].path, Content('<f t="shared" si="3" ref="A1">[1]Sheet1!A1</f><v>8</v>'))
        draft.put(other.path, Content('<f t="shared" si="3"/><v>9</v>'))


@named
def write_under_a_table(draft: Draft, random: Random) -> None:
    page, sheet = any_page(draft, random)
    for row in range(random.randint(1, 3)):
        words = random.choice(("注：数据截至年底。", "制表人：张三", "合计", "8"))
        sheet.slots.setdefault((page.height + 2 + row, random.randint(1, page.width)), Slot(text(words)))


@named
def write_beside_a_table(draft: Draft, random: Random) -> None:
    page, sheet = any_page(draft, random)
    sheet.slots.setdefault((random.randint(1, page.height), page.width + 1), Slot(text("核对无误")))


@named
def copy_the_table_below(draft: Draft, random: Random) -> None:
    page, sheet = any_page(draft, random)
    below = {
        (row + page.height + 3, column): Slot(slot.content if slot.label else number("44"))
        for (row, column), slot in sheet.slots.items()
    }
    sheet.slots = below | sheet.slots


@named
def keep_the_calendar_of_1904(draft: Draft, _: Random) -> None:
    draft.date1904 = True
