"""What the page's script looks things up in: plain data, as JSON that no name can break out of."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from gkxl.collection.page.groups import groups
from gkxl.collection.page.words import ASKING, TO_DO, asking
from gkxl.issues.catalogue import CODES, is_of_collection
from gkxl.issues.catalogue.vocabulary import ACCEPTED, COLLECTED, CONFIRM, CORRECT, NOTE, SETTLED, WORDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gkxl.collection.page.view import Fault, Line, View

MOST_FAULTS: Final = 12
"""So many things are said of one unit; the others are counted."""

_ESCAPED: Final = str.maketrans({mark: f"\\u{ord(mark):04x}" for mark in "<>&\u2028\u2029"})


def data(view: View, form: str) -> str:
    """The units with their issues and questions, and the sources of figures, for a script element."""
    found = groups(view.lines)
    group_of = {index: number for number, group in enumerate(found) for index in group.members}
    codes = {code: number for number, code in enumerate(_codes(view))}
    kinds = list(TO_DO)
    plain = {
        "kinds": [[str(status), status.name] for status in kinds],
        "parents": [group.name for group in found],
        "codes": [
            [code, CODES[code].meaning, WORDS[CODES[code].severity].zh, int(is_of_collection(code))]
            for code in codes
        ],
        "asking": [asking(kind, form, view.until) if kind in ASKING else "" for kind in kinds],
        "office": view.office,
        "words": [word.zh for word in (CORRECT, CONFIRM, NOTE, SETTLED, ACCEPTED, COLLECTED)],
        "units": [
            [*_unit(line), group_of[index], kinds.index(line.status), *_faults(line, codes)]
            for index, line in enumerate(view.lines)
        ],
        "sources": {
            path: [[[unit, _number(part)] for unit, part in found.largest], found.others, _number(found.rest)]
            for path, found in view.sources.items()
        },
    }
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPED)


def _codes(view: View) -> dict[str, None]:
    return dict.fromkeys(fault.code for line in view.lines for fault in line.faults)


def _unit(line: Line) -> list[Any]:
    unit = line.unit
    below = int(bool(unit.parent))
    return [unit.code, unit.name, unit.level, unit.further, line.file, _standing(line), below]


def _standing(line: Line) -> str:
    """Whether its figures are in the consolidated report, in words."""
    if line.counted:
        return "已汇总"
    return "已含在上级单位的报表中" if line.within else ""


def _faults(line: Line, codes: Mapping[str, int]) -> list[Any]:
    """What is said of a unit, and how much more there would be."""
    said = [_fault(one, codes[one.code]) for one in line.faults[:MOST_FAULTS]]
    return [said, len(line.faults) - len(said)]


def _fault(fault: Fault, code: int) -> list[Any]:
    """What is said, with what the unit says to it; and what an officer says, which is seldom."""
    said: list[Any] = [code, fault.message, fault.explanation]
    return [*said, fault.acceptance, int(fault.accepted)] if fault.acceptance else said


def _number(value: int | Decimal) -> int | str:
    """A number as JSON keeps it whole."""
    return f"{value:f}" if isinstance(value, Decimal) else value
