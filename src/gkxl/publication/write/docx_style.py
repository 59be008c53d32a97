"""How a Word document looks: A4 with the margins, fonts and sizes of official documents (GB/T 9704)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from gkxl.frozen import frozen
from gkxl.publication.write import (
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
    from docx.section import _Footer
    from docx.styles.style import ParagraphStyle
    from docx.styles.styles import Styles

    from gkxl.publication.write import Font

LATIN_FONT: Final = "Times New Roman"

# GB/T 9704 5.2.1: on A4, margins of 37 mm at the top and 28 mm at the left, and a text of 156 mm by 225 mm.
TEXT_WIDTH: Final = Mm(156)
_TOP, _RIGHT, _BOTTOM, _LEFT = Mm(37), Mm(26), Mm(35), Mm(28)

_UNWANTED: Final = {
    RELATIONSHIP_TYPE.THUMBNAIL,
    RELATIONSHIP_TYPE.NUMBERING,
    RELATIONSHIP_TYPE.CUSTOM_XML,
    "http://schemas.microsoft.com/office/2007/relationships/stylesWithEffects",
}
"""Parts of python-docx's template that describe or number nothing here, and name styles that are not kept."""

FONT_TABLE: Final = "word/fontTable.xml"
"""The part that names the fonts that replace those that are not installed."""

_RED: Final = RGBColor(0xB0, 0x00, 0x20)


@frozen
class Style:
    """A style of paragraphs.

    Attributes:
        name: Its name in Word.
        font: Its Chinese typeface.
        size: The size of its characters, in points.
        line: The height of a line, in points; None for what the characters need.
        before: The space above, in points.
        after: The space below, in points.
        align: How its lines are aligned.
        indent: The indent of its first line, in characters.
        right: The indent at the right, in characters.
        level: Its level in the outline of the document, from 1; 0 for no heading.
        colour: The colour of its characters; None for black.
    """

    name: str
    font: Font
    size: float
    line: float | None = None
    before: float = 0
    after: float = 0
    align: ALIGN = ALIGN.CENTER
    indent: int = 0
    right: int = 0
    level: int = 0
    colour: RGBColor | None = None


# GB/T 9704 7.5: page numbers in 四号.
_PAGE_NUMBER_SIZE: Final = 14

# GB/T 9704 5.2.2 and 5.2.3: 三号 is 16 points, with 22 lines to a page; 7.3.1: the title in 二号, 22 points;
# 7.3.3: paragraphs and headings are indented by two characters.
_STYLES: Final = (
    # Not justified: LibreOffice loses the punctuation that hangs over the end of a justified line.
    Style("Body Text", BODY_FONT, 16, line=28.5, align=ALIGN.LEFT, indent=2),
    Style("Title", TITLE_FONT, 22, line=32, after=24),
    Style("Heading 1", HEADING_FONT, 16, line=28.5, before=6, after=3, align=ALIGN.LEFT, indent=2, level=1),
    Style("Heading 2", SUBHEADING_FONT, 16, line=28.5, align=ALIGN.LEFT, indent=2, level=2),
    Style("Table Cell", TABLE_FONT, 9, before=1, after=1),
    Style("Table Line", TABLE_FONT, 9, before=1, after=1, align=ALIGN.LEFT),
    # GB/T 9704 7.3.5.2: a signature without a seal ends two characters before the right edge.
    Style("Signature", BODY_FONT, 16, line=28.5, align=ALIGN.RIGHT, right=2),
    Style("Header", HEADING_FONT, 14, colour=_RED),
    Style("Footer", TABLE_FONT, _PAGE_NUMBER_SIZE),
    Style("Draft", HEADING_FONT, 26, line=36, after=12, colour=_RED),
)

_NOT_BUILT_IN: Final = ("Table Cell", "Table Line", "Draft")
"""The styles that are not among those that Word has itself."""

_KEPT_STYLES: Final = ("Normal", "Default Paragraph Font", "Normal Table", "No List", "Table Grid")
"""The styles of python-docx's template that stay; the others have its own fonts and colours."""


