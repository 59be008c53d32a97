"""One fault after the other in a return that is right: for every code what raises it.

The page of codes shows what each of them says; `test_faulty` sees to it that none is left out.
"""

from __future__ import annotations

import os
import re
import tempfile
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

import openpyxl
from attrs import evolve
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName

import gkxl
from gkxl import demo
from gkxl.cli.outcome import read_file
from gkxl.forms import EDITIONS, USUAL_KIND, edition_of
from gkxl.forms.register import Application, Dispute, Register
from gkxl.layout import NAME_PREFIX, pages, places
from gkxl.model.marks import Grid
from gkxl.model.outline import cells, report_from, values_of
from gkxl.reading.previous import Previous
from gkxl.register.sheets import make_register
from gkxl.reports.aggregation import differences
from workbooks import (
    changed,
    forget_properties,
    opened,
    packed,
    parts,
    put_row,
    saved,
    sheet_part,
    with_cell,
    workbook,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from openpyxl.workbook import Workbook

    from gkxl.collection.judging.verdicts import Prefer
    from gkxl.issues import Issue

REPORT: Final = demo.report()
EDITION: Final = edition_of(REPORT)
TABLE_THREE: Final = next(page for page in pages(EDITION) if isinstance(page.section.section, Grid))
RIGHT: Final = workbook(REPORT)
PAGE: Final = gkxl.to_html(REPORT)

COUNT: Final = "disclosure.permits.decisions"
AMOUNT: Final = "disclosure.fees.amount"
TOTAL: Final = "requests.received.total"
_FEES: Final = AMOUNT.replace(".", "__")
TEXT: Final = "overview.on_request"

PROPERTIES, HIDDEN, BOOK = "docProps/custom.xml", "xl/sharedStrings.xml", "xl/workbook.xml"


def checked(**changes: Any) -> list[Issue]:  # noqa: ANN401 (what cells hold)
    """What a report says that holds something else in some cells; ``__`` stands for the dots of a path."""
    values = {path.replace("__", "."): value for path, value in changes.items()}
    return gkxl.check(report_from(EDITION.form, values_of(REPORT) | values))


def checked_trial(**changes: Any) -> list[Issue]:  # noqa: ANN401 (what cells hold)
    """The same of a report of 2019, whose table two has cells that may be below 0."""
    trial = EDITIONS["2019"]
    blank = {cell.path: "已写明。" if cell.type is str else 0 for cell in cells(trial.form)}
    values = {path.replace("__", "."): value for path, value in changes.items()}
    return gkxl.check(report_from(trial.form, blank | {"cover.year": 2019, "cover.level": ""} | values))


def across(**changes: Any) -> list[Issue]:  # noqa: ANN401 (what cells hold)
    """What the report says beside one of the year before from which it follows, but for some cells."""
    follows = {"cover.year": REPORT.cover.year - 1, COUNT: 80}
    values = {path.replace("__", "."): value for path, value in changes.items()}
    return gkxl.check(REPORT, previous=report_from(EDITION.form, values_of(REPORT) | follows | values))


def typed(path: str, inside: str, attributes: str = "", **options: Any) -> Iterable[Issue]:  # noqa: ANN401 (of read)
    """What a return says after this XML was put into a cell."""
    return gkxl.read(with_cell(RIGHT, EDITION, path, inside, attributes), **options).issues


def written(path: str, text: str) -> Iterable[Issue]:
    """What a return says after this text was typed into a cell."""
    return typed(path, f"<is><t>{text}</t></is>", ' t="inlineStr"')


def runs(path: str, struck: str, text: str) -> Iterable[Issue]:
    """What a return says after this was typed into a cell, and the beginning struck through."""
    inside = f"<is><r><rPr><strike/></rPr><t>{struck}</t></r><r><t>{text}</t></r></is>"
    return typed(path, inside, ' t="inlineStr"')


def rewritten(part: str, old: str, new: str) -> Iterable[Issue]:
    """What a return says after a part was changed."""
    return gkxl.read(changed(RIGHT, lambda xml: re.sub(old, new, xml), part=part)).issues


def handled(change: Callable[[Workbook], object]) -> Iterable[Issue]:
    """What a return says after someone was at work in it with openpyxl."""
    book = opened(RIGHT)
    change(book)
    return gkxl.read(saved(book)).issues


def unusable() -> Iterable[Issue]:
    """What a file says that only bears the name of a workbook."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "某市财政局.xlsx"
        path.write_text("<html><table></table></html>", encoding="utf-8")
        return read_file(path).issues


def rostered(*rows: str) -> Iterable[Issue]:
    """What a roster of these rows says."""
    return gkxl.read_roster("\n".join(["单位代码,单位名称,层级,上级", *rows]).encode()).issues


def tabled(*rows: str) -> Iterable[Issue]:
    """What is said of a roster that is these rows, headings included."""
    return gkxl.read_roster("\n".join(rows).encode()).issues


def sheets(**tables: list[list[str]]) -> Iterable[Issue]:
    """What is said of a roster with these sheets; one whose name begins with 隐藏 is hidden."""
    book = openpyxl.Workbook()
    for name, rows in tables.items():
        sheet = book.create_sheet(name)
        sheet.sheet_state = "hidden" if name.startswith("隐藏") else "visible"
        for row in rows:
            sheet.append(row)
    return gkxl.read_roster(saved(book)).issues


REGISTER: Final = Register(
    year=2026,
    applications=(
        Application(number="1", received=date(2026, 3, 5), kind="自然人"),
        Application(
            number="2", received=date(2026, 3, 6), kind="自然人", closed=date(2026, 4, 1), outcome="予以公开"
        ),
    ),
    disputes=(Dispute(number="1", application="2", route="行政复议", accepted=date(2026, 5, 1)),),
)


def registered(address: str, content: str, sheet: str = "申请") -> Iterable[Issue]:
    """What a register says after someone put something else into a cell."""
    book = opened(make_register(REGISTER))
    book[sheet][address] = content
    return gkxl.register.read_register(saved(book)).issues


def register_handled(change: Callable[[Workbook], object]) -> Iterable[Issue]:
    """What a register says after someone was at work in it with openpyxl."""
    book = opened(make_register(REGISTER))
    change(book)
    return gkxl.register.read_register(saved(book), year=2026).issues


def rows_checked(**changes: Any) -> Iterable[Issue]:  # noqa: ANN401 (what cells hold)
    """What a register says of which the second row holds something else."""
    first, second = REGISTER.applications
    rows = (first, evolve(second, **changes))
    return gkxl.register.check_register(evolve(REGISTER, applications=rows, disputes=()))


def case_checked(line: str, **changes: Any) -> Iterable[Issue]:  # noqa: ANN401 (what cells hold)
    """What a register says of which the second row has another outcome, and the case holds something else."""
    first, second = REGISTER.applications
    cases = (evolve(REGISTER.disputes[0], **changes),)
    return gkxl.register.check_register(
        evolve(REGISTER, applications=(first, evolve(second, outcome=line)), disputes=cases)
    )


def lose_identity(book: Workbook) -> None:
    """Delete what says that a register is one."""
    del book["_gkxl"]
    forget_properties(book)


def lose_heading(book: Workbook) -> None:
    """Delete a heading and its name."""
    del book.defined_names["gk.applications.reply"]
    book["申请"]["P3"] = None


def exchange_headings(book: Workbook) -> None:
    """Exchange two headings, and not what is below them."""
    one, other = book["申请"]["O3"], book["申请"]["P3"]
    one.value, other.value = other.value, one.value


def row_below(book: Workbook) -> None:
    """Enter an application below the prepared rows."""
    put_row(book["申请"], 900, "9", date(2026, 9, 9), "网络", "自然人")


UNITS: Final = {"A": "某市财政局", "B": "某市水务局"}


SPRING: Final = 1_740_816_000
"""A day on which reports of the year are filed, in seconds."""

BUSY: Final = dict.fromkeys(
    (f"disclosure__normative_documents__{name}" for name in ("issued", "repealed", "in_force")), 3
)
"""More figures than a unit has by chance."""


def gathered(
    units: str, *, names: str = "", prefer: Prefer | None = None, **files: gkxl.Report
) -> Iterable[Issue]:
    """What a collection of these units says of these files; each was written later than the one before."""
    rows = [f"{code},{name}" for code, name in zip(units, names.split() or UNITS.values(), strict=False)]
    with tempfile.TemporaryDirectory() as folder:
        returns = Path(folder) / "returns"
        returns.mkdir()
        for moment, (name, report) in enumerate(files.items()):
            gkxl.write_workbook(report, returns / f"{name}.xlsx")
            os.utime(returns / f"{name}.xlsx", (SPRING + moment, SPRING + moment))
        roster = gkxl.read_roster("\n".join(["单位代码,单位名称", *rows]).encode())
        out = Path(folder) / "out"
        with gkxl.collect(returns, roster=roster, year=2023, output=out, prefer=prefer) as found:
            of_units = [issue for code in units for issue in found.issues(code)]
            return [
                *found.consolidated_issues(),
                *of_units,
                *(issue for file in found.files for issue in found.file_issues(file)),
            ]


def returned(code: str, **changes: Any) -> gkxl.Report:  # noqa: ANN401 (what cells hold)
    """The report as a unit returns it that holds something else in some cells."""
    cover = {"cover.unit_code": code, "cover.unit": UNITS.get(code[:1], "别处某局")}
    values = {path.replace("__", "."): value for path, value in changes.items()}
    return cast("gkxl.Report", report_from(EDITION.form, values_of(REPORT) | cover | values))


def relabelled(path: str, label: str) -> Iterable[Issue]:
    """What a return says after the label of a line was typed over."""
    place = places(EDITION)[path]
    return handled(lambda book: book[place.sheet].cell(place.row, 1, label))


def nameless_and_relabelled() -> Iterable[Issue]:
    place = places(EDITION)[COUNT]

    def change(book: Workbook) -> None:
        del book.defined_names[NAME_PREFIX + COUNT]
        book[place.sheet].cell(place.row, 1, "许可")

    return handled(change)


def exchanged_labels() -> Iterable[Issue]:
    """Two lines whose labels changed places: names and places say one thing, labels another."""
    one, other = (places(EDITION)[f"requests.{line}.business"] for line in ("received", "brought_forward"))

    def change(book: Workbook) -> None:
        sheet = book[one.sheet]
        first, second = sheet.cell(one.row, 1), sheet.cell(other.row, 1)
        first.value, second.value = second.value, first.value

    return handled(change)


def published(old: str, new: str | Callable[[re.Match[str]], str], **options: Any) -> Iterable[Issue]:  # noqa: ANN401 (of read_published)
    """What a published page says after its html was changed."""
    changed_page, count = re.subn(old, new, PAGE, flags=re.DOTALL)
    assert count, f"{old} is not on the page"
    return gkxl.read_published(changed_page, **options).issues


def with_macros() -> Iterable[Issue]:
    contents = parts(RIGHT)
    name = "xl/_rels/workbook.xml.rels"
    kind = "http://schemas.microsoft.com/office/2006/relationships/vbaProject"
    macros = f'<Relationship Id="m" Type="{kind}" Target="vbaProject.bin"/></Relationships>'
    contents[name] = contents[name].replace("</Relationships>", macros)
    return gkxl.read(packed(contents)).issues


def garbled() -> Iterable[Issue]:
    """As SheetJS writes properties."""
    cover = values_of(REPORT) | {"cover.unit_code": "示例"}
    content = workbook(report_from(EDITION.form, cover))
    wrong = "示例".encode().decode("latin-1")
    return gkxl.read(changed(content, lambda xml: xml.replace("示例", wrong), part=PROPERTIES)).issues


def copied(book: Workbook) -> None:
    book.copy_worksheet(book[TABLE_THREE.sheet]).title = "去年"


RAISED: Final[dict[str, Callable[[], Iterable[Issue]]]] = {
    "file.unreadable": unusable,
    "sum.line": lambda: typed("requests.brought_forward.total", "<v>2</v>"),
    "sum.column": lambda: typed("requests.processed.total.business", "<v>2</v>"),
    "sum.outcome": lambda: typed("disputes.review.total", "<v>2</v>"),
    "balance": lambda: typed("requests.carried_forward.natural_person", "<v>2</v>"),
    "domain.count": lambda: checked(disclosure__permits__decisions=-73),
    "domain.change": lambda: checked_trial(disclosure__penalties__change=Decimal("-0.5")),
    "domain.amount": lambda: checked(disclosure__fees__amount=-1),
    "domain.year": lambda: checked(cover__year=1999),
    "domain.text": lambda: checked(cover__phone=12345678),
    "year.brought_forward": lambda: across(requests__carried_forward__business=3),
    "year.in_force": lambda: across(disclosure__normative_documents__in_force=9),
    "year.copied": lambda: across(disclosure__permits__decisions=73),
    "year.jump": lambda: across(disclosure__permits__decisions=7300),
    "year.unavailable": lambda: Previous(()).compare(gkxl.read(RIGHT)).issues,
    "unusual.regulations": lambda: checked(disclosure__regulations__in_force=3),
    "unusual.decisions": lambda: checked_trial(
        disclosure__permits__previous_items=22,
        disclosure__permits__change=1,
        disclosure__permits__decisions=23,
    ),
    "cell.blank": lambda: typed(COUNT, ""),
    "cell.dash": lambda: written(COUNT, "无"),
    "cell.text": lambda: written(COUNT, "约73"),
    "cell.negative": lambda: typed(COUNT, "<v>-73</v>"),
    "cell.fraction": lambda: typed(COUNT, "<v>7.3</v>"),
    "cell.huge": lambda: typed(COUNT, "<v>1E+15</v>"),
    "cell.date": lambda: typed(COUNT, "<v>2024-01-02</v>", ' t="d"'),
    "cell.percent": lambda: handled(_as_percentage),
    "cell.masked": lambda: handled(_in_ten_thousands),
    "cell.rounded": lambda: handled(_to_one_decimal),
    "cell.scripts": lambda: runs(COUNT, "12", "15"),
    "cell.struck": lambda: runs(TEXT, "主动公开", "依申请公开"),
    "cell.control": lambda: written(TEXT, "主动公开_x000B_依申请公开_x0007_"),
    "cell.long": lambda: written(TEXT, "字" * 32_768),
    "cell.covered": lambda: handled(_merge),
    "cell.boolean": lambda: typed(COUNT, "<v>1</v>", ' t="b"'),
    "cell.error": lambda: typed(COUNT, "<v>#REF!</v>", ' t="e"'),
    "cell.uncalculated": lambda: typed(COUNT, "<f>[1]Sheet1!B4</f><v>73</v>"),
    "cell.formula": lambda: typed(COUNT, "<f>70+3</f><v>73</v>"),
    "cell.lenient": lambda: written(COUNT, "７３件"),
    "cell.unit": lambda: written(AMOUNT, "251000元"),
    "cell.as_text": lambda: typed("cover.phone", "<v>12345678</v>"),
    "cell.zero": lambda: typed(COUNT, "", blank="zero"),
    "cell.lost": nameless_and_relabelled,
    "table.lost": exchanged_labels,
    "cell.moved": lambda: relabelled(COUNT, "许可"),
    "sheet.stray": lambda: handled(lambda book: book[TABLE_THREE.sheet].cell(40, 2, "注：数据截至年底")),
    "names.lost": lambda: rewritten(BOOK, f'<definedName name="{NAME_PREFIX}.*?</definedName>', ""),
    "total.computed": lambda: typed(TOTAL, "<f>SUM(D5:I5)</f><v>7</v>"),
    "total.formula": lambda: typed(TOTAL, "<f>D5*1</f><v>8</v>"),
    "cover.year": lambda: typed("cover.year", ""),
    "cover.blank": lambda: checked(cover__unit=""),
    "cover.choice": lambda: written("cover.level", "区级"),
    "identity.year": lambda: gkxl.read(RIGHT, year=2024).issues,
    "identity.unit_code": lambda: gkxl.read(RIGHT, unit_code="示例-410501").issues,
    "identity.edition": lambda: gkxl.read(RIGHT, edition="2019").issues,
    "identity.conflict": lambda: rewritten(PROPERTIES, ">gkxl [^<]*<", ">gkxl 0.0.1<"),
    "identity.garbled": garbled,
    "identity.odd_year": lambda: rewritten("", "(<t[^>]*>|lpwstr>)2023<", rf"\g<1>{'9' * 19}<"),
    "identity.lost": lambda: rewritten(PROPERTIES, "gkxl[.]", "other."),
    "identity.salvaged": lambda: rewritten("", "gkxl[.]", "other."),
    "published.cell": lambda: published("<tr>(?:(?!<tr>).)*>行政强制<.*?</tr>", ""),
    "published.lost": lambda: published("<tr>(?:(?!<tr>).)*>四、结转下年度继续办理<.*?</tr>", ""),
    "published.stray": lambda: published(
        "</table>", "<tr><td colspan=2>注：</td><td>不含街道</td></tr></table>"
    ),
    "published.absent": lambda: published('<table class="gkxl-table gkxl-strip[^>]*>.*?</table>', "<img>"),
    "published.doubtful": lambda: published("(>2.重复申请</th>)<td[^>]*>0</td>", r"\1"),
    "published.aligned": lambda: published('<th colspan="3"([^>]*)>一、', r"<th\1>一、"),
    "published.label": lambda: published(">行政许可<", ">行政许可证<"),
    "published.year": lambda: published("2023年", ""),
    "published.texts": lambda: published("<h3[^>]*>[^<]*(情况|保障)[^<]*</h3>", ""),
    "published.columns": lambda: published(
        r"(<th[^>]*>本年收费金额[^<]*</th>)|(<td[^>]*fees[^>]*>[^<]*</td>)",
        lambda found: f"{found[0]}<td>{'同比' if found[1] else '5%'}</td>",
    ),
    "published.years": lambda: published("<title>.*?</title>", f"<title>2022年{USUAL_KIND.title}</title>"),
    "published.unit": lambda: published(
        "<title>.*?</title>", f"<title>另一单位2023年{USUAL_KIND.title}</title>"
    ),
    "published.heading": lambda: published("(<h3[^>]*>)（三）政府信息管理情况", r"\1（三）机构和人员"),
    "published.unplaced": lambda: published("(<h2[^>]*>三、)", r"<p>注：数据截至年底。</p>\1"),
    "published.frame": lambda: published("(<h2[^>]*>一、)", r"<p>本报告根据有关规定编制。</p>\1"),
    "published.around": lambda: published("(</main>)", r"\1<p>主办：某市人民政府办公室</p>"),
    "published.characters": lambda: (
        gkxl.read_published(PAGE.encode().replace(b"</p>", b"\xff</p>", 1)).issues
    ),
    "narrative.differs": lambda: checked(**{TEXT: "全年新收政府信息公开申请9件。"}),
    "narrative.empty": lambda: checked(other_matters=""),
    "aggregate.differs": lambda: differences(REPORT, [REPORT, REPORT]),
    "tamper.protection": lambda: rewritten(
        sheet_part(RIGHT, TABLE_THREE.sheet), "<sheetProtection[^>]*/>", ""
    ),
    "tamper.names": lambda: handled(
        lambda book: book.defined_names.update({"合计": DefinedName("合计", attr_text="审核!$A$1")})
    ),
    "tamper.hidden": lambda: handled(_hide),
    "tamper.renamed": lambda: rewritten(BOOK, TABLE_THREE.sheet, "表三"),
    "tamper.copied": lambda: handled(copied),
    "tamper.foreign": lambda: handled(lambda book: book.create_sheet("台账")),
    "tamper.links": lambda: handled(_link),
    "tamper.macros": with_macros,
    "tamper.comments": lambda: handled(_comment),
    "collect.missing": lambda: gathered("A"),
    "collect.duplicate": lambda: gathered("A", A=returned("A"), A_2=returned("A", cover__phone="示例")),
    "collect.older": lambda: gathered(
        "A", A=returned("A"), A_2=returned("A", cover__phone="示例"), prefer="newest"
    ),
    "collect.copy": lambda: gathered("A", A=returned("A"), A_2=returned("A")),
    "collect.stranger": lambda: gathered("A", A=returned("A"), Z=returned("Z")),
    "collect.misnamed": lambda: gathered("AB", 某市财政局=returned("B"), 某市水务局=returned("B")),
    "collect.unit_code": lambda: gathered("A", 某市财政局=returned("A9")),
    "collect.year": lambda: gathered("A", A=returned("A", cover__year=2022)),
    "collect.by_name": lambda: gathered("A", A=returned("", cover__unit="")),
    "collect.nameless": lambda: gathered("A", A=returned("A"), x=returned("", cover__unit="")),
    "collect.homonyms": lambda: gathered(
        "AB", names="某市财政局 某市财政局", x=returned("", cover__unit="某市财政局")
    ),
    "collect.other_name": lambda: gathered("A", x=returned("A", cover__unit="某市国资委")),
    "collect.same_figures": lambda: gathered("AB", A=returned("A", **BUSY), B=returned("B", **BUSY)),
    "collect.rounded": lambda: gathered(
        "AB",
        A=returned("A", **{_FEES: Decimal("9999999999.5")}),
        B=returned("B", **{_FEES: Decimal("0.000001")}),
    ),
    "roster.blank": lambda: rostered("410501,,部门单位,"),
    "roster.no_code": lambda: sheets(一=[["单位代码", "单位名称"], ["1", "甲"]], 二=[["单位名称"], ["乙"]]),
    "roster.duplicate": lambda: rostered("410501,某市财政局,,", "410501,某市水务局,,"),
    "roster.mangled": lambda: rostered("1.14105E+17,某市财政局,,"),
    "roster.unclear": lambda: sheets(一=[["单位代码", "单位名称"], ["=A1", "甲"]]),
    "roster.level": lambda: rostered("410501,某市财政局,局,"),
    "roster.contains": lambda: tabled("单位名称,含下级", "某市财政局,也许"),
    "roster.no_unit": lambda: rostered("1,合计,,"),
    "roster.sample": lambda: rostered("1,（示例）某局,,"),
    "roster.beyond": lambda: rostered("1,某市财政局,,,某市"),
    "register.salvaged": lambda: register_handled(lose_identity),
    "register.sheet": lambda: register_handled(lambda book: book.remove(book["争议"])),
    "register.copied": lambda: register_handled(lambda book: book.copy_worksheet(book["申请"])),
    "register.missing": lambda: register_handled(lose_heading),
    "register.unread": lambda: register_handled(exchange_headings),
    "register.moved": lambda: registered("P3", "其他"),
    "register.ignored": lambda: registered("T4", "某某"),
    "register.below": lambda: register_handled(row_below),
    "register.unreadable": lambda: registered("P4", "#REF!"),
    "register.read_as": lambda: registered("B4", "2026.3.5"),
    "register.no_day": lambda: registered("B4", "3月5日"),
    "register.unlisted": lambda: registered("C4", "微信"),
    "register.blank": lambda: rows_checked(kind=""),
    "register.duplicate": lambda: rows_checked(number="1"),
    "register.late": lambda: rows_checked(received=date(2027, 1, 1), closed=None, outcome=""),
    "register.other_year": lambda: rows_checked(received=date(2025, 3, 1), closed=date(2025, 4, 1)),
    "register.order": lambda: rows_checked(closed=date(2026, 3, 1)),
    "register.unfinished": lambda: rows_checked(closed=None),
    "register.unfounded": lambda: rows_checked(outcome="补正后申请内容仍不明确"),
    "register.reason": lambda: rows_checked(outcome="其他"),
    "register.repeated": lambda: rows_checked(outcome="重复申请", kind="商业企业"),
    "register.case": lambda: case_checked("予以公开", application=""),
    "register.direct": lambda: case_checked("属于国家秘密", route="未经复议直接起诉"),
    "register.opening": lambda: gkxl.register.check_register(evolve(REGISTER, opening={"business": 1})),
    "roster.near": lambda: rostered("0010,某市财政局,,", "2,某所,,10"),
    "roster.like": lambda: rostered("1,某市财政局,,", "2,某所,,某市财证局"),
    "roster.ambiguous": lambda: rostered("1,城关镇,,", "2,城关镇,,", "3,某所,,城关镇"),
    "roster.path": lambda: rostered("1,甲县,,", "2,城关镇,,", "3,某所,,甲县/城关镇"),
    "roster.parents": lambda: tabled("单位名称,上级,主管部门", "甲,,", "乙,,", "丙,甲,乙"),
    "roster.cycle": lambda: rostered("410501,某市财政局,,410502", "410502,某市水务局,,410501"),
    "roster.perhaps_parent": lambda: tabled("单位名称,归谁", "甲,", "乙,甲"),
    "roster.sheet_name": lambda: sheets(甲县=[["单位名称"], ["甲县"]], 其他=[["单位名称"], ["乙局"]]),
    "roster.no_parent": lambda: tabled("单位名称,层级", "某县,县级", "某局,部门单位"),
    "roster.further": lambda: tabled("单位名称,上级,联系", "甲,,", "乙,,甲"),
    "roster.heading": lambda: tabled("单位名称,上级,是否仅本级", "甲,,是"),
    "roster.hidden": lambda: sheets(一=[["单位名称"], ["甲"]], 隐藏=[["单位名称"], ["乙"]]),
    "roster.sheet": lambda: sheets(说明=[["填表说明"]], 一=[["单位名称"], ["甲"]]),
}
"""For each code, what makes an issue of it."""

ELSEWHERE: Final = {
    "table.edition": "reading/test_mixed.py: a table of another edition pasted in",
    "file.no_return": "collection/intake/test_strangers.py: the roster among the returns",
    "collect.issued": "test_city.py: a form that was issued to another unit",
    "collect.renamed": "collection/test_following.py: a unit with another code than last year",
    "collect.in_use": "collection/test_failures.py: a result that another program holds open",
    "collect.typed_over": "collection/test_office.py: a number typed into the consolidated workbook",
    "collect.unmarked": "collection/test_any_failure.py: a return whose marking fails",
    "collect.undated": "collection/judging/test_newest.py: one of two returns with a date in the future",
    "collect.replaced": "collection/judging/test_weighing.py: a corrected copy beside the return it answers",
    "collect.replaces": "collection/judging/test_weighing.py: the same, about the copy",
    "collect.unchanged": "collection/judging/test_weighing.py: a copy that nobody changed",
    "collect.other_return": "collection/judging/test_answering.py: a copy under the cover of another unit",
    "collect.taken": "collection/judging/test_taking.py: one of two returns taken",
    "collect.passed_over": "collection/judging/test_taking.py: the other one",
    "collect.incomplete": "collection/test_collecting.py: a county without one of its offices",
    "published.edition": "publication/read/test_form_tables.py: table three of another edition",
    "published.divided": "publication/read/test_form_tables.py: the same, with zeros in its line （六）",
    "file.legacy": "reading/test_legacy.py: other programs save a return as .xls, .ods and .fods",
}
"""The codes that take another program or another run to raise, and where they are."""


def raised(code: str) -> Issue | None:
    """The first issue of a code; None for those that are raised elsewhere."""
    return next((issue for issue in RAISED[code]() if issue.code == code), None) if code in RAISED else None


def in_english(issue: Issue) -> Issue:
    return evolve(issue, lang="en")


def _as_percentage(book: Workbook) -> None:
    place = places(EDITION)[COUNT]
    cell = book[place.sheet].cell(place.row, place.column)
    cell.value, cell.number_format = 0.73, "0%"


def _in_ten_thousands(book: Workbook) -> None:
    place = places(EDITION)[COUNT]
    book[place.sheet].cell(place.row, place.column).number_format = '0"万"'


def _to_one_decimal(book: Workbook) -> None:
    place = places(EDITION)[AMOUNT]
    cell = book[place.sheet].cell(place.row, place.column)
    cell.value, cell.number_format = 43.788, "0.0"


def _merge(book: Workbook) -> None:
    """As a format painter does, which leaves what lies under the merged cell where it is."""
    book[TABLE_THREE.sheet].merged_cells.add("D5:E5")


def _hide(book: Workbook) -> None:
    book[TABLE_THREE.sheet].sheet_state = "hidden"


def _link(book: Workbook) -> None:
    book[TABLE_THREE.sheet]["A1"].hyperlink = "https://example.org/"


def _comment(book: Workbook) -> None:
    book[TABLE_THREE.sheet]["D5"].comment = Comment("含上年结转", "张三")
