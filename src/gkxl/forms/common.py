"""Parts of the form that both notices print alike: the cover, the applicants' columns, table four."""

from __future__ import annotations

from typing import Annotated

from attrs import frozen

from gkxl.spec import PARTS, Addable, Item, Total


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
class Outcomes:
    """复议或诉讼的结果."""

    upheld: Annotated[int, Item("结果维持", unit="件")]
    corrected: Annotated[int, Item("结果纠正", unit="件")]
    other: Annotated[int, Item("其他结果", unit="件")]
    pending: Annotated[int, Item("尚未审结", unit="件")]
    total: Annotated[
        int, Total("总计", unit="件", code="sum.outcome", rule="总计＝维持＋纠正＋其他＋尚未审结")
    ] = PARTS


@frozen(kw_only=True)
class Disputes:
    """四、政府信息公开行政复议、行政诉讼情况."""

    review: Annotated[Outcomes, Item("行政复议")]
    direct_litigation: Annotated[Outcomes, Item("未经复议直接起诉", under="行政诉讼")]
    litigation_after_review: Annotated[Outcomes, Item("复议后起诉", under="行政诉讼")]


LEVELS = ("国务院部门", "省级", "市级", "县级", "乡镇街道", "部门单位")


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
