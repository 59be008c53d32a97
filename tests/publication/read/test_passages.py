"""Texts go where a person would put them, or it is said: no character of a page is lost."""

from __future__ import annotations

import re
from random import Random
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pages_elsewhere import FORMATS
from pages_of_tables import NEWEST, codes, page

import gkxl
from gkxl import demo
from gkxl.publication.read.as_workbook import read_published

ASPECTS: Final = ("proactive", "on_request", "management", "platform", "supervision")
TABLES: Final = re.findall("<table.*?</table>", page(NEWEST).html(), re.DOTALL)
SENTENCE: Final = "2023年，我局继续做好这方面的工作，共{}件。"


FIVE: Final = ("（一）存在的主要问题", "甲。", "（二）改进情况", "乙。")


def report(
    one: list[str],
    five_lines: list[str] | None = None,
    before: str = "某市财政局2023年政府信息公开工作年度报告",
    six: str = "无。",
    **headings: str,
) -> str:
    """A page with these paragraphs in sections one and five, without styles."""
    named = {
        "two": "二、主动公开政府信息情况",
        "three": "三、收到和处理政府信息公开申请情况",
        "four": "四、政府信息公开行政复议、行政诉讼情况",
        "five": "五、存在的主要问题及改进情况",
        "six": "六、其他需要报告的事项",
        "first": "一、总体情况",
        **headings,
    }
    lines = [
        *(before, named["first"], *one, named["two"], TABLES[0], named["three"], TABLES[1]),
        *(named["four"], TABLES[2], named["five"], *(five_lines or FIVE), named["six"], six),
    ]  # fmt: skip
    return "".join(line if line.startswith("<") else f"<p>{line}</p>" for line in lines)


def aspects(heads: list[str], *, apart: bool = True) -> list[str]:
    """Section one with these headings, each above its text or at its beginning."""
    texts = [SENTENCE.format(number) for number in range(len(heads))]
    if apart:
        return ["开头。", *(line for pair in zip(heads, texts, strict=True) for line in pair)]
    return ["开头。", *(head + text for head, text in zip(heads, texts, strict=True))]


OFFICIAL: Final = [
    "主动公开情况",
    "依申请公开情况",
    "政府信息管理情况",
    "政府信息公开平台建设情况",
    "监督保障情况",
]
OTHERWISE: Final = [
    "主动公开政府信息情况",
    "政府信息依申请公开方面",
    "信息管理工作情况",
    "公开平台建设",
    "政府信息公开监督保障",
]
NUMBERS: Final = {
    "（一）": "（一）（二）（三）（四）（五）",
    "(一)": "(一)(二)(三)(四)(五)",
    "1、": "1、2、3、4、5、",
    "1.": "1.2.3.4.5.",
    "（1）": "（1）（2）（3）（4）（5）",
    "①": "①②③④⑤",
    "一是": "一是二是三是四是五是",
    "第一，": "第一，第二，第三，第四，第五，",
}


def numbered(style: str, heads: list[str]) -> list[str]:
    size = len(NUMBERS[style]) // 5
    return [NUMBERS[style][size * n : size * (n + 1)] + head for n, head in enumerate(heads)]


@pytest.mark.parametrize("style", NUMBERS)
@pytest.mark.parametrize("heads", [OFFICIAL, OTHERWISE], ids=["official", "otherwise"])
@pytest.mark.parametrize("end", ["", "。", "："])
def test_the_aspects_are_parted_by_any_number_and_wording(style: str, heads: list[str], end: str) -> None:
    made = numbered(style, [head + end for head in heads])
    reading = read_published(report(aspects(made, apart=not end)))
    assert {path: reading.values[f"overview.{path}"] for path in ASPECTS} == {
        path: SENTENCE.format(number) for number, path in enumerate(ASPECTS)
    }
    assert (reading.values["overview.summary"], codes(reading)) == ("开头。", set())


