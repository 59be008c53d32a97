"""A report as plain data, ready for JSON: its edition, and what every cell holds, keyed by path.

Counts are whole numbers, texts strings, and amounts strings of decimal digits: a JSON number would pass
through binary fractions and lose the digits that were filed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from decimal import Decimal
from difflib import get_close_matches
from reprlib import repr as short
from typing import TYPE_CHECKING, Any, Final, Protocol, cast

from gkxl.arguments import checked
from gkxl.errors import DataError, UnreadableFileError
from gkxl.files.limits import Limits, check_limit
from gkxl.forms import EDITIONS, edition_named, edition_of, names_of_kinds, newest_edition
from gkxl.model.outline import cells, report_from, sums, values_of, with_totals
from gkxl.text import Wording, to_wording

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from gkxl.forms.edition import AnyReport, Edition
    from gkxl.forms.report import Report
    from gkxl.model.outline import Node


AMOUNT: Final = r"-?[0-9]+(\.[0-9]+)?"
"""How an amount is written: plain decimal digits, no exponent, no thousands separators."""

MOST_DIGITS: Final = 60
"""The most digits an amount may take when written plainly, before or after the point."""


class HasPlainForm(Protocol):
    """What has a plain form besides reports: issues, readings, comparisons, collections and the like."""

    def to_dict(self) -> dict[str, Any]:
        """The plain form."""


@checked
def to_dict(value: AnyReport | HasPlainForm) -> dict[str, Any]:
    """A report as plain data, or an issue, a reading, a comparison, a collection or a trace.

    Args:
        value: A report of any edition, of which totals are given as they were filed; or one of the others.

    Returns:
        Of a report ``{"edition": name, "cells": {path: value}}`` in printed order: counts as ``int``, amounts
        as plain decimal strings with their digits as they are, texts as ``str``. Empty texts are left out.
        Of the others what ``docs/plain.md`` lists, with its version under ``"format"``.

    Raises:
        UnknownEditionError: It is not a report of any edition.
        DataError: Values are missing or of the wrong type; all of them are named.

    Example:
        >>> from gkxl.forms import e2021
        >>> from gkxl.model.outline import fill
        >>> zero = fill(e2021.Report, lambda node: "" if node.type is str else 0)
        >>> to_dict(zero)["cells"]["disclosure.fees.amount"]
        '0'
    """
    if hasattr(type(value), "to_dict"):
        return cast("HasPlainForm", value).to_dict()
    edition, values = edition_of(value), values_of(cast("AnyReport", value))
    refuse_wrong([(c, values[c.path]) for c in cells(edition.form) if not _is_typed(c, values[c.path])])
    written = {cell.path: _write_value(cell, values[cell.path]) for cell in cells(edition.form)}
    return {"edition": edition.name, "cells": {path: value for path, value in written.items() if value != ""}}


def parse_json(data: bytes) -> Any:  # noqa: ANN401 (whatever JSON holds)
    """What a JSON file holds, for `from_dict`; numbers keep their digits.

    Raises:
        UnreadableFileError: It is not JSON.
        LimitError: It holds more than the limits allow.
    """
    items = sum(map(data.count, (b",", b"[", b"{")))
    check_limit(Limits().elements, items, "JSON 数据的项数")
    try:
        return json.loads(data.decode("utf-8-sig"), parse_float=Decimal)
    except (ValueError, RecursionError):
        raise UnreadableFileError("文件不是 JSON 数据，或内容不完整。请重新导出。") from None


def from_dict(data: Mapping[str, Any]) -> Report:
    """The report that plain data describes.

    A text that is left out or null is empty. A total that is left out or null is computed from its parts;
    every other number must be there. Counts are JSON integers (``3``, not ``3.0``), amounts are plain
    decimal strings such as ``"72701.2578"`` or numbers. Values that a cell can hold but the notice does not
    allow, such as a negative count, are kept: `gkxl.check` reports them.

    Args:
        data: What `to_dict` gives, or JSON of the same shape.

    Raises:
        DataError: Paths are unknown or missing, or values are of the wrong type; all of a kind are named.
        UnknownEditionError: No edition of the form has that name.
    """
    edition, given = _read_top(data)
    form = edition.form
    known = {cell.path: cell for cell in cells(form)}
    refuse_unknown(given, known)
    filled = {path: value for path, value in given.items() if value is not None}
    values = {path: read_value(known[path], value) for path, value in filled.items()}
    refuse_wrong([(known[path], filled[path]) for path, value in values.items() if value is None])
    values = {cell.path: "" for cell in known.values() if cell.type is str} | with_totals(form, values)
    _refuse_missing([path for path, cell in known.items() if path not in values and not cell.computed])
    return cast("Report", report_from(form, values))


@checked
def json_schema(edition: str | None = None) -> dict[str, Any]:
    """The JSON Schema (2020-12) of the plain data of an edition.

    Args:
        edition: The name of the edition; the newest one if None.

    Returns:
        The schema. It is as strict as the notice: what it refuses and `from_dict` takes, such as a
        negative count, `gkxl.check` reports.

    Raises:
        UnknownEditionError: No edition of the form has that name.
    """
    chosen = edition_named(edition) if edition is not None else newest_edition()
    found = cells(chosen.form)
    described = {
        "type": "object",
        "properties": {cell.path: _cell_schema(chosen, cell) for cell in found},
        "required": [cell.path for cell in found if cell.type is not str and not cell.computed],
        "additionalProperties": False,
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": chosen.kind.title,
        "description": f"{chosen.notice}，{chosen.name} 版",
        "type": "object",
        "properties": {"edition": {"const": chosen.name}, "cells": described},
        "required": ["edition", "cells"],
        "additionalProperties": False,
    }


def _is_typed(cell: Node, value: Any) -> bool:  # noqa: ANN401 (whatever was put there)
    """Whether a cell of a report holds what it is typed to hold."""
    if cell.type is Decimal:
        return type(value) in (int, Decimal) and _check_digits(value) is not None
    return type(value) is cell.type


def _write_value(cell: Node, value: Any) -> Any:  # noqa: ANN401 (whatever the cell holds)
    return format(Decimal(value), "f") if cell.type is Decimal else value


def _read_top(data: Any) -> tuple[Edition, Mapping[str, Any]]:  # noqa: ANN401 (whatever JSON gave)
    """The edition and the cells of plain data."""
    what = names_of_kinds()
    if not isinstance(data, Mapping):
        raise DataError(
            "{what}数据应为含有“edition”和“cells”的对象，而不是 {data}。", what=what, data=short(data)
        )
    refuse_unknown(data, ("edition", "cells"))
    name, given = data.get("edition"), data.get("cells")
    if not isinstance(name, str):
        raise DataError(
            "{what}数据的“edition”应为报告格式的名称（{editions}），而不是 {name}。",
            what=what,
            editions=[*EDITIONS],
            name=short(name),
        )
    edition = edition_named(name)
    if not isinstance(given, Mapping):
        raise DataError(
            "{what}数据的“cells”应为从路径到内容的对象，而不是 {given}。", what=what, given=short(given)
        )
    return edition, given


def read_value(cell: Node, value: Any) -> Any:  # noqa: ANN401 (whatever JSON gave)
    """The value as its cell holds it; None where the cell cannot."""
    if cell.type is Decimal:
        return _read_amount(value)
    return value if type(value) is cell.type else None


def _read_amount(value: Any) -> Decimal | None:  # noqa: ANN401 (whatever JSON gave)
    if isinstance(value, str):
        return _check_digits(value) if re.fullmatch(AMOUNT, value) else None
    if isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
        return _check_digits(repr(value) if isinstance(value, float) else value)
    return None


def _check_digits(value: str | int | Decimal) -> Decimal | None:
    """The amount; None if it is not finite or has too many digits to write plainly."""
    amount = Decimal(value)
    if not amount.is_finite():
        return None
    exponent = cast("int", amount.as_tuple().exponent)
    return amount if amount.adjusted() < MOST_DIGITS and -exponent <= MOST_DIGITS else None


def refuse_unknown(given: Iterable[Any], known: Collection[str]) -> None:
    """Refuse paths that are not known, each with the nearest of those that are, where one is near.

    Raises:
        DataError: There are such paths.
    """
    unknown = [str(path) for path in given if path not in known]
    if unknown:
        near = {
            path[:_LONGEST_PATH]: _find_nearest(path[:_LONGEST_PATH], known) for path in unknown[:_MOST_NAMED]
        }
        more = len(unknown) - len(near)
        found = [_with_nearest(path, best) for path, best in near.items()]
        others = to_wording("，另有 {more} 个", more=more) if more else ""
        raise DataError("没有这样的路径：{found}{others}。请改正。", found=found, others=others)


_MOST_NAMED: Final = 10
"""So many unknown paths are named; the nearest to each is searched among all that are known."""

_LONGEST_PATH: Final = 100
"""So much of an unknown path is looked at."""


def _other_editions(path: str) -> Wording | str:
    """What to add of a path that some other edition has."""
    having = [name for name, edition in EDITIONS.items() if path in {c.path for c in cells(edition.form)}]
    return to_wording("；它属于 {editions} 版", editions=having) if having else ""


def _find_nearest(path: str, known: Iterable[str]) -> str:
    return next(iter(get_close_matches(path, known, n=1)), "")


def _with_nearest(path: str, best: str) -> Wording | str:
    others = _other_editions(path)
    if best:
        return to_wording("{path}（最接近的是 {best}{others}）", path=path, best=best, others=others)
    return to_wording("{path}{others}", path=path, others=others)


def refuse_wrong(wrong: list[tuple[Node, Any]]) -> None:
    """Refuse values that their cells cannot hold.

    Raises:
        DataError: There are such values.
    """
    if wrong:
        template = "{path} 是 {value}，应为{type}"
        zh, en = zip(
            *(
                to_wording(template, path=cell.path, value=short(value), type=_TYPE_NAMES[cell.type])
                for cell, value in wrong
            ),
            strict=True,
        )
        raise DataError("内容的类型不对：{wrong}。请改正。", wrong=Wording("；".join(zh), "; ".join(en)))


_TYPE_NAMES: Final = {
    int: Wording("整数", "an integer"),
    Decimal: Wording("十进制数，如 72701.2578", "a decimal such as 72701.2578"),
    str: Wording("文字", "text"),
}


def _refuse_missing(missing: list[str]) -> None:
    if missing:
        raise DataError(
            "缺少 {count} 个数：{missing}。请补上，没有发生的填 0。", count=len(missing), missing=missing
        )


def _cell_schema(edition: Edition, cell: Node) -> dict[str, Any]:
    rules = [f"{found.mark.rule}。" for found in sums(edition.form) if found.total == cell]
    about = "".join([*rules, cell.item.hint])
    return {"title": cell.label} | ({"description": about} if about else {}) | _content_schema(edition, cell)


def _content_schema(edition: Edition, cell: Node) -> dict[str, Any]:
    """What a cell may hold, in the words of JSON Schema."""
    if cell.type is str:
        return {"type": "string"} | ({"enum": [*cell.item.choices]} if cell.item.choices else {})
    if cell.path == edition.roles.year:
        last = {"maximum": edition.last_year} if edition.last_year else {}
        return {"type": "integer", "minimum": edition.first_year} | last
    if cell.domain.whole:
        return {"type": "integer"} | ({} if cell.domain.signed else {"minimum": 0})
    return {"anyOf": [{"type": "string", "pattern": f"^{AMOUNT[2:]}$"}, {"type": "number", "minimum": 0}]}
