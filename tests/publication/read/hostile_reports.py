"""Web pages, Word documents and PDF made to cost much, by name: no two for the same reason."""

from __future__ import annotations

import io
import zipfile
import zlib
from functools import cache
from itertools import product
from random import Random
from typing import TYPE_CHECKING, Final

import gkxl
from gkxl import demo
from gkxl.publication.write.docx_writer import docx_bytes
from seeds import SEED

if TYPE_CHECKING:
    from collections.abc import Callable

SECONDS: Final = 5
"""How much work a published report may cost until it is refused, and what is read until it is read."""


@cache
def page() -> str:
    """A good page."""
    return gkxl.to_html(demo.report())


def beside(hostile: str) -> bytes:
    """A good page with something more behind its tables, so that it is looked at to the end."""
    return page().replace("</body>", f"{hostile}</body>").encode()


def before(hostile: str) -> bytes:
    return page().replace("<body>", f"<body>{hostile}", 1).encode()


def within(hostile: str) -> bytes:
    """A good page with something more below its last heading of a text, in section five."""
    head, end, rest = page().rpartition("</h3>")
    return f"{head}{end}{hostile}{rest}".encode()


def alone(hostile: str, encoding: str = "utf-8") -> bytes:
    return f"<html><body>{hostile}".encode(encoding, "surrogatepass")


def names(count: int, piece: str) -> str:
    """A piece over and over, each with another character of Chinese for every ``*``."""
    dice = Random(SEED)  # noqa: S311 (names)
    return "".join(piece.replace("*", chr(0x4E00 + dice.randrange(20_000))) for _ in range(count))


def table(rows: int, cell: str, columns: int = 9) -> str:
    return f"<table>{names(rows, f'<tr>{cell * columns}</tr>')}</table>"


NEAR: Final = "收到和处理政府信息公开申*情况"

PAGES: Final[dict[str, Callable[[], bytes]]] = {
    "one tag of attributes": lambda: alone("<p " + " ".join(f"a{n}" for n in range(200_000)) + ">"),
    "attributes between slashes": lambda: beside("<p" + "".join(f"/a{n}" for n in range(200_000)) + ">"),
    "attributes that hold the ends of tags": lambda: beside(
        "<p" + "".join(f" a{n}='>'" for n in range(200_000)) + ">"
    ),
    "attributes behind a comment that ends at once": lambda: beside(
        "<!--><p " + " ".join(f"a{n}" for n in range(200_000)) + "><!-- -->"
    ),
    "attributes in a script that is none": lambda: beside(
        "<script-x><p " + " ".join(f"a{n}" for n in range(200_000)) + "></script-x>"
    ),
    "tags with as many attributes as may be": lambda: beside(
        ("<p " + " ".join(f"a{n}" for n in range(999)) + ">") * 3_000
    ),
    "quotation marks that begin anew": lambda: beside('<a b="' * 250_000),
    "quotation marks of two kinds": lambda: beside("<a b=\"<a b='" * 120_000),
    "comments that do not end": lambda: beside("<!--" * 250_000),
    "scripts that do not end": lambda: beside("<script>" * 250_000),
    "cells that nearly bear a label": lambda: beside(table(10_000, "<td>（一）予以公*</td>")),
    "as many such cells as may be": lambda: beside(table(3_200, "<td>（一）予以公*</td>")),
    "one column of such cells": lambda: beside(table(9_500, "<td>（一）予以公*</td>", 3)),
    "long cells that nearly bear a label": lambda: beside(table(3_200, f"<td>{'公开申请' * 22}*</td>")),
    "brackets in cells": lambda: beside(table(3_200, f"<td>{'(' * 99}</td>")),
    "headings that nearly are one": lambda: beside(names(90_000, f"<h2>三、{NEAR}</h2>")),
    "lines that nearly are headings": lambda: before(names(90_000, f"<p>三、{NEAR}</p>")),
    "lines that nearly are titles": lambda: before(names(90_000, "<p>*政府信息公开工作年度报告</p>")),
    "headings of a text over and over": lambda: within(names(60_000, "<h3>（三）*</h3>")),
    "headings of the form over and over": lambda: before("<h2>一、总体情况</h2>" * 90_000),
    "years without end": lambda: before(f"<h1>{'2024 ' * 200_000}年政府信息公开年度报告</h1>"),
    "tables of the form over and over": lambda: beside(
        "<table><tr><td>信息内容<td>本年制发件数<td>规章</table>" * 9_500
    ),
    "rows of headings over one another": lambda: beside(
        f"<table>{'<tr><td>行政许可<td>本年处理决定数量' * 14_500}</table>"
    ),
    "spans over all": lambda: beside(
        f"<table>{('<tr>' + '<td rowspan=9999 colspan=200>a' * 20) * 2_000}</table>"
    ),
    "tables within tables": lambda: beside("<table><tr><td>a<td>" * 80),
    "elements within elements": lambda: alone("<b>" * 100_000),
    "deep elements over and over": lambda: beside(("<b>" * 240 + "x" + "</b>" * 240) * 600),
    "lines": lambda: alone("<p>" + "a<br>" * 299_000),
    "lines that no tag ends": lambda: alone("<p>" + "\u2028a" * 4_000_000),
    "one text": lambda: alone("<p>" + "公" * 6_000_000),
    "entities": lambda: alone("<p>" + "&amp;" * 3_000_000),
    "styles that hide nothing": lambda: beside(f'<p style="{"opacity:0 " * 90_000}">a' * 10),
    "tags in UTF-16": lambda: alone("<p>a" * 900_000, "utf-16"),
    "halves of characters in UTF-16": lambda: alone("\ud800<p>a" * 100_000, "utf-16"),
    "a charset that is none": lambda: b"<meta charset=utf-7>" + b"+ADw-p+AD4-" * 1_000_000,
}


