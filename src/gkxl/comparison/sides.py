"""One of two reports that are compared, from whatever file it comes in, and where two texts differ."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, BinaryIO, Final, Literal, TypeAlias

from attrs import evolve, field

from gkxl.errors import UnreadableFileError, describe_error
from gkxl.files.limits import Limits
from gkxl.files.load import load
from gkxl.files.sniff import OLD_WORKBOOKS, FileFormat, sniff
from gkxl.forms import edition_named, edition_of
from gkxl.forms.edition import AnyReport
from gkxl.frozen import frozen
from gkxl.model.outline import values_of
from gkxl.publication.write import split_paragraphs
from gkxl.reading import Reading, read
from gkxl.reports.conversion import add_parts
from gkxl.reports.plain import from_dict, parse_json
from gkxl.text import to_plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from gkxl.collection.intake.sources import Source
    from gkxl.forms.edition import Edition
    from gkxl.issues import Issue
    from gkxl.text import Wording


MOST_MATCHED: Final = 400
"""So many paragraphs, or words, are matched with each other; of more, only the ends that agree are."""

_WORD: Final = re.compile(r"[0-9]+(?:[.,][0-9]+)*|[A-Za-z]+|.", re.DOTALL)
"""What is not taken apart: a number that changes is shown whole."""


@frozen
class Piece:
    """A piece of a paragraph.

    Attributes:
        holder: Who has it: ``"both"``, ``"a"`` or ``"b"``.
        text: The piece itself.
    """

    holder: Literal["both", "a", "b"]
    text: str

    @property
    def brief(self) -> str:
        """The piece itself; of a long one that both have only what is next to a difference."""
        is_long = self.holder == "both" and len(self.text) > 2 * _CONTEXT
        return f"{self.text[:_CONTEXT]}……{self.text[-_CONTEXT:]}" if is_long else self.text


_CONTEXT: Final = 16
"""How many characters are shown on either side of what differs in a text."""


@frozen
class Change:
    """A paragraph that differs, or that only one of the texts has.

    Attributes:
        a: The paragraph in the first text; "" if it has none.
        b: The paragraph in the second one.
    """

    a: str
    b: str

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """What both have and what only one has, in reading order.

        Example:
            >>> [piece.text for piece in Change("收到12件。", "收到13件。").pieces]
            ['收到', '12', '13', '件。']
        """
        return tuple(_split_pieces(_WORD.findall(self.a), _WORD.findall(self.b)))

    def brief(self, holder: Literal["a", "b"]) -> str:
        """One of the two paragraphs, without what is far from a difference."""
        return "".join(piece.brief for piece in self.pieces if piece.holder in ("both", holder))


def is_alike(a: str, b: str) -> bool:
    """Whether two texts differ in nothing but white space and what no page can show."""
    return _without_spaces("".join(split_paragraphs(a))) == _without_spaces("".join(split_paragraphs(b)))


def find_changes(a: str, b: str) -> tuple[Change, ...]:
    """The paragraphs of two texts that are not alike, in reading order."""
    ours, theirs = split_paragraphs(a), split_paragraphs(b)
    found: list[Change] = []
    for i, j, k, m in _find_unmatched(
        [_without_spaces(one) for one in ours], [_without_spaces(one) for one in theirs]
    ):
        pairs = zip_longest(ours[i:j], theirs[k:m], fillvalue="")
        found.extend(Change(one, other) for one, other in pairs)
    return tuple(found)


def _without_spaces(text: str) -> str:
    return "".join(text.split())


def _split_pieces(a: list[str], b: list[str]) -> Iterator[Piece]:
    done = 0
    for i, j, k, m in (*_find_unmatched(a, b), (len(a), len(a), len(b), len(b))):
        for holder, words in (("both", a[done:i]), ("a", a[i:j]), ("b", b[k:m])):
            if words:
                yield Piece(holder, "".join(words))  # type: ignore[arg-type] # mypy widens the literals
        done = j


def _find_unmatched(a: Sequence[str], b: Sequence[str]) -> Iterator[tuple[int, int, int, int]]:
    """The stretches of two sequences that have nothing in common: from, to; from, to."""
    start = _count_alike(a, b)
    end = _count_alike(a[start:][::-1], b[start:][::-1])
    left, right = a[start : len(a) - end], b[start : len(b) - end]
    if max(len(left), len(right)) > MOST_MATCHED:
        yield start, len(a) - end, start, len(b) - end
        return
    for tag, i, j, k, m in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if tag != "equal":
            yield start + i, start + j, start + k, start + m


def _count_alike(a: Sequence[str], b: Sequence[str]) -> int:
    pairs = enumerate(zip(a, b, strict=False))
    return next((at for at, (one, other) in pairs if one != other), min(len(a), len(b)))


_BLANK_CODES: Final = ("cell.blank", "cell.dash")
"""The codes of issues of cells in which nothing was filed: a dash counts as a blank."""


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
        if isinstance(source, Side):
            return source
        if isinstance(source, Reading):
            return _of_reading(source)
        if isinstance(source, Mapping):
            return _of_report(from_dict(source))
        if isinstance(source, (str, os.PathLike, bytes)) or hasattr(source, "read"):
            return _of_file(load(source, Limits()))  # type: ignore[arg-type] # a file, as was just seen
        return _of_report(source)

    @classmethod
    def of_values(cls, edition: Edition, values: Mapping[str, Any], issues: Iterable[Issue] = ()) -> Side:
        """A report of which the values are known, and what was found when it was read."""
        blank = frozenset(issue.path for issue in issues if issue.code in _BLANK_CODES)
        return cls(edition=edition, values=values, blank=blank, issues=tuple(issues))

    @property
    def unit(self) -> str:
        """The name of the unit; "" where it is not known."""
        return str(self.values[self.edition.roles.unit] or "").strip()

    @property
    def year(self) -> int | None:
        """The report year; None where it is not known."""
        year = self.values[self.edition.roles.year]
        return year if isinstance(year, int) else None

    def published_by(self, unit: str, year: int) -> Side:
        """The report as a published one, of which unit and year are known and nothing else of the cover."""
        roles = self.edition.roles
        return evolve(self, published=True, values={**self.values, roles.unit: unit, roles.year: year})

    def without_values(self) -> Side:
        """What identifies the report, without its cells."""
        return evolve(self, values={path: self.values[path] for path in self._title_paths}, issues=())

    def to_dict(self) -> dict[str, Any]:
        """The plain form: whose it is, of which year and edition, and whether it was published."""
        roles = ("year", "unit", "unit_code")
        return {
            "edition": self.edition.name,
            **{name: to_plain(self.values[getattr(self.edition.roles, name)]) for name in roles},
            "published": self.published,
        }

    @property
    def title(self) -> str:
        """The unit and the year, as far as they are known."""
        return " ".join(str(self.values[path]) for path in self._title_paths if self.values[path])

    @property
    def _title_paths(self) -> tuple[str, str]:
        """The cells of the cover that a published report prints, in its title."""
        return self.edition.roles.unit, self.edition.roles.year

    def prints(self, path: str) -> bool:
        """Whether a cell can be found in it at all."""
        in_cover = path.startswith(f"{self.edition.roles.cover}.")
        return not self.published or not in_cover or path in self._title_paths

    def held(self, paths: tuple[str, ...]) -> Any:  # noqa: ANN401 (whatever the cell holds)
        """What a cell holds, or several add up to; None where one cannot be read."""
        return add_parts([self.values[path] for path in paths])

    def about(self, paths: tuple[str, ...]) -> tuple[Issue, ...]:
        """What was found about cells."""
        named = ((issue, {issue.path, *issue.facts.get("paths", ())}) for issue in self.issues)
        return tuple(issue for issue, about in named if not about.isdisjoint(paths))


Comparable: TypeAlias = (
    AnyReport | Side | Reading | Mapping[str, Any] | str | os.PathLike[str] | bytes | BinaryIO
)
"""What may be compared: a report, a reading, plain data, or a file that holds one of these."""


def _of_file(data: bytes) -> Side:
    if _is_json(data):
        return _of_report(from_dict(parse_json(data)))
    return _of_reading(read(data) if _is_workbook(data) else _read_published(data))


def _read_published(data: bytes) -> Reading:
    from gkxl.publication.read.as_workbook import read_published  # noqa: PLC0415 (browsers lack lxml for it)

    return read_published(data)


def _is_workbook(data: bytes) -> bool:
    """Whether it is a workbook; anything else was published, or is refused with what may be published."""
    format_ = sniff(data)
    return format_ in OLD_WORKBOOKS or (format_ is FileFormat.ZIP and b"word/" not in data)


def _of_report(report: AnyReport) -> Side:
    return Side.of_values(edition_of(report), values_of(report))


def _of_reading(reading: Reading) -> Side:
    made = Side.of_values(edition_named(reading.edition), reading.values, reading.issues)
    return evolve(made, published=reading.identity.generator.startswith("published "))


def _is_json(data: bytes) -> bool:
    return data.removeprefix(b"\xef\xbb\xbf").lstrip().startswith((b'{"', b"{\n", b"{\r", b"{ ", b"{}"))


def read_sides(sources: Iterable[Source]) -> list[Side | Wording]:
    """Read published files, in another process: for each the report in it, or why it cannot be read."""
    return [_read_side(source) for source in sources]


def _read_side(source: Source) -> Side | Wording:
    try:
        return Side.of(source.load())
    except Exception as error:  # noqa: BLE001 (one bad file stops nothing)
        return describe_error(error)


def describe_death(_error: Exception) -> UnreadableFileError:
    """Why a file over which a process died cannot be read, and what to do."""
    return UnreadableFileError("读取它的程序意外终止，可能是文件过于庞大。请换一种格式保存后再试。")
