"""Writes the consolidated report 汇总.xlsx, after reading what the office wrote into the older one."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from gkxl.collection.output.ledger_and_detail import draw_detail, draw_ledger
from gkxl.collection.output.office_texts import (
    RECORD_MARK,
    PresentTexts,
    find_labels,
    find_numbers,
    is_open_text,
    make_record,
    merge_texts,
)
from gkxl.collection.store.opening import other_year_error
from gkxl.errors import DataError, FileInUseError, GkxlError, WriteError
from gkxl.files.load import load
from gkxl.files.save import open_new_file
from gkxl.forms import edition_named
from gkxl.layout import HIDDEN_SHEET, pages, places
from gkxl.legacy import is_legacy, read_legacy
from gkxl.model.marks import Particulars, Prose
from gkxl.model.outline import cells
from gkxl.reading import read
from gkxl.text import Sentence, Wording, enumerated
from gkxl.write.contents import Extras
from gkxl.write.long_table import write_with_tables
from gkxl.write.refusals import round_to_cell
from gkxl.xlsx import Limits, read_book

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Iterator, Mapping

    from gkxl.collection.collection import Collection
    from gkxl.collection.output.office_texts import Origin
    from gkxl.forms.edition import Edition
    from gkxl.issues import Issue
    from gkxl.model.outline import Node
    from gkxl.reading import Reading


_LIMITS: Final = Limits(
    file_bytes=1 << 30,
    part_bytes=1 << 30,
    total_bytes=1 << 31,
    total_text=1 << 28,
    cells=10_000_000,
    elements=100_000_000,
)
"""The workbook has a row for every unit on the sheets behind the form, so that its limits are higher."""

_DOCUMENTS: Final = frozenset({".docx", ".html", ".htm", ".pdf"})

_CANNOT_BE_KEPT: Final = frozenset({"sheet.stray", "tamper.foreign", "tamper.copied", "tamper.comments"})
"""The codes of issues that show content of the user's own which cannot be kept."""

_NAMED: Final = 5


def read_present(path: Path, edition: Edition, year: int) -> PresentTexts:
    """Read the texts of the existing workbook; without one they are empty.

    Raises:
        FileInUseError: A program holds it open, so that it cannot even be read.
        DataError: It is of another year.
        WriteError: It is not gkxl's, or holds what would be lost; it is named.
    """
    if not path.exists():
        return PresentTexts()
    _refuse_locked(path)
    try:
        data = load(path, _LIMITS)
        reading = read(data, limits=_LIMITS)
        record = _read_record(data, reading.sheets)
    except GkxlError as error:
        raise _loss_error(path, "{error}", error=error) from error
    if record is None:
        raise _loss_error(path, "它不是 gkxl collect 写的。")
    if (reading.edition, reading.identity.year) != (edition.name, str(year)):
        raise other_year_error(path.parent, reading.identity.year, year)
    _refuse_losses(path, reading, edition)
    origins, numbers = record
    return PresentTexts(
        _read_texts(reading, edition), origins, tuple(_find_changed(numbers, reading, edition))
    )


def _refuse_locked(path: Path) -> None:
    try:
        path.open("rb").close()
    except PermissionError as error:
        raise FileInUseError(str(path)) from error


_Record: TypeAlias = "tuple[dict[str, tuple[Origin, str]], list[Decimal | None]]"
"""The origin and hash of every text that gkxl wrote into a workbook, and all its numbers."""


def _read_record(data: bytes, sheets: Iterable[str]) -> _Record | None:
    """Read the record in a workbook; None where there is no valid one."""
    others = {*sheets} - {HIDDEN_SHEET}
    book = (
        read_legacy(data, limits=_LIMITS) if is_legacy(data) else read_book(data, limits=_LIMITS, skip=others)
    )
    sheet = book.sheet(HIDDEN_SHEET)
    found = sheet.cells if sheet else {}
    row = next((row for (row, column), cell in found.items() if column == 1 and cell.text == RECORD_MARK), 0)
    try:
        kept = json.loads(found[row, 2].text)
        origins = {str(key): (origin, str(digest)) for key, (origin, digest) in kept["texts"].items()}
        return origins, [None if number is None else Decimal(number) for number in kept["numbers"]]
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError):
        return None


def _refuse_losses(path: Path, reading: Reading, edition: Edition) -> None:
    """Refuse a workbook with content that cannot be kept, or with unreadable texts.

    Raises:
        WriteError: It has such content.
    """
    if unreadable := _find_unreadable(reading, edition):
        raise _loss_error(path, "{cells}读不出来。", cells=unreadable)
    other = next((issue for issue in reading.issues if issue.code in _CANNOT_BE_KEPT), None)
    if other:
        raise _loss_error(path, "{issue}", issue=other)


def _loss_error(path: Path, template: str, /, **facts: object) -> WriteError:
    return WriteError(
        "没有汇总：重新写“{path}”会丢失里面的内容。{why}请先把它移到别处，再运行一次；"
        "要沿用其中的文字，用 --texts 写明它的新位置。",
        path=path,
        why=Sentence(template, facts),
    )


def _find_changed(numbers: list[Decimal | None], reading: Reading, edition: Edition) -> Iterator[str]:
    """Find where numbers are not as they were written; totals only if no other number was changed."""
    where, written = places(edition), zip(find_numbers(edition), numbers, strict=False)
    other = [cell for cell, number in written if reading.values[cell.path] != number]
    for cell in [cell for cell in other if not cell.computed] or other:
        yield f"“{where[cell.path].sheet}”{where[cell.path].address}"


