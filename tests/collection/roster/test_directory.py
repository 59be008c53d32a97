"""Which differences in writing make no other name, and which do."""

from __future__ import annotations

import pytest

from gkxl.collection.roster.directory import fold_name, is_similar_name, strip_name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("第１中学（Ａ校区）", "第1中学(a校区)"),
        ("乌有市\u3000财政局", "乌有市财政局"),
        ("乌有市\n财政局\xa0", "乌有市财政局"),
    ],
)
def test_width_case_and_white_space_are_folded(one: str, other: str) -> None:
    assert fold_name(one) == fold_name(other)


@pytest.mark.parametrize(
    "name",
    [
        "财政局（本级）",
        "财政局本级",
        "【财政局】",
        "财政局(机关)",
        "财政局机关",
        "“财政局”",
        "财政局 [ 本级 ]",
        "财政局机关（本级）",
    ],
)
def test_brackets_and_additions_of_no_meaning_are_left_out(name: str) -> None:
    assert strip_name(name) == "财政局"


@pytest.mark.parametrize("name", ["机关事务管理局", "机关", "本级", "（）", "某市直属机关工委"])
def test_what_would_leave_nothing_or_is_part_of_a_name_stays(name: str) -> None:
    assert strip_name(name)
    assert ("机关" in strip_name(name)) == ("机关" in name)


@pytest.mark.parametrize(
    ("one", "other", "akin"),
    [
        ("某县", "某县人民政府", True),
        ("财政局", "某市财政局（本级）", True),
        ("某市财政局预算科", "某市财政局", True),
        ("某市", "某市财政局", False),
        ("城关镇", "城关镇人民政府", True),
        ("城关镇", "城关镇财政所", False),
        ("乌有市", "乌有市（本级）", True),
        ("高新区", "高新区管委会办公室", True),
        ("局", "某市财政局", False),
        ("某市国资委", "某市财政局", False),
        ("某市农业局", "某市农业农村局", False),
        ("", "某市财政局", False),
    ],
)
def test_a_name_that_contains_another_is_akin_to_it(one: str, other: str, akin: bool) -> None:  # noqa: FBT001 (a case)
    assert is_similar_name(one, other) is is_similar_name(other, one) is akin
