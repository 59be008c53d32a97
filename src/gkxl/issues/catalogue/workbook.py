"""The issues of a workbook as a file: whom it was issued to, cells that are not in their place, what was changed."""

from __future__ import annotations

from typing import Final

from gkxl.issues.catalogue.code import Code, Severity

FILES: Final = (
    Code(
        code="file.unreadable",
        severity=Severity.ERROR,
        zh="这个文件无法读取：{reason}",
        meaning="文件打不开，或者不是本软件的表格。",
        remedy="按提示处理后重新报送，或另换一个文件。",
    ),
    Code(
        code="file.no_return",
        severity=Severity.WARNING,
        zh="这是{what}，不是单位的报表，没有计入。{remedy}。",
        meaning="收到的文件里有名册、空白表，或本软件自己写出的结果，它们不是单位报来的报表。",
        remedy="移出收表的文件夹；单位误报了空白表的，请填好后重报。",
    ),
    Code(
        code="file.legacy",
        severity=Severity.WARNING,
        zh="这是 .xls、.et、.ods 或 .fods 文件，已读取数值。本软件不读取这类文件中的公式、名称和文件属性，"
        "各格是按位置和表头认定的。请核对数字，最好另存为 .xlsx 后报送。",
        meaning="报送的是 .xls、.et、.ods 或 .fods 文件。这类文件只读取数值，不读取公式、名称和文件属性，并不是表格被改动过。",
        remedy="核对数字；最好用 Excel 或 WPS 另存为 .xlsx 后报送。",
    ),
    Code(
        code="identity.year",
        severity=Severity.ERROR,
        zh="{place}是 {found}，应为 {expected}。请换用 {expected} 年度的表格填报。",
        meaning="封面上的年度与表格发下时的、或收表时要求的年度不一致。",
        remedy="年度一格已锁定，请换用正确年度的表格填报。",
    ),
    Code(
        code="identity.unit_code",
        severity=Severity.ERROR,
        zh="{place}是“{found}”，应为“{expected}”。请核对是不是发给本单位的表格。",
        meaning="封面上的单位代码与表格发下时的、或收表时要求的不一致。",
        remedy="改回单位代码，或换用发给本单位的表格。",
    ),
    Code(
        code="identity.edition",
        severity=Severity.ERROR,
        zh="这是 {found} 版格式的表格，应为 {expected} 版。请换用 {expected} 版的表格填报。",
        meaning="表格属于另一版格式，不是收表时要求的那一版。",
        remedy="换用要求的那一版表格填报。",
    ),
    Code(
        code="identity.conflict",
        severity=Severity.ERROR,
        zh="表格的身份信息自相矛盾：文件属性中的{name}是“{found}”，隐藏表中是“{expected}”。请用原来发下的表格填报。",
        meaning="文件属性与隐藏工作表里记录的身份不一致。",
        remedy="用原来发下的表格重新填报。",
    ),
    Code(
        code="identity.odd_year",
        severity=Severity.WARNING,
        zh="表格隐藏信息里的年度是“{found}”，不是四位数的年份，没有采用。请核对封面上的年度，最好用原来发下的表格填报。",
        meaning="文件属性或隐藏工作表里的年度不是四位数的年份。",
        remedy="核对封面上的年度；最好用原来发下的表格填报。",
    ),
    Code(
        code="identity.garbled",
        severity=Severity.INFO,
        zh="保存这份表格的程序把文件属性里的汉字写成了乱码，已还原（“{value}”）。",
        meaning="文件属性里的汉字被保存它的程序按不对的编码写出，已经还原。",
        remedy="无需处理。",
    ),
    Code(
        code="identity.lost",
        severity=Severity.WARNING,
        zh="表格的{where}中没有身份信息，已按另一处读取。",
        meaning="身份信息的两处记录丢失了一处，多因另存为其他格式或由网页编辑器保存。",
        remedy="无需处理；请核对年度和单位。",
    ),
    Code(
        code="identity.salvaged",
        severity=Severity.WARNING,
        zh="这个文件没有身份信息，可能是把表格粘贴到了新文件中；已依据表头读取三张表。请核对年度、单位和全部数字。",
        meaning="文件属性和隐藏工作表中都没有身份信息，三张表是只凭表头找到的。",
        remedy="核对年度、单位和全部数字；最好用原来发下的表格重新填报。",
    ),
)

