"""Reads published reports of anyone: tables by their labels, texts by their headings, and what is odd."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO, Final

from attrs import evolve

from gkxl.files.limits import Limits
from gkxl.identity import Identity
from gkxl.published.book import lay_out
from gkxl.published.formats import open_source
from gkxl.published.gathering import gather
from gkxl.published.telling import doubts, oddities
from gkxl.reading.reader import assemble
from gkxl.reading.witnesses import find_cells

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator

    from gkxl.issues.catalogue import Lang
    from gkxl.issues.issue import Issue, Term
    from gkxl.published.book import Laid
    from gkxl.published.gathering import Gathered
    from gkxl.reading import Reading
    from gkxl.reading.cells import Blank

_RENAMED: Final = {
    "cell.lost": "published.cell",
    "table.lost": "published.lost",
    "table.edition": "published.edition",
    "sheet.stray": "published.stray",
}
"""What is said of workbooks that units fill in, by what is said of published reports in its stead."""


def read_published(
    source: str | os.PathLike[str] | bytes | BinaryIO,
    *,
    year: int | None = None,
    blank: Blank = "error",
    limits: Limits | None = None,
    lang: Lang = "zh",
) -> Reading:
    """Read a published report: a web page, a Word document or a PDF, of anyone and in any layout.

    Its tables are found by their printed labels and read as printed: what does not add up is told, not
    mended. An edition is made out for each table. Unit and year are those of its title.

    Args:
        source: A path, the bytes of a file, a binary file, or the text of a web page.
        year: The report year that it should be of; another one than it says is an issue, and where it says
            none, it is taken for one of this year.
        blank: What a blank number cell is: ``"error"``, or ``"zero"`` for 0 with a note.
        limits: How large the file may be; the usual limits if left out.
        lang: The language of the messages, ``"zh"`` or ``"en"``.

    Returns:
        What was published, what is odd about it, and the report if every number could be read.

    Raises:
        UnreadableFileError: It is something else, or holds none of the tables, or those of several reports.
        UnsafeFileError: It is built as no program builds it.
        LimitError: It is larger than the limits allow.
        MissingExtraError: It is a PDF, and the extra ``gkxl[pdf]`` is not installed.

    Example:
        >>> import gkxl
        >>> from gkxl import demo
        >>> reading = gkxl.read_published(gkxl.to_html(demo.report()))
        >>> reading.report.requests == demo.report().requests
        True
    """
    allowed = limits or Limits()
    gathered = gather(open_source(source, allowed), allowed, year)
    laid = lay_out(gathered.edition, gathered.tables, gathered.texts)
    found = find_cells(laid.book, gathered.edition, by_labels=True)
    own = {path: place for path, place in found.places.items() if laid.is_own(path, place)}
    doubtful = frozenset(path for path, place in own.items() if laid.is_doubtful(place))
    unread = doubtful if gathered.year else doubtful | {"cover.year"}
    reading = assemble(
        laid.book,
        _identity(gathered),
        evolve(
            found,
            places={path: place for path, place in own.items() if path not in unread},
            issues=tuple(_in_other_words(found.issues, gathered)),
        ),
        [*oddities(gathered), *doubts(gathered.edition, doubtful)],
        blank=blank,
        expected={"year": year},
        lang=lang,
    )
    return _in_print(reading, laid)


def _identity(gathered: Gathered) -> Identity:
    """What a published report says of itself."""
    return Identity(
        edition=gathered.edition.name,
        layout="",
        year=str(gathered.year or ""),
        unit_code="",
        generator=f"published {gathered.format}",
    )


def _in_other_words(issues: tuple[Issue, ...], gathered: Gathered) -> Iterator[Issue]:
    """What the witnesses disagreed about; of a table that is not there at all, more is said elsewhere."""
    for issue in issues:
        section = issue.path.partition(".")[0]
        if issue.code in _RENAMED and (not section or section in gathered.tables):
            yield evolve(issue, code=_RENAMED[issue.code])


def _in_print(reading: Reading, laid: Laid) -> Reading:
    """A reading whose places are those of the document."""
    cells = tuple(cell._replace(place=laid.in_print(cell.place)) for cell in reading.cells)
    issues = tuple(_printed(issue, laid) for issue in reading.issues)
    sheets = tuple(laid.titles.get(name, name) for name in reading.sheets)
    return evolve(reading, cells=cells, issues=issues, sheets=sheets)


def _printed(issue: Issue, laid: Laid) -> Issue:
    facts = issue.facts
    if "sheet" in facts:
        facts = {**facts, "sheet": laid.titles.get(facts["sheet"], facts["sheet"])}
    left, right = (tuple(_term(term, laid) for term in side) for side in (issue.left, issue.right))
    return evolve(issue, place=laid.in_print(issue.place), left=left, right=right, facts=facts)


def _term(term: Term, laid: Laid) -> Term:
    return evolve(term, place=laid.in_print(term.place))
