"""What is said of published reports, which were set by anyone and anyhow."""

from __future__ import annotations

from typing import Final

from gkxl.issues.catalogue.code import Code, Severity

CODES: Final = (
    Code(
        code="published.cell",
        severity=Severity.ERROR,
        zh="没有找到“{label}”这一格：表里没有相应的行或列，或者表头认不出来。请对照原件补填。",
        en="{label} was not found: the table lacks its line or column, or the labels cannot be made out. "
        "Fill it in from the original.",
        meaning="已发布的报告里，这一格的行或列不在表中，或者表头与规定的字样相差太多。",
        remedy="对照原件补填；表头写错的，改正后重新读取。",
    ),
    Code(
        code="published.lost",
        severity=Severity.ERROR,
        zh="“{label}”中有 {count} 格没有找到（{lines}）：表里没有相应的行或列，或者表头认不出来。请对照原件补填。",
        en="{label}: cells were not found, {count} in all ({lines_en}): the table lacks their lines or columns, or the labels "
        "cannot be made out. Fill them in from the original.",
        meaning="已发布的报告里，这些格的行或列不在表中，或者表头与规定的字样相差太多。",
        remedy="对照原件补填；表头写错的，改正后重新读取。",
    ),
    Code(
        code="published.edition",
        severity=Severity.ERROR,
        zh="“{label}”用的是 {other} 版的表样，而这份报告是 {edition} 版的，有 {count} 格没有读取（{lines}）。请对照原件补填。",
        en="{label} is of edition {other} in a report of edition {edition}: cells were not read, {count} in all ({lines_en}). "
        "Fill them in from the original.",
        meaning="一份报告里混用了两个版本的表样。两版含义相同的格照常读取，其余的不读取。",
        remedy="对照原件补填没有读取的格。",
    ),
    Code(
        code="published.stray",
        severity=Severity.WARNING,
        zh="“{sheet}”的 {cells} 里有内容（“{found}”），不属于规定的格子，没有读取。请核对。",
        en="{sheet}: something is written in {cells_en} ({found!r}) that is no part of the form; it was not read. Check it.",
        meaning="已发布的表格里有规定之外的内容，如附注或多出来的行、列。",
        remedy="对照原件核对；只是附注的，无需处理。",
    ),
    Code(
        code="published.absent",
        severity=Severity.ERROR,
        zh="没有找到“{label}”的表格{why}。请对照原件补填。",
        en="The table of {label} was not found{why_en}. Fill it in from the original.",
        meaning="已发布的报告里没有这张表，或者这张表是一张图片，读不出数字。",
        remedy="对照原件补填；表格是图片的，换用带文字表格的网页或文档。",
    ),
    Code(
        code="published.doubtful",
        severity=Severity.ERROR,
        zh="“{label}”中有 {count} 格没有读取（{lines}）：那里的单元格与表头对不齐，说不清哪个数属于哪一列。请对照原件补填。",
        en="{label}: cells were not read, {count} in all ({lines_en}): those there do not line up with the headings. "
        "Fill them in from the original.",
        meaning="已发布的表格里，这些行的单元格多了、少了或被合并，或者上方的表头不全，不能确定每个数属于哪一列。",
        remedy="对照原件补填。",
    ),
    Code(
        code="published.aligned",
        severity=Severity.WARNING,
        zh="“{label}”有 {count} 行的单元格没有对齐表头（{lines}），格数正好，已按从左到右的顺序读取。请核对。",
        en="{label}: rows do not line up with the headings, {count} in all ({lines_en}); they have the right number of cells, "
        "and they were read in order. Check them.",
        meaning="已发布的表格丢失了合并单元格，行与表头错开，但每行的格数与列数相符。",
        remedy="对照原件核对这些行的数字。",
    ),
    Code(
        code="published.label",
        severity=Severity.WARNING,
        zh="“{label}”有 {count} 处表头与规定的字样不同，已按最接近的字样读取：{labels}。请核对。",
        en="{label}: labels differ from the official wording and were taken for the nearest, {count} in all: {labels_en}. "
        "Check them.",
        meaning="已发布的表格里，表头有错字、漏字、繁体字，或者省略、增加了括号里的说明，或者被分页切成了两截。",
        remedy="核对这些行和列的数字。",
    ),
    Code(
        code="published.year",
        severity=Severity.ERROR,
        zh="文件里没有写明是哪一年的报告。请指明年度后重新读取。",
        en="The document does not say which year it reports on. Name the year and read it again.",
        meaning="已发布的报告没有标题，或者标题里没有年度。",
        remedy="读取时指明年度（gkxl import 的 --year）。",
    ),
    Code(
        code="published.texts",
        severity=Severity.INFO,
        zh="“{label}”里没有认出规定的小标题，全文都放在了“{first}”中。",
        en="{label}: none of the official headings was made out; all its text was put under {first}.",
        meaning="已发布的报告没有按规定的小标题分段，文字照原样保留，没有拆分。",
        remedy="需要分段的，在生成的表格里自行移动文字。",
    ),
    Code(
        code="published.characters",
        severity=Severity.WARNING,
        zh="网页里有些文字的编码无法识别，显示为“\N{REPLACEMENT CHARACTER}”。请核对文字；最好重新保存网页。",
        en="Some characters of the page could not be decoded and show as \N{REPLACEMENT CHARACTER}. Check the texts.",
        meaning="网页的编码已损坏，或者与它声明的不一致。",
        remedy="用浏览器打开后另存为网页，再读取；并核对文字。",
    ),
)
