"""Leaves nothing in the tags of a web page but what is read of them, before any library parses it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from gkxl.files.limits import refuse_above

if TYPE_CHECKING:
    from gkxl.files.limits import Limits

_ATTRIBUTE: Final = r"[^\s/>][^\s/>=]*+"
_VALUE: Final = r"""(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z)|[^\s>"'][^\s>]*+)"""
_ATTRIBUTES: Final = rf"(?:[\s/]*+{_ATTRIBUTE}(?:\s*+=\s*+{_VALUE}?+)?+)*+"
"""HTML standard, 13.2.5.32 to 13.2.5.39: names, and values in quotes of either kind or in none."""

_TOKEN: Final = re.compile(
    r"<!--[^-]*+(?:-(?!->)[^-]*+)*+(?:-->|\Z)"
    r"|<(script|style)(?=[\s/>])[^<]*+(?:<(?!/\1)[^<]*+)*+(?:<[^>]*+(?:>|\Z)|\Z)"
    rf"|<(?P<tag>[A-Za-z][^\s/>]*+)(?=[\s/]){_ATTRIBUTES}(?P<end>[\s/]*+)(?:>|\Z)",
    re.IGNORECASE,
)
"""A comment, a script, a style sheet, or a tag with attributes. What has begun is always taken to its end,
or to that of the page: no search is ever given up and begun again."""

_PAIR: Final = re.compile(rf"[\s/]*+({_ATTRIBUTE})(?:\s*+=\s*+({_VALUE})?+)?+")
_READ: Final = frozenset({"rowspan", "colspan", "style", "hidden"})
_READ_IF: Final = {"href": ("#",), "title": ("header", "footer")}
"""Attributes of which only values are read that begin so."""

_NOTHING: Final = "<!---->"
"""Stands for what is left out: without it, what stands around might become a tag."""


def bare(text: str, limits: Limits) -> str:
    """A page without comments and scripts, whose tags have only the attributes that are read.

    libxml2 compares each attribute of a tag with all before it, for minutes where there are 200,000.

    Raises:
        LimitError: It has too many tags, a tag too many attributes, or a text too many characters.
    """
    tags = text.count("<")
    refuse_above(limits.page_tags, tags, "网页的标签数", "The number of tags of the page")
    made: dict[str, str] = {}

    def instead(found: re.Match[str]) -> str:
        tag = found[0]
        if tag not in made:
            made[tag] = _bare_tag(found, limits)
        return made[tag]

    plain = _TOKEN.sub(instead, text)
    longest = max(map(len, plain.split("<")))
    refuse_above(limits.text_length, longest, "网页单段文字的字数", "The length of one text of the page")
    return plain


def _bare_tag(found: re.Match[str], limits: Limits) -> str:
    if not found["tag"]:
        return _NOTHING
    kept: dict[str, str] = {}
    pairs = _PAIR.finditer(found[0], found.end("tag") - found.start(), found.start("end") - found.start())
    for count, pair in enumerate(pairs, start=1):
        most = limits.tag_attributes
        refuse_above(most, count, "网页一个标签的属性数", "The number of attributes of a tag")
        name, value = pair[1].lower(), (pair[2] or "")
        value = value.strip(value[0]) if value[:1] in {'"', "'"} else value
        if name in _READ or value.startswith(_READ_IF.get(name, ())):
            kept.setdefault(name, value.replace('"', "&quot;"))
    attributes = "".join(f' {name}="{value}"' for name, value in kept.items())
    return f"<{found['tag']}{attributes}{'/' if '/' in found['end'] else ''}>"
