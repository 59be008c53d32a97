"""How long single jobs take, beside openpyxl, python-calamine and XlsxWriter: run by ``make bench``.

All are measured in one run, in turns, on the same returns, each turn on another one. Openpyxl and calamine
only load cells: neither finds the cells of the form, reads numbers strictly, or checks a rule, all of which
`gkxl.read` does. What XlsxWriter writes is the same file, byte for byte, that gkxl fills in.
"""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tempfile
from functools import partial
from itertools import cycle
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import openpyxl
import python_calamine
from returns import YEAR, reports
from timing import medians, say, waits

import gkxl
from gkxl.demo import FAULTS
from gkxl.forms import edition_of
from gkxl.layout import Identity
from gkxl.marking import mark_return
from gkxl.model.outline import cells, values_of
from gkxl.rules.arrays import broken_rules, count_paths
from gkxl.write.contents import make_contents
from gkxl.write.drawing import draw_workbook
from gkxl.write.workbook import make_workbook
from gkxl.xlsx.xml import tree_cache
from gkxl.xlsx.zip_writer import pack_part, to_package

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from gkxl.forms.edition import Edition

ROUNDS: Final = 60
STARTS: Final = 9
MANY: Final = 100_000


def main() -> None:
    """Print the table, job by job: what it took, what it may take, and how that compares."""
    found = reports(ROUNDS)
    books = [filled(report) for report in found]
    say_reading(medians(reading_jobs(books), ROUNDS))
    say_writing(medians(writing_jobs(found), ROUNDS))
    say_arrays(medians(array_jobs(found[0]), 5, warm_up=1))
    say_starting(waits(starting_jobs(books[0]), STARTS))


def reading_jobs(books: list[bytes]) -> dict[str, Callable[[], object]]:
    """The same return read four ways."""
    ours, anew, theirs, others = cycle(books), cycle(books), cycle(books), cycle(books)
    wrong = [faulty(book) for book in books[:10]]
    returned, again = cycle(wrong), cycle(wrong)
    return {
        "gkxl": lambda: gkxl.read(next(ours)),
        "faulty": lambda: gkxl.read(next(returned)),
        "mark": lambda: mark(next(again)),
        "anew": lambda: read_anew(next(anew)),
        "calamine": lambda: calamine(next(theirs)),
        "openpyxl": lambda: openpyxl.load_workbook(io.BytesIO(next(others))),
    }


def faulty(content: bytes) -> bytes:
    """A return with a blank, a text and a total that does not add up."""
    with tempfile.TemporaryDirectory() as folder:
        gkxl.fill_template(content, FAULTS, Path(folder) / "faulty.xlsx")
        return (Path(folder) / "faulty.xlsx").read_bytes()


def mark(content: bytes) -> bytes:
    """The marked copy of a return, which is read for that."""
    return mark_return(content, gkxl.read(content)).content


def read_anew(content: bytes) -> None:
    """Read a return as if none of its program had been read before."""
    remembered, tree_cache.TREE_CACHE = tree_cache.TREE_CACHE, tree_cache.TreeCache(0)
    gkxl.read(content)
    tree_cache.TREE_CACHE = remembered


def calamine(content: bytes) -> list[object]:
    """The values of every sheet as rows."""
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    return [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]


def say_reading(took: Mapping[str, float]) -> None:
    """The row of reading."""
    ours = took["gkxl"]
    say("read + check one return", f"{ours:.2f} ms", "≤ 4 ms")
    say("  of whose program none was read before", f"{took['anew']:.2f} ms")
    ratio = took["mark"] / took["faulty"]
    say("read + mark one faulty return, beside reading it", f"{took['mark']:.2f} ms, {ratio:.1f} ×", "≤ 3 ×")
    say(
        "  python-calamine, values only",
        f"{took['calamine']:.2f} ms, {ours / took['calamine']:.1f} ×",
        "≤ 3.5 ×",
    )
    say("  openpyxl, one load", f"{took['openpyxl']:.1f} ms, {took['openpyxl'] / ours:.1f} ×", "≥ 14 ×")


