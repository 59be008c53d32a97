"""The parts of a Word document that are the same for every report: styles, fonts, page, relationships."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

from gkxl.publish.style import BODY, FONTS, HEADING, PASSAGE, TABLE, TITLE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gkxl.publish.style import Font

_TWIPS: Final = 1440 / 25.4
"""So many to a millimetre."""

_WIDTH, _HEIGHT = round(210 * _TWIPS), round(297 * _TWIPS)
_TOP, _RIGHT, _BOTTOM, _LEFT = (round(mm * _TWIPS) for mm in (37, 26, 35, 28))
TEXT_WIDTH: Final = _WIDTH - _LEFT - _RIGHT
"""Between the margins that GB/T 9704 prescribes, in twips."""

_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_MAIN: Final = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def paragraph(style: str, text: str) -> str:
    """A paragraph of a style."""
    run = f'<w:r><w:t xml:space="preserve">{escape(text, quote=False)}</w:t></w:r>' if text else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{run}</w:p>'


def section() -> str:
    """The page: A4 upright, with its header and its number."""
    return (
        '<w:sectPr><w:headerReference w:type="default" r:id="rId3"/>'
        '<w:footerReference w:type="default" r:id="rId4"/>'
        f'<w:pgSz w:w="{_WIDTH}" w:h="{_HEIGHT}"/>'
        f'<w:pgMar w:top="{_TOP}" w:right="{_RIGHT}" w:bottom="{_BOTTOM}" w:left="{_LEFT}"'
        ' w:header="851" w:footer="1417" w:gutter="0"/></w:sectPr>'
    )


def header(text: str) -> str:
    """What stands at the top of every page."""
    return f"<w:hdr {_MAIN}>{paragraph('Header', text)}</w:hdr>"


def _footer() -> str:
    """The number of the page between dashes, as official documents have it."""
    field = '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    dash = '<w:r><w:t xml:space="preserve">{}</w:t></w:r>'
    return (
        f'<w:ftr {_MAIN}><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>'
        f"{dash.format('— ')}{field}{dash.format(' —')}</w:p></w:ftr>"
    )


def _fonts(font: Font) -> str:
    return f'<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="{font.name}"/>'


def _style(shown: str, font: Font, half_points: int, layout: str, *, colour: str = "") -> str:
    """A style of paragraphs; ``layout`` is what it says about them."""
    coloured = f'<w:color w:val="{colour}"/>' if colour else ""
    return (
        f'<w:style w:type="paragraph" w:styleId="{shown.title().replace(" ", "")}"><w:name w:val="{shown}"/>'
        f'<w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>{layout}</w:pPr>'
        f'<w:rPr>{_fonts(font)}{coloured}<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/></w:rPr>'
        "</w:style>"
    )


def _spaced(before: int, after: int, line: int) -> str:
    """Distances in twips; lines are exactly as high as that."""
    return f'<w:spacing w:before="{before}" w:after="{after}" w:line="{line}" w:lineRule="exact"/>'


_INDENT: Final = '<w:ind w:firstLineChars="200" w:firstLine="640"/>'
_CENTRE: Final = '<w:jc w:val="center"/>'
_CLOSE: Final = '<w:spacing w:before="20" w:after="20" w:line="240" w:lineRule="auto"/>'


def _styles() -> Iterator[str]:
    yield (
        f"<w:styles {_MAIN}><w:docDefaults><w:rPrDefault><w:rPr>{_fonts(BODY)}"
        '<w:sz w:val="32"/><w:szCs w:val="32"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/>'
        "</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
    )
    yield _style("Title", TITLE, 44, f"{_spaced(0, 480, 640)}{_CENTRE}")
    yield _style(
        "heading 1",
        HEADING,
        32,
        f'<w:keepNext/>{_spaced(120, 60, 570)}{_INDENT}<w:outlineLvl w:val="0"/>',
    )
    yield _style(
        "heading 2",
        PASSAGE,
        32,
        f'<w:keepNext/>{_spaced(0, 0, 570)}{_INDENT}<w:outlineLvl w:val="1"/>',
    )
    yield _style("Body Text", BODY, 32, f'{_spaced(0, 0, 570)}{_INDENT}<w:jc w:val="both"/>')
    yield _style("Table Cell", TABLE, 18, f"{_CLOSE}{_CENTRE}")
    yield _style("Table Line", TABLE, 18, f'{_CLOSE}<w:jc w:val="left"/>')
    yield _style("header", HEADING, 28, _CENTRE, colour="B00020")
    yield _style("footer", TABLE, 28, _CENTRE)
    yield _style("Draft", HEADING, 44, f"{_spaced(0, 240, 640)}{_CENTRE}", colour="B00020")
    yield _table_style()
    yield "</w:styles>"


def _table_style() -> str:
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>' for side in sides)
    return (
        '<w:style w:type="table" w:styleId="OfficialTable"><w:name w:val="Official Table"/>'
        f"<w:tblPr><w:tblBorders>{borders}</w:tblBorders><w:tblCellMar>"
        '<w:left w:w="57" w:type="dxa"/><w:right w:w="57" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
    )


def _font_table() -> str:
    fonts = "".join(
        f'<w:font w:name="{font.name}"><w:altName w:val="{",".join(font.stand_ins)}"/></w:font>'
        for font in FONTS
    )
    return f"<w:fonts {_MAIN}>{fonts}</w:fonts>"


def _stand_ins(font: Font) -> str:
    return f'<w:altName w:val="{",".join(font.stand_ins)}"/>'


def _content_types() -> str:
    kinds = {"document": "document.main", "styles": "styles", "fontTable": "fontTable", "header1": "header"}
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_WORD}.{kind}+xml"/>'
        for name, kind in {**kinds, "footer1": "footer"}.items()
    )
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _relationships(*targets: tuple[str, str]) -> str:
    entries = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, start=1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{entries}</Relationships>'


PARTS: Final = {
    "[Content_Types].xml": _content_types(),
    "_rels/.rels": _relationships(("officeDocument", "word/document.xml")),
    "word/_rels/document.xml.rels": _relationships(
        ("styles", "styles.xml"),
        ("fontTable", "fontTable.xml"),
        ("header", "header1.xml"),
        ("footer", "footer1.xml"),
    ),
    "word/styles.xml": "".join(_styles()),
    "word/fontTable.xml": _font_table(),
    "word/footer1.xml": _footer(),
}
"""Their names and their XML."""
