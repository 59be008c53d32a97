"""What a province adds to gkxl: a line, a check, prompts, and a form of its own; gkxl is untouched.

The annual report gets the line 其他主动公开文件 that the province asks for, as an edition of its own beside
the official one. The check looks at every report of either. The form of its own counts meetings.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from attrs import evolve, field, frozen

from gkxl.forms import e2021
from gkxl.forms.edition import AnyReport, Balance, Edition, Extension, FormKind, Roles
from gkxl.issues import Issue
from gkxl.issues.catalogue import Code, Severity
from gkxl.model.marks import PARTS, Blocks, Item, Particulars, Prose, Strip, Total
from gkxl.text import Wording

if TYPE_CHECKING:
    from collections.abc import Iterator

# 1. A further line. What is derived keeps the order of the official form; the line says where it stands.


@frozen(kw_only=True)
class Disclosure(e2021.Disclosure):
    """二、主动公开政府信息情况, with the line of the province."""

    other_documents: Annotated[
        e2021.Documents,
        Item("其他主动公开文件", under="第二十条第（一）项", after="normative_documents"),
    ]


@frozen(kw_only=True)
class Report(e2021.Report):
    """政府信息公开工作年度报告, as the province asks for it."""

    disclosure: Annotated[
        Disclosure, Blocks("二、主动公开政府信息情况", sheet="二、主动公开", stub="信息内容")
    ]


HUBEI = evolve(e2021.EDITION, name="hubei", notice="设想的鄂政办通知〔2024〕1号", form=Report, local=True)
"""The edition of the province: rules, charts and years are the official ones."""

# 2. A further check: a function that takes a report and gives what it finds.


def too_many_penalties(report: e2021.Report) -> Iterator[Issue]:
    """More penalties than permits are to be confirmed."""
    permits, penalties = report.disclosure.permits.decisions, report.disclosure.penalties.decisions
    if penalties > permits:
        yield Issue(
            code="hubei.penalties", path="disclosure.penalties.decisions", found=penalties, expected=permits
        )


PENALTIES = Code(
    code="hubei.penalties",
    severity=Severity.CONFIRM,
    zh="{place}是 {found} 件，多于行政许可的 {expected} 件。请核对；属实的请说明。",
    meaning="行政处罚的件数多于行政许可。",
    remedy="核对两个数；属实的，说明原因。",
)

# 3. A form of its own: a cover, a table of three figures and their total, and a text.


@frozen(kw_only=True)
class Cover:
    """封面."""

    unit: Annotated[str, Item("填报单位")] = ""
    code: Annotated[str, Item("单位代码")] = ""
    year: Annotated[int, Item("统计年度")]


@frozen(kw_only=True)
class Held:
    """召开会议."""

    opened: Annotated[int, Item("邀请公众列席", unit="次")]
    closed: Annotated[int, Item("未邀请公众列席", unit="次")]
    total: Annotated[int, Total("合计", code="sum.line", rule="合计＝左侧两项之和")] = PARTS


@frozen(kw_only=True)
class Meetings:
    """一、会议情况."""

    held: Annotated[Held, Item("召开会议")]
    reported: Annotated[int, Item("发布会议消息", unit="条")]


@frozen(kw_only=True)
class MeetingsReport(AnyReport):
    """会议开放情况统计表."""

    cover: Annotated[Cover, Particulars("会议开放情况统计表", sheet="封面")]
    meetings: Annotated[Meetings, Strip("一、会议情况", sheet="一、会议情况")]
    remarks: Annotated[str, Prose("二、情况说明", sheet="二、情况说明")] = field(default="")


def every_meeting_is_reported(report: MeetingsReport) -> tuple[int, int]:
    """Of every meeting there is one piece of news."""
    return report.meetings.reported, report.meetings.held.total


MEETINGS_KIND = FormKind(
    name=Wording("会议统计表", "table of meetings"),
    title="会议开放情况统计表",
    title_en="a table of open meetings",
    roles=Roles(unit="cover.unit", unit_code="cover.code", year="cover.year"),
    guide="本表依据{notice}制作。",
)

MEETINGS = Edition(
    kind=MEETINGS_KIND,
    name="meetings",
    notice="设想的鄂政办通知〔2024〕2号",
    first_year=2024,
    last_year=None,
    form=MeetingsReport,
    balances=(Balance(every_meeting_is_reported, code="hubei.news", rule="发布会议消息＝召开会议合计"),),
)

NEWS = Code(
    code="hubei.news",
    severity=Severity.ERROR,
    zh="{rule}：左边是 {left}，右边是 {right}，相差 {difference}。请改正。",
    meaning="会议消息的条数与会议的次数不符。",
    remedy="核对会议的次数和消息的条数。",
)

# 4. All of it, under one name, for gkxl to register.

EXTENSION = Extension(
    name="hubei",
    editions=(HUBEI, MEETINGS),
    codes=(PENALTIES, NEWS),
    checks={"2021": (too_many_penalties,), "hubei": (too_many_penalties,)},
    english={
        PENALTIES.zh: "{place} is {found}, more than the {expected} permits. Check it, or explain it.",
        NEWS.zh: "{rule}: the left side is {left}, the right side {right}, {difference} apart. Correct it.",
    },
    prompts={"hubei": {"disclosure.permits.decisions": "含委托下级办理的许可。"}},
)

__all__ = ["EXTENSION", "HUBEI", "MEETINGS", "MEETINGS_KIND"]