def writing_jobs(found: list[Any]) -> dict[str, Callable[[], object]]:
    """The same workbook filled in and drawn, and the template of a unit."""
    ours, theirs, units = cycle(found), cycle(found), cycle(found)
    return {
        "gkxl": lambda: filled(next(ours)),
        "XlsxWriter": lambda: drawn(next(theirs)),
        "template": lambda: template(edition_of(found[0]), next(units)),
    }


def filled(report: Any) -> bytes:  # noqa: ANN401 (a report of any edition)
    """The workbook of a report."""
    return make_workbook(edition_of(report), values_of(report))


def drawn(report: Any) -> bytes:  # noqa: ANN401 (a report of any edition)
    """The same workbook, every part of which XlsxWriter writes."""
    edition, values = edition_of(report), values_of(report)
    drawing = draw_workbook(edition, make_contents(edition, values, Identity.of(edition, values)), "")
    return to_package(pack_part(name, content.encode()) for name, content in drawing.parts.items())


def template(edition: Edition, report: Any) -> bytes:  # noqa: ANN401 (a report of any edition)
    """The form that the unit of a report is sent."""
    cover = {"cover.year": YEAR, "cover.unit": report.cover.unit, "cover.unit_code": report.cover.unit_code}
    return make_workbook(edition, {cell.path: cover.get(cell.path) for cell in cells(edition.form)})


def say_writing(took: Mapping[str, float]) -> None:
    """The rows of writing."""
    say("write one filled workbook", f"{took['gkxl']:.2f} ms", "≤ 2 ms")
    say("write one template for a unit", f"{took['template']:.2f} ms", "≤ 2 ms")
    ratio = took["XlsxWriter"] / took["gkxl"]
    say("  XlsxWriter, the same bytes", f"{took['XlsxWriter']:.1f} ms, {ratio:.1f} ×")


def array_jobs(report: Any) -> dict[str, Callable[[], object]]:  # noqa: ANN401 (a report of any edition)
    """Very many reports in an array."""
    edition, values = edition_of(report), values_of(report)
    one = np.array([values[path] for path in count_paths(edition)], dtype=np.int64)
    counts = np.repeat(one[None, :], MANY, axis=0)
    return {"arrays": partial(broken_rules, edition, counts), "one": partial(gkxl.check, report)}


def say_arrays(took: Mapping[str, float]) -> None:
    """The row of arrays."""
    say(f"check {MANY:,} reports in arrays", f"{took['arrays'] / 1000:.2f} s", "≤ 1 s")
    say("  one by one", f"{MANY * took['one'] / took['arrays']:.0f} × as long")


def starting_jobs(book: bytes) -> dict[str, Callable[[], object]]:
    """Processes that start and end; modules are compiled beforehand, as those of installed programs are."""
    folder = Path(tempfile.mkdtemp())
    path = folder / "one.xlsx"
    path.write_bytes(book)
    compiled = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    compiled["PYTHONPYCACHEPREFIX"] = str(folder / "compiled")
    programs = {
        "bare": ["-c", "pass"],
        "import": ["-c", "import gkxl"],
        "verbs": ["-c", "from gkxl import aggregate, check, read, write_template, write_workbook"],
        "help": ["-m", "gkxl", "--help"],
        "check": ["-m", "gkxl", "check", str(path)],
    }
    return {name: partial(_run, arguments, compiled) for name, arguments in programs.items()}


def _run(arguments: list[str], environment: Mapping[str, str]) -> None:
    subprocess.run([sys.executable, *arguments], check=True, capture_output=True, env=environment)


def say_starting(took: Mapping[str, float]) -> None:
    """The rows of starting, beside `python -c pass` in the same run."""
    rows = {"import": ("import gkxl", 1.5), "help": ("gkxl --help", 7), "check": ("gkxl check one.xlsx", 13)}
    bare = took["bare"]
    say("python -c pass", f"{bare:.0f} ms")
    for name, (title, most) in rows.items():
        say(f"  {title}", f"{took[name]:.0f} ms, {took[name] / bare:.1f} ×", f"≤ {most} ×")
    say("  import of all that reads, checks and writes", f"{took['verbs']:.0f} ms")


if __name__ == "__main__":
    main()
