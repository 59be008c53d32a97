"""What is said of cells, tables and sheets that are not where they were printed."""

from __future__ import annotations

from typing import Final

from gkxl.issues.catalogue.code import Code, Severity

CODES: Final = (
    Code(
        code="cell.lost",
        severity=Severity.ERROR,
        zh="找不到“{label}”这一格：它的名称和位置都对不上。请用原来发下的表格填报。",
        en="{label} was not found: neither its name nor its place fits. Use the form as issued.",
        meaning="表格被改动，名称、位置、表头三项依据中没有两项一致。",
        remedy="用原来发下的表格重新填报，不要增删行列。",
    ),
    Code(
        code="table.lost",
        severity=Severity.ERROR,
        zh="“{label}”中有 {count} 格没有读取（{lines}）：名称、位置、表头互相矛盾或已丢失。请用原来发下的表格填报。",
        en="{label}: cells were not read, {count} in all ({lines_en}): their names, places and labels contradict each other "
        "or are lost. Use the form as issued.",
        meaning="表格被改动（如行列排序、增删、复制），许多格的名称、位置、表头三项依据中没有两项可信。",
        remedy="用原来发下的表格重新填报，不要排序，不要增删、移动行列。",
    ),
    Code(
        code="table.edition",
        severity=Severity.ERROR,
        zh="“{label}”用的是 {other} 版的表样，而这份表格是 {edition} 版的，有 {count} 格没有读取（{lines}）。请用 {edition} 版的表格填报这张表。",
        en="{label} is of edition {other} in a workbook of edition {edition}: cells were not read, {count} in all ({lines_en}). "
        "Fill in this table in the form of edition {edition}.",
        meaning="一份表格里混用了两个版本的表样。两版含义相同的格照常读取，其余的不读取。",
        remedy="用与其他各表同一版本的表格填报这张表。",
    ),
    Code(
        code="cell.moved",
        severity=Severity.WARNING,
        zh="{place}{rest}的名称、位置、表头不一致，已依据{witnesses}读取。请确认，并勿增删、移动单元格。",
        en="{place}{rest_en}: read on the word of {witnesses_en}; another witness disagrees. Confirm what was read, and leave cells where they are.",
        meaning="名称、位置、表头三项依据中有一项对不上，按另外两项读取。",
        remedy="确认读取的数无误；以后请勿改动表格结构。",
    ),
    Code(
        code="sheet.stray",
        severity=Severity.WARNING,
        zh="“{sheet}”的 {cells} 里有内容（“{found}”），但那里不是应填的格子，没有读取。请把要填的内容移到应填的格子里。",
        en="{sheet}: something is written in {cells_en} ({found!r}), where nothing is to be filled in; it was not read. "
        "Move what is to be filed to the cell where it belongs.",
        meaning="表格之外的格子里写了内容，没有作为填报内容读取。",
        remedy="要填报的内容移到应填的格子里；只是附注的，无需处理。",
    ),
    Code(
        code="names.lost",
        severity=Severity.INFO,
        zh="表格里有 {count} 个单元格的名称丢失，已依据位置和表头读取。",
        en="Cells have lost their names, {count} in all; they were read by their place and labels.",
        meaning="单元格的名称丢失，多因由网页编辑器保存。",
        remedy="无需处理。",
    ),
)
