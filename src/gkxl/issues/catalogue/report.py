"""The issues of a report, whatever it was filed in: its figures, its texts, and the pages it was published on."""

from __future__ import annotations

from typing import Final

from gkxl.issues.catalogue.code import Code, Severity

_SUM = "{place}填的是 {found}，按“{rule}”应为 {expected}（{parts}），相差 {difference}。请核对各分项和总计。"

FIGURES: Final = (
    Code(
        code="sum.line",
        severity=Severity.ERROR,
        zh=_SUM,
        meaning="一行的总计不等于该行六类申请人之和。",
        remedy="核对该行各格；总计格的公式被改掉的，在退回件上改正，其中已恢复公式。",
    ),
    Code(
        code="sum.column",
        severity=Severity.ERROR,
        zh=_SUM,
        meaning="（七）总计不等于该列（一）至（六）各行之和。",
        remedy="核对该列各格；总计格的公式被改掉的，在退回件上改正，其中已恢复公式。",
    ),
    Code(
        code="sum.outcome",
        severity=Severity.ERROR,
        zh=_SUM,
        meaning="复议或诉讼一组的总计不等于四种结果之和。",
        remedy="核对该组各格；总计格的公式被改掉的，在退回件上改正，其中已恢复公式。",
    ),
    Code(
        code="balance",
        severity=Severity.ERROR,
        zh="“{column}”列不平衡（{rule}）：{left_terms}＝{left}，{right_terms}＝{right}，相差 {difference}。请核对这几格。",
        meaning="本年新收与上年结转之和，不等于本年办理结果总计与结转下年度之和。",
        remedy="逐格核对左右两边；不一定是哪一格错了，要对照本单位的申请登记。",
    ),
    Code(
        code="domain.count",
        severity=Severity.ERROR,
        zh="{place}是 {found}，应为不小于 0 的整数。请改正。",
        meaning="件数不是不小于 0 的整数。",
        remedy="改为整数；没有发生的填 0。",
    ),
    Code(
        code="domain.change",
        severity=Severity.ERROR,
        zh="{place}是 {found}，应为整数，增加的为正，减少的为负。请改正。",
        meaning="增减数不是整数。",
        remedy="改为整数：增加的填正数，减少的填负数，没有增减的填 0。",
    ),
    Code(
        code="domain.amount",
        severity=Severity.ERROR,
        zh="{place}是 {found}，应为不小于 0 的数。请改正。",
        meaning="金额不是不小于 0 的数。",
        remedy="改为数字，以表上印的单位为准；没有发生的填 0。",
    ),
    Code(
        code="domain.year",
        severity=Severity.ERROR,
        zh="{place}是 {found}，应为适用本格式的年份。请改正。",
        meaning="报告年度不是适用本格式的年份。",
        remedy="填写四位数的报告年度；年度与格式对不上的，换用相应年度的模板。",
    ),
    Code(
        code="domain.text",
        severity=Severity.ERROR,
        zh="{place}不是文字（{found}）。请改为文字。",
        meaning="应填文字的地方不是文字。",
        remedy="改为文字。",
    ),
    Code(
        code="aggregate.differs",
        severity=Severity.CONFIRM,
        zh="{place}是 {found}，而所含 {count} 份报告之和是 {expected}。请核对是否有漏报、重报的单位，或写明原因。",
        meaning="汇总的报告与所含各单位报告之和不一致。",
        remedy="先看有没有漏报、重报的单位；口径不同的，写明原因。",
    ),
)
"""Sums and balances that are wrong, and values that their cells may not hold."""

_EXPLAIN: Final = "在“审核”表的“说明”栏写明原因。"
_IF_RIGHT: Final = f"属实的，{_EXPLAIN}"
_CHECK_OR_EXPLAIN: Final = f"请核对；{_IF_RIGHT}"

