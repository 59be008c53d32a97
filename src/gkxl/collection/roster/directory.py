"""Finds the unit that a cell such as 上级 of a roster names, by code or name, exactly or nearly.

Its functions to fold names also serve `matching.py`.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from functools import cached_property
from itertools import chain, islice
from typing import TYPE_CHECKING, Final

from attrs import evolve

from gkxl.files.limits import cache_short_keys
from gkxl.frozen import frozen
from gkxl.text import nfkc

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from gkxl.collection.roster.units import Unit


_MARKS: Final = re.compile(r"[()\[\]{}<>【】〔〕〖〗「」『』《》〈〉“”‘’\"'、,。.·・_-]+|本级")
"""Marks and words that offices may put into a name or leave out."""

_GOVERNMENT: Final = re.compile(
    "(?<=..)(人民政府|政府|管理委员会|管委会|街道办事处|办事处)?(办公室|办公厅)?$"
)
_ENDS_WITH_PLACE: Final = re.compile("[省市县区旗盟州乡镇]$")

_SHORTEST_CONTAINED: Final = 2
"""Shorter names are contained in too many others."""


BRACKETS: Final = str.maketrans("[]{}【】〔〕〈〉《》「」", "()" * 7)
"""All kinds of brackets as one."""


@cache_short_keys(maxsize=65536)
def fold_name(text: str) -> str:
    """Fold a name: without white space, in half-width forms, with one kind of brackets."""
    return "".join(nfkc(text).casefold().split()).translate(BRACKETS)


@cache_short_keys(maxsize=65536)
def strip_name(text: str) -> str:
    """Fold a name, and remove brackets, marks, 本级, and 机关 at its end.

    >>> strip_name("乌有市 财政局（本级）") == strip_name("乌有市财政局机关") == "乌有市财政局"
    True
    """
    return _MARKS.sub("", fold_name(text)).removesuffix("机关") or fold_name(text)


def strip_government(name: str) -> str:
    """Remove the word for government from a stripped name; what is left is the name of the place.

    >>> strip_government("甲县人民政府"), strip_government("甲县财政局")
    ('甲县', '甲县财政局')
    """
    return _GOVERNMENT.sub("", strip_name(name))


def is_similar_name(name: str, other: str) -> bool:
    """Whether two names differ only in spelling, or one is contained in the other.

    The name of a place is contained in the names of all its offices, but is only similar to its government's.
    """
    shorter, longer = sorted((strip_name(name), strip_name(other)), key=len)
    if _ENDS_WITH_PLACE.search(shorter) and longer.startswith(shorter):
        return strip_government(longer) == strip_government(shorter)
    return len(shorter) >= _SHORTEST_CONTAINED and shorter in longer


_PEOPLES_GOVERNMENT: Final = re.compile("人民政府$")
_PLACE: Final = "省市县区州盟旗镇乡"
_PLACE_PREFIX: Final = re.compile(f".+?[{_PLACE}]")
_TRAILING_NOTE: Final = re.compile(f"\\([^()]*\\)$|(?<=[{_PLACE}])级$")
_HAN: Final = re.compile("[\u4e00-\u9fff]")
_SPECIFIC_LENGTH: Final = 3
"""The least length of the end of a name that identifies a unit; one less if it ends in a word for a place."""

_MOST_UNITS_FOR_TYPOS: Final = 3_000
"""Typos are only looked for among this many units: the index has an entry for each character of a name."""

_WORDS: Final = (
    re.compile(r"[\s()“”\"',，、;；:：/]+|代码|编码"),
    re.compile(r"[\W_]+|代码|编码|(?<=[^\W\da-z_])(?=[\da-z])"),
)
"""What is between the name and the code of a unit in a cell: 甲县（0010）, 甲县（代码 0010）, 甲县0010."""

_MOST_WORDS: Final = 2
"""A cell has at most a name and a code; of a path such as 甲县/ one part may be blank."""

_SHORTEST_FOR_TYPOS: Final = 4
"""In shorter names one different character means a different unit, not a typo."""

_LONGEST: Final = 60
"""The longest text that is compared with similar names; no name of a unit is longer."""

MOST_FOUND: Final = 50
"""More units of similar names are not listed: by then it is clear that the name is ambiguous."""


@frozen
class FoundUnits:
    """The units that a text can mean.

    Attributes:
        keys: Their keys; several where it is ambiguous, none where no unit is similar.
        exact: Whether it is a code or name of theirs, ignoring white space, full or half width, and the kind
            of bracket.
        similar: The key of the only unit whose name the text looks like a typo of, or begins with; a
            suggestion, not a match.
        is_dead_end: Whether it is a path that does not lead to a unit, though some of its steps are units.
    """

    keys: tuple[str, ...] = ()
    exact: bool = True
    similar: str = ""
    is_dead_end: bool = False


class Directory:
    """Finds the units of a roster by whatever people write for them.

    Args:
        units: The units by their keys.
        aliases: Other codes or names of units, each with the key of the unit.
    """

    def __init__(self, units: Mapping[str, Unit], aliases: Iterable[tuple[str, str]] = ()) -> None:
        own = [(text, key) for key, unit in units.items() for text in (unit.code, unit.name) if text]
        self.units = units
        self.coded = any(unit.code for unit in units.values())
        self._written = _build_index(own)
        self._folded = _build_index((fold_name(text), key) for text, key in own)
        self._aliases = _build_index((fold_name(text), key) for text, key in aliases)
        self._short = _build_index((short, key) for text, key in own for short in shorten_name(text))
        self._backwards = sorted((name[::-1], key) for name, keys in self._short.items() for key in keys)
        self._found: dict[str, FoundUnits] = {}

    def find(self, text: str, row_key: str = "") -> FoundUnits:
        """The units that a text can mean.

        Args:
            text: A code or name.
            row_key: The key of the unit in whose row the text stands: it is left out of near matches, since
                a unit is not its own superior.
        """
        if text not in self._found:
            self._found[text] = self._find(text)
        found = self._found[text]
        if found.similar == row_key:
            return evolve(found, similar="")
        if found.exact or row_key not in found.keys:
            return found
        others = tuple(key for key in found.keys if key != row_key)
        return evolve(found, keys=others) if others else FoundUnits()

    def _find(self, text: str) -> FoundUnits:
        whole = fold_name(text)
        exact = self._written.get(text) or self._folded.get(whole) or self._aliases.get(whole)
        if exact:
            return FoundUnits(tuple(islice(exact, MOST_FOUND)))
        forms = shorten_name(text)
        known = (index.get(form) for index in (self._folded, self._short) for form in forms)
        near = next(filter(None, known), None) or self._by_words(text) or self._folded.get(_strip_note(whole))
        near = near or dict.fromkeys(chain.from_iterable(map(self._by_end, forms)))
        keys = tuple(islice(near, MOST_FOUND))
        if keys:
            return FoundUnits(keys, exact=False)
        return FoundUnits(similar=self._find_typo(whole) or self._find_prefix(whole))

    def _by_words(self, text: str) -> Mapping[str, None]:
        """Find the unit whose name and code a text gives; several if these are of different units."""
        normalized = unicodedata.normalize("NFKC", text[: 2 * _LONGEST]).casefold().translate(BRACKETS)
        for words in ([word for word in pattern.split(normalized) if word] for pattern in _WORDS):
            known = [keys for word in words if (keys := self._named(word))]
            if known and len(known) == len(words) <= _MOST_WORDS:
                few = min(known, key=len)  # all units may bear one name
                common = [key for key in islice(few, MOST_FOUND) if all(key in keys for keys in known)]
                return dict.fromkeys(common or islice(chain(*known), MOST_FOUND))
        return {}

    def _named(self, word: str) -> Mapping[str, None]:
        forms = (word, *shorten_name(word))
        return next(
            (found for form in forms if (found := self._folded.get(form) or self._short.get(form))), {}
        )

    def _by_end(self, short: str) -> Iterator[str]:
        """Find the units whose names end with a text; else those of the longest name that ends the text."""
        if _is_specific(short):
            at = bisect_left(self._backwards, (short[::-1],))
            ending = [
                key for name, key in self._backwards[at : at + MOST_FOUND] if name.startswith(short[::-1])
            ]
            ends = (short[start:] for start in range(1, len(short)))
            within = next((end for end in ends if end in self._short and _is_specific(end)), "")
            yield from ending or islice(self._short.get(within, ()), MOST_FOUND)

    def _find_typo(self, whole: str) -> str:
        """Find the only unit of the same place whose name differs from a text in one character."""
        if not _SHORTEST_FOR_TYPOS <= len(whole) <= _LONGEST or len(self.units) > _MOST_UNITS_FOR_TYPOS:
            return ""
        place = _find_place(whole)
        keys = {key for typo_key in _typo_keys(whole) for key in self._typo_index.get(typo_key, ())}
        same = [key for key in keys if _find_place(fold_name(self.units[key].name)) == place]
        return same[0] if len(same) == 1 else ""

    def _find_prefix(self, whole: str) -> str:
        """Find the only unit whose whole name begins a text, such as 乌有市财政局 in 乌有市财政局二科."""
        if len(whole) > _LONGEST:
            return ""
        starts = (self._folded.get(whole[:end]) for end in range(len(whole) - 1, _SHORTEST_FOR_TYPOS - 1, -1))
        keys = next(filter(None, starts), {})
        return next(iter(keys)) if len(keys) == 1 else ""

    @cached_property
    def _typo_index(self) -> dict[str, dict[str, None]]:
        names = ((fold_name(unit.name), key) for key, unit in self.units.items())
        fit = ((name, key) for name, key in names if _SHORTEST_FOR_TYPOS <= len(name) <= _LONGEST)
        return _build_index((typo_key, key) for name, key in fit for typo_key in _typo_keys(name))


def _build_index(pairs: Iterable[tuple[str, str]]) -> dict[str, dict[str, None]]:
    found: dict[str, dict[str, None]] = {}
    for text, key in pairs:
        if text:
            found.setdefault(text, {})[key] = None
    return found


@cache_short_keys(maxsize=65536)
def shorten_name(text: str) -> tuple[str, ...]:
    """Shorten a name: without 本级 and marks, then with less of 人民政府; of a number the leading zeros.

    Programs that keep codes as numbers write 1001.0 for 1001 where some cells of a column are blank.

    >>> [shorten_name(text) for text in ("0010", "1001.0", "甲县人民政府（本级）", "某市财政局本级")]
    [('10',), ('1001',), ('甲县人民政府', '甲县政府', '甲县'), ('某市财政局',)]
    """
    number, _, fraction = fold_name(text).partition(".")
    if number.isdecimal() and not fraction.strip("0"):
        return (number.lstrip("0") or number,)
    whole = strip_name(text)
    return tuple(dict.fromkeys((whole, _PEOPLES_GOVERNMENT.sub("政府", whole), strip_government(whole))))


def _strip_note(whole: str) -> str:
    """Remove a note at the end of a folded name: 甲县 for 甲县(县级), 甲县(上级) and 甲县级."""
    return _TRAILING_NOTE.sub("", whole)


def _is_specific(name: str) -> bool:
    least = _SPECIFIC_LENGTH - (name[-1:] in _PLACE)
    return least <= len(name) <= _LONGEST and bool(_HAN.search(name))


def _typo_keys(name: str) -> set[str]:
    """A name, and it without each of its characters: names that differ in one character share some."""
    return {name, *(name[:at] + name[at + 1 :] for at in range(len(name)))}


def _find_place(name: str) -> str:
    """The place that a name begins with; "" where it begins with none."""
    found = _PLACE_PREFIX.match(name)
    return found[0] if found else ""
