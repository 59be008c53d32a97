"""Every kind of issue: its stable code, how grave it is, and its words in Chinese and English."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal, TypeAlias

from attrs import frozen

Lang: TypeAlias = Literal["zh", "en"]


class Severity(StrEnum):
    """How grave an issue is."""

    ERROR = "error"
    """The report is wrong, or a cell could not be read: it has to be corrected."""
    CONFIRM = "confirm"
    """Unusual: a written explanation settles it."""
    WARNING = "warning"
    """Read, but not as it was written: look whether it was meant so."""
    INFO = "info"
    """Worth knowing; nothing needs to be done."""


@frozen(kw_only=True)
class Code:
    """A kind of issue.

    Attributes:
        code: Its stable name.
        severity: How grave it is.
        zh: The message in Chinese, a format string over the issue's facts.
        en: The same in English.
        meaning: What it means, in Chinese, for the page of codes.
        remedy: What to do about it, in Chinese, for the page of codes.
    """

    code: str
    severity: Severity
    zh: str
    en: str
    meaning: str
    remedy: str


_SUM_ZH = (
    "{place}填的是 {found}，按“{rule}”应为 {expected}（{parts}），相差 {difference}。请核对各分项和总计。"
)
_SUM_EN = "{place} says {found}; its parts add up to {expected} ({parts}), a difference of {difference}."

_ALL = (
    Code(
        code="file.unreadable",
        severity=Severity.ERROR,
        zh="这个文件无法使用：{reason}",
        en="This file could not be used: {reason_en}.",
        meaning="文件打不开，或者不是本软件的表格。",
        remedy="按提示处理后重新报送，或另换一个文件。",
    ),
    Code(
        code="file.legacy",
        severity=Severity.WARNING,
        zh="这是旧格式文件（.xls、.et 或 .ods），已读取数值，但读不到公式。请核对，最好另存为 .xlsx 后报送。",
        en="This is an old format (.xls, .et or .ods): values were read, but no formulas. Better save it as .xlsx.",
        meaning="报送的是 .xls、.et 或 .ods 文件，只能读到数值，读不到公式。",
        remedy="核对数字；最好用 Excel 或 WPS 另存为 .xlsx 后报送。",
    ),
    Code(
        code="sum.line",
        severity=Severity.ERROR,
        zh=_SUM_ZH,
        en=_SUM_EN,
        meaning="一行的总计不等于该行六类申请人之和。",
        remedy="核对该行各格；分项无误的，恢复总计格的公式。",
    ),
    Code(
        code="sum.column",
        severity=Severity.ERROR,
        zh=_SUM_ZH,
        en=_SUM_EN,
        meaning="（七）总计不等于该列（一）至（六）各行之和。",
        remedy="核对该列各格；分项无误的，恢复总计格的公式。",
    ),
    Code(
        code="sum.outcome",
        severity=Severity.ERROR,
        zh=_SUM_ZH,
        en=_SUM_EN,
        meaning="复议或诉讼一组的总计不等于四种结果之和。",
        remedy="核对该组各格；分项无误的，恢复总计格的公式。",
    ),
    Code(
        code="balance",
        severity=Severity.ERROR,
        zh="“{column}”列不平衡（{rule}）：{left_terms}＝{left}，{right_terms}＝{right}，相差 {difference}。请核对这几格。",
        en="Column {column} does not balance: {left_terms} = {left}, {right_terms} = {right}, "
        "a difference of {difference}.",
        meaning="本年新收与上年结转之和，不等于本年办理结果总计与结转下年度之和。",
        remedy="逐格核对左右两边；不一定是哪一格错了，要对照台账。",
    ),
    Code(
        code="domain.count",
        severity=Severity.ERROR,
        zh="{place}是 {found}，应为不小于 0 的整数。请改正。",
        en="{place} is {found}; a whole number of at least 0 is wanted.",
        meaning="件数不是不小于 0 的整数。",
        remedy="改为整数；没有发生的填 0。",
    ),
    Code(
        code="domain.change",
        severity=Severity.ERROR,
        zh="{place}是 {found}，应为整数，增加的为正，减少的为负。请改正。",
        en="{place} is {found}; a whole number is wanted, below 0 for a decrease.",
        meaning="增减数不是整数。",
        remedy="改为整数：增加的填正数，减少的填负数，没有增减的填 0。",
    ),
    Code(
        code="domain.amount",
        severity=Severity.ERROR,
        zh="{place}是 {found}，应为不小于 0 的数。请改正。",
        en="{place} is {found}; a decimal number of at least 0 is wanted.",
        meaning="金额不是不小于 0 的数。",
        remedy="改为数字，以表上印的单位为准；没有发生的填 0。",
    ),
    Code(
        code="domain.year",
        severity=Severity.ERROR,
        zh="{place}是 {found}，应为适用本格式的年份。请改正。",
        en="{place} is {found}; a year of this edition of the form is wanted.",
        meaning="报告年度不是适用本格式的年份。",
        remedy="填写四位数的报告年度；年度与格式不符的，换用相应年度的模板。",
    ),
    Code(
        code="domain.text",
        severity=Severity.ERROR,
        zh="{place}不是文字（{found}）。请改为文字。",
        en="{place} is {found}; text is wanted.",
        meaning="应填文字的地方不是文字。",
        remedy="改为文字。",
    ),
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
        en="{place} is {found}; it cannot be less than 0.",
        meaning="数字小于 0。",
        remedy="改为不小于 0 的数。",
    ),
    Code(
        code="cell.fraction",
        severity=Severity.ERROR,
        zh="{place}填的是 {found}，件数应为整数。请改正。",
        en="{place} is {found}; a count is a whole number.",
        meaning="件数带有小数。",
        remedy="改为整数。",
    ),
    Code(
        code="cell.huge",
        severity=Severity.ERROR,
        zh="{place}填的是 {found}，大得不合理。请改正。",
        en="{place} is {found}, larger than any real figure.",
        meaning="数字达到或超过 10 的 15 次方，表格软件已不能准确保存。",
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
        zh="{place}是百分数（内部数值 {found}）。请清除后重新填数字。",
        en="{place} holds a percentage (stored as {found}). Clear it and enter the number again.",
        meaning="应填数字的格子里是百分数。",
        remedy="清除内容，把格式改回常规，再填数字。",
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
        en="{place} is a formula ({formula}); its saved result {value} was read.",
        meaning="填报格里是公式，按文件里保存的结果读取。",
        remedy="确认结果无误；最好换成数字。",
    ),
    Code(
        code="cell.lenient",
        severity=Severity.WARNING,
        zh="{place}填的是“{found}”，按 {value} 读取。请确认，最好只填数字。",
        en="{place} says {found!r} and was read as {value}.",
        meaning="数字以文字、全角、带空格、千分位或带单位的形式填写，已按显示的数读取。",
        remedy="确认读取的数无误。",
    ),
    Code(
        code="cell.as_text",
        severity=Severity.WARNING,
        zh="{place}应填文字，格子里不是文字（{found}），按“{value}”读取。请确认。",
        en="{place} is for text but holds something else ({found}); it was read as {value!r}.",
        meaning="应填文字的格子里是数字、日期或公式，已按写出来的样子读取。",
        remedy="确认读取的文字无误。",
    ),
    Code(
        code="cell.unit",
        severity=Severity.WARNING,
        zh="{place}填的是“{found}”，已换算为 {value} 万元。请确认。",
        en="{place} says {found!r} and was read as {value} (in 万元).",
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
        code="cell.lost",
        severity=Severity.ERROR,
        zh="找不到“{label}”这一格：它的名称和位置都对不上。请用原来发下的表格填报。",
        en="The cell of {label} was not found: neither its name nor its place fits. Use the form as issued.",
        meaning="表格被改动，名称、位置、表头三项依据中没有两项一致。",
        remedy="用原来发下的表格重新填报，不要增删行列。",
    ),
    Code(
        code="table.lost",
        severity=Severity.ERROR,
        zh="“{label}”中有 {count} 格没有读取（{lines}）：名称、位置、表头互相矛盾或已丢失。请用原来发下的表格填报。",
        en="{label}: {count} cells were not read ({lines_en}): their names, places and labels contradict each other "
        "or are lost. Use the form as issued.",
        meaning="表格被改动（如行列排序、增删、复制），许多格的名称、位置、表头三项依据中没有两项可信。",
        remedy="用原来发下的表格重新填报，不要排序，不要增删、移动行列。",
    ),
    Code(
        code="table.edition",
        severity=Severity.ERROR,
        zh="“{label}”用的是 {other} 版的表样，而这份表格是 {edition} 版的，有 {count} 格没有读取（{lines}）。请用 {edition} 版的表格填报这张表。",
        en="{label} is of edition {other} in a workbook of edition {edition}: {count} cells were not read ({lines_en}). "
        "Fill in this table in the form of edition {edition}.",
        meaning="一份表格里混用了两个版本的表样。两版含义相同的格照常读取，其余的不读取。",
        remedy="用与其他各表同一版本的表格填报这张表。",
    ),
    Code(
        code="cell.moved",
        severity=Severity.WARNING,
        zh="{place}{rest}的名称、位置、表头不一致，已依据{witnesses}读取。请确认，并勿增删、移动单元格。",
        en="{place}{rest_en}: read on the word of {witnesses_en}; another witness disagrees.",
        meaning="名称、位置、表头三项依据中有一项对不上，按另外两项读取。",
        remedy="确认读取的数无误；以后请勿改动表格结构。",
    ),
    Code(
        code="sheet.stray",
        severity=Severity.WARNING,
        zh="“{sheet}”的 {cells} 里有内容（“{found}”），但那里不是应填的格子，没有读取。请把要填的内容移到应填的格子里。",
        en="{sheet}: {cells_en} hold something ({found!r}) where nothing is to be filled in; it was not read.",
        meaning="表格之外的格子里写了内容，没有作为填报内容读取。",
        remedy="要填报的内容移到应填的格子里；只是附注的，无需处理。",
    ),
    Code(
        code="names.lost",
        severity=Severity.INFO,
        zh="表格里有 {count} 个单元格的名称丢失，已依据位置和表头读取。",
        en="{count} cells have lost their names and were read by their place and labels.",
        meaning="单元格的名称丢失，多因由网页编辑器保存。",
        remedy="无需处理。",
    ),
    Code(
        code="total.computed",
        severity=Severity.INFO,
        zh="{place}等 {count} 个总计格没有保存计算结果或结果已过时，已重新计算。",
        en="{place}: {count} totals had no current saved result and were computed.",
        meaning="总计格的公式还在，但保存的结果缺失或过时。",
        remedy="无需处理。",
    ),
    Code(
        code="total.formula",
        severity=Severity.INFO,
        zh="{place}的公式（{formula}）不是各分项之和，已按分项计算为 {value}。请恢复原来的公式。",
        en="{place} has the formula {formula}, which is not the sum of its parts; they add up to {value}.",
        meaning="总计格的公式被换成了别的公式；结果与各分项之和相符，或者没有保存结果。",
        remedy="恢复总计格原来的公式；数字无需改动。",
    ),
    Code(
        code="cover.choice",
        severity=Severity.WARNING,
        zh="{place}填的是“{found}”，不在可选项（{choices}）之中。请从下拉列表中选择。",
        en="{place} says {found!r}, which is not one of {choices}.",
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
        code="identity.year",
        severity=Severity.ERROR,
        zh="{place}是 {found}，应为 {expected}。请换用 {expected} 年度的表格填报。",
        en="{place} is {found}; {expected} is wanted. Fill in the form of that year.",
        meaning="封面上的年度与表格发下时的、或收表时要求的年度不一致。",
        remedy="年度一格已锁定，请换用正确年度的表格填报。",
    ),
    Code(
        code="identity.unit_code",
        severity=Severity.ERROR,
        zh="{place}是“{found}”，应为“{expected}”。请核对是不是发给本单位的表格。",
        en="{place} is {found!r}; {expected!r} is wanted. Check whom this workbook was issued to.",
        meaning="封面上的单位代码与表格发下时的、或收表时要求的不一致。",
        remedy="改回单位代码，或换用发给本单位的表格。",
    ),
    Code(
        code="identity.conflict",
        severity=Severity.ERROR,
        zh="表格的身份信息自相矛盾：文件属性中的{name}是“{found}”，隐藏表中是“{expected}”。请用原来发下的表格填报。",
        en="The workbook's identity contradicts itself: {name_en} is {found!r} in the properties, "
        "{expected!r} in the hidden sheet.",
        meaning="文件属性与隐藏工作表里记录的身份不一致。",
        remedy="用原来发下的表格重新填报。",
    ),
    Code(
        code="identity.lost",
        severity=Severity.WARNING,
        zh="表格的{where}中没有身份信息，已按另一处读取。",
        en="The workbook's identity is missing from {where_en}; the other copy was used.",
        meaning="身份信息的两处记录丢失了一处，多因另存为其他格式或由网页编辑器保存。",
        remedy="无需处理；请核对年度和单位。",
    ),
    Code(
        code="identity.salvaged",
        severity=Severity.WARNING,
        zh="这个文件没有身份信息，可能是把表格粘贴到了新文件中；已依据表头读取三张表。请核对年度、单位和全部数字。",
        en="This workbook does not say what it is; its three tables were found and read by their labels. "
        "Check year, unit and all figures.",
        meaning="文件属性和隐藏工作表中都没有身份信息，三张表是只凭表头找到的。",
        remedy="核对年度、单位和全部数字；最好用原来发下的表格重新填报。",
    ),
    Code(
        code="aggregate.differs",
        severity=Severity.CONFIRM,
        zh="{place}是 {found}，而所含 {count} 份报告之和是 {expected}。请核对是否有漏报、重报的单位，或写明原因。",
        en="{place} is {found}, but the {count} reports that it contains add up to {expected}.",
        meaning="汇总的报告与所含各单位报告之和不一致。",
        remedy="先看有没有漏报、重报的单位；口径不同的，写明原因。",
    ),
    Code(
        code="narrative.differs",
        severity=Severity.INFO,
        zh="{place}写有“{quotation}”，而表中{figures}。请核对；口径不同的，无需处理。",
        en="{place} says {quotation!r}, but the tables have other totals ({figures_en}). "
        "Nothing needs to be done if they count differently.",
        meaning="正文里引用的件数与表中的数对不上，也不能用表中几个数相加来解释。",
        remedy="核对正文和表；口径不同的，无需处理。",
    ),
    Code(
        code="narrative.empty",
        severity=Severity.INFO,
        zh="{names}没有填写文字。请补写；确无内容的，写明“无”。",
        en="These sections have no text: {names_en}. Write something, if only that there is nothing to report.",
        meaning="有的部分写了文字，有的部分一个字也没有。",
        remedy="补写文字；确无内容的，写明“无”。",
    ),
    Code(
        code="tamper.protection",
        severity=Severity.INFO,
        zh="{where}的保护已被取消，仍按内容读取。请不要取消保护。",
        en="{where_en}: no longer protected; read all the same.",
        meaning="工作表或工作簿结构的保护被取消。有的软件（如 LibreOffice）保存时会自动去掉工作簿结构的保护。",
        remedy="无需处理；请留意表格是否被改动。",
    ),
    Code(
        code="tamper.names",
        severity=Severity.INFO,
        zh="表格里多出了发下时没有的名称：{names}。没有据此读取。",
        en="The workbook has names that were not issued with it: {names_en}. They were not used.",
        meaning="工作簿里有本软件以外添加的定义名称，多因粘贴了别的文件的内容。",
        remedy="无需处理。",
    ),
    Code(
        code="tamper.hidden",
        severity=Severity.INFO,
        zh="工作表{names}被隐藏，仍按内容读取。",
        en="Sheets are hidden: {names_en}. They were read all the same.",
        meaning="应填报的工作表被隐藏。",
        remedy="无需处理；请核对其中的数字。",
    ),
    Code(
        code="tamper.renamed",
        severity=Severity.INFO,
        zh="有工作表改了名，已按内容认出并读取：{names}。",
        en="Sheets go by other names; they were read all the same: {names_en}.",
        meaning="应填报的工作表被改了名，已按其中的内容认出。",
        remedy="无需处理。",
    ),
    Code(
        code="tamper.copied",
        severity=Severity.WARNING,
        zh="工作表“{sheet}”与“{printed}”的表样相同，没有读取它。请确认要报送的数填在“{printed}”中，并删除多余的表。",
        en="Sheet {sheet!r} looks like {printed} and was not read. Make sure that the figures to be filed are "
        "in {printed}, and delete the other.",
        meaning="文件里有应填报的表的副本（如复制的表、去年的表），没有读取副本。",
        remedy="确认要报送的数填在原来的表中，删除多余的表。",
    ),
    Code(
        code="tamper.foreign",
        severity=Severity.INFO,
        zh="表格里多出了发下时没有的工作表：{names}。没有读取。",
        en="The workbook has sheets that were not issued with it: {names_en}. They were not read.",
        meaning="文件里有本软件以外添加的工作表。",
        remedy="无需处理；里面如有要填报的内容，请移到应填的格子里。",
    ),
    Code(
        code="tamper.links",
        severity=Severity.INFO,
        zh="表格里有 {count} 处指向其他文件或网址的链接，没有打开。",
        en="The workbook has {count} links to other files or to the web; none was opened.",
        meaning="文件引用了别的文件或网址。本软件从不打开它们。",
        remedy="无需处理；对来源不明的链接不要点击。",
    ),
    Code(
        code="tamper.macros",
        severity=Severity.INFO,
        zh="文件带有宏，没有运行。",
        en="The file carries macros; they were not run.",
        meaning="文件里有宏程序。本软件从不运行它们。",
        remedy="无需处理；请不要在来源不明的文件里启用宏。",
    ),
    Code(
        code="tamper.comments",
        severity=Severity.INFO,
        zh="工作表{names}里有批注，没有读取批注的内容。",
        en="There are comments on these sheets: {names_en}. What they say was not read.",
        meaning="单元格上有批注，批注里的话没有作为填报内容读取。",
        remedy="批注里如有需要说明的情况，请写在正文里。",
    ),
)

CODES: dict[str, Code] = {code.code: code for code in _ALL}
"""Every code, by name."""