UNUSUAL: Final = (
    Code(
        code="year.brought_forward",
        severity=Severity.CONFIRM,
        zh="{place}填的是 {found}，而上年报告结转到本年的是 {expected}，相差 {difference}。"
        + _CHECK_OR_EXPLAIN,
        meaning="本年的“二、上年结转”与上年报告的“四、结转下年度继续办理”不一致。",
        remedy=f"核对上年报告；{_IF_RIGHT}",
    ),
    Code(
        code="year.in_force",
        severity=Severity.CONFIRM,
        zh="{place}填的是 {found}，按“{rule}”应为 {expected}（{right_terms}），相差 {difference}。"
        + _CHECK_OR_EXPLAIN,
        meaning="现行有效件数与上年的现行有效件数、本年制发和废止件数对不上。",
        remedy="核对三项件数；因清理、更正等原因对不上的，" + _EXPLAIN,
    ),
    Code(
        code="year.copied",
        severity=Severity.CONFIRM,
        zh="各表数字与上年报告完全相同（其中 {count} 个不是 0）。请核对是否误报了上年的数字；" + _IF_RIGHT,
        meaning="报来的数字与本单位上年报告完全相同，可能是误报了上年的报表。",
        remedy="核对是否填了本年的数字；确实相同的，" + _EXPLAIN,
    ),
    Code(
        code="year.jump",
        severity=Severity.INFO,
        zh="{place}是 {found}，上年是 {expected}，相差十倍以上。请核对；无误的，无需处理。",
        meaning="与上年相比增减十倍以上，而且相差不少于 100。",
        remedy="核对是否多填或少填了位数、用错了单位；无误的，无需处理，也可以在“审核”表写明原因。",
    ),
    Code(
        code="year.unavailable",
        severity=Severity.INFO,
        zh="没有与上年报告比对：{reason}。",
        meaning="要求与上年报告比对，但没有找到可以比对的上年报告。",
        remedy="提供本单位上一年度的报表后再核对；新设的单位，无需处理。",
    ),
    Code(
        code="unusual.regulations",
        severity=Severity.CONFIRM,
        zh="{place}一行填有规章（{left_terms}），而本单位层级是“{level}”；规章只由{makers}制定。请核对是否应填在行政规范性文件中；"
        + _IF_RIGHT,
        meaning="国务院部门、省级、市级以外的单位填了规章。",
        remedy="核对是否误填了行政规范性文件；" + _IF_RIGHT,
    ),
    Code(
        code="unusual.decisions",
        severity=Severity.CONFIRM,
        zh="{place}填的是 {found}，正好等于{right_terms}。这里应填本年作出的处理决定件数，不是项目数。"
        + _CHECK_OR_EXPLAIN,
        meaning="处理决定数量正好等于上一年项目数量与本年增/减之和，可能把项目数填作了决定数。",
        remedy="改填本年作出的处理决定件数；确实相等的，" + _EXPLAIN,
    ),
)
"""What is unusual, mostly compared with last year's report, and may be right."""

EXPECTATIONS: Final = frozenset(code.code for code in UNUSUAL)
"""These are recomputed when last year's report becomes available."""

