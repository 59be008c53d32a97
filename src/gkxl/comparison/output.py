"""Shows a collection beside what was published: as a page to look at or print, and as a workbook."""

from __future__ import annotations

from decimal import Decimal
from html import escape
from itertools import groupby, islice
from typing import TYPE_CHECKING, Final

from attrs import evolve

from gkxl.collection.ledger import PublishedStatus
from gkxl.comparison.page import make_page, mark_piece, write_figures
from gkxl.comparison.result import Contrast
from gkxl.files.save import open_new_file, read_suffix, write_file
from gkxl.text import Wording, fill_in
from gkxl.write.long_table import LongTable, TableColumn, write_tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from gkxl.comparison.published import PublishedComparison, UnitComparison
    from gkxl.comparison.result import Difference, PublishedFile
    from gkxl.files.save import Target
    from gkxl.write.contents import CellContent

_TO_DO: Final = {
    PublishedStatus.DIFFERENT: Wording(
        "查明哪一边错了：公布错的请单位改正，报送错的请单位重报",
        "find out which is wrong, and have it corrected",
    ),
    PublishedStatus.SEVERAL: Wording("请单位撤下不对的，只留一份", "have the wrong ones taken down"),
    PublishedStatus.UNREADABLE: Wording("按所列原因换一份再比，或人工核对", "see why; compare it by eye"),
    PublishedStatus.UNPUBLISHED: Wording("催单位公布；已公布的，把文件放进来再比", "have it published"),
    PublishedStatus.UNFILED: Wording("催单位报送能用的报表", "have a return sent that can be used"),
    PublishedStatus.INCOMPLETE: Wording("没有比较的格，请人工核对", "compare the other cells by eye"),
    PublishedStatus.SAME: Wording("无需处理", "nothing"),
}
"""What is to be done about units of each status."""

_ONLY_NAMED: Final = (PublishedStatus.UNPUBLISHED, PublishedStatus.SAME)
_OTHERS: Final = Wording("没有归到单位的文件", "Files of no unit")

_MOST_CELLS: Final = 40
"""The most cells of a file that the page lists; one that differs in more is another report."""


SUFFIXES: Final = (".html", ".xlsx")
"""How the names of files end that a comparison is written to."""


def write_units(found: PublishedComparison, path: Target) -> None:
    """Write a comparison as a page or as a workbook, as the name of the file asks for.

    Raises:
        WriteError: The file is called otherwise, or cannot be written.
    """
    if read_suffix(path, SUFFIXES) == ".xlsx":
        write_published_workbook(found, path)
    else:
        write_file(path, published_page(found).encode())


def published_page(found: PublishedComparison) -> str:
    """The page of a comparison, in its language."""
    return make_page(_title(found), _write_page(found), found.lang)


def _title(found: PublishedComparison) -> str:
    kind = found.edition.kind
    facts = {"year": found.year, "form": Wording(kind.title, kind.title_en)}
    return fill_in("{year} 年度{form}：公布与报送的比较", facts, found.lang)


def _write_page(found: PublishedComparison) -> Iterator[str]:
    look = "same" if found.same else "different" if found.units_with(PublishedStatus.DIFFERENT) else "open"
    yield f'<h1>{escape(_title(found))}</h1>\n<p class="verdict {look}">{escape(found.message)}</p>'
    yield from _write_statuses(found)
    for status in _TO_DO:
        units = found.units_with(status)
        if units:
            yield _write_heading(status, status.words(found.lang), len(units))
            yield from _write_names(units) if status in _ONLY_NAMED else _write_details(units)
    if found.others:
        yield _write_heading(PublishedStatus.OTHER, _OTHERS.words(found.lang), len(found.others))
        yield "<ul>"
        yield from (f"<li>{_name(file.path)}<br>{escape(file.words)}</li>" for file in found.others)
        yield "</ul>"