@pytest.mark.parametrize(
    ("problems", "measures"),
    [
        ("（一）存在的主要问题", "（二）改进措施"),
        ("（一）存在的问题。", "（二）下一步工作打算。"),
        ("1.主要问题：", "2.改进方向："),
        ("（一）存在问题和不足", "（二）整改措施"),
        ("存在的问题", "改进措施"),
        ("存在问题：", "整改措施："),
    ],
)
def test_the_two_parts_of_section_five_are_parted(problems: str, measures: str) -> None:
    apart = not problems.endswith(("。", "："))
    five = [problems, "甲。", measures, "乙。"] if apart else [f"{problems}甲。", f"{measures}乙。"]
    reading = read_published(report(["开头。"], five))
    assert (reading.values["improvement.problems"], reading.values["improvement.measures"]) == (
        "甲。",
        "乙。",
    )


@pytest.mark.parametrize(
    "measures", ["针对存在问题，我局将加强培训。", "下一步，加强培训。", "针对上述不足，一是加强培训。"]
)
def test_a_paragraph_opens_the_second_part_of_section_five(measures: str) -> None:
    """Two real reports had no headings there, but a paragraph that began with 针对存在问题."""
    reading = read_published(report(["开头。"], ["人手不够。", "解读不多。", measures, "还有一段。"]))
    assert reading.values["improvement.problems"] == "人手不够。\n解读不多。"
    assert reading.values["improvement.measures"] == f"{measures}\n还有一段。"
    assert "五" not in "".join(i.message for i in reading.issues if i.code == "published.texts")


@pytest.mark.parametrize("only", ["下一步，加强培训。", "人手不够，针对存在问题加强培训。"])
def test_what_is_not_parted_stays_whole_and_is_said(only: str) -> None:
    reading = read_published(report(aspects(numbered("（一）", OFFICIAL)), [only]))
    assert (reading.values["improvement.problems"], reading.values["improvement.measures"]) == (only, "")
    assert codes(reading) == {"published.texts"}


@pytest.mark.parametrize(
    "name", ["政府信息公开行政复议、行政诉讼情况", "政府信息公开社会评议情况", "政务公开其他工作"]
)
def test_the_words_of_the_whole_report_make_no_heading_one_of_the_form(name: str) -> None:
    reading = read_published(report([*aspects(numbered("（一）", OFFICIAL)), f"（六）{name}", "另一段。"]))
    assert reading.values["overview.summary"] == f"开头。\n（六）{name}\n另一段。"
    assert codes(reading) == {"published.heading"}


@pytest.mark.parametrize(
    "head", ["（一）主动公开政府信息情况", "（三）收到和处理政府信息公开申请情况", "（二）其他需要报告的事项"]
)
def test_no_section_begins_at_a_heading_below_one(head: str) -> None:
    """A page had （一）主动公开政府信息情况 in section one."""
    heads = [head, *numbered("（一）", OFFICIAL)[1:]]
    reading = read_published(report(aspects(heads)))
    assert reading.values["overview.supervision"] == SENTENCE.format(4)
    assert (
        reading.values["disclosure.permits.decisions"] == page(NEWEST).values["disclosure.permits.decisions"]
    )
    assert reading.values["other_matters"] == "无。"


def test_a_text_may_have_the_heading_of_the_section_with_its_figures() -> None:
    heads = ["主动公开政府信息情况", "收到和处理政府信息公开申请情况", *OFFICIAL[2:]]
    reading = read_published(report(aspects(numbered("（一）", heads))))
    assert [reading.values[f"overview.{path}"] for path in ASPECTS] == list(map(SENTENCE.format, range(5)))
    assert codes(reading) == set()


