"""Templates filled in beforehand from last year's report: what is in them, and what a change says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from attrs import evolve

import gkxl
from gkxl.checksheet.lines import last_year_note, note_places
from gkxl.forms import EDITIONS
from gkxl.forms.common import Applicants
from gkxl.layout import pages
from gkxl.model.marks import marks
from gkxl.model.outline import cells, report_from, values_of
from gkxl.rules.expectations import last_year_paths
from published import as_numbers
from strategies import expected_figures
from workbooks import different, every_edition, filled, opened, parts

if TYPE_CHECKING:
    from pathlib import Path

    from gkxl.forms.edition import Edition

E2021 = EDITIONS["2021"]
COLUMNS = [f"requests.brought_forward.{name}" for name in marks(Applicants)]


def report(name: str, **cover: Any) -> Any:  # noqa: ANN401 (a report of any edition)
    found = gkxl.from_dict(as_numbers(name))
    return evolve(found, cover=evolve(found.cover, **cover))


def issued(folder: Path, previous: Any, **options: Any) -> bytes:  # noqa: ANN401 (a report, and of write_template)
    path = folder / "template.xlsx"
    gkxl.write_template(path, year=previous.cover.year + 1, previous=previous, **options)
    return path.read_bytes()


def brought_forward(previous: Any) -> dict[str, int]:  # noqa: ANN401 (a report)
    """What a report of the next year opens with."""
    filed = values_of(previous)
    return {path: filed[path.replace("brought_forward", "carried_forward")] for path in COLUMNS}


def codes(content: bytes) -> set[str]:
    return {issue.code for issue in gkxl.read(content).issues}


def test_what_was_carried_forward_is_filled_in(tmp_path: Path) -> None:
    before = report("suqian-2023")
    reading = gkxl.read(issued(tmp_path, before))
    entered = {path: value for path, value in reading.values.items() if value not in (None, "")}
    assert entered == brought_forward(before) | {"cover.year": 2024}
    assert codes(issued(tmp_path, before)) == {"cell.blank", "cover.blank", "narrative.empty"}


def test_what_was_in_force_is_shown_beside_its_cell_and_not_printed(tmp_path: Path) -> None:
    content = issued(tmp_path, report("suqian-2023"))
    book = opened(content)
    shown = {path: book[place.sheet][place.address] for path, place in note_places(E2021).items()}
    assert {path: cell.value for path, cell in shown.items()} == {
        "disclosure.regulations.in_force": last_year_note(11),
        "disclosure.normative_documents.in_force": last_year_note(597),
    }
    for cell in shown.values():
        assert cell.protection.locked
        assert cell.column > max(page.width for page in pages(E2021) if page.sheet == cell.parent.title)
        assert "$E$" not in cell.parent.print_area


def test_a_template_without_last_years_report_shows_and_holds_nothing(tmp_path: Path) -> None:
    path = tmp_path / "blank.xlsx"
    gkxl.write_template(path, year=2024)
    reading, book = gkxl.read(path), opened(path.read_bytes())
    assert reading.carried == {}
    assert [book[place.sheet][place.address].value for place in note_places(E2021).values()] == [None, None]


@every_edition
def test_a_report_that_follows_from_the_last_is_clean_in_its_template(
    edition: Edition, tmp_path: Path
) -> None:
    """The figures beside the table are no strays, and the labels are found in spite of them."""
    this = different(edition) | {"cover.year": edition.first_year + 1}
    before: Any = report_from(
        edition.form, this | {"cover.year": edition.first_year} | expected_figures(edition, this)
    )
    entered = {cell.path: this[cell.path] for cell in cells(edition.form) if not cell.computed}
    reading = gkxl.read(filled(issued(tmp_path, before), entered))
    assert reading.report == report_from(edition.form, this)
    assert {issue.code for issue in reading.issues} == {"total.computed"}  # openpyxl saves no results
    assert reading.carried == {path: values_of(before)[path] for path in last_year_paths(edition)}


@pytest.mark.parametrize("path", COLUMNS[:-1])
def test_what_was_filled_in_may_be_changed_and_is_then_to_be_confirmed(path: str, tmp_path: Path) -> None:
    before = report("suqian-2023")
    this = values_of(report("suqian-2024")) | {path: 7}
    entered = {
        cell.path: this[cell.path] for cell in cells(E2021.form) if cell.in_table and not cell.computed
    }
    reading = gkxl.read(filled(issued(tmp_path, before), entered))
    told = [issue for issue in reading.issues if issue.code.startswith("year.")]
    due = values_of(before)[path.replace("brought_forward", "carried_forward")]
    assert [(issue.code, issue.path, issue.found, issue.expected) for issue in told] == [
        ("year.brought_forward", path, 7, due)
    ]
    assert told[0].place == reading_place(reading, path)


def reading_place(reading: gkxl.Reading, path: str) -> gkxl.types.Place | None:
    return next(cell.place for cell in reading.cells if cell.path == path)


def test_a_template_of_the_new_edition_is_filled_in_from_the_old(tmp_path: Path) -> None:
    """二 is printed alike in both; what was in force was not asked for before."""
    before = report("pingtan-2019", year=2020)
    content = issued(tmp_path, before)
    reading = gkxl.read(content)
    assert reading.edition == "2021"
    assert {path: reading.values[path] for path in COLUMNS} == brought_forward(before)
    book = opened(content)
    assert [book[place.sheet][place.address].value for place in note_places(E2021).values()] == [None, None]


def test_last_year_is_the_year_before(tmp_path: Path) -> None:
    with pytest.raises(gkxl.errors.DataError, match="只能与 2024 年度的比对"):
        gkxl.write_template(tmp_path / "a.xlsx", year=2025, previous=report("suqian-2023"))
    assert list(tmp_path.iterdir()) == []


def test_texts_and_the_cover_of_last_year_are_not_taken_over(tmp_path: Path) -> None:
    before = report("suqian-2023", prepared_by="示例填报人", unit_code="示例")
    texts = "".join(parts(issued(tmp_path, before)).values())
    assert "示例" not in texts


@every_edition
def test_a_normalised_report_keeps_what_it_was_issued_with(edition: Edition, tmp_path: Path) -> None:
    """Last year's figures and explanations go along; the same bytes come of the same."""
    this = different(edition)
    last = {path: value + 1 for path, value in expected_figures(edition, this).items()}
    path, again = tmp_path / "one.xlsx", tmp_path / "two.xlsx"
    why = {("year.brought_forward", COLUMNS[0]): "已更正", ("year.copied", ""): "确无变化"}
    gkxl.write_workbook(report_from(edition.form, this), path, carried=last, explanations=why)
    reading = gkxl.read(path)
    assert (reading.carried, reading.explanations) == (last, why)
    assert reading.report
    gkxl.write_workbook(reading.report, again, carried=reading.carried, explanations=reading.explanations)
    assert path.read_bytes() == again.read_bytes()


@pytest.mark.parametrize(
    ("why", "said"),
    [
        ({("sum.line", ""): "x"}, "“审核”表没有一行能写 sum.line 的说明"),
        ({("year.copied", ""): "\x00"}, "说明含有表格文件不能保存的字符"),
        ({("year.copied", ""): "长" * 32_768}, "超过一个单元格的上限"),
    ],
)
def test_an_explanation_that_cannot_be_written_is_refused(why: Any, said: str, tmp_path: Path) -> None:  # noqa: ANN401
    with pytest.raises(gkxl.errors.WriteError, match=said):
        gkxl.write_workbook(report("suqian-2023"), tmp_path / "a.xlsx", explanations=why)
    assert list(tmp_path.iterdir()) == []
