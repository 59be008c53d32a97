"""Writes workbooks: ``write_template`` a blank one to send out, ``write_workbook`` a filled one.

`make_workbook` is what marking, migration and import use.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gkxl.arguments import checked
from gkxl.files.save import WORKBOOK_SUFFIXES, read_suffix, write_file
from gkxl.forms import USUAL_KIND, edition_for, edition_of
from gkxl.layout import Identity
from gkxl.model.outline import cells, values_of
from gkxl.rules.expectations import last_year_to_keep, last_year_values, prefilled_values
from gkxl.write.contents import NO_EXTRAS, Extras, make_contents
from gkxl.write.prerendered import write_contents
from gkxl.write.refusals import refuse_missing, refuse_unexplainable, refuse_unlisted, refuse_unwritable
from gkxl.write.validation import NO_REQUIREMENTS, Requirements

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gkxl.checksheet.lines import Explanations
    from gkxl.files.save import Target
    from gkxl.forms.edition import AnyReport, Edition, FormKind


@checked
def write_template(  # noqa: PLR0913 (each is a line of the cover)
    target: Target,
    *,
    year: int,
    unit: str = "",
    unit_code: str = "",
    level: str = "",
    kind: FormKind = USUAL_KIND,
    edition: Edition | str | None = None,
    previous: AnyReport | None = None,
    password: str | None = None,
    requirements: Requirements = NO_REQUIREMENTS,
) -> None:
    """Write a blank, locked template of the edition that a report year is filed in.

    What was carried forward last year is filled in; the unit may change it, and explains why. A name and a
    code that are given are locked like the year, so that the return tells whose it is.

    Args:
        target: Where to write it: the path of an ``.xlsx`` file, or a binary file.
        year: The report year.
        unit: The name of the unit that is to fill it in; blank for the unit to enter.
        unit_code: Its unified social credit code, or its code in the roster.
        level: Its level, one of ``gkxl.forms.common.LEVELS``.
        kind: The kind of form; the annual report if left out.
        edition: The edition, or its name, where not that of the year and kind is wanted but a local one.
        previous: The unit's report of the year before, of any edition.
        password: Protects sheets and structure. It prevents accidental changes; it is not security and proves
            nothing.
        requirements: What the office asks for, and its own prompts.

    Raises:
        UnknownEditionError: No edition covers that year.
        DataError: The other report is not of the year before.
        WriteError: The file cannot be written, a text does not fit a cell, or there is no such level.

    Example:
        >>> import gkxl
        >>> gkxl.write_template("年报.xlsx", year=2024, unit="某市财政局")  # doctest: +SKIP
    """
    read_suffix(target, WORKBOOK_SUFFIXES)
    content = make_template(
        year,
        unit=unit,
        unit_code=unit_code,
        level=level,
        edition=edition_for(year, kind, edition=edition),
        previous=previous,
        password=password,
        requirements=requirements,
    )
    write_file(target, content)


def make_template(  # noqa: PLR0913 (each is a line of the cover)
    year: int,
    *,
    unit: str = "",
    unit_code: str = "",
    level: str = "",
    edition: Edition,
    previous: AnyReport | None = None,
    password: str | None = None,
    requirements: Requirements = NO_REQUIREMENTS,
) -> bytes:
    """The workbook that `write_template` writes."""
    roles = edition.roles
    if roles.level:
        refuse_unlisted(edition, roles.level, level)
    cover = {roles.year: year, roles.unit: unit, roles.unit_code: unit_code, roles.level: level}
    last = last_year_values(edition, cover, previous) if previous else {}
    given = {**cover, **prefilled_values(edition, last)}
    values = {cell.path: given.get(cell.path) for cell in cells(edition.form)}
    locked = frozenset(path for path in (roles.unit, roles.unit_code) if cover[path])
    extras = Extras(last_year_to_keep(edition, last), locked=locked, asked=requirements)
    return make_workbook(edition, values, password=password, extras=extras)


@checked
def write_workbook(
    report: AnyReport,
    target: Target,
    *,
    carried: Mapping[str, Any] | None = None,
    explanations: Explanations | None = None,
    password: str | None = None,
) -> None:
    """Write a report as a filled workbook; the same report gives the same bytes.

    Totals that add up are written as formulas with their results; a total that was filed wrong stays
    as it was filed, and is coloured.

    Args:
        report: A report of any edition.
        target: Where to write it: the path of an ``.xlsx`` file, or a binary file.
        carried: Last year's figures for the check sheet, as `gkxl.Reading.carried` has them.
        explanations: What the unit explains on the check sheet, as `gkxl.Reading.explanations` has it.
        password: Protects sheets and structure. It prevents accidental changes; it is not security and proves
            nothing.

    Raises:
        UnknownEditionError: It is not a report of any edition.
        WriteError: The file cannot be written, or a value is missing or does not fit its cell.
    """
    read_suffix(target, WORKBOOK_SUFFIXES)
    edition, values = edition_of(report), values_of(report)
    refuse_missing(edition, values)
    extras = Extras(carried or {}, explanations or {})
    write_file(target, make_workbook(edition, values, password=password, extras=extras))


def make_workbook(
    edition: Edition,
    values: Mapping[str, Any],
    *,
    password: str | None = None,
    identity: Identity | None = None,
    extras: Extras = NO_EXTRAS,
) -> bytes:
    """A workbook that holds these values, by path; None is a blank cell.

    Args:
        edition: The edition of the form.
        values: What every cell holds.
        password: Protects sheets and structure.
        identity: The identity (unit and year) recorded in the hidden sheet; taken from the cover cells if
            left out.
        extras: Last year's figures, explanations, and which cells to lock.

    Raises:
        WriteError: A value does not fit a cell.
    """
    refuse_unwritable(edition, values)
    refuse_unexplainable(edition, extras.explanations)
    content = make_contents(edition, values, identity or Identity.of(edition, values), extras)
    return write_contents(edition, content, password or "")
