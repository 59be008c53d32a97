"""Charts of the consolidated figures, drawn as tables with bars: what is counted comes from the form."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from attrs import frozen

from gkxl.forms import edition_of
from gkxl.model.marks import Grid, Strip
from gkxl.model.outline import outline
from gkxl.model.values import values_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from attrs import AttrsInstance

    from gkxl.model.outline import Node


@frozen
class Chart:
    """A chart: what it is about, and what each bar stands for, with its number."""

    title: str
    bars: tuple[tuple[str, int], ...]

    @property
    def total(self) -> int:
        """What its bars add up to."""
        return sum(number for _, number in self.bars)


def charts(report: AttrsInstance) -> list[Chart]:
    """Requests by applicant, how they ended, and how disputes ended."""
    values = values_of(report)
    found = []
    for section in outline(edition_of(report).form):
        if isinstance(section.section, Grid):
            results = next(child for child in section.children if child.children[0].children)
            found += [_chart(section.children[0], values), _chart(results, values)]
        elif isinstance(section.section, Strip):
            found += [_chart(group, values) for group in section.children]
    return found


def drawn(report: AttrsInstance) -> Iterator[str]:
    """Every chart in html."""
    yield '<div class="charts">'
    for chart in charts(report):
        yield f'<table class="chart"><caption>{escape(chart.title)}<b>{chart.total:,}</b></caption><tbody>'
        most = max((number for _, number in chart.bars), default=0) or 1
        for label, number in chart.bars:
            share = f"{number / chart.total:.1%}" if chart.total else "–"
            yield f'<tr><th scope="row">{escape(label)}</th>'
            yield f'<td class="bar"><span style="width:{number / most:.1%}"></span></td>'
            yield f"<td>{number:,}</td><td>{share}</td></tr>"
        yield "</tbody></table>"
    yield "</div>"


def _chart(group: Node, values: Mapping[str, int]) -> Chart:
    """A bar for everything right below a heading but its total, each the sum of its own cells."""
    parts = [child for child in group.children if not child.computed]
    return Chart(group.label, tuple((part.item.label, _sum(part, values)) for part in parts))


def _sum(part: Node, values: Mapping[str, int]) -> int:
    return sum(values[leaf.path] for leaf in part.leaves if not leaf.computed)
