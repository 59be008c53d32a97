from __future__ import annotations

import re
from string import Formatter
from typing import TYPE_CHECKING

import pytest

from gkxl.codes import CODES, EVERY, Code, Severity
from gkxl.forms import EDITIONS
from gkxl.outline import sums

if TYPE_CHECKING:
    from gkxl.forms.edition import Edition

every_code = pytest.mark.parametrize("code", CODES.values(), ids=CODES)


def facts(template: str) -> set[str]:
    """What a message says, with facts that come in both languages under one name."""
    return {
        (name or "").removesuffix("_en") for _, name, _, _ in Formatter().parse(template) if name is not None
    }


@every_code
def test_codes_are_filed_under_their_own_name(code: Code) -> None:
    assert CODES[code.code] is code
    assert re.fullmatch(r"[a-z]+(\.[a-z_]+)?", code.code)


def test_no_code_is_defined_twice() -> None:
    """A second one of the same name would silently replace the first."""
    assert len(EVERY) == len(CODES)


@every_code
def test_both_languages_say_where_and_what(code: Code) -> None:
    for fact in ("place", "label", "found", "expected", "value", "column", "difference"):
        assert (fact in facts(code.zh)) == (fact in facts(code.en)), fact


@every_code
def test_whatever_is_found_in_one_cell_is_said_with_its_place(code: Code) -> None:
    if code.code.startswith(("sum.", "domain.")):
        assert {"place", "found"} <= facts(code.zh)


@every_code
def test_every_text_is_a_whole_sentence(code: Code) -> None:
    assert code.zh.endswith(("。", "{reason}"))
    assert code.meaning.endswith("。")
    assert code.remedy.endswith("。")
    assert code.en.endswith((".", ")"))


@every_code
def test_chinese_is_punctuated_as_chinese(code: Code) -> None:
    for text in (code.zh, code.meaning, code.remedy):
        assert not re.search(r"[\u4e00-\u9fff][,;:?!()]|[,;:?!()][\u4e00-\u9fff]", text), text


@every_code
def test_english_has_no_chinese_punctuation(code: Code) -> None:
    assert not re.search("[“”‘’（）、，。；：？！＝＋]", code.en)


@pytest.mark.parametrize("edition", EDITIONS.values(), ids=EDITIONS)
def test_the_rules_of_every_edition_raise_errors_that_have_words(edition: Edition) -> None:
    rules = [found.mark.code for found in sums(edition.form)]
    for code in {*rules, *(balance.code for balance in edition.balances)}:
        assert CODES[code].severity is Severity.ERROR


@every_code
def test_english_agrees_however_many_there_are(code: Code) -> None:
    """A place is what its sentence is about, as “each of 8 cells” may; no noun follows a number."""
    assert "{place}" not in code.en or code.en.startswith("{place}")
    assert not re.search(r"\{count\} (?!in all|of them)", code.en)