PUBLISHED: Final = (
    Code(
        code="published.cell",
        severity=Severity.ERROR,
        zh="没有找到“{label}”这一格：表里没有相应的行或列，或者表头认不出来。请对照原件补填。",
        meaning="已发布的报告里，这一格的行或列不在表中，或者表头与规定的字样相差太多。",
        remedy="对照原件补填；表头写错的，改正后重新读取。",
    ),
    Code(
        code="published.lost",
        severity=Severity.ERROR,
        zh="“{label}”中有 {count} 格没有找到（{lines}）：表里没有相应的行或列，或者表头认不出来。请对照原件补填。",
        meaning="已发布的报告里，这些格的行或列不在表中，或者表头与规定的字样相差太多。",
        remedy="对照原件补填；表头写错的，改正后重新读取。",
    ),
    Code(
        code="published.edition",
        severity=Severity.ERROR,
        zh="“{label}”用的是 {other} 版的表样，而这份报告是 {edition} 版的，有 {count} 格没有读取（{lines}）。请对照原件补填。",
        meaning="一份报告里混用了两个版本的表样。两版含义相同的格照常读取，其余的不读取。",
        remedy="对照原件补填没有读取的格。",
    ),
    Code(
        code="published.stray",
        severity=Severity.WARNING,
        zh="“{sheet}”的 {cells} 里有内容（“{found}”），不属于规定的格子，没有读取。请核对。",
        meaning="已发布的表格里有规定之外的内容，如附注或多出来的行、列。",
        remedy="对照原件核对；只是附注的，无需处理。",
    ),
    Code(
        code="published.absent",
        severity=Severity.ERROR,
        zh="没有找到“{label}”的表格{why}。请对照原件补填。",
        meaning="已发布的报告里没有这张表，或者这张表是一张图片，读不出数字。",
        remedy="对照原件补填；表格是图片的，换用带文字表格的网页或文档。",
    ),
    Code(
        code="published.doubtful",
        severity=Severity.ERROR,
        zh="“{label}”中有 {count} 格没有读取（{lines}）：那里的单元格与表头对不齐，说不清哪个数属于哪一列。请对照原件补填。",
        meaning="已发布的表格里，这些行的单元格多了、少了或被合并，或者上方的表头不全，不能确定每个数属于哪一列。",
        remedy="对照原件补填。",
    ),
    Code(
        code="published.aligned",
        severity=Severity.WARNING,
        zh="“{label}”有 {count} 行的单元格没有对齐表头（{lines}），格数正好，已按从左到右的顺序读取。请核对。",
        meaning="已发布的表格丢失了合并单元格，行与表头错开，但每行的格数与列数相符。",
        remedy="对照原件核对这些行的数字。",
    ),
    Code(
        code="published.label",
        severity=Severity.WARNING,
        zh="“{label}”有 {count} 处表头与规定的字样不同，已按最接近的字样读取：{labels}。请核对。",
        meaning="已发布的表格里，表头有错字、漏字、繁体字，或者省略、增加了括号里的说明，或者被分页切成了两截。",
        remedy="核对这些行和列的数字。",
    ),
    Code(
        code="published.columns",
        severity=Severity.WARNING,
        zh="“{label}”里有规定之外的列（{headings}），没有读取；其余各列照常读取。请核对。",
        meaning="已发布的表格里多了规定之外的列，如上年数、同比、备注。",
        remedy="对照原件核对；只是多出来的列，无需处理。",
    ),
    Code(
        code="published.divided",
        severity=Severity.WARNING,
        zh="“{label}”里的{lines}在这一版的表样里要分成几行，原件只印了一行，数都是 0，分成的各行都按 0 读取。请核对。",
        meaning="一份报告里混用了两个版本的表样：一版的一行，另一版分成几行。这一行的数都是 0，分成的各行也都是 0。",
        remedy="对照原件核对。",
    ),
    Code(
        code="published.year",
        severity=Severity.ERROR,
        zh="文件里没有写明是哪一年的报告。请指明年度后重新读取。",
        meaning="已发布的报告没有标题，或者标题里没有年度。",
        remedy="读取时指明年度（gkxl import 的 --year）。",
    ),
    Code(
        code="published.unit",
        severity=Severity.WARNING,
        zh="标题写的单位是“{unit}”，网页标题写的是“{other}”，已按标题读取。请核对是哪个单位的报告。",
        meaning="报告的标题与网页的标题写的是两个单位，可能公布错了。",
        remedy="对照原件核对是哪个单位的报告；网页标题写错的，请网站改正。",
    ),
    Code(
        code="published.years",
        severity=Severity.ERROR,
        zh="文件里写的年度不一致：{years}，年度没有读取。请核对是哪一年的报告，指明年度后重新读取。",
        meaning="已发布的报告里，标题、网页标题和数据的统计期限说的不是同一年。",
        remedy="核对是哪一年的报告；读取时指明年度（gkxl import 的 --year）。",
    ),
    Code(
        code="published.heading",
        severity=Severity.WARNING,
        zh="“{label}”里的小标题{headings}不是规定的，其下的文字放在了“{first}”中。请核对。",
        meaning="已发布的报告里有规定之外的小标题，其下的文字照原样保留，放在这一部分的第一段文字里。",
        remedy="需要的，在生成的表格里自行移动文字。",
    ),
    Code(
        code="published.unplaced",
        severity=Severity.WARNING,
        zh="“{label}”中有文字不属于规定的格子，没有写入表格（“{found}”）。请核对。",
        meaning="已发布的报告里，表格前后另有文字，或者有规定之外的部分。",
        remedy="对照原件核对；只是表名、附注的，无需处理。",
    ),
    Code(
        code="published.frame",
        severity=Severity.INFO,
        zh="报告开头的说明和末尾的落款不属于规定的格子，另行保留，没有写入表格（“{found}”）。",
        meaning="已发布的报告开头有编制依据、统计期限、联系方式等说明，或者末尾有单位和日期。",
        remedy="无需处理；重新发布时可以再印上。",
    ),
    Code(
        code="published.around",
        severity=Severity.INFO,
        zh="报告前后另有文字，多半是网站的栏目和说明，没有读取（“{found}”）。",
        meaning="网页或文档里，报告的前后还有别的文字。",
        remedy="一般无需处理；是报告的内容的，对照原件补填。",
    ),
    Code(
        code="published.texts",
        severity=Severity.INFO,
        zh="“{label}”里没有认出规定的小标题，全文都放在了“{first}”中。",
        meaning="已发布的报告没有按规定的小标题分段，文字照原样保留，没有拆分。",
        remedy="需要分段的，在生成的表格里自行移动文字。",
    ),
    Code(
        code="published.characters",
        severity=Severity.WARNING,
        zh="网页里有些文字的编码无法识别，显示为“\N{REPLACEMENT CHARACTER}”。请核对文字；最好重新保存网页。",
        meaning="网页的编码已损坏，或者与它声明的不一致。",
        remedy="用浏览器打开后另存为网页，再读取；并核对文字。",
    ),
)
"""What is found on reading a published report."""

TEXTS: Final = (
    Code(
        code="narrative.differs",
        severity=Severity.INFO,
        zh="{place}写有“{quotation}”，而表中{figures}。请核对；口径不同的，无需处理。",
        meaning="正文里引用的件数与表中的数对不上，也不能用表中几个数相加来解释。",
        remedy="核对正文和表；口径不同的，无需处理。",
    ),
    Code(
        code="narrative.empty",
        severity=Severity.CONFIRM,
        zh="“{name}”没有填写文字（空格和“/”一类符号不算）。请补写{or_none}。",
        meaning="一、五、六中有的部分没有文字。数可以都是 0，文字不会一点没有。",
        remedy="补写文字；收表单位已向填报单位核实的，由收表单位记为已核实。",
    ),
)
"""What is found in the texts of a report."""