def blank_document() -> Word:
    """An empty document with the pages and styles of an official document."""
    word = Document()
    _set_defaults(word)
    for style in [style for style in word.styles if style.name not in _KEPT_STYLES]:
        style.delete()
    for look in _STYLES:
        _add_style(word.styles, look)
    _set_page(word)
    return word


def font_table() -> str:
    """The part `FONT_TABLE`: every font with those that replace it."""
    # ECMA-376 Part 1, 17.8.3.1: altName lists other names of a font, which are tried where it is missing.
    fonts = "".join(
        f'<w:font w:name="{font.name}"><w:altName w:val="{",".join(font.stand_ins)}"/></w:font>'
        for font in FONTS
    )
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<w:fonts {nsdecls("w")}>{fonts}</w:fonts>'


def _set_defaults(word: Word) -> None:
    """Set the language to Chinese, and remove what only describes python-docx's template."""
    for language in word.styles.element.xpath("w:docDefaults//w:lang"):
        language.set(qn("w:eastAsia"), "zh-CN")
    # [MS-DOCX] compatibilityMode: 15 is Word 2013; with less, it opens as a document of an old Word.
    (mode,) = word.settings.element.xpath("w:compat/w:compatSetting[@w:name='compatibilityMode']")
    mode.set(qn("w:val"), "15")
    for relations in (word.part.package.rels, word.part.rels):
        for key in [key for key, relation in relations.items() if relation.reltype in _UNWANTED]:
            del relations[key]


def _add_style(styles: Styles, look: Style) -> None:
    style: ParagraphStyle = styles.add_style(  # type: ignore[no-untyped-call] # python-docx types the rest
        look.name, WD_STYLE_TYPE.PARAGRAPH, builtin=look.name not in _NOT_BUILT_IN
    )
    # Parts of python-docx, and other programs, name styles by the ids that Word gives them, such as Footer.
    style.element.styleId = look.name.replace(" ", "")
    style.base_style, style.quick_style = styles["Normal"], True
    _set_font(style, look)
    lines = style.paragraph_format
    lines.space_before, lines.space_after = Pt(look.before), Pt(look.after)
    lines.line_spacing = Pt(look.line) if look.line else 1
    lines.first_line_indent, lines.alignment = Pt(look.size * look.indent), look.align
    if look.right:
        lines.right_indent = Pt(look.size * look.right)
    lines.keep_with_next = look.level > 0
    if look.level:
        style.next_paragraph_style = styles["Body Text"]
        lines.element.pPr.append(parse_element(f'<w:outlineLvl {nsdecls("w")} w:val="{look.level - 1}"/>'))


def _set_font(style: ParagraphStyle, look: Style) -> None:
    style.font.name, style.font.size = LATIN_FONT, Pt(look.size)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), look.font.name)
    if look.colour:
        style.font.color.rgb = look.colour


def _set_page(word: Word) -> None:
    """Set the size of the page, its margins and its number."""
    (page,) = word.sections
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.top_margin, page.right_margin, page.bottom_margin, page.left_margin = _TOP, _RIGHT, _BOTTOM, _LEFT
    # GB/T 9704 7.5: numbers are 7 mm below the text, at the right of odd pages and at the left of even ones.
    page.header_distance, page.footer_distance = Mm(15), _BOTTOM - Mm(7) - Pt(_PAGE_NUMBER_SIZE)
    word.settings.odd_and_even_pages_header_footer = True
    _number_pages(page.footer, ALIGN.RIGHT)
    _number_pages(page.even_page_footer, ALIGN.LEFT)


def _number_pages(footer: _Footer, side: ALIGN) -> None:
    """Put the number of the page at one side, between dashes and one character from the edge of the text."""
    (line,) = footer.paragraphs
    line.alignment = side
    line.paragraph_format.left_indent = line.paragraph_format.right_indent = Pt(_PAGE_NUMBER_SIZE)
    line.add_run("— ")
    field = f'<w:fldSimple {nsdecls("w")} w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    line._p.append(parse_element(field))  # noqa: SLF001 (python-docx has no call for fields)
    line.add_run(" —")


def parse_element(xml: str) -> BaseOxmlElement:
    """An element of WordprocessingML from its XML, for what python-docx has no call for."""
    return parse_xml(xml)
