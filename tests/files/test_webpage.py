"""The frame of a web page holds any title as text, and loads nothing."""

from __future__ import annotations

from gkxl.files.webpage import webpage


def test_a_title_is_text_whatever_is_in_it() -> None:
    assert "<title>a&lt;/title&gt;&lt;script&gt;</title>" in webpage("a</title><script>", "", "")


def test_a_page_says_its_language_and_fetches_nothing() -> None:
    page = webpage("t", "p{margin:0}", "<p>…</p>", lang="en")
    assert '<html lang="en">' in page
    assert not any(word in page for word in ("src=", "href=", "http:", "https:"))
