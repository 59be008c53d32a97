"""What LibreOffice makes of a workbook: the same results for every formula, the same values after saving.

Each test starts LibreOffice once for all its workbooks: a start takes as long as several files.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import gkxl
from gkxl.checksheet.rows import explainable_lines, line_rows
from gkxl.layout import AUDIT_SHEET
from gkxl.model.outline import cells
from gkxl.model.values import report_from, values_of
from gkxl.reports.plain import from_dict, to_dict
from gkxl.rules.expectations import prefix_last_year
from gkxl.rules.rule import Outcome, check_rule, rules
from gkxl.text import is_explanation
from gkxl.write.contents import Extras
from gkxl.write.workbook import make_workbook
from strategies import broken_reports, expected_figures, reports, years
from workbooks import (
    AWKWARD_TEXTS,
    changed,
    different,
    drawn,
    every_edition,
    filled,
    found,
    opened,
    real,
    template,
    verdict,
    with_texts,
    workbook,
    zeros,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from attrs import AttrsInstance

    from gkxl.forms.edition import Edition
    from office import Office

Shown = dict[tuple[str, str], Any]

SHEET = "审核"

WORDS = {Outcome.HOLDS: "通过", Outcome.BROKEN: "需改正", Outcome.KNOCK_ON: "连带", Outcome.UNFILLED: "未填"}


# Formulas


def spoilt(content: bytes) -> bytes:
    """The workbook with a wrong result under every formula, so that a right one must have been calculated."""

    def spoil(xml: str) -> str:
        return re.sub(
            r"(</f><v>)([^<]*)", lambda result: f"{result[1]}{'4711' if _number(result[2]) else '旧'}", xml
        )

    return changed(content, spoil, part="xl/worksheets/")


@every_edition
def test_every_result_is_spoilt_before_it_is_recalculated(edition: Edition) -> None:
    """So that the tests below prove what they say."""
    content = workbook(report_from(edition.form, different(edition)))
    where = formulas(content)
    right, wrong = results(content, where), results(spoilt(content), where)
    assert [cell for cell in where if right[cell] == wrong[cell]] == []


def _number(text: str) -> bool:
    return re.fullmatch(r"-?[0-9.E+]+", text) is not None


def formulas(content: bytes) -> list[tuple[str, str]]:
    """Where the formulas of a workbook stand: sheet and address."""
    return [
        (sheet.title, cell.coordinate)
        for sheet in opened(content)
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]


def results(content: bytes, where: Iterable[tuple[str, str]]) -> Shown:
    """What cells show, as it was saved."""
    book = opened(content, data_only=True)
    return {(sheet, address): book[sheet][address].value for sheet, address in where}


def varied(edition: Edition, count: int) -> list[AttrsInstance]:
    """Broken reports in which as different rules as possible are broken, or broken along with others."""
    patterns: dict[tuple[Outcome, ...], AttrsInstance] = {}
    for report in drawn(broken_reports(edition), 150):
        values = values_of(report)
        patterns.setdefault(tuple(check_rule(rule, values) for rule in rules(edition)), report)
    order = sorted(
        patterns, key=lambda pattern: (-pattern.count(Outcome.KNOCK_ON), -pattern.count(Outcome.BROKEN))
    )
    return [patterns[pattern] for pattern in (*order[: count // 2], *order[-(count - count // 2) :])]


def all_rules_broken(edition: Edition) -> AttrsInstance:
    """Every total wrong, by amounts that differ."""
    values = different(edition)
    totals = [cell.path for cell in cells(edition.form) if cell.computed]
    return report_from(edition.form, {**values, **{path: index for index, path in enumerate(totals)}})


def partly(edition: Edition) -> Iterator[tuple[bytes, dict[str, Any]]]:
    """Templates as openpyxl leaves them, with what was put in: nothing, some cells, what does not belong."""
    numbers = [cell for cell in cells(edition.form) if cell.in_table and not cell.computed]
    values = different(edition)
    one_column = {cell.path: values[cell.path] for cell in numbers if cell.name != numbers[-1].name}
    for given in (
        {},
        {cell.path: values[cell.path] for cell in numbers[::2]},
        one_column,
        {cell.path: values[cell.path] for cell in numbers[1:]},
        {cell.path: "无" if cell is numbers[-1] else values[cell.path] for cell in numbers},
    ):
        yield filled(template(edition), given), given


def recalculated(office: Office, books: Mapping[str, bytes]) -> dict[str, bytes]:
    """The workbooks recalculated, from results that are all wrong."""
    return office.resave({name: spoilt(content) for name, content in books.items()})


def agrees(edition: Edition, report: AttrsInstance, before: bytes, after: bytes) -> None:
    """Every result was right before it was calculated, and the check sheet says what the checks say."""
    where = formulas(before)
    shown = results(after, where)
    assert shown == results(before, where)
    wanted = [WORDS[check_rule(rule, values_of(report))] for rule in rules(edition)]
    lines = [shown[AUDIT_SHEET, f"E{row}"] for row in line_rows(edition)[2]]
    assert lines == wanted
    assert shown[AUDIT_SHEET, "B2"] == verdict(gkxl.check(report))


@every_edition
def test_consistent_reports_are_recalculated_to_the_same_results(edition: Edition, office: Office) -> None:
    """The result written with every formula is what it comes to, and the verdict is 通过."""
    made = [*real(edition)[:2], report_from(edition.form, different(edition)), *drawn(reports(edition), 10)]
    books = {f"book{number}": workbook(report) for number, report in enumerate(made)}
    after = recalculated(office, books)
    for report, (name, before) in zip(made, books.items(), strict=True):
        agrees(edition, report, before, after[name])


@every_edition
def test_broken_reports_are_recalculated_to_the_same_results(edition: Edition, office: Office) -> None:
    """Verdict and lines agree with the checks, faults that only follow from others included."""
    made = [all_rules_broken(edition), *varied(edition, 20)]
    books = {f"book{number}": workbook(report) for number, report in enumerate(made)}
    after = recalculated(office, books)
    for report, (name, before) in zip(made, books.items(), strict=True):
        agrees(edition, report, before, after[name])
    seen = {check_rule(rule, values_of(report)) for report in made for rule in rules(edition)}
    assert seen == {Outcome.HOLDS, Outcome.BROKEN, Outcome.KNOCK_ON}, "too uniform to prove anything"


@every_edition
def test_partly_filled_templates_say_what_is_missing(edition: Edition, office: Office) -> None:
    """Never 通过 before every cell holds a number, and every rule that lacks one is 未填."""
    made = list(partly(edition))
    after = office.resave({f"book{number}": content for number, (content, _) in enumerate(made)})
    numbers = [cell.path for cell in cells(edition.form) if cell.in_table and not cell.computed]
    for (before, given), content in zip(made, after.values(), strict=True):
        shown = results(content, formulas(before))
        values = gkxl.read(content).values
        wanted = [WORDS[check_rule(rule, values)] for rule in rules(edition)]
        lines = [said for (sheet, cell), said in shown.items() if sheet == AUDIT_SHEET and cell[0] == "E"]
        assert lines[-len(wanted) :] == wanted
        missing = f"需改正：还有 {len(numbers) - len(given)} 格没有填"
        assert shown[AUDIT_SHEET, "B2"] == (
            "需改正：有 1 项，见下面标红的行" if "无" in given.values() else missing
        )


def spoken(edition: Edition, values: Mapping[str, Any], along: Extras) -> list[str]:
    """What the check sheet is to say of every line that may be explained."""
    known: dict[str, Any] = {**values, **prefix_last_year(along.carried)}
    found = []
    for line in explainable_lines(edition):
        why, one = is_explanation(along.explanations.get(line.key, "")), line.expected
        if one is None or any(path not in known for path in one.last):
            found.append("已说明" if why and one is None else "待比对")
        elif one.outcome(known) is Outcome.BROKEN:
            found.append("已说明" if why else "需核实")
        else:
            found.append(WORDS[one.outcome(known)])
    return found


@every_edition
def test_expectations_are_recalculated_to_the_same_results(edition: Edition, office: Office) -> None:
    """For any figures of two years, any level and any explanations, formula and Python agree."""
    made = [(values, Extras(last, why)) for values, last, why in drawn(years(edition), 10)]
    last = expected_figures(edition, different(edition))
    more = {f"requests.carried_forward.{column}": 3 for column in ("business", "total")}
    made.append((different(edition), Extras({path: last[path] + more.get(path, 0) for path in last})))
    books = {
        f"book{n}": make_workbook(edition, values, along=along) for n, (values, along) in enumerate(made)
    }
    after = recalculated(office, books)
    seen: set[str] = set()
    for (_, along), (name, before) in zip(made, books.items(), strict=True):
        where = formulas(before)
        shown = results(after[name], where)
        assert shown == results(before, where)
        said = [shown[AUDIT_SHEET, f"E{line.place.row}"] for line in explainable_lines(edition)]
        assert said == spoken(edition, gkxl.read(after[name]).values, along)
        seen |= {*said, str(shown[AUDIT_SHEET, "B2"])[:3]}
    assert {"需核实", "已说明", "待比对", "连带", "未填", "通过"} <= seen, "too uniform to prove anything"


# Saving


def as_libreoffice_keeps_it(text: str) -> str:
    """A text after LibreOffice: a line break is one character, and the escape of an escape is undone."""
    return re.sub("_x005F_(?=x[0-9A-F]{4}_)", "_", text.replace("\r\n", "\n"))


def after_libreoffice(report: AttrsInstance) -> Any:  # noqa: ANN401 (a report of the same edition)
    data = to_dict(report)
    texts = {path: text for path, text in data["cells"].items() if isinstance(text, str)}
    return from_dict(
        {**data, "cells": {**data["cells"], **{p: as_libreoffice_keeps_it(t) for p, t in texts.items()}}}
    )


@every_edition
def test_reports_survive_being_saved_by_libreoffice(edition: Edition, office: Office) -> None:
    """It opens, recalculates and saves; values, texts and issues are as before, and nothing else is said."""
    made = [
        *real(edition),
        *drawn(reports(edition), 3),
        *varied(edition, 4),
        *with_texts(edition, AWKWARD_TEXTS),
        report_from(edition.form, {**zeros(edition), "cover.unit_code": "007", "cover.unit": "=1+1"}),
    ]
    books = {f"book{number}": workbook(report) for number, report in enumerate(made)}
    after = office.resave(books)
    for report, content in zip(made, after.values(), strict=True):
        reading = gkxl.read(content)
        assert reading.report == after_libreoffice(report)
        assert found(set(reading.issues) - set(reading.tampering)) == found(gkxl.check(report))
        assert {issue.code for issue in reading.tampering} <= {"tamper.protection"}  # of the structure


@every_edition
def test_saving_again_and_again_changes_nothing(edition: Edition, office: Office) -> None:
    report = report_from(edition.form, different(edition))
    content = workbook(report)
    for _ in range(2):
        content = office.resave({"again": content})["again"]
    reading = gkxl.read(content)
    assert reading.report == report
    assert found(reading.issues) == [("tamper.protection", "")]  # of the structure, which LibreOffice drops
