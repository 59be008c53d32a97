"""Parts both notices print alike: texts, applicants, refusals, table four, cover; what is made of them.

条例 in a comment is the Regulation on the Disclosure of Government Information (《政府信息公开条例》, 2019).
"""

from typing import Annotated, Final

from gkxl.forms.edition import Charted, FormKind, Quotation, Roles, Vocabulary
from gkxl.frozen import frozen
from gkxl.model.marks import PARTS, Addable, Item, Lead, Note, Total
from gkxl.text import Wording


def says(source: str, template: str, place: str = "") -> tuple[Note, ...]:
    """What a source says of a cell; a place where it holds there only."""
    return (Note(template, source, place),)


def article(number: str, template: str) -> tuple[Note, ...]:
    """What an article of the Regulation says of a cell."""
    return says(f"条例第{number}条", template)


def printed(template: str) -> tuple[Note, ...]:
    """What the form itself says of a cell, by its headings and its balance."""
    return says("报告格式", template)


def wuhan(template: str) -> tuple[Note, ...]:
    """What Wuhan asks for."""
    return says("武政办发〔2025〕54号", template, "武汉市")


def guangdong(template: str) -> tuple[Note, ...]:
    """What Guangdong counts, in its form for figures of law enforcement."""
    return says("行政执法年度数据公开样式（2018年）", template, "广东省")


@frozen(kw_only=True)
class Overview:
    """一、总体情况."""

    summary: Annotated[
        str,
        Lead(
            "总体概述",
            hint="可不填。概括本年度政府信息公开工作的总体情况。",
        ),
    ] = ""
    proactive: Annotated[str, Item("主动公开情况", notes=article("二十", "写应主动公开的信息公开了哪些"))] = (
        ""
    )
    on_request: Annotated[
        str,
        Item(
            "依申请公开情况",
            notes=article("五十", "写收到和处理申请的情况"),
            known_as=("申请公开", "申请办理", "办理申请", "收到和处理政府信息公开申请"),
        ),
    ] = ""
    management: Annotated[
        str,
        Item(
            "政府信息管理情况",
            notes=article("十八", "写不予公开信息的定期评估审查和动态调整"),
            known_as=("信息资源管理", "信息规范管理"),
        ),
    ] = ""
    platform: Annotated[
        str,
        Item(
            "政府信息公开平台建设情况",
            notes=article("二十四", "写在统一平台集中发布的情况"),
            known_as=("公开平台", "平台载体"),
        ),
    ] = ""
    # 条例第五十条第（四）项：各级人民政府的年度报告还应当包括工作考核、社会评议和责任追究结果情况。
    supervision: Annotated[
        str,
        Item(
            "监督保障情况",
            hint="各级人民政府还应写明工作考核、社会评议和责任追究结果情况。",
            notes=article("四十七", "写监督检查、培训等情况"),
            known_as=("保障监督", "监督考核", "监督与保障", "监督和保障"),
        ),
    ] = ""


@frozen(kw_only=True)
class Applicants(Addable):
    """申请人情况: the columns of table three."""

    natural_person: Annotated[int, Item("自然人", unit="件")]
    business: Annotated[int, Item("商业企业", under="法人或其他组织", unit="件")]
    research: Annotated[int, Item("科研机构", under="法人或其他组织", unit="件")]
    public_interest: Annotated[int, Item("社会公益组织", under="法人或其他组织", unit="件")]
    legal_service: Annotated[int, Item("法律服务机构", under="法人或其他组织", unit="件")]
    other: Annotated[int, Item("其他", under="法人或其他组织", unit="件")]
    total: Annotated[int, Total("总计", unit="件", code="sum.line", rule="总计＝左侧六类申请人之和")] = PARTS


@frozen(kw_only=True)
class Refused:
    """（三）不予公开."""

    state_secret: Annotated[Applicants, Item("1.属于国家秘密", notes=article("十四", "依法确定为国家秘密的"))]
    prohibited_by_law: Annotated[
        Applicants, Item("2.其他法律行政法规禁止公开", notes=article("十四", "法律、行政法规禁止公开的"))
    ]
    security_and_stability: Annotated[
        Applicants,
        Item("3.危及“三安全一稳定”", notes=article("十四", "公开后可能危及国家、公共、经济安全和社会稳定的")),
    ]
    third_party_rights: Annotated[
        Applicants,
        Item("4.保护第三方合法权益", notes=article("十五", "涉及商业秘密、个人隐私等，公开会损害第三方的")),
    ]
    internal_affairs: Annotated[
        Applicants,
        Item("5.属于三类内部事务信息", notes=article("十六", "人事管理、后勤管理、内部工作流程信息")),
    ]
    deliberative_process: Annotated[
        Applicants,
        Item("6.属于四类过程性信息", notes=article("十六", "讨论记录、过程稿、磋商信函、请示报告")),
    ]
    enforcement_files: Annotated[
        Applicants, Item("7.属于行政执法案卷", notes=article("十六", "行政执法案卷信息"))
    ]
    administrative_inquiry: Annotated[
        Applicants,
        Item("8.属于行政查询事项", notes=article("三十六", "工商、不动产登记资料等另有查询规定的")),
    ]


