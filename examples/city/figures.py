"""The figures of 乌有市: at random, and yet every sum, balance and year agrees with the others."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from random import Random
from typing import TYPE_CHECKING, Any, Final

import gkxl
from city.units import UNITS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from city.units import Unit

_NUMBERS: Final = gkxl.json_schema("2021")["properties"]["cells"]["required"]
_RECEIVED: Final = "requests.received."
_COLUMNS: Final = [path.removeprefix(_RECEIVED) for path in _NUMBERS if path.startswith(_RECEIVED)]
_OUTCOMES: Final = list(
    dict.fromkeys(path.rpartition(".")[0] for path in _NUMBERS if path.startswith("requests.processed."))
)
_OFTEN: Final = {"granted": 60, "partly_granted": 9, "not_held": 14, "petition": 5, "requires_creation": 3}
"""How often requests end so; otherwise 1."""

_DECISIONS: Final = {
    "disclosure.permits.decisions": 900,
    "disclosure.penalties.decisions": 300,
    "disclosure.coercive_measures.decisions": 40,
}
"""What is decided, and how often at most in the first year."""

_FEES: Final = "disclosure.fees.amount"

_SIZES: Final = {"县级": 0, "部门单位": 24, "乡镇街道": 6}
"""How many requests a unit of a level gets from people; a district adds up those of its units."""


def reports(year: int, seed: int, last: Mapping[str, gkxl.Report]) -> dict[str, gkxl.Report]:
    """The report of every unit by its code, each beginning where that of last year ended."""
    own = {
        unit.code: _report(unit, year, _figures(Random(f"{seed} {year} {unit}"), unit, last.get(unit.code)))  # noqa: S311 (no secrets)
        for unit in UNITS
        if unit.level != "县级"
    }
    return {unit.code: own.get(unit.code) or _together(unit, year, own) for unit in UNITS}


def _together(district: Unit, year: int, own: Mapping[str, gkxl.Report]) -> gkxl.Report:
    """The report of a district: what its units report, added up."""
    total = gkxl.aggregate([own[unit.code] for unit in UNITS if unit.parent == district.code])
    numbers = {path: value for path, value in gkxl.to_dict(total)["cells"].items() if path in _NUMBERS}
    return _report(district, year, numbers)


def _figures(random: Random, unit: Unit, last: gkxl.Report | None) -> dict[str, Any]:
    before = gkxl.to_dict(last)["cells"] if last else {}
    return {
        **dict.fromkeys(_NUMBERS, 0),
        **_disclosure(random, before),
        **_requests(random, _SIZES[unit.level], before),
        **_disputes(random),
    }


def _disclosure(random: Random, before: Mapping[str, Any]) -> dict[str, Any]:
    in_force = "disclosure.normative_documents.in_force"
    issued = random.randint(0, 6)
    repealed = random.randint(0, 3)
    return {
        "disclosure.normative_documents.issued": issued,
        "disclosure.normative_documents.repealed": repealed,
        in_force: before.get(in_force, random.randint(9, 40)) + issued - repealed,
        **{path: _about(random, before.get(path), most) for path, most in _DECISIONS.items()},
        _FEES: str(Decimal(_about(random, _in_yuan(before), 9_000_000)) / 10_000),
    }


def _about(random: Random, last: int | None, most: int) -> int:
    """A little more or less than last year; anything up to so much where there is no last year."""
    return random.randint(0, most) if last is None else last * random.randint(80, 125) // 100


def _in_yuan(before: Mapping[str, Any]) -> int | None:
    return int(Decimal(before[_FEES]) * 10_000) if before else None


def _requests(random: Random, size: int, before: Mapping[str, Any]) -> dict[str, int]:
    weights = [_OFTEN.get(line.rpartition(".")[2], 1) for line in _OUTCOMES]
    figures: Counter[str] = Counter()
    for column, share in zip(_COLUMNS, (12, 3, 0, 1, 1, 1), strict=True):
        received = random.randint(0, size * share // 6)
        carried = random.randint(0, received // 6)
        brought = before.get(f"requests.carried_forward.{column}", random.randint(0, size * share // 36))
        ended = random.choices(_OUTCOMES, weights, k=received + brought - carried)
        figures.update(f"{line}.{column}" for line in ended)
        figures[f"requests.received.{column}"] = received
        figures[f"requests.brought_forward.{column}"] = brought
        figures[f"requests.carried_forward.{column}"] = carried
    return figures


def _disputes(random: Random) -> dict[str, int]:
    return {
        "disputes.review.upheld": random.randint(0, 3),
        "disputes.review.corrected": random.randint(0, 1),
        "disputes.direct_litigation.upheld": random.randint(0, 2),
        "disputes.litigation_after_review.pending": random.randint(0, 1),
    }


def _report(unit: Unit, year: int, numbers: Mapping[str, Any]) -> gkxl.Report:
    cover = {
        "cover.unit": unit.name,
        "cover.unit_code": unit.code,
        "cover.level": unit.level,
        "cover.year": year,
        "cover.prepared_by": "示例甲",
        "cover.reviewed_by": "示例乙",
        "cover.phone": "000-0000000（示例）",
        "cover.date": f"{year + 1}年1月15日",
    }
    counted = gkxl.from_dict({"edition": "2021", "cells": {**numbers, **cover}})
    texts = _texts(unit, counted)
    return gkxl.from_dict({"edition": "2021", "cells": {**numbers, **cover, **texts}})


def _texts(unit: Unit, report: Any) -> dict[str, str]:  # noqa: ANN401 (a report of any edition)
    r = report.requests
    return {
        "overview.summary": f"{unit.name}按照条例要求推进政府信息公开工作（示例文字）。",
        "overview.proactive": "围绕群众关心的事项及时公开，重要文件同步解读。",
        "overview.on_request": (
            f"本年度新收政府信息公开申请{r.received.total}件，上年结转{r.brought_forward.total}件，"
            f"办结{r.processed.total.total}件，结转下年度{r.carried_forward.total}件。"
        ),
        "overview.management": "公开前逐件审查，公文起草时同步确定公开属性。",
        "overview.platform": "网站专栏按统一规范设置，内容定期检查。",
        "overview.supervision": "明确分管负责人和经办人，年内组织一次业务学习。",
        "improvement.problems": "个别信息更新不够及时，解读形式不够丰富。",
        "improvement.measures": "按月核对更新情况，多用图表和问答解读。",
        "other_matters": "本年度没有收取信息处理费，没有其他需要报告的事项。",
    }
