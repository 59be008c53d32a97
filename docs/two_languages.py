"""A Sphinx extension for one set of pages in two sites: one in Chinese, one in English.

Every page has one name. Where its text is in both languages, ``page.zh.md`` takes the place of ``page.md``
in the Chinese site. All other pages are in both sites, in the language that they are written in.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from docutils import nodes
from sphinx.search import languages
from sphinx.search.en import SearchEnglish
from sphinx.transforms import SphinxTransform

if TYPE_CHECKING:
    from collections.abc import Iterator

DOCS: Final = Path(__file__).parent

IDEOGRAPHS: Final = r"\u3400-\u9fff"
PUNCTUATION: Final = r"\u3001-\u301f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff5e“”"

JOIN: Final = re.compile(
    rf"(?<=[{PUNCTUATION}])\n|\n(?=[{PUNCTUATION}])|(?<=[{IDEOGRAPHS}])\n(?=[{IDEOGRAPHS}])"
)
"""The line ends at which browsers show a space that Chinese does not have."""

WORD: Final = re.compile(rf"([{IDEOGRAPHS}]+)|(?:(?![{IDEOGRAPHS}])\w)+")


def setup(app: Any) -> dict[str, bool]:  # noqa: ANN401 (Sphinx need not be installed to check this)
    """Register with Sphinx."""
    app.connect("source-read", _take_chinese, priority=400)  # before generated parts are put in
    app.add_transform(JoinLines)
    languages["zh"] = languages["en"] = SearchPairs
    return {"parallel_read_safe": True}


def _take_chinese(app: Any, name: str, source: list[str]) -> None:  # noqa: ANN401
    """Read the Chinese page in the place of the English one."""
    chinese = DOCS / f"{name}.zh.md"
    if app.config.language.startswith("zh") and chinese.exists():
        source[0] = chinese.read_text(encoding="utf-8")
        app.env.note_dependency(chinese)


class JoinLines(SphinxTransform):
    """Joins the lines of a Chinese paragraph without a space between them."""

    default_priority = 500

    def apply(self, **_options: object) -> None:
        """Change the paragraphs, headings and cells of tables; samples of code stay as they are."""
        for block in self.document.findall(nodes.TextElement):
            if not isinstance(block.parent, nodes.TextElement):
                join_lines(block)


def join_lines(block: nodes.TextElement) -> None:
    """Take the line ends out of a paragraph at which Chinese has no space; code keeps its lines."""
    if isinstance(block, nodes.FixedTextElement):
        return
    texts = list(block.findall(nodes.Text))
    whole = "".join(texts)
    joined = JOIN.sub("\0", whole)
    if joined == whole:
        return
    end = 0
    for text in texts:
        start, end = end, end + len(text)
        siblings = text.parent.children
        (place,) = (number for number, one in enumerate(siblings) if one is text)  # others may hold the same
        text.parent[place] = nodes.Text(joined[start:end].replace("\0", ""))


def split(text: str) -> Iterator[str]:
    """The words of a text as the search knows them: of Chinese, every two characters that follow each other.

    So it finds every word that somebody types, whether or not a dictionary has it.
    """
    for found in WORD.finditer(text):
        word = found[0]
        if found[1] and len(word) > 1:
            yield from (word[at : at + 2] for at in range(len(word) - 1))
        else:
            yield word


class SearchPairs(SearchEnglish):
    """Search for English words and pairs of Chinese characters, in the pages of both sites."""

    # the same as split(), for what is typed into the search
    js_splitter_code = r"""
function splitQuery(query) {
  const words = query.match(/[\u3400-\u9fff]+|(?:(?![\u3400-\u9fff])[\p{Letter}\p{Number}_])+/gu) || [];
  return words.flatMap((word) =>
    /^[\u3400-\u9fff]{2,}$/.test(word) ? [...word].slice(1).map((end, at) => word[at] + end) : [word]);
}
"""

    def split(self, input: str) -> list[str]:  # noqa: A002 (Sphinx calls it so)
        """Split a text of a page."""
        return list(split(input))
