"""Reads xlsx files strictly: the values that were filed, or a reason why not."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, BinaryIO, TypeVar

from gkxl.address import Reference, read_address, read_range, read_reference
from gkxl.errors import UnreadableFileError, UnsafeFileError
from gkxl.files.limits import Budget, Limits
from gkxl.files.load import damaged_file, load, printable, unsafe_file
from gkxl.files.sniff import check_is_xlsx, refusal_of_package
from gkxl.xlsx.book import Book, Cell, Kind, Scripts, Sheet, unshared
from gkxl.xlsx.package import Package, Relationship, check_internal, find_part
from gkxl.xlsx.rows import SharedStrings, read_shared_strings
from gkxl.xlsx.sheet import SheetReader, is_number
from gkxl.xlsx.styles import LONGEST_FORMAT, read_styles
from gkxl.xlsx.workbook import (
    Tab,
    read_application,
    read_comment_authors,
    read_custom_properties,
    read_workbook,
)
from gkxl.xlsx.xml import parse

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Container, Iterator, Mapping

    from gkxl.xlsx.styles import Style


__all__ = [
    "LONGEST_FORMAT",
    "Book",
    "Cell",
    "Kind",
    "Limits",
    "Reference",
    "Scripts",
    "Sheet",
    "is_number",
    "read_address",
    "read_book",
    "read_range",
    "read_reference",
    "unshared",
]


T = TypeVar("T")

_LIMITS = Limits()
# ECMA-376 part 1, 12.3.23: workbooks and templates; Microsoft adds those with macros, and .xlsb is another
# type
_WORKBOOK_TYPES = (
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml",
    "application/vnd.ms-excel.sheet.macroenabled.main+xml",
    "application/vnd.ms-excel.template.macroenabled.main+xml",
)
"""What a workbook says that it is, in lower case."""

_MICROSOFT = "http://schemas.microsoft.com/office/2006/relationships"
_MACROS = (f"{_MICROSOFT}/vbaProject", f"{_MICROSOFT}/xlMacrosheet", f"{_MICROSOFT}/xlIntlMacrosheet")


def read_book(
    source: str | os.PathLike[str] | bytes | BinaryIO,
    *,
    limits: Limits = _LIMITS,
    skip: Container[str] = (),
    formulas_from: Mapping[str, int] | None = None,
) -> Book:
    """Read a workbook exactly as it was filed.

    Args:
        source: A path, the bytes of a file, or a binary file.
        limits: How large it may be.
        skip: The names of sheets whose content is not needed; they are listed, but not read.
        formulas_from: By name of a sheet, the first column whose formulas are needed; cells with a formula in
            the columns before it are left out, which saves time.

    Returns:
        Every cell with content, the defined names, and a few facts about how the file was made.

    Raises:
        UnreadableFileError: It is not an xlsx workbook, or is damaged.
        UnsafeFileError: It could be read in two ways, or refers to something outside itself.
        LimitError: It is larger than the limits allow.
    """
    data = load(source, limits)
    check_is_xlsx(data)
    with pause_garbage_collection():
        return _BookReader(Package(data, Budget(limits)), skip, formulas_from or {}).read()


class _BookReader:
    def __init__(self, package: Package, skip: Container[str], formulas_from: Mapping[str, int]) -> None:
        self._package = package
        self._skip = skip
        self._formulas_from = formulas_from
        self._top = package.relationships()
        part = find_part(self._top, "officeDocument")
        type_ = package.content_type(part or "")
        if part is None or type_.lower() not in _WORKBOOK_TYPES:
            raise refusal_of_package(package.names(), type_)
        self._part = part
        self._links = package.relationships(part)

    def read(self) -> Book:
        book = self._package.read(read_workbook, self._part)
        self._strings = self._shared_strings()
        self._formats = self._styles()
        sheets = self._sheets(book.tabs)
        properties, unsaved = self._custom()
        return Book(
            sheets=tuple(sheet for sheet in sheets if sheet is not None),
            names=dict(book.names),
            local_names=_key_by_sheet_name(book.local_names, book.tabs),
            properties=properties,
            unsaved=unsaved,
            application=self._application(),
            date1904=book.date1904,
            structure_locked=book.structure_locked,
            external_links=sum(link.kind == "externalLink" for link in self._links),
            has_macros=any(link.kind in _MACROS for link in self._links),
        )

    def _shared_strings(self) -> SharedStrings:
        part = find_part(self._links, "sharedStrings")
        if part is None or part not in self._package:
            return SharedStrings(self._package.budget)
        return read_shared_strings(part, self._package.chunks(part), self._package.budget)

    def _styles(self) -> dict[int, Style]:
        part = find_part(self._links, "styles")
        if part is None or part not in self._package:
            return {}
        return self._package.read(read_styles, part)

    def _custom(self) -> tuple[dict[str, str], bool]:
        # the first is the relationship of transitional files, the second that of strict ones
        part = find_part(self._top, "custom-properties") or find_part(self._top, "customProperties")
        return self._if_sound(partial(read_custom_properties, self._package), part) or ({}, False)

    def _application(self) -> str | None:
        part = find_part(self._top, "extended-properties") or find_part(self._top, "extendedProperties")
        return self._if_sound(partial(self._package.read, read_application), part)

    def _if_sound(self, read: Callable[[str], T], part: str | None) -> T | None:
        """What is read of a part that no figure depends on; None if there is none, or it is damaged."""
        if part is None or part not in self._package:
            return None
        try:
            return read(part)
        except UnsafeFileError:
            raise
        except UnreadableFileError:
            return None

    def _sheets(self, tabs: list[Tab]) -> list[Sheet | None]:
        links = {link.id: link for link in self._links}
        used: set[str] = set()
        return [self._tab(tab, links.get(tab.relationship), used) for tab in tabs]

    def _tab(self, tab: Tab, link: Relationship | None, used: set[str]) -> Sheet | None:
        if not tab.relationship and tab.state != "visible":
            return None  # what is left of a sheet that a macro protection removed
        if link is None:
            raise damaged_file("工作表“{name}”缺失", name=printable(tab.name))
        part = check_internal(link)
        # the figures of one part would count for two sheets, of which the reader of the file sees one
        if part.casefold() in used:
            raise unsafe_file("两个工作表共用一个部件")
        used.add(part.casefold())
        if link.kind != "worksheet":
            return None
        if tab.name in self._skip:
            return Sheet(name=tab.name, state=tab.state, cells={})
        return self._sheet(tab, part)

    def _sheet(self, tab: Tab, part: str) -> Sheet:
        links = self._package.relationships(part)
        budget = self._package.budget
        reader = SheetReader(tab.name, self._strings, self._formats, budget)
        schema = SheetReader.schema(self._formulas_from.get(tab.name, 1))
        parse(part, self._package.chunks(part), schema, reader, budget)
        return Sheet(
            name=tab.name,
            state=tab.state,
            cells=reader.cells,
            merges=tuple(reader.merges),
            arrays=tuple(reader.arrays),
            protected=reader.protected,
            validations=reader.validations,
            comments=tuple(
                author
                for link in links
                if link.kind == "comments"
                for author in self._comments(check_internal(link))
            ),
            hyperlinks=sum(link.kind == "hyperlink" and link.external for link in links),
        )

    def _comments(self, part: str) -> tuple[str, ...]:
        return read_comment_authors(part, self._package.chunks(part), self._package.budget)


def _key_by_sheet_name(names: dict[tuple[int, str], str], tabs: list[Tab]) -> dict[tuple[str, str], str]:
    """The defined names of one sheet by the name of the sheet instead of its number."""
    return {(tabs[index].name, name): text for (index, name), text in names.items() if index < len(tabs)}


@contextmanager
def pause_garbage_collection() -> Iterator[None]:
    """Turn Python's search for cyclic garbage off for the block, unless it is off already.

    Cells hold no cycles, but each search visits all cells that are there so far: with 200,000 cells that is
    half of the time. Objects that nothing refers to are freed as always.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
