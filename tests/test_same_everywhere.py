"""Check, mark and collect say the same of the same workbook beside the same report of last year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

import pytest
from openpyxl import load_workbook

import gkxl
from gkxl.issues import verdict
from gkxl.issues.catalogue import is_of_collection
from gkxl.issues.catalogue.code import CORRECT
from gkxl.layout import AUDIT_SHEET, RETURN_SHEET
from gkxl.model.outline import cells, report_from
from gkxl.reading.previous import Previous
from gkxl.rules.expectations import last_year_paths
from gkxl.write.contents import Extras
from gkxl.write.workbook import make_workbook
from seeds import sampled
from strategies import expected_figures
from workbooks import different, opened, with_cell, workbook

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from gkxl.issues import Issue
    from office import Office

EDITION: Final = gkxl.EDITIONS["2021"]
COVER: Final = {"cover.unit": "某市财政局", "cover.unit_code": "A", "cover.level": "市级"}
THIS: Final[dict[str, Any]] = {**different(EDITION), **COVER, "cover.year": 2023}
LAST: Final[dict[str, Any]] = {**THIS, **expected_figures(EDITION, THIS), "cover.year": 2022}
PREVIOUS: Final = cast("gkxl.Report", report_from(EDITION.form, LAST))
CARRIED: Final = {path: LAST[path] for path in last_year_paths(EDITION)}
IN_FORCE: Final = "disclosure.regulations.in_force"
COUNT: Final = "disclosure.permits.decisions"


def issued(carried: dict[str, Any] | None = None, why: str = "", **changes: Any) -> bytes:  # noqa: ANN401
    """A return that was issued with last year's figures; ``__`` stands for the dots of a path."""
    values = THIS | {path.replace("__", "."): value for path, value in changes.items()}
    along = Extras(CARRIED if carried is None else carried, {("year.in_force", IN_FORCE): why} if why else {})
    return make_workbook(EDITION, values, extras=along)


def typed(path: str, inside: str, attributes: str = "") -> bytes:
    return with_cell(issued(), EDITION, path, inside, attributes)


TEXTS: Final = [c.path for c in cells(EDITION.form) if c.type is str and not c.path.startswith("cover.")]
CASES: Final[dict[str, bytes]] = {
    "right": issued(),
    "a blank": typed(COUNT, ""),
    "a dash": typed(COUNT, "<is><t>无</t></is>", ' t="inlineStr"'),
    "a fraction": typed(COUNT, "<v>1.5</v>"),
    "below zero": typed(COUNT, "<v>-3</v>"),
    "a unit": typed(COUNT, "<is><t>7件</t></is>", ' t="inlineStr"'),
    "a total typed over": typed("requests.received.total", "<v>5</v>"),
    "a total emptied": typed("requests.received.total", ""),
    "out of balance": typed("requests.carried_forward.business", "<v>2</v>"),
    "opened otherwise": issued(requests__brought_forward__business=3),
    "issued without figures": issued({}),
    "issued with other figures": issued({path: value + 5 for path, value in CARRIED.items()}),
    "issued with the figures that were filed": issued({path: THIS[path] for path in CARRIED}),
    "explained": issued(why="清理", disclosure__regulations__in_force=3),
    "explained by a dash": issued(why="——", disclosure__regulations__in_force=3),
    "no level": issued(cover__level=""),
    "a county's regulations": issued(cover__level="县级"),
    "no texts": make_workbook(EDITION, THIS | dict.fromkeys(TEXTS, ""), extras=Extras(CARRIED)),
    "no unit": issued(cover__unit=""),
    "last year's figures": make_workbook(EDITION, LAST | {"cover.year": 2023}),
}


def told(issues: Iterable[Issue]) -> set[tuple[str, str, str, str]]:
    """What is said but for what only a collection knows."""
    return {(i.code, i.path, i.message, i.explanation) for i in issues if not is_of_collection(i.code)}


def collected(content: bytes, folder: Path) -> set[tuple[str, str, str, str]]:
    for year, book in (("2022", workbook(PREVIOUS)), ("2023", content)):
        (folder / year).mkdir()
        (folder / year / "a.xlsx").write_bytes(book)
    roster = gkxl.read_roster("单位代码,单位名称,层级\nA,某市财政局,市级".encode())
    gkxl.collect(folder / "2022", roster=roster, year=2022, output=folder / "last")
    found = gkxl.collect(
        folder / "2023", roster=roster, year=2023, output=folder / "out", previous=folder / "last"
    )
    return told([*found.issues("A"), *(issue for file in found.files for issue in found.file_issues(file))])


@pytest.mark.matrix
@pytest.mark.parametrize("case", CASES)
def test_check_mark_and_collect_say_the_same(case: str, tmp_path: Path) -> None:
    checked = told(Previous((PREVIOUS,)).compare(gkxl.read(CASES[case])).issues)
    marked = gkxl.mark(CASES[case], tmp_path / "退回.xlsx", previous=PREVIOUS)
    rows = load_workbook(tmp_path / "退回.xlsx")[RETURN_SHEET].iter_rows(values_only=True)
    said = "\n".join(str(row[3]) for row in rows)
    assert told(marked.reading.issues) == checked
    assert all(message in said for code, _, message, _ in checked if code != "narrative.empty")
    assert collected(CASES[case], tmp_path) == checked


STRICTER: Final = ("a unit", "a total emptied")
"""Where a formula asks for more: 7件 is a text to it, and a cell that was emptied adds up nothing."""


def wanted(name: str, issues: Iterable[Issue]) -> str:
    """What the check sheet comes to."""
    return CORRECT.zh if name in STRICTER else verdict(issues).zh


def test_the_check_sheet_comes_to_the_same(office: Office) -> None:
    """As LibreOffice calculates it from what the workbook was issued with."""
    cases = {name: CASES[name] for name in sampled([*CASES], 8)}
    for name, content in office.resave(cases).items():
        issues = gkxl.read(CASES[name]).issues
        shown = str(opened(content, data_only=True)[AUDIT_SHEET]["B2"].value)
        assert shown.startswith(wanted(name, issues)), (name, shown, [issue.code for issue in issues])
