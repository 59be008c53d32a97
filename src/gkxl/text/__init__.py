"""Texts: sentences in Chinese and English, and which characters and texts files and cells can hold.

What fills a cell without saying anything, such as 无, ``/`` or ``N/A``, is a placeholder.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

from attrs import fields, has

from gkxl.frozen import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


Lang: TypeAlias = Literal["zh", "en"]
"""The language of messages."""


class Wording(NamedTuple):
    """The same words in Chinese and in English."""

    zh: str
    en: str

    def words(self, lang: Lang) -> str:
        """The ones of a language."""
        return self.en if lang == "en" else self.zh


class Sentence(NamedTuple):
    """A sentence with its facts, as `fill_in` takes them; it may be a fact of another one."""

    template: str
    facts: Mapping[str, object]

    def words(self, lang: Lang) -> str:
        """The sentence in a language."""
        return fill_in(self.template, self.facts, lang)


def to_wording(template: str, /, **facts: object) -> Wording:
    """A sentence with its facts in both languages; see `fill_in`."""
    return Wording(fill_in(template, facts, "zh"), fill_in(template, facts, "en"))


def fill_in(template: str, facts: Mapping[str, object], lang: Lang) -> str:
    """A sentence with its facts, in a language.

    Args:
        template: The sentence in Chinese, with the name of each fact in braces. Its English stands in
            ``english.json``, with the same names.
        facts: What it mentions: numbers, names, lists of them, or what has ``words`` in both languages.
        lang: The language.

    Example:
        >>> fill_in("“{source}”不是汇总结果。请先运行 gkxl collect。", {"source": "汇总"}, "en")
        "'汇总' is not a collection"
    """
    sentence = to_english(template) if lang == "en" else template
    return sentence.format_map({name: _in_language(fact, lang) for name, fact in facts.items()})


def _in_language(fact: Any, lang: Lang) -> object:  # noqa: ANN401 (whatever a message mentions)
    if type(fact) is str:  # as most are; an enumeration of texts has words
        return fact
    if hasattr(fact, "words"):
        return fact.words(lang)
    if isinstance(fact, tuple | list):
        return ("、" if lang == "zh" else ", ").join(str(_in_language(one, lang)) for one in fact)
    return str(fact) if isinstance(fact, PurePath) else fact


def to_english(template: str) -> str:
    """The English of a template, with the same names in braces; itself where it has no Chinese words."""
    return _english().get(template, template)


def add_english(further: Mapping[str, str]) -> None:
    """Make the English of further templates known."""
    _english().update(further)


@cache
def _english() -> dict[str, str]:
    """The English of every sentence, by its Chinese; read when the first is wanted."""
    import json  # noqa: PLC0415 (most people want Chinese alone)

    english: dict[str, str] = json.loads(Path(__file__).with_name("english.json").read_bytes())
    return english


def listed_as_choice(words: Sequence[str]) -> Wording:
    """Words between which one may choose.

    >>> listed_as_choice([".csv", ".json", ".xlsx"])
    Wording(zh='.csv、.json 或 .xlsx', en='.csv, .json or .xlsx')
    """
    *others, last = words
    if not others:
        return Wording(last, last)
    before, after = (" " if one.isascii() else "" for one in (others[-1], last))
    return Wording(f"{'、'.join(others)}{before}或{after}{last}", f"{', '.join(others)} or {last}")


def to_plain(value: Any) -> Any:  # noqa: ANN401 (whatever a value holds)
    """A value as JSON has it: amounts as texts that keep their digits, words in both languages.

    >>> to_plain({"found": Decimal("0.10"), "words": Wording("件", "items"), "cells": ("C5", None)})
    {'found': '0.10', 'words': {'zh': '件', 'en': 'items'}, 'cells': ['C5', None]}
    """
    if isinstance(value, (Wording, Sentence)):
        return {"zh": value.words("zh"), "en": value.words("en")}
    if isinstance(value, Mapping):
        return {str(name): to_plain(one) for name, one in value.items()}
    if isinstance(value, (tuple, list, set, frozenset)):
        return [to_plain(one) for one in value]
    if hasattr(value, "to_dict"):
        return {name: one for name, one in value.to_dict().items() if name != "format"}
    if has(type(value)):
        return plain_fields(value, (field.name for field in fields(type(value))))
    return _plain_number(value)


def _plain_number(value: object) -> bool | int | str | None:
    """A number, or whatever else, as JSON has it."""
    if value is None or isinstance(value, (bool, int)):
        return value
    return f"{value:f}" if isinstance(value, Decimal) and value.is_finite() else str(value)


def plain_fields(value: object, names: Iterable[str]) -> dict[str, Any]:
    """These attributes of a value as JSON has them."""
    return {name: to_plain(getattr(value, name)) for name in names}


LONGEST_TEXT: Final = 32_767
"""UTF-16 units of a text that a cell holds."""

# patterns as texts: `re` compiles them where they are needed, which few texts do
_ILLEGAL: Final = "[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]"


def find_illegal(text: str) -> str:
    r"""The first character that no XML file can hold, as those of spreadsheets are; "" if there is none.

    >>> find_illegal("8\x00 件"), find_illegal("一\n二")
    ('\x00', '')
    """
    found = None if text.replace("\n", "").isprintable() else re.search(_ILLEGAL, text)
    return found[0] if found else ""


def legible(text: str) -> str:
    r"""A text as it can be shown anywhere: with a mark in the place of each such character.

    >>> legible("8\x00 件")
    '8� 件'
    """
    return re.sub(_ILLEGAL, "\N{REPLACEMENT CHARACTER}", text) if find_illegal(text) else text


def visible(text: object) -> str:
    r"""The text with every control and invisible character written out, so that none can act.

    Names of files and units come from others; they may hold escape sequences or marks that turn the
    direction of writing.

    Example:
        >>> visible("a\x1b[31m\u202eb\n")
        'a\\x1b[31m\\u202eb\\n'
    """
    return "".join(map(_visible, str(text)))


def _visible(character: str) -> str:
    if character.isprintable() or character == "\N{IDEOGRAPHIC SPACE}":
        return character
    return character.encode("unicode_escape").decode("ascii")


_OLD_LINE_BREAKS: Final = "\r?\n?[\x0b\x0c]"
"""What Word and old printers begin a line or a page with."""


def writable(text: str) -> str:
    r"""A text without such characters: those that break lines are line breaks, the others are left out.

    >>> writable("一\x0b二\x07")
    '一\n二'
    """
    return re.sub(_ILLEGAL, "", re.sub(_OLD_LINE_BREAKS, "\n", text)) if find_illegal(text) else text


_PIECE_LENGTH: Final = 512


def nfkc(text: str) -> str:
    """A text under NFKC, piece by piece: Python puts accents in order in the square of their number.

    >>> nfkc("８ 件，ﬁ")
    '8 件,fi'
    """
    return _normalize("NFKC", text)


def nfc(text: str) -> str:
    r"""A text under NFC, piece by piece as well.

    >>> nfc("e\u0301") == "\u00e9"
    True
    """
    return _normalize("NFC", text)


def _normalize(form: Literal["NFC", "NFKC"], text: str) -> str:
    if text.isascii():
        return text
    pieces = (text[at : at + _PIECE_LENGTH] for at in range(0, len(text), _PIECE_LENGTH))
    return "".join(unicodedata.normalize(form, piece) for piece in pieces)


def fix_encoding(text: str) -> str:
    r"""A text whose UTF-8 was taken for Latin-1 by a program, as it was before; any other as it is.

    >>> fix_encoding("ç¤ºä¾\x8b-001"), fix_encoding("示例-001"), fix_encoding("café")
    ('示例-001', '示例-001', 'café')
    """
    for encoding in () if text.isascii() else ("latin-1", "cp1252"):
        try:
            found = text.encode(encoding).decode()
        except UnicodeError:
            continue
        return found if len(found) < len(text) else text
    return text


def join_words(before: str, word: str) -> str:
    """Chinese words and what follows them, with a space in between where that begins with a Latin letter.

    Example:
        >>> join_words("文件实际是", "PDF 文件"), join_words("文件实际是", "图片")
        ('文件实际是 PDF 文件', '文件实际是图片')
    """
    return f"{before} {word}" if word[:1].isascii() else f"{before}{word}"


def enumerated(names: Sequence[str], most: int, *, unit: str = "", quoted: bool = False) -> Wording:
    """Names as a sentence lists them, in Chinese and English; of very many only the first.

    Args:
        names: All of them.
        most: How many are listed.
        unit: What they are counted in where there are more, in Chinese, such as ``"格"``; "" where the
            sentence has their number elsewhere.
        quoted: Whether they are in quotation marks in Chinese.

    Example:
        >>> enumerated(["C5", "C7", "C9"], 2, unit="格")
        Wording(zh='C5、C7 等 3 格', en='C5, C7 and others, 3 in all')
        >>> enumerated(["财政局", "教育局", "民政局"], 2, quoted=True)
        Wording(zh='“财政局”、“教育局”等', en='财政局, 教育局 and others')
    """
    listed = names[:most]
    zh, en = "、".join(f"“{name}”" if quoted else name for name in listed), ", ".join(listed)
    if len(names) <= most:
        return Wording(zh, en)
    apart = " " if zh[-1:].isascii() else ""
    counted = Wording(f" {len(names)} {unit}", f", {len(names)} in all") if unit else Wording("", "")
    return Wording(f"{zh}{apart}等{counted.zh}", f"{en} and others{counted.en}")


NO_NUMBER: Final = frozenset({"无", "/", "-", "—", "——", "－", "未发生"})
"""What is written in the place of a number where there is none."""

_PLACEHOLDER_WORDS: Final = "无無没沒有暂暫未发發生不适適用略空零〇NAnaULul"
"""The characters of 无, 没有, 暂无, 未发生, 不适用, N/A, null and their like."""

_SPACES: Final = (
    " \x7f\x85\xa0\xad\u1680\u180e\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b"
    "\u200c\u200d\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u202f\u205f\u2060\u2061\u2062\u2063"
    "\u2064\u2066\u2067\u2068\u2069\u2800\u3000\u3164\ufeff"
)
_SIGNS: Final = "/／\\＼|｜-－‐‑‒–—―−─━_＿~～.．。·・•…,，、;；:：!！?？*＊+＋=＝×'’‘“”()（）[]【】"
LINE_BREAKS: Final = "\t\n\r"
_DIGITS: Final = "0123456789０１２３４５６７８９"

PLACEHOLDER_CHARACTERS: Final = _PLACEHOLDER_WORDS + _SPACES + _SIGNS + _DIGITS
"""A text of these characters alone explains nothing. Excel allows 255 of them in a text of a formula."""

SPACES_AND_SIGNS: Final = _SPACES + _SIGNS
"""A text of these characters alone is none; line breaks are not among them."""

_EMPTY: Final = frozenset(SPACES_AND_SIGNS + LINE_BREAKS)

LONGEST_EXPLANATION: Final = 999
"""How many characters of an explanation are looked at, here and on the check sheet."""


def is_empty(text: str) -> bool:
    """Whether a text is nothing but spaces and signs; 无 is a word.

    >>> is_empty(" —— 。"), is_empty("无")
    (True, False)
    """
    return all(c in _EMPTY for c in text)


def is_explanation(text: str) -> bool:
    """Whether a text explains anything: it has a character that is more than a placeholder.

    >>> [is_explanation(text) for text in ("/", "无。", "N/A", " 没有 ", "无变化，系统升级所致")]
    [False, False, False, False, True]
    """
    return any(c not in PLACEHOLDER_CHARACTERS + LINE_BREAKS for c in text[:LONGEST_EXPLANATION])


def split_lines(text: str) -> list[str]:
    """The lines of a text without surplus spaces; empty ones are left out."""
    found = (" ".join(line.split()) for line in text.splitlines())
    return [line for line in found if line]
