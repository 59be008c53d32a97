"""A year of a city: 40 units return all that can come in a January, are chased, and add up to one report.

Run: python examples/a_year_of_a_city.py [folder]
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

from attrs import evolve

import city
import gkxl

folder = Path(sys.argv[1] if len(sys.argv) > 1 else "build/examples/city")


def main() -> None:
    """Collect twice: as the returns came in, and once everybody has corrected theirs."""
    # 1. The units of 乌有市, which does not exist; each gets a form with what it carried forward filled in.
    wuyou = city.make(folder)
    issued = gkxl.write_templates(
        wuyou.roster, year=wuyou.year, previous=wuyou.previous, output=folder / "发出"
    )
    print("发出", len(issued.written) + len(issued.kept), "份表格")

    # 2. Collect what they sent back, beside last year's reports. One bad file never stops the others.
    collection = collect(wuyou)
    for entry in collection.ledger:
        for issue in collection.issues(entry.unit.code):
            if issue.severity != "info":
                print(entry.status, entry.unit.name, issue.message)

    # 3. 汇总/index.html shows it all, and 汇总/退回 has what goes back, with the faults marked. The units
    # correct what was wrong, and it is collected again; files that did not change are not read again.
    for entry in collection.ledger:
        if entry.status != "通过":
            right = wuyou.reports[entry.unit.name]
            gkxl.write_workbook(right, wuyou.returns / f"{entry.unit.code} {entry.unit.name}.xlsx")
    for draft in wuyou.returns.glob("*（修改稿）.xlsx"):
        draft.unlink()
    collection = collect(wuyou)

    # 4. Every figure is the sum of what the units filed, and says where it comes from.
    total = gkxl.trace(collection, "requests.received.total")
    print("新收", total.total, "件，最多的是", max(total.parts, key=lambda part: part.value).unit.name)

    # 5. The report of the city goes out.
    report = collection.report
    if report is not None:
        named = evolve(report, cover=evolve(report.cover, unit="乌有市"))
        gkxl.write_docx(named, folder / "乌有市年度报告.docx")
        print("写出", "乌有市年度报告.docx")


def collect(wuyou: city.City) -> gkxl.Collection:
    """Collect what lies there, and print how far it is."""
    collection = gkxl.collect(
        wuyou.returns,
        roster=wuyou.roster,
        year=wuyou.year,
        previous=wuyou.previous,
        output=folder / "汇总",
    )
    statuses = Counter(str(entry.status) for entry in collection.ledger)
    print("，".join(f"{status} {count}" for status, count in statuses.items()))
    return collection


if __name__ == "__main__":  # other processes read the returns, and begin by importing this file
    main()
