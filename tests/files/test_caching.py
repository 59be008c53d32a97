"""Bounded caches: what they keep, what they never keep, and the switch that turns them off."""

from __future__ import annotations

import pytest

from gkxl.files.limits import LONGEST_KEY, SWITCH, bounded_cache, cache_short_keys, caches_enabled


def test_results_of_short_texts_are_kept_and_those_of_long_ones_are_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A text of `LONGEST_KEY` characters is still short."""
    monkeypatch.delenv(SWITCH, raising=False)
    calls: list[str] = []

    @cache_short_keys(maxsize=2)
    def repeat(text: str, times: int = 2) -> str:
        calls.append(text)
        return text * times

    short, long = "短" * LONGEST_KEY, "长" * (LONGEST_KEY + 1)
    assert [repeat(text) for text in (short, short, long, long)] == [
        text * 2 for text in (short, short, long, long)
    ]
    assert calls == [short, long, long]
    assert repeat(short, 3) == short * 3


@pytest.mark.parametrize(("value", "expected"), [(None, True), ("", True), ("0", True), ("1", False)])
def test_the_switch(value: str | None, expected: bool, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: FBT001 (a case)
    """Caches are on unless the environment variable is set to something other than 0."""
    monkeypatch.delenv(SWITCH, raising=False)
    if value is not None:
        monkeypatch.setenv(SWITCH, value)
    assert caches_enabled() is expected


def test_with_the_switch_every_call_works_its_result_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bounded caches ask the switch once, when they are made."""
    monkeypatch.setenv(SWITCH, "1")
    calls: list[str] = []

    @bounded_cache(maxsize=2)
    def note(text: str) -> str:
        calls.append(text)
        return text

    assert (note("A"), note("A"), calls) == ("A", "A", ["A", "A"])
