"""Finds which unit is above which, and names what cannot be decided or is doubtful."""

from __future__ import annotations

import re
from itertools import chain, islice, pairwise
from typing import TYPE_CHECKING, Final

from gkxl.collection.roster.directory import MOST_FOUND, FoundUnits, fold_name, shorten_name
from gkxl.collection.roster.table import LABELS, LEVEL, NAME, is_count
from gkxl.errors import LimitError
from gkxl.frozen import frozen
from gkxl.issues import Issue
from gkxl.text import Wording, enumerated

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from gkxl.collection.roster.directory import Directory
    from gkxl.collection.roster.units import Unit

    Children = Mapping[tuple[str, str], Mapping[str, None]]
    "Units by what is above them, and by each of their own codes and names."
    from collections.abc import Iterator, Mapping

    from gkxl.collection.roster.lines import ParentEntry, RosterLine, TableLayout
    from gkxl.collection.roster.table import RosterColumn

    Answer = tuple[ParentEntry, FoundUnits]
    """What a cell gives as the unit above, and what is found for it."""

_STEP: Final = re.compile(r"[/\\>→|／＼＞｜]+")
_MOST_STEPS: Final = 10
"""The most steps of a path; no office has more units above it."""


@frozen
class GivenParent:
    """What the row of a unit gives as the unit above it.

    Attributes:
        key: The key of the unit.
        text: The code, name or path, as it is written.
    """

    key: str
    text: str


def find_parents(asked: Collection[GivenParent], directory: Directory) -> dict[GivenParent, FoundUnits]:
    """Find the units that are meant; a path is followed from its first unit down.

    Args:
        asked: What the units give.
        directory: The units.
    """
    steps = {one: _split_path(one.text, directory) for one in asked}
    found = {one: directory.find(one.text, one.key) for one in asked if not steps[one][1:]}
    paths = [one for one in asked if steps[one][1:]]
    for _ in range(_MOST_STEPS if paths else 0):  # a path may go by units that are placed by paths themselves
        children = _find_children(found, steps, directory)
        followed = {one: _follow_path(steps[one], children, directory) for one in paths}
        if followed.items() <= found.items():
            break
        found |= followed
    return found


def _split_path(text: str, directory: Directory) -> Sequence[str]:
    """Split a path into its steps; a name that contains a stroke stays whole."""
    steps = [step.strip() for step in _STEP.split(text, _MOST_STEPS) if step.strip()]
    whole = directory.find(text)
    return [text] if not steps[1:] or (whole.keys and whole.exact) else steps


def _find_children(
    found: Mapping[GivenParent, FoundUnits], steps: Mapping[GivenParent, Sequence[str]], directory: Directory
) -> Children:
    above = {
        one.key: answer.keys[0] if len(answer.keys) == 1 else fold_name(steps[one][-1])
        for one, answer in found.items()
    }
    children: dict[tuple[str, str], dict[str, None]] = {}
    own = {key: (fold_name(unit.code), fold_name(unit.name)) for key, unit in directory.units.items()}
    short = {key: shorten_name(unit.name) for key, unit in directory.units.items()}
    for names in (own, short):  # a shortened name never goes before a whole one
        taken = set(children)
        for key, texts in names.items():
            for way in {(above.get(key, ""), text) for text in texts} - taken:
                children.setdefault(way, {})[key] = None
    return children


def _follow_path(steps: Sequence[str], children: Children, directory: Directory) -> FoundUnits:
    """Find the units that a path leads to; its first steps may be outside the roster."""
    first = directory.find(steps[0])
    reached, last = first.keys, fold_name(steps[0])
    known = bool(reached)
    for step in map(fold_name, steps[1:]):
        ways = (children.get((start, step), ()) for start in reached or (last, ""))
        reached, last = tuple(dict.fromkeys(islice(chain.from_iterable(ways), MOST_FOUND))), step
        known = known or bool(reached)
        if known and not reached:
            return FoundUnits(is_dead_end=True)
    is_dead_end = not reached and bool(directory.find(steps[-1]).keys)
    return FoundUnits(reached, exact=first.exact, is_dead_end=is_dead_end)


DEEPEST: Final = 50
"""The most units above one another; loops over the units above a unit are bounded by it."""

_NAMED: Final = 5
"""The most units to choose from that are named; more are only counted."""


def link_units(lines: Mapping[str, RosterLine], directory: Directory) -> tuple[dict[str, str], list[Issue]]:
    """Find what is above each unit, and what is doubtful about it.

    Args:
        lines: What the roster gives for each unit, by its key.
        directory: The units.

    Returns:
        What is above each unit, by its key: a key, or the words given where these are no unit; and an issue
        for each answer that is not certain.
    """
    given = ((key, entry) for key, line in lines.items() for entry in line.parents)
    asked = dict.fromkeys(GivenParent(key, entry.text) for key, entry in given)
    found = find_parents(asked, directory)
    parents: dict[str, str] = {}
    issues: list[Issue] = []
    for key, line in lines.items():
        answers = _settle_by_code([(entry, found[GivenParent(key, entry.text)]) for entry in line.parents])
        for entry, answer in answers:
            issues.extend(_find_cell_doubts(line, entry, answer, directory))
        parents[key] = next((answer.keys[0] if answer.keys else entry.text for entry, answer in answers), "")
        issues.extend(_find_conflicts(line, answers))
    return parents, issues


def _settle_by_code(answers: Sequence[Answer]) -> list[Answer]:
    """Narrow ambiguous names in one cell by a code in another cell of the same row."""
    sure = {answer.keys for _, answer in answers if len(answer.keys) == 1}
    (one,) = sure if len(sure) == 1 else ((),)
    return [
        (entry, FoundUnits(one) if len(answer.keys) > 1 and {*one} & {*answer.keys} else answer)
        for entry, answer in answers
    ]


