"""``mark``: the unit's own file with its faults marked, or a fresh form where that file cannot be edited."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from attrs import field, frozen

from gkxl.errors import GkxlError
from gkxl.forms import edition_named
from gkxl.issues import placed
from gkxl.layout import places
from gkxl.marking.copy import marked_copy
from gkxl.marking.notes import worth_telling
from gkxl.reading import Reading
from gkxl.reading import read as read_return
from gkxl.write.files import write_file
from gkxl.xlsx import Limits
from gkxl.xlsx.load import load

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable

    from gkxl.forms import Report
    from gkxl.issues import Issue
    from gkxl.write.files import Target


@frozen
class Marked:
    """What became of a marking.

    Attributes:
        reading: What was found in the return.
        fresh: Whether a fresh form was filled in, because the unit's own file could not be edited safely.
        content: The marked copy.
    """

    reading: Reading
    fresh: bool
    content: bytes = field(repr=False)


def mark(
    source: str | os.PathLike[str] | bytes | BinaryIO,
    target: Target,
    *,
    previous: Report | None = None,
    office: str = "",
    until: str = "",
) -> Marked:
    """Write a copy of a return with its faults marked, for the unit to correct and return.

    Every faulty cell is coloured and carries a comment; a first sheet, 退回说明, lists them with links.
    Values, formulas, protection, validation and names stay, so that the corrected copy reads clean.
    It speaks Chinese, whatever the language of the program: it is for the clerks who fill in the form.

    Args:
        source: The return: a path, the bytes of a file, or a binary file.
        target: Where to write the marked copy; an ``.xlsx`` file.
        previous: The unit's report of the year before, of any edition, to compare with.
        office: Who sends it back; "" is left out.
        until: Until when it is to be corrected; "" is left out.

    Returns:
        What was found, and whether a fresh form had to be used.

    Raises:
        UnreadableFileError: The return cannot be read.
        DataError: The other report is not of the year before, or the return does not say its year.
        WriteError: The copy cannot be written.

    Example:
        >>> import gkxl
        >>> gkxl.mark("returns/某市财政局.xlsx", "退回.xlsx").reading.ok  # doctest: +SKIP
        False
    """
    content = load(source, Limits())
    reading = read_return(content)
    found = marked(content, reading.compared(previous) if previous else reading, office=office, until=until)
    write_file(target, found.content)
    return found


def marked(
    content: bytes,
    reading: Reading,
    also: Iterable[Issue] = (),
    *,
    office: str = "",  # noqa: ARG001
    until: str = "",  # noqa: ARG001
) -> Marked:
    """The marked copy of a return.

    Args:
        content: The return.
        reading: What was found in it.
        also: What else there is to say of it.
        office: Who sends it back; "" is left out.
        until: Until when it is to be corrected; "" is left out.
    """
    issues = worth_telling([*also, *reading.issues])
    copy = _own_copy(content, issues)
    return Marked(reading, copy is None, copy or _marked_form(reading, issues))


def _own_copy(content: bytes, issues: list[Issue]) -> bytes | None:
    """The unit's own file, marked; None where it cannot be edited."""
    try:
        return marked_copy(content, issues)
    except GkxlError:
        return None


def _marked_form(reading: Reading, issues: list[Issue]) -> bytes:
    """A fresh form with everything filled in that could be read, marked where its own cells stand."""
    from gkxl.marking.fresh import fresh_form  # noqa: PLC0415 (it loads what writes, and is seldom needed)

    here = places(edition_named(reading.edition))
    return marked_copy(fresh_form(reading), [placed(issue, here) for issue in issues])
