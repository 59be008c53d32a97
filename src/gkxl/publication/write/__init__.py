"""What a published report contains, whatever its format: title, sections, tables, fonts and widths."""

from __future__ import annotations

import re
from importlib.resources import files
from string import Template
from typing import TYPE_CHECKING, Any, Final

from attrs import field

from gkxl.arguments import checked
from gkxl.errors import FaultyReportError
from gkxl.forms import edition_of
from gkxl.frozen import frozen
from gkxl.issues.catalogue import Severity
from gkxl.layout import pages
from gkxl.model.marks import Blocks, Grid, Lead, Particulars, Section, Strip
from gkxl.model.outline import plain_digits, values_of
from gkxl.publication.frame import Frame
from gkxl.rules.check import check_values
from gkxl.text import Wording

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from gkxl.forms.edition import AnyReport, Edition
    from gkxl.layout import Box, Page
    from gkxl.model.outline import Node

_CHINESE_NUMERALS: Final = "一二三四五六七八九十"
# XML 1.0 2.2: these characters are in no XML document, and so in no Word document.
_UNPRINTABLE: Final = re.compile("[^\t\n\r\x20-\x7e\x80-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_CSS_COMMENT: Final = re.compile(r"/\*.*?\*/\n", re.DOTALL)
_MOST_NAMED: Final = 3
"""How many faults are named where a report is refused."""


@frozen
class Passage:
    """A text with its heading, which may be empty."""

    heading: str
    paragraphs: tuple[str, ...]


@frozen
class Part:
    """A section of a report: a table, or texts.

    Attributes:
        page: Its page in the form.
        passages: Its texts; none for a table.
    """

    page: Page
    passages: tuple[Passage, ...] = ()

    @property
    def title(self) -> str:
        """The heading of the section, as the notice prints it."""
        return self.page.section.item.label

    @property
    def is_table(self) -> bool:
        """Whether it is one of the official tables."""
        return self.page.section.in_table


@frozen
class Document:
    """A report as it is published. Of the cover it has only the unit and the year, in the title.

    Attributes:
        title_lines: The title: the unit, if there is one, and the year with the name of the report.
        parts: The sections in the order of the notice.
        draft: Whether it is marked as a draft.
        lead: The paragraphs before the first section.
        signature: The unit and the date at the end.
    """

    title_lines: tuple[str, ...]
    parts: tuple[Part, ...]
    draft: bool
    lead: tuple[str, ...]
    signature: tuple[str, ...]
    _values: Mapping[str, Any] = field(repr=False)

    @property
    def title(self) -> str:
        """The title in one line."""
        return "".join(self.title_lines)

    def figure(self, cell: Node) -> str:
        """The number in a cell as it is printed; an amount keeps every digit that was filed."""
        return plain_digits(self._values[cell.path])

    def longest_figure(self, page: Page) -> int:
        """How many characters the longest number in a table has."""
        return max(len(self.figure(box.cell)) for box in page.boxes if box.cell)


def build_document(report: AnyReport, *, draft: bool, frame: Frame | None = None) -> Document:
    """Build the document of a report.

    Args:
        report: A report of any edition.
        draft: Whether to mark it as a draft; only a draft may have errors.
        frame: What is printed around it; None for nothing.

    Raises:
        UnknownEditionError: It is not a report of any edition.
        FaultyReportError: It has errors, and is not to be a draft.
    """
    edition, values = edition_of(report), values_of(report)
    if not draft:
        _refuse_faulty(edition, values)
    parts = tuple(_build_part(page, values) for page in pages(edition) if not _is_cover(page))
    around = frame or Frame()
    lead, signature = split_paragraphs(around.lead), split_paragraphs(around.signature)
    return Document(_title_lines(edition, values), parts, draft, lead, signature, values)


@checked
def frame_from_cover(report: AnyReport) -> Frame:
    r"""The usual lead and signature of a report: basis, period and contact, unit and date, as on its cover.

    Args:
        report: A report of any edition. The contact is its unit, with the telephone if the cover has one.

    Raises:
        UnknownEditionError: It is not a report of any edition.

    Example:
        >>> from gkxl import demo
        >>> frame_from_cover(demo.report()).lead.split("\n")[1]
        '本报告中所列数据的统计期限自2023年1月1日起至2023年12月31日止。'
    """
    edition, values = edition_of(report), values_of(report)
    roles = edition.roles
    unit = " ".join(split_paragraphs(values[roles.unit]))
    phone, date = (" ".join(split_paragraphs(values.get(path, ""))) for path in (roles.phone, roles.date))
    contact = f"{unit or '本机关'}（电话：{phone}）" if phone else unit or "本机关"
    lead = edition.kind.lead.format(notice=edition.notice, year=values[roles.year], contact=contact)
    return Frame(lead=lead, unit=unit, date=date)


def split_paragraphs(text: str) -> tuple[str, ...]:
    """The lines of a text as they are printed: with single spaces, without characters that XML excludes."""
    lines = (" ".join(_UNPRINTABLE.sub("", line).split()) for line in text.splitlines())
    return tuple(line for line in lines if line)


def _refuse_faulty(edition: Edition, values: Mapping[str, Any]) -> None:
    faults = [issue for issue in check_values(edition, values) if issue.severity is Severity.ERROR]
    if faults:
        named = faults[:_MOST_NAMED]
        raise FaultyReportError(
            "报告有 {count} 处需改正，不能发布（{named}）。请改正，或先输出草稿。",
            count=len(faults),
            named=Wording("；".join(one.message for one in named), ", ".join(one.path for one in named)),
        )


def _is_cover(page: Page) -> bool:
    return isinstance(page.section.section, Particulars)


def _title_lines(edition: Edition, values: Mapping[str, Any]) -> tuple[str, ...]:
    unit = " ".join(split_paragraphs(values[edition.roles.unit]))
    named = f"{values[edition.roles.year]}年{edition.kind.title}"
    return (unit, named) if unit else (named,)


def _build_part(page: Page, values: Mapping[str, Any]) -> Part:
    if page.section.in_table:
        return Part(page)
    return Part(page, tuple(_build_passages(page.section, values)))


def _build_passages(section: Node, values: Mapping[str, Any]) -> Iterator[Passage]:
    """The texts of a section; one that is empty is not printed."""
    number = 0
    for cell in section.leaves:
        printed = split_paragraphs(values[cell.path])
        if printed:
            headed = bool(cell.headings) and not isinstance(cell.item, Lead)
            yield Passage(_number_heading(cell, number) if headed else "", printed)
            number += headed


def _number_heading(cell: Node, number: int) -> str:
    """The heading of a text, with a number if the notice gives it none."""
    # GB/T 9704 7.3.3: below 一、 the texts of a section are numbered （一）.
    label = cell.item.label
    return label if label.startswith("（") else f"（{_CHINESE_NUMERALS[number]}）{label}"


_HAN: Final = re.compile("(?:[\u4e00-\u9fff]{2})+")


def words_of(heading: str) -> tuple[str, ...]:
    """The pieces of a heading between which a line may end: words of two characters, if it is made of them.

    >>> words_of("建议提案"), words_of("办理数")
    (('建议', '提案'), ('办理数',))
    """
    if not _HAN.fullmatch(heading):
        return (heading,)
    return tuple(heading[n : n + 2] for n in range(0, len(heading), 2))


@frozen
class Font:
    """A typeface of official documents.

    Attributes:
        name: The prescribed typeface.
        stand_ins: Those that replace it on computers that lack it, the most alike first.
    """

    name: str
    stand_ins: tuple[str, ...]

    @property
    def css(self) -> str:
        """The value of font-family in a style sheet."""
        return ",".join(f'"{name}"' for name in (self.name, *self.stand_ins))


# GB/T 9704 7.3.1: the title in 小标宋. 5.2.2 and 7.3.3: the text in 仿宋, first headings in 黑体,
# second headings in 楷体.
TITLE_FONT: Final = Font(
    "方正小标宋简体", ("FZXiaoBiaoSong-B05S", "华文中宋", "STZhongsong", "Noto Serif CJK SC", "宋体")
)
HEADING_FONT: Final = Font("黑体", ("SimHei", "Noto Sans CJK SC", "PingFang SC"))
SUBHEADING_FONT: Final = Font("楷体_GB2312", ("楷体", "KaiTi", "STKaiti", "Noto Serif CJK SC"))
BODY_FONT: Final = Font("仿宋_GB2312", ("仿宋", "FangSong", "STFangsong", "Noto Serif CJK SC"))
TABLE_FONT: Final = Font("宋体", ("SimSun", "Songti SC", "Noto Serif CJK SC"))
FONTS: Final = (TITLE_FONT, HEADING_FONT, SUBHEADING_FONT, BODY_FONT, TABLE_FONT)

_COLUMN_WIDTHS: Final[dict[type[Section], tuple[tuple[float, ...], float]]] = {
    Blocks: ((3,), 3),
    Grid: ((7, 15.5, 47), 13),
    Strip: ((), 1),
}
"""The relative widths of the leading columns of each kind of table, and of all others."""


def column_shares(page: Page) -> list[float]:
    """The share of the width that each column of a table takes; the sum is 1."""
    leads, others = _COLUMN_WIDTHS[type(page.section.section)]
    parts = [*leads, *[others] * (page.width - len(leads))]
    return [part / sum(parts) for part in parts]


# GB/T 9704 5.2.1: the text is 156 mm wide.
_TEXT_POINTS: Final = 442

FIGURE_POINTS: Final = 9
"""The usual size of text in a table, in points."""

_PADDING: Final = 7
"""What the lines and margins of a cell take of its width, in points."""

_DIGIT_WIDTH: Final = 0.56
"""The width of a digit, as a share of its size."""

_PAGE_ROWS: Final = 20
"""How many rows of a table fit on one page."""

LINES_TOGETHER: Final = 4
"""How many lines of a table stay together at the foot of a page."""


def figure_points(page: Page, digits: int) -> float:
    """The size at which figures of so many digits fit a column on paper in one line, in points."""
    room = column_shares(page)[-1] * _TEXT_POINTS - _PADDING
    return min(FIGURE_POINTS, round(room / (digits * _DIGIT_WIDTH), 1))


def heading_lines(page: Page, box: Box) -> list[str]:
    """The lines of a heading of a table on paper; whole words are on a line, as many as fit."""
    width = sum(column_shares(page)[box.column - 1 : box.column - 1 + box.columns]) * _TEXT_POINTS - _PADDING
    lines = [""]
    for word in words_of(box.text):
        if lines[-1] and (len(lines[-1]) + len(word)) * FIGURE_POINTS > width:
            lines.append("")
        lines[-1] += word
    return lines


def fits_one_page(page: Page) -> bool:
    """Whether a table is kept on one page; a longer one repeats its headings on each page."""
    return page.height <= _PAGE_ROWS


def _read_style(name: str) -> str:
    """A style sheet of this folder, with the names of fonts and the sizes of tables in it."""
    sheet = files(__package__).joinpath(name).read_text(encoding="utf-8")
    return Template(_CSS_COMMENT.sub("", sheet)).substitute(
        title=TITLE_FONT.css,
        heading=HEADING_FONT.css,
        subheading=SUBHEADING_FONT.css,
        body=BODY_FONT.css,
        table=TABLE_FONT.css,
        points=FIGURE_POINTS,
        lines=LINES_TOGETHER - 1,
    )


PAGE_STYLE: Final = _read_style("report_page.css")
"""How a page looks that holds only a report."""

FRAGMENT_STYLE: Final = _read_style("report.css")
"""How a report looks on any page."""

DRAFT_STYLE: Final = f"""
@page{{@top-center{{content:"草稿";color:#b00020;font:14pt {HEADING_FONT.css},sans-serif}}}}
"""
"""Prints 草稿 at the top of every page."""
