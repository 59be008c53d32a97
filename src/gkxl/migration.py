"""Moves filled workbooks into today's: of an older layout, or of another year and so another edition."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, BinaryIO

from attrs import evolve

from gkxl.arguments import checked
from gkxl.checksheet.lines import explainable_lines
from gkxl.errors import DataError
from gkxl.files.save import WORKBOOK_SUFFIXES, read_suffix, write_file
from gkxl.forms import edition_for, edition_named
from gkxl.frozen import frozen
from gkxl.layout import Identity
from gkxl.reading import Reading
from gkxl.reading import read as read_old
from gkxl.reports.conversion import Conversion, convert_values
from gkxl.rules.rule import rules
from gkxl.write.contents import Extras
from gkxl.write.validation import NO_REQUIREMENTS, Requirements
from gkxl.write.workbook import make_workbook

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping

    from gkxl.files.save import Target
    from gkxl.forms.edition import Edition
    from gkxl.text import Lang


@frozen
class Migrated:
    """What became of a workbook that was moved into today's.

    Attributes:
        reading: What was found in the old one.
        conversion: What was taken over, what was lost, and what is left blank to be filled in.
        unplaced: The explanations for which the new check sheet has no line, by code and path.
    """

    reading: Reading
    conversion: Conversion
    unplaced: Mapping[tuple[str, str], str]


@checked
def migrate(
    source: str | os.PathLike[str] | bytes | BinaryIO,
    target: Target,
    *,
    year: int | None = None,
    lang: Lang = "zh",
) -> Migrated:
    """Move a filled workbook into the one that is issued today.

    Every number and text that could be read is carried as it was filed. What could not be read, or is asked
    for only by the other edition, stays blank, and totals over blanks are left to their formulas.
    Explanations are moved, and so are last year's figures that it was issued with if the year stays.

    Args:
        source: The old workbook: a path, the bytes of a file, or a binary file.
        target: Where to write the new one: the path of an ``.xlsx`` file, or a binary file.
        year: The report year of the new one, which decides its edition; that of the old one if left out.
        lang: The language of the messages, ``"zh"`` or ``"en"``.

    Raises:
        UnreadableFileError: The old workbook cannot be read.
        UnknownEditionError: No edition covers that year.
        DataError: The old workbook has no year, and none is given.
        WriteError: The new workbook cannot be written.

    Example:
        >>> import gkxl
        >>> gkxl.migrate("2020.xlsx", "2021.xlsx", year=2021).conversion.missing  # doctest: +SKIP
        ('disclosure.regulations.issued', ...)
    """
    read_suffix(target, WORKBOOK_SUFFIXES)
    reading = read_old(source, lang=lang)
    old = edition_named(reading.edition)
    wanted = year or reading.values[old.roles.year]
    if wanted is None:
        raise DataError("原表没有可用的报告年度。请写明新表格的年度。")
    edition = edition_for(wanted, old.kind, edition=old if old.local and old.covers(wanted) else None)
    filed = {**reading.values, old.roles.year: wanted}
    moved = convert_values(old, filed, edition)
    values = _clear_open_totals(edition, moved.values)
    identity, extras = (
        _new_identity(edition, values, reading, year),
        _explanations_to_keep(edition, wanted, reading),
    )
    write_file(target, make_workbook(edition, values, identity=identity, extras=extras))
    left = {key: text for key, text in reading.explanations.items() if key not in extras.explanations}
    return Migrated(reading, moved, left)


def _explanations_to_keep(edition: Edition, year: int, reading: Reading) -> Extras:
    """The last year's figures and explanations of the old workbook that the new one has a place for."""
    stays = (edition.name, year) == (reading.edition, reading.values[edition.roles.year])
    explained = {line.key for line in explainable_lines(edition)}
    kept = {key: text for key, text in reading.explanations.items() if key in explained}
    asked = Requirements(reading.requirements) if stays else NO_REQUIREMENTS
    return Extras(reading.carried if stays else {}, kept, asked=asked)


def _clear_open_totals(edition: Edition, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values without the totals of which a part is missing: their formulas wait for it."""
    open_totals = {
        rule.cell.path
        for rule in rules(edition)
        if rule.is_sum and any(values[path] is None for path in rule.right.inputs)
    }
    return {path: None if path in open_totals else value for path, value in values.items()}


def _new_identity(
    edition: Edition, values: Mapping[str, Any], reading: Reading, year: int | None
) -> Identity:
    """Whom the new workbook is for: whomever the old one was issued to, for the year that is wanted."""
    new, old = Identity.of(edition, values), reading.identity
    if not old.layout:
        return new
    return evolve(new, unit_code=old.unit_code, year=new.year if year else old.year)