# Word documents


@cache
def parts() -> dict[str, bytes]:
    """The parts of a good document."""
    with zipfile.ZipFile(io.BytesIO(docx_bytes(demo.report(), draft=True))) as package:
        return {name: package.read(name) for name in package.namelist()}


def document(
    body: str = "", *, styles: str = "", noisy: bool = False, others: dict[str, bytes] | None = None
) -> bytes:
    """A good document with something more in it; noise keeps it from being packed suspiciously well."""
    found = dict(parts())
    for name, end, more in (
        ("word/document.xml", b"<w:sectPr", body), ("word/styles.xml", b"</w:styles>", styles)
    ):  # fmt: skip
        found[name] = found[name].replace(end, more.encode() + end)
    return packed({**found, **(others or {})}, level=1 if noisy else 6)


def packed(found: dict[str, bytes], level: int = 6) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as package:
        for name, content in found.items():
            package.writestr(name, content)
    return made.getvalue()


def encoded(encoding: str, body: str) -> bytes:
    """A document whose text is in another encoding."""
    text = parts()["word/document.xml"].decode().partition("?>")[2].replace("<w:sectPr", f"{body}<w:sectPr")
    whole = f'<?xml version="1.0" encoding="{encoding}"?>{text}'
    if encoding == "UTF-7":
        return packed({**parts(), "word/document.xml": whole.replace("<", "+ADw-").encode()})
    return packed({**parts(), "word/document.xml": whole.encode(encoding)})


def paragraph(text: str = "a") -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def nested(depth: int, inside: str, beside: str) -> str:
    for _ in range(depth):
        inside = f"<w:tbl><w:tr><w:tc>{inside}</w:tc>{beside}</w:tr></w:tbl>"
    return inside


def merged(rows: int) -> str:
    """A table whose first column is one cell from its top to its bottom."""
    first, below = (
        f"<w:tr><w:tc><w:tcPr><w:vMerge{how}/></w:tcPr></w:tc><w:tc>{paragraph('*')}</w:tc></w:tr>"
        for how in (' w:val="restart"', "")
    )
    return f"<w:tbl>{first}{names(rows, below)}</w:tbl>"


