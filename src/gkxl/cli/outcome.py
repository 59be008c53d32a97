"""What came of reading each file, whether it could be used or not."""

from __future__ import annotations

import sys
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click
from attrs import evolve, field

import gkxl
from gkxl.cli.files import ARCHIVES, find_workbooks, import_hint, refuse_empty
from gkxl.cli.terminal import (
    CLEAN,
    ERRORS,
    STYLES,
    UNUSABLE,
    lang,
    show,
    words,
)
from gkxl.files.load import load
from gkxl.forms import edition_named
from gkxl.frozen import frozen
from gkxl.issues import unreadable_issue, verdict, word_of
from gkxl.issues.catalogue.code import FOUND, NO_RETURN, PASSED, SETTLED, UNREADABLE
from gkxl.text import Wording, to_plain, visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from gkxl.collection.intake.sources import Source
    from gkxl.reading.previous import Previous

    _Found = tuple[Path, Source | None]


PROGRESS_FROM: Final = 20
"""From how many files on a progress bar is shown."""


@frozen(kw_only=True, eq=False)
class Outcome:
    """A file and what was found in it.

    Attributes:
        file: Its path, as it was given.
        issues: Everything found.
        edition: The name of its edition.
        cover: Whose it is and of which year, by the names of `gkxl.forms.edition.Roles`.
        report: The report, where every cell could be read.
        carried: Those of last year's figures that the workbook was issued with, by path.
        explanations: What the unit explains, by the code and path that it is about.
        usable: Whether it is a workbook of the form at all.
        reading: What came back from it; None where nothing could be read.
    """

    file: str
    issues: tuple[gkxl.Issue, ...] = field(repr=False)
    edition: str | None = None
    cover: dict[str, Any] = field(factory=dict)
    report: gkxl.Report | None = field(default=None, repr=False)
    carried: Mapping[str, Any] = field(factory=dict, repr=False)
    explanations: Mapping[tuple[str, str], str] = field(factory=dict, repr=False)
    usable: bool = True
    reading: gkxl.Reading | None = field(default=None, repr=False)

    @property
    def ok(self) -> bool:
        """Whether it was read and nothing has to be corrected."""
        return self.usable and not self.errors

    @property
    def errors(self) -> list[gkxl.Issue]:
        """What has to be corrected."""
        return [issue for issue in self.issues if issue.severity is gkxl.Severity.ERROR]

    @property
    def word(self) -> Wording:
        """The verdict on the file: 通过, 需核实 or 需改正; 无法读取 or 不是报表 if it is no return."""
        if self.usable:
            return verdict(self.issues)
        return NO_RETURN if any(issue.code == "file.no_return" for issue in self.issues) else UNREADABLE

    @property
    def reason(self) -> Wording:
        """Why nothing can be made of it."""
        if not self.usable:
            return Wording("文件无法读取", "The file cannot be read")
        return Wording("报表有需改正的", "The return has something to correct")

    @property
    def status(self) -> int:
        """The exit status for this file: 0, 1 or 2."""
        if not self.usable:
            return UNUSABLE
        return CLEAN if self.ok else ERRORS

    def plain(self) -> dict[str, Any]:
        """The outcome as JSON has it."""
        if self.reading:
            return {"file": self.file, **to_plain(self.reading)}
        unknown = dict.fromkeys(("edition", "year", "unit", "unit_code", "cells"))
        found = {"ok": False, "complete": False, "verdict": self.word, "issues": self.issues}
        return to_plain({"file": self.file, **unknown, **found})  # type: ignore[no-any-return] # a mapping


def read_file(
    path: Path,
    reports: Previous | None = None,
    *,
    year: int | None = None,
    edition: str | None = None,
    packed: Source | None = None,
) -> Outcome:
    """Read a file and compare it with last year's report; an error becomes the only issue of the outcome.

    Args:
        path: Where it is, or would be if the zip or mail that it lies in were a folder.
        reports: Last year's reports.
        year: The report year that is wanted.
        edition: The edition that is wanted.
        packed: The file in a zip or mail.
    """
    content: Path | bytes = path
    try:
        refuse_empty(path)
        content = packed.load() if packed else path
        reading = gkxl.read(content, year=year, edition=edition, lang=lang())
        reading = reports.compare(reading, lang=lang()) if reports else reading
    except Exception as error:  # noqa: BLE001 (one bad file stops nothing)
        issue = _find_no_return(content, error) or unreadable_issue(error, lang())
        return Outcome(file=str(path), issues=(issue,), usable=False)
    return to_outcome(path, reading)


