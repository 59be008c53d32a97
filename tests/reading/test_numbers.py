"""The grammar of numbers: what a unit may write in a number cell, and what becomes of it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gkxl.forms import EDITIONS
from gkxl.issues import Place
from gkxl.model.marks import AMOUNT, CHANGE, COUNT, Domain
from gkxl.model.outline import node
from gkxl.reading import Filed
from gkxl.reading.cells import read_number_cell
from gkxl.reading.numbers import Number, describe_text, read_number
from gkxl.xlsx import Kind

LENIENT, TEXT, DASH, BLANK = "cell.lenient", "cell.text", "cell.dash", "cell.blank"


def wanted(*, amount: bool) -> tuple[Domain, str]:
    return (AMOUNT, "万元") if amount else (COUNT, "件")


def text(content: str, *, amount: bool = False) -> tuple[str | None, str]:
    """What a text comes to: its digits and the code of what there is to say."""
    return told(read_number(Kind.TEXT, content, *wanted(amount=amount)))


def stored(content: str, *, amount: bool = False) -> tuple[str | None, str]:
    """What a number comes to, as the file spells it."""
    return told(read_number(Kind.NUMBER, content, *wanted(amount=amount)))


def told(found: Number) -> tuple[str | None, str]:
    return None if found.value is None else f"{found.value:f}", found.code


@pytest.mark.parametrize(
    ("content", "code"),
    [(content, DASH) for content in ("无", "/", "-", "—", "——", "－", "未发生", " 无 ", "／", "\xa0—\n")]
    + [(content, BLANK) for content in ("", " ", "\xa0\u3000\n", "'")],
)
def test_marks_for_nothing_are_blank_in_words_of_their_own(content: str, code: str) -> None:
    for amount in (False, True):
        assert text(content, amount=amount) == (None, code)


@pytest.mark.parametrize(
    ("content", "value"),
    [
        ("８", "8"),
        (" 8 ", "8"),
        ("\xa08", "8"),
        ("8\u3000", "8"),
        ("'8", "8"),
        ("＇8", "8"),
        ("8", "8"),
        ("0", "0"),
        ("007", "7"),
        ("1,234", "1234"),
        ("１，２３４", "1234"),
        ("12,345,678", "12345678"),
        ("8件", "8"),
        ("8条", "8"),
        ("8 件", "8"),
        ("１,２３４件", "1234"),
        ("8.0", "8"),
        ("999999999999.0", "999999999999"),
        ("8.0000000001", "8"),
    ],
)
def test_one_definite_number_is_read_with_a_warning(content: str, value: str) -> None:
    assert text(content) == (value, LENIENT)


@pytest.mark.parametrize(
    "content",
    [
        *("约8", "8+", "≥8", "22（其中修订16件）", "+4", "减4", "八", "1_000", "8."),
        *(".8", "8。", "1,23", "1,2345", ",123", "1,,234", "1,234,56", "1.234,5", "1 234", "1\n2"),
        *("8个", "8件件", "件", "--", "8-9", "8/9", "1-2", "—8", "无0", "1e3", "0x8", "８万", "十二"),
        *("NaN", "Infinity", "٨", "८", "²", "22①", "8²", "㉑", "½", "8\u200b", "''8", "=8", "8%", "O", "l"),
        *("43.788元", "8元", "8万元"),
    ],
    ids=ascii,
)
def test_what_is_not_one_definite_number_is_not_read(content: str) -> None:
    """Nobody guesses: no value, whatever it looks like."""
    assert text(content) == (None, TEXT)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("8.5", "cell.fraction"),
        ("0.000001", "cell.fraction"),
        ("-1", "cell.negative"),
        ("-0.5", "cell.negative"),
        ("1000000000000", "cell.huge"),
        ("999999999999.9999999999", "cell.huge"),
        ("1e15", "cell.huge"),
        ("1E+300", "cell.huge"),
    ],
)
def test_numbers_that_are_no_counts(content: str, code: str) -> None:
    assert stored(content) == (None, code)
    if "e" not in content.lower():
        assert text(content) == (None, code)


@pytest.mark.parametrize(
    ("content", "value"),
    [
        ("8", "8"),
        ("-0", "0"),
        ("8.0", "8"),
        ("1.2E3", "1200"),
        ("999999999999", "999999999999"),
        ("7.9999999999999996", "8"),
        ("2.0000000004", "2"),
        ("1.9999999996", "2"),
        ("2.000000001", "2"),
        ("1.999999999", "2"),
        ("-1E-9", "0"),
        ("-4E-10", "0"),
        ("1e-300", "0"),
    ],
)
def test_float_noise_is_not_a_fraction(content: str, value: str) -> None:
    """Within 1e-9 of a whole number it is that number, and nothing is said."""
    assert stored(content) == (value, "")


@pytest.mark.parametrize("content", ["2.000000002", "1.999999998", "0.00000001"])
def test_more_than_noise_is_a_fraction(content: str) -> None:
    assert stored(content) == (None, "cell.fraction")


@pytest.mark.parametrize(
    ("kind", "content", "code"),
    [
        (Kind.DATE, "45293", "cell.date"),
        (Kind.PERCENT, "0.08", "cell.percent"),
        (Kind.BOOLEAN, "1", "cell.boolean"),
        (Kind.ERROR, "#REF!", "cell.error"),
        (Kind.BLANK, "", BLANK),
    ],
)
def test_what_is_stored_as_something_else_is_no_number(kind: Kind, content: str, code: str) -> None:
    """Also where its digits would do: a date, a percentage or a truth value was not meant as a number."""
    for amount in (False, True):
        assert told(read_number(kind, content, *wanted(amount=amount))) == (None, code)


@pytest.mark.parametrize(
    ("content", "value", "code"),
    [
        ("43.788万元", "43.788", LENIENT),
        ("43.788 万元", "43.788", LENIENT),
        ("251000元", "25.1", "cell.unit"),
        ("251,000元", "25.1", "cell.unit"),
        ("1元", "0.0001", "cell.unit"),
        ("0.01元", "0.000001", "cell.unit"),
        ("43.788", "43.788", LENIENT),
        ("1,234.5", "1234.5", LENIENT),
        ("４３．７", "43.7", LENIENT),
        ("0", "0", LENIENT),
        ("-1元", None, "cell.negative"),
        ("-1", None, "cell.negative"),
        ("43.788亿元", None, TEXT),
        ("约43万元", None, TEXT),
        ("万元", None, TEXT),
        ("元", None, TEXT),
        ("43万", None, TEXT),
        ("43.788万元元", None, TEXT),
        ("8件", None, TEXT),
        ("￥8", None, TEXT),
        ("43.", None, TEXT),
    ],
)
def test_amounts_in_words(content: str, value: str | None, code: str) -> None:
    """A unit is understood where it is the form's own or 元, and what was made of it is said."""
    assert text(content, amount=True) == (value, code)


