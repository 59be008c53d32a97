"""Read a returned workbook and print what is wrong in it, in Chinese and in English.

Run: python examples/read_and_check.py [folder]
"""

from __future__ import annotations

import sys
from pathlib import Path

from attrs import evolve

import gkxl
from gkxl import demo

folder = Path(sys.argv[1] if len(sys.argv) > 1 else "build/examples")

# The demo writes a return with three faults in it; take your own file instead.
returned = demo.make(folder / "demo").faulty

try:
    reading = gkxl.read(returned)
except gkxl.GkxlError as error:  # not a workbook of the form at all
    sys.exit(str(error))

print("版本", reading.edition, "单位", reading.values["cover.unit"])
for issue in reading.issues:
    print(issue.severity, issue.sheet, issue.cell, issue.path)
    print("  ", issue.message)
    print("  ", evolve(issue, lang="en").message)

# What could be read is there, by path, even where the report as a whole is not.
print("新收（自然人）", reading.values["requests.received.natural_person"])
print("可以采用" if reading.ok else "请退回修改")
