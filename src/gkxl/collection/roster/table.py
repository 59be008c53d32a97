"""Finds the tables of a roster by their headings, and what each heading means."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

from gkxl.address import column_letters
from gkxl.files.limits import cache_short_keys
from gkxl.forms.common import LEVELS
from gkxl.frozen import frozen
from gkxl.text import nfkc

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gkxl.collection.roster.spreadsheets import Row, Sheet


CODE, NAME, LEVEL, PARENT, CONTAINS = "code", "name", "level", "parent", "contains"

LABELS: Final = {CODE: "单位代码", NAME: "单位名称", LEVEL: "层级", PARENT: "上级", CONTAINS: "含下级"}
"""The columns as messages name them."""

EXAMPLE: Final = "（示例）"
"""How the names of the sample rows of an empty roster begin; a roster that still has them is refused."""

_UNIT: Final = "(?:单位|机构|部门|机关|组织|主体|政府)"
_CODED: Final = "(?:统一社会信用代码|社会信用代码|统一信用代码|信用代码|机构代码|代码|编码|编号|代号)"
_NAMED: Final = "(?:规范)?(?:名称|全称|简称|名)"
_BELOW: Final = "(?:下级|下属|所属|下辖|二级)(?:单位|机构|部门|数据|数)?"

_PATTERNS: Final = {
    PARENT: (
        f"parent(?:_?(?:unit|code|name|id))?|隶属于?"
        f"|(?:直接|直属|行政)?(?:上级|上一级|父级?)(?:主管|行政|管理|领导)?{_UNIT}?的?(?:{_CODED}|{_NAMED})?"
        f"|(?:业务|行政)?(?:主管|隶属|所属|归口|归口管理|归属|挂靠|管理)(?:行政)?{_UNIT}的?(?:{_CODED}|{_NAMED})?"
    ),
    CODE: f"(?:unit_?)?code|(?:填报|报送|预算|行政)?{_UNIT}?(?:组织)?{_CODED}",
    NAME: (
        f"unit(?:_?name)?|name|(?:填报|报送|上报|公开|责任|预算|行政|本)?{_UNIT}(?:{_NAMED})?|(?:规范)?(?:名称|全称)"
    ),
    LEVEL: f"level|(?:行政|{_UNIT})?(?:层级|层次|级次)|{_UNIT}?级别",
    CONTAINS: (
        "contains|(?:汇总|统计|报送|填报|上报|数据)(?:口径|范围)"
        f"|(?:报表|数据)?(?:是否)?(?:已)?(?:含|包含|包括|汇总|合并){_BELOW}"
    ),
}
"""What each heading can be, folded; a parent is looked for first, as 上级单位 is no name of the unit."""

_KNOWN: Final = {meaning: re.compile(pattern) for meaning, pattern in _PATTERNS.items()}

_PREFERRED: Final = {
    CODE: ("unit_code", "unitcode", "code", "单位代码", "代码", "机构代码", "统一社会信用代码"),
    NAME: ("unit", "name", "unit_name", "unitname", "单位名称", "单位", "填报单位", "机构名称", "名称"),
}
"""Which of two columns of codes or names is the unit's own, from the first on."""

_IN_BRACKETS: Final = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】|〔[^〔〕]*〕|<[^<>]*>|《[^《》]*》")
_NOT_A_WORD: Final = re.compile(r"[\W]+")
_NO_CODE: Final = re.compile("序号|编号|no|行号|排序|顺序号?")

_YES: Final = (
    "是 全口径 含 包含 包括 有 对 已含 已包含 含下级 包含下级 含下属 含所属单位 含下级单位 全部 汇总 "
    "yes y true t 1 √ ✓ ✔ ☑"
)
_NO: Final = (
    "否 不 不是 无 没有 未含 未包含 不含 不包含 不包括 不含下级 不包含下级 不含下属 不含所属单位 "
    "不含下级单位 不汇总 本级 仅本级 只含本级 仅含本级 只有本级 no n false f 0 × x ✗ ✘ ✕ ☒"
)
_ANSWERS: Final = dict.fromkeys(_YES.split(), True) | dict.fromkeys(_NO.split(), False)
_APART: Final = re.compile(r"[\s,.;:。、()\[\]【】]+")