@pytest.mark.parametrize(
    ("number", "name"), [("六", "机构建设情况"), ("六", "其他方面"), ("六", "2024年工作要点")]
)
def test_another_heading_ends_the_text_before_it_and_is_said(number: str, name: str) -> None:
    one = [*aspects(numbered("（一）", OFFICIAL)), f"（{number}）{name}", "另一段。"]
    reading = read_published(report(one))
    assert reading.values["overview.supervision"] == SENTENCE.format(4)
    assert reading.values["overview.summary"] == f"开头。\n（{number}）{name}\n另一段。"
    assert codes(reading) == {"published.heading"}


@pytest.mark.parametrize("items", [["1.甲", "2.乙"], ["（1）甲", "（2）乙"], ["一是甲。", "二是乙。"]])
def test_a_list_ends_no_text(items: list[str]) -> None:
    heads = numbered("（一）", OFFICIAL)
    one = [heads[0], "首先：", *items, *aspects(heads[1:])[1:]]
    reading = read_published(report(one))
    assert reading.values["overview.proactive"] == "\n".join(["首先：", *items])
    assert reading.values["overview.on_request"] == SENTENCE.format(0)


@pytest.mark.parametrize("place", ["before", "one", "two", "four", "five", "six", "after"])
def test_a_line_anywhere_is_kept_or_said(place: str) -> None:
    line = "这一行是后来加上去的，要么读出来，要么说明。"
    made = report(["开头。"])
    at = {
        "before": "一、总体情况",
        "one": "开头。",
        "two": "二、主动",
        "four": "四、政府",
        "five": "甲。",
        "six": "无。",
        "after": None,
    }[place]
    made = f"{made}<p>{line}</p>" if at is None else made.replace(f"<p>{at}", f"<p>{line}</p><p>{at}", 1)
    assert line in everything(read_published(made))


def everything(reading: Any) -> str:  # noqa: ANN401 (a reading)
    """All that was read, and all that was said not to be."""
    said = [str(issue.found) for issue in reading.issues if issue.found]
    said += [issue.message for issue in reading.issues]
    return "\n".join([*(str(value) for value in reading.values.values()), *said])


words = st.text("一二三（）()、.。：1234公开情况主动申请管理监督问题改进附件报告年", min_size=1, max_size=30)


@settings(max_examples=60, deadline=None)
@given(
    lines=st.lists(words, min_size=1, max_size=6),
    at=st.sampled_from(["开头。", "甲。", "乙。", "无。", "二、主动", "三、收到", "五、存在", "一、总体"]),
)
def test_no_character_is_lost(lines: list[str], at: str) -> None:
    """Every character outside of tables is in a value or in an issue, but for headings, which are known."""
    kept = [" ".join(f"数{line}据".split()) for line in lines]
    more = "".join(f"<p>{line}</p>" for line in kept)
    found = everything(read_published(report(["开头。"]).replace(f"<p>{at}", f"{more}<p>{at}", 1)))
    assert [line for line in kept if line not in found] == []


@pytest.mark.parametrize("format_", FORMATS)
def test_no_line_is_lost_in_any_format(format_: str) -> None:
    """A line above each heading, paragraph and table is in a text of the report, or in an issue."""
    frame = page(NEWEST).frame
    for place in [found.start() for found in re.finditer("<p>|<h[23]|<div class=.gkxl-scroll", frame)][::3]:
        draft = page(NEWEST)
        draft.frame = f"{frame[:place]}<p>另有一段甲乙丙丁。</p>{frame[place:]}"
        reading = FORMATS[format_](draft, Random(place))  # noqa: S311 (a way to copy text)
        kept = [str(value) for value in reading.values.values()]
        said = [str(issue.found) for issue in reading.issues]
        assert "甲乙丙丁" in "".join([*kept, *said, reading.frame.lead, reading.frame.signature]), place


@pytest.mark.parametrize(
    "lead",
    [
        "本报告根据《条例》编制，统计期限自2023年1月1日至2023年12月31日。",
        "如对本报告有疑问，请与某局办公室联系（电话：0000-0000）。",
        "根据有关规定，现公布本年度报告。\n联系地址：某路1号。",
    ],
)
def test_the_lead_is_kept(lead: str) -> None:
    made = report(["开头。"]).replace(
        "<p>一、总体", "".join(f"<p>{one}</p>" for one in lead.split("\n")) + "<p>一、总体"
    )
    reading = read_published(made)
    assert reading.frame.lead == lead
    assert codes(reading) - {"published.texts"} == {"published.frame"}


