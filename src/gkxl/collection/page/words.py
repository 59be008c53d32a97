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
    Status.MISSING: "以下单位尚未报送{form}，请尽快报送：",
    Status.UNREADABLE: "以下单位报送的{form}无法打开，请检查文件后重新报送：",
    Status.ERRORS: "以下单位{form}有需要改正的地方，请按退回的表格改正后重新报送：",
    Status.OTHER_YEAR: "以下单位报送的不是{form}的表格，请换用本年度的表格重新报送：",
    Status.NOT_OURS: "以下单位报送的{form}无法认定是本单位的，请换用发给本单位的表格重新报送：",
    Status.DUPLICATE: "以下单位报送了多份内容不同的{form}，请告知以哪一份为准：",
    Status.CONFIRM: "以下单位{form}的个别数字需要核实，请核对后改正，或书面说明原因：",
}
"""What units are written, the most pressing first; ``form`` is the year and the name of the report."""
