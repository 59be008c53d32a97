"""The words for what is found and for what becomes of a return, in everything that people read."""

from __future__ import annotations

from typing import Final, NamedTuple

from gkxl.codes.code import Severity


class Word(NamedTuple):
    """A word in both languages."""

    zh: str
    en: str


CORRECT: Final = Word("需改正", "to correct")
CONFIRM: Final = Word("需核实", "to confirm")
NOTE: Final = Word("提示", "note")
SETTLED: Final = Word("已说明", "explained")
"""Of what was to be confirmed, and the unit has explained."""

ACCEPTED: Final = Word("已核实", "confirmed")
"""Of what was to be confirmed, and an officer has confirmed instead of the unit."""

PASSED: Final = Word("通过", "passed")
"""Of a return with nothing to correct or to confirm; the other two words of a return are those above."""

COLLECTED: Final = Word("汇总核对", "known to the collection alone")
"""The heading under which stands what no check of the return alone can tell; see `is_of_collection`."""

UNREADABLE: Final = Word("无法读取", "not readable")
"""Of a file that is no workbook of the form, or a damaged one."""

NO_RETURN: Final = Word("不是报表", "no return")
"""Of a file that is known for something else: a roster, a blank form, or what gkxl itself wrote."""

WORDS: Final = {
    Severity.ERROR: CORRECT,
    Severity.CONFIRM: CONFIRM,
    Severity.WARNING: NOTE,
    Severity.INFO: NOTE,
}
"""The word for what is found, by how grave it is; programs tell warning from info, people need not."""

FOUND: Final = tuple(dict.fromkeys(WORDS.values()))
"""The three words for what is found, the gravest first."""
