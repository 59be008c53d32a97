"""What is found can be handed to any program: plain, versioned, and as the documentation lists it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from attrs import evolve

import gkxl
from faulty import in_english, raised
from published import as_numbers
from workbooks import with_cell, workbook

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE: Final = (Path(__file__).parents[1] / "docs" / "plain.md").read_text(encoding="utf-8")

REPORT: Final = gkxl.from_dict(as_numbers("suqian-2024"))
EDITION: Final = gkxl.EDITIONS["2021"]


def documented(name: str) -> tuple[set[str], str]:
    """The names that the page lists of a form, and its format."""
    text = PAGE.partition(f"\n## {name}\n")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| (`.+?`(?:, `.+?`)*) \|", text, re.MULTILINE)
    return {one for row in rows for one in re.findall(r"`(\w+)`", row)}, re.findall(r"`(gkxl\..+?)`", text)[0]


def plain(value: Any) -> dict[str, Any]:  # noqa: ANN401 (whatever has a plain form)
    """The plain form, which JSON takes as it is and the documentation lists."""
    made = gkxl.to_dict(value)
    assert json.loads(json.dumps(made, allow_nan=False)) == made
    names, format_ = documented(type(value).__name__)
    assert made.keys() == {"format", *names}
    assert made["format"] == format_
    return made


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[gkxl.Collection]:
    """Three units: a good return, one with a figure that does not add up, and none; and a stray file."""
    folder = tmp_path_factory.mktemp("plain")
    (folder / "名册.csv").write_text("单位代码,单位名称\nA1,某局\nA2,某委\nA3,某办\n", encoding="utf-8")
    returns = folder / "报回"
    returns.mkdir()
    for code, name, more in (("A1", "某局", 0), ("A2", "某委", 1)):
        cover = evolve(REPORT.cover, unit=name, unit_code=code)
        made = gkxl.with_value(evolve(REPORT, cover=cover), "requests.received.total", 3525 + more)
        gkxl.write_workbook(made, returns / f"{name}.xlsx")
    (returns / "说明.xlsx").write_bytes(b"nothing")
    output = folder / "汇总"
    with gkxl.collect(
        returns, roster=folder / "名册.csv", year=2024, output=output, marks=False
    ) as collected:
        yield collected


@pytest.mark.matrix
@pytest.mark.parametrize("code", sorted(gkxl.CODES))
def test_every_issue_is_a_sentence_and_plain(code: str) -> None:
    issue = raised(code)
    if issue:
        assert str(issue) == issue.message == plain(issue)["message"]
        assert str(in_english(issue)) == in_english(issue).message
        assert "None" not in plain(issue)["facts"].values()


def test_a_broken_rule_has_both_sides_and_what_is_between_them() -> None:
    wrong = gkxl.with_value(REPORT, "requests.received.total", 3526)
    (issue,) = (one for one in gkxl.read(workbook(wrong)).issues if one.code == "sum.line")
    made = plain(issue)
    (left,) = made["left"]
    assert left == {
        "path": "requests.received.total", "label": "总计", "value": 3526, "taken": False,
        "place": {"sheet": "三、申请办理", "cell": made["cell"]},
    }  # fmt: skip
    assert sum(term["value"] for term in made["right"]) == made["expected"] == 3525
    assert made["difference"] == 1
    assert made["facts"]["rule"] == "总计＝左侧六类申请人之和"


def test_a_reading_gives_what_could_be_read_beside_what_could_not() -> None:
    path = "disclosure.permits.decisions"
    reading = gkxl.read(with_cell(workbook(REPORT), EDITION, path, "<v>1.5</v>"))
    made = plain(reading)
    assert not reading.complete
    assert made["cells"].keys() == {cell.path for cell in gkxl.cells("2021")}
    assert [path for path, value in made["cells"].items() if value is None] == [path]
    assert made["cells"]["requests.received.total"] == 3525
    assert made["verdict"] == {"zh": "需改正", "en": "to correct"}
    assert (made["year"], made["edition"], made["ok"]) == (2024, "2021", False)


def test_the_cells_of_a_whole_reading_are_a_report() -> None:
    made = plain(gkxl.read(workbook(REPORT)))
    assert gkxl.from_dict({"edition": made["edition"], "cells": made["cells"]}) == REPORT


def test_a_comparison_names_each_cell_that_differs() -> None:
    changed = gkxl.with_value(REPORT, "requests.received.other", 7)
    made = plain(gkxl.diff(REPORT, gkxl.with_value(changed, "other_matters", "另有报告。")))
    assert {one["path"] for one in made["differences"]} == {"requests.received.other", "other_matters"}
    assert made["figures"] == {"equal": 199, "different": 1, "uncompared": 0}
    assert made["a"]["year"] == 2024


def test_a_collection_has_every_unit_with_its_issues(collection: gkxl.Collection) -> None:
    made = plain(collection)
    assert [(one["unit"], one["status"], one["status_en"]) for one in made["units"]] == [
        ("某局", "需核实", "to confirm"), ("某委", "需改正", "to correct"), ("某办", "未报", "nothing came"),
    ]  # fmt: skip
    assert "sum.line" in {issue["code"] for issue in made["units"][1]["issues"]}
    assert made["units"][0]["file"] == "某局.xlsx"
    assert [one["path"] for one in made["strays"]] == ["说明.xlsx"]
    assert made["cells"]["requests.received.total"] == 3525
    texts = [issue["message"] for one in collection.to_dict(lang="en")["units"] for issue in one["issues"]]
    assert texts
    assert not re.search("[一-鿿]{8}", " ".join(texts).partition("(")[0])


def test_a_trace_names_every_part(collection: gkxl.Collection) -> None:
    by_folder = gkxl.trace(collection.path.parent, "本年新收 总计")
    made = plain(by_folder)
    assert by_folder == gkxl.trace(collection, "本年新收 总计")
    assert [(part["unit"], part["value"], part["file"]) for part in made["parts"]] == [
        ("某局", 3525, "某局.xlsx")
    ]
    assert [one["unit"] for one in made["left_out"]] == ["某委", "某办"]
