"""Texts that quote the tables otherwise are told, as information; whatever a sum explains is not."""

from __future__ import annotations

import time
import unicodedata
from typing import TYPE_CHECKING, Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

import gkxl
from gkxl import Severity
from gkxl.model.marks import Prose
from gkxl.model.outline import cells, report_from, with_totals
from gkxl.rules.quotations import check_texts, to_half_width
from workbooks import every_edition, workbook, zeros

if TYPE_CHECKING:
    from gkxl.forms.edition import Edition
    from gkxl.issues import Issue

FIGURES: Final = {
    "requests.received.natural_person": 700,
    "requests.received.business": 12,
    "requests.brought_forward.natural_person": 37,
    "requests.processed.granted.natural_person": 737,
    "requests.processed.granted.business": 8,
    "requests.carried_forward.business": 4,
    "disputes.review.upheld": 2,
    "disputes.review.corrected": 1,
    "disputes.direct_litigation.upheld": 1,
    "disputes.litigation_after_review.pending": 3,
}
"""新收 712，结转 37，办结 745，结转下年度 3 + 1 = 4；复议 3，诉讼 1 + 3."""


def report(edition: Edition, text: str, **texts: Any) -> Any:  # noqa: ANN401 (a report of that edition)
    written = {cell.path: "已写明。" for cell in cells(edition.form) if isinstance(cell.section, Prose)}
    known = {path for path in zeros(edition) if path in FIGURES}
    entered = {cell.path: zeros(edition)[cell.path] for cell in cells(edition.form) if not cell.computed}
    values = (
        entered
        | {path: FIGURES[path] for path in known}
        | written
        | {"overview.on_request": text, "cover.unit": "某局"}
    )
    return report_from(edition.form, with_totals(edition.form, values | texts))


def told(edition: Edition, text: str) -> list[Issue]:
    return [issue for issue in gkxl.check(report(edition, text)) if issue.code == "narrative.differs"]


@every_edition
@pytest.mark.parametrize(
    "text",
    [
        "全年新收政府信息公开申请712件，上年结转37件，办结745件，结转下年度继续办理4件。",
        "全年共收到政府信息公开申请７１２　件，其中自然人申请700件。",
        "全年受理政府信息公开申请749件。",  # 新收＋结转
        "收到政府信息公开申请：网上收到申请500件，信函收到申请212件。",  # together they are 712
        "新收申请中，自然人新收700件，法人和其他组织新收12件。",
        "申请办结745件，其中自然人申请办结737件。",
        "申请结转37件，另有申请结转4件。",
        "因政府信息公开引发行政复议3件，行政诉讼4件；其中维持2件，纠正1件。",
        "行政复议和行政诉讼共7件，行政诉讼案件中直接起诉1件。",
        "行政复议、诉讼案件分别为3件、4件。",
        "收到政府信息公开申请数较去年收到的600件增加112件。",
        "2019年至2020年累计收到政府信息公开申请1500件。",
        "收到人大建议和政协提案55件，全部办结55件。",
        "信访投诉类收到申请66件。",
        "全年办结各类业务88件。",  # not a word about applications
        "收到政府信息公开申请712件次以上者，另有900件次咨询。",
        "没有收到政府信息公开申请。",
        "",
    ],
)
def test_what_agrees_or_is_explained_is_not_told(edition: Edition, text: str) -> None:
    assert told(edition, text) == []


CASES: Final = {
    "disputes.review.upheld": 50, "disputes.review.pending": 20,
    "disputes.direct_litigation.upheld": 400, "disputes.direct_litigation.pending": 100,
    "disputes.litigation_after_review.corrected": 7000, "disputes.litigation_after_review.pending": 3000,
}  # fmt: skip
"""复议 70，诉讼 500 + 10,000，of which 20, 100 and 3,000 are 尚未审结; 纠正 1 and 7,000."""


