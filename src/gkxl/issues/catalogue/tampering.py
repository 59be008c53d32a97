"""What is said of what was done to a workbook beside filling it in."""

from __future__ import annotations

from typing import Final

from gkxl.issues.catalogue.code import Code, Severity

CODES: Final = (
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
        en="The workbook has links to other files or to the web, {count} in all; none was opened.",
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
