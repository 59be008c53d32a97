"""Shows a comparison of two reports as a web page, to look at, print or keep."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

from gkxl.comparison.result import Contrast
from gkxl.files.webpage import webpage

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gkxl.comparison.result import Comparison, Difference
    from gkxl.comparison.sides import Piece
    from gkxl.text import Lang

_STYLE: Final = """
:root{--paper:#fff;--ink:#111;--quiet:#555;--line:#888;--soft:#f2f4f7;--good:#1b7a3d;--good-soft:#eef8f1;
--bad:#b00020;--bad-soft:#fdf0f1;--open:#8a5a00;--open-soft:#fdf6e7;
--gone:#8c0019;--gone-soft:#fbdadd;--new:#0c5a28;--new-soft:#d6f0de}
@media screen and (prefers-color-scheme:dark){:root{color-scheme:dark;--paper:#16191f;--ink:#e8ecf2;
--quiet:#a9b3c1;--line:#596473;--soft:#252d39;--good:#5fcf92;--good-soft:#15291e;--bad:#ff8a85;--bad-soft:#331a1d;
--open:#e8bd57;--open-soft:#2e2614;--gone:#ffb3b8;--gone-soft:#55222a;--new:#a5e8bf;--new-soft:#1d4a30}}
@page{size:A4;margin:22mm}
body{margin:0;background:var(--paper);color:var(--ink);
font:1rem/1.7 system-ui,"Microsoft YaHei","Noto Sans CJK SC",sans-serif}
main{max-width:60rem;margin:0 auto;padding:1.5rem 1rem 3rem;overflow-wrap:anywhere}
h1{font-size:1.5rem;line-height:1.4}h2{font-size:1.15rem;margin:1.6rem 0 .4rem}
h3{font-size:1rem;margin:1rem 0 .2rem}
h3 small,.quiet{color:var(--quiet);font-weight:400}a{color:inherit}
h3+p,p+p{margin:.2rem 0 .5rem}
.verdict{font-weight:700;padding:.6rem .9rem;border-left:.4rem solid}
.same{border-color:var(--good);background:var(--good-soft)}
.different{border-color:var(--bad);background:var(--bad-soft)}
.open{border-color:var(--open);background:var(--open-soft)}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%}
th,td{border:1px solid var(--line);padding:.3rem .5rem;text-align:left;font-weight:400;vertical-align:top}
thead th{background:var(--soft);white-space:nowrap}
td.figure{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}
ul.names{columns:14rem;padding-left:1.2rem;margin:.3rem 0}
del{background:var(--gone-soft);color:var(--gone)}ins{background:var(--new-soft);color:var(--new)}
@media (max-width:40rem){th,td{padding:.25rem .35rem}tbody th{min-width:7rem}}
@media print{main{max-width:none;padding:0 1px}.scroll{overflow:visible}thead{display:table-header-group}
h2,h3{break-after:avoid}tr,li{break-inside:avoid}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}}
"""


def comparison_page(found: Comparison, a: str, b: str) -> str:
    """A comparison as a web page.

    Args:
        found: What came of comparing; the page is in its language.
        a: The name of the first file.
        b: The name of the second one.
    """
    title = "Comparison of two reports" if found.lang == "en" else "两份报告的比较"
    return make_page(title, _body(found, title, (a, b)), found.lang)


def make_page(title: str, body: Iterable[str], lang: Lang) -> str:
    """A page of results, by which collecting knows that it is no return."""
    language = "en" if lang == "en" else "zh-CN"
    return webpage(title, _STYLE, "\n".join(body), lang=language, generator="gkxl diff")


def _body(found: Comparison, title: str, names: tuple[str, str]) -> Iterator[str]:
    kind = "same" if found.same else "different" if found.differs else "open"
    yield f'<h1>{title}</h1>\n<p class="verdict {kind}">{escape(found.message)}</p>'
    for sign, name, side in zip(found.signs, names, (found.a, found.b), strict=True):
        yield f"<p><strong>{sign}</strong> {escape(name)} {escape(side.title)}</p>"
    yield from (f"<p>{escape(note)}</p>" for note in found.notes)
    if any(made.figure for made in found.differences):
        yield f'<h2 id="figures">{_HEADINGS[found.lang][0]}</h2>'
        yield from write_figures(found.differences, found, "figures")
    yield from _texts(found)


def write_figures(made: Iterable[Difference], found: Comparison, name: str) -> Iterator[str]:
    """Write the numbers among differences of a comparison as a table in html.

    Args:
        made: The differences.
        found: The comparison.
        name: The id of the heading over the table.
    """
    _, place, note = _HEADINGS[found.lang]
    heads = "".join(f'<th scope="col">{heading}</th>' for heading in (place, *found.signs, note))
    yield f'<div class="scroll" role="region" aria-labelledby="{name}" tabindex="0">'
    yield f'<table aria-labelledby="{name}"><thead><tr>{heads}</tr></thead><tbody>'
    yield from (_row(difference) for difference in made if difference.figure)
    yield "</tbody></table></div>"


_HEADINGS: Final = {"zh": ("数字", "位置", "说明"), "en": ("Figures", "Place", "Note")}


def _row(made: Difference) -> str:
    figures = "".join(f'<td class="figure">{figure}</td>' for figure in made.printed)
    return f'<tr><th scope="row">{escape(made.label)}</th>{figures}<td>{escape(made.note)}</td></tr>'


def _texts(found: Comparison) -> Iterator[str]:
    made = [difference for difference in found.differences if not difference.figure]
    made = [difference for difference in made if difference.contrast is not Contrast.SPACING]
    if made:
        yield _LEGEND[found.lang].format(*found.signs)
    for difference in made:
        yield f"<h3>{escape(difference.label)}</h3>\n<p>{escape(difference.note)}</p>"
        for change in difference.changes:
            yield f"<p>{''.join(mark_piece(piece, piece.text) for piece in change.pieces)}</p>"


_LEGEND: Final = {
    "zh": "<h2>文字</h2>\n<p><del>删除线</del>：只有{0}有；<ins>下划线</ins>：只有{1}有。</p>",
    "en": "<h2>Texts</h2>\n<p><del>Struck out</del>: only in {0}; <ins>underlined</ins>: only in {1}.</p>",
}


def mark_piece(piece: Piece, text: str) -> str:
    """Write a piece in html: struck out what only the first report has, underlined what the other has."""
    tag = {"a": "del", "b": "ins"}.get(piece.holder)
    return f"<{tag}>{escape(text)}</{tag}>" if tag else escape(text)