def read_given(path: str | os.PathLike[str], edition: Edition, year: int) -> dict[str, str]:
    """Read the texts in a file that the office gives: a workbook of the form, or a document.

    Args:
        path: The file.
        edition: The edition of the report.
        year: Its year.

    Raises:
        DataError: It is of another year, has no texts, or one of them cannot be read.
        UnreadableFileError: It is something else.
    """
    from gkxl.publication.read.report import read_texts  # noqa: PLC0415 (browsers lack lxml, which it needs)

    file = Path(path)
    is_document = file.suffix.lower() in _DOCUMENTS
    of_year, texts = read_texts(file, edition) if is_document else _read_given_workbook(file)
    if of_year not in (None, year):
        raise DataError(
            "“{file}”是 {of_year} 年度的，汇总的是 {year} 年度。请核对 --texts。",
            file=file,
            of_year=of_year,
            year=year,
        )
    found = {key: text for key, text in texts.items() if text.strip() and key in find_labels(edition)}
    if not found:
        raise DataError(
            "“{file}”里没有{kind}的文字（{sections}）。请核对 --texts。",
            file=file,
            kind=edition.kind.name,
            sections=_name_text_sections(edition),
        )
    return found


def _name_text_sections(edition: Edition) -> str:
    """The sections in which a report has texts, by their numbers, and its cover."""
    marks = [page.section.section for page in pages(edition)]
    numbers = "、".join(mark.label.partition("、")[0] for mark in marks if isinstance(mark, Prose))
    cover = "".join(mark.sheet for mark in marks if isinstance(mark, Particulars))
    return f"{numbers}各部分，或{cover}"


def _read_given_workbook(path: Path) -> tuple[int | None, dict[str, str]]:
    data = load(path, _LIMITS)
    reading = read(data, limits=_LIMITS)
    edition = edition_named(reading.edition)
    if unreadable := _find_unreadable(reading, edition):
        raise DataError("“{path}”里的{cells}读不出来。请改正。", path=path, cells=unreadable)
    origins, _ = _read_record(data, reading.sheets) or ({}, [])
    found = PresentTexts(_read_texts(reading, edition), origins)
    texts = {key: text for key, text in found.texts.items() if found.origin(key) != "roster"}
    return reading.values[edition.roles.year], texts


def _read_texts(reading: Reading, edition: Edition) -> dict[str, str]:
    said = {cell.path: reading.values[cell.path] or "" for cell in _open_cells(edition)}
    explained = {" ".join(key): text for key, text in reading.explanations.items()}
    return {key: text for key, text in {**said, **explained}.items() if text.strip()}


def _find_unreadable(reading: Reading, edition: Edition) -> Wording | None:
    """Name the texts that cannot be read; None where there are none."""
    unread = [cell.label for cell in _open_cells(edition) if reading.values[cell.path] is None]
    return enumerated(unread, _NAMED, quoted=True) if unread else None


def _open_cells(edition: Edition) -> list[Node]:
    return [cell for cell in cells(edition.form) if is_open_text(cell)]


WORKBOOK: Final = "汇总.xlsx"
"""The name of the workbook in the folder of a collection."""


def write_consolidated(
    collection: Collection, path: str | os.PathLike[str], *, given: Mapping[str, str] | None = None
) -> tuple[Issue, ...]:
    """Write the workbook of a collection; the same collection and the same texts give the same bytes.

    What the office typed into the workbook that is there is kept.

    Args:
        collection: The collection.
        path: Where to write it.
        given: Texts to put into it, as `gkxl.collection.output.consolidated_workbook.read_given` has them.

    Returns:
        Issues about the workbook that was there before.

    Raises:
        DataError: The units do not add up to the consolidated report: the store was tampered with; or a text
            is given for a cell into which another one was typed.
        FileInUseError: A program holds the workbook open.
        WriteError: The file cannot be written, or what is in the one that is there would be lost.
    """
    edition, target = collection.edition, Path(path)
    present = read_present(target, edition, collection.year)
    texts = merge_texts(edition, _find_cover(collection), present, given or {})
    kept = {path: round_to_cell(value) for path, value in collection.values.items()}
    values: dict[str, Any] = {cell.path: None for cell in cells(edition.form)}
    values |= {edition.roles.year: collection.year, **texts.cells(), **kept}
    along = Extras(explanations=texts.explanations())
    with open_new_file(path, lasting=True) as file:
        sheets = [draw_ledger(collection), draw_detail(collection)]
        write_with_tables(
            file,
            edition,
            values,
            sheets,
            extras=along,
            hidden={RECORD_MARK: make_record(edition, values, texts)},
        )
    return present.remarks(target.name)


def _find_cover(collection: Collection) -> dict[str, str]:
    """Find the cover texts of the unit or office above all others, if there is a single one."""
    units = {entry.unit.key: entry.unit for entry in collection.ledger}
    tops = {unit.parent or unit.key for unit in units.values() if unit.parent not in units}
    if len(tops) != 1:
        return {}
    (top,) = tops
    roles = collection.edition.roles
    unit = units.get(top)
    if unit is None:
        return {roles.unit: top}
    found = {roles.unit: unit.name, roles.unit_code: unit.code, roles.level: unit.level}
    return {path: text for path, text in found.items() if path}
