"""What makes a kind of issue: its stable code, how grave it is, and the words that people read for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from typing import Final, TypeVar

from gkxl.frozen import frozen
from gkxl.text import Wording, to_english


class Severity(StrEnum):
    """How grave an issue is."""

    ERROR = "error"
    """The report is wrong, or a cell could not be read: it has to be corrected."""
    CONFIRM = "confirm"
    """Unusual: a written explanation settles it."""
    WARNING = "warning"
    """Read, but not as it was written: look whether it was meant so."""
    INFO = "info"
    """Worth knowing; nothing needs to be done."""


@frozen(kw_only=True)
class Code:
    """A kind of issue.

    Attributes:
        code: Its stable name.
        severity: How grave it is.
        zh: The message in Chinese, a template over the issue's facts; see `gkxl.text.fill_in`.
        meaning: What it means, in Chinese, for the page of codes.
        remedy: What to do about it, in Chinese, for the page of codes.
    """

    code: str
    severity: Severity
    zh: str
    meaning: str
    remedy: str

    @property
    def en(self) -> str:
        """The message in English."""
        return to_english(self.zh)


V = TypeVar("V")


class Registry(Mapping[str, V]):
    """What is known by name, for reading only: `gkxl.extend` alone adds to it.

    Args:
        known: What is known at first.
        later: What is made when it is first looked up, by name; it comes before the others.

    Attributes:
        known: What is known and made so far.
        load: Called before anything is looked up, to add what installed packages bring.
    """

    def __init__(self, known: Mapping[str, V], later: Mapping[str, Callable[[], V]] | None = None) -> None:
        self.known = dict(known)
        self._later = dict(later or {})
        self.load: Callable[[], None] = lambda: None

    @property
    def names(self) -> list[str]:
        """The names that are known so far."""
        return [*dict.fromkeys((*self._later, *self.known))]

    def known_as(self, name: str) -> V:
        """What is known so far by a name."""
        if name in self._later and name not in self.known:
            self.known[name] = self._later[name]()
        return self.known[name]

    def __getitem__(self, name: str) -> V:
        self.load()
        return self.known_as(name)

    def __iter__(self) -> Iterator[str]:
        self.load()
        return iter(self.names)

    def __len__(self) -> int:
        self.load()
        return len(self.names)


CORRECT: Final = Wording("需改正", "to correct")
CONFIRM: Final = Wording("需核实", "to confirm")
NOTE: Final = Wording("提示", "note")
SETTLED: Final = Wording("已说明", "explained")
"""The word for an issue that was to be confirmed, once the unit has explained it."""

ACCEPTED: Final = Wording("已核实", "confirmed")
"""The word for an issue that was to be confirmed, once an officer has confirmed it instead of the unit."""

PASSED: Final = Wording("通过", "passed")
"""The word for a return with nothing to correct or to confirm; else it is called by one of the first two."""

COLLECTED: Final = Wording("汇总核对", "known to the collection alone")
"""The heading of issues that are found only by comparing with roster and other returns; see `is_of_collection`."""

UNREADABLE: Final = Wording("无法读取", "not readable")
"""Of a file that is no workbook of the form, or a damaged one."""

NO_RETURN: Final = Wording("不是报表", "no return")
"""Of a file that is known for something else: a roster, a blank form, or what gkxl itself wrote."""

WORDS: Final = {
    Severity.ERROR: CORRECT,
    Severity.CONFIRM: CONFIRM,
    Severity.WARNING: NOTE,
    Severity.INFO: NOTE,
}
"""The word for an issue by its severity; people read one word for warning and info."""

FOUND: Final = tuple(dict.fromkeys(WORDS.values()))
"""The three words for what is found, the gravest first."""
