# ruff: noqa: ANN401, BLE001, FBT003, T201 (LibreOffice has no types, takes flags by place, fails in any way)
"""What people do to workbooks in LibreOffice: run by a Python that has its ``uno``, with jobs on its input.

    python3 hands.py <soffice> <profile> < jobs

A job is a file to open, steps to take in it, and where and how to save it. Each line of the input is a list
of jobs. For each list a line is printed: what could not be done, by the number of the job.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.table import TableSortField

PATIENCE = 120


def insert_rows(_: Any, sheet: Any, at: int, count: int) -> None:
    sheet.Rows.insertByIndex(at - 1, count)


def delete_rows(_: Any, sheet: Any, at: int, count: int) -> None:
    sheet.Rows.removeByIndex(at - 1, count)


def insert_columns(_: Any, sheet: Any, at: int, count: int) -> None:
    sheet.Columns.insertByIndex(at - 1, count)


def delete_columns(_: Any, sheet: Any, at: int, count: int) -> None:
    sheet.Columns.removeByIndex(at - 1, count)


def insert_cells(_: Any, sheet: Any, area: str, way: str) -> None:
    sheet.insertCells(address(sheet, area), uno.Enum("com.sun.star.sheet.CellInsertMode", way))


def delete_cells(_: Any, sheet: Any, area: str, way: str) -> None:
    sheet.removeRange(address(sheet, area), uno.Enum("com.sun.star.sheet.CellDeleteMode", way))


def cut(_: Any, sheet: Any, area: str, target: str) -> None:
    """Cut and paste: names and references travel along."""
    sheet.moveRange(corner(sheet, target), address(sheet, area))


def copy(_: Any, sheet: Any, area: str, target: str) -> None:
    sheet.copyRange(corner(sheet, target), address(sheet, area))


def cut_to_a_new_sheet(book: Any, sheet: Any, area: str, name: str) -> None:
    book.Sheets.insertNewByName(name, book.Sheets.Count)
    sheet.moveRange(corner(book.Sheets.getByName(name), "A1"), address(sheet, area))


def sort(_: Any, sheet: Any, area: str, column: int, *, rows: bool = True) -> None:
    """Sort rows by a column, or columns by a row, with everything in them; merged cells cannot be sorted."""
    cells = sheet.getCellRangeByName(area)
    cells.merge(False)
    field = TableSortField()
    field.Field, field.IsAscending = column, False
    fields = uno.Any("[]com.sun.star.table.TableSortField", (field,))
    settings = (value("SortFields", fields), value("IsSortColumns", not rows))
    uno.invoke(cells, "sort", (settings,))


def sort_columns(book: Any, sheet: Any, area: str, row: int) -> None:
    sort(book, sheet, area, row, rows=False)


def unmerge(_: Any, sheet: Any, area: str) -> None:
    sheet.getCellRangeByName(area).merge(False)


def merge(_: Any, sheet: Any, area: str) -> None:
    sheet.getCellRangeByName(area).merge(True)


def rename(_: Any, sheet: Any, name: str) -> None:
    sheet.Name = name


def move_to_front(book: Any, sheet: Any) -> None:
    book.Sheets.moveByName(sheet.Name, 0)


def duplicate(book: Any, sheet: Any, name: str, place: int) -> None:
    book.Sheets.copyByName(sheet.Name, name, place)


def hide(_: Any, sheet: Any) -> None:
    sheet.IsVisible = False


def remove(book: Any, sheet: Any) -> None:
    book.Sheets.removeByName(sheet.Name)


def address(sheet: Any, area: str) -> Any:
    return sheet.getCellRangeByName(area).getRangeAddress()


def corner(sheet: Any, area: str) -> Any:
    return sheet.getCellRangeByName(area).getCellByPosition(0, 0).getCellAddress()


def value(name: str, content: Any) -> Any:
    made = PropertyValue()
    made.Name, made.Value = name, content
    return made


def connected(pipe: str) -> Any:
    """The desktop of the LibreOffice that listens there."""
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(PATIENCE * 4):
        try:
            context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except uno.getClass("com.sun.star.connection.NoConnectException"):
            time.sleep(0.25)
        else:
            return context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
    raise SystemExit("LibreOffice does not answer")


def work(desktop: Any, job: dict[str, Any]) -> None:
    source, target = (Path(job[key]).as_uri() for key in ("source", "target"))
    opened = desktop.loadComponentFromURL(source, "_blank", 0, (value("Hidden", True),))
    try:
        if job["steps"]:
            take(opened, job["steps"])
        opened.storeToURL(target, tuple(map(value, ("FilterName", "FilterOptions"), job["filter"])))
    finally:
        opened.close(True)


def take(book: Any, steps: list[Any]) -> None:
    book.unprotect("")
    for sheet in book.Sheets:
        sheet.unprotect("")
    for step, sheet, *arguments in steps:
        globals()[step](book, book.Sheets.getByName(sheet), *arguments)


def main() -> None:
    soffice, profile = sys.argv[1:]
    pipe = f"gkxl{os.getpid()}"
    options = ("--headless", "--norestore", "--nologo", f"--accept=pipe,name={pipe};urp;")
    command = [soffice, f"-env:UserInstallation={profile}", *options]
    office = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    desktop = connected(pipe)
    for line in sys.stdin:
        failed = {}
        for number, job in enumerate(json.loads(line)):
            try:
                work(desktop, job)
            except Exception as error:
                failed[number] = f"{type(error).__name__}: {error}"
        print(json.dumps(failed), flush=True)
    desktop.terminate()
    office.wait(PATIENCE)


if __name__ == "__main__":
    main()
