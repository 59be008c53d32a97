"""Writes the page of a collection: one self-contained html file to look at instead of reading."""

from __future__ import annotations

import json
from base64 import b64encode
from decimal import Decimal
from hashlib import sha256
from html import escape
from importlib.resources import files
from string import Template
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from gkxl.collection.ledger import describe_counted
from gkxl.collection.output.page_progress import (
    REQUESTS,
    TO_DO,
    find_groups,
    write_faults,
    write_headline,
    write_parents,
    write_reminders,
    write_request,
    write_statuses,
)
from gkxl.collection.output.page_view import Fault, PageView, Sources, UnitLine, make_view
from gkxl.files.save import write_file
from gkxl.forms import edition_of
from gkxl.frozen import frozen
from gkxl.issues.catalogue import CODES, is_of_collection
from gkxl.issues.catalogue.code import ACCEPTED, COLLECTED, CONFIRM, CORRECT, NOTE, SETTLED, WORDS
from gkxl.model.marks import Grid, Strip
from gkxl.model.outline import outline, values_of
from gkxl.publication.write import FRAGMENT_STYLE, build_document
from gkxl.publication.write.html_writer import html_table
from gkxl.text import legible

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from gkxl.collection.collection import Collection
    from gkxl.files.save import Target
    from gkxl.forms.edition import AnyReport
    from gkxl.model.outline import Node


@frozen
class Chart:
    """A chart: its title, and for each bar a label and a number."""

    title: str
    bars: tuple[tuple[str, int], ...]

    @property
    def total(self) -> int:
        """What its bars add up to."""
        return sum(number for _, number in self.bars)


def find_charts(report: AnyReport) -> list[Chart]:
    """Make the charts: requests by applicant, their outcomes, and the outcomes of disputes."""
    values = values_of(report)
    found = []
    for section in outline(edition_of(report).form):
        if isinstance(section.section, Grid):
            results = next(child for child in section.children if child.children[0].children)
            found += [_make_chart(section.children[0], values), _make_chart(results, values)]
        elif isinstance(section.section, Strip):
            found += [_make_chart(group, values) for group in section.children]
    return found


def write_charts(report: AnyReport) -> Iterator[str]:
    """Write every chart in html, as a table with bars."""
    yield '<div class="charts">'
    for chart in find_charts(report):
        yield f'<table class="chart"><caption>{escape(chart.title)}<b>{chart.total:,}</b></caption><tbody>'
        most = max((number for _, number in chart.bars), default=0) or 1
        for label, number in chart.bars:
            share = f"{number / chart.total:.1%}" if chart.total else "–"
            yield f'<tr><th scope="row">{escape(label)}</th>'
            yield f'<td class="bar"><span style="width:{number / most:.1%}"></span></td>'
            yield f"<td>{number:,}</td><td>{share}</td></tr>"
        yield "</tbody></table>"
    yield "</div>"


def _make_chart(group: Node, values: Mapping[str, int]) -> Chart:
    """Make a chart with a bar for each child of a heading but its total."""
    parts = [child for child in group.children if not child.computed]
    return Chart(group.label, tuple((part.item.label, _add_up(part, values)) for part in parts))


def _add_up(part: Node, values: Mapping[str, int]) -> int:
    return sum(values[leaf.path] for leaf in part.leaves if not leaf.computed)


def write_tables(report: AnyReport) -> Iterator[str]:
    """Write the official tables with their headings, as they are published."""
    made = build_document(report, draft=True)
    yield '<div class="gkxl">'
    for part in made.parts:
        if part.is_table:
            yield f'<h3 class="gkxl-section" id="gkxl-{part.page.section.path}">{escape(part.title)}</h3>'
            yield from html_table(made, part.page, part.title)
    yield "</div>"


MOST_FAULTS: Final = 12
"""The most issues of one unit that are listed; the others are counted."""

_ESCAPED: Final = str.maketrans({mark: f"\\u{ord(mark):04x}" for mark in "<>&\u2028\u2029"})


def write_data(view: PageView, form: str) -> str:
    """Write the data for the script of the page, as JSON that no name can break out of."""
    found = find_groups(view.lines)
    group_of = {index: number for number, group in enumerate(found) for index in group.members}
    found_codes = dict.fromkeys(fault.code for line in view.lines for fault in line.faults)
    codes = {code: number for number, code in enumerate(found_codes)}
    kinds = list(TO_DO)
    plain = {
        "kinds": [[str(status), status.name] for status in kinds],
        "parents": [group.name for group in found],
        "codes": [
            [code, CODES[code].meaning, WORDS[CODES[code].severity].zh, int(is_of_collection(code))]
            for code in codes
        ],
        "asking": [write_request(kind, form, view.until) if kind in REQUESTS else "" for kind in kinds],
        "office": view.office,
        "words": [word.zh for word in (CORRECT, CONFIRM, NOTE, SETTLED, ACCEPTED, COLLECTED)],
        "units": [
            [
                *(*_pack_unit(line), group_of[index], kinds.index(line.status)),
                *(*_pack_faults(line, codes), quote(line.copy), quote(line.original)),
            ]
            for index, line in enumerate(view.lines)
        ],
        "sources": {path: _pack_sources(found) for path, found in view.sources.items()},
    }
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPED)