CELL: Final = f"<w:tc>{paragraph()}</w:tc>"
WIDE: Final = f'<w:tc><w:tcPr><w:gridSpan w:val="999999"/></w:tcPr>{paragraph("*")}</w:tc>'
ENTITY: Final = f'<!DOCTYPE a [<!ENTITY a "{"x" * 1000}">]><a>{"&a;" * 99_999}</a>'

DOCUMENTS: Final[dict[str, Callable[[], bytes]]] = {
    "tables within tables": lambda: document(nested(75, paragraph(), CELL)),
    "tables within tables full of paragraphs": lambda: document(
        nested(30, names(3_000, paragraph("*")), f"<w:tc>{paragraph() * 40}</w:tc>")
    ),
    "tables of one cell within one another": lambda: document(nested(30, names(9_000, paragraph("*")), "")),
    "one cell over 60,000 rows": lambda: document(merged(60_000), noisy=True),
    "one cell over as many rows as may be": lambda: document(merged(13_000), noisy=True),
    "styles based on one another": lambda: document(
        styles="".join(
            f'<w:style w:styleId="s{n}"><w:basedOn w:val="s{n + 1}"/></w:style>' for n in range(120_000)
        )
    ),
    "as many such styles as may be": lambda: document(
        styles="".join(
            f'<w:style w:styleId="s{n}"><w:basedOn w:val="s{n + 1}"/></w:style>' for n in range(70_000)
        )
    ),
    "tags with attributes": lambda: document(names(490_000, '<w:p w:a="*" w:b="**" w:c="***"/>')),
    "as many such tags as may be": lambda: document(names(140_000, '<w:p w:a="*" w:b="**" w:c="***"/>')),
    "one tag of attributes": lambda: document("<w:p " + " ".join(f'a{n}=""' for n in range(200_000)) + "/>"),
    "tags hidden in UTF-7": lambda: encoded("UTF-7", names(490_000, "<w:p/>*")),
    "tags in UTF-16": lambda: encoded("UTF-16", names(490_000, "<w:p/>*")),
    "tags in UTF-32": lambda: encoded("UTF-32", names(100_000, "<w:p/>*")),
    "names": lambda: document("".join(f"<w:a{n}/>" for n in range(140_000))),
    "elements within elements": lambda: document("<w:sdt>" * 60_000 + "</w:sdt>" * 60_000, noisy=True),
    "runs within runs": lambda: document(
        "<w:tbl><w:tr><w:tc>"
        + "<w:r><w:rPr><w:strike/></w:rPr>" * 20_000
        + "</w:r>" * 20_000
        + "</w:tc><w:tc/></w:tr></w:tbl>",
        noisy=True,
    ),
    "paragraphs within paragraphs": lambda: document(
        "<w:p>" * 20_000 + "<w:pict/>" * 20_000 + "</w:p>" * 20_000, noisy=True
    ),
    "cells of 200 columns": lambda: document(
        "<w:tbl>"
        + names(
            500,
            "<w:tr>"
            + '<w:tc><w:tcPr><w:gridSpan w:val="999999"/></w:tcPr><w:p><w:r><w:t>*</w:t></w:r></w:p></w:tc>'
            * 40
            + "</w:tr>",
        )
        + "</w:tbl>"
    ),
    "one text": lambda: document(paragraph(names(2_000_000, "*"))),
    "parts": lambda: document(others={f"word/media/{n}.xml": b"x" for n in range(60_000)}),
    "large media": lambda: document(others={f"word/media/{n}.png": bytes(60 << 20) for n in range(3)}),
    "an entity": lambda: packed(
        {
            **parts(),
            "word/document.xml": b'<!DOCTYPE a [<!ENTITY a "'
            + b"x" * 1000
            + b'">]><a>'
            + b"&a;" * 99_999
            + b"</a>",
        }
    ),
    "headings that nearly are one": lambda: document(names(29_000, paragraph(f"三、{NEAR}"))),
}


# PDF


