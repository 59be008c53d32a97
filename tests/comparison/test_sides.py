"""What changed between two texts: words and numbers as wholes, whatever is printed alike left out."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gkxl.comparison.sides import MOST_MATCHED, Change, find_changes, is_alike
from strategies import texts


@pytest.mark.parametrize(
    ("a", "b", "pieces"),
    [
        ("收到12件。", "收到13件。", ["both 收到", "a 12", "b 13", "both 件。"]),
        ("收到1,200件。", "收到1,300件。", ["both 收到", "a 1,200", "b 1,300", "both 件。"]),
        ("甲乙丙", "甲丙", ["both 甲", "a 乙", "both 丙"]),
        ("甲丙", "甲乙丙丁", ["both 甲", "b 乙", "both 丙", "b 丁"]),
        ("", "新的一段", ["b 新的一段"]),
        ("甲", "乙", ["a 甲", "b 乙"]),
    ],
)
def test_numbers_and_words_change_as_wholes(a: str, b: str, pieces: list[str]) -> None:
    assert [f"{piece.holder} {piece.text}" for piece in Change(a, b).pieces] == pieces


@given(texts(200), texts(200))
def test_the_pieces_of_a_change_are_what_each_text_says(a: str, b: str) -> None:
    pieces = Change(a, b).pieces
    assert "".join(piece.text for piece in pieces if piece.holder != "b") == a
    assert "".join(piece.text for piece in pieces if piece.holder != "a") == b


@pytest.mark.parametrize(
    ("a", "b"), [("一\n\n二", "一二"), (" 甲 乙 ", "甲乙"), ("\x7f甲", "甲"), ("", " \n")]
)
def test_white_space_and_what_no_page_shows_make_no_difference(a: str, b: str) -> None:
    assert is_alike(a, b)
    assert not is_alike(a, f"{b}。")


def test_paragraphs_that_are_alike_are_not_changes() -> None:
    assert find_changes("一\n二\n三", "一\n 二\n四\n五") == (Change("三", "四"), Change("", "五"))


@given(st.lists(st.sampled_from("甲乙丙丁"), max_size=12), st.lists(st.sampled_from("甲乙丙丁"), max_size=12))
def test_there_are_changes_where_texts_are_not_alike(a: list[str], b: list[str]) -> None:
    assert bool(find_changes("\n".join(a), "\n".join(b))) == (a != b)


@pytest.mark.parametrize("joint", ["", "\n"])
def test_no_text_takes_long(joint: str) -> None:
    """Of texts with too much to match, only the ends that agree are; nothing is squared."""
    a, b = (joint.join(["起"] + [one, other] * 8 * MOST_MATCHED + ["止"]) for one, other in ("甲乙", "乙甲"))
    started = time.process_time()
    (first, *_) = (piece for change in find_changes(a, b) for piece in change.pieces)
    assert time.process_time() - started < 5
    assert first.text.startswith(("起", "甲"))
