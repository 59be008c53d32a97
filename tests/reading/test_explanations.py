"""What units explain on the check sheet is read on the word of two witnesses, or an issue tells of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import gkxl
from gkxl.checksheet.lines import EXPLANATION_COLUMN, explainable_lines, last_year_places
from gkxl.forms import EDITIONS
from gkxl.layout import AUDIT_SHEET, HIDDEN_SHEET, NAME_PREFIX, PROPERTY_PREFIX
from gkxl.model.outline import report_from
from gkxl.rules.expectations import last_year_paths
from gkxl.text import is_explanation
from gkxl.write.contents import Extras
from gkxl.write.workbook import make_workbook
from strategies import counts, texts
from workbooks import changed, different, every_edition, found, opened, packed, parts, saved, sheet_part

if TYPE_CHECKING:
    from collections.abc import Callable

    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from gkxl.checksheet.lines import ExplainableLine
    from gkxl.forms.edition import Edition

QUIET = {"total.computed", "names.lost", "tamper.protection"}
"""What openpyxl and lost names leave behind."""


def explained(edition: Edition) -> dict[tuple[str, str], str]:
    """An explanation on every line, each of its own."""
    return {line.key: f"说明{number}：{line.label}" for number, line in enumerate(explainable_lines(edition))}


def workbook(edition: Edition, along: Extras | None = None) -> bytes:
    return make_workbook(edition, different(edition), extras=along or Extras(explanations=explained(edition)))


def handled(edition: Edition, change: Callable[[Worksheet, Workbook], object]) -> gkxl.Reading:
    """The reading of a workbook in which someone was at work on the check sheet."""
    book = opened(workbook(edition))
    change(book[AUDIT_SHEET], book)
    return gkxl.read(saved(book))


def without_names(_: Worksheet, book: Workbook) -> None:
    for name in [name for name in book.defined_names if name.startswith(f"{NAME_PREFIX}explain.")]:
        del book.defined_names[name]


def label_of(sheet: Worksheet, line: ExplainableLine) -> Any:  # noqa: ANN401 (a cell of openpyxl's)
    return sheet.cell(line.place.row, 1)


@every_edition
def test_explanations_come_back_as_they_were_written(edition: Edition) -> None:
    @settings(max_examples=30)
    @given(st.data())
    def law(data: st.DataObject) -> None:
        keys = [line.key for line in explainable_lines(edition)]
        written = data.draw(st.dictionaries(st.sampled_from(keys), texts()))
        figures = data.draw(st.dictionaries(st.sampled_from(last_year_paths(edition)), counts))
        reading = gkxl.read(workbook(edition, Extras(figures, written)))
        assert reading.explanations == {
            key: text.strip() for key, text in written.items() if is_explanation(text.strip())
        }
        assert reading.carried == figures

    law()


@every_edition
@pytest.mark.parametrize("change", [without_names, lambda *_: None], ids=["names lost", "saved by openpyxl"])
def test_place_and_label_are_enough(edition: Edition, change: Callable[..., object]) -> None:
    reading = handled(edition, change)
    assert reading.explanations == explained(edition)
    assert {issue.code for issue in reading.issues} <= QUIET


@every_edition
def test_name_and_label_are_enough(edition: Edition) -> None:
    """Rows were put in above: names and labels moved, and they may be far below where they were."""

    def insert(sheet: Worksheet, book: Workbook) -> None:
        shift = 60
        sheet.unmerge_cells("B2:F2")
        sheet.insert_rows(4, shift)
        for line in explainable_lines(edition):
            row = line.place.row + shift
            book.defined_names[line.name].attr_text = f"'{AUDIT_SHEET}'!$F${row}"

    assert handled(edition, insert).explanations == explained(edition)


@every_edition
def test_name_and_place_are_enough(edition: Edition) -> None:
    first, *_ = explainable_lines(edition)
    reading = handled(edition, lambda sheet, _: setattr(label_of(sheet, first), "value", "（改过的）"))
    assert reading.explanations == explained(edition)


@every_edition
def test_an_explanation_that_nobody_can_place_is_told_and_not_read(edition: Edition) -> None:
    """Its name is lost and its label typed over: two are wanted."""
    first, *rest = explainable_lines(edition)

    def change(sheet: Worksheet, book: Workbook) -> None:
        del book.defined_names[first.name]
        label_of(sheet, first).value = "别的"

    reading = handled(edition, change)
    assert reading.explanations == {line.key: explained(edition)[line.key] for line in rest}
    (stray,) = (issue for issue in reading.issues if issue.code == "sheet.stray")
    assert (stray.sheet, stray.cell) == (AUDIT_SHEET, first.place.address)


@every_edition
def test_a_column_put_in_before_the_explanations_loses_none_in_silence(edition: Edition) -> None:
    """Names went along with the texts, and where these were nothing stands: nobody can tell."""

    def insert(sheet: Worksheet, book: Workbook) -> None:
        for line in explainable_lines(edition):
            row = line.place.row
            sheet.cell(row, EXPLANATION_COLUMN + 1, sheet.cell(row, EXPLANATION_COLUMN).value)
            sheet.cell(row, EXPLANATION_COLUMN).value = None
            book.defined_names[line.name].attr_text = f"'{AUDIT_SHEET}'!$G${row}"

    reading = handled(edition, insert)
    (stray,) = (issue for issue in reading.issues if issue.code == "sheet.stray")
    assert reading.explanations == {}
    first, *_ = lines = explainable_lines(edition)
    assert (stray.cell, f"等 {len(lines)} 格" in stray.message) == (f"G{first.place.row}", True)


@every_edition
def test_one_explanation_moved_along_with_its_name_is_told(edition: Edition) -> None:
    first, *rest = explainable_lines(edition)

    def move(sheet: Worksheet, book: Workbook) -> None:
        sheet["H30"].value, sheet[first.place.address].value = sheet[first.place.address].value, None
        book.defined_names[first.name].attr_text = f"'{AUDIT_SHEET}'!$H$30"

    reading = handled(edition, move)
    assert {*reading.explanations} == {line.key for line in rest}
    assert [issue.cell for issue in reading.issues if issue.code == "sheet.stray"] == ["H30"]


@every_edition
def test_a_check_sheet_of_somebody_else_is_not_complained_of(edition: Edition) -> None:
    """A workbook that has lost its identity may bring along a sheet of that name."""

    def replace(sheet: Worksheet, book: Workbook) -> None:
        without_names(sheet, book)
        book.remove(sheet)
        book.create_sheet(AUDIT_SHEET)["F9"] = "张三"

    reading = handled(edition, replace)
    assert reading.explanations == {}
    assert "sheet.stray" not in {issue.code for issue in reading.issues}


@every_edition
def test_exchanged_labels_are_believed_over_nothing(edition: Edition) -> None:
    """Names and places agree: what stands on a line is about what was printed there."""
    one, other = explainable_lines(edition)[:2]

    def exchange(sheet: Worksheet, _: Workbook) -> None:
        first, second = label_of(sheet, one), label_of(sheet, other)
        first.value, second.value = second.value, first.value

    reading = handled(edition, exchange)
    assert set(reading.explanations.items()) <= set(explained(edition).items())


@every_edition
@pytest.mark.parametrize("row", [5, 40])
def test_what_is_written_beside_other_lines_is_told(edition: Edition, row: int) -> None:
    """Above the lines that may be explained, and among those below them."""
    reading = handled(edition, lambda sheet, _: sheet.cell(row, EXPLANATION_COLUMN, "见附件"))
    assert reading.explanations == explained(edition)
    assert [issue.cell for issue in reading.issues if issue.code == "sheet.stray"] == [f"F{row}"]


@every_edition
def test_a_workbook_without_a_check_sheet_explains_nothing(edition: Edition) -> None:
    reading = handled(edition, lambda sheet, book: book.remove(sheet))
    assert reading.explanations == {}
    assert reading.report == report_from(edition.form, different(edition))


@every_edition
def test_numbers_and_errors_explain_nothing(edition: Edition) -> None:
    first, second, *_ = explainable_lines(edition)

    def fill(sheet: Worksheet, _: Workbook) -> None:
        sheet[first.place.address].value = 2023
        sheet[second.place.address].value = "#REF!"

    reading = handled(edition, fill)
    assert not {first.key, second.key} & reading.explanations.keys()


# Explanations and issues


def test_an_explanation_stands_with_its_issue_and_settles_it() -> None:
    """Nothing is blocked; and what the unit does not explain is still to be confirmed."""
    edition = EDITIONS["2021"]
    path = "requests.brought_forward.business"
    values = different(edition)
    figures = {"requests.carried_forward.business": 1, "requests.carried_forward.research": 2}
    along = Extras(figures, {("year.brought_forward", path): "上年漏报"})
    reading = gkxl.read(make_workbook(edition, values, extras=along))
    assert reading.ok
    assert [(issue.path, issue.explanation, issue.settled) for issue in reading.issues] == [
        (path, "上年漏报", True),
        ("requests.brought_forward.research", "", False),
    ]


def test_an_explanation_of_a_kind_of_issue_stands_with_all_of_it() -> None:
    edition = EDITIONS["2021"]
    values = different(edition) | {"cover.year": 2022}
    content = make_workbook(edition, values, extras=Extras(explanations={("year.copied", ""): "确无变化"}))
    previous: Any = report_from(edition.form, values | {"cover.year": 2021})
    issues = gkxl.read(content).compared(previous).issues
    assert ("year.copied", "确无变化") in [(issue.code, issue.explanation) for issue in issues]


def test_an_explanation_without_an_issue_is_kept_and_says_nothing() -> None:
    """The unit may explain what is right."""
    edition = EDITIONS["2021"]
    reading = gkxl.read(workbook(edition))
    assert reading.explanations == explained(edition)
    assert reading.issues == ()


# Last year's figures


@every_edition
@pytest.mark.parametrize(
    "content", ["<v>-5</v>", "<v>1.5</v>", '<is><t>五</t></is>|t="inlineStr"', "<v>1E+15</v>"]
)
def test_a_figure_of_last_years_that_is_none_is_not_compared_with(edition: Edition, content: str) -> None:
    """It is hidden and locked: whoever changed it gains nothing."""
    inside, _, attributes = content.partition("|")
    path, place = next(iter(last_year_places(edition).items()))
    book = workbook(edition, Extras({path.removeprefix("last."): 3}))

    def put(xml: str) -> str:
        cell = rf'<c r="{place.address}"( s="\d+")?><v>3</v></c>'
        new, count = re.subn(cell, f'<c r="{place.address}" {attributes}>{inside}</c>', xml)
        assert count == 1
        return new

    reading = gkxl.read(changed(book, put, part=sheet_part(book, HIDDEN_SHEET)))
    assert reading.carried == {}
    assert reading.report == report_from(edition.form, different(edition))


@every_edition
def test_the_names_of_figures_are_those_of_their_paths(edition: Edition) -> None:
    hidden = opened(workbook(edition))[HIDDEN_SHEET]
    said = {hidden.cell(place.row, 1).value: path for path, place in last_year_places(edition).items()}
    assert said == {PROPERTY_PREFIX + path: path for path in last_year_places(edition)}


# Workbooks that are older, or hostile


@every_edition
def test_nothing_is_read_from_the_check_sheet_of_the_first_layout(edition: Edition) -> None:
    """Nothing could be explained there; what stands in that column was put there by somebody else."""
    content = parts(workbook(edition))
    older = {
        name: re.sub('(gkxl.layout"><vt:lpwstr>)[0-9]+', r"\g<1>1", text) for name, text in content.items()
    }
    reading = gkxl.read(packed(older))
    assert reading.identity.layout == "1"
    assert reading.explanations == {}


@every_edition
def test_a_check_sheet_built_as_none_is_refused_like_any_other(edition: Edition) -> None:
    content = workbook(edition)
    part = sheet_part(content, AUDIT_SHEET)
    twice = changed(content, lambda xml: xml.replace('<c r="B9"', '<c r="A9"', 1), part=part)
    with pytest.raises(gkxl.errors.UnsafeFileError, match="审核"):
        gkxl.read(twice)


@every_edition
def test_the_formulas_of_the_check_sheet_are_not_read(edition: Edition) -> None:
    """What they show matters nowhere: they cost no time, and a result that is none stops nothing."""
    content = workbook(edition)
    broken = changed(
        content,
        lambda xml: re.sub(r'(<c r="[A-E]\d+"[^>]*) t="str"(><f>)', r'\1 t="s"\2', xml),
        part=sheet_part(content, AUDIT_SHEET),
    )
    assert broken != content
    assert found(gkxl.read(broken).issues) == found(gkxl.read(content).issues)
