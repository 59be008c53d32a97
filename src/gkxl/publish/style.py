"""How a published report looks: the fonts of official documents with what stands in for them, and sizes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from attrs import frozen

from gkxl.model.marks import Blocks, Grid, Section, Strip

if TYPE_CHECKING:
    from gkxl.layout import Page


@frozen
class Font:
    """A typeface of official documents.

    Attributes:
        name: The one that is prescribed.
        stand_ins: What is taken where it is not installed, the nearest first.
    """

    name: str
    stand_ins: tuple[str, ...]

    @property
    def css(self) -> str:
        """The family as a style sheet has it."""
        return ",".join(f'"{name}"' for name in (self.name, *self.stand_ins))


TITLE: Final = Font(
    "方正小标宋简体", ("FZXiaoBiaoSong-B05S", "华文中宋", "STZhongsong", "Noto Serif CJK SC", "宋体")
)
HEADING: Final = Font("黑体", ("SimHei", "Noto Sans CJK SC", "PingFang SC"))
PASSAGE: Final = Font("楷体_GB2312", ("楷体", "KaiTi", "STKaiti", "Noto Serif CJK SC"))
BODY: Final = Font("仿宋_GB2312", ("仿宋", "FangSong", "STFangsong", "Noto Serif CJK SC"))
TABLE: Final = Font("宋体", ("SimSun", "Songti SC", "Noto Serif CJK SC"))
FONTS: Final = (TITLE, HEADING, PASSAGE, BODY, TABLE)

_WIDTHS: Final[dict[type[Section], tuple[tuple[float, ...], float]]] = {
    Blocks: ((3,), 3),
    Grid: ((7, 15.5, 47), 13),
    Strip: ((), 1),
}
"""For each kind of table the shares of its leading columns, and of all others."""


def shares(page: Page) -> list[float]:
    """The part of the width that each column of a table takes; together they are 1."""
    leads, others = _WIDTHS[type(page.section.section)]
    parts = [*leads, *[others] * (page.width - len(leads))]
    return [part / sum(parts) for part in parts]


_POINTS: Final = 442
"""How wide the text of an official document is, between its margins."""

FIGURE_SIZE: Final = 9
"""The usual size of what stands in a table, in points."""


def figure_size(page: Page, digits: int) -> float:
    """The points in which figures of so many digits still fit a column on paper without being broken."""
    room = shares(page)[-1] * _POINTS - 7
    return min(FIGURE_SIZE, round(room / (digits * _DIGIT), 1))


_DIGIT: Final = 0.56
"""How wide a digit is, for its size."""

_ONE_PAGE: Final = 20
"""So many rows of a table fit on one page."""


FIRST_LINES: Final = 4
"""So many lines of a table never stand alone at the foot of a page."""


def is_whole(page: Page) -> bool:
    """Whether a table is kept on one page; a longer one repeats its headings on the next."""
    return page.height <= _ONE_PAGE


PAGE_STYLE: Final = f"""
@page{{size:A4;margin:28mm 22mm 25mm 22mm;@bottom-center{{content:"— " counter(page) " —";
font:10.5pt {TABLE.css},serif}}}}
body{{margin:0;background:#fff;color:#111}}
main{{max-width:54rem;margin:0 auto;padding:1.5rem 1rem 3rem}}
@media print{{main{{max-width:none;padding:0}}}}
"""

DRAFT_STYLE: Final = f"""
@page{{@top-center{{content:"草稿";color:#b00020;font:14pt {HEADING.css},sans-serif}}}}
"""
"""On every page on paper."""

FRAGMENT_STYLE: Final = f"""
.gkxl{{font:max(16px,1.125rem)/1.8 {BODY.css},serif;font-synthesis:none;overflow-wrap:anywhere}}
.gkxl p{{margin:0;text-indent:2em}}
.gkxl .gkxl-draft{{text-indent:0;text-align:center;color:#b00020;font:700 1.33em/2 {HEADING.css},sans-serif;
letter-spacing:.5em;border:2px solid #b00020}}
.gkxl-title{{font:700 1.56em/1.4 {TITLE.css},serif;text-align:center;margin:.6em 0 1.2em;text-wrap:balance}}
.gkxl-title span{{display:inline-block}}
.gkxl-section{{font:400 1.11em/1.6 {HEADING.css},sans-serif;margin:1.4em 0 .4em;break-after:avoid}}
.gkxl-passage{{font:400 1em/1.8 {PASSAGE.css},serif;margin:.45em 0 0;text-indent:2em;break-after:avoid}}
.gkxl-scroll{{overflow-x:auto;margin:.7em 0}}
.gkxl-scroll:focus-visible{{outline:3px solid #1a56b0;outline-offset:2px}}
.gkxl-table{{border-collapse:collapse;width:100%;position:relative;font:.78em/1.4 {TABLE.css},serif;
overflow-wrap:normal}}
.gkxl-table caption{{position:absolute;width:1px;height:1px;overflow:hidden;
clip-path:inset(50%);white-space:nowrap}}
.gkxl-table th,.gkxl-table td{{border:1px solid #333;padding:.35em .4em;text-align:center;font-weight:400;
vertical-align:middle}}
.gkxl-table th{{text-wrap:balance}}
.gkxl-table .gkxl-bar,.gkxl-table .gkxl-heading,.gkxl-table .gkxl-corner{{background:#f2f4f7}}
.gkxl-table .gkxl-line[scope=row]{{text-align:left}}
.gkxl-blocks .gkxl-line[scope=row]{{text-align:center}}
.gkxl-table td{{font-variant-numeric:tabular-nums}}
.gkxl-grid,.gkxl-strip{{min-width:46rem}}
@media (max-width:40em){{.gkxl-title{{font-size:1.3em}}}}
@media print{{.gkxl{{font-size:14pt}}.gkxl p{{text-align:justify}}.gkxl-scroll{{overflow:visible}}
.gkxl-table{{font-size:{FIGURE_SIZE}pt;min-width:0;table-layout:fixed}}.gkxl-table td[headers]{{
font-size:var(--gkxl-figures,1em)}}.gkxl-table th,.gkxl-table td{{padding:2pt 3pt}}
.gkxl-table caption{{display:none}}.gkxl-table thead{{display:table-header-group}}
.gkxl-table tr,.gkxl-whole{{break-inside:avoid}}
.gkxl-table tbody tr:nth-child(-n+{FIRST_LINES - 1}){{break-after:avoid}}}}
"""
