"""Build a report in Python, check it, and write it as a workbook and as JSON.

Run: python examples/build_in_python.py [folder]
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import gkxl

folder = Path(sys.argv[1] if len(sys.argv) > 1 else "build/examples")
folder.mkdir(parents=True, exist_ok=True)

# Begin with zeros, then fill in what happened: gkxl.cells("2021") lists every path with its printed label.
report = gkxl.zero_report("2021", year=2024, unit="示例市档案馆")
figures = {
    "overview.on_request": "全年收到申请5件，办结4件。",
    "improvement.problems": "公开的内容还不够细。",
    "other_matters": "无。",
    "disclosure.permits.decisions": 12,
    "disclosure.fees.amount": "3.5",  # in 万元; a string keeps every digit
    "requests.received.natural_person": 5,
    "requests.processed.granted.natural_person": 4,
    "requests.carried_forward.natural_person": 1,
}
for path, value in figures.items():
    report = gkxl.with_value(report, path, value)

# Totals are computed from their parts.
report = gkxl.normalized(report)
print("新收总计", report.requests.received.total)

# 5 came in, 4 were answered, 1 is carried forward: nothing to complain about.
for issue in gkxl.check(report):
    print(issue.message)

gkxl.write_workbook(report, folder / "示例市档案馆-2024.xlsx")
text = json.dumps(gkxl.to_dict(report), ensure_ascii=False, indent=2)
(folder / "示例市档案馆-2024.json").write_text(text, encoding="utf-8")
