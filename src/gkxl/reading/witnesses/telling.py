"""Says what the witnesses of a page disagreed about: few lines, however many cells it was."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gkxl.issues.issue import Issue
from gkxl.text import enumerated

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gkxl.issues.issue import Place
    from gkxl.model.outline import Node
    from gkxl.reading.witnesses.vote import Heard

_FEW: Final = 3
"""So many lost cells of a page are told one by one; more are told together."""


def disagreements(heard: Heard) -> list[Issue]:
    """Everything there is to say about a page."""
    if heard.untouched:
        return []
    return [*_moved(heard), *_lost(heard)]


def _cells(heard: Heard) -> list[Node]:
    return [box.cell for box in heard.page.page.boxes if box.cell]


def _moved(heard: Heard) -> Iterator[Issue]:
    """One issue for all cells that the same two witnesses decided against the third."""
    groups: dict[tuple[str, str], list[Node]] = {}
    for cell in _cells(heard):
        place = heard.places.get(cell.path)
        if place and cell.path in heard.says.named and (told := _told(heard, cell.path, place)):
            groups.setdefault(told, []).append(cell)
    for (zh, en), (first, *rest) in groups.items():
        yield Issue(
            code="cell.moved",
            path=first.path,
            label=first.label,
            place=heard.places[first.path],
            facts={
                "witnesses": zh,
                "witnesses_en": en,
                "rest": f"等 {len(rest) + 1} 格" if rest else "",
                "rest_en": f" and {len(rest)} more" if rest else "",
                "paths": (first.path, *(cell.path for cell in rest)),
            },
        )


def _told(heard: Heard, path: str, place: Place) -> tuple[str, str] | None:
    """The witnesses for a place; None where all three agree."""
    witnesses = (
        ("名称", "its name", heard.says.named),
        ("位置", "its place", heard.says.laid),
        ("表头", "the labels", heard.says.labelled),
    )
    words = [(zh, en) for zh, en, says in witnesses if says.get(path) == place]
    if len(words) == len(witnesses):
        return None
    return "和".join(zh for zh, _ in words), " and ".join(en for _, en in words)


def _lost(heard: Heard) -> Iterator[Issue]:
    """The cells that nobody can find; a total only where none of the cells to be filled in is lost."""
    lost = [cell for cell in _cells(heard) if cell.path not in heard.places]
    lost = [cell for cell in lost if not cell.computed] or lost
    if len(lost) > _FEW:
        yield _together(heard, lost)
        return
    for cell in lost:
        yield Issue(code="cell.lost", path=cell.path, label=cell.label, place=heard.says.laid.get(cell.path))


def _together(heard: Heard, lost: Sequence[Node]) -> Issue:
    section = heard.page.page.section
    zh, en = some_lines(lost)
    return Issue(
        code="table.lost",
        path=section.path,
        label=section.label,
        place=heard.says.laid.get(lost[0].path),
        facts={
            "count": len(lost),
            "lines": zh,
            "lines_en": en,
            "paths": tuple(cell.path for cell in lost),
        },
    )


def some_lines(found: Sequence[Node]) -> tuple[str, str]:
    """The first few of the lines that cells are on, in Chinese and English."""
    lines = list(dict.fromkeys(" / ".join(_line(cell)) or cell.label for cell in found))
    return enumerated(lines, _FEW, quoted=True)


def _line(cell: Node) -> tuple[str, ...]:
    """The headings of a cell's line, without those of its column."""
    return cell.headings[: -2 if cell.item.under else -1]
