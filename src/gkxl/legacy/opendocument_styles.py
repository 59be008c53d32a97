"""Reads the styles of an .ods file: hidden sheets, number formats, and what is struck through."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gkxl.xlsx import Kind
from gkxl.xlsx.styles import Style, to_style

if TYPE_CHECKING:
    from gkxl.xlsx.book import Script


_OASIS: Final = "urn:oasis:names:tc:opendocument:xmlns:"
_STYLE, _NUMBER = (f"{_OASIS}{name}:1.0 " for name in ("style", "datastyle"))
_LINE_THROUGH: Final = (f"{_STYLE}text-line-through-style", f"{_STYLE}text-line-through-type")
_DISPLAY: Final = f"{_OASIS}table:1.0 display"
_FORMAT_CODES: Final = {
    f"{_NUMBER}number": "0",
    f"{_NUMBER}scientific-number": "0E+0",
    f"{_NUMBER}fraction": "?/?",
    f"{_NUMBER}text-content": "@",
}
_KINDS: Final = {
    f"{_NUMBER}percentage-style": Kind.PERCENT,
    f"{_NUMBER}date-style": Kind.DATE,
    f"{_NUMBER}time-style": Kind.DATE,
    f"{_NUMBER}boolean-style": Kind.MASKED,
}
_NUMBER_STYLES: Final = frozenset({f"{_NUMBER}{name}-style" for name in ("number", "currency", "text")})
_QUOTED_TEXTS: Final = frozenset({f"{_NUMBER}text", f"{_NUMBER}currency-symbol"})

_DEEPEST: Final = 16
"""Styles that are derived from each other, at most."""


class Styles:
    """The styles of a document, with number formats as those of .xlsx files."""

    def __init__(self) -> None:
        self._masks: dict[str, list[str]] = {}
        self._kinds: dict[str, Kind] = {}
        self._cells: dict[str, tuple[str, ...]] = {}
        self._mask: list[str] = []
        self._sections: list[str] = []
        self._known: dict[str, Style | None] = {}
        self._in_words = False
        self._set: dict[str, Script | None] = {}
        self._style = ""
        self._hidden: set[str] = set()

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Take the beginning of an element."""
        name = attributes.get(f"{_STYLE}name", "")
        self._in_words = tag in _QUOTED_TEXTS
        if tag in _NUMBER_STYLES:
            self._mask = []
            self._masks[name] = self._sections = []
        elif tag in _KINDS:
            self._kinds[name] = _KINDS[tag]
        elif tag == f"{_STYLE}style":
            self._style = name
            self._cells[name] = tuple(
                attributes.get(f"{_STYLE}{of}-style-name", "") for of in ("data", "parent")
            )
        elif tag == f"{_STYLE}text-properties":
            self._set_text(attributes)
        elif tag == f"{_STYLE}table-properties" and attributes.get(_DISPLAY) == "false":
            self._hidden.add(self._style)
        elif tag == f"{_STYLE}map":
            self._sections += self._masks.get(attributes.get(f"{_STYLE}apply-style-name", ""), [])[-1:]
        elif tag in _FORMAT_CODES:
            shrunk = attributes.get(f"{_NUMBER}display-factor", "1") != "1"
            self._mask.append(_FORMAT_CODES[tag] + "," * shrunk)

    def characters(self, text: str) -> None:
        """Take a text; those within a number format matter."""
        if self._in_words:
            self._mask.append(f'"{text.replace(chr(34), "")}"')

    def end(self, tag: str) -> None:
        """Take the end of an element."""
        self._in_words = False
        if tag in _NUMBER_STYLES:
            # a style asks for others for positive, for negative numbers, and is itself for the rest
            self._sections.append("".join(self._mask) or '""')

    def is_hidden(self, name: str) -> bool:
        """Whether sheets of a style are hidden."""
        return name in self._hidden

    def script(self, name: str) -> Script | None:
        """Whether a style, or one that it is derived from, strikes through or raises texts."""
        for _ in range(_DEEPEST):
            if name in self._set or name not in self._cells:
                break
            _, name = self._cells[name]
        return self._set.get(name)

    def _set_text(self, attributes: dict[str, str]) -> None:
        """Note whether the current style strikes through, or raises or lowers texts."""
        through = {attributes.get(name, "none") for name in _LINE_THROUGH}
        position = attributes.get(f"{_STYLE}text-position", "").split(" ")[0]
        if through != {"none"}:
            self._set[self._style] = "struck"
        elif position not in ("", "0%"):
            self._set[self._style] = "raised"
        elif not attributes.keys().isdisjoint(_LINE_THROUGH):
            self._set[self._style] = None

    def style(self, name: str) -> Style | None:
        """How a cell style, or one that it is derived from, shows numbers; None if as they are stored."""
        if name not in self._known:
            self._known[name] = self._find_style(name)
        return self._known[name]

    def _find_style(self, name: str) -> Style | None:
        # a chain of 100,000 styles would be followed for every cell
        for _ in range(_DEEPEST):
            if name not in self._cells:
                return None
            wanted, name = self._cells[name]
            if wanted in self._kinds:
                return Style(self._kinds[wanted], "")
            if wanted in self._masks:
                return to_style(";".join(self._masks[wanted]))
        return Style(Kind.MASKED, "")
