"""What other engines make of the check sheet: the same results, whatever is filled in."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from functools import cache
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import formualizer
import ironcalc
import pytest

from gkxl.address import read_address
from gkxl.checksheet.sheet import formulas
from gkxl.layout import AUDIT_SHEET
from gkxl.model.outline import cells, values_of
from gkxl.write.contents import Extras
from gkxl.write.workbook import make_workbook
from npm import npm_package
from seeds import WHOLE
from strategies import broken_reports, expected_figures, reports, years
from workbooks import changed, different, drawn, every_edition, opened, real

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from openpyxl.cell import Cell, MergedCell

    from gkxl.forms.edition import Edition

Cells: TypeAlias = "Mapping[str, tuple[int, int]]"
"""The rows and columns of the formulas, by their addresses."""

Shown = dict[str, Any]


def written(contents: list[bytes], folder: Path) -> Iterator[Path]:
    """The workbooks as files, one after the other."""
    for content in contents:
        (folder / "book.xlsx").write_bytes(content)
        yield folder / "book.xlsx"


def by_ironcalc(contents: list[bytes], where: Cells, folder: Path) -> Iterator[Shown]:
    """What IronCalc makes of the formulas of the check sheet."""
    sheet = opened(contents[0]).sheetnames.index(AUDIT_SHEET)
    for path in written(contents, folder):
        model = ironcalc.load_from_xlsx(str(path), "en", "UTC", "en")
        model.evaluate()
        yield {at: model.get_formatted_cell_value(sheet, row, column) for at, (row, column) in where.items()}


def by_formualizer(contents: list[bytes], where: Cells, folder: Path) -> Iterator[Shown]:
    """What formualizer makes of them."""
    for path in written(contents, folder):
        book = formualizer.load_workbook(str(path))
        yield {at: book.evaluate_cell(AUDIT_SHEET, row, column) for at, (row, column) in where.items()}


_SCRIPT: Final = """
const {HyperFormula} = require(process.argv[1]);
for (const sheets of JSON.parse(require('fs').readFileSync(0, 'utf8'))) {
  const engine = HyperFormula.buildFromSheets(sheets, {licenseKey: 'gpl-v3'});
  const shown = engine.getSheetValues(engine.getSheetId(process.argv[2]));
  console.log(JSON.stringify(shown.map(row => row.map(value => value && value.value ? value.value : value))));
}
"""


def by_hyperformula(contents: list[bytes], where: Cells, folder: Path) -> Iterator[Shown]:  # noqa: ARG001
    """What HyperFormula makes of them, which reads no workbooks itself."""
    books = [
        {s.title: [[_as_typed(cell) for cell in row] for row in s.iter_rows()] for s in opened(content)}
        for content in contents
    ]
    command = ["node", "-e", _SCRIPT, str(hyperformula()), AUDIT_SHEET]
    done = subprocess.run(command, input=json.dumps(books), text=True, capture_output=True, check=True)
    for line in done.stdout.splitlines():
        rows = json.loads(line)
        yield {at: rows[row - 1][column - 1] for at, (row, column) in where.items()}


def _as_typed(cell: Cell | MergedCell) -> Any:  # noqa: ANN401 (a number or a text)
    """What a cell holds, as one would type it: a text after an apostrophe."""
    return f"'{cell.value}" if cell.data_type == "s" else cell.value


@cache
def hyperformula() -> Path:
    """Where HyperFormula is; tests that need it are skipped where npm cannot install it."""
    found = npm_package("hyperformula")
    if found is None:
        pytest.skip("HyperFormula is not installed")
    return found


def by_gnumeric(contents: list[bytes], where: Cells, folder: Path) -> Iterator[Shown]:
    """What gnumeric makes of them, from results that are all wrong."""
    if shutil.which("ssconvert") is None:
        pytest.skip("gnumeric (ssconvert) is not installed")

    def spoil(xml: str) -> str:
        return re.sub(r"(</f><v>)[^<]*", r"\g<1>4711", xml)

    spoilt = [changed(content, spoil, part="xl/worksheets/") for content in contents]
    for path in written(spoilt, folder):
        command = ["ssconvert", "--recalc", str(path), str(folder / "shown.xlsx")]
        subprocess.run(command, check=True, capture_output=True)
        sheet = opened((folder / "shown.xlsx").read_bytes(), data_only=True)[AUDIT_SHEET]
        yield {at: sheet[at].value for at in where}


ENGINES: Final[dict[str, Callable[[list[bytes], Cells, Path], Iterator[Shown]]]] = {
    "ironcalc": by_ironcalc,
    "formualizer": by_formualizer,
    "hyperformula": by_hyperformula,
    "gnumeric": by_gnumeric,
}


def books(edition: Edition) -> Iterator[bytes]:
    """Workbooks of all kinds: consistent, broken, explained, blank, and filled in part."""
    numbers = [cell.path for cell in cells(edition.form) if cell.in_table and not cell.computed]
    made = [*real(edition)[:2], *drawn(reports(edition), 3), *drawn(broken_reports(edition), 6)]
    yield from (make_workbook(edition, values_of(report)) for report in made)
    for figures, last, why in drawn(years(edition), 4):
        yield make_workbook(edition, figures, extras=Extras(last, why))
    values = different(edition)
    last = {path: number + 3 for path, number in expected_figures(edition, values).items()}
    yield make_workbook(edition, values, extras=Extras(last))
    totals = dict.fromkeys(cell.path for cell in cells(edition.form) if cell.computed)
    for left in ([], numbers[:-1], numbers[::2], numbers[5:]):
        yield make_workbook(edition, {**values, **totals, **dict.fromkeys(set(numbers) - {*left})})


@pytest.mark.matrix
@pytest.mark.filterwarnings("ignore:Workbook contains no default style")  # what gnumeric saves
@every_edition
@pytest.mark.parametrize("engine", ENGINES)
def test_other_engines_show_what_python_says(edition: Edition, engine: str, tmp_path: Path) -> None:
    """Verdict, words, sides and links: what was written with every formula is what it comes to."""
    where = {at: read_address(at) for at in formulas(edition)}
    contents = [*books(edition)][:: 1 if WHOLE else 3]
    for content, shown in zip(contents, ENGINES[engine](contents, where, tmp_path), strict=True):
        sheet = opened(content, data_only=True)[AUDIT_SHEET]
        assert {at: plain(shown[at]) for at in where} == {at: plain(sheet[at].value) for at in where}


def plain(value: Any) -> str:  # noqa: ANN401 (a number or a text)
    """What is shown, as a text: 7 and 7.0 are the same."""
    try:
        return f"{round(float(value), 6):g}"
    except (TypeError, ValueError):
        return str(value)
