"""The sheet 退回说明, first in a marked copy: what was found, what to do, and links to the cells."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape, quoteattr

from gkxl.address import column_letters, quote_sheet
from gkxl.frozen import NamedTuple, frozen
from gkxl.issues import word_of
from gkxl.issues.catalogue.code import COLLECTED, CONFIRM, CORRECT, FOUND, NOTE
from gkxl.issues.grouping import MOST_NAMED, grouped
from gkxl.marking.additions import comment_text, counted_as, listed_under
from gkxl.marking.comments import LONGEST_COMMENT
from gkxl.marking.parts import NewPart
from gkxl.marking.styles import HEAD
from gkxl.text import Wording, enumerated, legible
from gkxl.write import style
from gkxl.write.corrected_parts import escape_returns

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from gkxl.issues import Issue, Place
    from gkxl.issues.grouping import Group
    from gkxl.marking.styles import Styles

PART: Final = NewPart(
    "xl/worksheets/sheet", ".xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
)
_HEADS: Final = ("序号", "级别", "位置", "问题和改法")
_LINKS: Final = "各格"
_WIDTHS: Final = (6, 10, 20, 60)
_FIRST_LINK: Final = 5
"""The column of the first of the links to cells that share a fault; they are not printed."""

_SECTIONS: Final = (CORRECT, CONFIRM, COLLECTED, NOTE)
_NUMERALS: Final = "一二三四五"
_CHANGES: Final = "本文件已作的改动"
_RESTORED: Final = (
    "总计格的公式被改掉了，已在本文件中恢复。总计自动计算，不必填写；核对无误的，保存本文件后报送。"
)
_UNKNOWN: Final = (
    "总计格的公式被改掉了；它所加的格子有的被删除或移走，不能确定原来的公式，没有恢复。"
    "请与{}联系，换用原来发下的表格填报。"
)
_ISSUER: Final = "发下表格的单位"

_SHEET: Final = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<worksheet xmlns="{space}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
    '<sheetViews><sheetView tabSelected="1" workbookViewId="0">'
    '<pane ySplit="{head}" topLeftCell="A{first}" activePane="bottomLeft" state="frozen"/>'
    '<selection pane="bottomLeft" activeCell="A{first}" sqref="A{first}"/></sheetView></sheetViews>'
    '<sheetFormatPr defaultRowHeight="15"/><cols>{columns}</cols><sheetData>{rows}</sheetData>'
    "{merges}{links}"
    '<pageMargins left="0.5" right="0.5" top="0.75" bottom="0.75" header="0.3" footer="0.3"/>'
    '<pageSetup paperSize="9" fitToHeight="0"/></worksheet>'
)

_FONT: Final = '<{{0}}font>{before}<{{0}}sz val="{size}"/>{colour}<{{0}}name val="{name}"/></{{0}}font>'
_SIDES: Final = ("left", "right", "top", "bottom")
_BORDER: Final = (
    "<{0}border>"
    + "".join(f'<{{0}}{side} style="thin"><{{0}}color rgb="00BFBFBF"/></{{0}}{side}>' for side in _SIDES)
    + "<{0}diagonal/></{0}border>"
)
_XF: Final = '<{{0}}xf numFmtId="0" fontId="{font}" fillId="{fill}" borderId="{border}" xfId="0" {applied}'
_APPLIED: Final = 'applyFont="1" applyFill="1" applyBorder="1"'
_WRAP: Final = ' applyAlignment="1"><{0}alignment vertical="top" wrapText="1"/></{0}xf>'
_MIDDLE: Final = _WRAP.replace("top", "center")


class _Formats(NamedTuple):
    """The styles of the sheet, by what they are of."""

    title: int
    letter: int
    head: int
    plain: int
    link: int
    mark: int


@frozen
class Letter:
    """The facts on the sheet besides the issues.

    Attributes:
        title: Whose report it is, and of which year.
        office: Who sends it back; "" where that is open.
        until: By when it is wanted again; "" where that is open.
        restored: Where formulas of totals were put back.
        unknown: Where formulas of totals are gone and could not be put back.
        asked: What the office asked for when it issued the form, by name.
    """

    title: str
    office: str = ""
    until: str = ""
    restored: tuple[Place, ...] = ()
    unknown: tuple[Place, ...] = ()
    asked: tuple[tuple[str, str], ...] = ()


class Listing(NamedTuple):
    """The sheet, how many rows it has, and in which its headings are."""

    xml: str
    rows: int
    head: int


class _Line(NamedTuple):
    """A line of the list: its severity, its place, its message, and the cells that it links to."""

    level: str
    where: str
    text: str
    places: tuple[Place, ...]


def list_issues(issues: Sequence[Issue], letter: Letter, styles: Styles, namespace: str) -> Listing:
    """The sheet that lists issues.

    Args:
        issues: What was found.
        letter: The other facts on the sheet.
        styles: The styles of the workbook; what the sheet needs is added to them.
        namespace: That of the workbook.
    """
    by_word = sorted(issues, key=lambda issue: FOUND.index(counted_as(issue)))
    found = {word: [issue for issue in by_word if listed_under(issue) == word] for word in _SECTIONS}
    counts = Counter(map(counted_as, issues))
    sections = [
        (f"{word.zh}（{len(of_word)} 处）", [_make_line(group, letter) for group in grouped(of_word)])
        for word, of_word in found.items()
    ]
    kept = [(title, lines) for title, lines in (*sections, (_CHANGES, [*_list_changes(letter)])) if lines]
    drawn = _ListSheet(_add_formats(styles))
    drawn.across(f"退回说明：{letter.title}", drawn.formats.title, style.TITLE_HEIGHT)
    drawn.across(_request_sentence(letter, counts), drawn.formats.letter)
    if letter.asked:
        drawn.across("；".join(f"{name}：{text}" for name, text in letter.asked), drawn.formats.letter)
    drawn.across(_count_sentence(counts, len(found[COLLECTED])), drawn.formats.letter)
    linked = any(len(line.places) > 1 for _, lines in kept for line in lines)
    head = drawn.headings((*_HEADS, _LINKS) if linked else _HEADS)
    for numeral, (title, lines) in zip(_NUMERALS, kept, strict=False):
        drawn.across(f"{numeral}、{title}", drawn.formats.head)
        for line in lines:
            drawn.line(line)
    return Listing(drawn.xml(namespace, head), len(drawn.rows), head)


def _count_sentence(counts: Mapping[Wording, int], collected: int) -> str:
    """How many there are of each kind, and how many of these only the collection knows."""
    listed = "，".join(f"{word.zh} {counts[word]} 处" for word in FOUND)
    return f"{listed}{f'（其中{COLLECTED.zh}发现 {collected} 处）' if collected else ''}。"


def _request_sentence(letter: Letter, counts: Mapping[Wording, int]) -> str:
    """Who sends it back, and what is to be done until when."""
    sender = f"{letter.office}退回。" if letter.office else ""
    if not counts[CORRECT] + counts[CONFIRM]:
        return f"{sender}没有需要改正或核实的内容。"
    until = f"在{letter.until.removesuffix('前')}前" if letter.until else ""
    asked = [word for word, count in (("改正", counts[CORRECT]), ("核实", counts[CONFIRM])) if count]
    what = "先改正、再核实" if len(asked) > 1 else f"逐项{asked[0]}"
    return f"{sender}请{until}按下表{what}，仍用本文件报送（本表不必删除）。"


def _make_line(group: Group, letter: Letter) -> _Line:
    places = tuple(issue.place for issue in group.issues if issue.place)
    return _Line(
        word_of(group.issue).zh,
        group.place or "整个文件",
        comment_text([group.issue], letter.restored),
        places,
    )


def _list_changes(letter: Letter) -> Iterator[_Line]:
    """A line for the totals of each sheet whose formula is gone: what became of it."""
    changes = ((_RESTORED, letter.restored), (_UNKNOWN.format(letter.office or _ISSUER), letter.unknown))
    for text, places in changes:
        for sheet, found in groupby(places, key=lambda place: place.sheet):
            here = tuple(found)
            named = enumerated([place.address for place in here], MOST_NAMED, unit="格")[0]
            yield _Line((NOTE if text == _RESTORED else CORRECT).zh, f"{sheet} {named}", text, here)


class _ListSheet:
    """The sheet while it is drawn, row by row."""

    def __init__(self, formats: _Formats) -> None:
        self.formats = formats
        self.rows: list[str] = []
        self._merges: list[str] = []
        self._links: list[str] = []
        self._lines = 0

    def across(self, text: str, look: int, least: float = 0) -> None:
        """A text over the whole width."""
        row, last = len(self.rows) + 1, column_letters(len(_WIDTHS))
        # a title is larger than what the widths of columns are counted in
        height = max(least, style.count_lines(text, sum(_WIDTHS) * 0.75) * style.LINE_HEIGHT + 6)
        others = "".join(f'<c r="{column_letters(n)}{row}" s="{look}"/>' for n in range(2, len(_WIDTHS) + 1))
        self._merges.append(f'<mergeCell ref="A{row}:{last}{row}"/>')
        self._add(_text_cell(row, 1, text, look) + others, height)

    def headings(self, heads: Sequence[str]) -> int:
        """The headings of the columns; the row that they are in."""
        row = len(self.rows) + 1
        cells = (
            _text_cell(row, column, text, self.formats.head) for column, text in enumerate(heads, start=1)
        )
        self._add("".join(cells), style.LEAST_HEIGHT)
        return row

    def line(self, line: _Line) -> None:
        """A line, with links to its cells."""
        self._lines += 1
        row, alone = len(self.rows) + 1, len(line.places) == 1
        cells = [
            f'<c r="A{row}" s="{self.formats.plain}"><v>{self._lines}</v></c>',
            _text_cell(row, 2, line.level, self.formats.plain),
            _text_cell(row, 3, line.where, self.formats.link if alone else self.formats.plain),
            _text_cell(row, 4, line.text, self.formats.plain),
        ]
        if alone:
            self._links.append(_link_cell(row, 3, line.places[0]))
        else:  # a linked text is not wrapped by every program, and leads to one cell only
            for column, place in enumerate(line.places[:MOST_NAMED], start=_FIRST_LINK):
                cells.append(_text_cell(row, column, place.address, self.formats.mark))
                self._links.append(_link_cell(row, column, place))
        lines = max(style.count_lines(line.text, _WIDTHS[3]), style.count_lines(line.where, _WIDTHS[2]))
        self._add("".join(cells), lines * style.LINE_HEIGHT + 6)

    def _add(self, cells: str, height: float) -> None:
        ht = min(style.MAX_HEIGHT, height)
        self.rows.append(f'<row r="{len(self.rows) + 1}" ht="{ht:g}" customHeight="1">{cells}</row>')

    def xml(self, namespace: str, head: int) -> str:
        """The whole sheet."""
        columns = "".join(
            f'<col min="{n}" max="{n}" width="{width}" customWidth="1"/>'
            for n, width in enumerate(_WIDTHS, start=1)
        )
        return _SHEET.format(
            space=namespace,
            head=head,
            first=head + 1,
            columns=columns,
            rows="".join(self.rows),
            merges=f'<mergeCells count="{len(self._merges)}">{"".join(self._merges)}</mergeCells>',
            links=f"<hyperlinks>{''.join(self._links)}</hyperlinks>" if self._links else "",
        )


def _add_formats(styles: Styles) -> _Formats:
    def font(name: str, size: int = 11, before: str = "", colour: str = "") -> int:
        return styles.add("fonts", _FONT.format(name=name, size=size, before=before, colour=colour))

    def cell(font: int, end: str, fill: int = 0, border: int = 0) -> int:
        xf = _XF.format(font=font, fill=fill, border=border, applied=_APPLIED)
        return styles.add("cellXfs", xf + end)

    blue = '<{0}color rgb="000563C1"/>'
    box = styles.add("borders", _BORDER)
    link = font(style.BODY_FONT, before="<{0}u/>", colour=blue)
    return _Formats(
        title=cell(font(style.HEAD_FONT, 14), _MIDDLE),
        letter=cell(font(style.BODY_FONT), _MIDDLE),
        head=cell(font(style.BODY_FONT, before="<{0}b/>"), _MIDDLE, styles.fill(HEAD), box),
        plain=cell(font(style.BODY_FONT), _WRAP, border=box),
        link=cell(link, _WRAP, border=box),
        mark=cell(link, "/>"),
    )


def _text_cell(row: int, column: int, text: str, cell_style: int) -> str:
    """A cell with a text of its own; the shared ones of the workbook stay as they are."""
    content = escape(escape_returns(legible(text)[:LONGEST_COMMENT]))
    return f'<c r="{column_letters(column)}{row}" s="{cell_style}" t="str"><v>{content}</v></c>'


def _link_cell(row: int, column: int, place: Place) -> str:
    target = quoteattr(f"{quote_sheet(place.sheet)}!{place.address}")
    return f'<hyperlink ref="{column_letters(column)}{row}" location={target}/>'
