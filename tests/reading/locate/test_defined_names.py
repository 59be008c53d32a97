"""What the defined names of a workbook say, found out once for all workbooks that have the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from gkxl.issues import Place
from gkxl.layout import NAME_PREFIX, places
from gkxl.reading.locate.defined_names import DefinedNames
from gkxl.xlsx import Book, Sheet
from workbooks import every_edition

if TYPE_CHECKING:
    from gkxl.forms.edition import Edition


def book(names: dict[str, str], *sheets: str, local: dict[tuple[str, str], str] | None = None) -> Book:
    tabs = tuple(Sheet(name=name, state="visible", cells={}) for name in sheets)
    return Book(sheets=tabs, names=dict(names), local_names=local or {})


def issued(edition: Edition) -> tuple[dict[str, str], list[str]]:
    """The names of a workbook as issued, and its sheets."""
    found = {
        NAME_PREFIX + path: f"'{place.sheet}'!${place.address[0]}${place.row}"
        for path, place in places(edition).items()
    }
    return found, list(dict.fromkeys(place.sheet for place in places(edition).values()))


@every_edition
def test_workbooks_with_the_same_names_share_what_they_say(edition: Edition) -> None:
    names, sheets = issued(edition)
    first, second = (DefinedNames.of(book(names, *sheets)) for _ in range(2))
    assert first is second
    assert first.places(edition) == places(edition)


@every_edition
@pytest.mark.parametrize("change", ["text", "sheets", "local", "another"])
def test_a_workbook_with_other_names_is_looked_at_for_itself(edition: Edition, change: str) -> None:
    names, sheets = issued(edition)
    path, place = next(iter(places(edition).items()))
    DefinedNames.of(book(names, *sheets)).places(edition)
    other: dict[str, Any] = {
        "text": (book(names | {NAME_PREFIX + path: f"'{place.sheet}'!$Z$99"}, *sheets), path),
        "sheets": (book(names, *sheets[1:]), path),
        "local": (book(names, *sheets, local={(place.sheet, "外"): "[1]表!$A$1"}), ""),
        "another": (book(names | {"外": "[1]表!$A$1"}, *sheets), ""),
    }
    changed, touched = other[change]
    found = DefinedNames.of(changed)
    assert (found.places(edition).get(path) == place) is not bool(touched)
    assert found.unreliable == ({"外"} if not touched else set())
    assert found.foreign == (("外",) if change == "another" else ())


def test_foreign_names_are_told_alike_whatever_was_read_before() -> None:
    """Names are the same in whatever order a workbook lists them."""
    first, second = (DefinedNames.of(book(dict.fromkeys(names, "#REF!"), "表")) for names in ("ba", "ab"))
    assert first.foreign == second.foreign == ("a", "b")


@every_edition
def test_names_that_are_no_references_point_nowhere(edition: Edition) -> None:
    names, sheets = issued(edition)
    lost = dict.fromkeys(names, "#REF!")
    assert DefinedNames.of(book(lost, *sheets)).places(edition) == {}


def test_names_too_long_to_be_issued_are_not_kept() -> None:
    names = {f"{NAME_PREFIX}{number}": "x" * 1000 for number in range(100)}
    assert DefinedNames.of(book(names, "表")) is not DefinedNames.of(book(names, "表"))


@every_edition
def test_a_name_of_one_sheet_speaks_where_it_is_alone(edition: Edition) -> None:
    path = next(iter(places(edition)))
    one = {("甲", NAME_PREFIX + path): "甲!$B$2"}
    two = one | {("乙", NAME_PREFIX + path): "乙!$B$2"}
    assert DefinedNames.of(book({}, "甲", "乙", local=one)).places(edition) == {path: Place("甲", 2, 2)}
    assert DefinedNames.of(book({}, "甲", "乙", local=two)).places(edition) == {}
    everywhere = {NAME_PREFIX + path: "乙!$C$3"}
    assert DefinedNames.of(book(everywhere, "甲", "乙", local=one)).places(edition) == {
        path: Place("乙", 3, 3)
    }