def _write_heading(status: PublishedStatus, word: str, count: int) -> str:
    return f'<h2 id="{status}">{word}（{count}）</h2>'


def _name(text: str) -> str:
    """A name that others gave: whatever is in it, what stands next to it keeps its order."""
    return f"<bdi>{escape(text)}</bdi>"


def _write_statuses(found: PublishedComparison) -> Iterator[str]:
    yield "<table><thead><tr>"
    yield from (f'<th scope="col">{head.words(found.lang)}</th>' for head in _STATUS_COLUMNS)
    yield "</tr></thead><tbody>"
    for status, to_do in _TO_DO.items():
        if count := len(found.units_with(status)):
            yield f'<tr><th scope="row"><a href="#{status}">{status.words(found.lang)}</a></th>'
            yield f'<td class="figure">{count}</td><td>{to_do.words(found.lang)}</td></tr>'
    yield "</tbody></table>"


_STATUS_COLUMNS: Final = (Wording("状态", "Status"), Wording("单位", "Units"), Wording("怎么办", "To do"))


def _write_names(units: Iterable[UnitComparison]) -> Iterator[str]:
    yield '<ul class="names">'
    for one in units:
        note = "" if one.status is PublishedStatus.SAME else escape(one.note)
        yield f"<li>{_name(one.unit.name)}{note and f'<br><small>{note}</small>'}</li>"
    yield "</ul>"


def _write_details(units: Iterable[UnitComparison]) -> Iterator[str]:
    for number, one in enumerate(units, start=1):
        name = f"{one.status}-{number}"
        yield f'<h3 id="{name}">{_name(one.unit.name)} <small>{escape(one.unit.code)}</small></h3>'
        for file in (*one.compared, *one.further):
            yield f'<p><span class="quiet">{_name(file.path)}</span><br>{escape(file.words)}</p>'
            yield from _write_differences(file, name) if file in one.compared else ()


def _write_differences(file: PublishedFile, heading: str) -> Iterator[str]:
    """Write what differs in a file, below the heading of that id."""
    found = list(gather_uncompared(file.differences))
    shown = found[:_MOST_CELLS]
    if file.comparison and any(made.figure for made in shown):
        yield from write_figures(shown, file.comparison, heading)
    for made in shown:
        if not made.figure:
            yield f"<p>{escape(made.label)}：{escape(made.note)}</p>"
            for change in made.changes:
                yield f"<p>{''.join(mark_piece(piece, piece.brief) for piece in change.pieces)}</p>"
    if len(shown) < len(found):
        yield f"<p>……{len(found)}</p>"


def gather_uncompared(differences: Iterable[Difference]) -> Iterator[Difference]:
    """The differences; of cells that follow one another and were not compared for one reason only the first.

    It then says how many they are, and holds no value.
    """
    for (contrast, _), group in groupby(differences, key=lambda made: (made.contrast, made.note)):
        first, *others = group
        if others and contrast is Contrast.UNCOMPARED:
            facts = {"label": first.label, "count": len(others) + 1}
            yield evolve(first, label=fill_in("{label} 等 {count} 格", facts, first.lang), a=None, b=None)
        else:
            yield from (first, *others)


