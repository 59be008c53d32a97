"""Every kind of issue has a name of its own and whole sentences in both languages."""

from __future__ import annotations

import re
from string import Formatter
from typing import TYPE_CHECKING

import pytest

from gkxl.forms import EDITIONS
from gkxl.issues.catalogue import CODES, EVERY, Code, Severity
from gkxl.model.outline import sums

if TYPE_CHECKING:
    from collections.abc import Callable

    from gkxl.forms.edition import Edition


def facts(template: str) -> set[str]:
    """What a message is made of."""
    return {name or "" for _, name, _, _ in Formatter().parse(template) if name is not None}


def wrong(offends: Callable[[Code], object]) -> list[str]:
    """The codes that a rule does not hold for."""
    return [name for name, code in CODES.items() if offends(code)]


def test_codes_are_filed_under_their_own_name() -> None:
    assert not wrong(lambda code: CODES.get(code.code) is not code)
    assert not wrong(lambda code: not re.fullmatch(r"[a-z]+(\.[a-z_]+)?", code.code))


def test_no_code_is_defined_twice() -> None:
    """A second one of the same name would silently replace the first."""
    assert len(EVERY) == len(CODES)


@pytest.mark.parametrize("fact", ["place", "label", "found", "expected", "value", "column", "difference"])
def test_both_languages_say_where_and_what(fact: str) -> None:
    assert not wrong(lambda code: (fact in facts(code.zh)) != (fact in facts(code.en)))


def test_whatever_is_found_in_one_cell_is_said_with_its_place() -> None:
    assert not wrong(
        lambda code: code.code.startswith(("sum.", "domain.")) and not {"place", "found"} <= facts(code.zh)
    )


def test_every_text_is_a_whole_sentence() -> None:
    assert not wrong(lambda code: not code.zh.endswith(("。", "{reason}")))
    assert not wrong(lambda code: not code.meaning.endswith("。"))
    assert not wrong(lambda code: not code.remedy.endswith("。"))
    assert not wrong(lambda code: not code.en.endswith((".", ")")))


@pytest.mark.parametrize("text", ["zh", "meaning", "remedy"])
def test_chinese_is_punctuated_as_chinese(text: str) -> None:
    english = re.compile(r"[\u4e00-\u9fff][,;:?!()]|[,;:?!()][\u4e00-\u9fff]")
    assert not wrong(lambda code: english.search(getattr(code, text)))


def test_english_has_no_chinese_punctuation() -> None:
    assert not wrong(lambda code: re.search("[“”‘’（）、，。；：？！＝＋]", code.en))


@pytest.mark.parametrize("edition", EDITIONS.values(), ids=EDITIONS)
def test_the_rules_of_every_edition_raise_errors_that_have_words(edition: Edition) -> None:
    rules = [found.mark.code for found in sums(edition.form)]
    for code in {*rules, *(balance.code for balance in edition.balances)}:
        assert CODES[code].severity is Severity.ERROR


def test_english_agrees_however_many_there_are() -> None:
    """A place is what its sentence is about, as “each of 8 cells” may; no noun follows a number."""
    assert not wrong(lambda code: "{place}" in code.en and not code.en.startswith("{place}"))
    assert not wrong(lambda code: re.search(r"\{count\} (?!in all|of them)", code.en))
