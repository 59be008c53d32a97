"""Random registers, ten plain lines that count them, and registers as files in which someone was at work."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, Final

from attrs import evolve
from hypothesis import strategies as st

from gkxl.address import column_letters
from gkxl.forms import EDITIONS
from gkxl.forms.register import (
    APPLICATIONS,
    CASES,
    CO_DEFENDANT,
    Application,
    Dispute,
    Register,
    words_of,
)
from gkxl.register.sheets import make_register
from gkxl.register.tables import HEAD_ROW
from workbooks import changed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from random import Random

    from hypothesis.strategies import DrawFn

    from gkxl.forms.edition import Edition
    from gkxl.forms.register import Row, Rows

MARKERS: Final = ("张三丰甲", "某某里弄七号拆迁", "住梧桐路八八号")
"""What only the unit itself may see again."""


def whole_register(rows: int) -> Register:
    """A register in which so many applications are granted, and every column that they need is filled."""
    first = Application(
        channel="网络",
        kind="自然人",
        summary="关于某项目征地补偿安置方案的批复",
        office="办公室",
        closed=date(2026, 12, 31),
        outcome="予以公开",
    )
    applications = tuple(
        evolve(
            first,
            number=f"2026-{row:04}",
            received=date(2025, 12, 1) + timedelta(row % 390),
            applicant=f"申请人{row}",
            reply=f"某财公开〔2026〕{row}号",
        )
        for row in range(rows)
    )
    return Register(year=2026, applications=applications)


def year_of(edition: Edition) -> int:
    """A year of an edition with one of the same edition before it."""
    return edition.first_year + 1


@st.composite
def applications(draw: DrawFn, year: int, edition: Edition, number: str = "1") -> Application:
    """Applications as clerks leave them: most whole, some with a gap, with days that cannot be."""
    gap = draw(st.integers(0, 9))
    received = date(year - 1, 11, 1) + timedelta(draw(st.integers(0, 440)))
    closed = received + timedelta(draw(st.integers(-2, 90))) if draw(st.integers(0, 4)) else None
    outcome = draw(st.sampled_from([*words_of(edition).outcomes])) if closed else ""
    return Application(
        number=number,
        received=None if gap == 7 else received,
        channel=draw(st.sampled_from(("网络", "信函", ""))),
        kind="" if gap == 8 else draw(st.sampled_from([*words_of(edition).kinds])),
        closed=None if gap == 6 else closed,
        outcome="" if gap == 9 else outcome,
        applicant=MARKERS[0],
        summary=MARKERS[1],
        remark=MARKERS[2],
    )


@st.composite
def disputes(draw: DrawFn, year: int, edition: Edition, number: str = "1") -> Dispute:
    """Cases, some of them only half entered."""
    accepted = date(year - 1, 6, 1) + timedelta(draw(st.integers(0, 600)))
    ended = bool(draw(st.integers(0, 2)))
    return Dispute(
        number=number,
        application=draw(st.sampled_from(("1", "2", "不涉及申请", ""))),
        route=draw(st.sampled_from([*words_of(edition).routes])),
        role=draw(st.sampled_from(("作出行为机关", "作出行为机关", CO_DEFENDANT, ""))),
        accepted=accepted if draw(st.integers(0, 9)) else None,
        closed=accepted + timedelta(draw(st.integers(0, 200))) if ended else None,
        result=draw(st.sampled_from([*words_of(edition).results])) if ended else "",
    )


@st.composite
def registers(draw: DrawFn, most: int = 12) -> Register:
    """Registers of any edition."""
    edition = draw(st.sampled_from([*EDITIONS.values()]))
    year = year_of(edition)
    rows = [draw(applications(year, edition, f"{year}-{n}")) for n in range(draw(st.integers(0, most)))]
    cases = [draw(disputes(year, edition, f"案{n}")) for n in range(draw(st.integers(0, most // 3)))]
    return Register(year=year, unit="某局", applications=tuple(rows), disputes=tuple(cases))


def plainly(register: Register) -> Counter[tuple[str, ...]]:
    """The counts by the words of the rows: line and kind of table three, way and column of table four."""
    year, found = register.year, Counter[tuple[str, ...]]()
    for row in register.applications:
        end = (
            row.closed if row.outcome and row.closed and row.received and row.closed >= row.received else None
        )
        if row.kind and row.received and row.received.year <= year and not (end and end.year < year):
            found["一" if row.received.year == year else "二", row.kind] += 1
            found[row.outcome if end and end.year == year else "四", row.kind] += 1
    for case in register.disputes:
        began = bool(case.accepted and case.accepted.year <= year) and case.role != CO_DEFENDANT
        if began and (case.closed is None or case.closed.year >= year):
            found[case.route, case.result if case.closed and case.closed.year == year else "未"] += 1
    return found


def by_words(figures: dict[str, int], edition: Edition) -> Counter[tuple[str, ...]]:
    """Figures by path as `plainly` has them, without the zeros and the totals."""
    words = words_of(edition)
    lines = {path: word for word, path in words.outcomes.items()}
    lines |= {"requests.received": "一", "requests.brought_forward": "二", "requests.carried_forward": "四"}
    lines |= {path: word for word, path in words.routes.items()}
    columns = {name: word for word, name in (*words.kinds.items(), *words.results.items())}
    found = Counter[tuple[str, ...]]()
    for path, figure in figures.items():
        line, _, column = path.rpartition(".")
        if figure and line in lines and column != "total":
            word = "未" if column == "pending" else columns[column]
            found[lines[line], word] += figure
    return found


# Hands


WRITTEN: Final = (
    "{0}-{1}-{2}",
    "{0}/{1}/{2}",
    "{0}.{1}.{2}",
    "{0}年{1}月{2}日",
    "{0}{1:02}{2:02}",
    " {0}-{1:02}-{2:02} 09:30",
)
"""How days are written as texts in lists that are pasted from."""

_FULL_WIDTH: Final = str.maketrans("0123456789", "０１２３４５６７８９")


def as_text(day: date, random: Random) -> str:
    """A day as a text, in any of these ways, sometimes in full-width digits."""
    text = random.choice(WRITTEN).format(day.year, day.month, day.day)
    return text.translate(_FULL_WIDTH) if random.random() < 0.3 else text


def handled(register: Register, random: Random, *, share: float = 0.3) -> bytes:
    """A register as a file whose rows were sorted, with gaps between them and days pasted as texts."""
    rows = random.sample(register.applications, len(register.applications))
    spread = [row for one in rows for row in (one, *[None] * (random.random() < 0.2))]
    filled = evolve(
        register, applications=tuple(row or Application() for row in spread), disputes=register.disputes
    )
    return _paste_days(make_register(filled, rows=20), filled, random, share)


def _paste_days(content: bytes, register: Register, random: Random, share: float) -> bytes:
    for number, table in enumerate((APPLICATIONS, CASES), start=1):
        typed = _days_as_texts(table, getattr(register, table.name), random, share)
        content = changed(content, partial(_type_over, typed), part=f"xl/worksheets/sheet{number}.xml")
    return content


def _type_over(typed: Mapping[str, str], xml: str) -> str:
    """The XML of a sheet with other contents in some of its cells, by address."""

    def put(found: re.Match[str]) -> str:
        if found[1] not in typed:
            return found[0]
        text = f'<is><t xml:space="preserve">{typed[found[1]]}</t></is>'
        return f'<c r="{found[1]}"{found[2]} t="inlineStr">{text}</c>'

    return re.sub(r'<c r="([A-Z]+\d+)"( s="\d+")?><v>\d+</v></c>', put, xml)


def _days_as_texts(table: Rows, rows: Sequence[Row], random: Random, share: float) -> dict[str, str]:
    """Some of the days of rows as texts, by address."""
    days = [column for column in table.columns if column.is_day]
    return {
        f"{column_letters(column.at)}{at}": as_text(day, random)
        for at, row in enumerate(rows, start=HEAD_ROW + 1)
        for column in days
        if (day := getattr(row, column.name)) and random.random() < share
    }
