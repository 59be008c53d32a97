"""The annual report as prescribed by 国办公开办函〔2021〕30号, for the report years from 2021 on.

The classes follow the notice: its order, its words, its numbering. A comment quotes what a line obeys.
"""

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
    article,
    printed,
    says,
    wuhan,
)
from gkxl.forms.edition import AnyReport, Balance, Edition, Expectation
from gkxl.frozen import frozen
from gkxl.model.marks import PARTS, Blocks, Grid, Item, Particulars, Prose, Strip, Total


@frozen(kw_only=True)
class Documents:
    """制发、废止和现行有效件数."""

    issued: Annotated[int, Item("本年制发件数", unit="件")]
    repealed: Annotated[int, Item("本年废止件数", unit="件")]
    in_force: Annotated[int, Item("现行有效件数", unit="件", notes=printed("以前年度制发、仍然有效的也计"))]


@frozen(kw_only=True)
class Decisions:
    """行政处理决定."""

    decisions: Annotated[
        int,
        Item(
            "本年处理决定数量",
            unit="件",
            notes=(*DECISIONS, *wuhan("本年全部决定，公开的和依法不公开的都计"), *HUBEI),
        ),
    ]


@frozen(kw_only=True)
class Fees:
    """行政事业性收费."""

    amount: Annotated[
        Decimal,
        Item(
            "本年收费金额（单位：万元）",
            unit="万元",
            notes=article("四十二", "信息处理费不计在这里，写在第六部分；最多六位小数"),
        ),
    ]


@frozen(kw_only=True)
class Disclosure:
    """二、主动公开政府信息情况, after article 20 of the Regulation."""

    # 条例第二十条第（一）项：行政法规、规章和规范性文件。
    regulations: Annotated[Documents, Item("规章", under="第二十条第（一）项", notes=MAKERS_ONLY)]
    normative_documents: Annotated[
        Documents,
        Item(
            "行政规范性文件",
            under="第二十条第（一）项",
            notes=wuhan("按本级司法行政部门认定的计，制发、废止、现行有效都与其核对"),
        ),
    ]
    # 第（五）项：办理行政许可和其他对外管理服务事项的依据、条件、程序以及办理结果。
    permits: Annotated[Decisions, Item("行政许可", under="第二十条第（五）项", notes=PERMITS)]
    # 第（六）项：实施行政处罚、行政强制的依据、条件、程序以及有一定社会影响的行政处罚决定。
    penalties: Annotated[Decisions, Item("行政处罚", under="第二十条第（六）项", notes=PENALTIES)]
    coercive_measures: Annotated[Decisions, Item("行政强制", under="第二十条第（六）项")]
    # 第（八）项：行政事业性收费项目及其依据、标准。
    fees: Annotated[Fees, Item("行政事业性收费", under="第二十条第（八）项")]


@frozen(kw_only=True)
class Otherwise:
    """（六）其他处理."""

    not_corrected: Annotated[
        Applicants,
        Item(
            "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
            notes=article("三十", "视为放弃申请的"),
        ),
    ]
    fee_unpaid: Annotated[
        Applicants, Item("2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请")
    ]
    other: Annotated[Applicants, Item("3.其他")]


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
    otherwise: Annotated[Otherwise, Item("（六）其他处理")]
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
    """政府信息公开工作年度报告, edition 2021."""

    cover: Annotated[Cover, Particulars("政府信息公开工作年度报告", sheet="封面")]
    overview: Annotated[
        Overview,
        Prose(
            "一、总体情况",
            sheet="一、总体情况",
            room=600,
            # 格式（一）：对本机关贯彻落实《条例》情况进行综述，主要包括……
            notes=(
                *says("国办公开办函〔2021〕30号", "综述本机关贯彻落实《条例》的情况"),
                *wuhan("一般不超过1000字"),
            ),
        ),
    ] = field(factory=Overview)
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


def regulations_in_force(this: Report, last: Report) -> tuple[int, int]:
    """现行有效 of 规章 follows from last year's."""
    return _in_force(this.disclosure.regulations, last.disclosure.regulations)


def normative_documents_in_force(this: Report, last: Report) -> tuple[int, int]:
    """现行有效 of 行政规范性文件 follows from last year's."""
    return _in_force(this.disclosure.normative_documents, last.disclosure.normative_documents)


def _in_force(this: Documents, last: Documents) -> tuple[int, int]:
    return this.in_force, last.in_force + this.issued - this.repealed


def regulations(this: Report, _last: Report) -> tuple[int, int]:
    """Few units may make 规章."""
    line = this.disclosure.regulations
    return line.issued + line.repealed + line.in_force, 0


IN_FORCE = "现行有效件数＝上年现行有效件数＋本年制发件数－本年废止件数"


EDITION = Edition(
    kind=ANNUAL_REPORT,
    name="2021",
    notice="国办公开办函〔2021〕30号",
    first_year=2021,
    last_year=None,
    form=Report,
    # Printed in the corner of table three: 本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和.
    balances=(Balance(balance, code="balance", rule="第一项＋第二项＝第三项（七）＋第四项"),),
    charted=CHARTED,
    expectations=(
        Expectation(brought_forward, code="year.brought_forward", rule=BROUGHT_FORWARD),
        Expectation(regulations_in_force, code="year.in_force", rule=IN_FORCE),
        Expectation(normative_documents_in_force, code="year.in_force", rule=IN_FORCE),
        Expectation(regulations, code="unusual.regulations", rule=REGULATIONS, levels=MAKERS),
    ),
    quotations=QUOTATIONS,
)
