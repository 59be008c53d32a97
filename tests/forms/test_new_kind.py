"""A second kind of form is one module: everything follows from it, and no engine knows a word of a form."""

from __future__ import annotations

import zipfile
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import openpyxl
import pytest
from attrs import evolve, frozen

import gkxl
from gkxl.collection.output.consolidated_workbook import WORKBOOK
from gkxl.forms import EDITIONS, USUAL_KIND, edition_for, newest_edition
from gkxl.forms.edition import AnyReport, Edition, Expectation, FormKind, Roles
from gkxl.layout import GUIDE_SHEET
from gkxl.model.marks import PARTS, Item, Particulars, Prose, Strip, Total
from gkxl.model.outline import cells, outline, values_of
from gkxl.text import Wording
from published import as_numbers
from workbooks import changed, found

if TYPE_CHECKING:
    from collections.abc import Iterator

SOURCE: Final = Path(gkxl.__file__).parent

ANNUAL: Final = gkxl.from_dict(as_numbers("suqian-2024"))


# A whole module of a second kind: six figures in a flat list, a text, and a cover with other paths.


@frozen(kw_only=True)
class Head:
    """封面."""

    office: Annotated[str, Item("承办单位")] = ""
    number: Annotated[str, Item("单位编号")] = ""
    session: Annotated[int, Item("统计年度")]
    staff: Annotated[int, Item("办理人员", unit="人")] = 0


@frozen(kw_only=True)
class Answers:
    """一、办理结果."""

    solved: Annotated[int, Item("已经解决", unit="件")]
    planned: Annotated[int, Item("列入计划", unit="件")]
    kept: Annotated[int, Item("留作参考", unit="件")]
    open: Annotated[int, Item("结转下年", unit="件")]
    total: Annotated[int, Total("总计", code="sum.line", rule="总计＝左侧四项之和")] = PARTS
    cost: Annotated[Decimal, Item("办理经费", unit="万元")]


@frozen(kw_only=True)
class Report(AnyReport):
    """建议提案办理情况统计表."""

    head: Annotated[Head, Particulars("建议提案办理情况统计表", sheet="首页")]
    answers: Annotated[Answers, Strip("一、办理结果", sheet="一、办理结果")]
    remarks: Annotated[str, Prose("二、情况说明", sheet="二、情况说明")] = ""


def still_open(this: Report, last: Report) -> tuple[int, int]:
    """What is open has not grown since last year."""
    return this.answers.open, last.answers.open


KIND: Final = FormKind(
    name=Wording("统计表", "table of answers"),
    title="建议提案办理情况统计表",
    title_en="a table of answers to proposals",
    roles=Roles(unit="head.office", unit_code="head.number", year="head.session"),
    guide="本表依据{notice}编制，由承办单位填写。",
)

ANSWERS: Final = Edition(
    kind=KIND,
    name="answers",
    notice="设想的通知〔2022〕2号",
    first_year=2022,
    last_year=None,
    form=Report,
    balances=(),
    expectations=(Expectation(still_open, code="year.brought_forward", rule="结转下年＝上年结转下年"),),
)


