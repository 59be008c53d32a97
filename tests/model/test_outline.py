"""The outline of a form: sections, labels, paths, and which cells add up to which."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import pytest
from attrs import frozen
from hypothesis import given
from hypothesis import strategies as st

from gkxl.forms import EDITIONS, e2021
from gkxl.forms.common import Applicants  # noqa: TC001 (read at run time)
from gkxl.model.marks import Item, Strip, Table, Total
from gkxl.model.outline import Node, at, cells, fill, node, outline, sums

if TYPE_CHECKING:
    from gkxl.forms.edition import Edition

FORM = e2021.Report
every_edition = pytest.mark.parametrize("edition", EDITIONS.values(), ids=EDITIONS)


@frozen(kw_only=True)
class NoSections:
    line: Annotated[Applicants, Item("一行")]


@frozen(kw_only=True)
class Small:
    table: Annotated[Applicants, Strip("表", sheet="表")]


def test_sections_stand_in_the_order_of_the_notice() -> None:
    assert [(section.path, section.label) for section in outline(FORM)] == [
        ("cover", "政府信息公开工作年度报告"),
        ("overview", "一、总体情况"),
        ("disclosure", "二、主动公开政府信息情况"),
        ("requests", "三、收到和处理政府信息公开申请情况"),
        ("disputes", "四、政府信息公开行政复议、行政诉讼情况"),
        ("improvement", "五、存在的主要问题及改进情况"),
        ("other_matters", "六、其他需要报告的事项"),
    ]


def test_a_label_is_every_heading_printed_above_a_cell() -> None:
    """Headings without a path of their own (法人或其他组织) are part of it, the section's is not."""
    cell = node(FORM, "requests.processed.refused.state_secret.business")
    assert cell.label == "三、本年度办理结果 / （三）不予公开 / 1.属于国家秘密 / 法人或其他组织 / 商业企业"
    assert cell.name == "business"


def test_a_section_that_is_a_single_cell_is_labelled_by_itself() -> None:
    assert node(FORM, "other_matters").label == "六、其他需要报告的事项"


@every_edition
def test_only_the_tables_ask_for_numbers(edition: Edition) -> None:
    """Text and the cover lie outside the official tables; the report year is the only number there."""
    for cell in cells(edition.form):
        assert cell.in_table == isinstance(cell.section, Table)
        assert cell.in_table == (cell.type is not str and cell.path != "cover.year")


@every_edition
def test_paths_are_unique_and_lead_to_what_a_report_holds(edition: Edition) -> None:
    report = fill(edition.form, lambda cell: cell.path)
    assert len({cell.path for cell in cells(edition.form)}) == len(cells(edition.form))
    assert all(at(report, cell.path) == cell.path for cell in cells(edition.form))


@every_edition
def test_fill_asks_once_for_every_cell_in_printed_order(edition: Edition) -> None:
    asked: list[Node] = []
    fill(edition.form, asked.append)
    assert asked == list(cells(edition.form))


@every_edition
def test_walking_meets_every_cell(edition: Edition) -> None:
    met = [found for section in outline(edition.form) for found in section.walk() if not found.children]
    assert met == list(cells(edition.form))


@every_edition
def test_totals_are_the_computed_cells_and_parts_are_not_of_their_own_line(edition: Edition) -> None:
    found = sums(edition.form)
    assert {total.total.path for total in found} == {
        cell.path for cell in cells(edition.form) if cell.computed
    }
    for total in found:
        assert total.total not in total.parts
        assert len(set(total.parts)) == len(total.parts) > 1
        assert isinstance(total.mark, Total)


def test_a_line_adds_up_its_six_applicants() -> None:
    (found,) = sums(Small)
    assert found.total.path == "table.total"
    assert [part.name for part in found.parts] == [
        "natural_person", "business", "research", "public_interest", "legal_service", "other",
    ]  # fmt: skip


def test_the_line_of_totals_adds_up_every_line_at_any_depth() -> None:
    """（七）总计 = all lines of （一）…（六）: 2 + 8 + 3 + 5 + 3 of them, each in its own column."""
    (found,) = (s for s in sums(FORM) if s.total.path == "requests.processed.total.research")
    assert len(found.parts) == 21
    assert found.parts[0].path == "requests.processed.granted.research"
    assert found.parts[-1].path == "requests.processed.otherwise.other.research"
    assert {part.name for part in found.parts} == {"research"}


def test_a_path_that_no_cell_has_is_a_key_error() -> None:
    with pytest.raises(KeyError, match=r"requests\.received"):
        node(FORM, "requests.received")


def test_a_report_is_made_of_sections() -> None:
    with pytest.raises(TypeError, match="line: a report is made of sections"):
        outline(NoSections)


@given(st.lists(st.integers(), min_size=7, max_size=7))
def test_totals_are_filled_with_what_is_given_not_computed(numbers: list[int]) -> None:
    answers = iter(numbers)
    small = fill(Small, lambda _: next(answers))
    assert [at(small, cell.path) for cell in cells(Small)] == numbers
