"""What reading accepts, everything later can carry: values, texts and sums go through every output."""

from __future__ import annotations

import io
import json
import zipfile
from decimal import Decimal
from functools import cache
from html import escape
from typing import TYPE_CHECKING, Any, Final

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

import gkxl
from gkxl.forms import EDITIONS, edition_of
from gkxl.model.outline import cells, report_from, values_of
from gkxl.text import find_illegal
from workbooks import different, parts, workbook

if TYPE_CHECKING:
    from pathlib import Path

EDITION: Final = list(EDITIONS.values())[-1]
YEAR: Final = 2023
COUNTS: Final = ("disclosure.permits.decisions", "disclosure.penalties.decisions")
FEES: Final = "disclosure.fees.amount"
TEXTS: Final = tuple(
    cell.path
    for cell in cells(EDITION.form)
    if cell.type is str and not cell.item.choices and cell.path != "cover.unit_code"
)
CHOSEN: Final = (TEXTS[0], TEXTS[-1])

digits = st.integers(0, 10**12 - 1).map(str) | st.sampled_from(
    ("999999999999", "7.9999999999999996", "1E11", "1.5E3")
)
amounts = st.decimals(0, 9_999_999_999, places=6).map(str) | st.sampled_from(
    ("9999999999.99999", "0.000001", "43.787999999999997", "1E-6", "9.99999999999999E9")
)
escapes = st.sampled_from(
    ("_x000B_", "_x000C_", "_x0007_", "_x0000_", "_x000D_", "_xD83D_", "_xFFFE_", "_x005F_x000B_")
)
plain = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters=[*map(chr, range(32)), "\ufffe", "\uffff"]),
    max_size=12,
)
texts = st.lists(
    escapes | plain | st.sampled_from(("=1+1", "]]>", "<b>", "\n", "𠮷", "\u202e", "@SUM(A1)")), max_size=6
).map("".join)


@cache
def issued() -> bytes:
    """A return whose chosen cells hold what is found in it only once."""
    values: dict[str, Any] = {**different(EDITION), "cover.unit_code": "u-1"}
    values |= {path: f"文字{number}号" for number, path in enumerate(CHOSEN)}
    values |= {path: 987_654_301 + number for number, path in enumerate(COUNTS)} | {
        FEES: Decimal("987654.321")
    }
    return workbook(report_from(EDITION.form, values))


def filed(filing: tuple[tuple[str, ...], str, tuple[str, ...]], code: str = "u-1") -> bytes:
    """The return with other digits and texts, as a file spells them."""
    counts, amount, written = filing
    changes = {f"<v>{987_654_301 + number}</v>": f"<v>{count}</v>" for number, count in enumerate(counts)}
    changes |= {"<v>987654.321</v>": f"<v>{amount}</v>", ">u-1<": f">{code}<"}
    changes |= {f">文字{number}号<": f">{escape(text)}<" for number, text in enumerate(written)}
    return rewritten(issued(), **changes)


filings = st.tuples(st.tuples(digits, digits), amounts, st.tuples(texts, texts))


def carried(report: Any, folder: Path) -> None:  # noqa: ANN401 (a report)
    """Put a report through every output, and compare what can be read again."""
    for path, text in values_of(report).items():
        assert not isinstance(text, str) or not find_illegal(text), path
    gkxl.write_workbook(report, folder / "again.xlsx")
    assert gkxl.read(folder / "again.xlsx").report == report
    assert gkxl.from_dict(json.loads(json.dumps(gkxl.to_dict(report)))) == report
    gkxl.write_docx(report, folder / "report.docx", draft=True)
    assert gkxl.to_html(report, draft=True)
    observations = gkxl.series([report])
    for ending in ("csv", "parquet", "xlsx"):
        gkxl.write_series(observations, folder / f"series.{ending}")
    total = gkxl.aggregate([report, report])
    assert values_of(total)[COUNTS[0]] == 2 * values_of(report)[COUNTS[0]]


