"""Whatever is handed in is opened, or named with what to do."""

from __future__ import annotations

import io
import json
import re
import zipfile
from contextlib import suppress
from email.mime.application import MIMEApplication
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from random import Random
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

import pytest
from lxml import html
from pages_elsewhere import as_text as copied
from pages_of_tables import NEWEST, codes, figures, page

import gkxl
from gkxl import demo
from gkxl.errors import GkxlError, LimitError, UnreadableFileError
from gkxl.files.sniff import OLE2_MAGIC
from gkxl.forms import EDITIONS
from gkxl.publication.read.as_workbook import read_published
from gkxl.publication.write.docx_writer import docx_bytes
from workbooks import every_edition, workbook

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from gkxl.forms.edition import Edition

PAGE: Final = gkxl.to_html(demo.report())


def as_text(separator: str, edition: Any = NEWEST, *, around: str = "") -> str:  # noqa: ANN401 (an edition)
    """The text of a page, the cells of each row in one line."""
    lines: list[str] = []
    for element in html.fromstring(page(edition).html()).iter("h1", "h2", "h3", "p", "table"):
        if element.tag == "table":
            rows = ([cell.text_content() for cell in row.iter("td", "th")] for row in element.iter("tr"))
            lines += [f"{around}{separator.join(row)}{around}" for row in rows]
        else:
            lines.append(element.text_content())
    return "\n".join(lines)


SEPARATORS: Final = {
    "tabs": ("\t", ""),
    "a space": (" ", ""),
    "spaces": ("   ", ""),
    "pipes": (" | ", "|"),
    "wide": ("　　", ""),
    "drawn": ("│", "│"),
}


@every_edition
@pytest.mark.parametrize("name", SEPARATORS)
def test_every_figure_of_a_text_is_read(name: str, edition: Any) -> None:  # noqa: ANN401 (an edition)
    separator, around = SEPARATORS[name]
    reading = read_published(as_text(separator, edition, around=around))
    assert figures(reading.values) == figures(page(edition).values)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_text_file_is_read_in_any_encoding(encoding: str) -> None:
    reading = read_published(as_text("\t").encode(encoding))
    assert figures(reading.values) == figures(page(NEWEST).values)


@pytest.mark.parametrize("width", [12, 20, 31])
def test_labels_are_wrapped_before_and_around_their_figures(width: int) -> None:
    lines: list[str] = []
    for line in as_text(" ").split("\n"):
        name, _, rest = line.partition(" ")
        wraps = len(name) > width and rest[:1].isdigit() and "情况" not in name
        lines += [name[:width], f"{name[width:]} {rest}"] if wraps else [line]
    assert figures(read_published("\n".join(lines)).values) == figures(page(NEWEST).values)


RECEIVED: Final = "一、本年新收政府信息公开申请数量"
PATH: Final = "requests.received"


CUTS: Final[dict[str, Callable[[str], str]]] = {
    "by a space": lambda value: f"{value[:3]} {value[3:]}",
    "by a line": lambda value: f"{value[:3]}\n{value[3:]}",
    "to nothing": lambda _: "",
}


@pytest.mark.parametrize("cut", CUTS)
def test_a_row_with_too_many_or_too_few_figures_is_not_read(cut: str) -> None:
    change = CUTS[cut]
    made = as_text(" ")
    line = next(line for line in made.split("\n") if line.startswith(RECEIVED))
    value = line.split()[1]
    reading = read_published(made.replace(line, line.replace(value, change(value), 1)))
    assert reading.values[f"{PATH}.natural_person"] is None
    assert reading.values["requests.brought_forward.total"] is not None


def test_a_figure_that_goes_on_in_the_next_line_is_not_read_short() -> None:
    made = as_text(" ")
    line = next(line for line in made.split("\n") if line.startswith(RECEIVED))
    reading = read_published(made.replace(line, f"{line}\n 4"))
    assert reading.values[f"{PATH}.total"] is None


