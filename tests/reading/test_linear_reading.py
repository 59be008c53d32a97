"""Reading a return takes time that grows with its texts and no faster, wherever a stranger writes them.

The positions come from the form: one cell of each kind, every kind of printed label, what lies hidden, and
what a workbook says besides. Where many of a thing can be, there are also many.
"""

from __future__ import annotations

import io
import re
import zipfile
from functools import cache
from html import escape
from typing import TYPE_CHECKING, Final

import pytest
from attrs import fields

import gkxl
from gkxl.checksheet.lines import explainable_lines
from gkxl.forms import EDITIONS
from gkxl.layout import AUDIT_SHEET, HIDDEN_SHEET, PROPERTY_PREFIX, Identity, pages
from gkxl.model.outline import cells, report_from
from linear import PATTERNS, many, steep
from workbooks import different, parts, sheet_part, with_cell, workbook

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from linear import Job

EDITION: Final = list(EDITIONS.values())[-1]
HERE: Final = "这里写字"
"""What a text takes the place of."""

BOOK, STYLES = "xl/workbook.xml", "xl/styles.xml"
FEW: Final = ("letters", "digits", "references")
"""Enough for texts of eight characters, of which there are many."""

INLINE: Final = f"<is><t>{HERE}</t></is>", ' t="inlineStr"'


@cache
def issued() -> bytes:
    return workbook(report_from(EDITION.form, {**different(EDITION), "cover.unit_code": "u-1"}))


def kinds() -> dict[str, str]:
    """The path of one cell of each kind."""
    found = {
        (c.type, c.domain, c.item.unit, bool(c.item.choices), type(c.section), c.computed): c
        for c in cells(EDITION.form)
    }
    return {f"a cell like {cell.path}": cell.path for cell in found.values()}


def typed(path: str, inside: str = INLINE[0], attributes: str = INLINE[1]) -> Mapping[str, str]:
    return parts(with_cell(issued(), EDITION, path, inside, attributes))


def labels() -> dict[str, tuple[str, str]]:
    """The sheet and address of one label of each role on each page."""
    found = {(page.sheet, box.role): (page, box) for page in pages(EDITION) for box in page.boxes if box.text}
    return {
        f"a {role.name.lower()} of {sheet}": (sheet, gkxl.types.Place(sheet, box.row, box.column).address)
        for (sheet, role), (_, box) in found.items()
    }


def at(sheet: str, address: str) -> Mapping[str, str]:
    """The parts with a text instead of what is printed there."""
    content, part = parts(issued()), sheet_part(issued(), sheet)
    pattern = re.compile(rf'<c r="{address}"( s="\d+")?[^>]*?(/>|>.*?</c>)')
    new, count = pattern.subn(
        lambda found: f'<c r="{address}"{found[1] or ""}{INLINE[1]}>{INLINE[0]}</c>', content[part]
    )
    assert count == 1, (sheet, address)
    return {**content, part: new}


def replaced(part: str, old: str, new: str) -> Mapping[str, str]:
    content = parts(issued())
    assert old in content[part], (part, old)
    return {**content, part: content[part].replace(old, new, 1)}


def formatted(path: str) -> Mapping[str, str]:
    """A number under a format of the text."""
    content = dict(typed(path, "<v>8</v>", ""))
    content[STYLES] = content[STYLES].replace(
        "<fonts", f'<numFmts><numFmt numFmtId="0" formatCode="{HERE}"/></numFmts><fonts', 1
    )
    return content


def rows(text: str) -> str:
    """As many rows as the text has pieces, each in a cell of the first column."""
    start = 900
    return "".join(
        f'<row r="{start + n}"><c r="A{start + n}" t="inlineStr"><is><t>{escape(piece)}</t></is></c></row>'
        for n, piece in enumerate(many(text))
    )


def positions() -> dict[str, Callable[[], tuple[Mapping[str, str], Callable[[str], str]]]]:
    """What a text is put into, and how it is spelt there."""
    count, prose = "disclosure.permits.decisions", "overview.on_request"
    found: dict[str, Callable[[], tuple[Mapping[str, str], Callable[[str], str]]]] = {}
    found |= {name: lambda path=path: (typed(path), escape) for name, path in kinds().items()}  # type: ignore[misc]
    found |= {name: lambda spot=spot: (at(*spot), escape) for name, spot in labels().items()}  # type: ignore[misc]
    line = explainable_lines(EDITION)[0].place
    found["an explanation"] = lambda: (at(AUDIT_SHEET, line.address), escape)
    found["a label of the check sheet"] = lambda: (at(AUDIT_SHEET, f"A{line.row}"), escape)
    found["the formula of a count"] = lambda: (typed(count, f"<f>{HERE}</f><v>8</v>", ""), escape)
    found["the formula of a total"] = lambda: (
        typed("requests.received.total", f"<f>{HERE}</f><v>8</v>", ""),
        escape,
    )
    found["the format of a count"] = lambda: (formatted(count), escape)
    found["the format of a text"] = lambda: (formatted(prose), escape)
    for name in (field.name for field in fields(Identity)):
        found[f"the property {name}"] = lambda name=name: (  # type: ignore[misc]
            {**(p := parts(issued())), "docProps/custom.xml": _property(p["docProps/custom.xml"], name)},
            escape,
        )
    for sheet in (AUDIT_SHEET, HIDDEN_SHEET, *dict.fromkeys(page.sheet for page in pages(EDITION))):
        found[f"many cells of {sheet}"] = lambda sheet=sheet: (  # type: ignore[misc]
            replaced(sheet_part(issued(), sheet), "</sheetData>", f"{HERE}</sheetData>"),
            rows,
        )
    found["many defined names"] = lambda: (
        replaced(BOOK, "</definedNames>", f"{HERE}</definedNames>"),
        lambda text: "".join(
            f'<definedName name="{escape(p)}">{escape(p)}</definedName>' for p in many(text)
        ),
    )
    found["many names like those of cells"] = lambda: (
        replaced(BOOK, "</definedNames>", f"{HERE}</definedNames>"),
        lambda text: "".join(
            f'<definedName name="gk.{escape(p)}" localSheetId="{n % 4}">\'{escape(p)}\'!$A$1</definedName>'
            for n, p in enumerate(many(text))
        ),
    )
    return found


def _property(xml: str, name: str) -> str:
    head, key, rest = xml.partition(f'name="{PROPERTY_PREFIX}{name}"')
    assert key, name
    before, opening, value = rest.partition("<vt:lpwstr>")
    return f"{head}{key}{before}{opening}{HERE}{value[value.index('<') :]}"


POSITIONS: Final = positions()


def test_there_is_a_position_for_each_kind_of_cell_and_label() -> None:
    assert len(kinds()) >= 6
    assert len(labels()) >= 8


@pytest.mark.parametrize("name", POSITIONS)
def test_time_grows_with_what_is_written_and_no_faster(name: str) -> None:
    content, spelt = POSITIONS[name]()

    def position(text: str) -> Job:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as package:
            for part, xml in content.items():
                package.writestr(part, xml.replace(HERE, spelt(text)))
        data = packed.getvalue()

        def read() -> None:
            for issue in gkxl.read(data).issues:
                assert len(issue.message) < 5_000

        return read

    assert steep(position, 1 << 15, FEW if name.startswith("many") else PATTERNS) == {}
