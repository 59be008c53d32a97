"""A comparison as a web page, to be printed or filed as proof: self-contained, like the report itself."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

from gkxl.comparison.result import Contrast
from gkxl.webpage import webpage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gkxl.comparison.result import Comparison, Difference
    from gkxl.comparison.texts import Piece

_STYLE: Final = """
@page{size:A4;margin:22mm}
body{margin:0;background:#fff;color:#111;
font:1rem/1.7 system-ui,"Microsoft YaHei","Noto Sans CJK SC",sans-serif}
main{max-width:60rem;margin:0 auto;padding:1.5rem 1rem 3rem;overflow-wrap:anywhere}
h1{font-size:1.5rem}h2{font-size:1.15rem;margin:1.6rem 0 .4rem}h3{font-size:1rem;margin:1rem 0 .2rem}
.verdict{font-weight:700;padding:.6rem .9rem;border-left:.4rem solid}
.same{border-color:#1b7a3d;background:#eef8f1}.different{border-color:#b00020;background:#fdf0f1}
.open{border-color:#8a5a00;background:#fdf6e7}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%}
th,td{border:1px solid #888;padding:.3rem .5rem;text-align:left;font-weight:400;vertical-align:top}
thead th{background:#f2f4f7}td.figure{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}
del{background:#fbdadd;color:#8c0019}ins{background:#d6f0de;color:#0c5a28}
@media print{main{max-width:none;padding:0}thead{display:table-header-group}tr{break-inside:avoid}}
"""


def to_page(found: Comparison, a: str, b: str) -> str:
    """A comparison as a web page.

    Args:
        found: What came of comparing; the page is in its language.
        a: The name of the first file.
        b: The name of the second one.
    """
    title, lang = ("Comparison of two reports", "en") if found.lang == "en" else ("两份报告的比较", "zh-CN")
    body = "\n".join(_body(found, title, (a, b)))
    return webpage(title, _STYLE, body, lang=lang, generator="gkxl diff")


def _body(found: Comparison, title: str, names: tuple[str, str]) -> Iterator[str]:
    kind = "same" if found.same else "different" if found.differs else "open"
    yield f'<h1>{title}</h1>\n<p class="verdict {kind}">{escape(found.message)}</p>'
    for sign, name, side in zip(found.signs, names, (found.a, found.b), strict=True):
        yield f"<p><strong>{sign}</strong> {escape(name)} {escape(side.title)}</p>"
    yield from (f"<p>{escape(note)}</p>" for note in found.notes)
    yield from _figures(found)
    yield from _texts(found)


def _figures(found: Comparison) -> Iterator[str]:
    made = [difference for difference in found.differences if difference.figure]
    if not made:
        return
    title, place, note = _HEADINGS[found.lang]
    heads = "".join(f'<th scope="col">{heading}</th>' for heading in (place, *found.signs, note))
    yield f'<h2 id="figures">{title}</h2>'
    yield '<div class="scroll" role="region" aria-labelledby="figures" tabindex="0">'
    yield f'<table aria-labelledby="figures"><thead><tr>{heads}</tr></thead><tbody>'
    yield from (_row(difference) for difference in made)
    yield "</tbody></table></div>"


_HEADINGS: Final = {"zh": ("数字", "位置", "说明"), "en": ("Figures", "Place", "Note")}


def _row(made: Difference) -> str:
    figures = "".join(f'<td class="figure">{figure}</td>' for figure in made.printed)
    return f'<tr><th scope="row">{escape(made.label)}</th>{figures}<td>{escape(made.note)}</td></tr>'


def _texts(found: Comparison) -> Iterator[str]:
    made = [difference for difference in found.differences if not difference.figure]
    made = [difference for difference in made if difference.contrast is not Contrast.SPACING]
    if made:
        yield _KEY[found.lang]
    for difference in made:
        yield f"<h3>{escape(difference.label)}</h3>\n<p>{escape(difference.note)}</p>"
        for change in difference.changes:
            yield f"<p>{''.join(_marked(piece) for piece in change.pieces)}</p>"


_KEY: Final = {
    "zh": "<h2>文字</h2>\n<p><del>删除线</del>：只有甲有；<ins>下划线</ins>：只有乙有。</p>",
    "en": "<h2>Texts</h2>\n<p><del>Struck out</del>: only in A; <ins>underlined</ins>: only in B.</p>",
}


def _marked(piece: Piece) -> str:
    tag = {"a": "del", "b": "ins"}.get(piece.holder)
    return f"<{tag}>{escape(piece.text)}</{tag}>" if tag else escape(piece.text)
