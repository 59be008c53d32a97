"""Takes the files that an officer names, of units that sent several different returns."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

from gkxl.collection.status import Status
from gkxl.errors import DataError
from gkxl.text import enumerated

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from gkxl.collection.judging.verdicts import Judged, Judgement, Taken, Verdict

_NEAR: Final = 5
"""So many names are offered for one that no file has."""


def name_files(names: Iterable[str], known: Collection[str], returns: str) -> list[str]:
    """The files of these names, each once.

    Args:
        names: What the officer typed: paths below the place of the returns, as the ledger shows them, or
            with that place before them.
        known: The paths of all files among the returns.
        returns: The place of the returns.

    Raises:
        DataError: There is no such file.
    """
    place = _with_slashes(returns).rstrip("/") + "/"
    found: dict[str, None] = {}
    for name in names:
        path = _with_slashes(name)
        shown = next((one for one in (name, path, path.removeprefix(place)) if one in known), None)
        if shown is None:
            raise _unknown(name, known)
        found[shown] = None
    return [*found]


def _with_slashes(name: str) -> str:
    """A path as files are named, however it was typed; Windows has backslashes."""
    return name.replace("\\", "/").removeprefix("./")


def _unknown(name: str, known: Collection[str]) -> DataError:
    ends = {path.rpartition("/")[2]: path for path in known}
    near = get_close_matches(name, known, _NEAR) or [
        ends[end] for end in get_close_matches(name.rpartition("/")[2], ends, _NEAR)
    ]
    zh, en = enumerated(near, _NEAR, quoted=True)
    return DataError(
        f"报回的文件里没有“{name}”，什么也没有改动。"
        + (f"名称相近的有：{zh}。" if near else "请照台账里“文件”一栏的写法填写。"),
        f"there is no file {name!r} among the returns; nothing was changed"
        + (f"; near it are {en}" if near else ""),
    )


def take(paths: Iterable[str], judged: Judgement) -> list[Taken]:
    """What taking these files decides.

    Args:
        paths: Their paths.
        judged: What becomes of everything while nothing is taken.

    Raises:
        DataError: A file is not one of several among which a choice is left, or two are of one unit.
    """
    files = {one.came.path: one for one in judged.files.values() if one.came.current}
    chosen: dict[str, Judged] = {}
    for one in map(files.__getitem__, paths):
        verdict = judged.units.get(one.unit)
        same = [other for other in _rivals(verdict) if other.came.content == one.came.content]
        if not same or one.status is not Status.DUPLICATE:
            raise _no_duplicate(one, verdict)
        if chosen.setdefault(one.unit, same[0]) is not same[0]:
            raise _two(one, chosen[one.unit])
    return [
        (key, one.came.hash, other.came.hash)
        for key, one in chosen.items()
        for other in _rivals(judged.units[key])
        if other is not one
    ]


def _rivals(verdict: Verdict | None) -> tuple[Judged, ...]:
    return verdict.rivals if verdict else ()


def _no_duplicate(one: Judged, verdict: Verdict | None) -> DataError:
    if verdict is None:
        why, why_en = "它不属于名册上的任何单位", "it is of no unit of the roster"
    elif not verdict.rivals:
        name = verdict.unit.name
        why, why_en = f"“{name}”没有需要选定的报表", f"there is nothing to choose for {name}"
    else:
        names, names_en = enumerated([other.came.path for other in verdict.rivals], _NEAR, quoted=True)
        why, why_en = f"“{verdict.unit.name}”可以选定的是{names}", f"to choose from are {names_en}"
    path = one.came.path
    return DataError(
        f"“{path}”不在需要选定的报表之中：{why}。什么也没有改动。",
        f"{path!r} is not among the returns to choose from: {why_en}; nothing was changed",
    )


def _two(one: Judged, other: Judged) -> DataError:
    return DataError(
        f"“{other.came.path}”和“{one.came.path}”是同一个单位的，只能选定一份。什么也没有改动。",
        f"{other.came.path!r} and {one.came.path!r} are of one unit; take one of them; nothing was changed",
    )
