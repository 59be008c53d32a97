"""Sends returned workbooks back with their faults marked."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO, Final

from attrs import evolve, field

from gkxl.arguments import checked
from gkxl.errors import GkxlError
from gkxl.files.load import load
from gkxl.files.save import WORKBOOK_SUFFIXES, read_suffix, write_file
from gkxl.forms import edition_named
from gkxl.frozen import frozen
from gkxl.issues import add_places
from gkxl.layout import DIGEST_LENGTH, digests_answered, places
from gkxl.marking.additions import find_replaced
from gkxl.marking.copy import make_marked_copy
from gkxl.marking.listing import Letter
from gkxl.model.outline import cells
from gkxl.reading import Reading
from gkxl.reading import read as read_return
from gkxl.text import legible
from gkxl.write.contents import Extras
from gkxl.xlsx import Limits

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Sequence

    from gkxl.files.save import Target
    from gkxl.forms.edition import AnyReport, Edition
    from gkxl.issues import Issue
    from gkxl.marking.additions import ReplacedFormulas


__all__ = ["Marked", "mark"]


_YEAR_DIGITS: Final = 4


def fresh_form(reading: Reading) -> bytes:
    """A fresh form with everything filled in that could be read."""
    from gkxl.write.workbook import make_workbook  # noqa: PLC0415 (it loads what writes, and is seldom needed)

    edition = edition_named(reading.edition)
    computed = {cell.path for cell in cells(edition.form) if cell.computed}
    values = {path: None if path in computed else value for path, value in reading.values.items()}
    values |= {path: legible(value) for path, value in values.items() if isinstance(value, str)}
    year = edition.roles.year
    values[year] = values[year] or _issued_year(edition, reading.identity.year)
    extras = Extras(reading.carried, {key: legible(text) for key, text in reading.explanations.items()})
    return make_workbook(edition, values, identity=reading.identity, extras=extras)


def _issued_year(edition: Edition, year: str) -> int | None:
    """The year that the return was issued for, if it is one of its edition."""
    plain = len(year) == _YEAR_DIGITS and year.isascii() and year.isdecimal()
    return int(year) if plain and edition.covers(int(year)) else None


@frozen
class Marked:
    """What became of a marking.

    Attributes:
        reading: What was found in the return.
        fresh: Whether a fresh form was filled in, because the unit's own file could not be edited safely.
        restored: How many formulas of totals were put back.
        content: The marked copy.
    """

    reading: Reading
    fresh: bool
    restored: int
    content: bytes = field(repr=False)


@checked
def mark(
    source: str | os.PathLike[str] | bytes | BinaryIO,
    target: Target,
    *,
    previous: AnyReport | None = None,
    office: str = "",
    until: str = "",
) -> Marked:
    """Write a copy of a return with its faults marked, for the unit to correct and return.

    Every faulty cell is coloured and carries a comment; a first sheet, 退回说明, lists them with links.
    The formula of a total that was typed over is put back, for its cell is locked. Everything else stays:
    values, formulas, protection, validation and names; so the corrected copy reads clean. The copy notes
    which return it answers; see `Reading.answers`.
    It speaks Chinese, whatever the language of the program: it is for the clerks who fill in the form.

    Args:
        source: The return: a path, the bytes of a file, or a binary file.
        target: Where to write the marked copy: the path of an ``.xlsx`` file, or a binary file.
        previous: The unit's report of the year before, of any edition, to compare with.
        office: Who sends it back, as 退回说明 names them.
        until: By when it is wanted again, such as ``"1月20日"``.

    Returns:
        What was found, and whether a fresh form had to be used.

    Raises:
        UnreadableFileError: The return cannot be read.
        DataError: The other report is not of the year before, or the return has no year.
        WriteError: The copy cannot be written.

    Example:
        >>> import gkxl
        >>> gkxl.mark("returns/某市财政局.xlsx", "退回.xlsx").reading.ok  # doctest: +SKIP
        False
    """
    read_suffix(target, WORKBOOK_SUFFIXES)
    content = load(source, Limits())
    reading = read_return(content)
    reading = reading.compared(previous) if previous else reading
    found = mark_return(content, reading, office=office, until=until)
    write_file(target, found.content)
    return found


def mark_return(
    content: bytes, reading: Reading, also: Iterable[Issue] = (), *, office: str = "", until: str = ""
) -> Marked:
    """The marked copy of a return.

    Args:
        content: The return.
        reading: What was found in it.
        also: Further issues of it.
        office: Who sends it back.
        until: By when it is wanted again.
    """
    issues, replaced = [*also, *reading.issues], find_replaced(reading)
    if reading.unchanged:
        answered = reading.copied, *reading.answers
    else:
        answered = reading.content[:DIGEST_LENGTH], *digests_answered(content, reading.answers)
    letter = Letter(
        _report_title(reading),
        office,
        until,
        tuple(one.place for one in replaced.restored),
        replaced.unknown,
        reading.requirements,
    )
    try:
        copy = make_marked_copy(content, issues, letter, replaced.restored, answered)
    except GkxlError:
        copy = _mark_fresh_form(reading, issues, letter, replaced, answered)
        return Marked(reading, fresh=True, restored=len(replaced.paths), content=copy)
    return Marked(reading, fresh=False, restored=len(replaced.restored), content=copy)


def _report_title(reading: Reading) -> str:
    """Whose report it is, of which year, as far as that is known."""
    edition = edition_named(reading.edition)
    year, unit = reading.values[edition.roles.year], reading.values[edition.roles.unit]
    return f"{unit or ''}{f' {year} 年度' if year else ''}{edition.kind.title}"


def _mark_fresh_form(
    reading: Reading, issues: list[Issue], letter: Letter, replaced: ReplacedFormulas, answered: Sequence[str]
) -> bytes:
    """A fresh form with everything filled in that could be read, marked at its own cells.

    All its totals have their formulas.
    """
    here = places(edition_named(reading.edition))
    restored = tuple(here[path] for path in replaced.paths)
    fresh_letter = evolve(letter, restored=restored, unknown=())
    found = [add_places(issue, here) for issue in issues]
    return make_marked_copy(fresh_form(reading), found, fresh_letter, answered=answered)
