"""A year of a city: 40 units return all that can come in a January, correct it, and add up to one report.

Run: python examples/a_year_of_a_city.py [folder]
"""

from __future__ import annotations

import shutil
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import evolve

import city
import gkxl

if TYPE_CHECKING:
    from collections.abc import Iterable

TAKEN = "示例-0010 乌有市农业农村局（修改稿）.xlsx"
"""Which of two returns is meant, as the unit said."""


def main(folder: Path) -> None:
    """Collect three times: as the returns came in, as corrected, and with what only showed then."""
    # 1. The units of 乌有市, which does not exist; each gets a form with what it carried forward filled in.
    wuyou = city.make(folder)
    issued = gkxl.write_templates(
        wuyou.roster, year=wuyou.year, previous=wuyou.previous, output=folder / "发出"
    )
    print("发出", len(issued.written) + len(issued.kept), "份表格")

    # 2. Collect what they sent back, beside last year's reports. One bad file never stops the others.
    output = folder / "汇总"
    with collect(wuyou, output) as collection:
        for entry in collection.ledger:
            for issue in collection.issues(entry.unit.code):
                if entry.status != "通过" and issue.severity in {"error", "confirm"}:
                    print(" ", entry.status, entry.unit.name, issue)
        for file in collection.strays:
            print(" ", file.status, file.path, *collection.file_issues(file))
        answers = city.answers(wuyou, collection)

    # 3. 汇总/退回 has a marked copy for every unit with something to correct or to confirm. They answer in
    # these copies, and others send at last what was missing. No file is moved or deleted, and somebody
    # even puts 汇总.xlsx among the returns. The officer asked which of two returns is meant, and takes it.
    city.write(wuyou.returns, answers)
    shutil.copy(output / "汇总.xlsx", wuyou.returns)
    collect(wuyou, output, take=[TAKEN]).close()

    # 4. What a unit said on the telephone, the officer notes: who, when, why. Only now that all its units are
    # there, a district is seen to disagree with their sum; it gets its copy and corrects it.
    with accept(output) as collection:
        city.write(wuyou.returns, city.answers(wuyou, collection))
    with collect(wuyou, output) as collection:
        publish(collection, folder)


def publish(collection: gkxl.Collection, folder: Path) -> None:
    """Print where the largest figure comes from, and write the report of the city if all units passed."""
    # 5. Every figure is the sum of what the units filed, and says where it comes from.
    total = gkxl.trace(collection, "requests.received.total")
    print("新收", total.total, "件，最多的是", max(total.parts, key=lambda part: part.value).unit.name)

    # 6. The report of the city goes out; all units stand behind it.
    report = collection.report
    if report is not None and all(entry.status == "通过" for entry in collection.ledger):
        named = evolve(report, cover=evolve(report.cover, unit="乌有市"))
        gkxl.write_docx(named, folder / "乌有市年度报告.docx")
        print("写出", "乌有市年度报告.docx")


def collect(
    wuyou: city.City, output: Path, take: Iterable[str] = (), progress: gkxl.types.Progress | None = None
) -> gkxl.Collection:
    """Collect what lies there, and print how far it is."""
    collection = gkxl.collect(
        wuyou.returns,
        roster=wuyou.roster,
        year=wuyou.year,
        previous=wuyou.previous,
        output=output,
        take=take,
        office="乌有市政务公开办公室（示例）",
        until="1月20日",
        progress=progress,
    )
    statuses = Counter(str(entry.status) for entry in collection.ledger)
    print("，".join(f"{status} {count}" for status, count in statuses.items()))
    return collection


def accept(output: Path) -> gkxl.Collection:
    """Note what a unit said on the telephone: it has a new name."""
    return gkxl.accept(output, "示例-0008", who="示例甲", when="2025-01-20", why="已电话核实，单位今年更名")


if __name__ == "__main__":  # other processes read the returns, and begin by importing this file
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "build/examples/city"))
