"""A year of a small unit: the template goes out, comes back filled in, and is written out normalised.

Run: python examples/a_small_year.py [folder]
"""

from __future__ import annotations

import sys
from pathlib import Path

from openpyxl import load_workbook

import gkxl

folder = Path(sys.argv[1] if len(sys.argv) > 1 else "build/examples")
folder.mkdir(parents=True, exist_ok=True)

# 1. January: a blank template for the unit.
template = folder / "示例镇-空白.xlsx"
gkxl.write_template(template, year=2024, unit="示例镇人民政府", level="乡镇街道")

# 2. The unit fills it in. Here a program does, by the name that every cell has: gk. and its path.
figures = {"requests.received.natural_person": 2, "requests.processed.granted.natural_person": 2}
book = load_workbook(template)
for cell in gkxl.cells("2021"):
    if cell.figure and not cell.computed:
        ((sheet, address),) = book.defined_names[f"gk.{cell.path}"].destinations
        book[sheet][address.replace("$", "")] = figures.get(cell.path, 0)  # nothing happened: 0, not blank
book.save(folder / "示例镇-报回.xlsx")

# 3. It comes back: read it, and look at what was found.
reading = gkxl.read(folder / "示例镇-报回.xlsx")
for issue in reading.issues:
    print(issue.severity, issue.message)

# 4. Nothing to correct: keep it in the one form in which all returns are kept.
if reading.report is not None and reading.ok:
    gkxl.write_workbook(gkxl.normalized(reading.report), folder / "示例镇-规范.xlsx")
    print("新收", reading.report.requests.received.total, "件")
