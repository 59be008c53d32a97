"""What the office itself wrote for the consolidated report 汇总.xlsx: it stays, whatever comes in later.

The workbook keeps, on its hidden sheet, a record of what gkxl put into its open cells. Whatever else is there
was typed by the office. The record and what it is about are one file, so that no interruption parts them.
"""

from __future__ import annotations

import json
import re
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

from attrs import field

from gkxl.checksheet.lines import explainable_lines
from gkxl.collection.store.rows import hash_text
from gkxl.errors import DataError
from gkxl.frozen import frozen
from gkxl.issues import Issue
from gkxl.model.outline import cells
from gkxl.text import Wording, enumerated, legible

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from gkxl.forms.edition import Edition
    from gkxl.model.outline import Node


RECORD_MARK: Final = "gkxl.collected"
"""The label in front of the record on the hidden sheet."""

_NAMED: Final = 5

Origin: TypeAlias = Literal["roster", "given"]
"""The source of a text that gkxl wrote into a cell: the roster, or a file of texts."""


@frozen
class ReportTexts:
    """The texts of a consolidated report, by the paths of their cells or the keys of their explanations.

    Attributes:
        texts: The texts.
        origins: The source of each text that was not typed into the workbook.
    """

    texts: Mapping[str, str] = field(factory=dict)
    origins: Mapping[str, Origin] = field(factory=dict)

    def cells(self) -> dict[str, str]:
        """The texts of cells, by path."""
        return {key: text for key, text in self.texts.items() if " " not in key}

    def explanations(self) -> dict[tuple[str, str], str]:
        """The explanations on the check sheet, by the code and path that they are about."""
        keys = {tuple(key.split(" ", 1)): text for key, text in self.texts.items() if " " in key}
        return {(code, path): text for (code, path), text in keys.items()}


@frozen
class PresentTexts:
    """The texts in an existing 汇总.xlsx.

    Attributes:
        texts: The texts in its open cells.
        record: For every text that gkxl wrote there its origin and its hash.
        typed_over: The places of the numbers that are not as gkxl wrote them.
    """

    texts: Mapping[str, str] = field(factory=dict)
    record: Mapping[str, tuple[Origin, str]] = field(factory=dict)
    typed_over: tuple[str, ...] = ()

    def origin(self, key: str) -> Origin | None:
        """The origin of a text that is as gkxl wrote it; None for one that the office typed."""
        origin, digest = self.record.get(key, (None, ""))
        return origin if digest == _short_hash(self.texts.get(key, "")) else None

    def remarks(self, name: str) -> tuple[Issue, ...]:
        """The issue that numbers were typed over; none if they are as gkxl wrote them."""
        if not self.typed_over:
            return ()
        names = enumerated(self.typed_over, _NAMED)
        facts = {"file": name, "count": len(self.typed_over), "names": names}
        return (Issue(code="collect.typed_over", facts=facts),)


def merge_texts(
    edition: Edition, own: Mapping[str, str], present: PresentTexts, given: Mapping[str, str]
) -> ReportTexts:
    """Choose the texts of the workbook: what is given now, else what was typed, else the roster's.

    Raises:
        DataError: Something else was typed into a cell than is given for it, so it is unclear which counts.
    """
    typed = {key for key, text in present.texts.items() if text and present.origin(key) is None}
    both = [key for key in typed if given.get(key, present.texts[key]) != present.texts[key]]
    if both:
        raise _conflict_error(edition, both)
    kept = {key for key, text in present.texts.items() if text and present.origin(key) != "roster"}
    texts = {**own, **{key: present.texts[key] for key in kept}, **given}
    origins: dict[str, Origin] = dict.fromkeys(own, "roster")
    origins |= dict.fromkeys((*(kept - typed), *given), "given")
    known = {key: origin for key, origin in origins.items() if key in given or key not in typed}
    return ReportTexts(texts, known)


def _conflict_error(edition: Edition, keys: Iterable[str]) -> DataError:
    labels = find_labels(edition)
    return DataError(
        "汇总表里已经写了{names}，与 --texts 给出的文字不同，没有汇总。"
        "以汇总表里的为准的，不要写 --texts；以给出的为准的，先清空汇总表里的这几格。",
        names=enumerated(sorted(labels[key] for key in keys), _NAMED, quoted=True),
    )


def find_labels(edition: Edition) -> dict[str, str]:
    """The labels of the open cells, by their keys."""
    explained = {" ".join(line.key): f"{line.label}（说明）" for line in explainable_lines(edition)}
    return {cell.path: cell.label for cell in cells(edition.form) if is_open_text(cell)} | explained


def is_open_text(cell: Node) -> bool:
    """Whether a cell is open to what the office writes: every text cell is."""
    return cell.type is str


def make_record(edition: Edition, values: Mapping[str, Any], texts: ReportTexts) -> str:
    """The record for the hidden sheet: every text and number that gkxl writes into a workbook, as JSON."""
    record = {key: [origin, _short_hash(texts.texts[key])] for key, origin in texts.origins.items()}
    found = (values[cell.path] for cell in find_numbers(edition))
    numbers = [None if value is None else str(value) for value in found]
    return json.dumps({"texts": record, "numbers": numbers}, separators=(",", ":"), sort_keys=True)


def find_numbers(edition: Edition) -> list[Node]:
    """The numbers that a record keeps, in their order."""
    return [cell for cell in cells(edition.form) if cell.in_table]


_DAY: Final = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")


def _short_hash(text: str) -> str:
    return hash_text(text)[:16]


def read_short_text(text: str, most: int, what: Wording) -> str:
    """Put a text into one line, and refuse a long one.

    Args:
        text: The text as it was given.
        most: How many characters it may have.
        what: What it is.

    Raises:
        DataError: It is longer.
    """
    line = " ".join(legible(text).split())
    if len(line) > most:
        template = "{what}有 {length} 个字，最多 {most} 个字。请写得简短一些。"
        raise DataError(template, what=what, length=len(line), most=most)
    return line


def read_day(text: str) -> str:
    """Read a day in any usual form as ``2025-01-20``; today if the text is blank.

    >>> read_day("2025年1月20日")
    '2025-01-20'

    Raises:
        DataError: There is no such day.
    """
    if not text.strip():
        return datetime.now().astimezone().date().isoformat()
    found = _DAY.fullmatch(text.strip())
    try:
        return date(*map(int, found.groups())).isoformat() if found else date.fromisoformat(text).isoformat()
    except ValueError:
        raise DataError("“{text}”不是日期。请写成 2025-01-20 这样。", text=legible(text)) from None
