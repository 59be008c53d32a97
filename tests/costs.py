"""What a job costs in a process of its own: megabytes and seconds of work, those of its children included.

Seconds are those of the computer of docs/limits.md: where plain XML takes longer than there, they count less.
"""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

MEMORY: Final = 150
"""Megabytes that a file may cost the process that reads it, above an ordinary one."""

MEMORY_OF_CHILDREN: Final = 400
"""Megabytes that it may cost a process that is started for it, above what that needs to start."""

SECONDS: Final = 3
"""Seconds of work that it may cost, unless a test says otherwise."""

ENDS: Final = ("read", "DataError", "LimitError", "TimeLimitError", "UnreadableFileError", "UnsafeFileError")
"""How it may end."""

RUNS: Final = 3
"""So often what takes longer is tried: other programs on the computer can only add to it."""

_PROGRAM: Final = """
import os, re, resource, sys, time
from xml.etree import ElementTree
import gkxl
{prepare}
def peak():
    try:  # of this program alone: rusage begins with the memory of the process that started it
        return int(re.search(r"VmHWM:\\s*(\\d+)", open("/proc/self/status").read())[1]) >> 10
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> (20 if sys.platform == "darwin" else 10)
def work():
    own, others = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(used.ru_utime + used.ru_stime for used in (own, others))
def of_children():
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss >> (20 if sys.platform == "darwin" else 10)
try: job(sys.argv[1])
except gkxl.GkxlError: pass  # a format that is not installed here
before, idle, start = peak(), of_children(), work()
try: job(sys.argv[2]); end = "read"
except gkxl.GkxlError as error: end = type(error).__name__; assert error.zh.endswith("。")
took, megabytes, of_others = work() - start, peak() - before, of_children() - idle
xml = "<a>" + "<b c='1'>x</b>" * 50_000 + "</a>"
def plain():
    begin = time.process_time()
    ElementTree.fromstring(xml)
    return time.process_time() - begin
# only what took long needs to know how busy the computer is
print(end, megabytes, of_others, took / max(1, min(plain() for _ in range(5)) / {pace}) if took > 1 else took)
"""

PLAIN: Final = 0.03
"""The seconds that plain XML takes on the computer of docs/limits.md."""

JOBS: Final = {
    "workbook": "job = gkxl.read",
    "marking": "job = lambda path: gkxl.mark(path, path + '.marked.xlsx')",
    "published": "job = gkxl.read_published",
    "roster": "job = gkxl.read_roster",
    "data": "from pathlib import Path\nfrom gkxl.reading.previous import read_report\n"
    "job = lambda path: read_report(Path(path))",
    "register": "from gkxl.register import count, read_register\n"
    "def job(path):\n"
    "    reading = read_register(path, year=2026)\n"
    "    print(*reading.issues, count(reading.register), file=open(os.devnull, 'w'))",
    "zip": "from gkxl.collection.intake.returns import FileToRead, read_files\n"
    "from gkxl.collection.intake.sources import find_sources\n"
    "job = lambda path: read_files([FileToRead(source, '') for source in find_sources(path)])",
}
"""What is done with a file, by what it is."""


class Cost(NamedTuple):
    """How a job ended, the megabytes that it took above an ordinary file, and the seconds."""

    end: str
    megabytes: int
    megabytes_of_children: int
    seconds: float


def check_bounds(  # noqa: PLR0913 (what is measured, and its bound)
    folder: Path, job: str, ordinary: bytes, content: bytes, suffix: str, *, seconds: int = SECONDS
) -> None:
    """Assert that a job ends as it may, within its bounds."""
    for _ in range(RUNS):
        took = cost(folder, job, ordinary, content, suffix)
        assert took.end in ENDS, took
        assert took.megabytes <= MEMORY, took
        assert took.megabytes_of_children <= MEMORY_OF_CHILDREN, took
        if took.seconds <= seconds:
            return
    raise AssertionError(f"{RUNS} runs took longer than {seconds} seconds, the last {took}")


def cost(folder: Path, job: str, ordinary: bytes, content: bytes, suffix: str) -> Cost:
    """Do a job with a file in a process of its own, after the same with an ordinary one."""
    idle, path = folder / f"idle{suffix}", folder / f"hostile{suffix}"
    idle.write_bytes(ordinary)
    path.write_bytes(content)
    command = [sys.executable, "-c", _PROGRAM.format(prepare=JOBS[job], pace=PLAIN), str(idle), str(path)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert ran.returncode == 0, ran.stderr
    end, *figures = ran.stdout.split()
    return Cost(end, int(figures[0]), int(figures[1]), float(figures[2]))
