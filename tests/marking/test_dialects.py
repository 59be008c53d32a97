"""A return is marked in whatever dialect it is written, and reads afterwards as it did before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from dialects import DIALECTS
from looks import Look

import gkxl
from gkxl.layout import ANSWERS_PROPERTY, RETURN_SHEET
from gkxl.marking import mark_return
from gkxl.marking.additions import find_replaced, issues_by_place
from gkxl.model.outline import report_from
from gkxl.xlsx import read_book
from workbooks import different, every_edition, with_cell, workbook

if TYPE_CHECKING:
    from collections.abc import Collection

    from gkxl.forms.edition import Edition
    from gkxl.issues import Place
    from gkxl.xlsx import Cell, Sheet
    from office import Office

FAULT: Final = "FFC7CE"
FAULTS: Final = {
    "disputes.review.upheld": ("", ""),
    "requests.received.research": ("<is><t>约3</t></is>", ' t="inlineStr"'),
    "requests.received.natural_person": ("<is><t>无</t></is>", ' t="inlineStr"'),
    "requests.carried_forward.research": ("", ""),
    "cover.unit": ("", ""),
}
"""What is wrong with a return: blanks and texts, on several sheets."""

UNLIKE: Final = (
    *("prefixed", "strict", "UTF-16 with a mark", "no blank cells, no references", "no styles"),
    *("an empty list of styles", "a single style", "stray markup", "moved"),
)
"""The dialects that differ most."""

dialects = pytest.mark.parametrize("dialect", DIALECTS)


def faulty(edition: Edition) -> bytes:
    content = workbook(report_from(edition.form, different(edition)))
    for path, (inside, attributes) in FAULTS.items():
        content = with_cell(content, edition, path, inside, attributes)
    return content


def restored(content: bytes) -> set[Place]:
    """Where a marked copy has formulas that the return has not."""
    return {one.place for one in find_replaced(gkxl.read(content)).restored}


def essence(content: bytes, but: Collection[Place] = ()) -> object:
    """All that is read of a workbook but for the list of faults, which return it answers, and some cells."""
    book = read_book(content)
    for place in but:
        for sheet in book.sheets:
            if sheet.name == place.sheet:
                sheet.cells.pop((place.row, place.column), None)
    properties = {name: text for name, text in book.properties.items() if name != ANSWERS_PROPERTY}
    local = {key: text for key, text in book.local_names.items() if key[0] != RETURN_SHEET}
    sheets = [
        (sheet.name, sheet.state, sheet.protected, sheet.validations, sheet.merges, sheet.arrays, _own(sheet))
        for sheet in book.sheets
        if sheet.name != RETURN_SHEET
    ]
    return book.names, local, properties, book.application, book.structure_locked, sheets


def _own(sheet: Sheet) -> dict[tuple[int, int], Cell]:
    """The cells of a sheet but for the row that says what a copy answers."""
    rows = {row for (row, _), cell in sheet.cells.items() if cell.text == ANSWERS_PROPERTY}
    return {at: cell for at, cell in sheet.cells.items() if at[0] not in rows}


def noted(found: gkxl.Reading) -> dict[str, set[str]]:
    """The cells that are to be marked, by sheet."""
    cells: dict[str, set[str]] = {}
    for place in issues_by_place(found.issues):
        cells.setdefault(place.sheet, set()).add(place.address)
    return cells


@pytest.mark.matrix
@dialects
@every_edition
def test_a_return_in_any_dialect_is_marked_in_its_own_bytes(edition: Edition, dialect: str) -> None:
    """Every faulty cell is coloured, no other; each has its comment and its box; all that is read stays."""
    content = DIALECTS[dialect](faulty(edition))
    reading = gkxl.read(content)
    copy = mark_return(content, reading)
    assert not copy.fresh
    assert essence(copy.content) == essence(content)
    look, wanted = Look(copy.content), noted(reading)
    assert next(iter(look.sheets())) == RETURN_SHEET
    assert sum(map(len, wanted.values())) >= len(FAULTS) - 1
    for sheet in look.sheets():
        coloured = {cell for cell, colour in look.colours(sheet).items() if colour == FAULT}
        assert coloured == wanted.get(sheet, set()), sheet
        assert set(look.comments(sheet)) == coloured
        assert sorted(look.boxes(sheet)) == sorted(coloured)


@pytest.mark.matrix
@dialects
@every_edition
def test_a_marked_copy_in_any_dialect_is_marked_again(edition: Edition, dialect: str) -> None:
    """A second marking finds what the first one found, and leaves no more behind than that did."""
    content = DIALECTS[dialect](faulty(edition))
    first = mark_return(content, gkxl.read(content)).content
    reading = gkxl.read(first)
    assert [str(issue) for issue in reading.issues] == [str(issue) for issue in gkxl.read(content).issues]
    second = mark_return(first, reading).content
    one, two = Look(first), Look(second)
    assert one.parts.keys() == two.parts.keys()
    assert one.sheets() == two.sheets()
    for sheet in one.sheets():
        assert (two.colours(sheet), two.comments(sheet)) == (one.colours(sheet), one.comments(sheet))


@pytest.mark.matrix
@dialects
def test_what_is_not_touched_is_copied_as_it_is(dialect: str) -> None:
    edition = gkxl.EDITIONS["2021"]
    content = DIALECTS[dialect](faulty(edition))
    before, after = Look(content), Look(mark_return(content, gkxl.read(content)).content)
    names = {name.replace("\\", "/"): data for name, data in before.parts.items() if not name.endswith("/")}
    same = {name for name, data in names.items() if after.parts[name] == data}
    assert {"xl/theme/theme1.xml", "xl/sharedStrings.xml", "docProps/app.xml"} <= same
    # listed sheets, styles, types, links, the sheet on top, and two for what the copy answers
    assert len(names) - len(same) <= len(FAULTS) + 7


def test_what_differs_most_opens_in_libreoffice(office: Office) -> None:
    """It shows the list first, and the colour and the comment at each faulty cell."""
    edition = gkxl.EDITIONS["2021"]
    books = {name: DIALECTS[name](faulty(edition)) for name in UNLIKE}
    wanted = noted(gkxl.read(faulty(edition)))
    copies = {name: mark_return(book, gkxl.read(book)).content for name, book in books.items()}
    for name, saved in office.resave(copies).items():
        look = Look(saved)
        assert next(iter(look.sheets())) == RETURN_SHEET, name
        for sheet, cells in wanted.items():
            colours = look.colours(sheet)
            assert {cell for cell, colour in colours.items() if colour == FAULT} == cells, (name, sheet)
            assert look.comments(sheet).keys() == cells, (name, sheet)
