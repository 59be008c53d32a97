"""One of the two reports that are compared, from whatever it comes in."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, BinaryIO, Final, TypeAlias

from attrs import AttrsInstance, field, frozen

from gkxl.conversion import added
from gkxl.files.limits import Limits
from gkxl.files.load import load
from gkxl.files.sniff import Format, sniff
from gkxl.forms import edition_named, edition_of
from gkxl.model.values import values_of
from gkxl.plain import from_dict, parsed
from gkxl.published import read_published
from gkxl.reading import Reading, read

if TYPE_CHECKING:
    from gkxl.forms.edition import Edition
    from gkxl.issues.issue import Issue

_TITLE: Final = ("cover.unit", "cover.year")
"""All that a published report prints of the cover."""

_BLANK: Final = ("cell.blank", "cell.dash")
"""What is said of a cell in which nothing was filed: a dash is as good as a blank."""


@frozen(kw_only=True)
class Side:
    """A report as it was read.

    Attributes:
        edition: Its edition.
        values: What it holds by path; None where nothing could be read.
        blank: The paths of cells for numbers in which nothing was filed.
        issues: What was found when it was read.
        published: Whether it is a published report, which prints only unit and year of the cover.
    """

    edition: Edition
    values: Mapping[str, Any] = field(repr=False)
    blank: frozenset[str] = field(default=frozenset(), repr=False)
    issues: tuple[Issue, ...] = ()
    published: bool = False

    @classmethod
    def of(cls, source: Comparable) -> Side:
        """The report in a workbook, in what was published, in plain data, or in memory.

        Raises:
            UnreadableFileError: The file is nothing that holds a report.
            DataError: Plain data does not describe a report.
            UnknownEditionError: It is not a report of any edition.
        """
        if isinstance(source, cls):
            return source
        if isinstance(source, Reading):
            return _of_reading(source)
        if isinstance(source, Mapping):
            return _of_report(from_dict(source))
        if isinstance(source, (str, os.PathLike, bytes)) or hasattr(source, "read"):
            return _of_file(load(source, Limits()))  # type: ignore[arg-type] # a file, as was just seen
        return _of_report(source)

    @property
    def title(self) -> str:
        """The unit and the year, as far as they are known."""
        return " ".join(str(self.values[path]) for path in _TITLE if self.values[path])

    def prints(self, path: str) -> bool:
        """Whether a cell can be found in it at all."""
        return not self.published or not path.startswith("cover.") or path in _TITLE

    def held(self, paths: tuple[str, ...]) -> Any:  # noqa: ANN401 (whatever the cell holds)
        """What a cell holds, or several add up to; None where one cannot be read."""
        return added([self.values[path] for path in paths])

    def about(self, paths: tuple[str, ...]) -> tuple[Issue, ...]:
        """What was found about cells."""
        named = ((issue, {issue.path, *issue.facts.get("paths", ())}) for issue in self.issues)
        return tuple(issue for issue, about in named if not about.isdisjoint(paths))


Comparable: TypeAlias = (
    AttrsInstance | Side | Reading | Mapping[str, Any] | str | os.PathLike[str] | bytes | BinaryIO
)
"""What may be compared: a report, a reading, plain data, or a file that holds one of these."""


def _of_file(data: bytes) -> Side:
    if _is_json(data):
        return _of_report(from_dict(parsed(data)))
    return _of_reading(read_published(data) if _is_published(data) else read(data))


def _is_published(data: bytes) -> bool:
    """Whether it is a web page, a Word document or a PDF."""
    format_ = sniff(data)
    return format_ in (Format.HTML, Format.XML, Format.PDF) or (format_ is Format.ZIP and b"word/" in data)


def _of_report(report: AttrsInstance) -> Side:
    return Side(edition=edition_of(report), values=values_of(report))


def _of_reading(reading: Reading) -> Side:
    return Side(
        edition=edition_named(reading.edition),
        values=reading.values,
        blank=frozenset(issue.path for issue in reading.issues if issue.code in _BLANK),
        issues=reading.issues,
        published=reading.identity.generator.startswith("published "),
    )


def _is_json(data: bytes) -> bool:
    return data.removeprefix(b"\xef\xbb\xbf").lstrip().startswith((b'{"', b"{\n", b"{\r", b"{ ", b"{}"))