@every_edition
@pytest.mark.parametrize(
    "text",
    [
        "审结政府信息公开行政复议51件，行政诉讼审结7400件。",  # 总计 less 尚未审结, of one line and of two
        "行政复议、行政诉讼共审结7451件，尚未审结的行政复议、行政诉讼3120件。",
        "行政诉讼未审结3100件，其中行政诉讼维持400件。",
        "行政复议和行政诉讼中维持450件。",
        "行政诉讼中，经过复议的比直接起诉的行政诉讼多9500件。",
    ],
)
def test_what_a_sum_or_a_difference_explains_is_not_told(edition: Edition, text: str) -> None:
    """A city quotes the concluded cases only."""
    found = gkxl.check(report(edition, text, **CASES))
    assert [issue.facts for issue in found if issue.code == "narrative.differs"] == []


@every_edition
@pytest.mark.parametrize(
    "text", ["审结行政复议53件。", "行政诉讼审结7401件。", "行政复议、行政诉讼共审结7452件。"]
)
def test_what_only_comes_near_to_it_is_told(edition: Edition, text: str) -> None:
    found = gkxl.check(report(edition, text, **CASES))
    assert [issue.code for issue in found if issue.code.startswith("narrative.")] == ["narrative.differs"]


@every_edition
@pytest.mark.parametrize(
    ("text", "quotation", "number"),
    [
        ("全年新收政府信息公开申请713件。", "新收政府信息公开申请713件", 713),
        ("全年受理政府信息公开申请 1,749 件，均已答复。", "受理政府信息公开申请1,749件", 1749),
        ("收到申请712件，上年结转39件。", "上年结转39件", 39),
        ("收到申请712件，办结746件。", "办结746件", 746),
        ("申请结转至下年度继续办理5件。", "结转至下年度继续办理5件", 5),
        ("申请结转6件。", "结转6件", 6),
        ("发生行政复议8件，行政诉讼4件。", "行政复议8件", 8),
        ("发生行政复议3件，行政诉讼9起。", "行政诉讼9起", 9),
        ("行政复议、行政诉讼共8件。", "行政复议、行政诉讼共8件", 8),
    ],
)
def test_a_figure_that_differs_is_told_with_the_quotation(
    edition: Edition, text: str, quotation: str, number: int
) -> None:
    (issue,) = told(edition, text)
    assert (issue.path, issue.found, issue.facts["quotation"]) == ("overview.on_request", number, quotation)
    assert issue.severity is Severity.INFO
    assert quotation in issue.message


@every_edition
def test_the_message_says_what_the_tables_have(edition: Edition) -> None:
    (issue,) = told(edition, "受理申请750件。")
    assert "“一、本年新收政府信息公开申请数量”总计为 712" in issue.message
    assert "“二、上年结转政府信息公开申请数量”总计为 37" in issue.message


@every_edition
def test_reading_a_workbook_tells_the_same_at_the_cell_and_it_is_no_fault(edition: Edition) -> None:
    made = report(edition, "新收政府信息公开申请713件。")
    reading = gkxl.read(workbook(made))
    (issue,) = reading.issues
    assert (issue.code, issue.path, issue.place is not None) == (
        "narrative.differs", "overview.on_request", True,
    )  # fmt: skip
    assert reading.ok


@every_edition
def test_fees_for_information_are_compared_with_nothing(edition: Edition) -> None:
    """行政事业性收费 is another thing than 信息处理费, which section six reports."""
    made = report(edition, "", other_matters="本年度收取信息处理费3件，共0.2万元。")
    assert gkxl.check(made) == []


@every_edition
def test_nothing_is_compared_with_a_table_that_could_not_be_read(edition: Edition) -> None:
    made = report(edition, "新收政府信息公开申请713件。")
    values = {
        path: value for path, value in gkxl.read(workbook(made)).values.items() if "received" not in path
    }

    assert list(check_texts(edition, values)) == []


SECTIONS: Final = ("overview", "improvement", "other_matters")


def told_empty(edition: Edition, **texts: str) -> list[str]:
    """The sections that are said to be empty, of a report in which these texts are all there is of them."""
    prose = {cell.path: "" for cell in cells(edition.form) if isinstance(cell.section, Prose)}
    sections = {path.partition(".")[0] for path in texts}
    blank = {path: "" for path in prose if path.partition(".")[0] in sections}
    found = [
        i for i in gkxl.check(report(edition, "已写明。", **blank | texts)) if i.code == "narrative.empty"
    ]
    assert {issue.severity for issue in found} <= {Severity.CONFIRM}
    return [issue.path.partition(".")[0] for issue in found]


