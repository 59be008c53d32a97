"""Names that files can have on every system, Windows with its oldest rules included."""

from __future__ import annotations

from typing import Final

from gkxl.text import nfc

_FORBIDDEN: Final = '\\/:*?"<>|'
_RESERVED: Final = frozenset(
    {
        "con",
        "prn",
        "aux",
        "nul",
        "conin$",
        "conout$",
        *(f"{port}{n}" for port in ("com", "lpt") for n in "0123456789¹²³"),
    }
)
_ASIDE: Final = (".", "~")
"""How names of hidden, lock and temporary files begin, which nobody sees and gathering passes over."""

_LONGEST: Final = 60
"""Characters of a name: paths on Windows end at 260, and three bytes each must fit the 255 of Linux."""


def safe_name(name: str) -> str:
    r"""A name that can be that of a file everywhere, without an ending.

    >>> safe_name("nul"), safe_name("某局..."), safe_name(" a\tb. "), safe_name(".a"), safe_name("~$a")
    ('_nul', '某局', 'a_b', '_.a', '_~$a')
    """
    plain = "".join(
        "_" if character in _FORBIDDEN or not character.isprintable() else character
        for character in nfc(name)
    )
    trimmed = plain.strip()[:_LONGEST].rstrip(". ") or "_"
    reserved = trimmed.partition(".")[0].rstrip().casefold() in _RESERVED
    return f"_{trimmed}" if reserved or trimmed.startswith(_ASIDE) else trimmed


def is_name(text: object) -> bool:
    r"""Whether something is the name of a file and no more: no path, nothing that a system takes for one.

    >>> is_name("A1-某市财政局.xlsx"), is_name("../index.html"), is_name("C:a"), is_name("a\b"), is_name("..")
    (True, False, False, False, False)
    """
    return (
        isinstance(text, str)
        and bool(text)
        and text == text.strip(" .")
        and all(character.isprintable() and character not in _FORBIDDEN for character in text)
    )
