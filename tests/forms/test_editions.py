"""Every edition against its notice: the words, the paths, the years."""

from __future__ import annotations

import sys
from itertools import combinations, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs
import pytest

from gkxl.errors import ArgumentError, UnknownEditionError
from gkxl.forms import EDITIONS, e2021, edition_for, edition_named, edition_of
from gkxl.forms.common import Overview
from gkxl.model.marks import Blocks, Grid, Section, marks
from gkxl.model.outline import cells, fill, outline
from gkxl.rules.rule import rules

if TYPE_CHECKING:
    from gkxl.forms.edition import Edition

HERE = Path(__file__).parent

every_edition = pytest.mark.parametrize("edition", EDITIONS.values(), ids=EDITIONS)


def printed(edition: Edition) -> str:
    """An edition as its snapshot has it: the title of every section, and each cell's path and headings."""
    sections = (
        "\n".join([f"# {section.label}", *(f"{cell.path}  {cell.label}" for cell in section.leaves)])
        for section in outline(edition.form)
    )
    return "\n\n".join(sections) + "\n"


@every_edition
def test_every_word_and_path_is_as_compared_with_the_notice(edition: Edition) -> None:
    """The snapshot was laid beside the notice once, by a person; whoever changes it does so again.

    Paths are the keys of JSON files, of defined names and of findings: they never change within an edition.
    """
    assert printed(edition) == (HERE / f"outline-{edition.name}.txt").read_text(encoding="utf-8")


@every_edition
def test_labels_tell_all_cells_of_a_section_apart(edition: Edition) -> None:
    for section in outline(edition.form):
        labels = [cell.label for cell in section.leaves]
        assert len(labels) == len(set(labels))


@every_edition
def test_labels_are_trimmed_and_punctuated_as_printed(edition: Edition) -> None:
    """The notice prints full-width brackets; a half-width one or a stray space would be a slip."""
    for section in outline(edition.form):
        for node in section.walk():
            for text in (node.item.label, node.item.under):
                assert text == text.strip()
                assert not set(text) & set('()\u3000\u00a0 ,:;"')


@every_edition
def test_counts_and_amounts_say_their_unit(edition: Edition) -> None:
    for cell in cells(edition.form):
        if cell.type is int:
            assert cell.item.unit, cell.path


@every_edition
def test_the_six_sections_follow_the_cover(edition: Edition) -> None:
    numbers = [section.label.partition("、")[0] for section in outline(edition.form)]
    assert numbers[1:] == ["一", "二", "三", "四", "五", "六"]


@every_edition
def test_balances_span_the_columns_of_the_grid(edition: Edition) -> None:
    """一 + 二 = 三（七） + 四 in every column of table three."""
    balance = [rule for rule in rules(edition) if rule.code == "balance"]
    assert len(balance) == 7
    for rule in balance:
        column = rule.cell.name
        assert rule.left.cells == (f"requests.received.{column}", f"requests.brought_forward.{column}")
        assert rule.right.cells == (
            f"requests.processed.total.{column}",
            f"requests.carried_forward.{column}",
        )


def test_what_edition_2021_prints_beside_its_cells() -> None:
    marks = {section.path: section.section for section in outline(e2021.Report)}
    grid, blocks = marks["requests"], marks["disclosure"]
    assert isinstance(grid, Grid)
    assert isinstance(blocks, Blocks)
    assert grid.corner == "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
    assert (grid.banner, blocks.stub) == ("申请人情况", "信息内容")


def test_every_section_mark_is_of_a_kind_that_says_how_it_lies() -> None:
    for edition in EDITIONS.values():
        assert all(type(section.section) is not Section for section in outline(edition.form))


# What editions share


def own_classes(edition: Edition) -> dict[str, object]:
    """The classes that the module of an edition defines, by what they print."""
    module = sys.modules[edition.form.__module__]
    classes = (one for one in vars(module).values() if attrs.has(one) and one.__module__ == module.__name__)
    return {repr(marks(one)): one for one in classes}


def test_what_two_notices_print_alike_is_written_once() -> None:
    """A class with the same marks on the same types in two modules belongs in ``common``."""
    for one, other in combinations(EDITIONS.values(), 2):
        assert not own_classes(one).keys() & own_classes(other).keys()


# Years


def test_the_editions_cover_the_years_without_gap_or_overlap() -> None:
    by_year = sorted(EDITIONS.values(), key=lambda edition: edition.first_year)
    for before, after in pairwise(by_year):
        assert before.last_year is not None
        assert before.last_year + 1 == after.first_year
    assert by_year[-1].last_year is None


@every_edition
def test_an_edition_is_found_by_its_years_its_name_and_its_reports(edition: Edition) -> None:
    assert edition_for(edition.first_year) is edition
    assert edition_for(edition.last_year or 2100) is edition
    assert edition_named(edition.name) is EDITIONS[edition.name] is edition
    assert edition_of(fill(edition.form, lambda _: 0)) is edition


def test_a_year_before_the_first_notice_has_no_edition() -> None:
    first = min(edition.first_year for edition in EDITIONS.values())
    with pytest.raises(
        UnknownEditionError, match=rf"没有适用于 {first - 1} 年度的报告格式：本软件支持 {first} 年"
    ):
        edition_for(first - 1)


@pytest.mark.parametrize("year", ["2024", 2024.0, None, True])
def test_a_year_is_a_whole_number(year: Any) -> None:  # noqa: ANN401 (what callers give)
    with pytest.raises(ArgumentError, match="year 应为整数"):
        edition_for(year)


def test_an_unknown_name_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UnknownEditionError, match="没有名为“2018”的报告格式"):
        edition_named("2018")


def test_only_reports_have_an_edition() -> None:
    with pytest.raises(UnknownEditionError, match="不是年度报告对象：Overview"):
        edition_of(Overview())


@pytest.mark.parametrize("name", ["2021" * 1_000_000, "\ud800", "一\x1b[31m" * 99])
def test_the_name_of_no_edition_is_repeated_in_short_and_legibly(name: str) -> None:
    with pytest.raises(UnknownEditionError) as refused:
        edition_named(name)
    for sentence in (refused.value.zh, refused.value.en):
        assert len(sentence) < 200
        assert sentence.encode().isascii() or sentence.replace("�", "").isprintable()