@pytest.mark.parametrize(
    ("content", "value"),
    [
        ("72701.2578", "72701.2578"),
        ("0.000001", "0.000001"),
        ("0.30000000000000004", "0.3"),
        ("43.787999999999997", "43.788"),
        ("1234567.123456", "1234567.123456"),
        ("4.3788E1", "43.788"),
        ("0", "0"),
    ],
)
def test_amounts_keep_six_decimals_and_lose_binary_noise(content: str, value: str) -> None:
    assert stored(content, amount=True) == (value, "")


@given(st.integers(0, 10**12 - 1))
def test_every_count_is_itself(count: int) -> None:
    assert read_number(Kind.NUMBER, str(count), COUNT) == Number(Decimal(count))
    assert read_number(Kind.TEXT, f"{count:,}件", COUNT) == Number(Decimal(count), LENIENT)


@given(st.integers(0, 10**13))
def test_a_count_stored_in_a_cell_is_read_as_the_number_that_it_is(count: int) -> None:
    """With nothing to say about it, unless it is too large."""
    cell = Filed("disclosure.permits.decisions", Place("表", 1, 1), Kind.NUMBER, str(count))
    value, issues = read_number_cell(node(EDITIONS["2021"].form, cell.path), cell)
    found = read_number(Kind.NUMBER, cell.text, COUNT)
    assert (value, [issue.code for issue in issues]) == (found.value, [found.code] if found.code else [])
    assert type(value) is (int if count < 10**12 else type(None))


@pytest.mark.parametrize(
    ("content", "value", "code"),
    [
        ("9999999999.99999", "9999999999.99999", ""),
        ("10000000000", None, "cell.huge"),
        ("1E10", None, "cell.huge"),
        ("999999999999999.123456", None, "cell.huge"),
        ("9999999999.9999999999", None, "cell.huge"),
    ],
)
def test_an_amount_of_a_hundred_million_wan_is_no_figure(content: str, value: str | None, code: str) -> None:
    """It is more than any budget; what can be read can later be added up and written."""
    assert stored(content, amount=True) == (value, code)


