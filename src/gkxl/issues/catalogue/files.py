"""What is said of a file as a whole: what it is, and whom it was issued to."""

from __future__ import annotations

from typing import Final

from gkxl.issues.catalogue.code import Code, Severity

CODES: Final = (
    Code(
        code="file.unreadable",
        severity=Severity.ERROR,
        zh="这个文件无法读取：{reason}",
        en="This file could not be used: {reason_en}.",
        meaning="文件打不开，或者不是本软件的表格。",
        remedy="按提示处理后重新报送，或另换一个文件。",
    ),
    Code(
        code="file.no_return",
        severity=Severity.WARNING,
        zh="这是{what}，不是单位的报表，没有计入。{remedy}。",
        en="This is {what_en}, not the return of a unit; it is not counted. {remedy_en}.",
        meaning="收到的文件里有名册、空白表，或本软件自己写出的结果，它们不是单位报来的报表。",
        remedy="移出收表的文件夹；单位误报了空白表的，请填好后重报。",
    ),
    Code(
        code="file.legacy",
        severity=Severity.WARNING,
        zh="这是 .xls、.et、.ods 或 .fods 文件，已读取数值。本软件不读取这类文件中的公式、名称和文件属性，"
        "各格是按位置和表头认定的。请核对数字，最好另存为 .xlsx 后报送。",
        en="This is an .xls, .et, .ods or .fods file: its values were read. Formulas, names and properties are not "
        "read from such files; cells were found by place and label. Check the figures; better save it as .xlsx.",
        meaning="报送的是 .xls、.et、.ods 或 .fods 文件。这类文件只读取数值，不读取公式、名称和文件属性，并不是表格被改动过。",
        remedy="核对数字；最好用 Excel 或 WPS 另存为 .xlsx 后报送。",
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
        "{expected!r} in the hidden sheet. Use the form as issued.",
        meaning="文件属性与隐藏工作表里记录的身份不一致。",
        remedy="用原来发下的表格重新填报。",
    ),
    Code(
        code="identity.odd_year",
        severity=Severity.WARNING,
        zh="表格隐藏信息里的年度是“{found}”，不是四位数的年份，没有采用。请核对封面上的年度，最好用原来发下的表格填报。",
        en="The workbook's hidden year is {found!r}, not a year of four digits; it was not used. Check the year on the cover.",
        meaning="文件属性或隐藏工作表里的年度不是四位数的年份。",
        remedy="核对封面上的年度；最好用原来发下的表格填报。",
    ),
    Code(
        code="identity.garbled",
        severity=Severity.INFO,
        zh="保存这份表格的程序把文件属性里的汉字写成了乱码，已还原（“{value}”）。",
        en="The program that saved this workbook garbled the Chinese in its properties; it was restored ({value!r}).",
        meaning="文件属性里的汉字被保存它的程序按不对的编码写出，已经还原。",
        remedy="无需处理。",
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
)
