"""A register of 120 applications of an invented year: kept, checked, counted into the report, carried over.

Run: python examples/a_register.py [folder]
"""

from __future__ import annotations

import sys
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from openpyxl import load_workbook
from openpyxl.styles import Protection

import gkxl

folder = Path(sys.argv[1] if len(sys.argv) > 1 else "build/examples")
folder.mkdir(parents=True, exist_ok=True)

# 1. January: a register for the unit.
kept = folder / "示例市财政局-登记簿-2026.xlsx"
gkxl.register.write_register(kept, year=2026, unit="示例市财政局")

# 2. The year. Here a program enters what the clerks would; some applications came in December before.
random = Random(2026)  # noqa: S311 (an invented year)
refused = ["属于行政执法案卷", "本机关不掌握相关政府信息", "信访举报投诉类申请"]
outcomes = ["予以公开"] * 6 + ["部分公开"] * 3 + refused
book = load_workbook(kept)


def enter(sheet: Any, row: int, contents: dict[str, object]) -> None:  # noqa: ANN401 (openpyxl's sheet)
    """Enter contents under their headings, into cells that stay open to whoever works on."""
    for head in sheet[3]:
        if content := contents.get(head.value.strip("★")):
            sheet.cell(row, head.column, content).protection = Protection(locked=False)


for number in range(1, 121):
    received = date(2025, 12, 10) + timedelta(days=3 * number)
    closed = received + timedelta(days=random.randint(20, 26))
    contents: dict[str, object] = {
        "申请编号": f"2026-{number:03}",
        "收到日期": received,
        "申请方式": random.choice(["网络", "网络", "信函", "当面"]),
        "申请人类别": random.choice(["自然人"] * 8 + ["商业企业", "法律服务机构"]),
        "申请人（可用代号）": f"申请人{number}",
        "承办科室": random.choice(["预算科", "采购科", "办公室"]),
    }
    if closed < date(2026, 12, 10):  # the others are still open at the end of the year
        contents |= {"办结日期": closed, "办理结果": random.choice(outcomes)}
    enter(book["申请"], 3 + number, contents)
case = {"案号": "示例复〔2026〕1号", "申请编号": "2026-040", "途径": "行政复议", "受理日期": date(2026, 6, 1)}
enter(book["争议"], 4, case)
book.save(kept)

# 3. January again: check the rows, and count them.
reading = gkxl.register.read_register(kept)
for issue in reading.issues:
    print(issue.severity, issue.message)
counted = gkxl.register.count(reading.register)
print(*counted.sentences, sep="\n")

# 4. Into the report, where totals are formulas: every other cell of tables three and four gets its count.
#    On the command line: gkxl register count 登记簿.xlsx -o 年报.xlsx
report = folder / "示例市财政局-年报-2026.xlsx"
gkxl.write_template(report, year=2026, unit="示例市财政局")
counts = {path: number for path, number in counted.figures.items() if "total" not in path.split(".")}
gkxl.fill_template(report, counts, report)
print("填入", len(counts), "格，办结", gkxl.read(report).values["requests.processed.total.total"], "件")

# 5. Every figure has its rows.
behind = counted.rows["requests.carried_forward.total"]
print("结转下年度的在第", "、".join(str(row.place.row) for row in behind if row.place), "行")

# 6. Next year's register begins with them.
gkxl.register.write_register(folder / "示例市财政局-登记簿-2027.xlsx", year=2027, previous=reading.register)
