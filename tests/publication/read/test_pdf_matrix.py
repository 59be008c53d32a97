"""PDFs of real figures, by a browser and by LibreOffice, read right wherever their pages end."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import product
from typing import TYPE_CHECKING, Any, Final

from pages_of_tables import figures
from printed_reports import BLANK, NAMES, PLACES, broken_document, broken_page, printing, values

from gkxl.errors import GkxlError
from gkxl.publication.read.as_workbook import read_published
from seeds import sampled

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from office import Office

_SAMPLE: Final = 6
"""How many PDFs of each printer are read where not all of them are."""

_AT_ONCE: Final = 2


def drawn(every: Sequence[Any]) -> Sequence[Any]:
    return sampled(every, _SAMPLE)


def read(case: tuple[str, bytes]) -> tuple[list[str], int, int]:
    """The figures of a PDF that are read as others, how many are not read, and how many there are."""
    name, data = case
    wanted = figures(values(name))
    try:
        found = read_published(data).values
    except GkxlError:
        return [], len(wanted), len(wanted)
    missed = sum(found[path] is None for path in wanted)
    wrong = [path for path, value in wanted.items() if found[path] not in (None, value)]
    return wrong, missed, len(wanted)


def judge(printed: Mapping[tuple[str, Any], bytes]) -> None:
    """None is wrong, 99 % of all figures are read, and 90 % of the documents are complete."""
    cases = [(name, data) for (name, _), data in printed.items()]
    with ThreadPoolExecutor(_AT_ONCE) as readers:
        results = dict(zip(printed, readers.map(read, cases), strict=True))
    assert {case: wrong for case, (wrong, _, _) in results.items() if wrong} == {}
    incomplete = {case: missed for case, (_, missed, _) in results.items() if missed}
    assert len(incomplete) <= len(results) / 10, incomplete
    assert sum(incomplete.values()) <= sum(total for _, _, total in results.values()) / 100, incomplete


def test_a_browser_prints_pages_that_end_anywhere(chromium: str, tmp_path: Path) -> None:
    """In all sizes, in which digits stand at other heights than the characters beside them."""
    cases = drawn([*product(NAMES, PLACES)])
    with printing(chromium, tmp_path) as print_page:
        judge(
            {
                (name, place): print_page(broken_page(name, place, 14 + 2 * (PLACES.index(place) % 6)))
                for name, place in cases
            }
        )


def test_libreoffice_prints_documents_whose_pages_end_anywhere(office: Office) -> None:
    cases = drawn([*product(NAMES, BLANK)])
    made = {str(number): broken_document(*case) for number, case in enumerate(cases)}
    printed = office.convert(made, "pdf", suffix="docx")
    judge(dict(zip(cases, printed.values(), strict=True)))
