"""Short texts are remembered, long ones never, and both are worked out the same."""

from __future__ import annotations

from gkxl.caching import LONGEST_KEY, cache_short_keys


def test_what_is_made_of_a_text_is_remembered_unless_it_is_long() -> None:
    asked: list[str] = []

    @cache_short_keys(maxsize=2)
    def twice(text: str, times: int = 2) -> str:
        asked.append(text)
        return text * times

    short, long = "短" * LONGEST_KEY, "长" * (LONGEST_KEY + 1)
    assert [twice(text) for text in (short, short, long, long)] == [
        text * 2 for text in (short, short, long, long)
    ]
    assert asked == [short, long, long]
    assert twice(short, 3) == short * 3
