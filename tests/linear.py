"""Measures whether work grows faster than a text that a stranger controls.

A test states its *positions* and asks for those that are not linear::

    def cell(text: str) -> Job:
        content = workbook_with(text)          # not measured
        return lambda: gkxl.read(content)      # measured; may end with a GkxlError

    @pytest.mark.parametrize("name", POSITIONS)
    def test_work_grows_with_the_text_alone(name: str) -> None:
        assert steep(POSITIONS[name]) == {}

A position takes any text that XML can hold, puts it in its place (escaped as the format asks) and returns the
job to be measured. Where a format has many of a thing (sheets, names, attributes), the position makes as many
things of the text as it has characters: ``many`` gives it numbered pieces.

Each position meets 20 patterns, of which ``make test`` takes 6, other ones in each test: 16 that are known to
be hard on something, and 4 drawn from `SEED`. First the
longest text is tried: where it takes no time worth measuring, as most do, it costs one job. Only else n is
looked for at which the job takes `SMALL` seconds more than that of an empty text, and 4n must take less than
`STEEP` times as long, at the best of three. Where the system can do it, a job that takes `LONGEST` seconds is
stopped, and counts as steep.
"""

from __future__ import annotations

import gc
import os
import signal
import time
from contextlib import contextmanager, suppress
from math import inf
from random import Random
from typing import TYPE_CHECKING, Final, TypeAlias

from gkxl.errors import GkxlError
from seeds import SEED, sampled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

Job: TypeAlias = "Callable[[], object]"
Position: TypeAlias = "Callable[[str], Job]"

SMALL: Final = 0.02
"""Seconds of CPU that the small run takes at least."""

STEEP: Final = 8
"""So many times as long the large run may not take, which has four times the text."""

LONGEST: Final = 2.0
"""Seconds after which a job is stopped."""

MOST: Final = 1 << 16
"""Characters of the longest text, unless a position says otherwise."""

_PIECES: Final = (
    *("a", "中", "1", "0", ",", ".", "-", "+", "e", "%", "/", "\\", "_", "*", "?", "#", ";", ":", "!", "@"),
    *('"', "'", "(", ")", "[", "]", "[$", "[<", "{", "}", "<", "&", "=", "|", "~", " ", "\n", "\t", "\u3000"),
    *(
        "_x0041_",
        "件",
        "万元",
        "元",
        "年",
        "约",
        "其中",
        "（",
        "）",
        "、",
        "一",
        "\u0301",
        "\u0323",
        "\ufdfa",
    ),
)
"""What the drawn patterns are made of."""

KNOWN: Final[Mapping[str, str]] = {
    "letters": "a",
    "digits": "1",
    "zeros": "0",
    "blanks": " ",
    "lines": "一\n",
    "open brackets": "(",
    "wide brackets": "（",
    "square brackets": "[",
    "currencies": "[$",
    "quotation marks": '"',
    "escapes": "_x005F_\\",
    "groups": "1,000,",
    "sums": "SUM(A1:B2,",
    "references": "'a'!$A$1:",
    "figures": "申请新收9件",
    "accents out of order": "\u0301\u0323",
}
"""What is repeated in the patterns that are always the same."""


def _patterns() -> dict[str, str]:
    random = Random(SEED)  # noqa: S311 (patterns)
    drawn = ("".join(random.choices(_PIECES, k=random.randint(2, 6))) for _ in range(20 - len(KNOWN)))
    return {**KNOWN, **{f"drawn {piece!a}": piece for piece in drawn}}


PATTERNS: Final[Mapping[str, str]] = _patterns()
"""What each of the 20 patterns repeats, by its name."""


def text_of(pattern: str, length: int) -> str:
    """A text of so many characters that repeats a pattern."""
    piece = PATTERNS[pattern]
    return (piece * (length // len(piece) + 1))[:length]


def many(text: str, size: int = 8) -> list[str]:
    """A text in pieces of so many characters, each with a number that no other has."""
    return [f"{text[at : at + size]}{at}" for at in range(0, len(text), size)]


def steep(position: Position, most: int = MOST, patterns: Iterable[str] = PATTERNS) -> dict[str, float]:
    """The patterns for which a position takes `STEEP` times as long or longer for four times the text.

    Args:
        position: Puts a text where a stranger can have it.
        most: The length of the longest text.
        patterns: The names of those that it meets.
    """
    idle = min(_seconds(position("")) for _ in range(3))
    found = {name: _growth(position, name, most, idle) for name in _sample(patterns)}
    return {name: growth for name, growth in found.items() if growth >= STEEP}


def _sample(patterns: Iterable[str]) -> Sequence[str]:
    """A third of the patterns, others in each test; all of them in ``make test-all``."""
    every = [*patterns]
    few = len(every) < len(PATTERNS)
    return every if few else sampled(every, len(every) // 3, os.environ.get("PYTEST_CURRENT_TEST"))


def _growth(position: Position, pattern: str, most: int, idle: float) -> float:
    """How many times as long four times the text takes; 0 where the longest takes no time that matters."""

    def spent(length: int) -> float:
        return _seconds(position(text_of(pattern, length))) - idle

    longest = spent(most)
    if longest == inf:
        return inf
    if longest < STEEP * SMALL:  # no 4n takes longer, and no n less
        return 0
    length = most >> 8
    while length < most >> 2 and spent(length) < SMALL:
        length *= 2
    return min(spent(4 * length) / max(spent(length), SMALL) for _ in range(3))


def _seconds(job: Job) -> float:
    """The CPU that a job takes, without collecting the garbage of others; infinite if it was stopped."""
    gc.disable()
    start = time.process_time()
    try:
        with suppress(GkxlError), _stopped():
            job()
        return time.process_time() - start
    except _TooLongError:
        return inf
    finally:
        gc.enable()


class _TooLongError(BaseException):
    """A job has not ended in time; nothing that a job does may catch it."""


@contextmanager
def _stopped() -> Iterator[None]:
    """Stop what takes too long; regular expressions let themselves be stopped, most of C does not."""
    if not hasattr(signal, "setitimer"):
        yield
        return

    def stop(*_: object) -> None:
        raise _TooLongError

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, LONGEST)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