@pytest.mark.parametrize("content", ["9" * 13, "1,000,000,000,000", "1000000000000件"])
def test_a_count_of_a_million_million_is_no_figure(content: str) -> None:
    assert text(content) == (None, "cell.huge")


def test_a_total_may_be_as_large_as_a_workbook_keeps_exactly() -> None:
    cell = Filed("requests.received.total", Place("表", 1, 1), Kind.NUMBER, "999999999999999")
    total = node(EDITIONS["2021"].form, cell.path)
    assert read_number_cell(total, cell).content == 999_999_999_999_999
    (issue,) = read_number_cell(total, cell._replace(text="1E15")).issues
    assert issue.code == "cell.huge"


@pytest.mark.parametrize(
    "content", ["(" * 32_767, "\u0301\u0323" * 16_000, "1," * 9_000, "8" * 65, "[" * 9_000]
)
def test_a_long_text_is_no_number(content: str) -> None:
    assert text(content) == (None, TEXT)
    assert text(content, amount=True) == (None, TEXT)


def test_white_space_does_not_make_a_number_long() -> None:
    assert text(f"{' ' * 900}8{' ' * 900}") == ("8", LENIENT)


@given(st.integers(0, 10**10 - 1), st.integers(0, 6))
def test_every_amount_is_itself_through_a_binary_fraction(digits: int, decimals: int) -> None:
    """As spreadsheet programs store it: the 17 digits of the nearest binary fraction."""
    amount = Decimal(digits).scaleb(-decimals)
    assert read_number(Kind.NUMBER, repr(float(amount)), AMOUNT).value == amount
    assert read_number(Kind.NUMBER, f"{float(amount):.17g}", AMOUNT).value == amount


@given(st.text(max_size=12), st.booleans())
def test_no_text_is_too_odd(content: str, amount: bool) -> None:  # noqa: FBT001 (drawn)
    """There is a value or there is none; a value comes with something to confirm."""
    found = read_number(Kind.TEXT, content, *wanted(amount=amount))
    assert found.code
    assert found.value is None or found.code in {LENIENT, "cell.unit"}


@pytest.mark.parametrize(
    ("content", "zh"),
    [
        ("约8", "（像是约数）"),
        ("8左右", "（像是约数）"),
        ("+4", "（带有符号）"),
        ("≥8", "（带有符号）"),
        ("75394432.52元", "（带有单位）"),
        ("22（其中修订16件）", "（附有说明）"),
        ("八", "（是汉字数字）"),
        ("1_000", ""),
    ],
)
def test_what_a_text_looks_like_is_said(content: str, zh: str) -> None:
    found = describe_text(content, COUNT)
    assert found[0] == zh
    assert bool(found[1]) == bool(zh)


@pytest.mark.parametrize(
    ("content", "value", "code"),
    [
        ("+1036", "1036", LENIENT),
        ("-18", "-18", LENIENT),
        ("－18", "-18", LENIENT),
        ("\u221218", "-18", LENIENT),
        ("-1,234项", "-1234", LENIENT),
        ("0", "0", LENIENT),
        ("减4", None, TEXT),
        ("增1036", None, TEXT),
        ("+-4", None, TEXT),
        ("--4", None, TEXT),
        ("-", None, DASH),
        ("-1.5", None, "cell.fraction"),
    ],
)
def test_changes_carry_a_sign(content: str, value: str | None, code: str) -> None:
    """``+1036``, ``-18`` and ``减4`` are all filed; the first two are numbers."""
    assert told(read_number(Kind.TEXT, content, CHANGE, "项")) == (value, code)


def test_changes_are_stored_below_zero() -> None:
    assert told(read_number(Kind.NUMBER, "-18", CHANGE, "项")) == ("-18", "")
    assert told(read_number(Kind.NUMBER, "-1E15", CHANGE, "项")) == (None, "cell.huge")
    assert told(read_number(Kind.NUMBER, "-18", COUNT, "件")) == (None, "cell.negative")


def test_a_word_for_a_change_is_answered_with_the_number_to_write() -> None:
    assert describe_text("减4", CHANGE)[0] == "（增加的填正数，减少的填负数，如 -4）"


@pytest.mark.parametrize("content", ["75394432.52元", "7539.44万元"])
def test_an_amount_without_a_printed_unit_is_not_converted(content: str) -> None:
    """Nobody can tell what the other figures in that cell are in."""
    assert told(read_number(Kind.TEXT, content, AMOUNT)) == (None, TEXT)


def test_an_amount_without_a_printed_unit_is_kept_as_filed() -> None:
    assert told(read_number(Kind.TEXT, "75394432.52", AMOUNT)) == ("75394432.52", LENIENT)
