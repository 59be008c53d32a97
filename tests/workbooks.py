"""Workbooks as bytes, for tests that write one, change it as someone might, and read it."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from html import unescape
from typing import TYPE_CHECKING, Any, Final, TypeVar

import openpyxl
import pytest
from hypothesis import HealthCheck, Phase, given, settings

from gkxl.forms import EDITIONS, edition_of
from gkxl.issues.catalogue import Severity
from gkxl.layout import NAME_PREFIX, places
from gkxl.model.outline import cells, report_from, values_of, with_totals
from gkxl.reading import read
from gkxl.reports.plain import from_dict
from gkxl.rules.rule import rules
from gkxl.write.workbook import make_workbook
from published import COMPLETE, WRITTEN, as_numbers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from hypothesis.strategies import SearchStrategy
    from openpyxl.cell.cell import Cell
    from openpyxl.workbook import Workbook

    from gkxl.forms.edition import AnyReport, Edition
    from gkxl.issues import Issue
    from gkxl.model.outline import Node
    from gkxl.reading import Reading

T = TypeVar("T")

every_edition = pytest.mark.parametrize("edition", EDITIONS.values(), ids=EDITIONS)

AWKWARD_TEXTS: Final = (
    "=1+1", "+86", "-", "@SUM(A1)", "'8", " 前后空格 ", "一\n二\n\n三", "a\r\nb", "\r", "\n", "\ttab",
    "_x000D_", "_x005F_x000D_", "_x005F_x005F_", "<r><t>8</t></r>", "<r></r>", "<b>&amp;", "]]>",
    "𠮷野家", "👩\u200d👧", "e\u0301", "\u200f", "\x7f\x85", "\u2028", "0", "8", "TRUE", "#REF!", "Â¡",
    "字" * 32_767,
)  # fmt: skip
"""Texts that a spreadsheet program, an XML parser or a writer might take for something else."""


# Reports


def zeros(edition: Edition) -> dict[str, Any]:
    """The values of a report in which nothing happened, with as few texts as will do."""
    nothing = {
        cell.path: "" if cell.type is str else cell.type(0 if cell.in_table else edition.first_year)
        for cell in cells(edition.form)
    }
    return nothing | WRITTEN


def different(edition: Edition) -> dict[str, Any]:
    """Consistent values of which no two inputs are the same, so that each tells where it came from."""
    entered = [cell for cell in cells(edition.form) if not cell.computed]
    values = {cell.path: _own(edition, cell, number) for number, cell in enumerate(entered, start=1)}
    for rule in rules(edition):
        if not rule.is_sum and not rule.follows:
            left, right = (sum(values[p] for p in side.inputs) for side in (rule.left, rule.right))
            values[rule.right.inputs[-1] if left > right else rule.left.inputs[-1]] += abs(left - right)
    return with_totals(edition.form, values)


def _own(edition: Edition, cell: Node, number: int) -> Any:  # noqa: ANN401 (what the cell holds)
    if cell.type is str:
        return cell.item.choices[0] if cell.item.choices else f"{cell.label}\n{number}"
    return cell.type(2**20 + number**2) if cell.in_table else edition.first_year


def real(edition: Edition) -> list[Any]:
    """The published reports of an edition that have a number in every cell, units taken off."""
    found = [as_numbers(name) for name in (*COMPLETE, "pingtan-2019")]
    return [from_dict(data) for data in found if data["edition"] == edition.name]


def with_texts(edition: Edition, texts: Iterable[str]) -> list[Any]:
    """Reports that hold these texts, each in some cell that takes any text."""
    free = [cell.path for cell in cells(edition.form) if cell.type is str and not cell.item.choices]
    left, found = list(texts), []
    while left:
        found.append(report_from(edition.form, {**different(edition), **dict(zip(free, left, strict=False))}))
        left = left[len(free) :]
    return found


def drawn(strategy: SearchStrategy[T], count: int) -> list[T]:
    """So many examples, for programs that take many files at once."""
    found: list[T] = []

    @settings(
        max_examples=count,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def collect(value: T) -> None:
        found.append(value)

    collect()
    return found


# Workbooks


def template(edition: Edition, *, password: str | None = None, **cover: Any) -> bytes:  # noqa: ANN401 (text or year)
    """A blank template of an edition."""
    given = {"cover.year": edition.first_year, **{f"cover.{name}": entry for name, entry in cover.items()}}
    values = {cell.path: given.get(cell.path) for cell in cells(edition.form)}
    return make_workbook(edition, values, password=password)


def workbook(report: AnyReport) -> bytes:
    """The workbook of a report."""
    return make_workbook(edition_of(report), values_of(report))


def opened(content: bytes, *, data_only: bool = False) -> Workbook:
    """A workbook as openpyxl has it."""
    return openpyxl.load_workbook(io.BytesIO(content), data_only=data_only)


def saved(book: Workbook) -> bytes:
    """A workbook as openpyxl saves it: formulas lose their results."""
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def named(book: Workbook) -> dict[str, Cell]:
    """The cells of the form, found by their defined names."""
    found = {}
    for name, defined in book.defined_names.items():
        if name.startswith(NAME_PREFIX):
            ((sheet, address),) = defined.destinations
            found[name.removeprefix(NAME_PREFIX)] = book[sheet][address.replace("$", "")]
    return found


def filled(content: bytes, values: Mapping[str, Any]) -> bytes:
    """A workbook into which openpyxl put values, by defined name."""
    book = opened(content)
    inputs = named(book)
    for path, value in values.items():
        inputs[path].value = value
    return saved(book)


def pasted(content: bytes, donor: bytes, name: str) -> bytes:
    """A workbook in which a sheet gave way to that of another, pasted as values and labels."""
    book, other = opened(content), opened(donor)
    sheet = book[name]
    for merged in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(merged))
    sheet.delete_rows(1, sheet.max_row)
    for row in other[name]:
        for cell in row:
            if cell.value is not None:
                sheet.cell(cell.row, cell.column, cell.value)
    return saved(book)


# The parts of a workbook


def parts(content: bytes) -> dict[str, str]:
    """Every part as text."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name).decode() for name in package.namelist()}


