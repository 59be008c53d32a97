"""The columns of a tidy table, and its rows as they are written everywhere."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final

from attrs import fields

from gkxl.timeseries import Observation

if TYPE_CHECKING:
    from collections.abc import Callable

NAMES: Final = tuple(column.name for column in fields(Observation))

HEADINGS: Final = ("单位", "单位代码", "年度", "版本", "路径", "项目", "数值")
"""What the columns are called in files that people open; programs go by the names."""

row: Final[Callable[[Observation], tuple[Any, ...]]] = attrgetter(*NAMES)
"""The values of an observation in the order of the columns."""
