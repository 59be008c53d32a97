"""What the terminal gets."""

from __future__ import annotations

import pytest

from gkxl.cli.terminal import Language, listed, speak


@pytest.mark.parametrize(
    ("most", "zh", "en"),
    [(3, "甲、乙、丙", "甲, 乙, 丙"), (2, "甲、乙等 3 个", "甲, 乙 and others, 3 in all")],
)
def test_of_many_names_the_first_are_said_and_how_many_there_are(most: int, zh: str, en: str) -> None:
    assert listed(["甲", "乙", "丙"], most) == zh
    speak(Language.EN)
    try:
        assert listed(["甲", "乙", "丙"], most) == en
    finally:
        speak(Language.ZH)