def packed(contents: Mapping[str, str]) -> bytes:
    """A package of these parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for name, text in contents.items():
            package.writestr(name, text)
    return buffer.getvalue()


def changed(content: bytes, change: Callable[[str], str], *, part: str = "") -> bytes:
    """A workbook with its parts, or those of whose names a piece is given, changed as text."""
    return packed({name: change(text) if part in name else text for name, text in parts(content).items()})


def sheet_part(content: bytes, sheet: str) -> str:
    """The name of the part of a sheet; XlsxWriter and openpyxl number them in order."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        book = package.read("xl/workbook.xml").decode()
    names = [unescape(name) for name in re.findall(r'<(?:\w+:)?sheet [^>]*?\bname="([^"]*)"', book)]
    return f"xl/worksheets/sheet{names.index(sheet) + 1}.xml"


def with_cell(content: bytes, edition: Edition, path: str, inside: str, attributes: str = "") -> bytes:
    """A workbook in which one cell holds this XML; its style stays."""
    place = places(edition)[path]
    pattern = re.compile(rf'<c r="{place.address}"( s="\d+")?[^>]*?(/>|>.*?</c>)')

    def put(xml: str) -> str:
        new, count = pattern.subn(
            lambda found: f'<c r="{place.address}"{found[1]}{attributes}>{inside}</c>', xml
        )
        assert count == 1, f"{path} is not on the sheet"
        return new

    return changed(content, put, part=sheet_part(content, place.sheet))


def put_row(sheet: Any, row: int, *contents: object) -> None:  # noqa: ANN401 (openpyxl's types take no object)
    """Enter something into the first cells of a row."""
    for column, content in enumerate(contents, start=1):
        sheet.cell(row, column).value = content


def forget_properties(book: Any) -> None:  # noqa: ANN401 (openpyxl's types do not know them)
    """Delete the document properties, as some programs do."""
    book.custom_doc_props.props.clear()


# What was read


def found(issues: Iterable[Issue]) -> list[tuple[str, str]]:
    """The codes and paths of issues."""
    return sorted((issue.code, issue.path) for issue in issues)


def verdict(issues: Iterable[Issue]) -> str:
    """What the check sheet says of a report without blanks, seen from what its check finds."""
    counts = Counter(issue.severity for issue in issues)
    if counts[Severity.ERROR]:
        return f"需改正：有 {counts[Severity.ERROR]} 项，见下面标红的行"
    count = counts[Severity.CONFIRM]
    return f"需核实：有 {count} 项，请核对；属实的，在“说明”栏写明原因" if count else "通过"


def at(issues: Iterable[Issue], path: str) -> list[str]:
    """The codes of the issues that name a cell, alone or along with others."""
    return [issue.code for issue in issues if path == issue.path or path in issue.facts.get("paths", ())]


def faithful(content: bytes, values: Mapping[str, Any]) -> Reading:
    """The reading of a workbook that someone changed, which holds no other values than were filed.

    Every cell has its value, or none and an error that names it; a total may be missing with its parts.
    """
    reading = read(content)
    wrong = {path: value for path, value in reading.values.items() if value not in (values[path], None)}
    assert wrong == {}, "read as other values than were filed"
    totals = {cell.path for cell in cells(EDITIONS[reading.edition].form) if cell.computed}
    missing = {path for path, value in reading.values.items() if value is None} - totals
    errors = [issue for issue in reading.issues if issue.severity is Severity.ERROR]
    assert {path for path in missing if not at(errors, path)} == set(), "not read, and nothing said about it"
    return reading
