"""How offices really publish: one oddity at a time, read right or with the issue that it deserves."""

from __future__ import annotations

import io
import re
import time
from copy import deepcopy
from itertools import product
from typing import TYPE_CHECKING, Any

import docx
import pytest
from docx.oxml import OxmlElement, parse_xml
from pages_of_tables import Cell, page

import gkxl
from gkxl import demo
from gkxl.errors import LimitError, UnreadableFileError
from gkxl.forms import EDITIONS
from gkxl.model.values import report_from
from gkxl.publication.read.as_workbook import read_published
from gkxl.publication.write.docx_writer import docx_bytes
from workbooks import at, different, every_edition

if TYPE_CHECKING:
    from collections.abc import Callable

    from gkxl.forms.edition import Edition
    from gkxl.reading import Reading

NEWEST = EDITIONS["2021"]
PERMITS = "disclosure.permits.decisions"


def codes(reading: Reading) -> set[str]:
    """What was said beside what the figures themselves give rise to."""
    return {issue.code for issue in reading.issues if not issue.code.startswith(("narrative.", "expect."))}


def figures(values: Any) -> dict[str, Any]:  # noqa: ANN401 (a mapping)
    return {path: value for path, value in values.items() if not isinstance(value, str)}


def is_read_right(made: str | bytes, edition: Edition = NEWEST, **options: Any) -> set[str]:  # noqa: ANN401
    """Every figure is as it was printed; the codes of what else was said."""
    reading = read_published(made, **options)
    assert figures(reading.values) == figures(page(edition).values)
    return codes(reading)


def changed(pattern: str, new: str, edition: Edition = NEWEST) -> str:
    made, count = re.subn(pattern, new, page(edition).html())
    assert count, f"{pattern} is not on the page"
    return made


# Tables


@every_edition
@pytest.mark.parametrize("number", range(3, 20, 4))
def test_a_table_is_split_over_pages_with_a_label_cut_in_two(edition: Edition, number: int) -> None:
    draft = page(edition)
    rows = draft.tables[1].parts[0]
    name = next(cell for cell in reversed(rows[number]) if not cell.path)
    rest = [Cell(name.inside[4:] if cell is name else "", 1, cell.columns) for cell in rows[number]]
    name.inside = name.inside[:4]
    draft.tables[1].parts = [rows[: number + 1], [rest, *rows[number + 1 :]]]
    draft.tables[1].between = "<p>- 3 -</p>"
    told = is_read_right(draft.html(), edition)
    assert "published.label" in told
    assert told <= {"published.label", "published.aligned"}  # merged cells end with the page


@every_edition
def test_headings_are_repeated_on_the_next_page(edition: Edition) -> None:
    draft = page(edition)
    rows = draft.tables[1].parts[0]
    draft.tables[1].parts = [rows[:7], [*rows[:3], *rows[7:]]]
    assert is_read_right(draft.html(), edition) <= {"published.aligned"}


@every_edition
def test_merged_cells_are_lost(edition: Edition) -> None:
    made = re.sub(r' (row|col)span="\d+"', "", page(edition).html())
    assert is_read_right(made, edition) == {"published.aligned"}


@every_edition
def test_empty_cells_stand_in_place_of_merged_ones(edition: Edition) -> None:
    """As a spreadsheet program leaves a table whose cells were taken apart."""
    draft = page(edition)
    for table in draft.tables:
        spots: dict[tuple[int, int], Cell] = {}
        for number, row in enumerate(table.rows):
            for cell in row:
                column = next(n for n in range(99) if (number, n) not in spots)
                whole = [(number + r, column + c) for r in range(cell.rows) for c in range(cell.columns)]
                spots |= dict.fromkeys(whole, Cell("")) | {(number, column): Cell(cell.inside)}
        table.parts = [[[spots[r, c] for c in range(99) if (r, c) in spots] for r in range(len(table.rows))]]
    assert is_read_right(draft.html(), edition) == set()


def test_all_tables_are_set_in_one() -> None:
    made = re.sub("</table>.*?<table[^>]*>", "", page(NEWEST).html(), flags=re.DOTALL)
    assert made.count("<table") == 1
    assert is_read_right(made) == set()


def test_a_report_in_another_report_is_not_guessed_at() -> None:
    both = page(NEWEST).html().replace("</main>", gkxl.to_html(demo.report(), fragment=True) + "</main>")
    with pytest.raises(UnreadableFileError, match="不止一份"):
        read_published(both)


