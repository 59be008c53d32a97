"""What a form is: its kind, with the words that its texts use, and the editions of that kind.

A kind is what all editions share. An edition has its notice, its years, its class and its rules.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from types import ModuleType
from typing import TYPE_CHECKING, Any, ClassVar, Final, Protocol, TypeAlias

from attrs import field

from gkxl.frozen import frozen
from gkxl.model.marks import LAST_YEAR

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from gkxl.issues import Issue
    from gkxl.issues.catalogue import Code
    from gkxl.text import Wording


__all__ = [
    "AnyReport",
    "Balance",
    "Charted",
    "Check",
    "Edition",
    "Expectation",
    "FormKind",
    "Quotation",
    "Roles",
    "Vocabulary",
]


@frozen(kw_only=True, eq=False)
class Roles:
    """The cells of the cover that every form has, by their paths.

    Attributes:
        unit: The name of the unit that reports.
        unit_code: Its code, by which collecting finds it in the roster.
        year: The report year.
        level: The level of the unit; "" where the form does not ask for it.
        phone: The telephone of the unit; "" likewise.
        date: The date of the report; "" likewise.
    """

    unit: str
    unit_code: str
    year: str
    level: str = ""
    phone: str = ""
    date: str = ""

    @property
    def cover(self) -> str:
        """The path of the cover itself."""
        return self.year.rpartition(".")[0]


@frozen(kw_only=True, eq=False)
class Vocabulary:
    """The words by which figures in the texts of a report are recognised; all but the first are patterns.

    Attributes:
        measures: The measure words that follow a figure, one character each.
        subject: What a sentence must mention to be about the figures of the form.
        other: What a clause mentions that counts something else.
    """

    measures: str
    subject: str
    other: str


class AnyReport(Protocol):
    """The base of every class of reports, by which type checkers know a report from anything else."""

    __slots__ = ()
    __attrs_attrs__: ClassVar[Any]
    __is_report__: ClassVar[bool] = True


Check: TypeAlias = "Callable[[Any], Iterable[Issue]]"
"""A further check: a function that takes a report, and gives what is wrong in it or worth confirming."""


@frozen(kw_only=True, eq=False)
class FormKind:
    """A kind of form, such as the annual report on information disclosure.

    Its editions name it (`gkxl.forms.edition.Edition.kind`); nothing else about it is written anywhere.

    Attributes:
        name: What messages call a report of it, such as 年度报告.
        title: The full name, as it is printed over a report.
        title_en: The same in English, with its article.
        roles: The cells of the cover for unit, code, year and level.
        guide: The first instruction in its workbooks; ``{notice}`` is replaced by the number of the notice.
        title_pattern: The names under which its reports are published, as a pattern; its title if "".
        vocabulary: How its figures are recognised in texts; None where texts are not compared with tables.
        chart_title: What its charts show.
        carried: What templates take over from last year's report, for those who make them.
        example: How people name one of its figures by its headings, and the path of that figure.
        lead: What a publication may print before section one, one paragraph to a line, with ``{notice}``,
            ``{year}`` and ``{contact}``; "" for nothing.
    """

    name: Wording
    title: str
    title_en: str
    roles: Roles
    guide: str
    title_pattern: str = ""
    vocabulary: Vocabulary | None = None
    chart_title: str = ""
    carried: str = ""
    example: tuple[str, str] = ("", "")
    lead: str = ""


@frozen(eq=False)
class Balance:
    """A rule that two sides are equal, written once as plain Python.

    Run on a report it gives numbers; run on a form filled with references it gives a formula.

    Attributes:
        sides: Takes a report of the edition and returns its left and its right side.
        code: The code of the issue raised when the sides differ.
        rule: The rule in Chinese, as it is shown to whoever has to correct it.
    """

    sides: Callable[[Any], tuple[Any, Any]]
    code: str = field(kw_only=True)
    rule: str = field(kw_only=True)


@frozen(eq=False)
class Expectation:
    """What a report is expected to keep to; where it does not, a written explanation settles it.

    Written once as plain Python, like a balance: run on reports it gives numbers, run on forms filled with
    references a formula.

    Attributes:
        sides: Takes a report and that of the year before, and returns two sides that are to be equal.
        code: The code of the issue raised when they are not.
        rule: The rule in Chinese.
        apart: Whether the two sides are expected to differ instead, unless both are 0.
        levels: The levels of units that are not held to it.
    """

    sides: Callable[[Any, Any], tuple[Any, Any]]
    code: str = field(kw_only=True)
    rule: str = field(kw_only=True)
    apart: bool = field(default=False, kw_only=True)
    levels: tuple[str, ...] = field(default=(), kw_only=True)


@frozen(eq=False)
class Quotation:
    """A figure of the tables that the texts of a report like to quote.

    Attributes:
        words: The words before the figure, as a regular expression over half-width forms.
        lines: Takes a report and returns the lines that the figure may come from, alone or added up.
    """

    words: str
    lines: Callable[[Any], tuple[Any, ...]]


@frozen(kw_only=True, eq=False)
class Charted:
    """What charts show of a report, year by year.

    Attributes:
        received: The path of the line that counts what came in.
        outcomes: The path of the group of what became of it; each is a line, or a group of lines.
    """

    received: str
    outcomes: str


@frozen(kw_only=True, eq=False)
class Edition:
    """An official version of the form.

    Editions are compared by identity, as all that is computed of one is kept under it.

    Attributes:
        kind: The kind of form that it is an edition of.
        name: Its name, which no edition of another kind has: the year of its notice, such as ``"2021"``.
        notice: The number of its notice.
        first_year: The first report year it is used for.
        last_year: The last one; None while it is in force.
        form: The class of its reports.
        balances: The rules that span several lines.
        charted: What charts show of its reports; None where there is nothing to chart.
        expectations: What is ordinarily so, across years too, and to be confirmed where it is not.
        quotations: What its texts may quote of its tables.
        local: Whether it is used only where it is named: an area's own form beside the official one.
        checks: Further checks, each a function that takes a report and gives its issues.
        prompts: Further prompts, each the path of a cell and what those who fill it in are told besides.
    """

    kind: FormKind
    name: str
    notice: str
    first_year: int
    last_year: int | None
    form: type[AnyReport]
    balances: tuple[Balance, ...]
    charted: Charted | None = None
    expectations: tuple[Expectation, ...] = ()
    quotations: tuple[Quotation, ...] = ()
    local: bool = False
    checks: tuple[Check, ...] = ()
    prompts: tuple[tuple[str, str], ...] = ()

    def further_prompt(self, path: str) -> str:
        """What those who fill in a cell are told besides what the form says; "" for nothing."""
        return "".join(text for cell, text in self.prompts if cell == path)

    @property
    def roles(self) -> Roles:
        """The cells of the cover that every form has."""
        return self.kind.roles

    def covers(self, year: int) -> bool:
        """Whether reports of this year are filed in this edition."""
        return self.first_year <= year <= (self.last_year or LAST_YEAR)


@frozen(kw_only=True, eq=False)
class Extension:
    """What is added to gkxl from outside; `extend` makes it known.

    Attributes:
        name: Its name, which no other extension has.
        editions: Own editions: of the annual report (with ``local``), or of a kind of form of one's own.
        codes: The codes of the issues that its rules and checks raise.
        checks: Further checks, by the name of the edition whose reports they look at. They are asked where
            every cell of a report could be read.
        prompts: Further prompts for those who fill in a template, by the name of the edition and the path of
            the cell.
        english: The English of the messages of its codes, by their Chinese.
    """

    name: str
    editions: tuple[Edition, ...] = ()
    codes: tuple[Code, ...] = ()
    checks: Mapping[str, tuple[Check, ...]] = field(factory=dict)
    prompts: Mapping[str, Mapping[str, str]] = field(factory=dict)
    english: Mapping[str, str] = field(factory=dict)

    @property
    def home(self) -> str:
        """The module and name by which it can be imported; "" where it is in none, or in a program itself."""
        modules = (module for module in [*sys.modules.values()] if isinstance(module, ModuleType))
        names = (
            (module.__name__, name) for module in modules for name, one in vars(module).items() if one is self
        )
        return next((f"{module}:{name}" for module, name in names if module != "__main__"), "")


GROUP: Final = "gkxl.extensions"
"""The entry points by which installed packages name their extensions, such as ``hubei_form:EXTENSION``."""


def find_installed() -> list[str]:
    """What installed packages name as their extensions."""
    # importlib.metadata takes longer to load than a return to be read: it is asked where a package has any
    if not any(map(_names_extension, _find_packages())):
        return []
    from importlib.metadata import entry_points  # noqa: PLC0415 (as was just said)

    return [entry.value for entry in entry_points(group=GROUP)]


def _find_packages() -> Iterator[str]:
    """The folders of what is installed, one for each package."""
    for folder in sys.path:
        with suppress(OSError), os.scandir(folder or ".") as entries:
            yield from (entry.path for entry in entries if entry.name.endswith(".dist-info"))


def _names_extension(package: str) -> bool:
    try:
        # there may be hundreds of them, and a Path for each takes as long as to read it
        with open(f"{package}/entry_points.txt", "rb") as file:  # noqa: PTH123 (as was just said)
            return GROUP.encode() in file.read()
    except OSError:
        return False