@frozen(kw_only=True)
class Unavailable:
    """（四）无法提供."""

    not_held: Annotated[
        Applicants, Item("1.本机关不掌握相关政府信息", notes=article("三十六", "经检索没有所申请信息的"))
    ]
    requires_creation: Annotated[
        Applicants, Item("2.没有现成信息需要另行制作", notes=article("三十八", "需要对现有信息加工、分析的"))
    ]
    still_unclear: Annotated[
        Applicants,
        Item("3.补正后申请内容仍不明确", notes=article("三十", "按期补正了的；逾期不补正的不计在这里")),
    ]


@frozen(kw_only=True)
class NotHandled:
    """（五）不予处理."""

    petition: Annotated[
        Applicants, Item("1.信访举报投诉类申请", notes=article("三十九", "以申请形式信访、投诉、举报的"))
    ]
    repeated: Annotated[Applicants, Item("2.重复申请", notes=article("三十六", "已答复后又申请相同信息的"))]
    publication: Annotated[
        Applicants, Item("3.要求提供公开出版物", notes=article("三十九", "要求提供政府公报、报刊、书籍等的"))
    ]
    excessive: Annotated[
        Applicants, Item("4.无正当理由大量反复申请", notes=article("三十五", "数量、频次明显超过合理范围的"))
    ]
    confirmation: Annotated[Applicants, Item("5.要求行政机关确认或重新出具已获取信息")]


@frozen(kw_only=True)
class Outcomes:
    """复议或诉讼的结果."""

    upheld: Annotated[int, Item("结果维持", unit="件")]
    corrected: Annotated[int, Item("结果纠正", unit="件")]
    other: Annotated[int, Item("其他结果", unit="件")]
    pending: Annotated[int, Item("尚未审结", unit="件", notes=printed("到12月31日还没有审结的"))]
    total: Annotated[
        int, Total("总计", unit="件", code="sum.outcome", rule="总计＝维持＋纠正＋其他＋尚未审结")
    ] = PARTS


@frozen(kw_only=True)
class Disputes:
    """四、政府信息公开行政复议、行政诉讼情况."""

    review: Annotated[Outcomes, Item("行政复议")]
    direct_litigation: Annotated[Outcomes, Item("未经复议直接起诉", under="行政诉讼")]
    litigation_after_review: Annotated[
        Outcomes, Item("复议后起诉", under="行政诉讼", notes=printed("先复议、后起诉的只计在这里"))
    ]


@frozen(kw_only=True)
class Improvement:
    """五、存在的主要问题及改进情况."""

    problems: Annotated[
        str,
        Item(
            "（一）存在的主要问题",
            known_as=(
                "存在的问题",
                "存在问题",
                "主要问题",
                "存在的不足",
                "存在不足",
                "短板弱项",
                "困难和问题",
            ),
        ),
    ] = ""
    measures: Annotated[
        str,
        Item(
            "（二）改进情况",
            known_as=(
                *("改进措施", "整改措施", "下一步", "工作打算", "今后工作"),
                *("针对存在", "针对上述", "针对以上", "针对这些"),
            ),
        ),
    ] = ""


MAKERS = ("国务院部门", "省级", "市级")
"""The levels of units that may make 规章."""

LEVELS = (*MAKERS, "县级", "乡镇街道", "部门单位")


@frozen(kw_only=True)
class Cover:
    """封面: not part of the printed form, needed to collect it."""

    unit: Annotated[str, Item("填报单位", hint="填写单位全称。")] = ""
    unit_code: Annotated[str, Item("单位代码", hint="填写统一社会信用代码，或汇总单位分配的代码。")] = ""
    level: Annotated[str, Item("单位层级", hint="请从下拉列表中选择。", choices=LEVELS)] = ""
    year: Annotated[int, Item("报告年度", unit="年")]
    prepared_by: Annotated[str, Item("填报人")] = ""
    reviewed_by: Annotated[str, Item("审核人")] = ""
    phone: Annotated[str, Item("联系电话")] = ""
    date: Annotated[str, Item("填报日期", hint="例如 2025年1月20日。")] = ""