def test_a_table_of_something_else_is_left_alone() -> None:
    other = "<table><tr><td>行政许可</td><td>行政处罚</td></tr><tr><td>1</td><td>2</td></tr></table>"
    assert is_read_right(changed("(<h2[^>]*>二、)", rf"{other}\1")) == set()


def test_a_table_is_a_picture() -> None:
    made = re.sub("<table.*?</table>", '<img src="3.png">', page(NEWEST).html(), count=2, flags=re.DOTALL)
    issues = [issue for issue in read_published(made).issues if issue.code == "published.absent"]
    assert [issue.path for issue in issues] == ["disclosure", "requests"]
    assert all("图片" in issue.message for issue in issues)


def test_a_table_is_missing() -> None:
    made = re.sub("<table.*?</table>", "", page(NEWEST).html(), count=1, flags=re.DOTALL)
    (issue,) = (issue for issue in read_published(made).issues if issue.code == "published.absent")
    assert "图片" not in issue.message
    assert PERMITS in issue.facts["paths"]


def test_tables_of_two_editions_are_mixed() -> None:
    """As one district did: table two of 2021 above the single line （六） of 2019."""
    new, old = page(NEWEST), page(EDITIONS["2019"])
    new.tables[1] = old.tables[1]
    reading = read_published(new.html())
    (issue,) = (issue for issue in reading.issues if issue.code == "published.edition")
    assert reading.edition == "2021"
    assert "2019 版" in issue.message
    assert (
        reading.values["requests.received.natural_person"] == old.values["requests.received.natural_person"]
    )
    assert reading.values["requests.processed.otherwise.other.total"] is None
    assert reading.values[PERMITS] == new.values[PERMITS]


def test_a_note_stands_under_the_figures() -> None:
    note = '<tr><td colspan="10">注：数据截至年底。</td></tr></table>'
    assert is_read_right(page(NEWEST).html().replace("</table>", note)) == {"published.stray"}


def test_what_does_not_add_up_is_read_as_printed() -> None:
    draft = page(NEWEST)
    total = draft.values["requests.received.total"]
    reading = read_published(changed(f">{total}<", f">{total + 1}<"))
    assert reading.values["requests.received.total"] == total + 1
    assert "sum.line" in at(reading.issues, "requests.received.total")


# Cells


@pytest.mark.parametrize(
    ("printed", "value", "code"),
    [
        ("", None, "cell.blank"),
        ("&nbsp;", None, "cell.blank"),
        ("/", None, "cell.dash"),
        ("——", None, "cell.dash"),
        ("22（其中修订16件）", None, "cell.text"),
        ("约22", None, "cell.text"),
        ("2<br>2", None, "cell.text"),
        ("22<sup>①</sup>", None, "cell.text"),
        ("22<sup>1</sup>", None, "cell.text"),
        ("22<a href='#note'>1</a>", None, "cell.text"),
        ("22<span style='vertical-align: super'>1</span>", None, "cell.text"),
        ("<s>21</s>22", None, "cell.text"),
        ("<del>21</del><ins>22</ins>", None, "cell.text"),
        ("<span style='text-decoration: line-through'>21</span>22", None, "cell.text"),
        ("22<span style='opacity: 0'>1</span>", 22, ""),
        ("22<span style='font-size:0px;'>1</span>", 22, ""),
        ("22<span style='visibility:collapse'>1</span>", 22, ""),
        ("<span style='opacity:0.9;font-size:0.9em'>22</span>", 22, ""),
        ("<ruby>22<rp>(</rp><rt>1</rt><rp>)</rp></ruby>", 22, ""),
        ("22<canvas>1</canvas><video>1</video><dialog>1</dialog>", 22, ""),
        ("22件", 22, "cell.lenient"),
        ("２２", 22, "cell.lenient"),
        ("1,022", 1022, "cell.lenient"),
        ("&#50;&#x32;", 22, ""),
        ("<p><span>22</span></p>\n", 22, ""),
        ("<table><tr><td>22</td></tr></table>", 22, ""),
    ],
)
def test_a_count_is_printed_otherwise(printed: str, value: int | None, code: str) -> None:
    made = changed(f">{page(NEWEST).values[PERMITS]}<", f">{printed}<".replace("\\", r"\\"))
    reading = read_published(made)
    assert reading.values[PERMITS] == value
    assert at(reading.issues, PERMITS) == ([code] if code else [])


def test_blanks_are_zeros_for_whoever_says_so() -> None:
    made = changed(f">{page(NEWEST).values[PERMITS]}<", "><")
    reading = read_published(made, blank="zero")
    assert (reading.values[PERMITS], at(reading.issues, PERMITS)) == (0, ["cell.zero"])


