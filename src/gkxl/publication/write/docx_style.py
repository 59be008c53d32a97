"""How a Word document looks: A4 with the margins, fonts and sizes of official documents (GB/T 9704)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from attrs import frozen
from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from gkxl.publication.write.document import (
    BODY_FONT,
    FONTS,
    HEADING_FONT,
    SUBHEADING_FONT,
    TABLE_FONT,
    TITLE_FONT,
)

if TYPE_CHECKING:
    from docx.document import Document as Word
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.section import Section
    from docx.styles.style import ParagraphStyle
    from docx.styles.styles import Styles

    from gkxl.publication.write.document import Font


LATIN_FONT: Final = "Times New Roman"
TEXT_WIDTH: Final = Mm(210 - 28 - 26)
"""Between the margins that GB/T 9704 prescribes."""

FONT_TABLE: Final = "word/fontTable.xml"
"""The part that says which font stands in for one that is not installed."""

_RED: Final = RGBColor(0xB0, 0x00, 0x20)


@frozen
class Style:
    """A style of paragraphs.

    Attributes:
        name: What Word calls it; headings are found by it.
        font: Its Chinese typeface.
        size: Of its characters, in points.
        line: How high a line is, in points; None for what the characters need.
        before: The space above, in points.
        after: The space below, in points.
        align: How its lines end.
        indent: How far its first line is moved in, in characters.
        level: Its level in the outline of the document, from 1; 0 for no heading.
        colour: Of its characters; None for black.
    """

    name: str
    font: Font
    size: float
    line: float | None = None
    before: float = 0
    after: float = 0
    align: ALIGN = ALIGN.CENTER
    indent: int = 0
    level: int = 0
    colour: RGBColor | None = None


_STYLES: Final = (
    # not justified: LibreOffice loses the punctuation that hangs over the end of a justified line
    Style("Body Text", BODY_FONT, 16, line=28.5, align=ALIGN.LEFT, indent=2),
    Style("Title", TITLE_FONT, 22, line=32, after=24),
    Style("Heading 1", HEADING_FONT, 16, line=28.5, before=6, after=3, align=ALIGN.LEFT, indent=2, level=1),
    Style("Heading 2", SUBHEADING_FONT, 16, line=28.5, align=ALIGN.LEFT, indent=2, level=2),
    Style("Table Cell", TABLE_FONT, 9, before=1, after=1),
    Style("Table Line", TABLE_FONT, 9, before=1, after=1, align=ALIGN.LEFT),
    Style("Header", HEADING_FONT, 14, colour=_RED),
    Style("Footer", TABLE_FONT, 14),
    Style("Draft", HEADING_FONT, 26, line=36, after=12, colour=_RED),
)

_NOT_BUILT_IN: Final = ("Table Cell", "Table Line", "Draft")
"""Those that Word has none of its own for."""

_KEPT_STYLES: Final = ("Normal", "Default Paragraph Font", "Normal Table", "No List", "Table Grid")
"""All that is wanted of the styles of python-docx's template; the others have colours that are not ours."""


def blank_document() -> Word:
    """An empty document with these pages and styles."""
    word = Document()
    _set_defaults(word)
    for style in [style for style in word.styles if style.name not in _KEPT_STYLES]:
        style.delete()
    for look in _STYLES:
        _add_style(word.styles, look)
    (page,) = word.sections
    _set_page(page)
    return word


def font_table() -> str:
    """The part of that name: every font with its stand-ins."""
    fonts = "".join(
        f'<w:font w:name="{font.name}"><w:altName w:val="{",".join(font.stand_ins)}"/></w:font>'
        for font in FONTS
    )
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<w:fonts {nsdecls("w")}>{fonts}</w:fonts>'


def _set_defaults(word: Word) -> None:
    """Chinese, for Word of 2013 and later, and without the picture of the template that is not ours."""
    for language in word.styles.element.xpath("w:docDefaults//w:lang"):
        language.set(qn("w:eastAsia"), "zh-CN")
    (mode,) = word.settings.element.xpath("w:compat/w:compatSetting[@w:name='compatibilityMode']")
    mode.set(qn("w:val"), "15")
    relations = word.part.package.rels
    (picture,) = (key for key, one in relations.items() if one.reltype == RELATIONSHIP_TYPE.THUMBNAIL)
    del relations[picture]


def _add_style(styles: Styles, look: Style) -> None:
    style: ParagraphStyle = styles.add_style(  # type: ignore[no-untyped-call] # python-docx types the rest
        look.name, WD_STYLE_TYPE.PARAGRAPH, builtin=look.name not in _NOT_BUILT_IN
    )
    style.base_style, style.quick_style = styles["Normal"], True
    _set_font(style, look)
    lines = style.paragraph_format
    lines.space_before, lines.space_after = Pt(look.before), Pt(look.after)
    lines.line_spacing = Pt(look.line) if look.line else 1
    lines.first_line_indent, lines.alignment = Pt(look.size * look.indent), look.align
    lines.keep_with_next = look.level > 0
    if look.level:
        style.next_paragraph_style = styles["Body Text"]
        lines.element.pPr.append(parse_element(f'<w:outlineLvl {nsdecls("w")} w:val="{look.level - 1}"/>'))


def _set_font(style: ParagraphStyle, look: Style) -> None:
    style.font.name, style.font.size = LATIN_FONT, Pt(look.size)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), look.font.name)
    if look.colour:
        style.font.color.rgb = look.colour


def _set_page(page: Section) -> None:
    """A4 upright, with the number of the page between dashes."""
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.top_margin, page.right_margin, page.bottom_margin, page.left_margin = Mm(37), Mm(26), Mm(35), Mm(28)
    page.header_distance, page.footer_distance = Mm(15), Mm(25)
    (line,) = page.footer.paragraphs
    line.add_run("— ")
    field = f'<w:fldSimple {nsdecls("w")} w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    line._p.append(parse_element(field))  # noqa: SLF001 (python-docx has no call for fields)
    line.add_run(" —")


def parse_element(xml: str) -> BaseOxmlElement:
    """An element of WordprocessingML, for what python-docx has no call for."""
    return parse_xml(xml)
