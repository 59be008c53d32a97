"""The marks on a form's fields: what is printed there, how tables lie, and which numbers a cell may hold.

A form is a frozen attrs class. Its fields are annotated ``Annotated[type, mark]``; the type is what a
cell holds (``int`` a count, `decimal.Decimal` an amount, ``str`` text, another class a group of cells)
and the mark is what is printed. Nothing else about a form is written anywhere. Our own forms do without
``from __future__ import annotations``: every mark would be compiled anew when its form is first read.
"""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import Annotated, Any, Final, TypeVar, get_args, get_origin, get_type_hints

import attrs
from attrs import Factory

from gkxl.frozen import frozen

LARGEST: Final = 10**15
"""Where numbers begin that spreadsheet programs do not keep exactly; sums of many units may come near it."""


@frozen
class Domain:
    """The numbers that a cell may hold.

    Attributes:
        whole: Whether only whole numbers are allowed.
        signed: Whether numbers below 0 are allowed too.
    """

    whole: bool
    signed: bool = False

    @property
    def limit(self) -> int:
        """Where those numbers begin, on either side of 0, that no unit can mean."""
        if self == ANY:
            return LARGEST
        return 10**12 if self.whole else 10**10

    @property
    def code(self) -> str:
        """The code of the issue raised by a value that is not among them."""
        if not self.whole:
            return "domain.amount"
        return "domain.change" if self.signed else "domain.count"


LAST_YEAR: Final = 9999


def is_year(value: Any) -> bool:  # noqa: ANN401 (whatever was put there)
    """Whether a value is a year of four digits, as all are that a report can be of."""
    return type(value) is int and 1000 <= value <= LAST_YEAR  # noqa: PLR2004 (four digits)


COUNT: Final = Domain(whole=True)
CHANGE: Final = Domain(whole=True, signed=True)
AMOUNT: Final = Domain(whole=False)
ANY: Final = Domain(whole=False, signed=True)
"""Every number that a workbook can hold."""


@frozen
class Note:
    """What belongs in a cell, and who says so.

    Attributes:
        text: What belongs there; its English is in ``english.json``.
        source: The law, notice or form that says so.
        place: The place where it holds; "" for the whole country.
    """

    text: str
    source: str
    place: str = ""


@frozen
class Item:
    """A printed heading of one cell, or of a line, column or group of cells.

    Attributes:
        label: The heading as printed.
        under: A heading printed over this one that has no cells or path of its own.
        unit: The unit of the cell, as printed on the form; "" where the form prints none.
        hint: The prompt shown to whoever fills in the cell; "" for the usual words.
        choices: The only answers allowed, where there are such.
        signed: Whether a count may be below 0: an increase or decrease.
        also: Other headings under which another notice asks for the same.
        notes: What belongs in the cells, where that is known.
        after: The field that a further line follows, in a form that is derived from another; "" for the last.
        known_as: Other words by which published reports head the same text.
    """

    label: str
    under: str = ""
    unit: str = ""
    hint: str = ""
    choices: tuple[str, ...] = ()
    signed: bool = attrs.field(default=False, kw_only=True)
    also: tuple[str, ...] = attrs.field(default=(), kw_only=True)
    notes: tuple[Note, ...] = attrs.field(default=(), kw_only=True)
    after: str = attrs.field(default="", kw_only=True)
    known_as: tuple[str, ...] = attrs.field(default=(), kw_only=True)

    def __repr__(self) -> str:  # attrs looks at that of every annotation when it makes a class
        return f"{type(self).__name__}({self.label!r})"


@frozen
class Total(Item):
    """A printed total: the sum of everything else in its class.

    Attributes:
        code: The code of the issue raised when it is wrong.
        rule: The rule in Chinese, as it is shown to whoever has to correct it.
    """

    code: str = attrs.field(kw_only=True)
    rule: str = attrs.field(kw_only=True)


class Lead(Item):
    """An opening paragraph: published without a heading of its own."""


