"""What LibreOffice makes of a workbook: the same results for every formula, the same values after saving.

Each test starts LibreOffice once for all its workbooks: a start takes as long as several files.
"""

from __future__ import annotations

import io
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pdfplumber
from openpyxl.formula.translate import Translator
from openpyxl.utils import get_column_letter

import gkxl
from gkxl.checksheet.lines import block_rows, explainable_lines
from gkxl.layout import AUDIT_SHEET, places
from gkxl.model.marks import Prose
from gkxl.model.outline import cells, group_by_domain, report_from, values_of
from gkxl.reports.plain import from_dict, to_dict
from gkxl.rules.check import fits
from gkxl.rules.expectations import prefix_last_year
from gkxl.rules.expression import is_number
from gkxl.rules.rule import Outcome, check_rule, rules
from gkxl.text import is_explanation
from gkxl.write.contents import Extras
from gkxl.write.workbook import make_workbook
from seeds import WHOLE
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
    saved,
    template,
    verdict,
    with_texts,
    workbook,
    zeros,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from gkxl.forms.edition import AnyReport, Edition
    from office import Office

Shown = dict[tuple[str, str], Any]

ASIDE = 40
"""How many columns right of a cell there is room for a formula about it."""

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


def varied(edition: Edition, count: int) -> list[AnyReport]:
    """Broken reports in which as different rules as possible are broken, or broken along with others."""
    patterns: dict[tuple[Outcome, ...], AnyReport] = {}
    for report in drawn(broken_reports(edition), 150):
        values = values_of(report)
        patterns.setdefault(tuple(check_rule(rule, values) for rule in rules(edition)), report)
    order = sorted(
        patterns, key=lambda pattern: (-pattern.count(Outcome.KNOCK_ON), -pattern.count(Outcome.BROKEN))
    )
    return [patterns[pattern] for pattern in (*order[: count // 2], *order[-(count - count // 2) :])]


def all_rules_broken(edition: Edition) -> AnyReport:
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


def words_of_rules(edition: Edition, shown: Shown) -> list[Any]:
    """The words of the lines of all rules: sums, which are last on the sheet, then balances."""
    rows = block_rows(edition)
    return [shown[AUDIT_SHEET, f"E{row}"] for row in (*rows.sums[1:], *rows.balances)]


def agrees(edition: Edition, report: AnyReport, before: bytes, after: bytes) -> None:
    """Every result was right before it was calculated, and the check sheet says what the checks say."""
    where = formulas(before)
    shown = results(after, where)
    assert shown == results(before, where)
    wanted = [WORDS[check_rule(rule, values_of(report))] for rule in rules(edition)]
    lines = words_of_rules(edition, shown)
    assert lines == wanted
    assert shown[AUDIT_SHEET, "B2"] == verdict(gkxl.check(report))


@every_edition
def test_consistent_reports_are_recalculated_to_the_same_results(edition: Edition, office: Office) -> None:
    """The result written with every formula is what it comes to, and the verdict is 通过."""
    made = [*real(edition)[:2], *drawn(reports(edition), 10 if WHOLE else 1)]
    books = {f"book{number}": workbook(report) for number, report in enumerate(made)}
    after = recalculated(office, books)
    for report, (name, before) in zip(made, books.items(), strict=True):
        agrees(edition, report, before, after[name])


@every_edition
def test_broken_reports_are_recalculated_to_the_same_results(edition: Edition, office: Office) -> None:
    """Verdict and lines agree with the checks, faults that only follow from others included."""
    made = [all_rules_broken(edition), *varied(edition, 20 if WHOLE else 3)]
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
        assert words_of_rules(edition, shown) == wanted
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
    made = [(values, Extras(last, why)) for values, last, why in drawn(years(edition), 10 if WHOLE else 1)]
    last = expected_figures(edition, different(edition))
    more = {f"requests.carried_forward.{column}": 3 for column in ("business", "total")}
    other = {path: last[path] + more.get(path, 0) for path in last}
    every = dict.fromkeys((line.key for line in explainable_lines(edition)), "属实")
    made += [(different(edition), Extras(other, why)) for why in ({}, every)]
    blanks = dict.fromkeys(line.path for line in explainable_lines(edition) if line.path)
    made += [({**different(edition), **blanks}, Extras(last)), (different(edition), Extras())]
    books = {
        f"book{n}": make_workbook(edition, values, extras=along) for n, (values, along) in enumerate(made)
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


# Colours


def with_colours(content: bytes, entered: Mapping[str, Any], edition: Edition) -> bytes:
    """The workbook with other content, and right of every table whether each of its cells is to be red.

    The formulas are those of the conditional formats, copied from the first cell of their ranges.
    """
    book = opened(content)
    for path, value in entered.items():
        place = places(edition)[path]
        book[place.sheet][place.address].value = value
    for sheet in book:
        for cell, tests in colouring(sheet).items():
            sheet.cell(cell[0], cell[1] + ASIDE).value = f"=OR({','.join(tests)})"
    return saved(book)


def colouring(sheet: Any) -> dict[tuple[int, int], list[str]]:  # noqa: ANN401 (openpyxl is not typed)
    """The formulas that colour each cell of a sheet, by row and column."""
    found: dict[tuple[int, int], list[str]] = {}
    for formats in sheet.conditional_formatting:
        tests = [f"={rule.formula[0]}" for rule in formats.rules if rule.type == "expression"]
        cells = [cell for area in formats.sqref.ranges for row in area.cols for cell in row]
        first = f"{get_column_letter(min(c for _, c in cells))}{min(r for r, _ in cells)}"
        for row, column in cells:
            here = f"{get_column_letter(column)}{row}"
            copied = [Translator(test, first).translate_formula(here)[1:] for test in tests]
            found.setdefault((row, column), []).extend(copied)
    return found


def expected_red(edition: Edition, shown: Mapping[str, Any]) -> set[str]:
    """The cells of broken rules, and those that hold what they may not."""
    numbers = {path: value if is_number(value) else None for path, value in shown.items()}
    red = {
        cell.path
        for cell in cells(edition.form)
        if cell.in_table and not cell.computed and shown[cell.path] is not None
        if not fits(cell.domain, shown[cell.path])
    }
    for rule in rules(edition):
        if check_rule(rule, numbers) is Outcome.BROKEN:
            red |= {rule.cell.path} if rule.is_sum else {*rule.left.cells, *rule.right.cells}
    return red


@every_edition
def test_the_cells_of_broken_rules_turn_red_and_those_that_hold_what_they_may_not(
    edition: Edition, office: Office
) -> None:
    """Every cell of a rule, and no other, whatever is entered: the formulas are recalculated."""
    numbers = [cell for cell in cells(edition.form) if cell.in_table and not cell.computed]
    kinds = group_by_domain(numbers).values()
    edges = [cell.path for alike in kinds for cell in (alike[0], alike[-1])]
    balanced = [rule.cell.path for rule in rules(edition) if not rule.cell.computed]
    sound = workbook(report_from(edition.form, different(edition)))
    made = [
        with_colours(workbook(all_rules_broken(edition)), {}, edition),
        *(with_colours(sound, dict.fromkeys(edges, wrong), edition) for wrong in (-1, 0.5, "无", None)),
        *(with_colours(sound, {cell.path: 10**6}, edition) for cell in numbers[:: len(numbers) // 3]),
        with_colours(sound, dict.fromkeys(balanced, 10**6), edition),
    ]
    after = office.resave({f"book{number}": content for number, content in enumerate(made)})
    seen = set()
    for content in after.values():
        book = opened(content, data_only=True)
        shown = {path: exact(book[at.sheet][at.address].value) for path, at in places(edition).items()}
        red = {
            path
            for path, at in places(edition).items()
            if book[at.sheet].cell(at.row, at.column + ASIDE).value is True
        }
        assert red == expected_red(edition, shown)
        seen |= red
    broken = {path for rule in rules(edition) for path in (*rule.left.cells, *rule.right.cells)}
    assert {*edges, *(rule.cell.path for rule in rules(edition))} <= seen <= broken | {*edges}


def exact(value: Any) -> Any:  # noqa: ANN401 (whatever a cell holds)
    """A number as a report has it."""
    return Decimal(str(value)) if isinstance(value, float) else value


# Printing


def told(length: int, end: str) -> str:
    """A text of so many characters in paragraphs, and how it ends."""
    text = "".join(f"{'政府信息公开工作情况' * 20}\n" for _ in range(length // 200 + 1))
    return text[: length - len(end)] + end


def test_texts_are_printed_whole_as_long_as_they_may_be(office: Office) -> None:
    """Typed into a template what it has room for; in a workbook that gkxl writes also what is longer."""
    edition = gkxl.EDITIONS["2021"]
    texts = {c.path: c.section for c in cells(edition.form) if isinstance(c.section, Prose)}
    ends = {path: f"【第{number}段完】" for number, path in enumerate(texts)}
    room = {path: told(section.room, ends[path]) for path, section in texts.items()}
    more = {path: told(3000, end) for path, end in ends.items()}
    books = {
        "typed": filled(template(edition), room),
        "written": workbook(report_from(edition.form, {**different(edition), **more})),
    }
    for name, content in office.convert(books, "pdf:calc_pdf_Export").items():
        with pdfplumber.open(io.BytesIO(content)) as paper:
            printed = "".join("".join(page.extract_text().split()) for page in paper.pages)
        assert [end for end in ends.values() if end not in printed] == [], name
    heights = [row.height or 0 for sheet in opened(books["typed"]) for row in sheet.row_dimensions.values()]
    assert max(heights) <= 409.5, "Excel makes no row higher"


# Saving


def as_libreoffice_keeps_it(text: str) -> str:
    """A text after LibreOffice: a line break is one character, and the escape of an escape is undone."""
    return re.sub("_x005F_(?=x[0-9A-F]{4}_)", "_", text.replace("\r\n", "\n"))


def after_libreoffice(report: AnyReport) -> Any:  # noqa: ANN401 (a report of the same edition)
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
        assert reading.tampering == ()


@every_edition
def test_saving_again_and_again_changes_nothing(edition: Edition, office: Office) -> None:
    report = report_from(edition.form, different(edition))
    content = workbook(report)
    for _ in range(2):
        content = office.resave({"again": content})["again"]
    reading = gkxl.read(content)
    assert reading.report == report
    assert reading.issues == ()