def pdf(*objects: bytes, pages: str = "[3 0 R]", count: int = 1) -> bytes:
    """A PDF with a catalog, its pages, and these objects from number 3 on."""
    catalog = b"<</Type/Catalog/Pages 2 0 R>>"
    tree = f"<</Type/Pages/Count {count}/Kids{pages}/MediaBox[0 0 595 842]>>".encode()
    made, places = bytearray(b"%PDF-1.4\n"), []
    for number, content in enumerate((catalog, tree, *objects), start=1):
        places.append(len(made))
        made += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    start = len(made)
    made += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
    made += b"".join(b"%010d 00000 n \n" % place for place in places)
    made += b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, start)
    return bytes(made)


FONT: Final = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"


def stream(content: bytes, more: bytes = b"") -> bytes:
    data = zlib.compress(content, 9)
    return b"<</Length %d/Filter/FlateDecode%b>>stream\n%b\nendstream" % (len(data), more, data)


def drawn(content: bytes, *forms: bytes) -> bytes:
    """A PDF of one page on which this is drawn."""
    listed = b"".join(b"/F%d %d 0 R" % (n, n + 6) for n in range(len(forms)))
    sheet = (
        b"<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</A 5 0 R>>/XObject<<%b>>>>>>" % listed
    )
    return pdf(sheet, stream(content), FONT, *forms)


def form(*inner: int) -> bytes:
    listed = b"".join(b"/F%d %d 0 R" % (n, n + 6) for n in inner)
    calls = b"".join(b"/F%d Do " % n for n in inner) * 10
    more = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<<%b>>>>" % listed
    return stream(calls or b"0 0 m", more)


TEXT: Final = b"BT /A 9 Tf 50 700 Td (%b) Tj ET "

PDFS: Final[dict[str, Callable[[], bytes]]] = {
    "pages": lambda: pdf(
        b"<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</A 5 0 R>>>>>>",
        stream(TEXT % b"a"),
        FONT,
        *[b"<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</A 5 0 R>>>>>>"] * 5_000,
        pages="[" + " ".join(f"{n} 0 R" for n in range(6, 5_006)) + "]",
        count=5_000,
    ),
    "a page that unpacks to a gigabyte": lambda: drawn(bytes(1 << 30)),
    "a page of characters": lambda: drawn(TEXT % (b"a" * 1_000_000)),
    "a page of words": lambda: drawn((TEXT % b"a") * 200_000),
    "a page of lines": lambda: drawn(
        b"".join(b"%d 0 m %d 800 l S 0 %d m 500 %d l S " % (n, n, n, n) for n in range(10, 500)) * 9
    ),
    "a page of boxes": lambda: drawn(
        b"".join(b"%d %d 4 4 re S " % place for place in product(range(0, 500, 5), range(0, 800, 5)))
        + TEXT % b"a"
    ),
    "forms that draw one another": lambda: drawn(
        b"/F0 Do " + TEXT % b"a", *[form(n + 1) for n in range(9)], form()
    ),
    "pages within pages": lambda: pdf(
        *[b"<</Type/Pages/Kids[%d 0 R]/Count 1>>" % (n + 4) for n in range(5_000)],
        b"<</Type/Page/Contents 9 0 R>>",
    ),
    "brackets within brackets": lambda: pdf(b"[" * 2_000_000),
    "names within names": lambda: pdf(b"<</A" * 900_000),
    "no table of objects": lambda: b"%PDF-1.4\n" + b"1 0 obj\n<<>>\nendobj\n" * 500_000,
    "a file that begins anew": lambda: (
        b"%PDF-1.4\n" + b"xref\n0 1\ntrailer\n<</Prev 9>>\nstartxref\n9\n%%EOF\n" * 9_000
    ),
}

CASES: Final = {
    ".html": PAGES,
    ".docx": DOCUMENTS,
    ".pdf": PDFS,
}
"""Every hostile report by the suffix of its format."""


def ordinary(suffix: str) -> bytes:
    """A good report of a format; of PDF a bad one, which starts its reader as well."""
    if suffix == ".pdf":
        return b"%PDF-1.4"
    return beside("") if suffix == ".html" else document()