@given(filing=filings)
@settings(max_examples=10)
def test_what_is_read_goes_through_every_output(
    filing: tuple[tuple[str, ...], str, tuple[str, ...]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    reading = gkxl.read(filed(filing))
    assert reading.report is not None, reading.issues
    carried(reading.report, tmp_path_factory.mktemp("outputs"))


@given(filings=st.lists(filings, min_size=3, max_size=3))
@settings(max_examples=2, phases=[Phase.generate], derandomize=True)
def test_what_is_read_is_collected_marked_and_drawn(
    filings: list[Any], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Sums are exact in the store; the workbook has them as well as it can."""
    folder = tmp_path_factory.mktemp("collected")
    returns = folder / "returns"
    returns.mkdir()
    contents = {f"u-{n}": filed(filing, f"u-{n}") for n, filing in enumerate(filings, start=1)}
    for code, content in contents.items():
        (returns / f"{code}.xlsx").write_bytes(content)
        gkxl.mark(content, folder / "marked.xlsx")
    roster = gkxl.read_roster("单位代码,单位名称\nu-1,甲\nu-2,乙\nu-3,丙".encode())
    year, out = EDITION.first_year, folder / "out"
    found = gkxl.collect(returns, roster=roster, year=year, output=out, include_errors=True)
    readings = [gkxl.read(content) for content in contents.values()]
    for path in (*COUNTS, FEES):
        assert found.values[path] == sum(reading.values[path] for reading in readings)
    assert (out / "汇总.xlsx").exists()
    assert (out / "index.html").exists()
    gkxl.plot([reading.report for reading in readings if reading.report], folder / "chart.png")


def test_a_sum_of_many_digits_is_exact_but_for_the_workbook(tmp_path: Path) -> None:
    returns = tmp_path / "returns"
    returns.mkdir()
    for code, amount in {"u-1": "9999999999.5", "u-2": "0.000001"}.items():
        (returns / f"{code}.xlsx").write_bytes(filed((("1", "2"), amount, ("", "")), code))
    roster = gkxl.read_roster("单位代码,单位名称\nu-1,甲\nu-2,乙".encode())
    year, out = EDITION.first_year, tmp_path / "out"
    found = gkxl.collect(returns, roster=roster, year=year, output=out, include_errors=True)
    assert found.values[FEES] == Decimal("9999999999.500001")
    (issue,) = found.consolidated_issues()
    assert (issue.code, issue.path) == ("collect.rounded", FEES)
    assert (issue.found, issue.expected) == ("9999999999.500001", "9999999999.5")


def returned(code: str) -> bytes:
    values = {**different(EDITION), "cover.unit_code": code, "cover.year": YEAR}
    return workbook(report_from(EDITION.form, values))


def rewritten(content: bytes, **changes: str) -> bytes:
    """The workbook with other texts in its parts."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as package:
        for name, xml in parts(content).items():
            for old, new in changes.items():
                xml = xml.replace(old, new)  # noqa: PLW2901 (one after the other)
            package.writestr(name, xml)
    return packed.getvalue()


@pytest.mark.parametrize("year", ["9" * 19, "20240", "0", "-1", "二〇二四", "2024.5"])
def test_a_year_that_is_none_stops_no_collection(year: str, tmp_path: Path) -> None:
    """Hidden in the workbook, with no year on the cover: a line for its file, and all else goes on."""
    returns = tmp_path / "returns"
    returns.mkdir()
    (returns / "u-1.xlsx").write_bytes(returned("u-1"))
    odd = rewritten(returned("u-2"), **{f"<v>{YEAR}</v>": "", f">{YEAR}<": f">{year}<"})
    (returns / "u-2.xlsx").write_bytes(odd)
    roster = gkxl.read_roster("单位代码,单位名称\nu-1,甲\nu-2,乙".encode())
    found = gkxl.collect(returns, roster=roster, year=YEAR, output=tmp_path / "out")
    codes = {issue.code for file in found.files for issue in found.file_issues(file)}
    assert {"cover.year", "identity.odd_year"} <= codes
    assert (tmp_path / "out" / "汇总.xlsx").exists()


@pytest.mark.parametrize("year", [10_000, 10**19, 999])
def test_no_edition_is_for_a_year_without_four_digits(year: int) -> None:
    with pytest.raises(gkxl.errors.UnknownEditionError):
        gkxl.edition_for(year)
    report: Any = report_from(EDITION.form, {**different(EDITION), "cover.year": year})
    assert edition_of(report) is EDITION
    assert "domain.year" in {issue.code for issue in gkxl.check(report)}