NO_PARENT: Final = frozenset(
    {"", "无", "没有", "无上级", "/", "-", "--", "—", "——", "–", "none", "n/a", "空"}
)
"""How people write that there is no unit above."""

DITTO: Final = frozenset({"同上", "〃", "″", '"'})
"""How people write that a cell repeats the one above it."""


def find_meaning(text: str, group: str = "") -> str:
    r"""Find what a heading means; "" for one that is not known.

    >>> [find_meaning(*text) for text in (["单位\n代码"], ["主管部门（必填）"], ["代码", "上级"], ["序号"])]
    ['code', 'parent', 'parent', '']
    """
    readings = [_find_whole_meaning(whole) for whole in (group + text, text)]
    if PARENT in readings or (group and _find_whole_meaning(group) == PARENT):
        return PARENT
    return next(filter(None, readings), "")


def rank_heading(text: str, wanted: str) -> int:
    """Rank headings for the unit's own code or name; the least rank is the most likely."""
    order = _PREFERRED[wanted]
    folded = _strip_marks(_IN_BRACKETS.sub("", _fold_width(text)))
    return order.index(folded) if folded in order else len(order) + ("简称" in folded)


def is_count(text: str) -> bool:
    """Whether a heading is that of a column that only counts the rows."""
    return bool(_NO_CODE.fullmatch(_strip_marks(_fold_width(text))))


def read_level(text: str) -> str | None:
    """The level that a cell gives; "" where it is blank, None for one that is not known."""
    folded = _strip_marks(_fold_width(text))
    return folded if not folded or folded in LEVELS else None


def read_answer(text: str) -> bool | None:
    """Whether a cell of 含下级 is a yes or a no; None where it is neither.

    >>> [read_answer(text) for text in ("是", "不 含。", "Ｎ", "否（仅本级）", "是，不含下级", "大概")]
    [True, False, False, False, None, None]
    """
    wide = _fold_width(text)
    for one in ("".join(wide.split()), wide):
        found = {_ANSWERS.get(word) for word in _APART.split(one) if word}
        if len(found) == 1 and None not in found:
            return found.pop()
    return None


@cache_short_keys(maxsize=4096)
def _find_whole_meaning(text: str) -> str:
    """What a heading means by its whole text, or without what is in brackets."""
    wide = _fold_width(text)
    notes = "".join(_IN_BRACKETS.findall(wide))
    if notes and _KNOWN[PARENT].fullmatch(_strip_marks(notes)):
        return PARENT
    for folded in (_strip_marks(wide), _strip_marks(_IN_BRACKETS.sub("", wide))):
        for found, pattern in _KNOWN.items():
            if folded and pattern.fullmatch(folded) and not is_count(folded):
                return found
    return ""


def _fold_width(text: str) -> str:
    return nfkc(text).casefold()


def _strip_marks(text: str) -> str:
    """A text without white space, asterisks, brackets and other marks."""
    return _NOT_A_WORD.sub("", text)


ROWS_SEARCHED: Final = 30
"""The first rows of a sheet in which headings are looked for; titles and notes may come before them."""


@frozen
class RosterColumn:
    """A column of a roster, and what it was taken for.

    Attributes:
        text: Its heading, without that of a group of columns.
        group: The heading over it and its neighbours; "" where there is none.
        meaning: ``"code"``, ``"name"``, ``"level"``, ``"parent"`` or ``"contains"``; "" for a further column.
        at: Its number, from 0.
        row: The row of the heading, from 1.
    """

    text: str
    group: str
    meaning: str
    at: int
    row: int

    @property
    def heading(self) -> str:
        """The heading with that of its group."""
        return f"{self.group} {self.text}".strip()

    @property
    def address(self) -> str:
        """The address of the heading, such as ``B3``."""
        return f"{column_letters(self.at + 1)}{self.row}"


