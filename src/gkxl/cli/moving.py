"""Prints what became of a workbook that ``gkxl migrate`` moved: what is to be filled in, what has no cell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gkxl.cli.tables import console, listing
from gkxl.cli.terminal import say, visible, words
from gkxl.cli.wrapping import Chinese
from gkxl.conversion import correspondence
from gkxl.expectations import lines
from gkxl.forms import edition_named, newest_edition
from gkxl.layout import places
from gkxl.model.outline import node

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gkxl.migration import Migrated


_UNREAD: Final = ("旧表格里空着，或读不出", "blank or unread in the old one")
_NOT_ASKED: Final = ("旧表格没有这一格", "not in the old one")


def show(moved: Migrated) -> None:
    """Print the numbers of cells, and a table of those that somebody has to look at."""
    old, new = moved.reading, moved.conversion
    carried, missing, lost = len(new.carried), len(new.missing), len(new.lost)
    say(
        f"{old.edition} 版移入 {new.edition} 版：沿用 {carried} 格，待填 {missing} 格，无处可填 {lost} 格。",
        f"{old.edition} into {new.edition}: {carried} carried, {missing} to fill in, {lost} without a cell.",
    )
    if missing:
        _print(_missing(moved), words("位置", "Place"), words("待填的格", "To fill in"), words("原因", "Why"))
    if lost:
        _print(_lost(moved), words("无处可填的数", "Without a cell"), words("原填", "Filed"))
    if moved.unplaced:
        about = words("无处可写的说明", "Explanations without a line")
        _print(_unplaced(moved), about, words("原文", "Text"))
    _hint(moved)


def _hint(moved: Migrated) -> None:
    """Print what else there is to know before the new workbook is used."""
    edition, newest = moved.conversion.edition, newest_edition().name
    if edition != newest:
        say(
            f"该年度的报告按 {edition} 版填报。要移入现行的 {newest} 版，请用 --year 写明新表格的年度。",
            f"That year is filed in edition {edition}; for edition {newest}, name a year with --year.",
        )
    if not moved.reading.ok:
        say(
            "旧表格有需改正的。读得出、新表格又有的格，照原样移入，没有改动；其余没有移入，见上面的表。"
            "请把新表格补填、改正，再用 gkxl check 核对。",
            "The old workbook has to be corrected. What could be read and has a cell was moved as filed, "
            "the rest, listed above, was not. Complete and correct the new one, then run gkxl check on it.",
        )


def _missing(moved: Migrated) -> Iterable[tuple[str, ...]]:
    old, new = edition_named(moved.reading.edition), edition_named(moved.conversion.edition)
    asked = correspondence(old.form, new.form)
    for path in moved.conversion.missing:
        place = places(new)[path]
        why = _UNREAD if path in asked else _NOT_ASKED
        yield f"{place.sheet} {place.address}", node(new.form, path).label, words(*why)


def _lost(moved: Migrated) -> Iterable[tuple[str, ...]]:
    old = edition_named(moved.reading.edition)
    return ((node(old.form, path).label, str(value)) for path, value in moved.conversion.lost.items())


def _unplaced(moved: Migrated) -> Iterable[tuple[str, ...]]:
    old = edition_named(moved.reading.edition)
    labels = {line.key: line.label for line in lines(old)}
    return ((labels[key], text) for key, text in moved.unplaced.items())


def _print(rows: Iterable[tuple[str, ...]], *headings: str) -> None:
    table = listing(*headings)
    for row in rows:
        table.add_row(*(Chinese(visible(text)) for text in row))
    console().print(table)
