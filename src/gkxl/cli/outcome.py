"""What came of reading one file: the same whether it could be used or not."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from attrs import evolve, field, frozen

import gkxl
from gkxl.cli.files import refuse_empty
from gkxl.cli.plain import plain_issue
from gkxl.cli.terminal import lang
from gkxl.cli.usage import CLEAN, ERRORS, UNUSABLE
from gkxl.files.load import load
from gkxl.issues.catalogue.vocabulary import NO_RETURN, UNREADABLE
from gkxl.issues.issue import unreadable, verdict

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from gkxl.collection.intake.sources import Source
    from gkxl.issues.catalogue.vocabulary import Word
    from gkxl.reading import Previous


@frozen(kw_only=True)
class Outcome:
    """A file and what was found in it.

    Attributes:
        file: Its path, as it was given.
        issues: Everything found.
        edition: The name of its edition.
        cover: What its cover says, by the last step of the path.
        report: The report, where every cell could be read.
        carried: Those of last year's figures that the workbook was issued with, by path.
        explanations: What the unit explains, by the code and path that it is about.
        usable: Whether it is a workbook of the form at all.
    """

    file: str
    issues: tuple[gkxl.Issue, ...] = field(repr=False)
    edition: str | None = None
    cover: dict[str, Any] = field(factory=dict, hash=False)
    report: gkxl.Report | None = field(default=None, repr=False)
    carried: Mapping[str, Any] = field(factory=dict, repr=False, hash=False)
    explanations: Mapping[tuple[str, str], str] = field(factory=dict, repr=False, hash=False)
    usable: bool = True

    @property
    def ok(self) -> bool:
        """Whether it was read and nothing has to be corrected."""
        return self.usable and not self.errors

    @property
    def errors(self) -> list[gkxl.Issue]:
        """What has to be corrected."""
        return [issue for issue in self.issues if issue.severity is gkxl.Severity.ERROR]

    @property
    def word(self) -> Word:
        """The verdict on the file: 通过, 需核实 or 需改正; 无法读取 or 不是报表 if it is no return."""
        if self.usable:
            return verdict(self.issues)
        return NO_RETURN if any(issue.code == "file.no_return" for issue in self.issues) else UNREADABLE

    @property
    def reason(self) -> tuple[str, str]:
        """Why nothing can be made of it, in Chinese and English."""
        if not self.usable:
            return "文件无法读取", "The file cannot be read"
        return "报表有需改正的", "The return has something to correct"

    @property
    def status(self) -> int:
        """The exit status that it stands for."""
        if not self.usable:
            return UNUSABLE
        return CLEAN if self.ok else ERRORS

    def plain(self) -> dict[str, Any]:
        """The outcome as JSON has it."""
        return {
            "file": self.file,
            "edition": self.edition,
            "year": self.cover.get("year"),
            "unit": self.cover.get("unit"),
            "unit_code": self.cover.get("unit_code"),
            "ok": self.ok,
            "issues": [plain_issue(issue) for issue in self.issues],
            "cells": gkxl.to_dict(self.report)["cells"] if self.report else None,
        }


def examine(
    path: Path,
    reports: Previous | None = None,
    *,
    year: int | None = None,
    packed: Source | None = None,
) -> Outcome:
    """Read a file, and compare it with last year's reports; what stops the reading becomes its one issue.

    Args:
        path: Where it is, or would be if the zip or mail that it lies in were a folder.
        reports: Last year's reports.
        year: The report year that is wanted.
        packed: The file in a zip or mail.
    """
    content: Path | bytes = path
    try:
        refuse_empty(path)
        content = packed.load() if packed else path
        reading = gkxl.read(content, year=year, lang=lang())
        reading = reports.compare(reading, lang=lang()) if reports else reading
    except Exception as error:  # noqa: BLE001 (one bad file stops nothing)
        issue = _stranger(content, error) or unreadable(error, lang())
        return Outcome(file=str(path), issues=(issue,), usable=False)
    return outcome_of(path, reading)


def _stranger(content: Path | bytes, error: Exception) -> gkxl.Issue | None:
    """What a file is that is known to be no return, such as a roster; None of any other."""
    if type(error) is not gkxl.UnreadableFileError:
        return None
    from gkxl.collection.intake.strangers import find_stranger  # noqa: PLC0415 (returns must not wait for it)

    with suppress(gkxl.GkxlError):
        if found := find_stranger(load(content, gkxl.Limits())):
            return evolve(found, lang=lang())
    return None


def outcome_of(path: Path, reading: gkxl.Reading) -> Outcome:
    """What came of a file that could be read."""
    prefix = "cover."
    return Outcome(
        file=str(path),
        issues=reading.issues,
        edition=reading.edition,
        cover={p.removeprefix(prefix): v for p, v in reading.values.items() if p.startswith(prefix)},
        report=reading.report,
        carried=reading.carried,
        explanations=reading.explanations,
    )
