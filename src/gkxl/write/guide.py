"""The instructions (填报说明) that open every workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gkxl.model.domain import AMOUNT, CHANGE
from gkxl.model.outline import by_domain, cells
from gkxl.rules import rules

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gkxl.forms.edition import Edition

TITLE: Final = "填报说明"


def lines(edition: Edition) -> Iterator[str]:
    """The instructions, a paragraph each."""
    yield f"一、本表依据《政府信息公开工作年度报告格式》（{edition.notice}）制作，各表的项目、顺序和名称与规定格式一致。"
    yield "二、浅黄色的格子由填报单位填写，灰色的格子自动计算，其余部分已锁定。请勿增删行列、移动单元格或改动工作表名称；列宽和行高可以调整。"
    yield "三、数字格只填数字：没有发生的填 0，不要留空，不要填“无”、“/”、“—”，不要带单位、空格和说明。需要说明的写在正文里。"
    yield f"四、件数填不小于 0 的整数。{''.join(_exceptions(edition))}"
    yield "五、正文可以分段：在单元格内换行按 Alt+Enter。可以从文档中复制文字，双击单元格后粘贴。"
    yield "六、从别处复制数字时，请用“选择性粘贴—数值”，以免带入别的格式。"
    words = "；".join(dict.fromkeys(rule.words for rule in rules(edition)))
    yield f"七、表内数据应当符合以下勾稽关系：{words}。对不上的格子会变成红色。"
    yield "八、填完后请看最后的“审核”表：总体结论为“通过”后，保存并报送本文件。“未填”表示还有空格，“需改正”表示数字对不上或填得不对，“连带”表示由别的错处引起、改正后自动消除。"
    yield "九、“需核实”表示与上年报告或通常情况不合：填错的改正，属实的在“审核”表的“说明”栏写明原因，即可报送。发下时已填有上年结转数的，请核对；需要改动的，也写明原因。“待比对”的，由收表单位与上年报告比对。"
    yield "十、请以 .xlsx 格式保存并报送，不要转换为其他格式，不要加密。"


def _exceptions(edition: Edition) -> Iterator[str]:
    """What the form says of the cells that are no plain counts."""
    found = by_domain(cell for cell in cells(edition.form) if cell.in_table)
    if CHANGE in found:
        yield f"“{found[CHANGE][0].item.label}”填整数，增加的填正数，减少的填负数。"
    for cell in found.get(AMOUNT, ()):
        unit = f"以{cell.item.unit}为单位，" if cell.item.unit else ""
        yield f"“{cell.headings[-2]}”的金额{unit}可以保留小数。{cell.item.hint}"
