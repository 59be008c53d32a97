"""Shows numbers and texts as spreadsheet programs do, by the number format of their cell."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal
from typing import TYPE_CHECKING, Final

from gkxl.files.limits import bounded_cache
from gkxl.frozen import NamedTuple
from gkxl.xlsx.book import Kind
from gkxl.xlsx.number_format import Section, Token, read_sections, spell_number

if TYPE_CHECKING:
    from collections.abc import Sequence


_EXACT: Final = Context(prec=700, rounding=ROUND_HALF_UP)
_STORED: Final = Context(prec=15, rounding=ROUND_HALF_UP)
"""Programs show at most 15 digits of a number."""
_PADDING: Final = {"0": "0", "?": " ", "#": ""}


class Shown(NamedTuple):
    """A number as it is shown.

    Attributes:
        kind: Whether it is shown as a date, as a percentage or as a number.
        text: What is shown; "" for a date.
    """

    kind: Kind
    text: str


@bounded_cache(maxsize=2048)
def show_number(mask: str, number: str) -> Shown:
    """A number as a number format shows it.

    Args:
        mask: The number format, of at most `LONGEST_FORMAT` characters.
        number: The number as a file spells it.

    >>> [show_number(mask, "1234.5").text for mask in ('0"件"', "#,##0.00", "[>9999]0;0!+")]
    ['1235件', '1,234.50', '1235+']
    >>> show_number("0.0%", "0.08"), show_number("yyyy-mm-dd", "45293").kind
    (Shown(kind=<Kind.PERCENT: 'percent'>, text='8.0%'), <Kind.DATE: 'date'>)
    """
    value = _STORED.create_decimal(number)
    section, signed = _choose_section(read_sections(mask), value)
    if section is None:
        return Shown(Kind.NUMBER, _show_general(value))
    if section.has("date"):
        return Shown(Kind.DATE, "")
    kind = Kind.PERCENT if section.has("%") and section.has("digit") else Kind.NUMBER
    text = _show_section(section, abs(value))
    minus = "-" if value < 0 and signed and any(sign in section.numerals[1:] for sign in text) else ""
    return Shown(kind, minus + text)


@bounded_cache(maxsize=2048)
def show_text(mask: str, text: str) -> str:
    """A text as a number format of at most `LONGEST_FORMAT` characters shows it.

    >>> show_text('0;-0;;"约"@', "8"), show_text(";;;", "8"), show_text("0.00", "8")
    ('约8', '', '8')
    """
    # ECMA-376 part 1, 18.8.31: the fourth section is for texts; without it, one with @ as the last
    sections = read_sections(mask)
    for_texts = sections[3] if len(sections) > 3 else sections[-1]  # noqa: PLR2004 (for > 0, < 0, 0 and texts)
    if len(sections) > 3 or for_texts.has("@"):  # noqa: PLR2004
        return "".join(
            text if kind == "@" else piece for kind, piece in for_texts.tokens if kind in _SHOWN_TOKENS
        )
    return text


_SHOWN_TOKENS: Final = frozenset({"text", "@", "blank"})


def _choose_section(sections: Sequence[Section], value: Decimal) -> tuple[Section | None, bool]:
    """The section that shows a number (None for General), and whether a minus is put before it."""
    # ECMA-376 part 1, 18.8.31: sections for positive numbers, negative numbers, zeros and texts, in this
    # order
    numeric = sections[:-1] if sections[-1].has("@") else sections[:3]
    if not numeric or (len(sections) == 1 and not numeric[0].tokens):
        return None, True
    if any(section.condition for section in numeric[:2]):
        return _choose_by_condition(numeric, value)
    if value < 0 and len(numeric) > 1:
        return numeric[1], False
    return numeric[2] if value == 0 and len(numeric) > 2 else numeric[0], True  # noqa: PLR2004


def _choose_by_condition(sections: Sequence[Section], value: Decimal) -> tuple[Section | None, bool]:
    """The first section whose condition a number fulfils; the last if none does."""
    for number, section in enumerate(sections):
        if section.takes(value) and (section.condition or number == len(sections) - 1 or number == 1):
            below = section.condition is None and number == 1 and sections[0].condition in _NOT_BELOW
            return section, not (below or section.condition in _BELOW)
    return None, True


_BELOW: Final = (("<", Decimal(0)), ("<=", Decimal(0)))
_NOT_BELOW: Final = ((">", Decimal(0)), (">=", Decimal(0)))


def _show_general(value: Decimal) -> str:
    """A number under the format General, however wide its column."""
    if value and not -10 < value.adjusted() < 21:  # noqa: PLR2004 (what programs still write out)
        return f"{value.normalize():E}"
    return f"{value.normalize():f}"


def _show_section(section: Section, value: Decimal) -> str:
    """A number that is not below 0, as a section shows it."""
    tokens = section.tokens
    if section.has("general", "@"):
        spelt = (
            spell_number(value, section.numerals, section.words) if section.words else _show_general(value)
        )
        return "".join(spelt if kind in ("general", "@") else text for kind, text in tokens)
    if not section.has("digit"):
        return "".join(text for _, text in tokens)
    kinds = [kind for kind, _ in tokens]
    if "/" in kinds[kinds.index("digit") :]:
        return _show_fraction(tokens, value).translate(section.digits)
    value = value.scaleb(2 * kinds.count("%") - 3 * _count_scaling_commas(tokens), _EXACT)
    if "power" in kinds:
        return _show_scientific(section, kinds.index("power"), value)
    return _show_digits(section, tokens, value)


def _count_scaling_commas(tokens: Sequence[Token]) -> int:
    """How many commas follow the last digit of a run: each divides by a thousand."""
    count = run = 0
    after_digit = False
    for kind, _ in tokens:
        if kind == ",":
            run += after_digit
            continue
        if kind == "digit":
            run = 0
        count, run = count + run, 0
        after_digit = kind == "digit"
    return count + run


def _show_digits(section: Section, tokens: Sequence[Token], value: Decimal) -> str:
    kinds = [kind for kind, _ in tokens]
    point = kinds.index(".") if "." in kinds else len(tokens)
    before, after = tokens[:point], tokens[point + 1 :]
    decimals = sum(kind == "digit" for kind, _ in after)
    rounded = value.quantize(Decimal(1).scaleb(-decimals), context=_EXACT)
    whole, _, part = f"{rounded:f}".partition(".")
    digits = section.digits
    return (
        _show_whole(before, whole.lstrip("0"), digits)
        + ("." if point < len(tokens) else "")
        + _show_decimals(after, part, digits)
    )


def _show_whole(tokens: Sequence[Token], left: str, digits: dict[int, int]) -> str:
    """The digits before the point, filled in from the right; the first place takes all that are left."""
    places = [number for number, (kind, _) in enumerate(tokens) if kind == "digit"]
    grouped = bool(places) and any(kind == "," for kind, _ in tokens[places[0] : places[-1]])
    written: list[str] = []
    count = 0
    for number in range(len(tokens) - 1, -1, -1):
        kind, text = tokens[number]
        if kind == ",":
            continue
        if kind != "digit":
            written.append(text)
            continue
        taken = left if number == places[0] else left[-1:]
        left = left[: len(left) - len(taken)]
        for sign in reversed(taken or _PADDING[text]):
            if grouped and count and not count % 3 and sign != " ":
                written.append(",")
            written.append(sign.translate(digits))
            count += 1
    return "".join(reversed(written)) + left.translate(digits)


def _show_decimals(tokens: Sequence[Token], part: str, digits: dict[int, int]) -> str:
    """The digits behind the point; optional places do not show a last 0."""
    needed = len(part.rstrip("0"))
    written: list[str] = []
    at = 0
    last = max((n for n, sign in enumerate(_digit_codes(tokens)) if sign == "0"), default=-1)
    for kind, text in tokens:
        if kind == "digit":
            shown = at < needed or at <= last
            written.append(part[at].translate(digits) if shown else _PADDING[text])
            at += 1
        elif kind != ",":
            written.append(text)
    return "".join(written)


def _digit_codes(tokens: Sequence[Token]) -> list[str]:
    return [text for kind, text in tokens if kind == "digit"]


def _show_scientific(section: Section, at: int, value: Decimal) -> str:
    """A number with its power of ten, which is a multiple of the number of places before the point."""
    before, (_, sign), after = section.tokens[:at], section.tokens[at], section.tokens[at + 1 :]
    kinds = [kind for kind, _ in before]
    step = kinds[: kinds.index(".") if "." in kinds else at].count("digit") or 1
    power = value.adjusted() // step * step if value else 0
    decimals = Decimal(1).scaleb(-(kinds.count("digit") - step))
    if abs(value.scaleb(-power, _EXACT).quantize(decimals, context=_EXACT)) >= 10**step:
        power += step
    places = "".join(_digit_codes(after)).replace("?", "0")
    shown = f"{abs(power):0{max(1, len(places))}d}".translate(section.digits)
    mark = sign[0] + ("-" if power < 0 else sign[1].replace("-", ""))
    rest = "".join(text for kind, text in after if kind != "digit")
    return _show_digits(section, before, value.scaleb(-power, _EXACT)) + mark + shown + rest


def _show_fraction(tokens: Sequence[Token], value: Decimal) -> str:
    """A number as a fraction, after a whole number if the format has a place for one."""
    kinds = [kind for kind, _ in tokens]
    slash = kinds.index("/", kinds.index("digit"))
    before, after = tokens[:slash], tokens[slash + 1 :]
    places = "".join(text for kind, text in after if kind == "digit" or text.isdecimal())
    fixed = int(places) if places.isdecimal() and places.strip("0") else 0
    groups = "".join("#" if kind == "digit" else "|" for kind, _ in before).strip("|").split("|")
    mixed = sum(bool(group) for group in groups) > 1
    whole = int(value) if mixed else 0
    from fractions import Fraction  # noqa: PLC0415 (hardly any cell shows one)

    exact = Fraction(value) - whole
    below = fixed or exact.limit_denominator(10 ** min(len(places) or 1, 15) - 1).denominator
    above = round(exact * below)
    whole, above = (whole + above // below, above % below) if mixed else (whole, above)
    around = [text for kind, text in tokens if kind == "text" and not (text.isspace() or text.isdecimal())]
    shown = f"{above}/{below}" if above or not mixed else ""
    first = kinds.index("digit")
    lead = "".join(text for kind, text in tokens[:first] if kind == "text").strip()
    tail = "".join(around)[len(lead) :]
    return lead + " ".join(filter(None, (str(whole) if mixed and (whole or not shown) else "", shown))) + tail