def _find_cell_doubts(
    line: RosterLine, entry: ParentEntry, answer: FoundUnits, directory: Directory
) -> Iterator[Issue]:
    """Find what is doubtful about one cell."""
    key = Wording("代码", "code") if directory.coded else Wording("全称", "full name")
    if answer.is_dead_end:
        yield line.entry_issue("roster.path", entry, key=key)
    elif len(answer.keys) > 1:
        choices = enumerated(
            [_name_with_code(directory.units[one]) for one in answer.keys], _NAMED, unit="个单位"
        )
        yield line.entry_issue("roster.ambiguous", entry, choices=choices, key=key)
    elif answer.similar or (answer.keys and not answer.exact):
        unit = directory.units[answer.similar or answer.keys[0]]
        code = "roster.like" if answer.similar else "roster.near"
        yield line.entry_issue(code, entry, **name_nearest(unit))


def name_nearest(unit: Unit) -> dict[str, Wording]:
    """The facts that name a similar unit in a message."""
    en = f"{unit.name} ({unit.code})" if unit.code else unit.name
    return {"nearest": Wording(_name_with_code(unit), en)}


def _name_with_code(unit: Unit) -> str:
    return f"“{unit.name}”（代码 {unit.code}）" if unit.code else f"“{unit.name}”"


def _find_conflicts(line: RosterLine, answers: Sequence[Answer]) -> Iterator[Issue]:
    """Find cells of one unit that name different parents; a code and its name do not differ."""
    for (first, known), (entry, answer) in pairwise(answers):
        outside = not (known.keys or answer.keys)
        same = outside and (first.column != entry.column or fold_name(first.text) == fold_name(entry.text))
        if known.keys != answer.keys or (outside and not same):
            other = line.layout.place(first.column, first.row).address
            yield line.entry_issue("roster.parents", entry, other=other, text=first.text)


def find_cycles(parents: Mapping[str, str], lines: Mapping[str, RosterLine], wanted: str) -> Iterator[Issue]:
    """Find every cycle once, from the unit of it that comes first.

    Args:
        parents: What is above each unit, by its key.
        lines: What the roster gives for each unit.
        wanted: Which of its cells an issue is about.

    Raises:
        LimitError: More units are above one another than any office has.
    """
    depths: dict[str, int] = {}
    for start in parents:
        path: dict[str, None] = {}
        key = start
        while key in parents and key not in depths and key not in path:
            path[key] = None
            key = parents[key]
        if key in path:
            ring = [*path][[*path].index(key) :]
            yield lines[key].issue("roster.cycle", wanted, names="→".join((*ring, key)))
        depth = depths.get(key, 0)
        for key in reversed(path):
            depth += 1
            depths[key] = depth
        if depth > DEEPEST:
            raise LimitError(DEEPEST, depth, "上下级的层数")


_ABOUT: Final = re.compile("上级|下级|下属|本级|隶属")
"""Words in headings of columns that may change which units are added up."""


def find_missed_parents(
    layouts: Sequence[TableLayout], lines: Mapping[str, RosterLine], directory: Directory
) -> Iterator[Issue]:
    """Find columns, and names of sheets, that look as if they gave what is above the units.

    Args:
        layouts: The tables of the roster.
        lines: What it gives for each unit, by its key.
        directory: The units.
    """
    levels = {line.level for line in lines.values()} - {""}
    by_table: dict[int, dict[str, RosterLine]] = {id(layout): {} for layout in layouts}
    for key, line in lines.items():
        by_table[id(line.layout)][key] = line
    for layout in layouts:
        own = by_table[id(layout)]
        for column in layout.further:
            yield from _check_column(layout, column, own, directory)
        if not layout.parents:
            if len(levels) > 1 and any(line.level for line in own.values()):
                column = layout.own[LEVEL]
                yield Issue(code="roster.no_parent", label=LABELS[LEVEL], place=layout.place(column))
            if len(layouts) > 1:
                yield from _check_sheet_name(layout, directory)


def _check_column(
    layout: TableLayout, column: RosterColumn, own: Mapping[str, RosterLine], directory: Directory
) -> Iterator[Issue]:
    """Find whether cells of a further column, and most of them, name other units of the roster."""
    if is_count(column.text):
        return
    given = [(by, text) for by, line in own.items() if (text := line.extra[column.heading])]
    answers = ((by, directory.find(text, by)) for by, text in given)
    found = [
        (answer.keys[0], answer.exact) for by, answer in answers if answer.keys and by not in answer.keys
    ]
    mostly = 2 * len(found) >= len(given) and not layout.parents
    sure = found if mostly else [one for one in found if one[1]]
    if sure:
        code = "roster.perhaps_parent" if mostly else "roster.further"
        facts = name_nearest(directory.units[sure[0][0]])
        yield Issue(code=code, label=column.heading, place=layout.place(column), facts=facts)
    elif _ABOUT.search(column.text) and given:
        yield Issue(
            code="roster.heading", label=column.heading, place=layout.place(column), found=column.heading
        )


def _check_sheet_name(layout: TableLayout, directory: Directory) -> Iterator[Issue]:
    """Find whether a sheet, one of several, is named after a unit that may be above all units in it."""
    found = directory.find(layout.table.sheet.name).keys
    if found:
        place, facts = layout.place(layout.own[NAME]), name_nearest(directory.units[found[0]])
        yield Issue(code="roster.sheet_name", label=LABELS[NAME], place=place, facts=facts)