PLACES: Final = (
    Code(
        code="cell.lost",
        severity=Severity.ERROR,
        zh="找不到“{label}”这一格：它的名称和位置都对不上。请用原来发下的表格填报。",
        meaning="表格被改动，名称、位置、表头三项依据中没有两项一致。",
        remedy="用原来发下的表格重新填报，不要增删行列。",
    ),
    Code(
        code="table.lost",
        severity=Severity.ERROR,
        zh="“{label}”中有 {count} 格没有读取（{lines}）：名称、位置、表头互相矛盾或已丢失。请用原来发下的表格填报。",
        meaning="表格被改动（如行列排序、增删、复制），许多格的名称、位置、表头三项依据中没有两项可信。",
        remedy="用原来发下的表格重新填报，不要排序，不要增删、移动行列。",
    ),
    Code(
        code="table.edition",
        severity=Severity.ERROR,
        zh="“{label}”用的是 {other} 版的表样，而这份表格是 {edition} 版的，有 {count} 格没有读取（{lines}）。请用 {edition} 版的表格填报这张表。",
        meaning="一份表格里混用了两个版本的表样。两版含义相同的格照常读取，其余的不读取。",
        remedy="用与其他各表同一版本的表格填报这张表。",
    ),
    Code(
        code="cell.moved",
        severity=Severity.WARNING,
        zh="{place}{rest}的名称、位置、表头不一致，已依据{witnesses}读取。请确认，并勿增删、移动单元格。",
        meaning="名称、位置、表头三项依据中有一项对不上，按另外两项读取。",
        remedy="确认读取的数无误；以后请勿改动表格结构。",
    ),
    Code(
        code="sheet.stray",
        severity=Severity.WARNING,
        zh="“{sheet}”的 {cells} 里有内容（“{found}”），但那里不是应填的格子，没有读取。请把要填的内容移到应填的格子里。",
        meaning="表格之外的格子里写了内容，没有作为填报内容读取。",
        remedy="要填报的内容移到应填的格子里；只是附注的，无需处理。",
    ),
    Code(
        code="names.lost",
        severity=Severity.INFO,
        zh="表格里有 {count} 个单元格的名称丢失，已依据位置和表头读取。",
        meaning="单元格的名称丢失，多因由网页编辑器保存。",
        remedy="无需处理。",
    ),
)

TAMPERING: Final = (
    Code(
        code="tamper.protection",
        severity=Severity.INFO,
        zh="{where}的保护已被取消，仍按内容读取。请不要取消保护。",
        meaning="工作表或工作簿结构的保护被取消。有的软件保存时会自动去掉工作簿结构的保护。",
        remedy="无需处理；请留意表格是否被改动。",
    ),
    Code(
        code="tamper.names",
        severity=Severity.INFO,
        zh="表格里多出了发下时没有的名称：{names}。没有据此读取。",
        meaning="工作簿里有本软件以外添加的定义名称，多因粘贴了别的文件的内容。",
        remedy="无需处理。",
    ),
    Code(
        code="tamper.hidden",
        severity=Severity.INFO,
        zh="工作表{names}被隐藏，仍按内容读取。",
        meaning="应填报的工作表被隐藏。",
        remedy="无需处理；请核对其中的数字。",
    ),
    Code(
        code="tamper.renamed",
        severity=Severity.INFO,
        zh="有工作表改了名，已按内容认出并读取：{names}。",
        meaning="应填报的工作表被改了名，已按其中的内容认出。",
        remedy="无需处理。",
    ),
    Code(
        code="tamper.copied",
        severity=Severity.WARNING,
        zh="工作表“{sheet}”与“{printed}”的表样相同，没有读取它。请确认要报送的数填在“{printed}”中，并删除多余的表。",
        meaning="文件里有应填报的表的副本（如复制的表、去年的表），没有读取副本。",
        remedy="确认要报送的数填在原来的表中，删除多余的表。",
    ),
    Code(
        code="tamper.foreign",
        severity=Severity.INFO,
        zh="表格里多出了发下时没有的工作表：{names}。没有读取。",
        meaning="文件里有本软件以外添加的工作表。",
        remedy="无需处理；里面如有要填报的内容，请移到应填的格子里。",
    ),
    Code(
        code="tamper.links",
        severity=Severity.INFO,
        zh="表格里有 {count} 处指向其他文件或网址的链接，没有打开。",
        meaning="文件引用了别的文件或网址。本软件从不打开它们。",
        remedy="无需处理；对来源不明的链接不要点击。",
    ),
    Code(
        code="tamper.macros",
        severity=Severity.INFO,
        zh="文件带有宏，没有运行。",
        meaning="文件里有宏程序。本软件从不运行它们。",
        remedy="无需处理；请不要在来源不明的文件里启用宏。",
    ),
    Code(
        code="tamper.comments",
        severity=Severity.INFO,
        zh="工作表{names}里有批注，没有读取批注的内容。",
        meaning="单元格上有批注，批注里的话没有作为填报内容读取。",
        remedy="批注里如有需要说明的情况，请写在正文里。",
    ),
)