@every_edition
@pytest.mark.parametrize(
    "text", ["", " ", "\n\n", "\u3000", "\xa0", "\u200b", "/", "——", "。", "……", "（）", " / "]
)
def test_a_section_in_which_nothing_is_written_is_to_be_confirmed(edition: Edition, text: str) -> None:
    """Figures may all be 0; a text is never nothing."""
    assert told_empty(edition, **{"overview.summary": text}) == ["overview"]
    assert told_empty(edition, **{"improvement.measures": text}) == ["improvement"]
    assert told_empty(edition, other_matters=text) == ["other_matters"]


@every_edition
@pytest.mark.parametrize("text", ["无", "无。", "没有", "N/A", "暂无", "主动公开情况", "请填写。"])
def test_no_word_is_an_answer_only_where_there_may_be_nothing(edition: Edition, text: str) -> None:
    """There may be no other matters to report; there is no year without a state of affairs or a problem."""
    assert told_empty(edition, **{"overview.proactive": text})[:1] == (
        [] if text == "请填写。" else ["overview"]
    )
    assert told_empty(edition, other_matters=text) == []


@every_edition
def test_the_prompt_of_the_form_is_no_text(edition: Edition) -> None:
    prompts = {cell.path: cell.item.hint for cell in cells(edition.form) if isinstance(cell.section, Prose)}
    assert told_empty(edition, **{"overview.summary": prompts["overview.summary"]}) == ["overview"]
    assert told_empty(edition, other_matters=prompts["other_matters"]) == ["other_matters"]
    assert told_empty(edition, **{"improvement.problems": "（一）存在的主要问题"}) == ["improvement"]


@every_edition
def test_one_text_is_enough_for_a_section(edition: Edition) -> None:
    assert told_empty(edition, **{"overview.supervision": "已开展培训。"}) == []
    assert told_empty(edition, **{"improvement.problems": "不够细。"}) == []


@every_edition
def test_a_report_that_says_nothing_is_to_be_confirmed(edition: Edition) -> None:
    """166 zeros and six empty texts, without a unit: in Python and in a workbook."""
    values = {path: "" if isinstance(value, str) else value for path, value in zeros(edition).items()}
    made = report_from(edition.form, values)
    wanted = [("cover.blank", "cover.unit")]
    wanted += [
        ("narrative.empty", path) for path in ("overview.summary", "improvement.problems", "other_matters")
    ]
    for issues in (gkxl.check(made), gkxl.read(workbook(made)).issues):
        assert [(issue.code, issue.path) for issue in issues] == wanted
        assert {issue.severity for issue in issues} == {Severity.CONFIRM}


@every_edition
def test_a_report_of_zeros_with_texts_is_left_in_peace(edition: Edition) -> None:
    assert gkxl.check(report_from(edition.form, zeros(edition))) == []


@every_edition
@pytest.mark.parametrize("unit", ["", " ", "\u3000", "/", "——"])
def test_a_cover_without_a_unit_is_to_be_confirmed(edition: Edition, unit: str) -> None:
    (issue,) = gkxl.check(report_from(edition.form, zeros(edition) | {"cover.unit": unit}))
    assert (issue.code, issue.path, issue.severity) == ("cover.blank", "cover.unit", Severity.CONFIRM)


@every_edition
@pytest.mark.parametrize("piece", ["新收1件", "新收", "申请新收9999件，", "，", "1", "行政复议、"])
def test_a_text_made_to_cost_much_is_read_in_no_time(edition: Edition, piece: str) -> None:
    made = report(edition, (f"申请{piece * 40_000}")[:200_000])
    start = time.process_time()
    assert len(gkxl.check(made)) < 30
    assert time.process_time() - start < 1


@given(
    st.text(
        st.sampled_from("，：；！？（）％　１２件。、…“”é\u0301가\u11a8ｶﾞ①㈠")
        | st.characters(exclude_categories=["Cs"])
    )
)
def test_half_width_forms_are_those_of_unicode(text: str) -> None:
    assert to_half_width(text) == unicodedata.normalize("NFKC", text)
