"""Finds tables, paragraphs and headings on the pages of a PDF, which holds only characters and lines."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from itertools import pairwise, product
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from gkxl.publication.read.pdf_paragraphs import (
    GridRows,
    PageGrid,
    PageLine,
    find_headers_and_footers,
    join_paragraphs,
    lines_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


# Many programs draw lines as thin filled rectangles. All distances in this module are in points.
_LINE_WIDTH: Final = 3

_SAME_EDGE: Final = 3
"""Lines that are nearer to each other are one line."""

_Char: TypeAlias = dict[str, Any]
"""A character with its place, as pdfplumber has it."""


def read_pages(pages: Iterable[Any]) -> dict[str, Any]:
    """What is on pages, in order, as dicts for JSON.

    Returns:
        The ``blocks``: ``{"text", "level"}`` (level 0 is body text) or ``{"rows"}``. And the ``lines`` across
        the page, tables included, in which tabs stand between the cells.
    """
    found: list[PageLine | PageGrid] = []
    across: list[PageLine] = []
    heights: list[float] = []
    for number, page in enumerate(pages):
        heights.append(float(page.height))
        drawn = page.filter(_is_not_background)
        found.extend(_read_page(drawn, number))
        across.extend(_read_lines(drawn.chars, number, _upright_edges(drawn)))
    running = find_headers_and_footers(lines_of(found), heights)
    printed = {_place_of(line) for line in running}
    kept = [each for each in found if not isinstance(each, PageLine) or each not in running]
    return {
        "blocks": list(join_paragraphs(kept)),
        "lines": [line.text for line in across if _place_of(line) not in printed],
    }


def _place_of(line: PageLine) -> tuple[int, int, str]:
    return line.page, round(line.top), "".join(line.text.split())


def _read_page(drawn: Any, number: int) -> list[PageLine | PageGrid]:  # noqa: ANN401 (pdfplumber's)
    """The lines and tables of a page, from the top."""
    tables = drawn.find_tables({"explicit_horizontal_lines": _missing_edges(drawn)})
    outside = [char for char in drawn.chars if not any(_is_inside(char, table.bbox) for table in tables)]
    grids = (PageGrid(t.bbox[1], t.bbox[0], t.bbox[2], _read_table(t, drawn.chars)) for t in tables)
    return sorted([*grids, *_read_lines(outside, number)], key=lambda each: each.top)


def _upright_edges(drawn: Any) -> list[tuple[float, float, float]]:  # noqa: ANN401 (pdfplumber's)
    """The upright lines on a page: where each is, where it begins and where it ends."""
    edges = (edge for edge in drawn.edges if edge["orientation"] == "v")
    return sorted((edge["x0"], edge["top"], edge["bottom"]) for edge in edges)


def _missing_edges(drawn: Any) -> list[float]:  # noqa: ANN401 (pdfplumber's)
    """Where upright lines begin and end side by side without a line across: some programs leave that out."""
    level = [edge["top"] for edge in drawn.edges if edge["orientation"] == "h"]
    ends = Counter(round(end) for _, top, bottom in _upright_edges(drawn) for end in (top, bottom))
    found = (end for end, count in ends.items() if count >= _SIDE_BY_SIDE)
    return _merge_edges([end for end in found if all(abs(end - other) > _SAME_EDGE for other in level)])


_SIDE_BY_SIDE: Final = 3
"""So many upright lines that end at one height are those of a table."""


def _read_lines(
    chars: Iterable[_Char], number: int, edges: Sequence[tuple[float, float, float]] = ()
) -> Iterator[PageLine]:
    """The lines of characters from the top; tabs stand where upright lines part them."""
    for line in _cluster_lines(chars):
        text = _write_line(line, edges)
        if text:
            size = Counter(round(char["size"], 1) for char in line).most_common(1)[0][0]
            right = max(char["x1"] for char in line)
            yield PageLine(number, min(c["top"] for c in line), line[0]["x0"], right, size, text)


_SHARED: Final = 0.5
"""A character is on a line if it shares so much of its height with the tallest character there."""


def _cluster_lines(chars: Iterable[_Char]) -> list[list[_Char]]:
    """Characters, line by line from the top, each line from the left."""
    # The digits and the Chinese characters of one line may be of different fonts, and not at one height: the
    # tallest make the lines, and each of the others goes to the line whose middle is nearest.
    middles: list[float] = []
    lines: list[list[_Char]] = []
    for char in sorted(chars, key=lambda char: (char["top"] - char["bottom"], char["top"])):
        middle = (char["top"] + char["bottom"]) / 2
        place = bisect_left(middles, middle)
        near = [n for n in (place - 1, place) if 0 <= n < len(lines) and _is_beside(char, lines[n][0])]
        if near:
            lines[min(near, key=lambda n: abs(middles[n] - middle))].append(char)
        else:
            middles.insert(place, middle)
            lines.insert(place, [char])
    return [sorted(line, key=lambda char: char["x0"]) for line in lines]


def _is_beside(char: _Char, tallest: _Char) -> bool:
    shared = min(char["bottom"], tallest["bottom"]) - max(char["top"], tallest["top"])
    return bool(shared >= _SHARED * char["height"])


_TOUCHING: Final = 0.5
"""Between characters that are nearer to each other is nothing, not even a line."""

_SPACE: Final = 0.19
"""A gap of this share of a character is a space; one of `_WIDE` is where another cell begins."""

_WIDE: Final = 1.2


def _write_line(line: Sequence[_Char], edges: Sequence[tuple[float, float, float]]) -> str:
    """The text of a line, with the spaces that are not characters."""
    pieces: list[str] = []
    for before, char in pairwise([None, *line]):
        assert char is not None  # noqa: S101 (only the first pair begins with None)
        if before is not None:
            pieces.append(_gap_between(before, char, edges))
        pieces.append(char["text"])
    text = "".join(pieces)
    return (
        "\t".join(" ".join(part.split()) for part in text.split("\t")).strip()
        if edges
        else " ".join(text.split())
    )


def _gap_between(before: _Char, char: _Char, edges: Sequence[tuple[float, float, float]]) -> str:
    gap = char["x0"] - before["x1"]
    if gap < _TOUCHING:
        return ""
    middle = (char["top"] + char["bottom"]) / 2
    low = bisect_left(edges, (before["x1"] - _SAME_EDGE,))
    for x, top, bottom in edges[low:]:
        if x > char["x0"] + _SAME_EDGE:
            break
        if top <= middle <= bottom and x > (before["x0"] + before["x1"]) / 2:
            return "\t"
    if edges and gap > _WIDE * char["size"]:
        return "\t"
    return " " if gap > _SPACE * char["size"] else ""


def _is_not_background(item: dict[str, Any]) -> bool:
    """False for filled rectangles that are only a background."""
    if item["object_type"] != "rect" or item["stroke"]:
        return True
    return bool(min(item["width"], item["height"]) < _LINE_WIDTH)


def _is_inside(char: dict[str, Any], box: tuple[float, float, float, float]) -> bool:
    x: float = (char["x0"] + char["x1"]) / 2
    y: float = (char["top"] + char["bottom"]) / 2
    left, top, right, bottom = box
    return left <= x <= right and top <= y <= bottom


def _read_table(table: Any, chars: list[dict[str, Any]]) -> GridRows:  # noqa: ANN401 (pdfplumber's)
    """The cells of a table, row by row: text, rows and columns spanned."""
    x_edges = _merge_edges([edge for cell in table.cells for edge in (cell[0], cell[2])])
    y_edges = _merge_edges([edge for cell in table.cells for edge in (cell[1], cell[3])])
    cell_at = {(_find_edge(y_edges, cell[1]), _find_edge(x_edges, cell[0])): cell for cell in table.cells}
    covered: set[tuple[int, int]] = set()
    rows: GridRows = [[] for _ in y_edges[1:]]
    for row, column in product(range(len(y_edges) - 1), range(len(x_edges) - 1)):
        if (row, column) in covered:
            continue
        # Where a cell continues on the next page, its lower edge is missing: it gets the rest of its column.
        below = (
            n for n in range(row + 1, len(y_edges) - 1) if (n, column) in covered or (n, column) in cell_at
        )
        place = (x_edges[column], y_edges[row], x_edges[column + 1], y_edges[next(below, len(y_edges) - 1)])
        cell = cell_at.get((row, column), place)
        height, width = _find_edge(y_edges, cell[3]) - row, _find_edge(x_edges, cell[2]) - column
        covered |= {*product(range(row, row + height), range(column, column + width))}
        rows[row].append([_read_text([char for char in chars if _is_inside(char, cell)]), height, width])
    return rows


def _merge_edges(positions: list[float]) -> list[float]:
    """Merge the positions of lines that are almost at the same place into one position."""
    edges: list[float] = []
    for position in sorted(positions):
        if not edges or position - edges[-1] > _SAME_EDGE:
            edges.append(position)
    return edges


def _find_edge(edges: list[float], position: float) -> int:
    return bisect_right(edges, position + _SAME_EDGE / 2) - 1


def _read_text(chars: Iterable[_Char]) -> str:
    """The characters of a cell, line by line."""
    texts = ("".join(char["text"] for char in line) for line in _cluster_lines(chars))
    return "\n".join(text for line in texts if (text := " ".join(line.split())))
