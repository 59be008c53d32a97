"""Files as they come in, told by a few words, and what becomes of them."""

from __future__ import annotations

import hashlib
from typing import Any, Final

from attrs import evolve
from offices import YEAR

from gkxl.collection.judging.judge import judge
from gkxl.collection.judging.verdicts import Judgement, ReceivedFile
from gkxl.collection.roster import Roster, Unit

CITY: Final = Roster(
    (
        Unit("A1", "乌有市财政局", "部门单位", "乌有市"),
        Unit("A2", "乌有市水务局", "部门单位", "乌有市"),
        Unit("A3", "乌有市财政局预算科", "部门单位", "A1"),
        Unit("B0", "某县人民政府", "县级", "乌有市"),
        Unit("B1", "某县财政局", "部门单位", "B0"),
        Unit("B2", "某县水务局", "部门单位", "B0"),
        Unit("C0", "甲县人民政府", "县级", "乌有市"),
        Unit("C1", "城关镇", "乡镇街道", "C0"),
        Unit("D0", "乙县人民政府", "县级", "乌有市"),
        Unit("D1", "城关镇", "乡镇街道", "D0"),
    )
)
"""A city with names that are contained in each other, and two towns of one name."""

WITHOUT_CODES: Final = Roster(
    tuple(
        Unit("", unit.name, unit.level, CITY.by_key[unit.parent].name if unit.parent in CITY.by_key else "")
        for unit in CITY.units[:-1]
    )
)
"""The same as a roster without codes, where no two units have one name."""


def received(path: str, name: str = "", code: str = "", **more: Any) -> ReceivedFile:  # noqa: ANN401 (of Came)
    """A file under this path, with this name and code on its cover."""
    given = {"path": path, "unit_name": name, "unit_code": code, "content": f"{path}{name}{code}", **more}
    given.setdefault("hash", hashlib.sha256(repr(given).encode()).hexdigest())
    return ReceivedFile(
        **{
            "id": 1, "stamp": "2025-01-01", "edition": "2021", "year": YEAR, "issued_to": "",
            "figures": "", "complete": True, "current": True, "errors": 0, "confirms": 0, **given,
        }
    )  # fmt: skip


def judged(*files: ReceivedFile, units: Roster = CITY, **options: Any) -> Judgement:  # noqa: ANN401 (of judge)
    """What becomes of these files, each with a number of its own."""
    return judge(units, [evolve(file, id=number) for number, file in enumerate(files)], YEAR, **options)


def outcome(
    path: str,
    name: str = "",
    code: str = "",
    *,
    units: Roster = CITY,
    **more: Any,  # noqa: ANN401 (of Came)
) -> tuple[str, ...]:
    """Of a file that came alone the unit that counts it, its status, and the codes of its issues."""
    found = judged(received(path, name, code, **more), units=units)
    (file,) = found.files.values()
    counted = [key for key, verdict in found.units.items() if verdict.status.is_in]
    assert counted == [file.unit] * file.status.is_in
    return (*counted, file.status.value, *(issue.code for issue in file.issues))
