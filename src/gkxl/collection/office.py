"""What the office itself wrote for 汇总.xlsx, in it or in another file: it stays, whatever comes in later.

The workbook keeps, on its hidden sheet, a record of what gkxl put into its open cells. Whatever else is there
was typed by the office. The record and what it is about are one file, so that no interruption parts them.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

from attrs import field, frozen

from gkxl.errors import DataError
from gkxl.expectations import lines
from gkxl.issues.issue import Issue
from gkxl.model.outline import cells
from gkxl.text import enumerated

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from gkxl.forms.edition import Edition
    from gkxl.model.outline import Node

RECORD: Final = "gkxl.collected"
"""What stands beside the record on the hidden sheet."""

_NAMED: Final = 5

Origin: TypeAlias = Literal["roster", "given"]
"""Where a text comes from that gkxl put into a cell: the roster, or a file of texts."""


@frozen
class Texts:
    """The texts of a consolidated report, by the paths of their cells or the keys of their explanations.

    Attributes:
        texts: The texts.
        origins: Of those that nobody typed into the workbook where they come from.
    """

    texts: Mapping[str, str] = field(factory=dict)
    origins: Mapping[str, Origin] = field(factory=dict)

    def cells(self) -> dict[str, str]:
        """Those of cells, by path."""
        return {key: text for key, text in self.texts.items() if " " not in key}

    def explanations(self) -> dict[tuple[str, str], str]:
        """Those of the check sheet, by the code and path that they are about."""
        keys = {tuple(key.split(" ", 1)): text for key, text in self.texts.items() if " " in key}
        return {(code, path): text for (code, path), text in keys.items()}


@frozen
class Present:
    """What the workbook that is there holds.

    Attributes:
        texts: The texts in its open cells.
        record: For every text that gkxl put there its origin and its hash.
        typed_over: The numbers that are not as gkxl wrote them, as people say where they are.
    """

    texts: Mapping[str, str] = field(factory=dict)
    record: Mapping[str, tuple[Origin, str]] = field(factory=dict)
    typed_over: tuple[str, ...] = ()

    def origin(self, key: str) -> Origin | None:
        """Where a text comes from that is as gkxl wrote it; None of one that the office typed."""
        origin, digest = self.record.get(key, (None, ""))
        return origin if digest == _digest(self.texts.get(key, "")) else None

    def remarks(self, name: str) -> tuple[Issue, ...]:
        """That numbers were typed over, where some were."""
        if not self.typed_over:
            return ()
        zh, en = enumerated(self.typed_over, _NAMED)
        facts = {"file": name, "count": len(self.typed_over), "names": zh, "names_en": en}
        return (Issue(code="collect.typed_over", facts=facts),)


def merge_texts(
    edition: Edition, own: Mapping[str, str], present: Present, given: Mapping[str, str]
) -> Texts:
    """The texts that the workbook is to hold: what is given now, else what was typed, else the roster's.

    Raises:
        DataError: Something else was typed into a cell than is given for it: nobody can tell which counts.
    """
    typed = {key for key, text in present.texts.items() if text and present.origin(key) is None}
    both = [key for key in typed if given.get(key, present.texts[key]) != present.texts[key]]
    if both:
        raise _conflict(edition, both)
    kept = {key for key, text in present.texts.items() if text and present.origin(key) != "roster"}
    texts = {**own, **{key: present.texts[key] for key in kept}, **given}
    origins: dict[str, Origin] = dict.fromkeys(own, "roster")
    origins |= dict.fromkeys((*(kept - typed), *given), "given")
    return Texts(texts, {key: origin for key, origin in origins.items() if key in given or key not in typed})


def _conflict(edition: Edition, keys: Iterable[str]) -> DataError:
    labels = labels_of(edition)
    zh, en = enumerated(sorted(labels[key] for key in keys), _NAMED, quoted=True)
    return DataError(
        f"汇总表里已经写了{zh}，与 --texts 给出的文字不同，没有汇总。"
        "以汇总表里的为准的，不要写 --texts；以给出的为准的，先清空汇总表里的这几格。",
        f"the workbook already has other texts than --texts gives for {en}: leave out --texts, or clear them",
    )


def labels_of(edition: Edition) -> dict[str, str]:
    """What people call an open cell, by its key."""
    explained = {" ".join(line.key): f"{line.label}（说明）" for line in lines(edition)}
    return {cell.path: cell.label for cell in cells(edition.form) if is_open(cell)} | explained


def is_open(cell: Node) -> bool:
    """Whether a cell takes what the office writes: every text does."""
    return cell.type is str


def record_of(edition: Edition, values: Mapping[str, Any], texts: Texts) -> str:
    """What the hidden sheet keeps of what gkxl puts into a workbook."""
    told = {key: [origin, _digest(texts.texts[key])] for key, origin in texts.origins.items()}
    found = (values[cell.path] for cell in numbers_of(edition))
    numbers = [None if value is None else str(value) for value in found]
    return json.dumps({"texts": told, "numbers": numbers}, separators=(",", ":"), sort_keys=True)


def numbers_of(edition: Edition) -> list[Node]:
    """The numbers that a record keeps, in their order."""
    return [cell for cell in cells(edition.form) if cell.in_table]


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
