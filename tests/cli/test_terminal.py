"""What the terminal gets."""

from __future__ import annotations

import pytest

from gkxl.cli.terminal import Language, listed, speak

TEN = "甲乙丙丁戊己庚辛壬癸"


@pytest.mark.parametrize(
    ("names", "zh", "en"),
    [
        (TEN, "、".join(TEN), ", ".join(TEN)),
        (TEN + "子丑", f"{'、'.join(TEN)}等 12 个", f"{', '.join(TEN)} and others, 12 in all"),
    ],
)
def test_of_many_names_the_first_are_said_and_how_many_there_are(names: str, zh: str, en: str) -> None:
    assert listed(names) == zh
    speak(Language.EN)
    try:
        assert listed(names) == en
    finally:
        speak(Language.ZH)