@every_edition
@pytest.mark.parametrize(
    "heading", ["（一）主动公开政府信息情况", "1.主动公开政府信息情况", "（二）公开情况"]
)
@pytest.mark.parametrize("seed", range(4))
def test_the_wrapped_name_of_a_line_begins_no_section(edition: Edition, heading: str, seed: int) -> None:
    """Such as 二、上年结转, where section two has another heading; what is above it stays a table."""
    made = copied(page(edition), Random(seed), "wrapped")  # noqa: S311 (where names are wrapped)
    reading = read_published(made.replace("\n二、主动公开政府信息情况", f"\n{heading}", 1))
    assert "规章" not in "".join(str(v) for p, v in reading.values.items() if p.startswith("overview."))


@pytest.mark.parametrize("name", ["9.本机关不掌握相关信息", "（二）无政府信息的其他情形", "不掌握的信息"])
def test_figures_beside_an_unknown_name_are_not_those_of_the_name_above(name: str) -> None:
    text = re.sub("\n8.属于行政查询事项 ([0-9 ]+)\n", r"\n（一）\n\1\n属于行政查询事项\n", as_text(" "))
    made = re.sub("\n[^\n]*1.本机关不掌握相关政府信息", f"\n{name}", text)
    values = read_published(made).values
    wanted = page(NEWEST).values
    for line in ("refused.administrative_inquiry", "unavailable.not_held"):
        path = f"requests.processed.{line}.total"
        assert values[path] in (None, wanted[path])


@pytest.mark.parametrize("caption", ["2020年情况", "上年情况", "附：上年数据", "（2019年度）"])
def test_lines_of_another_year_fill_no_gap(caption: str) -> None:
    made = re.sub("(行政处罚) ([0-9]+)(?=\n)", r"\1", as_text(" "))
    other = made.replace("\n三、收到", f"\n{caption}\n信息内容 本年处理决定数量\n行政处罚 9\n三、收到")
    reading = read_published(other)
    assert reading.values["disclosure.penalties.decisions"] is None
    assert reading.values["requests.received.total"] == page(NEWEST).values["requests.received.total"]
    assert any(caption in issue.message for issue in reading.issues if issue.code == "published.unplaced")


@pytest.mark.parametrize("pieces", ["104915\n{label}\n2", "104915 \n{label} 2", "1\n{label}\n049152"])
@pytest.mark.parametrize("label", ["行政事业性收费", "行政强制", "行政许可"])
def test_a_figure_that_begins_above_its_name_is_not_read_short(label: str, pieces: str) -> None:
    """As a number looks that is wrapped in its cell, beside a name in the middle."""
    made = re.sub(f"{label} [0-9]+", pieces.format(label=label), as_text(" "))
    values = read_published(made).values
    path = next(p for p, v in page(NEWEST).values.items() if re.search(f"{label} {v}\n", as_text(" ")))
    assert values[path] is None


def test_the_number_of_a_page_cuts_no_line() -> None:
    """As programs give it that show PDFs: a number below each page, and a form feed."""
    made = as_text(" ").replace("\n2.重复申请", "\n\n   2\n\n\f2.重复申请")
    assert figures(read_published(made).values) == figures(page(NEWEST).values)


def test_headings_in_another_order_are_not_read_in_that_of_the_form() -> None:
    made = as_text("\t").replace("商业企业\t科研机构", "科研机构\t商业企业")
    assert read_published(made).values[f"{PATH}.business"] is None


def test_one_figure_to_a_line_is_refused_with_the_reason() -> None:
    with pytest.raises(UnreadableFileError, match="一行只有一个数"):
        read_published(as_text("\n"))


def test_lines_that_a_page_broke_are_joined() -> None:
    text = "这一段文字很长，" * 60
    lines = [text[n : n + 30] for n in range(0, len(text), 30)]
    made = as_text(" ").replace("一、总体情况", "一、总体情况\n" + "\n\n".join(lines), 1)
    assert read_published(made).values["overview.summary"].startswith(text)


