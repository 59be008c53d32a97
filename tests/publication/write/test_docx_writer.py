"""A published docx has the tables of the notice, with headings, styles and page numbers that Word knows."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import docx
import openxml_audit
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from lxml import etree
from printed_tables import OFFICIAL_HEADINGS, contacts, drawn, pages_of_table_three, tables, with_amount

import gkxl
from gkxl import demo
from gkxl.errors import FaultyReportError
from gkxl.forms import EDITIONS
from gkxl.model.outline import report_from
from gkxl.publication.frame import Frame
from gkxl.publication.write.docx_writer import write_docx
from workbooks import different, every_edition

if TYPE_CHECKING:
    from docx.table import Table
    from printed_tables import Drawn

    from gkxl.forms.edition import Edition
    from office import Office


@pytest.fixture
def written(tmp_path: Path) -> Any:  # noqa: ANN401 (a function)
    def write(report: Any, **options: Any) -> Path:  # noqa: ANN401 (of any edition; whatever it takes)
        write_docx(report, tmp_path / "report.docx", **options)
        return tmp_path / "report.docx"

    return write


def boxes(table: Table) -> Drawn:
    """The cells of a table as python-docx finds them."""
    places: dict[Any, list[tuple[int, int]]] = {}
    for row, cells in enumerate(table.rows):
        for column, cell in enumerate(cells.cells):
            places.setdefault(cell._tc, []).append((row, column))  # noqa: SLF001 (what python-docx knows it by)
    texts = {cell._tc: cell.text.replace("\n", "") for row in table.rows for cell in row.cells}  # noqa: SLF001 (the same)
    return {
        (*min(spots), max(spots)[0] - min(spots)[0] + 1, max(spots)[1] - min(spots)[1] + 1, texts[key])
        for key, spots in places.items()
    }


@every_edition
def test_word_tables_are_those_of_the_notice(edition: Edition, written: Any) -> None:  # noqa: ANN401 (a function)
    values = different(edition)
    opened = docx.Document(str(written(report_from(edition.form, values), draft=True)))
    for table, expected in zip(opened.tables, tables(edition), strict=True):
        assert boxes(table) == drawn(expected, values)


def test_headings_break_where_the_form_breaks_them(written: Any) -> None:  # noqa: ANN401 (a function)
    """In the official form, too, each word has a line."""
    table = docx.Document(str(written(demo.report()))).tables[1]
    assert [cell.text for cell in table.rows[2].cells[4:8]] == [
        "商业\n企业",
        "科研\n机构",
        "社会\n公益\n组织",
        "法律\n服务\n机构",
    ]


def test_no_signature_is_alone_on_a_page(written: Any) -> None:  # noqa: ANN401 (a function)
    opened = docx.Document(str(written(demo.report(), frame=Frame(unit="某市财政局", date="2024年1月20日"))))
    *_, text, unit, date = opened.paragraphs
    assert [line.text for line in (unit, date)] == ["某市财政局", "2024年1月20日"]
    assert text.paragraph_format.keep_with_next
    assert unit.paragraph_format.keep_with_next
    assert not date.paragraph_format.keep_with_next


def test_word_table_three_has_the_spans_of_the_official_form(written: Any) -> None:  # noqa: ANN401 (a function)
    table = docx.Document(str(written(demo.report()))).tables[1]
    assert {(text, rows, columns) for _, _, rows, columns, text in boxes(table)} >= OFFICIAL_HEADINGS


def test_headings_repeat_and_the_page_is_a4(written: Any) -> None:  # noqa: ANN401 (a function)
    opened = docx.Document(str(written(demo.report())))
    repeated = [len(table._tbl.xpath("./w:tr[w:trPr/w:tblHeader]")) for table in opened.tables]  # noqa: SLF001
    assert repeated == [0, 3, 3]
    (page,) = opened.sections
    assert page.page_width is not None
    assert page.page_height is not None
    assert abs(page.page_width - Mm(210)) < Mm(1)
    assert abs(page.page_height - Mm(297)) < Mm(1)
    wide = page.page_width - (page.left_margin or 0) - (page.right_margin or 0)
    for table in opened.tables:
        assert sum(column.width or 0 for column in table.columns) == pytest.approx(wide, rel=0.01)


def test_headings_are_real_headings(written: Any) -> None:  # noqa: ANN401 (a function)
    opened = docx.Document(str(written(demo.report())))
    styles = [paragraph.style.name for paragraph in opened.paragraphs if paragraph.style]
    assert styles.count("Title") == 1
    assert styles.count("Heading 1") == 6
    assert styles.count("Heading 2") == 7


def test_contacts_are_in_no_part(written: Any) -> None:  # noqa: ANN401 (a function)
    report = demo.report()
    with zipfile.ZipFile(written(report)) as package:
        parts = "".join(package.read(name).decode() for name in package.namelist())
        assert "管理委员会" in parts
    assert [text for text in contacts(report) if text in parts] == []


def test_the_same_report_gives_the_same_document(written: Any) -> None:  # noqa: ANN401 (a function)
    assert written(demo.report()).read_bytes() == written(demo.report()).read_bytes()


@every_edition
def test_a_faulty_report_is_written_only_as_a_draft(edition: Edition, written: Any) -> None:  # noqa: ANN401
    faulty = report_from(edition.form, {**different(edition), "cover.year": 1999})
    with pytest.raises(FaultyReportError):
        written(faulty)
    opened = docx.Document(str(written(faulty, draft=True)))
    assert opened.paragraphs[0].text == "草稿"
    assert opened.sections[0].header.paragraphs[0].text == "草稿"


def test_on_paper_every_figure_is_whole_and_under_its_headings(written: Any, office: Office) -> None:  # noqa: ANN401
    """LibreOffice opens the documents as they are; figures of nine digits are not broken."""
    writer = Path(office.program).resolve().with_name("libswlo.so")
    if not writer.exists() and os.environ.get("CI") != "true":
        pytest.skip("LibreOffice Writer is not installed")
    values = {name: different(edition) for name, edition in EDITIONS.items()}
    documents = {
        name: written(report_from(edition.form, values[name]), draft=True).read_bytes()
        for name, edition in EDITIONS.items()
    }
    for name, content in office.convert(documents, "pdf", suffix="docx").items():
        assert pages_of_table_three(content, EDITIONS[name], values[name]) > 1


@every_edition
def test_amounts_have_the_digits_that_were_filed(edition: Edition, written: Any) -> None:  # noqa: ANN401
    report = report_from(edition.form, with_amount(edition, "72701.25780"))
    opened = docx.Document(str(written(report, draft=True)))
    assert "72701.25780" in {text for *_, text in boxes(opened.tables[0])}


def test_every_style_that_a_part_names_is_there(written: Any) -> None:  # noqa: ANN401 (a function)
    """Word finds styles by their ids: a footer in a style that is not there loses its look."""
    with zipfile.ZipFile(written(demo.report(), draft=True)) as opened:
        parts = {
            name: etree.fromstring(opened.read(name)) for name in opened.namelist() if name.endswith(".xml")
        }
    styles = {style.get(qn("w:styleId")) for style in parts["word/styles.xml"].iter(qn("w:style"))}
    tags = [qn(f"w:{name}") for name in ("pStyle", "rStyle", "tblStyle", "basedOn", "next")]
    named = {each.get(qn("w:val")) for part in parts.values() for each in part.iter(*tags)}
    assert {"Footer", "Header", "Heading1"} <= named <= styles
    assert not any("stylesWithEffects" in name for name in parts)


def test_page_numbers_are_at_the_outer_side(written: Any) -> None:  # noqa: ANN401 (a function)
    """GB/T 9704 7.5: at the right of odd pages, at the left of even ones, in 14 points, one character in."""
    opened = docx.Document(str(written(demo.report())))
    (page,) = opened.sections
    assert opened.settings.odd_and_even_pages_header_footer
    for footer, side in (
        (page.footer, WD_ALIGN_PARAGRAPH.RIGHT),
        (page.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
    ):
        (line,) = footer.paragraphs
        assert line.alignment == side
        assert line.style.font.size == line.paragraph_format.left_indent == Pt(14)
        assert "PAGE" in line._p.xml  # noqa: SLF001 (python-docx has no call for fields)


def test_a_draft_says_so_on_odd_and_even_pages(written: Any) -> None:  # noqa: ANN401 (a function)
    (page,) = docx.Document(str(written(demo.report(), draft=True))).sections
    assert [header.paragraphs[0].text for header in (page.header, page.even_page_header)] == ["草稿", "草稿"]


def test_texts_are_set_in_the_fonts_of_official_documents(written: Any) -> None:  # noqa: ANN401
    opened = docx.Document(str(written(demo.report())))
    fonts = {
        name: opened.styles[name].element.xpath("string(w:rPr/w:rFonts/@w:eastAsia)")
        for name in ("Title", "Heading 1", "Heading 2", "Body Text")
    }
    assert list(fonts.values()) == ["方正小标宋简体", "黑体", "楷体_GB2312", "仿宋_GB2312"]
    with zipfile.ZipFile(written(demo.report())) as package:
        table = etree.fromstring(package.read("word/fontTable.xml"))
    stand_ins = {font.get(qn("w:name")): font[0].get(qn("w:val")) for font in table}
    assert all(stand_ins[font] for font in fonts.values())


def test_the_document_tells_its_title_and_nobody_as_author(written: Any) -> None:  # noqa: ANN401 (a function)
    about = docx.Document(str(written(demo.report()))).core_properties
    assert about.title == "安阳高新技术产业开发区管理委员会2023年政府信息公开工作年度报告"
    assert (about.author, about.comments, about.language) == ("", "", "zh-CN")


@every_edition
def test_a_document_passes_an_audit(edition: Edition, tmp_path: Path) -> None:
    audit = openxml_audit.OpenXmlValidator(max_errors=0)
    frame = gkxl.publication.Frame(lead="本报告依法编制。", unit="示例市示例局", date="2024年1月20日")
    report = report_from(edition.form, different(edition))
    gkxl.write_docx(report, tmp_path / "a.docx", draft=True, frame=frame)
    assert [str(error) for error in audit.validate(tmp_path / "a.docx").errors] == []