@frozen
class Section(Item):
    """One of the parts of a report. Its subclass decides how it is laid out.

    Attributes:
        sheet: The short name of its sheet in a workbook.
    """

    sheet: str = attrs.field(kw_only=True)


class Particulars(Section):
    """A list of short entries, one to a line: the cover."""


@frozen
class Prose(Section):
    """Text under headings.

    Attributes:
        may_be_none: Whether 无 is an answer.
        room: How many characters each of its texts has room for in a blank workbook.
    """

    may_be_none: bool = attrs.field(default=False, kw_only=True)
    room: int = attrs.field(default=1500, kw_only=True)


class Table(Section):
    """Official figures: every cell is a number that the notice asks for."""


@frozen
class Blocks(Table):
    """A table of blocks: each a bar, a row of column headings of its own, and lines.

    Attributes:
        stub: What the heading row prints above the lines' names.
    """

    stub: str = attrs.field(kw_only=True)


@frozen
class Grid(Table):
    """A table of nested lines under nested column headings.

    Attributes:
        corner: What is printed in the corner, above the lines' names.
        banner: What is printed over all columns.
    """

    corner: str = attrs.field(kw_only=True)
    banner: str = attrs.field(kw_only=True)


class Strip(Table):
    """A table of a single line: everything below the heading lies side by side."""


Leaf: Final = (int, Decimal, str)

Form = TypeVar("Form", bound=attrs.AttrsInstance)


@cache
def marks(form: type[attrs.AttrsInstance]) -> dict[str, tuple[type, Item]]:
    """The fields of a form in printed order: name, type and mark.

    A form that is derived from another keeps its order; a field that is stated anew keeps its place.

    Raises:
        TypeError: A field carries no mark, or is of a type that no cell can hold.
    """
    fields = {field.name for field in attrs.fields(form)}
    hints = get_type_hints(form, include_extras=True)  # those of its base first
    found = {name: _read_mark(form, name, hint) for name, hint in hints.items() if name in fields}
    order = [name for name in found if not found[name][1].after]
    for name in [name for name in found if found[name][1].after]:
        order.insert(order.index(found[name][1].after) + 1, name)
    return {name: found[name] for name in order}


def _read_mark(form: type, name: str, hint: Any) -> tuple[type, Item]:  # noqa: ANN401 (a type expression)
    kind, *extras = get_args(hint) if get_origin(hint) is Annotated else (hint,)
    items = [extra for extra in extras if isinstance(extra, Item)]
    if len(items) != 1 or not (kind in Leaf or attrs.has(kind)):
        raise TypeError(f"{form.__name__}.{name}: Annotated[int | Decimal | str | a form, one mark] wanted")
    return kind, items[0]


def lines(group: attrs.AttrsInstance, *, of: type) -> list[Any]:
    """Everything of type ``of`` in a group, at any depth, but for the group's own totals."""
    found: list[Any] = []
    for name, (kind, item) in marks(type(group)).items():
        if isinstance(item, Total):
            continue
        if kind is of:
            found.append(getattr(group, name))
        elif kind not in Leaf:
            found.extend(lines(getattr(group, name), of=of))
    return found


def _add_parts(group: attrs.AttrsInstance) -> Any:  # noqa: ANN401 (whatever the total's field holds)
    (of,) = {kind for kind, item in marks(type(group)).values() if isinstance(item, Total)}
    first, *rest = lines(group, of=of)
    return sum(rest, start=first)


PARTS: Any = Factory(_add_parts, takes_self=True)
"""The default of a total: what its parts add up to."""


class Addable:
    """Groups of cells that add up cell by cell."""

    def __add__(self, other: Any) -> Any:  # noqa: ANN401 (typed by the subclass that uses it)
        """Add every cell, totals as filed included."""
        names = marks(type(self))  # type: ignore[arg-type] # mixed into attrs classes only
        return type(self)(**{name: getattr(self, name) + getattr(other, name) for name in names})
