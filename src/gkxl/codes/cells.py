"""What is said of what stands in a cell."""

from __future__ import annotations

from typing import Final

from gkxl.codes.code import Code, Severity

CODES: Final = (
    Code(
        code="cell.blank",
        severity=Severity.ERROR,
        zh="{place}没有填写。请填数字，没有发生的填 0。",
        en="{place} is blank. Enter a number; write 0 for none.",
        meaning="应填数字的格子是空白。空白不等于 0。",
        remedy="填写数字；没有发生的填 0。",
    ),
    Code(
        code="cell.dash",
        severity=Severity.ERROR,
        zh="{place}填的是“{found}”，不是数字。没有发生的请填 0。",
        en="{place} says {found!r}, which is not a number. Write 0 for none.",
        meaning="用“无”、“/”、“—”等代替数字。",
        remedy="没有发生的填 0；有的填数字。",
    ),
    Code(
        code="cell.text",
        severity=Severity.ERROR,
        zh="{place}填的是“{found}”，不是一个确定的数字{hint}。请只填数字，说明写在正文里。",
        en="{place} says {found!r}, which is not one definite number{hint_en}. Enter digits only.",
        meaning="应填数字的格子里是文字，或附有说明、约数、符号。",
        remedy="只填数字，需要说明的写在正文里。",
    ),
    Code(
        code="cell.negative",
        severity=Severity.ERROR,
        zh="{place}填的是 {found}，不能小于 0。请改正。",
        en="{place} is {found}; it cannot be less than 0. Correct it.",
        meaning="数字小于 0。",
        remedy="改为不小于 0 的数。",
    ),
    Code(
        code="cell.fraction",
        severity=Severity.ERROR,
        zh="{place}填的是 {found}，件数应为整数。请改正。",
        en="{place} is {found}; a count is a whole number. Correct it.",
        meaning="件数带有小数。",
        remedy="改为整数。",
    ),
    Code(
        code="cell.huge",
        severity=Severity.ERROR,
        zh="{place}填的是 {found}，大得不合理。请改正。",
        en="{place} is {found}, larger than any real figure. Correct it.",
        meaning="件数达到或超过 1 万亿，金额达到或超过 100 亿万元；总计达到或超过 10 的 15 次方。",
        remedy="核对是否误粘贴了代码或电话。",
    ),
    Code(
        code="cell.date",
        severity=Severity.ERROR,
        zh="{place}里是日期（内部数值 {found}）。可能是输入“1-2”一类内容时被自动转成了日期。"
        "请清除后重新填数字。",
        en="{place} holds a date (serial number {found}), perhaps something like 1-2 turned into one. "
        "Clear it and enter the number again.",
        meaning="应填数字的格子里是日期。",
        remedy="清除内容，把格式改回常规，再填数字。",
    ),
    Code(
        code="cell.percent",
        severity=Severity.ERROR,
        zh="{place}是百分数（内部数值 {found}{also}）。请清除后重新填数字。",
        en="{place} holds a percentage (stored as {found}{also_en}). Clear it and enter the number again.",
        meaning="应填数字的格子里是百分数。",
        remedy="清除内容，把格式改回常规，再填数字。",
    ),
    Code(
        code="cell.masked",
        severity=Severity.ERROR,
        zh="{place}里存的是 {found}，但这一格的数字格式把它{shown}。请把格式改回常规，核对后重新填写。",
        en="{place} holds {found}, but its number format {shown_en}. "
        "Set the format back to General and enter it again.",
        meaning="数字格式会隐藏内容，或在前后加字、按千、万等显示（如“;;;”、“约0”、“0,”），看到的与存的不是同一内容。",
        remedy="把格式改回常规，核对后重新填写。",
    ),
    Code(
        code="cell.rounded",
        severity=Severity.WARNING,
        zh="{place}里存的是 {found}，数字格式四舍五入后{shown}，按 {value} 读取。请确认。",
        en="{place} holds {found}, which its number format rounds ({shown_en}); {value} was read. Confirm it.",
        meaning="数字格式只显示几位小数，看到的是四舍五入后的数，已按存的数读取。",
        remedy="确认读取的数无误。",
    ),
    Code(
        code="cell.covered",
        severity=Severity.ERROR,
        zh="{place}被合并单元格 {range} 盖住，里面的“{found}”看不到，没有读取。请取消合并，核对后重新填写。",
        en="{place} lies under the merged cell {range}, where nobody sees what it holds ({found!r}); it was not "
        "read. Unmerge the cells and enter it again.",
        meaning="应填的格子被合并到别的格子下面，里面留着看不到的内容。",
        remedy="取消合并，核对后逐格填写。",
    ),
    Code(
        code="cell.boolean",
        severity=Severity.ERROR,
        zh="{place}里是逻辑值 {found}，不是数字。请改填数字。",
        en="{place} holds the logical value {found}. Enter a number.",
        meaning="应填数字的格子里是“真”或“假”。",
        remedy="改填数字。",
    ),
    Code(
        code="cell.error",
        severity=Severity.ERROR,
        zh="{place}显示错误值 {found}，可能是公式引用的内容被删除。请删除公式，直接填写。",
        en="{place} shows the error value {found}, perhaps of a formula whose source is gone. "
        "Replace it by what belongs there.",
        meaning="格子里是 #REF! 一类错误值。",
        remedy="删除公式，直接填写。",
    ),
    Code(
        code="cell.uncalculated",
        severity=Severity.ERROR,
        zh="{place}是公式（{formula}），文件里没有可靠的计算结果。请删除公式，直接填写。",
        en="{place} is a formula ({formula}) with no reliable result in the file. "
        "Replace it by what belongs there.",
        meaning="填报格里是公式，而且没有保存结果，或者引用了别的文件、随时会变。",
        remedy="把公式换成它的结果。",
    ),
    Code(
        code="cell.formula",
        severity=Severity.WARNING,
        zh="{place}是公式（{formula}），按它保存的结果 {value} 读取。请确认。",
        en="{place} is a formula ({formula}); its saved result {value} was read. Confirm it.",
        meaning="填报格里是公式，按文件里保存的结果读取。",
        remedy="确认结果无误；最好换成数字。",
    ),
    Code(
        code="cell.lenient",
        severity=Severity.WARNING,
        zh="{place}填的是“{found}”，按 {value} 读取。请确认，最好只填数字。",
        en="{place} says {found!r} and was read as {value}. Confirm it; better enter digits only.",
        meaning="数字以文字、全角、带空格、千分位或带单位的形式填写，已按显示的数读取。",
        remedy="确认读取的数无误。",
    ),
    Code(
        code="cell.as_text",
        severity=Severity.WARNING,
        zh="{place}应填文字，格子里不是文字（{found}），按“{value}”读取。请确认。",
        en="{place} is for text but holds something else ({found}); it was read as {value!r}. Confirm it.",
        meaning="应填文字的格子里是数字、日期或公式，已按写出来的样子读取。",
        remedy="确认读取的文字无误。",
    ),
    Code(
        code="cell.unit",
        severity=Severity.WARNING,
        zh="{place}填的是“{found}”，已换算为 {value} 万元。请确认。",
        en="{place} says {found!r} and was read as {value} (in 万元). Confirm it.",
        meaning="金额带了单位“元”，已换算成万元。",
        remedy="确认换算无误；最好直接填万元数。",
    ),
    Code(
        code="cell.zero",
        severity=Severity.INFO,
        zh="{place}没有填数字，按 0 读取。",
        en="{place} holds no number and was read as 0.",
        meaning="按调用者的要求，空白按 0 读取。",
        remedy="无需处理。",
    ),
    Code(
        code="cover.choice",
        severity=Severity.WARNING,
        zh="{place}填的是“{found}”，不在可选项（{choices}）之中。请从下拉列表中选择。",
        en="{place} says {found!r}, which is not one of {choices}. Choose from the list.",
        meaning="应从列表中选择的内容不在列表之中。",
        remedy="从下拉列表中选择。",
    ),
    Code(
        code="cover.year",
        severity=Severity.ERROR,
        zh="{place}没有可用的年度（“{found}”），而这一格是随表格发下、已锁定的。请换用原来发下的表格。",
        en="{place} holds no usable year ({found!r}), though it is issued with the form and locked. "
        "Use the form as issued.",
        meaning="封面的报告年度被清除或改成了别的内容。这一格发下时已填好并锁定。",
        remedy="换用原来发下的表格，或请发表单位重新发表。",
    ),
    Code(
        code="total.computed",
        severity=Severity.INFO,
        zh="{place}等 {count} 个总计格没有保存计算结果或结果已过时，已重新计算。",
        en="{place}: totals had no current saved result and were computed, {count} in all.",
        meaning="总计格的公式还在，但保存的结果缺失或过时。",
        remedy="无需处理。",
    ),
    Code(
        code="total.formula",
        severity=Severity.INFO,
        zh="{place}的公式（{formula}）不是各分项之和，已按分项计算为 {value}。请恢复原来的公式。",
        en="{place} has the formula {formula}, which is not the sum of its parts; they add up to {value}. Restore its own formula.",
        meaning="总计格的公式被换成了别的公式；结果与各分项之和相符，或者没有保存结果。",
        remedy="恢复总计格原来的公式；数字无需改动。",
    ),
)
