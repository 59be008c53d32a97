"""The drawing of the rooms in the documentation is made from the imports."""

from __future__ import annotations

import re
from graphlib import TopologicalSorter
from pathlib import Path

import gkxl
from house_drawing import direct, drawing, floors, rooms

DOCS = Path(__file__).parents[1] / "docs"


def test_every_room_is_drawn_once() -> None:
    """What stands at the top of gkxl has one box, and so has gkxl itself."""
    top = {
        path.stem for path in Path(gkxl.__file__).parent.iterdir() if path.suffix == ".py" or path.is_dir()
    }
    boxes = re.findall(r"<text [^>]*>(\w+)</text>", "\n".join(drawing()))
    assert sorted(boxes) == sorted({"gkxl"} | {room for room in top if not room.startswith("__")})


def test_every_arrow_points_down() -> None:
    """A room stands on a higher floor than whatever it imports."""
    found = floors(rooms())
    floor = {room: number for number, story in enumerate(found) for room in story}
    assert all(floor[room] > floor[one] for room, to in rooms().items() for one in to)


def test_left_out_arrows_follow_from_others() -> None:
    """Whatever a room imports can be reached along the arrows that are drawn."""
    arrows = direct(rooms())
    reached: dict[str, set[str]] = {}
    for room in TopologicalSorter(arrows).static_order():
        reached[room] = set(arrows[room]).union(*(reached[one] for one in arrows[room]))
    assert all(to <= reached[room] for room, to in rooms().items())


def test_architecture_page_names_files_that_exist() -> None:
    """Each path in the page is one of the package."""
    text = (DOCS / "architecture.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`((?:\w+/)+\w*(?:\.py)?)`", text))
    root = Path(gkxl.__file__).parent
    assert not [
        name for name in named if not (root / name).exists() and not (root.parents[1] / name).exists()
    ]
