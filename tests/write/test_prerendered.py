"""Filling in a workbook that was drawn once gives, byte for byte, what drawing it gives, or it is drawn."""

from __future__ import annotations

import re
from itertools import count
from typing import TYPE_CHECKING, Any

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

import gkxl
from gkxl.checksheet.lines import explainable_lines
from gkxl.files.limits import SWITCH
from gkxl.layout import Identity
from gkxl.model.outline import cells, values_of
from gkxl.rules.expectations import last_year_paths
from gkxl.write import prerendered
from gkxl.write.contents import NO_EXTRAS, Extras, make_contents
from gkxl.write.drawing import draw_workbook
from gkxl.write.workbook import make_workbook
from strategies import broken_reports, counts, reports, texts
from workbooks import AWKWARD_TEXTS, different, every_edition, real, with_texts, zeros

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hypothesis.strategies import DataObject

    from gkxl.forms.edition import Edition
    from gkxl.write.drawing import Drawing

EXAMPLES = settings(max_examples=60)
CODES = st.just("") | st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"])) | texts()


def drawn(
    edition: Edition,
    values: Mapping[str, Any],
    identity: Identity,
    password: str = "",
    extras: Extras = NO_EXTRAS,
) -> bytes:
    """A workbook of which XlsxWriter writes every part."""
    return prerendered.draw_whole(edition, make_contents(edition, values, identity, extras), password)


@pytest.fixture(autouse=True)
def _not_the_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first workbook of a process is always drawn."""
    monkeypatch.setattr(prerendered, "_WRITTEN", count(1))


@every_edition
def test_random_reports_are_filled_in_as_they_are_drawn(edition: Edition) -> None:
    """Right and wrong totals, blanks anywhere, awkward texts, whoever it is for."""

    @EXAMPLES
    @given(st.data())
    def law(data: DataObject) -> None:
        values = values_of(data.draw(reports(edition) | broken_reports(edition)))
        blank = data.draw(st.sets(st.sampled_from(sorted(values))))
        values |= dict.fromkeys(blank)
        identity = evolve(Identity.of(edition, values), unit_code=data.draw(CODES), year=data.draw(CODES))
        assert make_workbook(edition, values, identity=identity) == drawn(edition, values, identity)

    law()


@every_edition
def test_what_a_workbook_brings_along_is_filled_in_as_it_is_drawn(edition: Edition) -> None:
    """Some or all of last year's figures, and explanations short, long and awkward."""

    @EXAMPLES
    @given(st.data())
    def law(data: DataObject) -> None:
        values = values_of(data.draw(reports(edition) | broken_reports(edition)))
        identity = Identity.of(edition, values)
        figures = st.dictionaries(st.sampled_from(last_year_paths(edition)), counts)
        keys = [line.key for line in explainable_lines(edition)]
        written = st.dictionaries(st.sampled_from(keys), texts())
        extras = Extras(data.draw(figures), data.draw(written))
        assert make_workbook(edition, values, extras=extras) == drawn(
            edition, values, identity, extras=extras
        )

    law()


@every_edition
def test_every_kind_of_report_is_filled_in_as_it_is_drawn(edition: Edition) -> None:
    """Published ones, awkward texts, long ones that need more printed pages, and a blank template."""
    written = [values_of(report) for report in (*real(edition), *with_texts(edition, AWKWARD_TEXTS))]
    blank = {cell.path: None for cell in cells(edition.form)}
    long = {path: text * 500 for path, text in different(edition).items() if isinstance(text, str)}
    long = {path: text for path, text in long.items() if not path.startswith("cover.")}
    for values in (*written, {**different(edition), **long}, zeros(edition), blank):
        identity = Identity.of(edition, values)
        assert make_workbook(edition, values) == drawn(edition, values, identity)


@every_edition
def test_locks_are_filled_in_as_they_are_drawn(edition: Edition) -> None:
    """Whichever cells are closed, in whatever order such workbooks are asked for."""
    values = different(edition)
    identity = Identity.of(edition, values)
    locks = [{"cover.unit", "cover.unit_code"}, set(), {"cover.unit"}, {"cover.unit", "cover.unit_code"}]
    found = []
    for locked in locks:
        extras = Extras(locked=frozenset(locked))
        found.append(make_workbook(edition, values, extras=extras))
        assert found[-1] == drawn(edition, values, identity, extras=extras)
    assert found[0] == found[3]
    assert len({*found}) == 3


@every_edition
def test_passwords_are_filled_in_as_they_are_drawn(edition: Edition) -> None:
    """A password is a part of every sheet, and of the structure."""
    values = zeros(edition)
    identity = Identity.of(edition, values)
    found = [make_workbook(edition, values, password=password) for password in (None, "一", "two", "一")]
    assert found == [drawn(edition, values, identity, password) for password in ("", "一", "two", "一")]
    assert found[0] != found[1] != found[2]


@pytest.fixture
def drawings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Notes every workbook that is drawn from now on, in a process that has proved nothing yet."""
    made: list[str] = []

    def draw(edition: Edition, *others: Any) -> Drawing:  # noqa: ANN401 (the contents and a password)
        made.append(edition.name)
        return draw_workbook(edition, *others)

    monkeypatch.setattr(prerendered, "draw_workbook", draw)
    for cached in (prerendered._is_exact, prerendered._draw_blank):  # noqa: SLF001 (as in a new process)
        cached.cache_clear()
    return made


@every_edition
def test_from_the_second_workbook_on_nothing_is_drawn_once_that_is_proved(
    edition: Edition, drawings: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first is drawn; before the second it is found out, with two drawings, that filling in is exact."""
    monkeypatch.setattr(prerendered, "_WRITTEN", count())
    numbers = [len(drawings) for _ in range(4) if make_workbook(edition, zeros(edition))]
    assert numbers == [1, 3, 3, 3]


@every_edition
@pytest.mark.parametrize(
    ("before", "after"),
    [
        (r'<c r="(\w+)" s="(\d+)"', r'<c s="\2" r="\1"'),
        (r'<row r="(\d+)"([^>]*) ht="([^"]*)"', r'<row ht="\3" r="\1"\2'),
        ('"/>', '" />'),
    ],
)
def test_if_xlsxwriter_writes_xml_in_another_way_workbooks_are_drawn(
    before: str, after: str, edition: Edition, drawings: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With attributes in another order, and with spaces: both are as valid."""

    def draw(*arguments: Any) -> Drawing:  # noqa: ANN401 (an edition, the contents and a password)
        drawings.append("")
        made = draw_workbook(*arguments)
        sheets = {name: re.sub(before, after, made.parts[name]) for name in made.sheets.values()}
        return evolve(made, parts={**made.parts, **sheets})

    monkeypatch.setattr(prerendered, "draw_workbook", draw)
    values = different(edition)
    make_workbook(edition, values)
    before_second = len(drawings)
    made = make_workbook(edition, values)
    assert len(drawings) == before_second + 1
    assert gkxl.read(made).values == values


@every_edition
def test_with_caches_turned_off_every_workbook_is_drawn(
    edition: Edition, drawings: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SWITCH, "1")
    found = {make_workbook(edition, zeros(edition)) for _ in range(3)}
    assert (len(drawings), len(found)) == (3, 1)
