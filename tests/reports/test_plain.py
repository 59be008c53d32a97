"""Plain data: what goes out comes back, and what cannot be a report is refused in one clear sentence."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gkxl.errors import DataError, GkxlError, UnknownEditionError, UnreadableFileError
from gkxl.forms import EDITIONS
from gkxl.model.outline import cells, normalized, report_from, values_of
from gkxl.reports.plain import from_dict, json_schema, parse_json, to_dict
from published import COMPLETE, published
from strategies import broken_reports, reports
from workbooks import zeros

if TYPE_CHECKING:
    from gkxl.forms.edition import Edition

every_edition = pytest.mark.parametrize("edition", EDITIONS.values(), ids=EDITIONS)


def figures(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 (whatever JSON gives)
    """The figures of a published report, with changes: underscores twice for the dots of a path."""
    data = published("anyang-hightech-2023")
    data["cells"] |= {path.replace("__", "."): value for path, value in changes.items()}
    return data


def refusal(data: Any) -> GkxlError:  # noqa: ANN401 (whatever JSON gives)
    with pytest.raises(DataError) as caught:
        from_dict(data)
    return caught.value


# There and back


@every_edition
@given(data=st.data())
def test_a_report_comes_back_from_json_as_it_was(edition: Edition, data: st.DataObject) -> None:
    """Totals as filed, every digit of an amount, every character of a text."""
    report = data.draw(broken_reports(edition))
    back = from_dict(json.loads(json.dumps(to_dict(report))))
    assert back == report
    assert [str(value) for value in values_of(back).values()] == [
        format(value, "f") if isinstance(value, Decimal) else str(value)
        for value in values_of(report).values()
    ]


@every_edition
@given(data=st.data())
def test_totals_may_be_left_out(edition: Edition, data: st.DataObject) -> None:
    report = data.draw(broken_reports(edition))
    plain = to_dict(report)
    plain["cells"] = {
        cell.path: plain["cells"][cell.path]
        for cell in cells(edition.form)
        if cell.path in plain["cells"] and not cell.computed
    }
    assert from_dict(plain) == normalized(report)


@pytest.mark.parametrize("name", COMPLETE)
def test_published_figures_go_in_and_out_as_they_were_printed(name: str) -> None:
    printed = published(name)
    amount = printed["cells"]["disclosure.fees.amount"]
    printed["cells"]["disclosure.fees.amount"] = str(amount)
    assert to_dict(from_dict(published(name))) == printed


def test_cells_stand_in_printed_order_and_empty_texts_are_left_out() -> None:
    shuffled = figures(other_matters="无", overview__summary="")
    shuffled["cells"] = dict(sorted(shuffled["cells"].items(), reverse=True))
    plain = to_dict(from_dict(shuffled))
    assert list(plain) == ["edition", "cells"]
    assert [*list(plain["cells"])[:3], list(plain["cells"])[-1]] == [
        "cover.unit",
        "cover.level",
        "cover.year",
        "other_matters",
    ]


@pytest.mark.parametrize(
    ("given_", "written"),
    [
        ("72701.2578", "72701.2578"),
        ("0.10", "0.10"),
        ("007", "7"),
        (72701.2578, "72701.2578"),
        (1e-07, "0.0000001"),
        (1e16, "10000000000000000"),
        (10657, "10657"),
        (Decimal("9116.360"), "9116.360"),
        (Decimal("1E+3"), "1000"),
        ("-1.5", "-1.5"),
    ],
)
def test_amounts_keep_their_digits_and_are_written_plainly(given_: object, written: str) -> None:
    plain = to_dict(from_dict(figures(disclosure__fees__amount=given_)))
    assert plain["cells"]["disclosure.fees.amount"] == written


def test_what_a_cell_can_hold_is_kept_for_check_to_report() -> None:
    report = from_dict(figures(requests__received__business=-1, cover__year=1999))
    assert (report.requests.received.business, report.cover.year) == (-1, 1999)


def test_null_is_left_out() -> None:
    report = from_dict(figures(cover__unit=None, requests__received__total=None))
    assert (report.cover.unit, report.requests.received.total) == ("", 8)


# Refusals


@pytest.mark.parametrize("wrong", [None, [], "2021", 3])
def test_a_report_is_an_object(wrong: object) -> None:
    error = refusal(wrong)
    assert error.zh.startswith("年度报告数据应为含有“edition”和“cells”的对象")
    assert error.en == f"a report is an object with 'edition' and 'cells', not {wrong!r}"


@pytest.mark.parametrize("wrong", [None, 2021, ["2021"]])
def test_the_edition_is_a_name(wrong: object) -> None:
    assert "'edition' is the name of an edition" in refusal({"edition": wrong, "cells": {}}).en


def test_an_edition_that_is_not_known_is_named_with_those_that_are() -> None:
    with pytest.raises(UnknownEditionError, match=r"没有名为“1999”的报告格式，可用的有：.*2021"):
        from_dict({"edition": "1999", "cells": {}})


@pytest.mark.parametrize("wrong", [{}, {"cells": None}, {"cells": []}])
def test_cells_are_an_object(wrong: dict[str, Any]) -> None:
    assert "'cells' is an object from paths to values" in refusal({"edition": "2021"} | wrong).en


def test_a_key_beside_edition_and_cells_is_refused() -> None:
    assert refusal(figures() | {"cels": {}}).en == "unknown: cels (nearest: cells)"


def test_unknown_paths_are_all_named_with_the_nearest_known() -> None:
    error = refusal(figures(requests__recieved__total=8, cover__years=2023))
    assert error.zh == (
        "没有这样的路径：requests.recieved.total（最接近的是 requests.received.total）、"
        "cover.years（最接近的是 cover.year）。请改正。"
    )
    assert error.en == (
        "unknown: requests.recieved.total (nearest: requests.received.total), "
        "cover.years (nearest: cover.year)"
    )


def test_a_path_that_is_not_even_text_is_unknown() -> None:
    data = figures()
    data["cells"][3] = 1
    assert refusal(data).en == "unknown: 3"


def test_nothing_is_named_as_the_nearest_to_a_path_that_is_like_no_other() -> None:
    assert refusal(figures(nope=1)).zh == "没有这样的路径：nope。请改正。"


def test_missing_numbers_are_all_named() -> None:
    """Left out or null, but not totals, which are computed: of these only the parts are asked for."""
    data = figures(disclosure__fees__amount=None)
    for path in ("requests.received.business", "requests.received.total", "cover.year"):
        del data["cells"][path]
    error = refusal(data)
    assert error.zh == (
        "缺少 3 个数：cover.year、disclosure.fees.amount、requests.received.business。"
        "请补上，没有发生的填 0。"
    )
    assert error.en == (
        "numbers left out (3): cover.year, disclosure.fees.amount, requests.received.business; "
        "write 0 for none"
    )


def test_of_an_empty_report_every_number_but_the_totals_is_asked_for() -> None:
    error = refusal({"edition": "2021", "cells": {}})
    form = EDITIONS["2021"].form
    wanted = [cell.path for cell in cells(form) if cell.type is not str and not cell.computed]
    assert ", ".join(wanted) in error.en
    assert "(167)" in error.en, "166 numbers of the tables and the year"


@pytest.mark.parametrize("wrong", ["3", True, 3.0, 3.5, Decimal(3), [3], {"a": 3}, Decimal("NaN")])
@pytest.mark.parametrize("path", ["cover.year", "requests.received.business", "requests.received.total"])
def test_a_count_is_an_integer(path: str, wrong: object) -> None:
    """Strictly: 3.0 is what a program writes that took the count for something else."""
    error = refusal(figures(**{path: wrong}))
    assert f"{path} 是 {wrong!r}，应为整数" in error.zh
    assert f"{path} is {wrong!r}, not an integer" in error.en


@pytest.mark.parametrize(
    "wrong",
    ["", " 1", "1 ", "1e5", "1,000", "１２", "٣", "1.", ".5", "+1", "12元", "0x1", "NaN", "1\n", True, [1],
     {}, float("nan"), float("inf"), Decimal("NaN"), Decimal("sNaN"), Decimal("-Infinity"),
     Decimal("1E+999999"), Decimal("1E-999999"), 1e300],
    ids=repr,
)  # fmt: skip
def test_an_amount_is_a_plain_decimal(wrong: object) -> None:
    """What a program could read in two ways, or nobody could write out, is not taken."""
    assert "disclosure.fees.amount 是 " in refusal(figures(disclosure__fees__amount=wrong)).zh


@pytest.mark.parametrize("wrong", [3, True, ["文"], {"zh": "文"}])
def test_a_text_is_text(wrong: object) -> None:
    assert "cover.unit 是 " in refusal(figures(cover__unit=wrong)).zh


def test_wrong_types_are_all_named() -> None:
    """As the Shanghai report printed them: with remarks in the cells."""
    assert refusal(published("shanghai-office-2025")).zh == (
        "内容的类型不对：disclosure.regulations.issued 是 '22（其中修订16件）'，应为整数；"
        "disclosure.normative_documents.repealed 是 '55（含自然失效29件）'，应为整数。请改正。"
    )


def test_a_report_that_mixes_editions_is_refused() -> None:
    """Table three of edition 2019 below table two of 2021: its line （六） has cells that 2021 lacks."""
    error = refusal(published("hongze-2024"))
    assert error.en.count("requests.processed.otherwise.") == 14, "seven cells, each with its nearest"
    assert error.zh.count("它属于 2019 版") == 7


@given(st.recursive(st.none() | st.booleans() | st.floats() | st.text(), st.lists))
def test_whatever_is_in_a_cell_is_either_taken_or_refused(value: object) -> None:
    for path in ("cover.unit", "cover.year", "disclosure.fees.amount"):
        try:
            from_dict(figures(**{path: value}))
        except DataError as error:
            assert path in error.zh  # noqa: PT017 (either is right)


# The schema


@every_edition
def test_the_schema_names_every_cell_and_asks_for_every_number_but_totals(edition: Edition) -> None:
    schema = json_schema(edition.name)
    described = schema["properties"]["cells"]
    assert list(described["properties"]) == [cell.path for cell in cells(edition.form)]
    assert {path: entry["title"] for path, entry in described["properties"].items()} == {
        cell.path: cell.label for cell in cells(edition.form)
    }
    assert described["required"] == [
        cell.path for cell in cells(edition.form) if cell.type is not str and not cell.computed
    ]
    assert described["additionalProperties"] is schema["additionalProperties"] is False
    assert schema["required"] == ["edition", "cells"]
    assert json.loads(json.dumps(schema)) == schema


@every_edition
@given(data=st.data())
def test_consistent_reports_are_valid_by_the_schema(edition: Edition, data: st.DataObject) -> None:
    plain = to_dict(data.draw(reports(edition)))
    schema = json_schema(edition.name)
    assert plain["edition"] == schema["properties"]["edition"]["const"]
    described = schema["properties"]["cells"]
    assert set(described["required"]) <= set(plain["cells"])
    for path, value in plain["cells"].items():
        assert valid(value, described["properties"][path]), path


def valid(value: Any, entry: dict[str, Any]) -> bool:  # noqa: ANN401 (whatever JSON gives)
    """As much of JSON Schema as the cells of a report need."""
    if "anyOf" in entry:
        return any(valid(value, choice) for choice in entry["anyOf"])
    if entry["type"] == "string":
        fits = isinstance(value, str) and bool(re.search(entry.get("pattern", ""), value))
        return fits and value in entry.get("enum", [value])
    return isinstance(value, int) and entry.get("minimum", value) <= value <= entry.get("maximum", value)


def test_what_the_schema_says_of_a_cell() -> None:
    entries = json_schema("2021")["properties"]["cells"]["properties"]
    assert entries["requests.processed.total.total"] == {
        "title": "三、本年度办理结果 / （七）总计 / 总计",
        "description": "（七）总计＝（一）至（六）各行之和。总计＝左侧六类申请人之和。",
        "type": "integer",
        "minimum": 0,
    }
    assert entries["disclosure.fees.amount"] == {
        "title": "第二十条第（八）项 / 行政事业性收费 / 本年收费金额（单位：万元）",
        "anyOf": [{"type": "string", "pattern": r"^[0-9]+(\.[0-9]+)?$"}, {"type": "number", "minimum": 0}],
    }
    assert entries["cover.year"] == {"title": "报告年度", "type": "integer", "minimum": 2021}


def test_the_schema_is_that_of_the_newest_edition_unless_another_is_named() -> None:
    newest = max(EDITIONS.values(), key=lambda edition: edition.first_year)
    assert json_schema() == json_schema(newest.name)
    with pytest.raises(UnknownEditionError):
        json_schema("1999")


@pytest.mark.parametrize(
    ("path", "wrong"),
    [
        ("requests.received.other", None),
        ("requests.received.other", "3"),
        ("requests.received.other", True),
        ("disclosure.fees.amount", Decimal("NaN")),
        ("disclosure.fees.amount", "1"),
        ("overview.summary", None),
    ],
)
def test_a_report_that_holds_what_its_cells_cannot_is_not_written(path: str, wrong: object) -> None:
    edition = EDITIONS["2021"]
    report = report_from(edition.form, {**zeros(edition), path: wrong})
    with pytest.raises(DataError, match=path):
        to_dict(report)


@every_edition
def test_a_report_comes_back_from_a_json_file_of_any_program(edition: Edition) -> None:
    """Some put a byte order mark in front."""
    report = report_from(edition.form, zeros(edition))
    data = json.dumps(to_dict(report)).encode()
    assert from_dict(parse_json(data)) == from_dict(parse_json(b"\xef\xbb\xbf" + data)) == report


def test_numbers_of_json_keep_their_digits() -> None:
    assert parse_json(b"[0.10]") == [Decimal("0.10")]
    assert str(parse_json(b"[0.10]")[0]) == "0.10"


@pytest.mark.parametrize("data", [b"", b"{", b"\xff", b"[" * 100_000])
def test_what_is_no_json_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableFileError, match="JSON"):
        parse_json(data)
