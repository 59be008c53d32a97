"""The frame of every web page that is written: it loads nothing from elsewhere, and fits any screen."""

from __future__ import annotations

from html import escape


def webpage(title: str, style: str, body: str, *, lang: str = "zh-CN", generator: str = "") -> str:
    """A page in html.

    Args:
        title: What it is called.
        style: Its style sheet.
        body: Its content in html.
        lang: The language that it is written in.
        generator: The command that made it, by which such a page is known; "" for a published report.
    """
    made = f'<meta name="generator" content="{escape(generator)}">\n' if generator else ""
    return f"""<!DOCTYPE html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
{made}<title>{escape(title)}</title>
<style>{style}</style>
</head>
<body>
<main>
{body}
</main>
</body>
</html>
"""