def _find_no_return(content: Path | bytes, error: Exception) -> gkxl.Issue | None:
    """The issue that names a file which is known not to be a return, such as a roster; else None."""
    if type(error) is not gkxl.errors.UnreadableFileError:
        return None
    from gkxl.collection.intake.non_returns import find_non_return  # noqa: PLC0415 (returns must not wait for it)

    with suppress(gkxl.GkxlError):
        if found := find_non_return(load(content, gkxl.Limits())):
            return evolve(found, lang=lang())
    return None


def cover_facts(edition: gkxl.forms.edition.Edition, values: Mapping[str, Any]) -> dict[str, Any]:
    """Whose report it is and of which year, as JSON has it."""
    roles = edition.roles
    return {
        "year": values[roles.year],
        "unit": values[roles.unit],
        "unit_code": values[roles.unit_code],
    }


def to_outcome(path: Path, reading: gkxl.Reading) -> Outcome:
    """What came of a file that could be read."""
    return Outcome(
        file=str(path),
        issues=reading.issues,
        edition=reading.edition,
        cover=cover_facts(edition_named(reading.edition), reading.values),
        report=reading.report,
        carried=reading.carried,
        explanations=reading.explanations,
        reading=reading,
    )


def print_outcome(
    outcome: Outcome, *, codes: bool = False, imported: bool = False, err: bool = False
) -> None:
    """Print a file: its name, its issues, with their codes if wanted, and its verdict.

    Args:
        outcome: What was found in it.
        codes: Whether to add the codes of its issues.
        imported: Whether it is a published report; notes on what passed are then only counted.
        err: Whether to print where errors go.
    """
    show(_title(outcome), "bold", err=err)
    if outcome.issues and not (imported and outcome.word is PASSED):
        from gkxl.cli.tables import issue_table, make_console  # noqa: PLC0415 (rich takes long to load)

        make_console(stderr=err).print(issue_table(outcome.issues, codes=codes))
    show(verdict_line(outcome), STYLES[outcome.word.zh], err=err)
    if not (outcome.usable or imported) and (hint := import_hint(Path(outcome.file))):
        click.echo(visible(hint), err=err)
    click.echo(err=err)


def _title(outcome: Outcome) -> str:
    """The file, its unit and its year."""
    year = outcome.cover.get("year")
    about = (outcome.cover.get("unit"), year and words("{year} 年度", year=year))
    return "  ".join([outcome.file, *(str(part) for part in about if part)])


def verdict_line(outcome: Outcome) -> str:
    """One line: whether the file can be taken, and how much of what was found."""
    found = Counter(map(word_of, outcome.issues)) if outcome.usable else {}
    shown = (word for word in (*FOUND, SETTLED) if word in found)
    counts = words("，").join(words("{count} 处{word}", count=found[word], word=word) for word in shown)
    counted = words("（{counts}）", counts=counts) if counts else ""
    return outcome.word.words(lang()).capitalize() + counted


def read_files(
    files: Iterable[Path],
    previous: Previous | None = None,
    *,
    year: int | None = None,
    edition: str | None = None,
) -> Iterator[Outcome]:
    """Read each file, also those in folders, and compare it with last year's report."""
    found = [one for path in find_workbooks(files) for one in _open_archive(path)]
    shown = _with_progress(found) if len(found) >= PROGRESS_FROM and sys.stderr.isatty() else found
    return (read_file(path, previous, year=year, edition=edition, packed=packed) for path, packed in shown)


def _open_archive(path: Path) -> Iterator[_Found]:
    """A file; of a zip or mail every file in it, as if that were a folder."""
    if path.suffix.lower() not in ARCHIVES or not path.is_file():
        yield path, None
        return
    from gkxl.collection.intake.sources import find_in_file  # noqa: PLC0415 (workbooks must not wait for it)

    yield from ((path.parent / source.name, source) for source in find_in_file(path))


def _with_progress(found: list[_Found]) -> Iterable[_Found]:
    """The files, with a progress bar while they are gone through."""
    from rich.progress import track  # noqa: PLC0415 (few files must not wait for it)

    from gkxl.cli.tables import make_console  # noqa: PLC0415 (the same)

    errors = make_console(stderr=True)
    return track(found, description=words("正在核对"), console=errors, transient=True)
