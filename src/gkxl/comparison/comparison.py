"""Compares two reports cell by cell, whatever formats they come in: did they publish what was filed?"""

from __future__ import annotations

from collections import Counter
from html import escape
from typing import TYPE_CHECKING, Any, Final

from attrs import evolve, frozen

from gkxl.arguments import checked
from gkxl.comparison.result import A_AND_B, Comparison, Contrast, Difference, Tally
from gkxl.comparison.sides import Change, Comparable, Piece, Side, find_changes, is_alike
from gkxl.files.webpage import webpage
from gkxl.model.outline import Node, cells
from gkxl.reports.conversion import correspondence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gkxl.text import Lang, Wording


__all__ = ["Change", "Comparable", "Comparison", "Contrast", "Difference", "Piece", "Side", "Tally", "diff"]


@checked
def diff(a: Comparable, b: Comparable, *, lang: Lang = "zh") -> Comparison:
    """Compare two reports cell by cell.

    Numbers are compared as numbers: 72701.2578 and 72701.25780 are the same. Texts are compared without
    their white space. A cell that cannot be read is never taken for equal. Of two editions, what both have
    is compared, and the rest is named. What is never published of the cover is not missed there.

    Args:
        a: A report, a reading, plain data, or a file as path, bytes or binary file: a workbook, JSON, or
            what was published (a web page, a Word document, a PDF).
        b: Another one.
        lang: The language of the messages, ``"zh"`` or ``"en"``.

    Returns:
        Every cell that differs, and how many were compared.

    Raises:
        UnreadableFileError: A file is nothing that holds a report.
        MissingExtraError: A file is a PDF, and the extra ``gkxl[pdf]`` is not installed.
        DataError: Plain data does not describe a report.
        UnknownEditionError: Something is not a report of any edition.

    Example:
        >>> import gkxl
        >>> gkxl.diff("某市财政局.xlsx", "某市财政局.html").same  # doctest: +SKIP
        True
    """
    return compare_sides(Side.of(a), Side.of(b), lang=lang)


def compare_sides(
    one: Side, other: Side, *, lang: Lang, called: tuple[Wording, Wording] = A_AND_B
) -> Comparison:
    """Compare two reports that were read.

    Args:
        one: A report.
        other: Another one.
        lang: The language of the messages.
        called: What the two are called.
    """
    pairs = list(_pair_cells(one, other))
    hidden = {p.cell.path for p in pairs if not (one.prints(p.cell.path) and other.prints(p.cell.path))}
    printed = [pair for pair in pairs if pair.cell.path not in hidden]
    found = (_find_difference(pair, one, other, lang) for pair in printed)
    differences = [evolve(made, called=called) for made in found if made]
    return Comparison(
        a=one,
        b=other,
        differences=tuple(differences),
        figures=_count_cells((pair.cell for pair in printed if pair.cell.in_table), differences),
        texts=_count_cells((pair.cell for pair in printed if not pair.cell.in_table), differences),
        only_in_a=tuple(_uncompared_labels(one, {path for pair in pairs for path in pair.a})),
        only_in_b=tuple(_uncompared_labels(other, {path for pair in pairs for path in pair.b})),
        unpublished=tuple(pair.cell.label for pair in pairs if pair.cell.path in hidden),
        called=called,
        lang=lang,
    )


@frozen
class _Pair:
    """A cell that both editions have, and the cells of each that add up to it."""

    cell: Node
    a: tuple[str, ...]
    b: tuple[str, ...]


def _pair_cells(a: Side, b: Side) -> Iterator[_Pair]:
    """In the words and the order of the older edition: what it prints in one line a newer one may divide."""
    older = min(a.edition, b.edition, key=lambda edition: edition.first_year)
    found = [correspondence(one.edition.form, older.form) for one in (a, b)]
    for cell in cells(older.form):
        if all(cell.path in parts for parts in found):
            yield _Pair(cell, *(parts[cell.path] for parts in found))


def _uncompared_labels(one: Side, compared: set[str]) -> Iterator[str]:
    """The labels of cells that the other edition does not have."""
    return (_label(cell) for cell in cells(one.edition.form) if cell.path not in compared)


def _label(cell: Node) -> str:
    return f"{cell.section.sheet} / {cell.label}" if cell.headings else cell.label


def _find_difference(pair: _Pair, a: Side, b: Side, lang: Lang) -> Difference | None:
    ours, theirs = a.held(pair.a), b.held(pair.b)
    contrast = _find_contrast(ours, theirs, blank=(_is_blank(a, pair.a), _is_blank(b, pair.b)))
    if contrast is None:
        return None
    unread = (*(a.about(pair.a) if ours is None else ()), *(b.about(pair.b) if theirs is None else ()))
    return Difference(
        path=pair.cell.path,
        label=_label(pair.cell),
        figure=pair.cell.in_table,
        contrast=contrast,
        a=ours,
        b=theirs,
        changes=() if pair.cell.in_table or None in (ours, theirs) else find_changes(str(ours), str(theirs)),
        issues=tuple(evolve(issue, lang=lang) for issue in unread),
        lang=lang,
    )


def _is_blank(one: Side, paths: tuple[str, ...]) -> bool:
    """Whether nothing was filed in any of these cells."""
    held = one.held(paths)
    return is_alike(held, "") if isinstance(held, str) else one.blank.issuperset(paths)


def _find_contrast(a: Any, b: Any, *, blank: tuple[bool, bool]) -> Contrast | None:  # noqa: ANN401 (any content)
    """What there is between two cells; None where they hold the same."""
    if a is not None and a == b:
        return None
    if isinstance(a, str) and isinstance(b, str) and is_alike(a, b):
        return Contrast.SPACING
    if blank == (False, True) and a is not None:
        return Contrast.ONLY_A
    if blank == (True, False) and b is not None:
        return Contrast.ONLY_B
    return Contrast.UNCOMPARED if a is None or b is None else Contrast.CHANGED


def _count_cells(cells_compared: Iterable[Node], differences: Iterable[Difference]) -> Tally:
    """How many cells agree, differ, or cannot be compared."""
    paths = {cell.path for cell in cells_compared}
    counted = Counter(made.contrast for made in differences if made.path in paths)
    different = sum(counted[kind] for kind in (Contrast.CHANGED, Contrast.ONLY_A, Contrast.ONLY_B))
    uncompared = counted[Contrast.UNCOMPARED]
    return Tally(len(paths) - uncompared - different, different, uncompared)


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