def mail(*parts: Any, kind: str = "mixed", **headers: str) -> bytes:  # noqa: ANN401 (of email)
    made = MIMEMultipart(kind)
    for name, value in {"From": "a@example.org", "MIME-Version": "1.0", **headers}.items():
        made[name] = value
    for part in parts:
        made.attach(part)
    return made.as_bytes()


TO: Final = {"To": "b@example.org", "Message-ID": "<1@example.org>"}


def attached(data: bytes, name: str) -> MIMEApplication:
    part = MIMEApplication(data)
    part.add_header("Content-Disposition", "attachment", filename=name)
    return part


MAILS: Final = {
    "mht": lambda: mail(MIMEText(PAGE, "html", "utf-8"), MIMEText("p{}", "css"), kind="related"),
    "mht in GBK": lambda: mail(MIMEText(PAGE.replace("utf-8", "gbk"), "html", "gb18030"), kind="related"),
    "page in a mail": lambda: mail(MIMEText("见附件"), MIMEText(PAGE, "html", "utf-8"), **TO),
    "docx in a mail": lambda: mail(MIMEText(""), attached(docx_bytes(demo.report()), "a.docx"), **TO),
}  # fmt: skip


@pytest.mark.parametrize("name", MAILS)
def test_the_report_in_a_mail_or_a_saved_page_is_read(name: str) -> None:
    reading = read_published(MAILS[name]())
    assert reading.report is not None
    assert reading.report.requests == demo.report().requests


def test_which_of_two_reports_in_a_mail_is_meant_is_not_guessed() -> None:
    both = mail(attached(docx_bytes(demo.report()), "a.docx"), attached(PAGE.encode(), "b.html"), **TO)
    with pytest.raises(UnreadableFileError, match="不止一份"):
        read_published(both)


def packed(*names: str, first: Mapping[str, str] = MappingProxyType({})) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in {**first, **dict.fromkeys(names, "x")}.items():
            archive.writestr(name, content)
    return made.getvalue()


ADVICE: Final = {
    "ofd": (packed("OFD.xml", "Doc_0/Document.xml"), "OFD 阅读器"),
    "zip": (packed("年报.docx"), "解压"),
    "odt": (
        packed("content.xml", first={"mimetype": "application/vnd.oasis.opendocument.text"}),
        "另存为 .docx",
    ),
    "wps": (OLE2_MAGIC + bytes(600) + "WordDocument\0".encode("utf-16-le"), "另存为 .docx"),
    "rar": (b"Rar!\x1a\x07\0", "解压"),
    "xlsx": (workbook(demo.report()), "gkxl check"),
}  # fmt: skip


@pytest.mark.parametrize("name", ADVICE)
def test_other_files_are_named_with_what_to_do(name: str) -> None:
    data, advice = ADVICE[name]
    with pytest.raises(UnreadableFileError, match=advice) as raised:
        read_published(data)
    assert "报送" not in str(raised.value)


@pytest.mark.parametrize(
    "hostile",
    [
        mail(MIMEText("a"), **TO) + b"\n" * 900_000,
        mail(MIMEText("a"), **TO).replace(b"boundary=", b"boundary=a; " + b"boundary=a; " * 99),
    ],
)
def test_a_mail_that_is_made_to_cost_much_is_refused(hostile: bytes) -> None:
    with pytest.raises(LimitError):
        read_published(hostile)


@pytest.mark.parametrize("text", ["\n" * 300_000 + "a", "规章 1 1 1\n" * 60_000, "一、" * 50_000 + "\n"])
def test_a_text_that_is_made_to_cost_much_ends(text: str) -> None:
    with suppress(GkxlError):
        read_published(text)


def test_every_edition_is_read_by_name() -> None:
    assert json.dumps([*EDITIONS]) == '["2019", "2021"]'
    assert codes(read_published(as_text("\t"))) <= {"published.texts", "published.heading"}
