"""A kind of form: what all its editions share, from its name to the words that its texts use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

if TYPE_CHECKING:
    from gkxl.text import Wording


@frozen(kw_only=True)
class Roles:
    """The cells of the cover that every form has, by their paths.

    Attributes:
        unit: The name of the unit that reports.
        unit_code: Its code, by which collecting finds it in the roster.
        year: The report year.
        level: The level of the unit; "" where the form does not ask for it.
    """

    unit: str
    unit_code: str
    year: str
    level: str = ""

    @property
    def cover(self) -> str:
        """The path of the cover itself."""
        return self.year.rpartition(".")[0]


@frozen(kw_only=True)
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
