"""Word documents after someone worked on them: what a reader sees is read, and nothing else."""

from __future__ import annotations

import io
from copy import deepcopy
from typing import TYPE_CHECKING, Any

import docx
import pytest
from docx.oxml import OxmlElement, parse_xml
from pages_of_tables import NEWEST, PERMITS, is_read_right, page

from gkxl.errors import UnreadableFileError
from gkxl.model.outline import report_from
from gkxl.publication.read.as_workbook import read_published
from gkxl.publication.write.docx_writer import docx_bytes
from workbooks import at, different

if TYPE_CHECKING:
    from collections.abc import Callable


def document(change: Callable[[Any], object]) -> bytes:
    """What gkxl publishes, after someone worked on it with python-docx."""
    opened = docx.Document(io.BytesIO(docx_bytes(report_from(NEWEST.form, different(NEWEST)), draft=True)))
    change(opened)
    saved = io.BytesIO()
    opened.save(saved)
    return saved.getvalue()


def each(element: Any, path: str) -> list[Any]:  # noqa: ANN401 (python-docx)
    return list(element.xpath(path))


def run(properties: str, text: str) -> str:
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    return f"<w:r {space}><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


@pytest.mark.parametrize(
    ("properties", "value", "code"),
    [
        ('<w:vertAlign w:val="superscript"/>', None, "cell.text"),
        ('<w:position w:val="12"/>', None, "cell.text"),
        ("<w:strike/>", None, "cell.text"),
        ("<w:dstrike/>", None, "cell.text"),
        ('<w:strike w:val="0"/>', 221, ""),
        ("<w:vanish/>", 22, ""),
        ('<w:vanish w:val="false"/>', 221, ""),
    ],
)
def test_a_run_stands_beside_a_figure_in_word(properties: str, value: int | None, code: str) -> None:
    def add(opened: Any) -> None:  # noqa: ANN401 (python-docx)
        printed = str(different(NEWEST)[PERMITS])
        (figure,) = each(opened.element.body, f"//w:r[w:t='{printed}']")
        figure.getparent().extend(parse_xml(one) for one in (run("", "22"), run(properties, "1")))
        figure.getparent().remove(figure)

    reading = read_published(document(add))
    assert reading.values[PERMITS] == value
    assert at(reading.issues, PERMITS) == ([code] if code else [])


@pytest.mark.parametrize("mark", ["del", "hidden"])
def test_rows_that_are_deleted_or_hidden_in_word_are_not_read(mark: str) -> None:
    def add(opened: Any) -> None:  # noqa: ANN401 (python-docx)
        for row in each(opened.element.body, "//w:tr"):
            gone = deepcopy(row)
            gone.get_or_add_trPr().append(OxmlElement(f"w:{mark}"))
            for text in each(gone, ".//w:t"):
                text.text = "9" if text.text.isdecimal() else text.text
            row.addprevious(gone)

    assert is_read_right(document(add)) == set()


def test_word_tables_are_split_over_pages() -> None:
    def split(opened: Any) -> None:  # noqa: ANN401 (python-docx)
        table = opened.tables[1]._tbl  # noqa: SLF001 (the element)
        rest = type(table).new_tbl(1, 10, 0)
        rest[:] = [child for child in rest if not child.tag.endswith("tr")]
        rest.extend(each(table, "./w:tr")[14:])
        table.addnext(rest)

    assert is_read_right(document(split)) <= {"published.aligned"}


def test_word_tables_have_lost_their_merged_cells() -> None:
    def lose(opened: Any) -> None:  # noqa: ANN401 (python-docx)
        for merge in each(opened.element.body, "//w:vMerge"):
            merge.getparent().remove(merge)

    assert is_read_right(document(lose)) <= {"published.aligned"}


def test_what_is_deleted_or_hidden_in_word_is_not_read() -> None:
    def scribble(opened: Any) -> None:  # noqa: ANN401 (python-docx)
        for paragraph in opened.tables[0].column_cells(1)[6].paragraphs:
            hidden = paragraph.add_run("9")
            hidden.font.hidden = True
            deleted = paragraph.add_run("8")._r  # noqa: SLF001 (the element)
            mark = deleted.makeelement(deleted.tag.replace("}r", "}del"))
            deleted.addprevious(mark)
            mark.append(deleted)

    assert is_read_right(document(scribble)) == set()


def test_headings_in_word_are_numbered_by_word() -> None:
    def number(opened: Any) -> None:  # noqa: ANN401 (python-docx)
        for paragraph in opened.paragraphs:
            if paragraph.style.name == "Heading 1":
                paragraph.text = paragraph.text[2:]

    reading = read_published(document(number))
    assert reading.values["other_matters"] == page(NEWEST).values["other_matters"]


def test_headings_in_word_have_no_styles() -> None:
    def plain(opened: Any) -> None:  # noqa: ANN401 (python-docx)
        for paragraph in opened.paragraphs:
            paragraph.style = "Normal"

    assert is_read_right(document(plain)) == set()


def test_a_word_table_stands_in_a_frame() -> None:
    def frame(opened: Any) -> None:  # noqa: ANN401 (python-docx)
        outer = opened.add_table(1, 2)
        outer.cell(0, 0)._tc.append(opened.tables[1]._tbl)  # noqa: SLF001 (the elements)

    assert is_read_right(document(frame)) == set()


def test_a_damaged_word_document_is_named() -> None:
    with pytest.raises(UnreadableFileError, match="损坏"):
        read_published(document(lambda _: None)[:2000])
