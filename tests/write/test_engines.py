"""What the engines behind web editors make of the check sheet: the same results, whatever is filled in."""

from __future__ import annotations

import json
import subprocess
from functools import cache
from typing import TYPE_CHECKING, Any, Final

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
from strategies import broken_reports, expected_figures, reports, years
from workbooks import different, drawn, every_edition, opened, real

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from openpyxl.cell import Cell, MergedCell

    from gkxl.forms.edition import Edition

Shown = dict[str, Any]


def by_ironcalc(content: bytes, where: Mapping[str, tuple[int, int]], folder: Path) -> Shown:
    """What IronCalc makes of the formulas of the check sheet."""
    path = folder / "book.xlsx"
    path.write_bytes(content)
    model = ironcalc.load_from_xlsx(str(path), "en", "UTC", "en")
    model.evaluate()
    sheet = opened(content).sheetnames.index(AUDIT_SHEET)
    return {at: model.get_formatted_cell_value(sheet, row, column) for at, (row, column) in where.items()}


def by_formualizer(content: bytes, where: Mapping[str, tuple[int, int]], folder: Path) -> Shown:
    """What formualizer makes of them."""
    path = folder / "book.xlsx"
    path.write_bytes(content)
    book = formualizer.load_workbook(str(path))
    return {at: book.evaluate_cell(AUDIT_SHEET, row, column) for at, (row, column) in where.items()}


_SCRIPT: Final = """
const {HyperFormula} = require(process.argv[1]);
const sheets = JSON.parse(require('fs').readFileSync(0, 'utf8'));
const engine = HyperFormula.buildFromSheets(sheets, {licenseKey: 'gpl-v3'});
const shown = engine.getSheetValues(engine.getSheetId(process.argv[2]));
console.log(JSON.stringify(shown.map(row => row.map(value => value && value.value ? value.value : value))));
"""


def by_hyperformula(content: bytes, where: Mapping[str, tuple[int, int]], folder: Path) -> Shown:  # noqa: ARG001
    """What HyperFormula makes of them, which reads no workbooks itself."""
    sheets = {s.title: [[_as_typed(cell) for cell in row] for row in s.iter_rows()] for s in opened(content)}
    command = ["node", "-e", _SCRIPT, str(hyperformula()), AUDIT_SHEET]
    done = subprocess.run(command, input=json.dumps(sheets), text=True, capture_output=True, check=True)
    rows = json.loads(done.stdout)
    return {at: rows[row - 1][column - 1] for at, (row, column) in where.items()}


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


ENGINES: Final[dict[str, Callable[[bytes, Mapping[str, tuple[int, int]], Path], Shown]]] = {
    "ironcalc": by_ironcalc,
    "formualizer": by_formualizer,
    "hyperformula": by_hyperformula,
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
@every_edition
@pytest.mark.parametrize("engine", ENGINES)
def test_engines_of_the_web_show_what_python_says(edition: Edition, engine: str, tmp_path: Path) -> None:
    """Verdict, words, sides and links: what was written with every formula is what it comes to."""
    where = {at: read_address(at) for at in formulas(edition)}
    for content in books(edition):
        sheet = opened(content, data_only=True)[AUDIT_SHEET]
        shown = ENGINES[engine](content, where, tmp_path)
        assert {at: plain(shown[at]) for at in where} == {at: plain(sheet[at].value) for at in where}


def plain(value: Any) -> str:  # noqa: ANN401 (a number or a text)
    """What is shown, as a text: 7 and 7.0 are the same."""
    try:
        return f"{round(float(value), 6):g}"
    except (TypeError, ValueError):
        return str(value)
