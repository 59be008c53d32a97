"""Draws a chart of requests with matplotlib: words, figures, and a font that has Chinese characters."""

from __future__ import annotations

import io
import textwrap
import warnings
from itertools import cycle
from typing import TYPE_CHECKING, Any, Final, Literal

from attrs import field
from matplotlib import font_manager, rc_context
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator, StrMethodFormatter

from gkxl.errors import DataError, MissingFontError
from gkxl.forms import edition_of
from gkxl.frozen import frozen
from gkxl.reports.series import Caseload, Collected, caseloads, reports_to_add, unit_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from matplotlib.axes import Axes

    from gkxl.forms.edition import AnyReport


MOST_YEARS: Final = 50
"""More years are not drawn: no unit has filed that many, and a slip in one year would ask for thousands."""


@frozen(kw_only=True)
class Chart:
    """The requests of some years.

    Attributes:
        title: What it is about.
        years: Every year from the first to the last, as it is on the axis.
        received: What came in: the printed heading, and for each year the number; None where none reported.
        outcomes: What became of it, by the printed heading, for each year in the same way.
    """

    title: str
    years: tuple[str, ...]
    received: tuple[str, tuple[int | None, ...]]
    outcomes: Mapping[str, tuple[int | None, ...]] = field(hash=False)

    @property
    def ended(self) -> tuple[int | None, ...]:
        """For each year all outcomes together."""
        return tuple(_sum_known(numbers) for numbers in zip(*self.outcomes.values(), strict=True))


def make_chart(reports: Iterable[AnyReport] | Collected) -> Chart:
    """The chart of these reports; the numbers of several units are added up, and the axis shows of how many.

    Raises:
        DataError: There is no report, or two of one unit and year, or a number is missing.
        UnknownEditionError: Something is not a report of any edition.
    """
    found = reports_to_add(reports)
    loads = {load.year: load for load in caseloads(found)}
    if not loads:
        raise DataError("没有可以作图的报告。")
    units = list(dict.fromkeys(unit_of(report) for report in found))
    years = _span_years(loads)
    of_years = [loads.get(year) for year in years]
    came_in = tuple(load.received[1] if load else None for load in of_years)
    headings = dict.fromkeys(heading for load in loads.values() for heading in load.outcomes)
    return Chart(
        title=f"{_chart_subject(units, years)}{edition_of(found[0]).kind.chart_title}",
        years=tuple(_axis_label(year, loads.get(year), len(units)) for year in years),
        received=(loads[years[-1]].received[0], came_in),
        outcomes={h: tuple(load.outcomes.get(h) if load else None for load in of_years) for h in headings},
    )


def _span_years(loads: Iterable[int]) -> range:
    """Every year from the first to the last.

    Raises:
        DataError: They lie so far apart that one of them must be wrong.
    """
    first, last = min(loads), max(loads)
    if last - first >= MOST_YEARS:
        raise DataError(
            "报告年度从 {first} 到 {last}，相差太远，请核对各份报告的年度。", first=first, last=last
        )
    return range(first, last + 1)


def _chart_subject(units: list[tuple[str, str]], years: range) -> str:
    whose = (units[0][0] or "本单位") if len(units) == 1 else f"{len(units)}个单位合计"
    when = f"{years[0]}" if len(years) == 1 else f"{years[0]}—{years[-1]}"
    return f"{whose}{when}年"


def _axis_label(year: int, load: Caseload | None, units: int) -> str:
    if load is None:
        return f"{year}\n（无报告）"
    return f"{year}" if units == 1 else f"{year}\n（{load.reports} 个单位）"


def _sum_known(numbers: tuple[int | None, ...]) -> int | None:
    known = [number for number in numbers if number is not None]
    return sum(known) if known else None


PREFERRED_FONTS: Final = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "Microsoft YaHei",
    "PingFang SC",
    "Hiragino Sans GB",
    "SimHei",
    "WenQuanYi Micro Hei",
    "Noto Sans CJK JP",  # as older matplotlibs call a collection of fonts: by its first one
)
"""The families that are taken where they are installed, the best first; after them any that will do."""


def find_chinese_font(text: str) -> str:
    """The family of a font that has every character of a text.

    Raises:
        MissingFontError: None that is installed has.
    """
    installed = dict.fromkeys(font.name for font in font_manager.fontManager.ttflist)
    known = [name for name in PREFERRED_FONTS if name in installed]
    for name in (*known, *(name for name in installed if name not in known)):
        if _has_characters(name, text):
            return name
    raise MissingFontError(
        "这台电脑上没有含中文字的字体，画不出图。请安装一种，如“思源黑体”（Noto Sans CJK SC）。"
    )


