"""The frame of a web page that stands by itself: it fetches nothing, and fits screens of any width."""

from __future__ import annotations

from html import escape


def webpage(title: str, style: str, body: str, *, lang: str = "zh-CN") -> str:
    """A page in html.

    Args:
        title: What it is called.
        style: Its style sheet.
        body: Its content in html.
        lang: The language that it is written in.
    """
    return f"""<!DOCTYPE html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)}</title>
<style>{style}</style>
</head>
<body>
<main>
{body}
</main>
</body>
</html>
"""