def test_an_amount_in_yuan_is_told() -> None:
    amount = page(NEWEST).values["disclosure.fees.amount"]
    reading = read_published(changed(f">{amount}<", ">251000元<"))
    assert f"{reading.values['disclosure.fees.amount']:f}" == "25.1"
    assert at(reading.issues, "disclosure.fees.amount") == ["cell.unit"]


def test_a_heading_in_yuan_is_not_taken_for_one_in_ten_thousands() -> None:
    reading = read_published(changed("（单位：万元）", "（单位：元）"))
    assert reading.values["disclosure.fees.amount"] is None
    assert at(reading.issues, "disclosure.fees.amount") != []


@pytest.mark.parametrize("left_open", ["<o>", "<b>", "<font>", "<span>", ""])
def test_cells_end_where_the_next_one_begins(left_open: str) -> None:
    """As browsers have it, whatever was left open in them."""
    values = page(NEWEST).values
    for path in (PERMITS, "requests.received.natural_person", "disputes.review.other"):
        assert is_read_right(changed(f">{values[path]}</td>", f">{values[path]}{left_open}")) == set()


# Labels


@pytest.mark.parametrize(
    ("label", "printed", "told"),
    [
        ("规章", "规 章", False),
        ("规章", "规<br>章", False),
        ("行政复议", "行政法复议", True),
        ("2.其他法律行政法规禁止公开", "2.其他法律行政止公开", True),
        ("1.属于国家秘密", "1、属于国家秘密", True),
        ("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", "（二）部分公开", True),
        ("行政许可", "行政许可（含备案）", True),
        ("本年收费金额（单位：万元）", "本年收费金额", True),
        ("（三）不予公开", "三）不予公开", True),
        ("3.危及“三安全一稳定”", '3.危及"三安全一稳定"', False),
        ("其他", "其它", True),
        ("三、本年度办理结果", "三、本年度<wbr>办理结果", False),
    ],
)
def test_a_label_is_printed_otherwise(label: str, printed: str, told: bool) -> None:  # noqa: FBT001 (a case)
    made = changed(f">{re.escape(label)}<", f">{printed}<")
    assert is_read_right(made) == ({"published.label"} if told else set())


def test_labels_are_in_traditional_characters() -> None:
    pairs = {
        "行政许可": "行政許可",
        "行政处罚": "行政處罰",
        "行政复议": "行政複議",
        "总计": "總計",
        "规章": "規章",
        "法律服务机构": "法律服務機構",
        "一、本年新收政府信息公开申请数量": "一、本年新收政府信息公開申請數量",
        "4.保护第三方合法权益": "4.保護第三方合法權益",
    }
    made = page(NEWEST).html()
    for plain, traditional in pairs.items():
        made = made.replace(f">{plain}<", f">{traditional}<")
    assert is_read_right(made) == {"published.label"}


def test_a_label_as_near_to_another_is_none() -> None:
    reading = read_published(changed(">行政许可<", ">行政处可<"))
    assert reading.values[PERMITS] is None
    assert at(reading.issues, PERMITS) == ["published.cell"]


def test_what_is_raised_in_a_text_stays_in_its_line() -> None:
    reading = read_published(changed("(<p[^>]*>)", r"\g<1>占地 5 km<sup>2</sup>，<s>旧</s>新。"))
    assert "占地 5 km2，旧新。" in " ".join(str(value) for value in reading.values.values())


# Pages


def test_the_page_is_one_of_a_site() -> None:
    """Menus before the report and links after it are no part of its texts."""
    draft = page(NEWEST)
    menu = "<ul><li>首页</li><li>六、其他需要报告的事项</li></ul>"
    foot = '<div><p>扫一扫</p><p>主办：某市人民政府办公室</p></div><script>var a = "<p>1</p>"</script>'
    site = f"{menu}<div>{{}}</div>{foot}"
    body = re.sub(".*<main>|</main>.*", "", draft.html(), flags=re.DOTALL)
    reading = read_published(f"<html><body>{site.format(body)}</body></html>")
    assert {p: reading.values[p] for p in draft.values} == draft.values


def test_a_page_saved_by_libreoffice_has_its_page_number_at_the_end() -> None:
    draft = page(NEWEST)
    foot = '<div title="footer"><p>— <span><sdfield type=PAGE>15</sdfield></span> —</p></div></main>'
    reading = read_published(draft.html().replace("</main>", foot))
    assert reading.values["other_matters"] == draft.values["other_matters"]


