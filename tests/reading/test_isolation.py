"""Reading opens no socket and no file but its input, and starts no process, whatever a workbook asks for.

A process of its own reads, and a hook writes down every event that Python tells of.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import attrs
import pytest

from gkxl.files.subprocess import READY
from gkxl.forms import EDITIONS
from gkxl.model.outline import report_from
from gkxl.xlsx import Limits
from workbooks import changed, different, named, opened, saved, sheet_part, workbook

if TYPE_CHECKING:
    from collections.abc import Callable

    from office import Office

HOOK: Final = """
import json, sys
seen = []
within = ("object.", "builtins.", "sys._", "code.", "gc.")  # events that do not leave the interpreter
sys.addaudithook(
    lambda event, args: event.startswith(within) or seen.append([event, str(args[0]) if args else ""])
)
"""
READING: Final = """
import gkxl, gkxl.errors
events = []
for path in sys.argv[1:]:
    for source in (path, path, open(path, "rb").read()):
        seen.clear()
        try:
            gkxl.read(source)
        except gkxl.errors.GkxlError:
            pass
        events.append(list(seen))
print(json.dumps(events))
"""
CHILD: Final = """
import io
from gkxl.legacy import child
seen.clear()
out, sys.stdout = sys.stdout, io.TextIOWrapper(io.BytesIO(), write_through=True)
child.main()
answer, sys.stdout = sys.stdout.buffer.getvalue().decode(), out
print(json.dumps([answer, seen]))
"""

SEARCHED: Final = "print(json.dumps(sys.path))"

OUR_OWN: Final = (".py", ".pyc", ".so", ".pyd")
"""Python's own files, which are loaded on first use."""
LOADING: Final = {"open", "import", "exec", "compile", "marshal.loads", "os.listdir"}
"""Events of loading a module, and of opening a file, of which the name is asked."""
LISTING: Final = {"pathlib.Path.glob", "os.scandir"}
"""Events of looking for installed extensions in the folders where Python finds packages."""

EDITION: Final = next(iter(EDITIONS.values()))
ELSEWHERE: Final = "file:///etc/passwd"


def filled(content: object) -> bytes:
    """A workbook that holds this in a cell that takes a number, and links to it."""
    book = opened(workbook(report_from(EDITION.form, different(EDITION))))
    cell = named(book)["requests.received.natural_person"]
    cell.value, cell.hyperlink = str(content), ELSEWHERE
    return saved(book)


def with_doctype(content: bytes) -> bytes:
    declared = f'<!DOCTYPE worksheet [<!ENTITY x SYSTEM "{ELSEWHERE}">]><worksheet'
    return changed(
        content, lambda xml: xml.replace("<worksheet", declared, 1), part=sheet_part(content, "封面")
    )


def with_outside_part(content: bytes) -> bytes:
    """A workbook of which a sheet lies on a server."""
    inside, outside = 'Target="worksheets/sheet2.xml"', 'Target="http://127.0.0.1:9/x" TargetMode="External"'
    return changed(content, lambda xml: xml.replace(inside, outside), part="workbook.xml.rels")


TRAPS: Final[dict[str, Callable[[], bytes]]] = {
    "an honest return": lambda: workbook(report_from(EDITION.form, different(EDITION))),
    "a web service": lambda: filled('=WEBSERVICE("http://127.0.0.1:9/")'),
    "another workbook": lambda: filled("='file:///etc/[hosts]x'!A1"),
    "a program": lambda: filled("=cmd|'/c calc'!A1"),
    "an entity from a file": lambda: with_doctype(filled(8)),
    "a sheet from a server": lambda: with_outside_part(filled(8)),
    "no workbook": lambda: b"<html>",
}


def events(program: str, *arguments: str, question: bytes = b"") -> Any:  # noqa: ANN401 (JSON)
    command = [sys.executable, "-c", HOOK + program, *arguments]
    return json.loads(subprocess.run(command, input=question, stdout=subprocess.PIPE, check=True).stdout)


def beyond(seen: list[list[str]], *allowed: str) -> list[list[str]]:
    """What reached beyond the process, but for the files that are allowed, and Python's own."""
    return [
        [event, what]
        for event, what in seen
        if event not in LOADING or (event == "open" and what not in allowed and not what.endswith(OUR_OWN))
    ]


def looks_for_extensions(event: str, what: str, folders: set[Path]) -> bool:
    """Whether the folders of packages, and no others, are asked what extensions are installed."""
    path = Path(what)
    if event == "open":
        return path.match("*.dist-info/entry_points.txt") and path.parents[1] in folders
    return event in LISTING and path in folders


def test_xlsx(tmp_path: Path) -> None:
    paths = [tmp_path / f"{number}.xlsx" for number in range(len(TRAPS))]
    for path, trap in zip(paths, TRAPS.values(), strict=True):
        path.write_bytes(trap())
    found = events(READING, *map(str, paths))
    folders = {*map(Path, events(SEARCHED))}
    for number, (path, name) in enumerate(zip(paths, TRAPS, strict=True)):
        first, again, in_memory = found[3 * number : 3 * number + 3]
        reached = beyond(first, str(path))
        if number == 0:  # once in a process
            reached = [
                [event, what] for event, what in reached if not looks_for_extensions(event, what, folders)
            ]
        assert reached == [], name
        assert {tuple(event) for event in again} == {("open", str(path))}, name
        assert in_memory == [], name


@pytest.mark.parametrize("to", ["xls", "ods"])
def test_old_formats(office: Office, tmp_path: Path, to: str) -> None:
    """Besides its input, an old file costs one process of our own, which opens nothing either."""
    path = tmp_path / f"old.{to}"
    path.write_bytes(office.convert({"isolation": filled("=cmd|'/c calc'!A1")}, to)["isolation"])
    _, again, _ = events(READING, str(path))
    started = {what for event, what in beyond(again, str(path)) if event == "subprocess.Popen"}
    assert started == {sys.executable}
    settings = {"format": to.upper(), "limits": attrs.asdict(Limits())}
    question = json.dumps(settings).encode() + b"\n" + path.read_bytes()
    answer, seen = events(CHILD, question=question)
    ready, _, cells = answer.partition("\n")
    assert ready == READY.decode().strip()
    assert "sheets" in json.loads(cells)
    assert {event for event, _ in beyond(seen, "/proc/self/statm")} <= {"resource.setrlimit"}
