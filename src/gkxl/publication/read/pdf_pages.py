"""Finds tables, paragraphs and headings on the pages of a PDF, which holds only characters and lines."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from itertools import product
from typing import TYPE_CHECKING, Any, Final

from attrs import frozen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence


_LINE_WIDTH: Final = 3
"""A filled area that is thinner is a drawn line; in points, as all distances here."""

_SAME_EDGE: Final = 3
"""Lines nearer to each other than that are meant to be one."""

_MARGIN: Final = 0.08
"""The share of a page at its top and bottom where page numbers and running heads stand."""

_PAGE_NUMBER: Final = re.compile(r"[—–\-·•\s第共/页]*\d[—–\-·•\s第共/页\d]*")
_DASHED_PAGE_NUMBER: Final = re.compile(r"[—–-]\s*\d+\s*[—–-]")
"""The number of a page as official documents have it; it stands higher than others (GB/T 9704)."""

_DEEP_MARGIN: Final = 0.14
"""The share of a page where such a number stands."""

_SIZE_STEP: Final = 0.6
"""A heading is larger than the text by that much."""

_INDENT: Final = 0.8
"""The share of a character by which the first line of a paragraph is indented, at least."""

_SHORT_LINE: Final = 2.5
"""So many characters before the right margin, a line is the last of its paragraph."""


@frozen
class _Line:
    """A line of text: where it stands, and how large it is."""

    page: int
    top: float
    left: float
    right: float
    size: float
    text: str


def read_pages(
    pages: Sequence[Any], one_by_one: Callable[[Sequence[Any]], Iterable[Any]]
) -> list[dict[str, Any]]:
    """The lines and tables on pages, in their order, as plain data.

    Args:
        pages: The pages.
        one_by_one: Gives them one after the other, each when the one before has been read.
    """
    found: list[_Line | list[list[list[Any]]]] = []
    for number, page in enumerate(one_by_one(pages)):
        found.extend(_read_page(page, number))
    lines = [each for each in found if isinstance(each, _Line)]
    running = _find_running_lines(lines, [float(page.height) for page in pages])
    kept = [each for each in found if not isinstance(each, _Line) or each not in running]
    return list(_join_paragraphs(kept, [line for line in lines if line not in running]))


def _read_page(page: Any, number: int) -> Iterator[_Line | list[list[list[Any]]]]:  # noqa: ANN401 (pdfplumber's)
    """The lines and tables of a page, from the top."""
    drawn = page.filter(_is_drawn)
    tables = drawn.find_tables()
    outside = drawn.filter(
        lambda it: it["object_type"] != "char" or not any(_is_inside(it, t.bbox) for t in tables)
    )
    items: list[tuple[float, Any]] = [(table.bbox[1], _read_table(table, drawn.chars)) for table in tables]
    for line in outside.extract_text_lines(return_chars=True):
        size = Counter(round(char["size"], 1) for char in line["chars"]).most_common(1)[0][0]
        items.append((line["top"], _Line(number, line["top"], line["x0"], line["x1"], size, line["text"])))
    return iter([item for _, item in sorted(items, key=lambda item: item[0])])


def _is_drawn(item: dict[str, Any]) -> bool:
    """Whether something is a line or a character; backgrounds are neither."""
    if item["object_type"] != "rect" or item["stroke"]:
        return True
    return bool(min(item["width"], item["height"]) < _LINE_WIDTH)


def _is_inside(char: dict[str, Any], box: tuple[float, float, float, float]) -> bool:
    x: float = (char["x0"] + char["x1"]) / 2
    y: float = (char["top"] + char["bottom"]) / 2
    left, top, right, bottom = box
    return left <= x <= right and top <= y <= bottom


def _read_table(table: Any, chars: list[dict[str, Any]]) -> list[list[list[Any]]]:  # noqa: ANN401 (pdfplumber's)
    """The cells of a table, row by row: text, rows and columns spanned.

    Where lines are missing, as around a cell that goes on overleaf, what is left of a column is a cell.
    """
    across = _merge_edges([edge for cell in table.cells for edge in (cell[0], cell[2])])
    down = _merge_edges([edge for cell in table.cells for edge in (cell[1], cell[3])])
    begun = {(_find_edge(down, cell[1]), _find_edge(across, cell[0])): cell for cell in table.cells}
    taken: set[tuple[int, int]] = set()
    rows: list[list[list[Any]]] = [[] for _ in down[1:]]
    for row, column in product(range(len(down) - 1), range(len(across) - 1)):
        if (row, column) in taken:
            continue
        below = (n for n in range(row + 1, len(down) - 1) if (n, column) in taken or (n, column) in begun)
        place = (across[column], down[row], across[column + 1], down[next(below, len(down) - 1)])
        cell = begun.get((row, column), place)
        height, width = _find_edge(down, cell[3]) - row, _find_edge(across, cell[2]) - column
        taken |= {*product(range(row, row + height), range(column, column + width))}
        rows[row].append([_read_text([char for char in chars if _is_inside(char, cell)]), height, width])
    return rows


def _merge_edges(positions: list[float]) -> list[float]:
    """Where lines run, those that are meant to be one taken together."""
    edges: list[float] = []
    for position in sorted(positions):
        if not edges or position - edges[-1] > _SAME_EDGE:
            edges.append(position)
    return edges


def _find_edge(edges: list[float], position: float) -> int:
    return bisect_right(edges, position + _SAME_EDGE / 2) - 1


def _read_text(chars: list[dict[str, Any]]) -> str:
    """The characters of a cell, line by line."""
    lines: list[list[dict[str, Any]]] = []
    for char in sorted(chars, key=lambda char: (char["top"] + char["bottom"]) / 2):
        middle = (char["top"] + char["bottom"]) / 2
        if lines and middle <= lines[-1][0]["bottom"] - (lines[-1][0]["height"] / 4):
            lines[-1].append(char)
        else:
            lines.append([char])
    across = ("".join(char["text"] for char in sorted(line, key=lambda char: char["x0"])) for line in lines)
    return "\n".join(text for line in across if (text := " ".join(line.split())))


def _find_running_lines(lines: list[_Line], heights: list[float]) -> set[_Line]:
    """Page numbers, and what stands at the top or bottom of several pages."""
    edge = [line for line in lines if _is_in_margin(_MARGIN, line, heights)]
    counts = Counter(line.text for line in edge)
    dashed = {
        line
        for line in lines
        if _DASHED_PAGE_NUMBER.fullmatch(line.text) and _is_in_margin(_DEEP_MARGIN, line, heights)
    }
    return dashed | {line for line in edge if counts[line.text] > 1 or _PAGE_NUMBER.fullmatch(line.text)}


def _is_in_margin(share: float, line: _Line, heights: list[float]) -> bool:
    """Whether a line stands at the top or the bottom of its page."""
    return not share < line.top / heights[line.page] < 1 - share


def _join_paragraphs(
    found: Sequence[_Line | list[list[list[Any]]]], lines: list[_Line]
) -> Iterator[dict[str, Any]]:
    """Paragraphs of lines that belong together, headings by their size, and tables as they are."""
    sizes = Counter[float]()
    for line in lines:
        sizes[line.size] += len(line.text)
    body = max(sizes, key=lambda size: sizes[size], default=0.0)
    larger = sorted((size for size in sizes if size > body + _SIZE_STEP), reverse=True)
    left = min((line.left for line in lines), default=0.0)
    right = max((line.right for line in lines), default=0.0)
    held: list[_Line] = []
    for each in found:
        begins = not isinstance(each, _Line) or (held and _begins_paragraph(held[-1], each, left, right))
        if held and begins:
            yield _make_paragraph(held, larger)
            held = []
        if isinstance(each, _Line):
            held.append(each)
        else:
            yield {"rows": each}
    if held:
        yield _make_paragraph(held, larger)


def _begins_paragraph(before: _Line, line: _Line, left: float, right: float) -> bool:
    """Whether a line begins a paragraph of its own."""
    if abs(before.size - line.size) > _SIZE_STEP:
        return True
    return line.left > left + _INDENT * line.size or before.right < right - _SHORT_LINE * before.size


def _make_paragraph(lines: list[_Line], larger: list[float]) -> dict[str, Any]:
    text = lines[0].text
    for line in lines[1:]:
        words = (
            text[-1:].isascii()
            and line.text[:1].isascii()
            and text[-1:].isalpha()
            and line.text[:1].isalpha()
        )
        text = f"{text} {line.text}" if words else f"{text}{line.text}"
    level = larger.index(lines[0].size) + 1 if lines[0].size in larger else 0
    return {"text": text, "level": level}