ANNUAL_REPORT = FormKind(
    name=Wording("年度报告", "annual report"),
    title="政府信息公开工作年度报告",
    title_en="an annual report on information disclosure",
    roles=Roles(
        unit="cover.unit",
        unit_code="cover.unit_code",
        year="cover.year",
        level="cover.level",
        phone="cover.phone",
        date="cover.date",
    ),
    guide="本表依据《政府信息公开工作年度报告格式》（{notice}）制作，各表的项目、顺序和名称与规定格式一致。",
    title_pattern="(?:政府信息|政务|信息)公开(?:工作)?的?(?:年度)?(?:工作)?(?:报告|年报)",
    vocabulary=Vocabulary(
        measures="件起宗",
        subject="申请|信息公开|复议|诉讼",
        other="建议|提案|信访|来信|来访|热线|留言|工单|咨询|投诉|举报|许可|处罚|规范性文件|议案",
    ),
    chart_title="政府信息公开申请收到和办理情况",
    carried="填入上年结转数，列出上年现行有效件数",
    example=("本年新收 自然人", "requests.received.total"),
    # 格式通知不规定开头怎么写；各地多写编制依据、统计期限和联系方式。
    lead="本报告根据《中华人民共和国政府信息公开条例》和《政府信息公开工作年度报告格式》（{notice}）编制。\n"
    "本报告中所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。\n"
    "如对本报告有疑问，请与{contact}联系。",
)
"""What articles 49 and 50 of the Regulation ask every administrative organ to publish each year."""

CHARTED = Charted(received="requests.received", outcomes="requests.processed")
"""What charts show of table three."""


RECEIVED: Final = says("国办函〔2020〕109号第四条", "含多项内容的，可拆成最小合理单元，按拆分后的件数计")
BY_APPLICANT: Final = printed("按提出申请的人计，不按代理人；律师代理的，不计入法律服务机构")
FROM_LAST_YEAR: Final = printed("各列都等于上年报告的第四项")
THIS_YEAR: Final = printed("只计本年的办理结果")
SUPPLIED: Final = article("三十六", "提供了信息，或者告知了获取途径的")
ONLY_HERE: Final = printed("只计在这里，不再计入不予公开等情形")
UNANSWERED: Final = printed("到12月31日尚未答复的")
MAKERS_ONLY: Final = says("《立法法》", "国务院部门、省级和设区的市、自治州政府才能制定，其他单位填0")
DECISIONS: Final = printed("填处理决定的件数")
HUBEI: Final = says("2020年报表括注", "按决定件数，不按事项种类", "湖北省")
PERMITS: Final = guangdong("准予变更、延续的计入，不予许可的不计为准予")
PENALTIES: Final = guangdong("1月1日至12月31日作出的，后经复议撤销的也计；一个决定两种处罚的，按最重的计一次")
BY_RESULT: Final = printed("按案件在本年的结果计")
OWN_WORK: Final = article("五十", "只写政府信息公开工作的问题和改进")
"""What belongs in tables, lines and texts of both editions."""

BROUGHT_FORWARD = "二、上年结转＝上年报告的四、结转下年度继续办理"
REGULATIONS = f"规章只由{'、'.join(MAKERS)}制定，其他单位应为 0"
"""Expectations of both editions, in Chinese."""

QUOTATIONS = (
    Quotation("新收(?:到)?", lambda r: (r.requests.received,)),
    # 受理 may be what came in this year, or that and what was brought forward
    Quotation("(?<!新)收到|受理", lambda r: (r.requests.received, r.requests.brought_forward)),
    Quotation("办结|办理完毕", lambda r: (r.requests.processed.total,)),
    Quotation("上年度?结转|结转上年", lambda r: (r.requests.brought_forward,)),
    Quotation("结转[至到]?下", lambda r: (r.requests.carried_forward,)),
    Quotation(
        "(?<!上年)(?<!上年度)结转(?![至到]?下|上年)",
        lambda r: (r.requests.brought_forward, r.requests.carried_forward),
    ),
    Quotation("行政复议(?!(?:案件)?[、和及与或])", lambda r: (r.disputes.review,)),
    Quotation(
        "(?<![、和及与或])行政诉讼",
        lambda r: (r.disputes.direct_litigation, r.disputes.litigation_after_review),
    ),
    Quotation(
        "行政复议(?:案件)?[、和及与或](?:行政)?诉讼",
        lambda r: (r.disputes.review, r.disputes.direct_litigation, r.disputes.litigation_after_review),
    ),
)
"""What the texts of a report quote of tables three and four."""