@pytest.fixture(autouse=True)
def _known(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The second kind among the others; something was read before, and no cache may hide the new one."""
    gkxl.read(written(ANNUAL, tmp_path / "before.xlsx"))
    monkeypatch.setitem(EDITIONS.known, ANSWERS.name, ANSWERS)


def filed(year: int = 2024, unit: str = "某局", code: str = "A1", **figures: Any) -> Any:  # noqa: ANN401
    """A consistent report of the second kind."""
    numbers = {"solved": 5, "planned": 3, "kept": 2, "open": 1, "cost": Decimal("1.25"), **figures}
    head = Head(office=unit, number=code, session=year, staff=4)
    return Report(head=head, answers=Answers(**numbers), remarks="全部按期答复，代表、委员表示满意。")


def written(report: Any, path: Path) -> Path:  # noqa: ANN401 (a report of any kind)
    gkxl.write_workbook(report, path)
    return path


def title_of(path: Path) -> str:
    """The title among the properties of a workbook."""
    with zipfile.ZipFile(path) as packed:
        return packed.read("docProps/core.xml").decode().partition("<dc:title>")[2].partition("<")[0]


def test_a_year_is_asked_of_a_kind() -> None:
    assert edition_for(2024, KIND) is newest_edition(KIND) is ANSWERS
    assert edition_for(2024).kind is USUAL_KIND
    with pytest.raises(gkxl.errors.UnknownEditionError, match="2022 年及以后的统计表"):
        edition_for(2021, KIND)


def test_its_template_has_its_own_title_and_guide_and_names_every_blank(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    gkxl.write_template(path, year=2024, unit="某局", unit_code="A1", kind=KIND)
    assert title_of(path) == KIND.title
    book = openpyxl.load_workbook(path)
    guide = " ".join(str(cell.value) for (cell, *_) in book[GUIDE_SHEET].iter_rows())
    assert "一、本表依据设想的通知〔2022〕2号编制，由承办单位填写。" in guide
    assert "政府信息公开" not in guide
    reading = gkxl.read(path, year=2024, unit_code="A1")
    assert (reading.edition, reading.values["head.office"], reading.values["head.session"]) == (
        "answers", "某局", 2024,
    )  # fmt: skip
    asked = [
        c.path for c in cells(Report) if c.type is not str and c.path != "head.session" and not c.computed
    ]
    assert {issue.path for issue in reading.issues if issue.code == "cell.blank"} == {*asked}


def test_its_workbooks_are_read(tmp_path: Path) -> None:
    """As they were written, and recognised by their tables where the identity is gone."""
    path = written(filed(), tmp_path / "a.xlsx")
    assert (gkxl.read(path).report, gkxl.read(path).issues) == (filed(), ())
    bare = changed(path.read_bytes(), lambda xml: xml.replace("gkxl.", "other."))
    assert (gkxl.read(bare).edition, gkxl.read(bare).report) == ("answers", filed())


def test_its_rules_are_checked(tmp_path: Path) -> None:
    wrong = evolve(filed(), answers=evolve(filed().answers, total=12))
    assert found(gkxl.check(wrong)) == [("sum.line", "answers.total")]
    assert ("sum.line", "answers.total") in found(gkxl.read(written(wrong, tmp_path / "a.xlsx")).issues)
    assert found(gkxl.check(filed(year=2021))) == [("domain.year", "head.session")]
    assert found(gkxl.check(filed(unit=""))) == [("cover.blank", "head.office")]
    assert gkxl.check(filed(), previous=filed(year=2023, solved=4)) == []
    grown = gkxl.check(filed(), previous=filed(year=2023, open=0))
    assert ("year.brought_forward", "answers.open") in found(grown)


def test_a_report_of_another_kind_is_not_last_years(tmp_path: Path) -> None:
    before = evolve(ANNUAL, cover=evolve(ANNUAL.cover, year=2023))
    with pytest.raises(gkxl.errors.DataError, match="统计表只能与上年的统计表比对，而给出的是年度报告"):
        gkxl.check(filed(), previous=before)
    with pytest.raises(gkxl.errors.DataError, match="年度报告"):
        gkxl.write_template(tmp_path / "a.xlsx", year=2024, kind=KIND, previous=before)


def test_it_is_plain_data_and_a_published_page_and_document(tmp_path: Path) -> None:
    assert gkxl.from_dict(gkxl.to_dict(filed())) == filed()
    schema = gkxl.json_schema("answers")
    assert schema["title"] == KIND.title
    assert schema["properties"]["cells"]["properties"]["head.session"]["minimum"] == 2022
    page = gkxl.to_html(filed())
    assert "2024年建议提案办理情况统计表" in page
    assert "留作参考" in page.replace("</span><span>", "")  # a line may end between words
    gkxl.write_docx(filed(), tmp_path / "a.docx")
    with zipfile.ZipFile(tmp_path / "a.docx") as packed:
        assert "2024年建议提案办理情况统计表" in packed.read("word/document.xml").decode()
    gkxl.write_series(gkxl.series([filed()]), tmp_path / "a.xlsx")
    assert title_of(tmp_path / "a.xlsx") == "建议提案办理情况统计表数据"
    with pytest.raises(gkxl.errors.DataError, match="统计表没有可以作图的数"):
        gkxl.plot([filed()], tmp_path / "a.svg")


ROSTER: Final = "单位代码,单位名称\nA1,某局\nA2,某委\n"


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    path = tmp_path / "名册.csv"
    path.write_text(ROSTER, encoding="utf-8")
    return path


def test_it_is_collected_and_a_return_of_another_kind_is_told(roster: Path, tmp_path: Path) -> None:
    """The annual report that a unit sent instead is no return, and the message names what it is."""
    returns = tmp_path / "报回"
    returns.mkdir()
    written(filed(), returns / "某局.xlsx")
    written(filed(unit="某委", code="A2", solved=7), returns / "某委.xlsx")
    written(ANNUAL, returns / "年报.xlsx")
    collection = gkxl.collect(returns, roster=roster, year=2024, output=tmp_path / "汇总", kind=KIND)
    assert [entry.status for entry in collection.ledger] == ["通过", "通过"]
    assert collection.values["answers.total"] == 11 + 13
    assert collection.values["answers.cost"] == Decimal("2.50")
    assert collection.report is not None
    assert values_of(collection.report)["head.session"] == 2024
    (stray,) = collection.strays
    assert stray.path == "年报.xlsx"
    (issue,) = collection.file_issues(stray)
    assert issue.code == "file.no_return"
    assert "《政府信息公开工作年度报告》的报表" in issue.message
    assert "2024年度建议提案办理情况统计表" in (tmp_path / "汇总" / "index.html").read_text(encoding="utf-8")
    assert gkxl.read(tmp_path / "汇总" / WORKBOOK).values["answers.total"] == 24


def test_the_usual_collection_tells_a_return_of_it(roster: Path, tmp_path: Path) -> None:
    returns = tmp_path / "报回"
    returns.mkdir()
    written(filed(), returns / "某局.xlsx")
    collection = gkxl.collect(returns, roster=roster, year=2024, output=tmp_path / "汇总")
    (stray,) = collection.strays
    (issue,) = collection.file_issues(stray)
    assert issue.message.startswith(f"这是《{KIND.title}》的报表")


def test_its_templates_are_written_for_a_roster(roster: Path, tmp_path: Path) -> None:
    issued = gkxl.write_templates(roster, year=2024, output=tmp_path / "模板", kind=KIND)
    units = [gkxl.read(path).values["head.office"] for path in issued.written]
    assert units == ["某局", "某委"]


def test_its_workbooks_move_to_another_year(tmp_path: Path) -> None:
    moved = gkxl.migrate(written(filed(), tmp_path / "a.xlsx"), tmp_path / "b.xlsx", year=2025)
    assert moved.conversion.edition == "answers"
    assert gkxl.read(tmp_path / "b.xlsx").values["head.session"] == 2025


def words_of_forms() -> set[str]:
    """The printed headings of every form, but the cover's, and 总计 and 其他, which any table may have."""
    sections = [section for edition in EDITIONS.values() for section in outline(edition.form)]
    nodes = [
        node
        for section in sections
        if not isinstance(section.section, Particulars)
        for node in section.walk()
    ]
    printed = {text for node in nodes for text in (node.item.label, node.item.under, *node.item.also)}
    kinds = {edition.kind for edition in EDITIONS.values()}
    return (printed | {kind.title for kind in kinds}) - {"", "总计", "其他"}


PRODUCT: Final = ("cli/__init__.py", "page/page.html", "page/unit.js")
"""What says, before anything is read, what the product is for: the title of its usual form."""


def engines() -> Iterator[tuple[str, str]]:
    """Every file of the library but the forms and the messages: its path, and its text."""
    for path in SOURCE.rglob("*"):
        inside = path.relative_to(SOURCE).as_posix()
        if path.suffix in (".py", ".js", ".html") and not inside.startswith(("forms/", "issues/catalogue/")):
            yield inside, path.read_text(encoding="utf-8")


def test_no_engine_contains_a_word_of_the_form() -> None:
    words = words_of_forms()
    knowing = [
        f"{inside} contains {word}"
        for inside, text in engines()
        for word in (words - {USUAL_KIND.title} if inside in PRODUCT else words)
        if word in text
    ]
    assert not knowing, "\n".join(knowing)


def test_no_engine_names_a_cell_of_the_cover() -> None:
    """Which cells of a cover are unit, code, level and year is asked of the kind; a code is no path."""
    sections = [outline(edition.form)[0] for edition in EDITIONS.values()]
    paths = {cell.path for section in sections for cell in section.leaves} - gkxl.CODES.keys()
    knowing = [
        f"{inside} names {path}" for inside, text in engines() for path in paths if f'"{path}"' in text
    ]
    assert not knowing, "\n".join(knowing)