def _pack_sources(found: Sources) -> list[Any]:
    largest = [[unit, _pack_number(part)] for unit, part in found.largest]
    return [largest, found.others, _pack_number(found.rest)]


def _pack_unit(line: UnitLine) -> list[Any]:
    unit = line.unit
    below = int(bool(unit.parent))
    return [unit.code, unit.name, unit.level, unit.further, line.file, _describe_counted(line), below]


def _describe_counted(line: UnitLine) -> str:
    """Describe whether the figures of a unit are in the consolidated report."""
    if line.counted:
        return "已汇总"
    return "已含在上级单位的报表中" if line.within else ""


def _pack_faults(line: UnitLine, codes: Mapping[str, int]) -> list[Any]:
    """The first issues of a unit, and the number of the others."""
    said = [_pack_fault(one, codes[one.code]) for one in line.faults[:MOST_FAULTS]]
    return [said, len(line.faults) - len(said)]


def _pack_fault(fault: Fault, code: int) -> list[Any]:
    """An issue with the unit's explanation, and, only if there is one, an officer's confirmation."""
    said: list[Any] = [code, fault.message, fault.explanation]
    return [*said, fault.acceptance, int(fault.accepted)] if fault.acceptance else said


def _pack_number(value: int | Decimal) -> int | str:
    """A number for JSON, with amounts as text, so that no digit is lost."""
    return f"{value:f}" if isinstance(value, Decimal) else value


PAGE: Final = "index.html"
"""The name of the page in the folder of a collection."""

_MARK: Final = b'<meta name="generator" content="gkxl collect">'
_HEAD_BYTES: Final = 4096


def write_page(collection: Collection, path: Target) -> None:
    """Write the page of a collection.

    Raises:
        FileInUseError: A program holds the older page open.
        UnreadableFileError: The store is damaged.
        WriteError: The file cannot be written.
    """
    write_file(path, draw_page(make_view(collection)).encode(), lasting=True)


def is_page(path: Path) -> bool:
    """Whether a file is the page of a collection, and not another one of the same name."""
    with path.open("rb") as file:
        return _MARK in file.read(_HEAD_BYTES)


def draw_page(view: PageView) -> str:
    """Write the page as html; the same view gives the same text.

    The page loads nothing, and its content security policy forbids it: only its own script may run.
    """
    form = f"{view.year}年度{view.form}"
    script = _read_part("page.js")
    text = Template(_read_part("page.html")).substitute(
        form=escape(form),
        style=FRAGMENT_STYLE + _read_part("page.css"),
        headline="".join(write_headline(view)),
        statuses="".join(write_statuses(view)),
        parents="".join(write_parents(view)),
        chasing="".join(write_reminders(view, form)),
        faults="".join(write_faults(view)),
        figures="".join(_write_figures(view)),
        data=write_data(view, form),
        script=script,
        hash=b64encode(sha256(script.encode()).digest()).decode(),
    )
    return legible(text)


def _write_figures(view: PageView) -> Iterator[str]:
    """Write the consolidated figures: what they contain, charts and tables."""
    if view.report is None:
        yield "<p>还没有可以汇总的报表。</p>"
        return
    yield f"<p>{_describe_contained(view)}点击表中的数字，可以看到它来自哪些单位。</p>"
    yield from write_charts(view.report)
    yield from write_tables(view.report)


def _describe_contained(view: PageView) -> str:
    """Describe whose figures are in the consolidated report, and whose are not."""
    why = describe_counted(line.status for line in view.lines if line.counted)
    within = f"其中上级单位的报表已含下属 {view.within:,} 个单位，不重复相加。" if view.within else ""
    apart = sum(line.status.is_in and not (line.counted or line.within) for line in view.lines)
    compared = f"另有 {apart:,} 份是上级的汇总数，只作核对，不相加。" if apart else ""
    missing = sum(not (line.counted or line.status.is_in) for line in view.lines)
    without = f"还有 {missing:,} 个单位没有可以计入的报表。" if missing else ""
    return f"由 {view.counted:,} 份报表相加得到。{within}{compared}{without}{why}"


def _read_part(name: str) -> str:
    """Read a template, style or script that lies in the folder of this module."""
    return files("gkxl.collection.output").joinpath(name).read_text(encoding="utf-8")
