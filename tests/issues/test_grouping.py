"""The same fault on many cells is said once, whatever else is said between them."""

from __future__ import annotations

from attrs import evolve

from gkxl import Issue, grouped
from gkxl.issues import Place, Term
from gkxl.issues.grouping import MOST_NAMED


def blank(row: int, sheet: str = "三、申请办理") -> Issue:
    return Issue(code="cell.blank", path=f"p{row}", label=f"第{row}格", place=Place(sheet, row, 4), found="")


def test_cells_that_share_a_fault_are_one_group_of_their_sheet() -> None:
    issues = [blank(5), blank(6), Issue(code="cell.lost"), blank(7), blank(3, "四、复议诉讼")]
    joined, lost, alone = grouped(issues)
    assert joined.place == "三、申请办理 D5、D6、D7"
    assert joined.issue.message == "“三、申请办理”这 3 格没有填写。请填数字，没有发生的填 0。"
    assert joined.issues == (blank(5), blank(6), blank(7))
    assert (alone.place, alone.issue) == ("四、复议诉讼 D3", blank(3, "四、复议诉讼"))
    assert lost.place == ""


def test_many_cells_are_counted_after_the_first_few() -> None:
    (group,) = grouped(blank(row) for row in range(1, 101))
    assert group.place == "三、申请办理 D1、D2、D3、D4、D5、D6 等 100 格"
    assert len(group) == 100 > MOST_NAMED


def test_a_group_speaks_the_language_of_its_issues() -> None:
    (group,) = grouped(evolve(blank(row), lang="en") for row in range(1, 9))
    assert group.place.endswith(" D1, D2, D3, D4, D5, D6 and others, 8 in all")
    assert group.issue.message.startswith("三、申请办理 each of 8 cells is blank.")


def test_issues_that_say_different_things_stay_apart() -> None:
    """What was found, a broken rule, a cell that was not found: each is its own."""
    term = Term("p", "一", 3)
    issues = [
        evolve(blank(1), code="cell.negative", found=-1),
        evolve(blank(2), code="cell.negative", found=-2),
        *(evolve(blank(row), code="balance", left=(term,), right=(term,)) for row in (3, 4)),
        *(Issue(code="cell.lost", path=path, label=path) for path in ("a", "b")),
    ]
    assert [group.issues for group in grouped(issues)] == [(issue,) for issue in issues]


def test_the_same_figure_beside_different_ones_of_last_year_stays_apart() -> None:
    """0 for 664 and 0 for 853 are two questions: one sentence for both would name a figure that is not so."""
    places = [Place("二、主动公开", row, 2) for row in (8, 11, 15)]
    issues = [
        Issue(code="year.jump", place=place, found=0, expected=last)
        for place, last in zip(places, (664, 664, 853), strict=True)
    ]
    both, alone = grouped(issues)
    assert (both.place, "664" in both.message) == ("二、主动公开 B8、B11", True)
    assert (alone.place, "853" in alone.message) == ("二、主动公开 B15", True)
