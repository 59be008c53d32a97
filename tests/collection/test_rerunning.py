"""However often returns change and are collected again, what comes of it is what one run would have given."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from hypothesis import given, settings
from hypothesis import strategies as st
from offices import ROSTER, YEAR, book, roster, values, write

import gkxl
from gkxl.layout import DIGEST_LENGTH, digests_answered
from gkxl.marking import mark_return
from gkxl.marking.copy import make_marked_copy
from gkxl.marking.listing import Letter

NAMES: Final = {unit.code: unit.name for unit in roster().units}
OTHER_ROSTER: Final = ROSTER.replace("某市财政局", "某市财政和国资局") + "C1,某县教育局,部门单位,B0\n"
PLACES: Final = [
    f"{folder}{stem}.xlsx" for folder in ("", "补报/") for stem in (*NAMES, "某市财政局", "年报")
]


@cache
def a_return(code: str, seed: int, kind: str) -> bytes:
    if kind in ("unchanged", "corrected"):
        wrong = a_return(code, seed, "wrong")
        reading = gkxl.read(wrong)
        if kind == "unchanged":
            return mark_return(wrong, reading).content
        answered = (reading.content[:DIGEST_LENGTH], *digests_answered(wrong))
        return make_marked_copy(a_return(code, seed, ""), [], Letter(""), answered=answered)
    found = values(code, NAMES[code], seed, year=YEAR - (kind == "last year"))
    if kind == "wrong":
        found["requests.received.total"] += 1
    return book(found)


CONTENTS: Final = st.just(b"junk") | st.builds(
    a_return,
    st.sampled_from(sorted(NAMES)),
    st.integers(0, 1),
    st.sampled_from(["", "", "wrong", "last year", "unchanged", "corrected"]),
)
STEPS: Final = st.lists(
    st.tuples(
        st.dictionaries(st.sampled_from(PLACES), st.none() | CONTENTS | CONTENTS, max_size=4),
        st.fixed_dictionaries(
            {
                "roster": st.sampled_from([ROSTER, OTHER_ROSTER]).map(roster),
                "prefer": st.sampled_from([None, "newest"]),
                "include_errors": st.booleans(),
            }
        ),
    ),
    min_size=2,
    max_size=4,
)


def change(returns: Path, files: dict[str, bytes | None]) -> None:
    for name, content in files.items():
        if content is None:
            (returns / name).unlink(missing_ok=True)
        else:
            write(returns, {name: content})


def told(collection: gkxl.Collection) -> tuple[object, ...]:
    """What a collection says of what lies there now."""
    now = [(file.path, file.unit, file.status, file.hash) for file in collection.files if file.current]
    units = [
        (entry.unit, entry.status, entry.file and entry.file.path, entry.counted, entry.counts)
        for entry in collection.ledger
    ]
    copies = collection.path.parent / "退回"
    back = {path.relative_to(copies): path.read_bytes() for path in copies.rglob("*") if path.is_file()}
    return now, units, back, collection.values


def summed(collection: gkxl.Collection, returns: Path) -> dict[str, Any]:
    """What the files that are counted add up to, read afresh."""
    total: dict[str, Any] = {}
    for entry in collection.ledger:
        if entry.counted and entry.file:
            for path, value in gkxl.read(returns / entry.file.path).values.items():
                if path in collection.values:
                    total[path] = total.get(path, 0) + value
    return total


@settings(max_examples=10)
@given(STEPS)
def test_running_again_is_as_one_run(steps: list[tuple[dict[str, bytes | None], dict[str, Any]]]) -> None:
    with TemporaryDirectory() as place:
        returns = write(Path(place, "returns"), {})
        for number, (files, options) in enumerate(steps):
            change(returns, files)
            again, once = (
                gkxl.collect(returns, year=YEAR, output=Path(place, out), **options)
                for out in ("out", f"once-{number}")
            )
            assert told(again) == told(once)
            assert summed(again, returns) == again.values
            again.close()
            once.close()