def test_the_page_is_laid_out_by_tables() -> None:
    draft = page(NEWEST)
    body = re.sub(".*<main>|</main>.*", "", draft.html(), flags=re.DOTALL)
    made = f"<table><tr><td>导航</td><td><table><tr><td>{body}</td></tr></table></td></tr></table>"
    assert is_read_right(made) == set()


def test_what_is_hidden_is_not_read() -> None:
    hidden = '<tr style="display:none"><td>行政许可</td><td>9</td></tr></table>'
    assert is_read_right(page(NEWEST).html().replace("</table>", hidden)) == set()


def test_spans_that_nobody_can_mean_are_cut() -> None:
    start = time.process_time()
    made = re.sub(r'rowspan="\d+"', 'rowspan="1000000"', page(NEWEST).html())
    reading = read_published(made)
    assert all(v in (page(NEWEST).values[p], None) for p, v in figures(reading.values).items())
    read_published(re.sub(r'colspan="\d+"', 'colspan="1000000"', page(NEWEST).html()))
    assert time.process_time() - start < 20  # a guard against hanging, not a measure


@pytest.mark.parametrize(
    "hostile",
    ["<div>" * 5000, "<table><tr><td>" * 5000, "<p>" * 400_000, "<td>" * 250_000],
    ids=["div", "table", "p", "td"],
)
def test_a_hostile_page_is_refused(hostile: str) -> None:
    with pytest.raises((LimitError, UnreadableFileError)):
        read_published(f"<table>{hostile}")


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        *product(("utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"), ("", "utf-8", "gb2312", "big5")),
        ("big5hkscs", "big5"),  # nothing tells Big5 from GBK but what the page says
    ],
)
def test_the_encoding_is_what_it_is_whatever_the_page_says(encoding: str, declared: str) -> None:
    made = re.sub('charset="?utf-8"?', f"charset={declared}", gkxl.to_html(demo.report()))
    made = made.replace("政府信息公开", "政府信息公開") if encoding == "big5hkscs" else made
    reading = read_published(made.encode(encoding, "xmlcharrefreplace"))
    assert reading.report is not None
    assert reading.report.requests == demo.report().requests
    assert "published.characters" not in codes(reading)


@pytest.mark.parametrize(
    "title",
    [
        "示例市示例局2023年政府信息公开工作年度报告",
        "示例市示例局2023年度政府信息公开工作年度报告",
        "2023年示例市示例局政府信息公开工作年度报告",
        "示例市示例局２０２３年政府信息公开年度报告",
        "示例市示例局二〇二三年政府信息公开工作年度报告",
        "示例市示例局<br>2023年政府信息公开工作年度报告",
    ],
)
def test_unit_and_year_are_those_of_the_title(title: str) -> None:
    made = re.sub("(<h1[^>]*>).*?(</h1>)", rf"\g<1>{title}\2", gkxl.to_html(demo.report()), flags=re.DOTALL)
    reading = read_published(made)
    assert (reading.values["cover.unit"], reading.values["cover.year"]) == ("示例市示例局", 2023)


def test_another_year_than_expected_is_an_issue() -> None:
    assert "identity.year" in codes(read_published(gkxl.to_html(demo.report()), year=2022))


def test_headings_are_set_as_paragraphs() -> None:
    made = re.sub("<(/?)h[123][^>]*>", r"<\1p>", gkxl.to_html(demo.report()))
    reading = read_published(made)
    assert reading.report is not None
    assert reading.report.overview == demo.report().overview
    assert reading.report.improvement == demo.report().improvement


def test_texts_have_no_headings_of_their_own() -> None:
    made = re.sub("<h3[^>]*>.*?</h3>", "", gkxl.to_html(demo.report()))
    reading = read_published(made)
    overview = demo.report().overview
    assert codes(reading) == {"published.texts"}
    assert reading.values["overview.summary"].startswith(overview.summary[:10])
    assert reading.values["overview.summary"].endswith(overview.supervision.split("\n")[-1])


# Word documents


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

    assert is_read_right(document(plain)) == {"cover.blank"}  # nothing tells that the title is one


def test_a_word_table_stands_in_a_frame() -> None:
    def frame(opened: Any) -> None:  # noqa: ANN401 (python-docx)
        outer = opened.add_table(1, 2)
        outer.cell(0, 0)._tc.append(opened.tables[1]._tbl)  # noqa: SLF001 (the elements)

    assert is_read_right(document(frame)) == set()


def test_a_damaged_word_document_is_named() -> None:
    with pytest.raises(UnreadableFileError, match="损坏"):
        read_published(document(lambda _: None)[:2000])
