"""The annual report as prescribed by 国办公开办函〔2019〕60号, for the report years 2019 and 2020.

The classes follow the notice: its order, its words, its numbering. A comment quotes what a line obeys.
"""

from collections.abc import Callable
from decimal import Decimal
from typing import Annotated

from attrs import field

from gkxl.forms.common import (
    ANNUAL_REPORT,
    BROUGHT_FORWARD,
    BY_APPLICANT,
    BY_RESULT,
    CHARTED,
    DECISIONS,
    FROM_LAST_YEAR,
    HUBEI,
    MAKERS,
    MAKERS_ONLY,
    ONLY_HERE,
    OWN_WORK,
    PENALTIES,
    PERMITS,
    QUOTATIONS,
    RECEIVED,
    REGULATIONS,
    SUPPLIED,
    THIS_YEAR,
    UNANSWERED,
    Applicants,
    Cover,
    Disputes,
    Improvement,
    NotHandled,
    Overview,
    Refused,
    Unavailable,
)
from gkxl.forms.edition import AnyReport, Balance, Edition, Expectation
from gkxl.frozen import frozen
from gkxl.model.marks import PARTS, Blocks, Grid, Item, Particulars, Prose, Strip, Total


@frozen(kw_only=True)
class Documents:
    """制作和公开的文件."""

    produced: Annotated[int, Item("本年新制作数量", unit="件")]
    newly_disclosed: Annotated[int, Item("本年新公开数量", unit="件")]
    total_disclosed: Annotated[int, Item("对外公开总数量", unit="件")]


@frozen(kw_only=True)
class Decisions:
    """项目和处理决定."""

    previous_items: Annotated[int, Item("上一年项目数量", unit="项")]
    # The notice heads the column 增/减, so a decrease is a number below 0.
    change: Annotated[int, Item("本年增/减", unit="项", signed=True)]
    decisions: Annotated[
        int, Item("处理决定数量", unit="件", also=("本年处理决定数量",), notes=(*DECISIONS, *HUBEI))
    ]


@frozen(kw_only=True)
class Fees:
    """行政事业性收费项目."""

    previous_items: Annotated[int, Item("上一年项目数量", unit="项")]
    change: Annotated[int, Item("本年增/减", unit="项", signed=True)]


@frozen(kw_only=True)
class Procurement:
    """政府集中采购. The notice prints no unit for the amount, and 元 and 万元 are both filed."""

    projects: Annotated[int, Item("采购项目数量", unit="项")]
    amount: Annotated[
        Decimal, Item("采购总金额", hint="规定格式没有写明单位，请与往年保持一致，并在正文中写明单位。")
    ]


@frozen(kw_only=True)
class Disclosure:
    """二、主动公开政府信息情况, after article 20 of the Regulation."""

    # 条例第二十条第（一）项：行政法规、规章和规范性文件。
    regulations: Annotated[Documents, Item("规章", under="第二十条第（一）项", notes=MAKERS_ONLY)]
    normative_documents: Annotated[Documents, Item("规范性文件", under="第二十条第（一）项")]
    # 第（五）项：办理行政许可和其他对外管理服务事项的依据、条件、程序以及办理结果。
    permits: Annotated[Decisions, Item("行政许可", under="第二十条第（五）项", notes=PERMITS)]
    other_services: Annotated[Decisions, Item("其他对外管理服务事项", under="第二十条第（五）项")]
    # 第（六）项：实施行政处罚、行政强制的依据、条件、程序以及有一定社会影响的行政处罚决定。
    penalties: Annotated[Decisions, Item("行政处罚", under="第二十条第（六）项", notes=PENALTIES)]
    coercive_measures: Annotated[Decisions, Item("行政强制", under="第二十条第（六）项")]
    # 第（八）项：行政事业性收费项目及其依据、标准。
    fees: Annotated[Fees, Item("行政事业性收费", under="第二十条第（八）项")]
    # 第（九）项：政府集中采购项目的目录、标准及实施情况。
    procurement: Annotated[Procurement, Item("政府集中采购", under="第二十条第（九）项")]


@frozen(kw_only=True)
class Processed:
    """三、本年度办理结果."""

    granted: Annotated[Applicants, Item("（一）予以公开", notes=SUPPLIED)]
    partly_granted: Annotated[
        Applicants, Item("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", notes=ONLY_HERE)
    ]
    refused: Annotated[Refused, Item("（三）不予公开")]
    unavailable: Annotated[Unavailable, Item("（四）无法提供")]
    not_handled: Annotated[NotHandled, Item("（五）不予处理")]
    otherwise: Annotated[Applicants, Item("（六）其他处理")]
    total: Annotated[
        Applicants, Total("（七）总计", code="sum.column", rule="（七）总计＝（一）至（六）各行之和")
    ] = PARTS


