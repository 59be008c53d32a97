"""Reading a roster takes time in proportion to it, wherever its texts stand; so does naming files."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import pytest
from rosters import in_workbook

from gkxl.collection.roster import Roster, Unit, read_roster
from gkxl.collection.roster.matching import Owners
from gkxl.files.save import to_safe_name
from gkxl.text import writable
from linear import many, steep

if TYPE_CHECKING:
    from collections.abc import Callable

    from linear import Job

HEAD: Final = ("单位代码", "单位名称", "层级", "上级", "含下级", "联系人")
UNIT: Final = ("A1", "某局", "部门单位", "某市", "是", "张")
OFFICE: Final = Roster((Unit("A1", "某市财政局"), Unit("A2", "某市水务局", parent="A1")))


def quoted(*cells: str) -> str:
    return ",".join('"' + cell.replace('"', '""') + '"' for cell in cells) + "\n"


def separated(make: Callable[[str], str]) -> Callable[[str], Job]:
    """A CSV file made of a text."""
    return lambda text: partial(read_roster, make(text).encode())


def cell(at: int) -> Callable[[str], Job]:
    return separated(lambda text: quoted(*HEAD) + quoted(*UNIT[:at], f"局{text}", *UNIT[at + 1 :]))


def in_sheet(text: str) -> Job:
    return partial(read_roster, in_workbook([[*HEAD], ["A1", "局" + writable(text[:32_000])]]))


POSITIONS: Final[dict[str, Callable[[str], Job]]] = {
    **{f"cell under {head}": cell(at) for at, head in enumerate(HEAD)},
    "heading": separated(lambda text: quoted(*HEAD, text) + quoted(*UNIT)),
    "headings": separated(lambda text: quoted(*HEAD, *many(text)) + quoted(*UNIT)),
    "title": separated(lambda text: quoted(text) + quoted(*HEAD) + quoted(*UNIT)),
    "names": separated(lambda text: quoted(*HEAD) + "".join(quoted(t, t, "", t) for t in many(text, 16))),
    "separated values": separated(lambda text: f"{quoted(*HEAD)}{text}"),
    "cell of a workbook": in_sheet,
    "name of a file": lambda text: partial(Owners(OFFICE).find_by_path, f"甲/{text}.xlsx"),
    "name of a folder": lambda text: partial(Owners(OFFICE).find_by_path, f"{text}/甲.xlsx"),
    "folders": lambda text: partial(Owners(OFFICE).find_by_path, f"{'/'.join(many(text))}/甲.xlsx"),
    "name on a cover": lambda text: partial(Owners(OFFICE).find_by_name, text),
    "name of a unit": lambda text: partial(to_safe_name, text),
}


@pytest.mark.thorough
@pytest.mark.parametrize("name", POSITIONS)
def test_work_grows_with_the_text_alone(name: str) -> None:
    assert steep(POSITIONS[name], 1 << 15) == {}


@pytest.mark.parametrize("name", ["cell under 单位名称", "cell under 上级", "heading", "name of a unit"])
def test_accents_out_of_order_cost_no_more(name: str) -> None:
    assert steep(POSITIONS[name], 1 << 15, ["accents out of order"]) == {}
