"""Texts: their characters in one form, and names as a sentence lists them."""

from __future__ import annotations

from pathlib import Path

import pytest

from gkxl.text import Wording, enumerated, fill_in, nfc, nfkc, to_wording


@pytest.mark.parametrize("length", [1, 511, 512, 513, 1024, 5000])
def test_long_texts_keep_every_character_in_its_order(length: int) -> None:
    """Texts are put into one form piece by piece, whatever their length."""
    text = "".join(chr(0x4E00 + number) for number in range(length))
    assert nfkc(f"８{text}") == f"8{text}"
    assert nfc(text) == text


@pytest.mark.parametrize("most", [3, 4])
def test_few_names_are_all_said_and_not_counted(most: int) -> None:
    assert enumerated(["甲", "乙", "丙"], most, unit="个单位", quoted=True) == (
        "“甲”、“乙”、“丙”",
        "甲, 乙, 丙",
    )


def test_of_many_names_the_first_are_said_and_how_many_there_are() -> None:
    assert enumerated(["甲", "乙", "丙"], 2, unit="个") == ("甲、乙等 3 个", "甲, 乙 and others, 3 in all")


def test_where_a_sentence_counts_itself_it_says_only_that_there_are_more() -> None:
    assert enumerated(["甲", "乙", "丙"], 1) == ("甲等", "甲 and others")


def test_what_ends_in_letters_or_digits_stands_apart() -> None:
    """As Chinese is set beside other scripts."""
    assert enumerated(["C5", "C7"], 1, unit="格")[0] == "C5 等 2 格"
    assert enumerated(["C5", "C7"], 1, unit="格", quoted=True)[0] == "“C5”等 2 格"


def test_a_sentence_has_its_facts_in_its_language() -> None:
    """Words in both languages, also in a list; what is quoted is quoted as each language does."""
    facts = {"word": Wording("需改正", "to correct"), "count": 3}
    assert [fill_in("{word} {count} 个", facts, lang) for lang in ("zh", "en")] == [
        "需改正 3 个",
        "3 to correct",
    ]
    said = to_wording(
        "“{path}”里的{cells}读不出来。请改正。", path=Path("甲.docx"), cells=[facts["word"], "C5"]
    )
    assert said == ("“甲.docx”里的需改正、C5读不出来。请改正。", "to correct, C5 cannot be read in '甲.docx'")


def test_what_a_fact_holds_is_never_taken_for_a_template() -> None:
    """Names of files and units come from others, and may hold braces."""
    assert fill_in(
        "“{path}”不是汇总结果。请先运行 gkxl collect。", {"path": "{0.__class__}"}, "zh"
    ).startswith("“{0.__class__}”")
    assert fill_in("{why}", {"why": to_wording("{why}", why="{x}")}, "en") == "{x}"
