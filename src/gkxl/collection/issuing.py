"""``write_templates``: a template for every unit of a roster, under a name that every system takes."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final, NamedTuple

from attrs import frozen

from gkxl.collection.collecting import Progress, previous_collection
from gkxl.collection.collection import Collection
from gkxl.collection.following import find_last_year
from gkxl.collection.names import file_names
from gkxl.collection.parallel import Crew
from gkxl.collection.roster import Roster, Unit, read_roster
from gkxl.collection.years import last_report
from gkxl.errors import GkxlError
from gkxl.files.save import make_folder, write_file
from gkxl.forms import edition_for
from gkxl.write.workbook import template

if TYPE_CHECKING:
    import os
    from collections.abc import Sequence

ISSUING: Final = "issuing"


@frozen(kw_only=True)
class Issued:
    """What became of the templates of a roster.

    Attributes:
        written: The files that were written.
        kept: The files that were there already, with the same content.
        different: The files that were there with another content, and were left alone.
        without_last_year: The units that have no report of the year before to be filled in from.
    """

    written: tuple[Path, ...]
    kept: tuple[Path, ...]
    different: tuple[Path, ...]
    without_last_year: tuple[Unit, ...]


class _Job(NamedTuple):
    """A template to write, and the file of last year's collection that stands for its unit."""

    unit: Unit
    target: Path
    last: int | None


def write_templates(  # noqa: PLR0913 (each is a question of its own)
    roster: Roster | str | os.PathLike[str],
    *,
    year: int,
    output: str | os.PathLike[str],
    previous: Collection | str | os.PathLike[str] | None = None,
    password: str | None = None,
    progress: Progress | None = None,
) -> Issued:
    """Write a template for every unit of a roster, with its name, code and level on the cover.

    It may be interrupted and run again: a file that is there already is left alone. One with another content
    is never replaced, for somebody may have filled it in.

    Args:
        roster: Who is to return.
        year: The report year.
        output: The folder to write to; it is made if need be.
        previous: Last year's collection, or its folder, or a folder or zip of last year's returns, to fill in
            what was carried forward.
        password: Protects sheets and structure; a guard rail against slips, never evidence.
        progress: Called now and then with what is being done, how much of it is done, and how much there is.

    Raises:
        DataError: The roster has errors.
        UnknownEditionError: No edition covers that year.
        WriteError: A file cannot be written.
    """
    edition_for(year)
    units = (roster if isinstance(roster, Roster) else read_roster(roster)).checked()
    folder = make_folder(output)
    names = file_names(units.units, f"-{year}.xlsx")
    found: dict[str, list[Path]] = {}
    with TemporaryDirectory() as aside:
        last = previous_collection(previous, units, year - 1, Path(aside))
        files = find_last_year(last, units).files if last else {}
        jobs = [_Job(unit, folder / names[unit.key], files.get(unit.key)) for unit in units.units]
        write = partial(_write, year, password, last.path if last else None)
        with Crew(write, _failed) as crew:
            for done, (job, outcome) in enumerate(crew.work(jobs), start=1):
                found.setdefault(outcome, []).append(job.target)
                if progress:
                    progress(ISSUING, done, len(jobs))
    return Issued(
        written=tuple(found.get(_WRITTEN, ())),
        kept=tuple(found.get(_KEPT, ())),
        different=tuple(found.get(_DIFFERENT, ())),
        without_last_year=tuple(unit for unit in units.units if last and unit.key not in files),
    )


_WRITTEN, _KEPT, _DIFFERENT = "written", "kept", "different"


def _failed(error: Exception) -> str:
    raise GkxlError("制作模板的程序意外终止。请再试一次。", "the process that made templates died") from error


def _write(year: int, password: str | None, store: Path | None, jobs: Sequence[_Job]) -> list[str]:
    """Write templates; what became of each."""
    last = Collection(store) if store else None
    return [_written(year, password, last, job) for job in jobs]


def _written(year: int, password: str | None, last: Collection | None, job: _Job) -> str:
    unit = job.unit
    before = last_report(last, job.last) if last and job.last else None
    content = template(
        year, unit=unit.name, unit_code=unit.code, level=unit.level, previous=before, password=password
    )
    if job.target.exists():
        return _KEPT if job.target.read_bytes() == content else _DIFFERENT
    write_file(job.target, content)
    return _WRITTEN
