"""Workbooks opened and saved by real programs hold the same values; what else is said of them is understood.

What programs save as .xls, .ods and .fods is in `test_legacy`.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

import pytest

from excel_names import as_excel_packs
from gkxl.issues.catalogue import Severity
from gkxl.marking import mark
from gkxl.model.outline import cells, report_from, values_of
from gkxl.reading import read
from programs import resave
from seeds import WHOLE
from strategies import small_reports
from workbooks import different, drawn, every_edition, filled, real, template, with_texts, workbook

if TYPE_CHECKING:
    from pathlib import Path

    from gkxl.forms.edition import Edition
    from office import Office

UNDERSTOOD: Final = {
    "LibreOffice": set[str](),
    "gnumeric": set[str](),
    "SheetJS": set[str](),
    "ExcelJS": {"identity.lost"},  # it drops custom document properties; the hidden sheet remains
}
"""The issues that each program causes, but for those that are only information."""

TEXTS: Final = (
    "=1+1",
    "+86",
    "@SUM(A1)",
    " 前后空格 ",
    "一\n二\n\n三",
    "<b>&amp;",
    "]]>",
    "𠮷野家",
    "e\u0301",
    "8",
    "TRUE",
)

programs = pytest.mark.parametrize("program", UNDERSTOOD)


@pytest.fixture
def resaved(program: str, request: pytest.FixtureRequest, tmp_path: Path) -> Any:  # noqa: ANN401 (a function)
    """Workbooks as a program saves them; skipped by name where it is missing."""
    return partial(resave, program, request, tmp_path)


def causes(content: bytes) -> set[str]:
    """The codes of the issues of a workbook that are more than information."""
    return {issue.code for issue in read(content).issues if issue.severity is not Severity.INFO}


@pytest.mark.matrix
@programs
@every_edition
def test_values_stay_the_same(resaved: Any, program: str, edition: Edition) -> None:  # noqa: ANN401 (a function)
    reports = [
        report_from(edition.form, different(edition)),
        *real(edition),
        *with_texts(edition, TEXTS),
        *drawn(small_reports(edition), 10 if WHOLE else 3),
    ]
    books = {f"report-{number}": workbook(report) for number, report in enumerate(reports)}
    for (name, after), report in zip(resaved(books).items(), reports, strict=True):
        assert dict(read(after).values) == values_of(report), name
        assert causes(after) - causes(books[name]) == UNDERSTOOD[program], name


@programs
@every_edition
def test_blanks_stay_blank(resaved: Any, program: str, edition: Edition) -> None:  # noqa: ANN401 (a function)
    before = template(edition)
    after = resaved({"blank": before})["blank"]
    assert read(after).values == read(before).values
    assert causes(after) - causes(before) == UNDERSTOOD[program]


@pytest.mark.matrix
@programs
@every_edition
def test_a_marked_copy_survives_too(resaved: Any, program: str, edition: Edition, tmp_path: Path) -> None:  # noqa: ANN401 (a function)
    """What went back to the unit, coloured and commented, is opened and saved by whatever the unit has."""
    returned = template(edition)
    mark(returned, tmp_path / "marked.xlsx")
    marked = (tmp_path / "marked.xlsx").read_bytes()
    entered = [cell.path for cell in cells(edition.form) if not cell.computed]
    corrected = as_excel_packs(filled(marked, {path: different(edition)[path] for path in entered}))
    after = {name: read(book) for name, book in resaved({"marked": marked, "corrected": corrected}).items()}
    assert after["marked"].values == read(returned).values
    assert after["corrected"].values == different(edition)
    for name, before in {"marked": returned, "corrected": corrected}.items():
        told = {issue.code for issue in after[name].issues if issue.severity is not Severity.INFO}
        assert told - causes(before) == UNDERSTOOD[program]


@every_edition
@pytest.mark.parametrize("to", ["ods", "xls"])
def test_a_marked_copy_survives_in_an_old_format(
    office: Office, edition: Edition, to: str, tmp_path: Path
) -> None:
    values = different(edition)
    report = report_from(edition.form, values)
    mark(workbook(report), tmp_path / "marked.xlsx")
    after = office.convert({"marked": (tmp_path / "marked.xlsx").read_bytes()}, to)["marked"]
    assert read(after).values == values
    assert causes(after) <= {"file.legacy"}