@frozen
class Table:
    """A table in a sheet.

    Attributes:
        sheet: The sheet.
        row: The row of its headings, from 1.
        columns: The columns that have headings, from the left.
        rows: The rows below, but for headings that are printed again on each page.
    """

    sheet: Sheet
    row: int
    columns: tuple[RosterColumn, ...]
    rows: tuple[Row, ...]


def find_tables(sheet: Sheet) -> Iterator[Table]:
    """Find the tables of a sheet, one below another; each has a column for the names of units."""
    rows = sheet.rows
    head = _find_first_head(rows)
    while head is not None:
        columns = find_headings(rows, head)
        following = _find_next_head(rows, head, columns)
        body = tuple(row for row in rows[head + 1 : following] if not _repeats(row, columns))
        yield Table(sheet, rows[head].number, columns, body)
        head = following


def find_headings(rows: Sequence[Row], at: int) -> tuple[RosterColumn, ...]:
    """Read a row as one of headings; a column for each cell that is not blank."""
    row = rows[at]
    texts = {column: _join_lines(text) for column, text in enumerate(row.cells) if text}
    groups = {column: _find_group(rows, at, column) for column in texts}
    over = Counter(groups.values())
    for column, group in groups.items():
        if 2 * over[group] > len(texts) and not find_meaning(group):
            groups[column] = ""  # a title
    return tuple(
        RosterColumn(text, groups[column], find_meaning(text, groups[column]), column, row.number)
        for column, text in texts.items()
    )


def find_known_meanings(columns: Sequence[RosterColumn]) -> set[str]:
    """The meanings of the headings that are known."""
    return {column.meaning for column in columns} - {""}


def find_likeliest_headings(sheet: Sheet) -> tuple[RosterColumn, ...]:
    """The row that looks most like headings, in a sheet of which no heading for names is known."""
    rows = sheet.rows[:ROWS_SEARCHED]
    columns = [find_headings(rows, at) for at in range(len(rows))]
    return max(columns, key=lambda found: (len(find_known_meanings(found)), min(len(found), 2)))


def _join_lines(text: str) -> str:
    return "".join(text.splitlines())


def _find_group(rows: Sequence[Row], at: int, column: int) -> str:
    """The text of a cell right above that is merged over several columns."""
    above = rows[at - 1] if at else None
    if above is None or above.number != rows[at].number - 1 or column in rows[at].covered_by_above:
        return ""
    return _join_lines(above.heading(column)) if {column, column + 1} & above.covered_by_left else ""


def _find_first_head(rows: Sequence[Row]) -> int | None:
    """Find the row with the most known headings, that of names among them; of merged rows the last."""
    found = [find_known_meanings(find_headings(rows, at)) for at in range(len(rows[:ROWS_SEARCHED]))]
    counts = [len(meanings) if NAME in meanings else 0 for meanings in found]
    if not any(counts):
        return None
    at = counts.index(max(counts))
    while at + 1 < len(counts) and counts[at + 1] == counts[at] and _is_merged_below(rows, at):
        at += 1
    return at


def _is_merged_below(rows: Sequence[Row], at: int) -> bool:
    """Whether all known headings of a row are merged with those of the next."""
    columns = find_headings(rows, at)
    return all(column.at in rows[at + 1].covered_by_above for column in columns if column.meaning)


def _find_next_head(rows: Sequence[Row], head: int, columns: Sequence[RosterColumn]) -> int | None:
    """Find the next row of other headings: only headings in the columns that had a known one."""
    places = [column.at for column in columns if column.meaning]
    for at in range(head + 1, len(rows)):
        texts = [text for place in places if (text := rows[at].cell(place))]
        if (
            len(texts) > 1
            and all(map(find_meaning, texts))
            and not _repeats(rows[at], columns)
            and NAME in find_known_meanings(find_headings(rows, at))
        ):
            return at
    return None


def _repeats(row: Row, columns: Sequence[RosterColumn]) -> bool:
    """Whether a row has the known headings once more, as on every printed page."""
    return all(_join_lines(row.heading(column.at)) == column.text for column in columns if column.meaning)
