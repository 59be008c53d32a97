"""How long the page that needs no installation lets one wait, in Chromium: run by ``make bench``."""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
from pathlib import Path
from time import perf_counter, sleep
from typing import TYPE_CHECKING, Any, Final

from returns import YEAR, reports, write_returns
from timing import say, say_beside

import gkxl
from gkxl.page.build import PyodideError, build_page, fetch_pyodide

sys.path.insert(0, str(Path(__file__).parents[1]))

from devtools import browsing

if TYPE_CHECKING:
    from devtools import Tab

OPENED: Final = 3
"""How often the page is opened, each time by a browser that never saw it."""

ALONE: Final = 5
"""How many returns are dropped one by one."""

TOGETHER: Final = 30
"""How many returns are dropped at once, while somebody clicks."""

COLLECTED: Final = 300
"""How many returns the desk of an office collects; three of ten have an error, and are marked."""

MEGABYTES: Final = 600
"""The memory that the page may then take up."""

AIMS: Final = {
    "ready": 8000,
    "one return judged": 500,
    "click, while many are judged": 100,
    f"{COLLECTED} returns collected": 60_000,
}
"""What each should take at most, in milliseconds, on two cores with nothing else to do."""

READY: Final = "document.body.dataset.ready !== undefined"
DROP: Final = "document.getElementById('drop')"
ROSTER_READ: Final = "document.querySelector('#roster-said .passed')"
SHOWN: Final = "!takeaway.hidden && document.getElementById('office-progress').hidden"
VERDICTS: Final = "document.querySelectorAll('.card .verdict').length"

WATCH: Final = """
var dropped = 0, judged = 0, late = 0;
addEventListener('drop', () => { dropped = performance.now(); }, true);
addEventListener('mousedown', event => { late = Math.max(late, performance.now() - event.timeStamp); }, true);
new MutationObserver(() => { judged = performance.now(); })
    .observe(document.body, {childList: true, subtree: true});
"""
"""Notes when files were dropped, when something new last stood there, and the worst delay of a click."""


def main() -> None:
    """Print the medians, and of the clicks the worst, beside the aims."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    try:
        made = build_page(fetch_pyodide())
    except PyodideError as error:
        say("the page", f"not built: {error.en}")
        return
    if chromium is None:
        say("the page", "Chromium is not installed")
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "gkxl.html").write_bytes(made)
        say("the page", f"{len(made) / 2**20:.1f} MiB", "≤ 12 MiB")
        say_beside(measure(chromium, folder), AIMS)


def measure(chromium: str, folder: Path) -> dict[str, float]:
    """How long everything takes, in milliseconds."""
    files = write_files(folder)
    ready, took = [], {}
    for turn in range(OPENED):
        with browsing(chromium, folder / f"profile-{turn}") as tab:
            start = perf_counter()
            tab.open(folder / "gkxl.html")
            tab.until(READY)
            ready.append(1000 * (perf_counter() - start))
            if turn == OPENED - 1:
                took = use(tab, files) | collect(tab, folder / "office")
                say("memory of the page", f"{tab.megabytes():.0f} MiB", f"≤ {MEGABYTES} MiB")
    return {"ready": statistics.median(ready), **took}


def write_files(folder: Path) -> list[Path]:
    """Returns of as many units as are dropped."""
    files = [folder / f"{number}.xlsx" for number in range(ALONE + TOGETHER)]
    for path, report in zip(files, reports(len(files)), strict=True):
        gkxl.write_workbook(report, path)
    return files


def use(tab: Tab, files: list[Path]) -> dict[str, float]:
    """Drop returns one by one, and then many while somebody clicks."""
    tab.ask(WATCH)
    alone = [drop(tab, [path]) for path in files[:ALONE]]
    tab.ask("late = 0")
    drop(tab, files[ALONE:], clicks=True)
    return {"one return judged": statistics.median(alone), "click, while many are judged": tab.ask("late")}


def collect(tab: Tab, folder: Path) -> dict[str, float]:
    """Collect a folder of returns."""
    returns = write_returns(folder, COLLECTED, wrong=3)
    tab.ask(f"location.hash = '#desk-office', document.getElementById('office-year').value = {YEAR}")
    tab.choose("document.getElementById('roster')", folder / "units.csv")
    tab.until(ROSTER_READ)
    start = perf_counter()
    tab.drop("document.getElementById('drop-returns')", returns)
    tab.until(SHOWN, 10 * AIMS[f"{COLLECTED} returns collected"] / 1000)
    return {f"{COLLECTED} returns collected": 1000 * (perf_counter() - start)}


def drop(tab: Tab, files: list[Path], *, clicks: bool = False) -> Any:  # noqa: ANN401 (what scripts give)
    """How long it takes until all of these have their verdicts; somebody may click meanwhile."""
    wanted = tab.ask(VERDICTS) + len(files)
    tab.drop(DROP, *files)
    while tab.ask(VERDICTS) < wanted:
        for kind in ("mousePressed", "mouseReleased") if clicks else ():
            tab.send("Input.dispatchMouseEvent", type=kind, x=3, y=3, button="left", clickCount=1)
        sleep(0.02)
    return tab.ask("judged - dropped")


if __name__ == "__main__":
    main()