@pytest.mark.parametrize(
    ("lines", "unit", "date"),
    [
        (["某市财政局", "2024年1月20日"], "某市财政局", "2024年1月20日"),
        (["某市财政局 2024年1月20日"], "某市财政局", "2024年1月20日"),
        (["某市财政局", "二〇二四年一月二十日"], "某市财政局", "二〇二四年一月二十日"),
    ],
)
def test_the_signature_is_kept(lines: list[str], unit: str, date: str) -> None:
    made = report(["开头。"]) + "".join(f"<p>{line}</p>" for line in lines)
    reading = read_published(made)
    assert (reading.frame.unit, reading.frame.date) == (unit, date)
    assert reading.values["other_matters"] == "无。"


@pytest.mark.parametrize("name", ["七、附件", "七、附则", "八、名词解释"])
def test_a_section_that_the_form_lacks_is_said(name: str) -> None:
    reading = read_published(f"{report(['开头。'])}<p>{name}</p><p>附件一份。</p>")
    assert reading.values["other_matters"] == "无。"
    assert codes(reading) - {"published.texts"} == {"published.unplaced"}
    assert "附件一份。" in everything(reading)


@pytest.mark.parametrize(
    "five", ["五、存在问题和改进措施", "五、问题及下一步打算", "六、存在的主要问题及改进情况"]
)
def test_a_section_is_known_by_its_number_and_by_its_words(five: str) -> None:
    reading = read_published(report(["开头。"], five=five))
    assert (reading.values["improvement.problems"], reading.values["improvement.measures"]) == (
        "甲。",
        "乙。",
    )


@pytest.mark.parametrize("style", ["（一）", "1.", "①"])
def test_sections_may_be_numbered_as_no_section_is(style: str) -> None:
    """Where the headings above the tables are, too."""
    numbers = {
        "（一）": "（一） （二） （三） （四） （五） （六）",
        "1.": "1. 2. 3. 4. 5. 6.",
        "①": "① ② ③ ④ ⑤ ⑥",
    }
    first, two, three, four, five, six = numbers[style].split()
    made = report(
        aspects(numbered("（1）", OFFICIAL)),
        ["（1）存在的主要问题", "甲。", "（2）改进情况", "乙。"],
        first=f"{first}总体情况",
        two=f"{two}主动公开政府信息情况",
        three=f"{three}收到和处理政府信息公开申请情况",
        four=f"{four}政府信息公开行政复议、行政诉讼情况",
        five=f"{five}存在的主要问题及改进情况",
    )
    reading = read_published(made.replace("六、其他需要", f"{six}其他需要"))
    assert [reading.values[f"overview.{path}"] for path in ASPECTS] == list(map(SENTENCE.format, range(5)))
    assert reading.values["improvement.measures"] == "乙。"
    assert (reading.values["other_matters"], codes(reading)) == ("无。", set())


def test_a_table_of_contents_is_none_of_the_report() -> None:
    heads = "".join(
        f"<p>{head}</p>"
        for head in ("一、总体情况", "二、主动公开政府信息情况", "五、存在的主要问题及改进情况")
    )
    reading = read_published(report(["开头。"]).replace("<p>一、总体", f"{heads}<p>一、总体", 1))
    assert reading.values["overview.summary"] == "开头。"
    assert reading.values["improvement.measures"] == "乙。"


def test_what_gkxl_publishes_around_a_report_comes_back() -> None:
    frame = gkxl.publication.frame_from_cover(demo.report())
    reading = read_published(gkxl.to_html(demo.report(), frame=frame))
    assert reading.frame == frame
    assert codes(reading) == {"published.frame"}
