"""Draws charts of the requests of every year: what came in, and what became of it."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

from gkxl.arguments import checked
from gkxl.files.extras import need_extra
from gkxl.files.save import read_suffix, write_file
from gkxl.files.webpage import webpage

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gkxl.export.drawing import Chart
    from gkxl.files.save import Target
    from gkxl.forms.edition import AnyReport
    from gkxl.reports.series import Collected


__all__ = ["plot"]


PAGE_STYLE: Final = """
body{margin:0;background:#fff;color:#111;
font:1rem/1.6 "Noto Sans CJK SC","Microsoft YaHei","PingFang SC",sans-serif}
main{max-width:90rem;margin:0 auto;padding:1.5rem 1rem 3rem}
h1{font-size:1.5rem;text-align:center;text-wrap:balance}
.both{display:flex;flex-wrap:wrap;gap:2rem;align-items:flex-start;justify-content:center}
.scroll{overflow-x:auto;min-width:0}
figure{flex:2 1 34rem;margin:0}
.figures{flex:1 1 26rem}
svg{width:100%;min-width:36rem;height:auto}
.scroll:focus-visible{outline:3px solid #1a56b0;outline-offset:2px}
table{border-collapse:collapse;width:100%;font-size:.875rem}
caption{text-align:left;padding:.25rem 0;color:#333}
th,td{border:1px solid #767676;padding:.35rem .5rem;font-weight:400;text-align:right;
font-variant-numeric:tabular-nums}
thead th{background:#f2f4f7;text-align:center;vertical-align:middle;white-space:pre}
tbody th{text-align:left;min-width:9em}
"""


def chart_page(chart: Chart, svg: bytes) -> bytes:
    """A self-contained page: it fetches nothing, reads well aloud, and prints."""
    body = f"""<h1>{escape(chart.title)}</h1>
<div class="both">
<figure class="scroll" tabindex="0" aria-label="图">
{_inline_svg(chart, svg)}
</figure>
<div class="scroll figures" tabindex="0" role="region" aria-label="图中的数字">
{"".join(_figures_table(chart))}
</div>
</div>"""
    return webpage(chart.title, PAGE_STYLE, body, generator="gkxl plot").encode()


def _inline_svg(chart: Chart, svg: bytes) -> str:
    """The drawing without what only a file of its own needs, named for those who do not see it."""
    _, _, inside = svg.decode().partition("<svg ")
    about = escape(f"{chart.title}：每年左柱为收到的申请，右柱为办理结果。数字见表。", quote=True)
    return f'<svg role="img" aria-label="{about}" {inside.strip()}'


def _figures_table(chart: Chart) -> Iterator[str]:
    """The figures, a column for each year."""
    heading, numbers = chart.received
    yield "<table><caption>图中的数字（件）</caption><thead><tr><td></td>"
    yield from (f'<th scope="col">{escape(year)}</th>' for year in chart.years)
    yield "</tr></thead><tbody>"
    yield _table_row(heading, numbers)
    for outcome, counts in chart.outcomes.items():
        yield _table_row(outcome, counts)
    yield _table_row("办理结果合计", chart.ended)
    yield "</tbody></table>"


def _table_row(heading: str, numbers: tuple[int | None, ...]) -> str:
    cells = "".join(f"<td>{'—' if number is None else f'{number:,}'}</td>" for number in numbers)
    return f'<tr><th scope="row">{escape(heading)}</th>{cells}</tr>'


SUFFIXES: Final = (".svg", ".png", ".html")


@checked
def plot(reports: Iterable[AnyReport] | Collected, target: Target, *, suffix: str = "") -> None:
    """Draw how many requests came in and what became of them, year by year.

    Which lines these are is part of the form. The numbers of several units are added up, and the axis shows
    over how many; a year between others for which there is no report is left blank.

    Args:
        reports: Reports of any editions, one for each unit and year, or a collection, of which those are
            added up that are counted there.
        target: Where to write it, a path or a binary file: ``.svg``, ``.png``, or ``.html`` for a page
            with the table of the figures.
        suffix: The format, such as ``".svg"``; needed where a binary file has no name that ends so.

    Raises:
        DataError: There is no report, or two different ones of one unit and year, or a number is missing.
        UnknownEditionError: Something is not a report of any edition.
        MissingExtraError: matplotlib is not installed; it comes with ``gkxl[plot]``.
        MissingFontError: No font here has Chinese characters.
        WriteError: The format is not known, or the file cannot be written.
    """
    chosen = read_suffix(target, SUFFIXES, suffix)
    write_file(target, _render(reports, chosen))


def _render(reports: Iterable[AnyReport] | Collected, suffix: str) -> bytes:
    with need_extra("plot", "作图需要 matplotlib"):
        from gkxl.export.drawing import draw_chart, make_chart  # noqa: PLC0415 (matplotlib is an extra)
    made = make_chart(reports)
    if suffix == ".html":
        return chart_page(made, draw_chart(made, "svg", titled=False))
    return draw_chart(made, "png" if suffix == ".png" else "svg")
