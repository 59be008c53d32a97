"""Reads the part that lists the sheets and the defined names."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from gkxl.files.refusals import shown, unsafe
from gkxl.xlsx.attributes import flag, index
from gkxl.xlsx.grammar import Attributes, Grammar, Inside, marks, words
from gkxl.xlsx.namespaces import RELATIONSHIPS, main
from gkxl.xlsx.xml import parse

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gkxl.files.limits import Budget

_STATES = ("visible", "hidden", "veryHidden")
_LONGEST_NAME = 255
"""Characters in the name of a sheet; Excel allows 31."""


class Tab(NamedTuple):
    """A sheet as the workbook lists it."""

    name: str
    state: str
    relationship: str


class Workbook:
    """What the workbook part says."""

    def __init__(self) -> None:
        self.tabs: list[Tab] = []
        self.names: dict[str, str] = {}
        self.local_names: dict[tuple[int, str], str] = {}
        self.date1904 = False
        self.structure_locked = False
        self._seen: set[tuple[int | None, str]] = set()
        self._tab_names: set[str] = set()

    def properties(self, attributes: Attributes) -> None:
        """Take the calendar."""
        self.date1904 = flag(attributes.get("date1904"))

    def protection(self, attributes: Attributes) -> None:
        """Take the structure lock."""
        self.structure_locked = flag(attributes.get("lockStructure"))

    def sheet(self, attributes: Attributes) -> None:
        """Take one sheet."""
        name, state = attributes.get("name", ""), attributes.get("state", "visible")
        ids = [attributes[key] for space in RELATIONSHIPS if (key := f"{space} id") in attributes]
        if len(ids) != 1 or state not in _STATES or len(name) > _LONGEST_NAME:
            raise unsafe(f"工作表“{shown(name)}”的登记不对", f"sheet {shown(name)!r} is listed wrongly")
        if name.casefold() in self._tab_names:
            raise unsafe(f"有两个同名的工作表“{shown(name)}”", f"two sheets are named {shown(name)!r}")
        self._tab_names.add(name.casefold())
        self.tabs.append(Tab(name, state, ids[0]))

    def name(self, attributes: Attributes, text: str) -> None:
        """Take one defined name."""
        name, sheet = attributes.get("name", ""), attributes.get("localSheetId")
        scope = index(sheet, "localSheetId") if sheet else None
        key = scope, name.casefold()
        if key in self._seen and not name.startswith("_xlnm."):
            raise unsafe(f"名称“{shown(name)}”定义了两次", f"the name {shown(name)!r} is defined twice")
        self._seen.add(key)
        if scope is None:
            self.names[name] = text
        else:
            self.local_names[scope, name] = text


_GRAMMAR = Grammar(
    main(
        {
            "workbook": Inside(
                main(
                    {
                        "workbookPr": marks(Workbook.properties),
                        "workbookProtection": marks(Workbook.protection),
                        "sheets": Inside(main({"sheet": marks(Workbook.sheet)})),
                        "definedNames": Inside(main({"definedName": words(Workbook.name)})),
                    }
                )
            )
        }
    ),
    only_there=main({"sheets": None, "sheet": None, "definedName": None}),
)


def read_workbook(name: str, chunks: Iterable[bytes], budget: Budget) -> Workbook:
    """Read the workbook part."""
    book = Workbook()
    parse(name, chunks, _GRAMMAR, book, budget)
    budget.take_items(len(book.names) + 2 * len(book.local_names))  # they weigh twice as much
    return book
