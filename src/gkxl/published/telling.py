"""Says what is odd in a published report: few lines, however many cells it was."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gkxl.issues.issue import Issue
from gkxl.layout import pages
from gkxl.published.rows import Verdict
from gkxl.published.wording import wordings
from gkxl.reading.witnesses.printed import folded
from gkxl.reading.witnesses.telling import some_lines
from gkxl.text import enumerated

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from gkxl.forms.edition import Edition
    from gkxl.model.outline import Node
    from gkxl.published.gathering import Gathered
    from gkxl.published.rows import Judged

_FEW: Final = 5
"""So many labels and lines are named."""


def oddities(gathered: Gathered) -> Iterator[Issue]:
    """What there is to say about the document, but for its figures."""
    if gathered.encoding_lost:
        yield Issue(code="published.characters")
    if gathered.year is None:
        yield Issue(code="published.year", path="cover.year", label="报告年度")
    for page in pages(gathered.edition):
        section = page.section
        rows = gathered.tables.get(section.path)
        if rows is not None:
            yield from (*_mended(section, rows), *_aligned(section, rows))
        elif section.in_table:
            yield _absent(section, gathered)
    for chapter in gathered.unparted:
        first = chapter.section.leaves[0]
        yield Issue(
            code="published.texts",
            path=chapter.section.path,
            label=chapter.section.label,
            facts={"first": first.label},
        )


def doubts(edition: Edition, doubtful: Collection[str]) -> Iterator[Issue]:
    """One issue for each table that has cells of which nothing was read, though they were found."""
    for page in pages(edition):
        cells = [cell for cell in page.section.leaves if cell.path in doubtful]
        if cells:
            yield _unread("published.doubtful", page.section, cells)


def _absent(section: Node, gathered: Gathered) -> Issue:
    pictured = any(chapter.pictured for chapter in gathered.chapters if chapter.section.path == section.path)
    why, why_en = ("：那里是一张图片，读不出数字", ": there is a picture, of which nothing can be read")
    facts = {"why": why, "why_en": why_en} if pictured else {"why": "", "why_en": ""}
    return _unread("published.absent", section, section.leaves, **facts)


def _unread(code: str, section: Node, cells: Sequence[Node], **facts: str) -> Issue:
    zh, en = some_lines([cell for cell in cells if not cell.computed] or cells)
    paths = tuple(cell.path for cell in cells)
    told = {"count": len(cells), "lines": zh, "lines_en": en, "paths": paths, **facts}
    return Issue(code=code, path=section.path, label=section.label, facts=told)


def _aligned(section: Node, rows: Sequence[Judged]) -> Iterator[Issue]:
    aligned = [judged.row for judged in rows if judged.verdict is Verdict.ALIGNED]
    if aligned:
        names = [[_one_line(slot.text) for slot in row.slots if slot.label][-1:] for row in aligned]
        zh, en = enumerated([f"“{name}”" for named in names for name in named], _FEW)
        facts = {"count": len(aligned), "lines": zh, "lines_en": en}
        yield Issue(code="published.aligned", path=section.path, label=section.label, facts=facts)


def _mended(section: Node, rows: Sequence[Judged]) -> Iterator[Issue]:
    mended = {slot.text: slot.label for judged in rows for slot in judged.row.slots if slot.mended}
    if mended:
        official = {
            folded(box.text): box.text
            for page in wordings()[section.path].pages.values()
            for box in page.boxes
        }
        zh, en = enumerated(
            [f"“{_one_line(text)}”→“{official[label]}”" for text, label in mended.items()], _FEW
        )
        facts = {"count": len(mended), "labels": zh, "labels_en": en}
        yield Issue(code="published.label", path=section.path, label=section.label, facts=facts)


def _one_line(text: str) -> str:
    return "".join(text.split("\n"))
