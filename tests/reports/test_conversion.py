"""What both editions have is carried, what only one has is listed, and nothing is invented."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import pytest
from attrs import evolve, frozen
from hypothesis import given, settings
from hypothesis import strategies as st

import gkxl
from gkxl.forms import EDITIONS
from gkxl.model.marks import PARTS, Item, Table, Total
from gkxl.model.outline import at, cells, node, report_from, values_of
from gkxl.reports.conversion import common_cells, convert_values, correspondence
from published import as_numbers
from strategies import broken_reports, reports
from workbooks import different, every_edition

if TYPE_CHECKING:
    from gkxl.forms.edition import Edition

TRIAL, CURRENT = EDITIONS["2019"], EDITIONS["2021"]

SNAPSHOT: Final = Path(__file__).parents[1] / "forms"

every_pair = pytest.mark.parametrize(
    ("source", "target"),
    [*permutations(EDITIONS.values(), 2)],
    ids=lambda edition: edition.name,
)


def printed(source: Edition, target: Edition) -> str:
    """Every cell that the other edition lacks, prints in other words or in several lines, as kept."""
    found = correspondence(source.form, target.form)
    lines = []
    for cell in cells(target.form):
        parts = found.get(cell.path)
        if parts == (cell.path,) and node(source.form, cell.path).label == cell.label:
            continue
        theirs = " + ".join(f"{part}  {node(source.form, part).label}" for part in parts or ())
        lines.append(f"{cell.path}  {cell.label}\n    = {theirs or '-'}")
    return "\n".join(lines) + "\n"


@every_pair
def test_what_is_said_otherwise_is_as_compared_with_the_notices(source: Edition, target: Edition) -> None:
    """Every cell that the other edition lacks or prints in other words, looked through once by a person."""
    kept = SNAPSHOT / f"from-{source.name}-to-{target.name}.txt"
    assert printed(source, target) == kept.read_text(encoding="utf-8")


@every_pair
@settings(max_examples=30)
@given(data=st.data())
def test_every_value_is_what_was_filed_or_a_sum_of_it(source: Edition, target: Edition, data: Any) -> None:  # noqa: ANN401 (hypothesis)
    """Nothing is invented, and every filed value is either carried or listed as lost."""
    report = data.draw(broken_reports(source))
    moved = gkxl.convert(report, target)
    pairs = correspondence(source.form, target.form)
    computed = {cell.path for cell in cells(target.form) if cell.computed}
    for path, value in moved.values.items():
        if path in moved.taken_over:
            assert value == (
                at(report, path) if pairs[path] == (path,) else sum(at(report, p) for p in pairs[path])
            )
        else:
            assert value is None or path in computed
    whole = {parts[0] for parts in pairs.values() if len(parts) == 1}
    assert {*moved.lost} | whole == {cell.path for cell in cells(source.form)}
    assert all(moved.lost[path] == at(report, path) for path in moved.lost)
    assert {*moved.missing} == {path for path, v in moved.values.items() if v is None} - computed


@every_edition
@settings(max_examples=30)
@given(data=st.data())
def test_to_its_own_edition_a_report_moves_whole(edition: Edition, data: Any) -> None:  # noqa: ANN401 (hypothesis)
    report = data.draw(broken_reports(edition))
    moved = gkxl.convert(report, edition.name)
    assert (moved.report, moved.lost, moved.missing) == (report, {}, ())
    assert moved.taken_over == tuple(cell.path for cell in cells(edition.form))


@every_pair
@settings(max_examples=30)
@given(data=st.data())
def test_what_was_carried_comes_back(source: Edition, target: Edition, data: Any) -> None:  # noqa: ANN401 (hypothesis)
    """There and back again, a cell has the value that was filed or none."""
    filed = values_of(data.draw(reports(source)))
    there = convert_values(source, filed, target)
    back = convert_values(target, there.values, source)
    assert {path: v for path, v in back.values.items() if v not in (None, filed[path])} == {}


def test_the_line_of_other_outcomes_is_the_sum_of_its_three_lines() -> None:
    """（六）其他处理 is one line in 2019; the three lines of 2021 below that heading add up to it."""
    report = gkxl.from_dict(as_numbers("suqian-2024"))
    moved = gkxl.convert(report, TRIAL)
    below = ("not_corrected", "fee_unpaid", "other")
    assert [at(report, f"requests.processed.otherwise.{line}.total") for line in below] == [77, 38, 354]
    assert moved.values["requests.processed.otherwise.total"] == 469
    assert moved.values["requests.processed.otherwise.natural_person"] == 75 + 38 + 352
    assert moved.lost["requests.processed.otherwise.fee_unpaid.total"] == 38
    assert moved.values["disclosure.permits.decisions"] == report.disclosure.permits.decisions


def test_a_line_that_was_divided_is_listed_and_its_parts_stay_open() -> None:
    """Even where its total is 0: whoever fills in the parts says so."""
    report = gkxl.from_dict(as_numbers("pingtan-2019"))
    moved = gkxl.convert(report, CURRENT)
    assert moved.report is None
    assert moved.lost["requests.processed.otherwise.total"] == 0
    below = "requests.processed.otherwise."
    assert [moved.values[path] for path in moved.values if path.startswith(below)] == [None] * 21
    assert len([path for path in moved.missing if path.startswith(below)]) == 18
    assert moved.values["requests.processed.total.total"] == at(report, "requests.processed.total.total")


def test_what_is_in_force_is_not_what_was_ever_disclosed() -> None:
    """现行有效件数 and 对外公开总数量 count different things, as do 收费金额 and 采购总金额."""
    pairs = correspondence(TRIAL.form, CURRENT.form)
    assert not [path for path in pairs if path.startswith(("disclosure.regulations", "disclosure.normative"))]
    assert not [path for path in pairs if path.startswith(("disclosure.fees", "disclosure.procurement"))]


def test_texts_and_the_cover_are_carried_whole() -> None:
    moved = gkxl.convert(report_from(TRIAL.form, different(TRIAL)), CURRENT)
    texts = {cell.path: different(TRIAL)[cell.path] for cell in cells(TRIAL.form) if not cell.in_table}
    assert {path: moved.values[path] for path in texts} == texts


def test_only_reports_and_editions_can_be_named() -> None:
    with pytest.raises(gkxl.errors.UnknownEditionError, match="没有名为“1999”"):
        gkxl.convert(gkxl.from_dict(as_numbers("pingtan-2019")), "1999")
    with pytest.raises(gkxl.errors.UnknownEditionError, match="不是年度报告对象"):
        gkxl.convert(Line(a=1, b=1), "2021")  # type: ignore[arg-type] # which type checkers catch too


# What editions have in common


@frozen(kw_only=True)
class Line:
    a: Annotated[int, Item("甲", unit="件")]
    b: Annotated[int, Item("乙", unit="件")]
    total: Annotated[int, Total("总计", unit="件", code="sum.line", rule="甲＋乙")] = PARTS


@frozen(kw_only=True)
class Divided:
    one: Annotated[Line, Item("1.一")]
    two: Annotated[Line, Item("2.二")]


@frozen(kw_only=True)
class More:
    one: Annotated[Line, Item("1.一")]
    note: Annotated[int, Item("注", unit="件")]


def form(kind: type, item: Item) -> Any:  # noqa: ANN401 (a class made here)
    """A form of one section in which one thing is printed."""
    table = frozen(kw_only=True)(type("Sheet", (), {"__annotations__": {"x": Annotated[kind, item]}}))
    mark = Table("表", sheet="表")
    return frozen(kw_only=True)(type("Form", (), {"__annotations__": {"t": Annotated[table, mark]}}))


@pytest.mark.parametrize(
    ("theirs", "mine", "common"),
    [
        ((int, Item("数", unit="件")), (int, Item("数", unit="件")), {"t.x": ("t.x",)}),
        ((int, Item("数", unit="件")), (int, Item("数量", unit="件")), {}),
        ((int, Item("数", unit="件")), (int, Item("数量", unit="件", also=("数",))), {"t.x": ("t.x",)}),
        ((int, Item("数", unit="件", also=("数量",))), (int, Item("数量", unit="件")), {"t.x": ("t.x",)}),
        ((int, Item("数", unit="件")), (int, Item("数", unit="项")), {}),
        ((int, Item("数", unit="件")), (int, Item("数", unit="件", signed=True)), {}),
        ((int, Item("数", unit="件")), (str, Item("数", unit="件")), {}),
        ((int, Item("数", under="条", unit="件")), (int, Item("数", unit="件")), {}),
        ((Line, Item("行")), (int, Item("行", unit="件")), {}),
        ((More, Item("行")), (Line, Item("行")), {}),
        ((Line, Item("行")), (Divided, Item("行")), {}),
        (
            (Divided, Item("行")),
            (Line, Item("行")),
            {f"t.x.{cell}": (f"t.x.one.{cell}", f"t.x.two.{cell}") for cell in ("a", "b", "total")},
        ),
    ],
)  # fmt: skip
def test_cells_are_the_same_only_where_the_forms_say_so(theirs: Any, mine: Any, common: Any) -> None:  # noqa: ANN401 (a type and its mark)
    assert correspondence(form(*theirs), form(*mine)) == common


def test_editions_share_what_each_of_them_has_or_adds_up_to() -> None:
    every = {common.cell.path: common for common in common_cells(EDITIONS.values())}
    assert len(every) == 179, "3 numbers of decisions, 23 lines of 7, 15 outcomes"
    assert every["disclosure.permits.decisions"].cell.item.label == "本年处理决定数量", "in the newest words"
    assert {
        name: len(parts) for name, parts in every["requests.processed.otherwise.total"].parts.items()
    } == {
        "2019": 1,
        "2021": 3,
    }
    own = [common.cell for common in common_cells([CURRENT])]
    assert own == [cell for cell in cells(CURRENT.form) if cell.in_table]


def test_an_edition_of_the_same_form_shares_everything() -> None:
    later = evolve(CURRENT, name="2027", first_year=2027)
    assert len(common_cells([CURRENT, later])) == 200
