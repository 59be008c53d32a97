"""What the page says of every status: what to do, and how to ask for it."""

from __future__ import annotations

from typing import Final

from gkxl.collection.status import Status

TO_DO: Final = {
    Status.PASSED: "无需处理",
    Status.CONFIRM: "请单位核实并说明",
    Status.ERRORS: "退回改正",
    Status.MISSING: "催报",
    Status.DUPLICATE: "请单位确认用哪一份",
    Status.NOT_OURS: "换报本单位的表",
    Status.OTHER_YEAR: "换用本年度的表",
    Status.UNREADABLE: "重新报送",
}
"""What the office does about it, in the order in which the page shows them."""

ASKING: Final = {
    Status.MISSING: "尚未报送{form}，请{by}报送",
    Status.UNREADABLE: "报送的{form}无法打开，请检查文件，{by}重新报送",
    Status.ERRORS: "{form}有需要改正的地方，请按退回的表格改正，{by}重新报送",
    Status.OTHER_YEAR: "报送的不是{form}的表格，请换用本年度的表格，{by}重新报送",
    Status.NOT_OURS: "报送的{form}无法认定是本单位的，请换用发给本单位的表格，{by}重新报送",
    Status.DUPLICATE: "报送了多份内容不同的{form}，请{by}告知以哪一份为准",
    Status.CONFIRM: "{form}有需要核实的地方，请{by}答复：填错的改正后重新报送，属实的说明原因",
}
"""What units are asked, the most pressing first: ``form`` is year and name of the report, ``by`` is when."""


def asking(status: Status, form: str, until: str) -> str:
    """What units of a status are asked, without a name and a mark of punctuation at its ends.

    >>> asking(Status.MISSING, "2024年度报告", "1月20日")
    '尚未报送2024年度报告，请在 1月20日 前报送'
    """
    return ASKING[status].format(form=form, by=f"在 {until} 前" if until else "尽快")
