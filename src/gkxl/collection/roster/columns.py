"""What the headings of a roster mean, and the words that people write below them."""

from __future__ import annotations

import re
from typing import Final

from gkxl.caching import cache_short_keys
from gkxl.forms.common import LEVELS
from gkxl.text import nfkc

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

_FIRST: Final = {
    CODE: ("unit_code", "unitcode", "code", "单位代码", "代码", "机构代码", "统一社会信用代码"),
    NAME: ("unit", "name", "unit_name", "unitname", "单位名称", "单位", "填报单位", "机构名称", "名称"),
}
"""Which of two columns of codes or names is the unit's own, from the first on."""

_NOTE: Final = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】|〔[^〔〕]*〕|<[^<>]*>|《[^《》]*》")
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

NOTHING: Final = frozenset({"", "无", "没有", "无上级", "/", "-", "--", "—", "——", "–", "none", "n/a", "空"})
"""How people write that there is no unit above."""

DITTO: Final = frozenset({"同上", "〃", "″", '"'})
"""How people write that a cell repeats the one above it."""


def meaning(text: str, group: str = "") -> str:
    r"""What a heading means; "" for one that is not known.

    >>> meaning("单位\n代码"), meaning("主管部门（必填）"), meaning("代码", "上级"), meaning("序号")
    ('code', 'parent', 'parent', '')
    """
    readings = [_meaning_of(whole) for whole in (group + text, text)]
    if PARENT in readings or (group and _meaning_of(group) == PARENT):
        return PARENT
    return next(filter(None, readings), "")


def rank(text: str, wanted: str) -> int:
    """How likely a heading is that of the unit's own code or name; the least is the likeliest."""
    order = _FIRST[wanted]
    folded = _bare(_NOTE.sub("", _width(text)))
    return order.index(folded) if folded in order else len(order) + ("简称" in folded)


def is_count(text: str) -> bool:
    """Whether a heading is that of a column that only counts the rows."""
    return bool(_NO_CODE.fullmatch(_bare(_width(text))))


def level_of(text: str) -> str | None:
    """The level that a cell gives; "" where it is blank, None for one that is not known."""
    folded = _bare(_width(text))
    return folded if not folded or folded in LEVELS else None


def answer(text: str) -> bool | None:
    """Whether a cell of 含下级 is a yes or a no; None where it is neither.

    >>> [answer(text) for text in ("是", "不 含。", "Ｎ", "否（仅本级）", "是，不含下级", "大概")]
    [True, False, False, False, None, None]
    """
    wide = _width(text)
    for one in ("".join(wide.split()), wide):
        found = {_ANSWERS.get(word) for word in _APART.split(one) if word}
        if len(found) == 1 and None not in found:
            return found.pop()
    return None


@cache_short_keys(maxsize=4096)
def _meaning_of(text: str) -> str:
    """What a heading means by its whole text, or without what is in brackets."""
    wide = _width(text)
    notes = "".join(_NOTE.findall(wide))
    if notes and _KNOWN[PARENT].fullmatch(_bare(notes)):
        return PARENT
    for folded in (_bare(wide), _bare(_NOTE.sub("", wide))):
        for found, pattern in _KNOWN.items():
            if folded and pattern.fullmatch(folded) and not is_count(folded):
                return found
    return ""


def _width(text: str) -> str:
    return nfkc(text).casefold()


def _bare(text: str) -> str:
    """A text without white space, asterisks, brackets and other marks."""
    return _NOT_A_WORD.sub("", text)
