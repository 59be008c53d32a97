"""Looks for units above others that a roster has, but not where they are looked for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from gkxl.collection.roster.columns import LABELS, LEVEL, NAME, is_count
from gkxl.collection.roster.links import nearest
from gkxl.issues.issue import Issue

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from gkxl.collection.roster.directory import Directory
    from gkxl.collection.roster.lines import Layout, Line
    from gkxl.collection.roster.table import Column

_ABOUT: Final = re.compile("上级|下级|下属|本级|隶属")
"""What headings have in them that may change who is added up."""


def find_doubts(
    layouts: Sequence[Layout], lines: Mapping[str, Line], directory: Directory
) -> Iterator[Issue]:
    """Find columns, and names of sheets, that look as if they gave what is above the units.

    Args:
        layouts: The tables of the roster.
        lines: What it gives for each unit, by its key.
        directory: The units.
    """
    levels = {line.level for line in lines.values()} - {""}
    by_table: dict[int, dict[str, Line]] = {id(layout): {} for layout in layouts}
    for key, line in lines.items():
        by_table[id(line.layout)][key] = line
    for layout in layouts:
        own = by_table[id(layout)]
        for column in layout.further:
            yield from _column(layout, column, own, directory)
        if not layout.parents:
            if len(levels) > 1 and any(line.level for line in own.values()):
                column = layout.own[LEVEL]
                yield Issue(code="roster.no_parent", label=LABELS[LEVEL], place=layout.place(column))
            if len(layouts) > 1:
                yield from _named_after(layout, directory)


def _column(layout: Layout, column: Column, own: Mapping[str, Line], directory: Directory) -> Iterator[Issue]:
    """Whether cells of a further column are other units of the roster, and most of them."""
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
        facts = nearest(directory.units[sure[0][0]])
        yield Issue(code=code, label=column.heading, place=layout.place(column), facts=facts)
    elif _ABOUT.search(column.text) and given:
        yield Issue(
            code="roster.heading", label=column.heading, place=layout.place(column), found=column.heading
        )


def _named_after(layout: Layout, directory: Directory) -> Iterator[Issue]:
    """Whether a sheet, one of several, is called after a unit that may be above all in it."""
    found = directory.find(layout.table.sheet.name).keys
    if found:
        place, facts = layout.place(layout.own[NAME]), nearest(directory.units[found[0]])
        yield Issue(code="roster.sheet_name", label=LABELS[NAME], place=place, facts=facts)