_UNIT_COLUMNS: Final = {
    Wording("序号", "No."): TableColumn(width=6, look="value"),
    Wording("单位代码", "Code"): TableColumn(width=20, look="label"),
    Wording("单位名称", "Unit"): TableColumn(width=28, look="label"),
}
_COLUMNS: Final = {
    **_UNIT_COLUMNS,
    Wording("上级", "Above"): TableColumn(width=20, look="label"),
    Wording("状态", "Status"): TableColumn(width=11, look="value"),
    Wording("数字不同", "Figures that differ"): TableColumn(width=9, look="value"),
    Wording("文字不同", "Texts that differ"): TableColumn(width=9, look="value"),
    Wording("没有比较", "Not compared"): TableColumn(width=9, look="value"),
    Wording("公布的文件", "Published file"): TableColumn(width=40, look="label"),
    Wording("说明", "Note"): TableColumn(width=60, look="label"),
}
_CELL_COLUMNS: Final = {
    **_UNIT_COLUMNS,
    Wording("公布的文件", "Published file"): TableColumn(width=32, look="label"),
    Wording("位置", "Place"): TableColumn(width=44, look="label"),
    Wording("报送件", "Return"): TableColumn(width=24, look="value"),
    Wording("公布件", "Publication"): TableColumn(width=24, look="value"),
    Wording("说明", "Note"): TableColumn(width=36, look="label"),
}
_SHEETS: Final = {Wording("单位", "Units"): _COLUMNS, Wording("不同的格", "Cells"): _CELL_COLUMNS}
_LOOKS: Final = {PublishedStatus.SAME: "good", PublishedStatus.INCOMPLETE: "open"}

_MOST_ROWS: Final = 1_000_000
"""The most rows that are written; a sheet has a few more."""


def write_published_workbook(found: PublishedComparison, path: Target) -> None:
    """Write a comparison as a workbook: a sheet with every unit, and one with every cell that differs.

    Raises:
        WriteError: The file cannot be written.
    """
    contents = [_list_units(found), _list_cells(found.units)]
    tables = [
        _make_table(found, name.words(found.lang), columns, list(islice(rows, _MOST_ROWS)))
        for (name, columns), rows in zip(_SHEETS.items(), contents, strict=True)
    ]
    with open_new_file(path) as file:
        write_tables(file, found.edition, _title(found), tables)


def _make_table(
    found: PublishedComparison,
    name: str,
    columns: dict[Wording, TableColumn],
    rows: list[Sequence[CellContent]],
) -> LongTable:
    return LongTable(
        name=name,
        title=f"{_title(found)}（{name}）",
        heads=[[heading.words(found.lang) for heading in columns]],
        columns=[*columns.values()],
        rows=([number, *row] for number, row in enumerate(rows, start=1)),
        count=len(rows),
        lead=len(_UNIT_COLUMNS),
        heights={2: 32},
        colours={status.words(found.lang): _LOOKS.get(status, "bad") for status in _TO_DO},
    )


def _list_units(found: PublishedComparison) -> Iterator[Sequence[CellContent]]:
    names = {one.unit.key: one.unit.name for one in found.units}
    for one in found.units:
        unit, files = one.unit, "\n".join(file.path for file in one.compared or one.further)
        about = (unit.code, unit.name, names.get(unit.parent, unit.parent), one.status.words(found.lang))
        yield [*about, *_count_cells(one), files, one.note]
    for file in found.others:
        about = ("", _OTHERS.words(found.lang), "", file.status.words(found.lang))
        yield [*about, *_NO_COUNTS, file.path, file.words]


_NO_COUNTS: Final = ("", "", "")


def _count_cells(one: UnitComparison) -> Sequence[CellContent]:
    """How many numbers and texts differ, and how many cells were not compared."""
    found = one.compared[0].comparison if len(one.compared) == 1 else None
    if found is None:
        return _NO_COUNTS
    return found.figures.different, found.texts.different, found.figures.uncompared + found.texts.uncompared


def _list_cells(units: Iterable[UnitComparison]) -> Iterator[Sequence[CellContent]]:
    for one in units:
        for file in one.compared:
            for made in file.differences:
                about = (one.unit.code, one.unit.name, file.path, made.label)
                yield [*about, *_show_values(made), made.note]


def _show_values(made: Difference) -> Iterator[CellContent]:
    """What both reports have in a cell: numbers as numbers, as long as a cell keeps all digits."""
    for value, excerpt in zip((made.a, made.b), made.excerpts, strict=True):
        is_number = isinstance(value, (int, Decimal)) and len(excerpt) <= _DIGITS
        yield value if is_number else excerpt


_DIGITS: Final = 15
"""The digits of a number that a cell keeps."""