@frozen(kw_only=True)
class Requests:
    """三、收到和处理政府信息公开申请情况."""

    received: Annotated[Applicants, Item("一、本年新收政府信息公开申请数量", notes=RECEIVED)]
    brought_forward: Annotated[Applicants, Item("二、上年结转政府信息公开申请数量", notes=FROM_LAST_YEAR)]
    processed: Annotated[Processed, Item("三、本年度办理结果", notes=THIS_YEAR)]
    carried_forward: Annotated[Applicants, Item("四、结转下年度继续办理", notes=UNANSWERED)]


@frozen(kw_only=True)
class Report(AnyReport):
    """政府信息公开工作年度报告, edition 2019 (trial)."""

    cover: Annotated[Cover, Particulars("政府信息公开工作年度报告", sheet="封面")]
    overview: Annotated[Overview, Prose("一、总体情况", sheet="一、总体情况", room=600)] = field(
        factory=Overview
    )
    disclosure: Annotated[
        Disclosure, Blocks("二、主动公开政府信息情况", sheet="二、主动公开", stub="信息内容")
    ]
    requests: Annotated[
        Requests,
        Grid(
            "三、收到和处理政府信息公开申请情况",
            sheet="三、申请办理",
            corner="（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）",
            banner="申请人情况",
            notes=BY_APPLICANT,
        ),
    ]
    disputes: Annotated[
        Disputes, Strip("四、政府信息公开行政复议、行政诉讼情况", sheet="四、复议诉讼", notes=BY_RESULT)
    ]
    improvement: Annotated[
        Improvement, Prose("五、存在的主要问题及改进情况", sheet="五、问题及改进", notes=OWN_WORK)
    ] = field(factory=Improvement)
    # 条例第四十二条：申请的数量、频次明显超过合理范围的，可以收取信息处理费。表二的收费不含它。
    other_matters: Annotated[
        str,
        Prose(
            "六、其他需要报告的事项",
            sheet="六、其他事项",
            hint="本年度收取信息处理费的情况（有无收取、金额多少）应在此报告。",
            may_be_none=True,
        ),
    ] = ""


def balance(report: Report) -> tuple[Applicants, Applicants]:
    """一 + 二 = 三（七） + 四, in every column."""
    r = report.requests
    return r.received + r.brought_forward, r.processed.total + r.carried_forward


def brought_forward(this: Report, last: Report) -> tuple[Applicants, Applicants]:
    """二 of this year is 四 of last year, in every column."""
    return this.requests.brought_forward, last.requests.carried_forward


def regulations(this: Report, _last: Report) -> tuple[int, int]:
    """Few units may make 规章."""
    line = this.disclosure.regulations
    return line.produced + line.newly_disclosed + line.total_disclosed, 0


def counted_as_items(line: Callable[[Report], Decisions]) -> Callable[[Report, Report], tuple[int, int]]:
    """Of a line on which decisions are counted: 处理决定数量, and 上一年项目数量 ± 本年增/减."""

    def sides(this: Report, _last: Report) -> tuple[int, int]:
        return line(this).decisions, line(this).previous_items + line(this).change

    return sides


EDITION = Edition(
    kind=ANNUAL_REPORT,
    name="2019",
    notice="国办公开办函〔2019〕60号",
    first_year=2019,
    last_year=2020,
    form=Report,
    # Printed in the corner of table three: 本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和.
    balances=(Balance(balance, code="balance", rule="第一项＋第二项＝第三项（七）＋第四项"),),
    charted=CHARTED,
    expectations=(
        Expectation(brought_forward, code="year.brought_forward", rule=BROUGHT_FORWARD),
        Expectation(regulations, code="unusual.regulations", rule=REGULATIONS, levels=MAKERS),
        *(
            Expectation(
                counted_as_items(line),
                code="unusual.decisions",
                rule="处理决定数量是决定的件数，不是上一年项目数量与本年增/减之和",
                apart=True,
            )
            for line in (
                lambda r: r.disclosure.permits,
                lambda r: r.disclosure.other_services,
                lambda r: r.disclosure.penalties,
                lambda r: r.disclosure.coercive_measures,
            )
        ),
    ),
    quotations=QUOTATIONS,
)
