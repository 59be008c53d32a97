"""Finds the units that a text can mean: by code or name, word for word, folded, shortened, or nearly."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from functools import cached_property
from itertools import chain, islice
from typing import TYPE_CHECKING, Final

from attrs import evolve, frozen

from gkxl.caching import cache_short_keys
from gkxl.collection.roster.spelling import BRACKETS, folded, place_of, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from gkxl.collection.roster.units import Unit

_GOVERNMENT: Final = re.compile("人民政府$")
_PLACE: Final = "省市县区州盟旗镇乡"
_PLACED: Final = re.compile(f".+?[{_PLACE}]")
_NOTE: Final = re.compile(f"\\([^()]*\\)$|(?<=[{_PLACE}])级$")
_HAN: Final = re.compile("[\u4e00-\u9fff]")
_TELLING: Final = 3
"""So many characters of the end of a name tell which unit it is, two where the last names a place."""

_SLIPS_OF: Final = 3_000
"""Slips are looked for among so many units: each name is kept as often as it has letters."""

_WORDS: Final = (
    re.compile(r"[\s()“”\"',，、;；:：/]+|代码|编码"),
    re.compile(r"[\W_]+|代码|编码|(?<=[^\W\da-z_])(?=[\da-z])"),
)
"""What is between the name and the code of a unit in a cell: 甲县（0010）, 甲县（代码 0010）, 甲县0010."""

_PARTS: Final = 2
"""A cell has a name and a code at most; a code alone may be left of a path: 甲县/."""

_SLIP_FROM: Final = 4
"""In shorter names another character makes another unit."""

_LONGEST: Final = 60
"""Characters of a text that is compared with names it is not; no name of a unit is longer."""

MANY: Final = 50
"""So many units of a like name are enough to tell that it is not known which is meant."""


@frozen
class Found:
    """The units that a text can mean.

    Attributes:
        keys: Their keys; several where it cannot be told which is meant, none where it is like none.
        exact: Whether it is a code or name of theirs, but for white space, width and brackets.
        like: The key of a unit whose name differs in one character or begins the text, where the text is like
            no other.
        lost: Whether it is a path that does not lead to a unit, though some of its steps are units.
    """

    keys: tuple[str, ...] = ()
    exact: bool = True
    like: str = ""
    lost: bool = False


class Directory:
    """The units of a roster by what people write of them.

    Args:
        units: The units by their keys.
        aliases: Other codes or names of units, each with the key of the unit.
    """

    def __init__(self, units: Mapping[str, Unit], aliases: Iterable[tuple[str, str]] = ()) -> None:
        own = [(text, key) for key, unit in units.items() for text in (unit.code, unit.name) if text]
        self.units = units
        self.coded = any(unit.code for unit in units.values())
        self._written = _index(own)
        self._folded = _index((folded(text), key) for text, key in own)
        self._aliases = _index((folded(text), key) for text, key in aliases)
        self._short = _index((short, key) for text, key in own for short in shortened(text))
        self._backwards = sorted((name[::-1], key) for name, keys in self._short.items() for key in keys)
        self._found: dict[str, Found] = {}

    def find(self, text: str, by: str = "") -> Found:
        """The units that a text can mean.

        Args:
            text: A code or name.
            by: The key of the unit that the text is written beside, which does not mean itself unless it is
                named exactly.
        """
        if text not in self._found:
            self._found[text] = self._find(text)
        found = self._found[text]
        if found.like == by:
            return evolve(found, like="")
        if found.exact or by not in found.keys:
            return found
        others = tuple(key for key in found.keys if key != by)
        return evolve(found, keys=others) if others else Found()

    def _find(self, text: str) -> Found:
        whole = folded(text)
        exact = self._written.get(text) or self._folded.get(whole) or self._aliases.get(whole)
        if exact:
            return Found(tuple(islice(exact, MANY)))
        forms = shortened(text)
        known = (index.get(form) for index in (self._folded, self._short) for form in forms)
        near = next(filter(None, known), None) or self._by_words(text) or self._folded.get(_bare(whole))
        near = near or dict.fromkeys(chain.from_iterable(map(self._by_end, forms)))
        keys = tuple(islice(near, MANY))
        return Found(keys, exact=False) if keys else Found(like=self._slip(whole) or self._beginning(whole))

    def _by_words(self, text: str) -> Mapping[str, None]:
        """The unit whose name and code a text gives; several where these are those of different units."""
        wide = unicodedata.normalize("NFKC", text[: 2 * _LONGEST]).casefold().translate(BRACKETS)
        for words in ([word for word in way.split(wide) if word] for way in _WORDS):
            known = [keys for word in words if (keys := self._named(word))]
            if known and len(known) == len(words) <= _PARTS:
                few = min(known, key=len)  # all units may bear one name
                common = [key for key in islice(few, MANY) if all(key in keys for keys in known)]
                return dict.fromkeys(common or islice(chain(*known), MANY))
        return {}

    def _named(self, word: str) -> Mapping[str, None]:
        forms = (word, *shortened(word))
        return next(
            (found for form in forms if (found := self._folded.get(form) or self._short.get(form))), {}
        )

    def _by_end(self, short: str) -> Iterator[str]:
        """The units whose names end with a text; else those of the longest name that it ends with."""
        if _is_telling(short):
            at = bisect_left(self._backwards, (short[::-1],))
            ending = [key for name, key in self._backwards[at : at + MANY] if name.startswith(short[::-1])]
            ends = (short[start:] for start in range(1, len(short)))
            within = next((end for end in ends if end in self._short and _is_telling(end)), "")
            yield from ending or islice(self._short.get(within, ()), MANY)

    def _slip(self, whole: str) -> str:
        """The one unit of the same place whose name differs from a text in one character."""
        if not _SLIP_FROM <= len(whole) <= _LONGEST or len(self.units) > _SLIPS_OF:
            return ""
        place = _placed(whole)
        keys = {key for slip in _slips(whole) for key in self._by_slip.get(slip, ())}
        same = [key for key in keys if _placed(folded(self.units[key].name)) == place]
        return same[0] if len(same) == 1 else ""

    def _beginning(self, whole: str) -> str:
        """The one unit whose whole name a text goes on from, as 乌有市财政局二科 does."""
        if len(whole) > _LONGEST:
            return ""
        starts = (self._folded.get(whole[:end]) for end in range(len(whole) - 1, _SLIP_FROM - 1, -1))
        keys = next(filter(None, starts), {})
        return next(iter(keys)) if len(keys) == 1 else ""

    @cached_property
    def _by_slip(self) -> dict[str, dict[str, None]]:
        names = ((folded(unit.name), key) for key, unit in self.units.items())
        fit = ((name, key) for name, key in names if _SLIP_FROM <= len(name) <= _LONGEST)
        return _index((slip, key) for name, key in fit for slip in _slips(name))


def _index(pairs: Iterable[tuple[str, str]]) -> dict[str, dict[str, None]]:
    found: dict[str, dict[str, None]] = {}
    for text, key in pairs:
        if text:
            found.setdefault(text, {})[key] = None
    return found


@cache_short_keys(maxsize=65536)
def shortened(text: str) -> tuple[str, ...]:
    """A name without 本级 and marks, then with less of 人民政府; a number without zeros before it.

    Programs that keep codes as numbers write 1001.0 for 1001 where some cells of a column are blank.

    >>> shortened("0010"), shortened("1001.0"), shortened("甲县人民政府（本级）"), shortened("某市财政局本级")
    (('10',), ('1001',), ('甲县人民政府', '甲县政府', '甲县'), ('某市财政局',))
    """
    number, _, fraction = folded(text).partition(".")
    if number.isdecimal() and not fraction.strip("0"):
        return (number.lstrip("0") or number,)
    whole = plain(text)
    return tuple(dict.fromkeys((whole, _GOVERNMENT.sub("政府", whole), place_of(whole))))


def _bare(whole: str) -> str:
    """A folded name without a note at its end: 甲县 for 甲县(县级), 甲县(上级) and 甲县级."""
    return _NOTE.sub("", whole)


def _is_telling(name: str) -> bool:
    least = _TELLING - (name[-1:] in _PLACE)
    return least <= len(name) <= _LONGEST and bool(_HAN.search(name))


def _slips(name: str) -> set[str]:
    """A name, and what is left of it without each character: two names with one slip between share some."""
    return {name, *(name[:at] + name[at + 1 :] for at in range(len(name)))}


def _placed(name: str) -> str:
    """The place that a name begins with; "" where it begins with none."""
    found = _PLACED.match(name)
    return found[0] if found else ""
