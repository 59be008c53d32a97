"""Finds what is around a report: title, unit and year, the period it counts, lead and signature."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

from gkxl.forms import USUAL_KIND
from gkxl.frozen import frozen
from gkxl.publication.frame import Frame
from gkxl.publication.read.label_matching import simplify

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gkxl.publication.read import TextLine

_LONGEST_TITLE: Final = 120
"""No title in a paragraph is longer, even in two lines."""

_LONGEST_HEADING: Final = 2_100
"""The same for what is set as a heading: the unit on the cover of a form may be as long."""

_TITLE: Final = re.compile(USUAL_KIND.title_pattern)
_YEAR: Final = re.compile(r"((?:19|20)\d\d)\s*年度?|(?<!\d)((?:19|20)\d\d)(?!\d)")
_DIGITS: Final = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_WORDED_YEAR: Final = re.compile("二[〇○零O0][一二三四五六七八九〇○零]{2}(?=年)")
# Notices that publish a report have titles such as 关于印发《…报告》的通知.
_NOTICE: Final = re.compile(r"^.*?关于(?:印发|发布|公布|公开|转发|报送)?")
_GAPS: Final = re.compile(r"(?<=[\u3400-\u9fff])\s+(?=[\u3400-\u9fff])")
"""Spaces that spread a title over the page."""

_MARKS: Final = ("《》", "〈〉", "“”", "「」", "【】", '""', "''")
_AFTER: Final = re.compile(
    r"\s*[》〉”\"]?\s*(?:[(（【\[]?\s*(?P<year>(?:19|20)\d\d)\s*(?:年度?)?\s*[)）】\]]?)?"
)
_TAIL: Final = re.compile(
    r"\s*[》〉”\"]?\s*(?:[(（][^()（）]{0,12}[)）])?\s*的?(?:通知|公告|公示|通告|函)?\s*[。.]?$"
)
_NO_UNIT: Final = re.compile("[,，《》。:：;；!！?？>＞»›|｜]")
"""What no name of a unit holds."""

_SENTENCE: Final = re.compile("根据|按照|。.")
"""What no title holds."""

_PERIOD: Final = re.compile(
    r"(?<!\d)(20\d\d)\s*年\s*0?1\s*月\s*0?1\s*日[^。；;]{0,8}?(?:至|到|-|—|–|~|～|─)+[^。；;\d]{0,4}"
    r"(?:(20\d\d)\s*年\s*)?12\s*月\s*31\s*日"
)


@frozen
class Title:
    """What the title of a report says.

    Attributes:
        unit: The unit whose report it is; "" where the title has none.
        year: The report year; None where the title has none.
        lines: The numbers of the lines that it takes up.
    """

    unit: str = ""
    year: int | None = None
    lines: tuple[int, ...] = ()


_MOST_LOOKED_AT: Final = 400
"""How many lines before the first section are looked at."""

_MOST_LINES: Final = 3
"""How many lines a title has, at most."""

_PART: Final = re.compile(r"[\u3400-\u9fffA-Za-z\d\s（）()〔〕“”·•.&＆/、《—–－-]{1,120}")
"""What the lines of a title but the last are made of, where they are not set as a heading."""


def find_title(lines: Sequence[TextLine]) -> Title:
    """The title that is nearest to the first section, in one line or in up to three.

    Args:
        lines: The lines before the first section.
    """
    nearest: Title | None = None
    for last in range(len(lines) - 1, max(-1, len(lines) - 1 - _MOST_LOOKED_AT), -1):
        title = _title_ending_at(lines, last)
        if title and title.unit and title.year:
            return title if nearest is None or not nearest.year else nearest
        nearest = nearest or title
    return nearest or Title()


def _title_ending_at(lines: Sequence[TextLine], last: int) -> Title | None:
    """The title that ends with a line, with the lines above it that still belong to it."""
    best: Title | None = None
    for first in range(last, max(-1, last - _MOST_LINES), -1):
        if first < last and not _is_part(lines[first], lines[last]):
            break
        text = "".join(line.text for line in lines[first : last + 1])
        found = read_title(text, longest=_LONGEST_HEADING if lines[last].level else _LONGEST_TITLE)
        if found and (best is None or _known(found) > _known(best)):
            best = Title(found.unit, found.year, tuple(range(first, last + 1)))
    return best


def _is_part(above: TextLine, last: TextLine) -> bool:
    """Whether a line may be the part of a title that ends in another line."""
    return above.level == last.level and (above.level > 0 or _PART.fullmatch(above.text) is not None)


def _known(title: Title) -> int:
    return bool(title.unit) + bool(title.year)


def read_title(text: str, *, alone: bool = True, longest: int = _LONGEST_TITLE) -> Title | None:
    """The unit and the year in a title; None where a text is no title.

    Args:
        text: The text.
        alone: Whether nothing may follow the title; the titles of pages go on with the name of the site.
        longest: How many characters it has at most.
    """
    if len(text) > longest:
        return None
    plain = with_digits(simplify(text))
    if not (ends := list(_TITLE.finditer(plain))):
        closed = _GAPS.sub("", text)
        return None if closed == text else read_title(closed, alone=alone, longest=longest)
    end = ends[-1].end()
    after = _AFTER.match(plain, end)
    if after and after["year"]:
        end = after.end()
    if alone and not _TAIL.match(plain, end):
        return None
    head = _strip_notice(text, plain, ends[-1].start())
    year = next(reversed([*_YEAR.finditer(with_digits(head))]), None)
    unit = _without_marks(head[: year.start()] if year else head)
    if year and not unit:
        unit = _without_marks(head[year.end() :]) or _author(text)
    if alone and _is_sentence(text.strip()):
        return None
    number = (year[1] or year[2]) if year else after["year"] if after else None
    return Title("" if _NO_UNIT.search(unit) else unit, int(number) if number else None)


def _without_marks(text: str) -> str:
    """A name without the quotation marks around it; those within, as of “双减”办公室, are its own."""
    name = " ".join(text.split())
    for opening, closing in _MARKS:
        if closing not in name[1:-1]:
            name = name.removeprefix(opening).lstrip()
        if opening not in name[1:-1]:
            name = name.removesuffix(closing).rstrip()
    return name


def is_other_unit(one: str, other: str) -> bool:
    """Whether two titles name different units; one may be shortened, or stand behind the name of the site."""
    short, long = sorted(("".join(each.split()) for each in (one, other)), key=len)
    rest = iter(long)
    return not all(character in rest for character in short)


def _is_sentence(text: str) -> bool:
    return bool(_SENTENCE.search(text) or (text.endswith("。") and re.search("[,，]", text)))


def _strip_notice(text: str, plain: str, end: int) -> str:
    """What stands before the name of a report, which begins at ``end``, without what announces it."""
    begins = plain.rfind("《", 0, end)
    if begins >= 0 and "》" in plain[end:]:
        return text[begins + 1 : end]
    found = _NOTICE.match(plain[:end])
    return text[found.end() if found else 0 : end]


def _author(text: str) -> str:
    """Who gives a report, in a title such as 某局关于2023年政府信息公开工作的报告; "" for none."""
    unit, about, _ = text.partition("关于")
    return unit.strip() if about and _UNIT.fullmatch(unit) else ""


_LONGEST_SENTENCES: Final = 5_000
"""How much of a paragraph is searched for the period."""


def find_periods(texts: Sequence[str]) -> Iterator[int]:
    """The years of the periods that a report says it counts: from 1 January to 31 December."""
    for whole in texts:
        text = whole[:_LONGEST_SENTENCES]
        for found in _PERIOD.finditer(with_digits(text)):
            if found[2] in (None, found[1]):
                yield int(found[1])


def with_digits(text: str) -> str:
    """A text with half-width digits and its years in digits; it keeps its length."""
    plain = _WORDED_YEAR.sub(lambda found: found[0].translate(_DIGITS), text)
    return "".join(unicodedata.normalize("NFKC", c) if c.isdecimal() else c for c in plain)


_NUMBER: Final = "[0-9〇○零一二三四五六七八九十]"
_SIGNED: Final = re.compile(
    rf"(?P<unit>[\u3400-\u9fff（）()·]{{2,40}}?)??\s*(?P<date>(?:19|20)\d\d\s*年\s*{_NUMBER}{{1,3}}\s*月\s*{_NUMBER}{{1,3}}\s*日(?:[（(][^（）()]{{0,12}}[)）])?)"
)
_LONGEST_SIGNATURE: Final = 100

_UNIT: Final = re.compile(r"[\u3400-\u9fff（）()·\s]{2,40}")


def split_lead(lines: Sequence[TextLine]) -> tuple[list[str], list[str]]:
    """What stands between the title and section one: what the site prints there, and the lead itself."""
    texts = [line.text for line in lines]
    first = next((n for n, text in enumerate(texts) if "。" in text or "，" in text), len(texts))
    return texts[:first], texts[first:]


def find_signature(lines: Sequence[TextLine], among: range) -> tuple[range, Frame]:
    """The lines of the signature, which ends with a date, and what it says; no lines where there is none.

    Args:
        lines: The lines.
        among: The numbers of those that may be its date.
    """
    for index in reversed(among):
        text = lines[index].text[:_LONGEST_SIGNATURE].strip()
        found = _SIGNED.fullmatch(with_digits(text))
        if found:
            unit, above = text[: found.end("unit")].strip() if found["unit"] else "", index - 1
            if unit or above < 0 or not _UNIT.fullmatch(lines[above].text):
                return range(index, index + 1), Frame(unit=unit, date=text[found.start("date") :])
            return range(above, index + 1), Frame(unit=lines[above].text, date=text)
    return range(0), Frame()


_ANY_YEAR: Final = re.compile(r"(?<!\d)(20\d\d)(?=\s*年)|上\s*一?\s*年|去\s*年|往\s*年|同\s*期")
"""A year, or what is said of another year than that of the report."""

_LONGEST_SEARCHED: Final = 1_000

LONGEST_CAPTION: Final = 60
"""A line over a table is its caption if it is no longer."""


def is_of_other_year(text: str, official: str, years: frozenset[str]) -> bool:
    """Whether a text speaks of another year than the report, and its label in the form does not."""
    found = _ANY_YEAR.finditer(text) if len(text) <= _LONGEST_SEARCHED else ()
    named = {"".join(one[0].split()) for one in found}
    return bool(named - years) and not _ANY_YEAR.search(official)


def years_of_title(lines: Sequence[TextLine]) -> frozenset[str]:
    """The year in the title of a report, if there is one in the lines above its first table."""
    year = find_title(lines).year
    return frozenset({str(year)} if year else ())
