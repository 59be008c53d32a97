"""Files made to cost much, by name; ``make hostile`` prints what each of them costs."""

from __future__ import annotations

import re
import zlib
from functools import cache, partial
from typing import TYPE_CHECKING, Final

from xlsx_files import RELATIONSHIPS, SHEET, Entry, by_hand, entries, parts, relationships, shared, worksheet
from xlsx_files import workbook as listing

from gkxl.forms import EDITIONS
from gkxl.layout import pages
from gkxl.model.marks import Grid, Prose, Strip
from gkxl.model.outline import report_from
from gkxl.xlsx import Limits
from workbooks import different, sheet_part, with_cell, workbook
from workbooks import parts as parts_of

if TYPE_CHECKING:
    from collections.abc import Callable

MEGABYTES: Final = 64
"""About as large as a part may be."""


@cache
def ordinary() -> bytes:
    return workbook(report_from(EDITION.form, different(EDITION)))


EDITION: Final = list(EDITIONS.values())[-1]


# Sheets, in the smallest of workbooks


def rows(cell: str, size: int = MEGABYTES) -> str:
    """A sheet of many equal cells, a little under so many megabytes."""
    row = f"<row>{cell * 1000}</row>"
    return worksheet(row * ((size << 20) // len(row.encode()) - 1))


def after(piece: str, around: str = "{}") -> str:
    return worksheet(after=around.format(piece * ((MEGABYTES << 20) // len(piece.encode()) - 9)))


def wide(length: int) -> str:
    """One wide character makes every other in its text as wide."""
    return f"😀{'x' * length}"


def emoji() -> str:
    return worksheet(f'<row><c t="str"><v>{wide(1_000_000)}</v></c></row>' * 60)


def inside_one_another(opening: str) -> str:
    """Elements that all end at the very end, and hold something that ends before."""
    return worksheet(after=f"{opening * 60}{'</x>' * 60}")


def noise(count: int, piece: str) -> str:
    return "".join(piece.format(zlib.crc32(str(n).encode())) for n in range(count))


SHEETS: dict[str, Callable[[], str]] = {
    "blank cells": lambda: rows("<c/>"),
    "numbers": lambda: rows("<c><v>1</v></c>"),
    "inline texts": lambda: rows('<c t="inlineStr"><is><t>ab</t></is></c>'),
    "formulas": lambda: rows("<c><f>A1</f></c>"),
    "different texts": lambda: worksheet(
        ("<row>" + noise(16_000, '<c t="str"><v>{}</v></c>') + "</row>") * 100
    ),
    "rows": lambda: (
        after("<row/>").replace("</sheetData>", "", 1).replace("</worksheet>", "</sheetData></worksheet>")
    ),
    "strangers": lambda: after("<x/>"),
    "comments": lambda: after("<!---->"),
    "instructions": lambda: after("<?x?>"),
    "merges": lambda: after('<mergeCell ref="A1:B2"/>', "<mergeCells>{}</mergeCells>"),
    "validations": lambda: after("<dataValidation/>", "<dataValidations>{}</dataValidations>"),
    "one text": lambda: after("x"),
    "brackets": lambda: after("&gt;"),
    "one attribute": lambda: after("x", '<x a="{}"/>'),
    "one comment": lambda: after("x", "<!--{}-->"),
    "one tag": lambda: after("x", "<x{}/>"),
    "one section": lambda: after("x", "<![CDATA[{}]]>"),
    "depth": lambda: after("<x>"),
    "names": lambda: worksheet(after=noise(1_000_000, "<x{}/>")),
    "attributes": lambda: worksheet(after="<x " + noise(70_000, 'a{}="" ') + "/>"),
    "namespaces": lambda: worksheet(after=f'<x xmlns="{"u" * 500_000}">{"<x/>" * 1_000_000}</x>'),
    "wide texts": emoji,
    "names of a megabyte": lambda: worksheet(after="".join(f"<中{n}{'x' * 1_000_000}/>" for n in range(60))),
    "texts inside one another": lambda: inside_one_another(f"<x>{wide(1_000_000)}<y/>"),
    "attributes inside one another": lambda: inside_one_another(f'<x a="{wide(1_000_000)}"><y/>'),
    "one row": lambda: worksheet("<row>" + 7_000_000 * '<c r=""/>' + "</row>"),
    "one row of strangers": lambda: worksheet("<row>" + 6_000_000 * '<x a=""/>' + "</row>"),
    "one cell": lambda: worksheet(f'<row><c t="inlineStr"><is>{"<t/>" * 15_000_000}</is></c></row>'),
    "one row of wide texts": lambda: emoji().replace("</row><row>", ""),
}


def evenly(contents: dict[str, str]) -> bytes:
    """Packed so poorly that the ratio passes, as someone would who knows of it."""
    listed = []
    for entry in entries(contents):
        squeeze = zlib.compressobj(1, zlib.DEFLATED, -15, 9)
        pieces = [entry.data[at : at + 30_000] for at in range(0, len(entry.data), 30_000)]
        packed = [squeeze.compress(piece) + squeeze.flush(zlib.Z_FULL_FLUSH) for piece in pieces]
        listed.append(Entry(name=entry.name, data=entry.data, raw=b"".join([*packed, squeeze.flush()])))
    return by_hand(listed)


def alone(sheet: Callable[[], str]) -> bytes:
    return evenly(parts(sheet=sheet()))


def bomb() -> bytes:
    """A part that unpacks to a gigabyte."""
    squeeze = zlib.compressobj(9, zlib.DEFLATED, -15)
    raw = b"".join(squeeze.compress(b" " * (1 << 20)) for _ in range(1024)) + squeeze.flush()
    return by_hand(
        [
            Entry(name=e.name, data=e.data, raw=raw if e.name == SHEET.encode() else None)
            for e in entries(parts())
        ]
    )


def many_strings() -> bytes:
    return evenly(
        parts(strings=shared().replace("</sst>", noise(1_500_000, "<si><t>{}</t></si>") + "</sst>"))
    )


def many_entries() -> bytes:
    return by_hand([*entries(parts()), *(Entry(name=b"%d" % n, method=0) for n in range(60_000))])


def many_sheets() -> bytes:
    """Sheets that are all different, and all large once they are parsed."""
    numbers = range(200)
    found = parts(
        workbook=listing(
            sheets="".join(f'<sheet name="{n}" sheetId="{n + 9}" r:id="n{n}"/>' for n in numbers)
        ),
        links=relationships(*((f"n{n}", "worksheet", f"worksheets/n{n}.xml") for n in numbers)),
    )
    sheets = {f"xl/worksheets/n{n}.xml": worksheet(after=f"<x{n}/>" + '<x a=""/>' * 7_000) for n in numbers}
    return evenly(found | sheets)


def large_texts_in_small_sheets() -> bytes:
    """No two sheets alike, so that each may be remembered."""
    names = [f"s{n}" for n in range(900)]
    tabs = "".join(f'<sheet name="{name}" sheetId="1" r:id="{name}"/>' for name in names)
    links = relationships(*((name, "worksheet", f"worksheets/{name}.xml") for name in names))
    sheets = {
        f"xl/worksheets/{name}.xml": worksheet(after=f"<{name}><t>{wide(120_000)}</t></{name}>")
        for name in names
    }
    return evenly({**parts(workbook=listing(sheets=tabs), links=links), **sheets})


def one_large_text_in_many_cells() -> bytes:
    """Cells share the text they refer to, however often they do."""
    cell = '<c t="s"><v>0</v></c>'
    return evenly(parts(strings=shared("x" * 1_000_000), sheet=rows(cell, 4)))


# Returns


LARGEST: Final = Limits().cells // 1000 * 1000 - 20_000
"""So many cells with content are just allowed."""

COLUMNS: Final = 200


def part_of(kind: type) -> str:
    """The part of the sheet of a section of this kind."""
    page = next(page for page in pages(EDITION) if isinstance(page.section.section, kind))
    return sheet_part(ordinary(), page.sheet)


def texts(words: Callable[[int], str]) -> str:
    """A sheet full of texts."""
    row = "".join('<c t="str"><v>{}</v></c>' for _ in range(COLUMNS)).join(("<row>", "</row>"))
    numbers = range(0, LARGEST, COLUMNS)
    return worksheet("".join(row.format(*map(words, range(n, n + COLUMNS))) for n in numbers))


def labels(n: int) -> str:
    """The labels of the form, over and over."""
    known = [box.text for page in pages(EDITION) for box in page.boxes if box.text]
    return known[n % len(known)]


def different_texts(n: int) -> str:
    """No two alike, and each begins as a label may."""
    return f"一、{zlib.crc32(str(n).encode())}"


def instead(kind: type, words: Callable[[int], str]) -> bytes:
    """A return with another sheet in place of one of its own."""
    return evenly({**parts_of(ordinary()), part_of(kind): texts(words)})


def beside(words: Callable[[int], str], *, identity: bool = True) -> bytes:
    """A return with a sheet more; without identity it has to be searched for the tables."""
    found = parts_of(ordinary())
    book, links = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
    found[book] = found[book].replace("</sheets>", '<sheet name="外" sheetId="99" r:id="x"/></sheets>')
    link = f'<Relationship Id="x" Type="{RELATIONSHIPS}/worksheet" Target="worksheets/x.xml"/>'
    found[links] = found[links].replace("</Relationships>", f"{link}</Relationships>")
    if not identity:
        found = {name: text.replace("gkxl.", "other.") for name, text in found.items()}
    return evenly({**found, "xl/worksheets/x.xml": texts(words)})


def with_names(name: str) -> bytes:
    """A return with as many defined names as are allowed."""
    found = parts_of(ordinary())
    book = "xl/workbook.xml"
    more = "".join(
        f"<definedName name={name.format(n)}>'外'!$A${n + 1}</definedName>" for n in range(LARGEST)
    )
    return evenly({**found, book: found[book].replace("</definedNames>", f"{more}</definedNames>")})


def with_merges(merge: str) -> bytes:
    """A return whose table has as many merged ranges as are allowed, one over the other."""
    found, part = parts_of(ordinary()), part_of(Grid)
    more = "".join(f'<mergeCell ref="{merge.format(1_048_576 - n)}"/>' for n in range(LARGEST))
    return evenly({**found, part: found[part].replace("</mergeCells>", f"{more}</mergeCells>")})


def quoting(piece: str) -> bytes:
    """A return with a text that quotes figures without end."""
    text = piece * (900_000 // len(piece.encode()))
    path = next(
        c.path for p in pages(EDITION) if isinstance(p.section.section, Prose) for c in p.section.leaves
    )
    inside = f"<is><t>{text}</t></is>"
    return evenly(parts_of(with_cell(ordinary(), EDITION, path, inside, ' t="inlineStr"')))


def formats(mask: str) -> bytes:
    """A return with a number format that never ends, and as many more as a megabyte holds."""
    found = parts_of(ordinary())
    own = "".join(f'<numFmt numFmtId="{n + 200}" formatCode="{n}{mask}"/>' for n in range(30))
    styles = "xl/styles.xml"
    head, fonts, rest = re.sub("<numFmts.*</numFmts>", "", found[styles]).partition("<fonts")
    return evenly({**found, styles: f"{head}<numFmts>{own}</numFmts>{fonts}{rest}"})


def listed_sheets(count: int) -> bytes:
    """A workbook that lists many sheets."""
    tabs = "".join(f'<sheet name="s{n}" sheetId="1" r:id="s1"/>' for n in range(count))
    return evenly(parts(workbook=listing(sheets=tabs)))


def counts(text: str) -> bytes:
    """A return with one shared text in every cell of its largest table."""
    found, part = parts_of(ordinary()), part_of(Grid)
    strings = "xl/sharedStrings.xml"
    number = found[strings].count("<si>")
    found[strings] = found[strings].replace("</sst>", f"<si><t>{text}</t></si></sst>")
    cell = re.compile(r'<c r="([A-Z]+[0-9]+)"( s="[0-9]+")?><v>[0-9]+</v></c>')
    found[part] = cell.sub(rf'<c r="\1"\2 t="s"><v>{number}</v></c>', found[part])
    return evenly(found)


CASES: Final[dict[str, Callable[[], bytes]]] = {
    **{f"a sheet of {name}": partial(alone, sheet) for name, sheet in SHEETS.items()},
    "many shared strings": many_strings,
    "a bomb": bomb,
    "many entries": many_entries,
    "many sheets": many_sheets,
    "large texts in small sheets": large_texts_in_small_sheets,
    "one large text in many cells": one_large_text_in_many_cells,
    "a grid of different texts": partial(instead, Grid, different_texts),
    "a grid of labels": partial(instead, Grid, labels),
    "a strip of labels": partial(instead, Strip, labels),
    "prose of labels": partial(instead, Prose, labels),
    "prose of different texts": partial(instead, Prose, different_texts),
    "a foreign sheet of labels": partial(beside, labels),
    "a foreign sheet of different texts": partial(beside, different_texts),
    "a foreign sheet to be searched": partial(beside, different_texts, identity=False),
    "foreign names": partial(with_names, '"x{}"'),
    "names like those of cells": partial(with_names, '"gk.x{}"'),
    "names of one sheet": partial(with_names, '"gk.x{0}" localSheetId="0"'),
    "merges over a table": partial(with_merges, "D5:XFD{}"),
    "merges beside the figures of a table": partial(with_merges, "A1:C{}"),
    "formats of brackets": partial(formats, "[$" * 15_000),
    "formats of quotation marks": partial(formats, "&quot;" * 15_000),
    "many listed sheets": partial(listed_sheets, 60_000),
    "counts of brackets": partial(counts, "(" * 32_767),
    "counts of accents": partial(counts, "\u0301\u0323" * 16_000),
    "prose of accents": partial(quoting, "\u0301\u0323"),
    "a text that quotes figures": partial(quoting, "申请新收9件，"),
    "a text that quotes figures without a pause": partial(quoting, "申请新收9件"),
}
"""Every hostile file."""
