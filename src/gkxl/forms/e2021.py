"""The annual report as prescribed by 国办公开办函〔2021〕30号, for the report years from 2021 on.

The classes follow the notice: its order, its words, its numbering. A comment quotes what a line obeys.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from attrs import frozen

from gkxl.forms.common import Applicants, Cover, Disputes
from gkxl.forms.edition import Balance, Edition
from gkxl.spec import PARTS, Blocks, Grid, Item, Particulars, Prose, Strip, Total


@frozen(kw_only=True)
class Overview:
    """一、总体情况."""

    summary: Annotated[str, Item("总体概述", hint="可不填。概括本年度政府信息公开工作的总体情况。")] = ""
    proactive: Annotated[str, Item("主动公开情况")] = ""
    on_request: Annotated[str, Item("依申请公开情况")] = ""
    management: Annotated[str, Item("政府信息管理情况")] = ""
    platform: Annotated[str, Item("政府信息公开平台建设情况")] = ""
    supervision: Annotated[
        str, Item("监督保障情况", hint="各级人民政府还应写明工作考核、社会评议和责任追究结果情况。")
    ] = ""


@frozen(kw_only=True)
class Documents:
    """制发、废止和现行有效件数."""

    issued: Annotated[int, Item("本年制发件数", unit="件")]
    repealed: Annotated[int, Item("本年废止件数", unit="件")]
    in_force: Annotated[int, Item("现行有效件数", unit="件")]


@frozen(kw_only=True)
class Decisions:
    """行政处理决定."""

    decisions: Annotated[int, Item("本年处理决定数量", unit="件")]


@frozen(kw_only=True)
class Fees:
    """行政事业性收费."""

    amount: Annotated[Decimal, Item("本年收费金额（单位：万元）", unit="万元")]


@frozen(kw_only=True)
class Disclosure:
    """二、主动公开政府信息情况, after article 20 of the Regulation."""

    regulations: Annotated[Documents, Item("规章", under="第二十条第（一）项")]
    normative_documents: Annotated[Documents, Item("行政规范性文件", under="第二十条第（一）项")]
    permits: Annotated[Decisions, Item("行政许可", under="第二十条第（五）项")]
    penalties: Annotated[Decisions, Item("行政处罚", under="第二十条第（六）项")]
    coercive_measures: Annotated[Decisions, Item("行政强制", under="第二十条第（六）项")]
    fees: Annotated[Fees, Item("行政事业性收费", under="第二十条第（八）项")]


@frozen(kw_only=True)
class Refused:
    """（三）不予公开."""

    state_secret: Annotated[Applicants, Item("1.属于国家秘密")]
    prohibited_by_law: Annotated[Applicants, Item("2.其他法律行政法规禁止公开")]
    security_and_stability: Annotated[Applicants, Item("3.危及“三安全一稳定”")]
    third_party_rights: Annotated[Applicants, Item("4.保护第三方合法权益")]
    internal_affairs: Annotated[Applicants, Item("5.属于三类内部事务信息")]
    deliberative_process: Annotated[Applicants, Item("6.属于四类过程性信息")]
    enforcement_files: Annotated[Applicants, Item("7.属于行政执法案卷")]
    administrative_inquiry: Annotated[Applicants, Item("8.属于行政查询事项")]


@frozen(kw_only=True)
class Unavailable:
    """（四）无法提供."""

    not_held: Annotated[Applicants, Item("1.本机关不掌握相关政府信息")]
    requires_creation: Annotated[Applicants, Item("2.没有现成信息需要另行制作")]
    still_unclear: Annotated[Applicants, Item("3.补正后申请内容仍不明确")]


@frozen(kw_only=True)
class NotHandled:
    """（五）不予处理."""

    petition: Annotated[Applicants, Item("1.信访举报投诉类申请")]
    repeated: Annotated[Applicants, Item("2.重复申请")]
    publication: Annotated[Applicants, Item("3.要求提供公开出版物")]
    excessive: Annotated[Applicants, Item("4.无正当理由大量反复申请")]
    confirmation: Annotated[Applicants, Item("5.要求行政机关确认或重新出具已获取信息")]


@frozen(kw_only=True)
class Otherwise:
    """（六）其他处理."""

    not_corrected: Annotated[
        Applicants, Item("1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请")
    ]
    fee_unpaid: Annotated[
        Applicants, Item("2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请")
    ]
    other: Annotated[Applicants, Item("3.其他")]


@frozen(kw_only=True)
class Processed:
    """三、本年度办理结果."""

    granted: Annotated[Applicants, Item("（一）予以公开")]
    partly_granted: Annotated[Applicants, Item("（二）部分公开（区分处理的，只计这一情形，不计其他情形）")]
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

    received: Annotated[Applicants, Item("一、本年新收政府信息公开申请数量")]
    brought_forward: Annotated[Applicants, Item("二、上年结转政府信息公开申请数量")]
    processed: Annotated[Processed, Item("三、本年度办理结果")]
    carried_forward: Annotated[Applicants, Item("四、结转下年度继续办理")]


@frozen(kw_only=True)
class Improvement:
    """五、存在的主要问题及改进情况."""

    problems: Annotated[str, Item("（一）存在的主要问题")] = ""
    measures: Annotated[str, Item("（二）改进情况")] = ""


@frozen(kw_only=True)
class Report:
    """政府信息公开工作年度报告, edition 2021."""

    cover: Annotated[Cover, Particulars("政府信息公开工作年度报告", sheet="封面")]
    overview: Annotated[Overview, Prose("一、总体情况", sheet="一、总体情况")] = Overview()
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
        ),
    ]
    disputes: Annotated[Disputes, Strip("四、政府信息公开行政复议、行政诉讼情况", sheet="四、复议诉讼")]
    improvement: Annotated[Improvement, Prose("五、存在的主要问题及改进情况", sheet="五、问题及改进")] = (
        Improvement()
    )
    other_matters: Annotated[
        str,
        Prose(
            "六、其他需要报告的事项",
            sheet="六、其他事项",
            hint="本年度收取信息处理费的情况（有无收取、金额多少）应在此报告。",
        ),
    ] = ""


def balance(report: Report) -> tuple[Applicants, Applicants]:
    """一 + 二 = 三（七） + 四, in every column."""
    r = report.requests
    return r.received + r.brought_forward, r.processed.total + r.carried_forward


EDITION = Edition(
    name="2021",
    notice="国办公开办函〔2021〕30号",
    first_year=2021,
    last_year=None,
    form=Report,
    balances=(Balance(balance, code="balance", rule="第一项＋第二项＝第三项（七）＋第四项"),),
)