def _has_characters(family: str, text: str) -> bool:
    path = font_manager.findfont(font_manager.FontProperties(family=[family]))
    wanted = {ord(character) for character in text if not character.isspace()}
    return wanted <= {*font_manager.get_font(path).get_charmap()}


RECEIVED: Final = "#1f4e79"
OUTCOMES: Final = ("#1b9e77", "#90cf8e", "#d1495b", "#f0a202", "#8d6cab", "#9a9a9a")
"""From what was granted to the rest; further outcomes begin again."""

_BAR: Final = 0.38
_GAP: Final = 0.02
_TITLE_WIDTH: Final = 5
"""How many characters of the title go into an inch."""
_LEGEND_WIDTH: Final = 17
_ABOVE: Final = 1.12
"""How much higher than the highest bar the axis goes, for the numbers over the bars."""


def draw_chart(chart: Chart, kind: Literal["svg", "png"], *, titled: bool = True) -> bytes:
    """The chart as an image; the same chart gives the same bytes.

    Args:
        chart: What to draw.
        kind: The format of the image.
        titled: Whether the title is drawn over it; a web page has it already.

    Raises:
        MissingFontError: No font here has its characters.
    """
    look: dict[Any, Any] = {
        "font.family": [find_chinese_font("".join(_required_words(chart)))],
        "axes.unicode_minus": False,
        "text.parse_math": False,
        "svg.hashsalt": "gkxl",
        "svg.fonttype": "path",
    }
    out = io.BytesIO()
    with rc_context(look), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing")  # a rare character in a unit's name
        figure = _draw_figure(chart, chart.title if titled else "")
        figure.savefig(out, format=kind, dpi=160, bbox_inches="tight", metadata=_metadata(chart, kind))
    return out.getvalue()


def _required_words(chart: Chart) -> Iterator[str]:
    """The words that must be legible whatever a unit is called."""
    yield from (*chart.years, chart.received[0], *chart.outcomes, _UNIT)


_UNIT: Final = "件"


def _metadata(chart: Chart, kind: str) -> dict[str, Any]:
    """The metadata of the file: no date and no version, so that its bytes stay the same."""
    return {"Title": chart.title, "Date": None, "Creator": "gkxl"} if kind == "svg" else {"Software": None}


def _draw_figure(chart: Chart, title: str) -> Figure:
    width = max(8.0, 4.5 + 1.3 * len(chart.years))
    figure = Figure(figsize=(width, 5.2))
    axes = figure.add_subplot()
    _draw_bars(axes, chart)
    axes.set_title(textwrap.fill(title, int(width * _TITLE_WIDTH)), fontsize=13, pad=14)
    axes.set_xticks(range(len(chart.years)), chart.years)
    axes.set_ylabel(_UNIT, rotation=0, labelpad=12)
    highest = max(number or 0 for number in (*chart.received[1], *chart.ended))
    axes.set_ylim(0, max(highest * _ABOVE, 1))
    axes.yaxis.set_major_locator(MaxNLocator(integer=True, steps=[1, 2, 5, 10]))
    axes.yaxis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
    axes.grid(axis="y", color="#dddddd", linewidth=0.8)
    axes.set_axisbelow(True)
    axes.spines[["top", "right"]].set_visible(False)
    legend = axes.legend(loc="upper left", bbox_to_anchor=(1.01, 1), frameon=False, labelspacing=0.9)
    for text in legend.get_texts():
        text.set(fontsize=9.5, linespacing=1.35)
    return figure


def _draw_bars(axes: Axes, chart: Chart) -> None:
    """On the left of each year what came in, on its right the outcomes on top of each other."""
    left, right = ([year + side * (_BAR + _GAP) / 2 for year in range(len(chart.years))] for side in (-1, 1))
    heading, numbers = chart.received
    axes.bar(left, [number or 0 for number in numbers], _BAR, color=RECEIVED, label=_wrap_label(heading))
    base = [0] * len(chart.years)
    for (outcome, counts), colour in zip(chart.outcomes.items(), cycle(OUTCOMES), strict=False):
        heights = [count or 0 for count in counts]
        for piece in axes.bar(right, heights, _BAR, bottom=base, color=colour, label=_wrap_label(outcome)):
            piece.set(edgecolor="white", linewidth=0.6)
        base = [below + height for below, height in zip(base, heights, strict=True)]
    for x, number in [*zip(left, numbers, strict=True), *zip(right, chart.ended, strict=True)]:
        if number is not None:
            text = f"{number:,}"
            axes.annotate(text, (x, number), (0, 3), textcoords="offset points", ha="center", fontsize=9)


def _wrap_label(label: str) -> str:
    return textwrap.fill(label, _LEGEND_WIDTH)
