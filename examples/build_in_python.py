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

# Every number of the form must be there, so begin with zeros: the schema knows all the cells.
schema = gkxl.json_schema("2021")["properties"]["cells"]
numbers = dict.fromkeys(schema["required"], 0)

# Then fill in what happened. Totals are left out: they are computed.
figures = {
    "cover.year": 2024,
    "cover.unit": "示例市档案馆",
    "overview.on_request": "全年收到申请5件，办结4件。",
    "improvement.problems": "公开的内容还不够细。",
    "other_matters": "无。",
    "disclosure.permits.decisions": 12,
    "disclosure.fees.amount": "3.5",  # in 万元; a string keeps every digit
    "requests.received.natural_person": 5,
    "requests.processed.granted.natural_person": 4,
    "requests.carried_forward.natural_person": 1,
}
report = gkxl.from_dict({"edition": "2021", "cells": numbers | figures})
print("新收总计", report.requests.received.total)

# 5 came in, 4 were answered, 1 is carried forward: nothing to complain about.
for issue in gkxl.check(report):
    print(issue.message)

gkxl.write_workbook(report, folder / "示例市档案馆-2024.xlsx")
text = json.dumps(gkxl.to_dict(report), ensure_ascii=False, indent=2)
(folder / "示例市档案馆-2024.json").write_text(text, encoding="utf-8")
