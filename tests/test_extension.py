"""What a package outside adds: a line, a check, prompts and a form of its own, with gkxl untouched.

The package is the one of ``examples/hubei_form``.
"""

from __future__ import annotations

import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import openpyxl
import pytest
from attrs import evolve

import gkxl
from gkxl import forms
from gkxl.forms import e2021
from gkxl.issues.catalogue import Severity
from pages import code
from published import as_numbers
from workbooks import changed, found, workbook

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PACKAGE: Final = Path(__file__).parents[1] / "examples" / "hubei_form"

SOURCE: Final = Path(gkxl.__file__).parents[1]

SUQIAN: Final = gkxl.from_dict(as_numbers("suqian-2024"))


LINE: Final = "disclosure.other_documents"


@pytest.fixture(autouse=True)
def hubei(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The package, registered as a program does it; something was read before, which no cache may hide."""
    gkxl.read(workbook(SUQIAN))
    editions, codes = dict(forms.EDITIONS), dict(forms.CODES)
    monkeypatch.syspath_prepend(str(PACKAGE))
    gkxl.extend("hubei_form:EXTENSION")
    yield import_module("hubei_form")
    forms.EDITIONS.known, forms.CODES.known = editions, codes
    forms._EXTENSIONS.clear()  # noqa: SLF001 (nothing but tests unregisters)


def filed(unit: str = "某局", code: str = "A1", more: Mapping[str, int] = {}) -> Any:  # noqa: ANN401 (a report of the province)
    """A consistent report of the province."""
    line = {f"{LINE}.issued": 4, f"{LINE}.repealed": 1, f"{LINE}.in_force": 30}
    cover = {"cover.unit": unit, "cover.unit_code": code, "cover.level": "市级"}
    cells = {**gkxl.to_dict(SUQIAN)["cells"], **cover, **line, **more}
    return gkxl.from_dict({"edition": "hubei", "cells": cells})


def met(unit: str = "某局", code: str = "A1", **more: Any) -> Any:  # noqa: ANN401 (a report of its own kind)
    numbers = {"held.opened": 3, "held.closed": 5, "reported": 8, **more}
    cells = {"cover.unit": unit, "cover.code": code, "cover.year": 2024}
    cells |= {f"meetings.{name}": value for name, value in numbers.items()}
    return gkxl.from_dict({"edition": "meetings", "cells": cells | {"remarks": "全部按期召开，情况正常。"}})


def written(report: Any, path: Path) -> Path:  # noqa: ANN401 (a report of any edition)
    gkxl.write_workbook(report, path)
    return path


def printed(path: Path, sheet: str) -> list[str]:
    return [str(cell.value) for row in openpyxl.load_workbook(path)[sheet].rows for cell in row if cell.value]


# The line


def test_the_line_stands_where_the_province_prints_it(hubei: Any, tmp_path: Path) -> None:  # noqa: ANN401 (the module)
    gkxl.write_template(tmp_path / "a.xlsx", year=2024, unit="某局", edition="hubei")
    texts = printed(tmp_path / "a.xlsx", "二、主动公开")
    at = texts.index("其他主动公开文件")
    assert texts[at - 1 : at + 2] == ["行政规范性文件", "其他主动公开文件", "第二十条第（五）项"]
    assert [cell.path for cell in gkxl.cells("hubei")][:16] == [
        cell.path for cell in gkxl.cells(hubei.HUBEI)
    ][:16]
    assert gkxl.read(tmp_path / "a.xlsx").edition == "hubei"
    blank = {issue.path for issue in gkxl.read(tmp_path / "a.xlsx").issues if issue.code == "cell.blank"}
    assert {f"{LINE}.issued", f"{LINE}.repealed", f"{LINE}.in_force"} < blank


def test_the_official_edition_stays_the_usual_one(tmp_path: Path) -> None:
    assert gkxl.edition_for(2024).name == "2021"
    gkxl.write_template(tmp_path / "a.xlsx", year=2024)
    assert gkxl.read(tmp_path / "a.xlsx").edition == "2021"
    assert forms.newest_edition().name == "2021"
    assert gkxl.json_schema()["properties"]["edition"] == {"const": "2021"}


def test_a_return_of_the_province_reads_as_it_was_filed(tmp_path: Path) -> None:
    """Also resaved without its identity and names, by its labels alone."""
    path = written(filed(), tmp_path / "a.xlsx")
    assert gkxl.read(path).report == filed()
    assert not [issue for issue in gkxl.read(path).issues if issue.severity == Severity.ERROR]
    bare = changed(path.read_bytes(), lambda xml: xml.replace("gkxl.", "other."))
    assert (gkxl.read(bare).edition, gkxl.read(bare).report) == ("hubei", filed())
    assert gkxl.read(changed(workbook(SUQIAN), lambda xml: xml.replace("gkxl.", "other."))).edition == "2021"


def test_the_rules_of_the_notice_hold_for_it(tmp_path: Path) -> None:
    wrong = gkxl.with_value(filed(), "requests.received.total", 1)
    assert ("sum.line", "requests.received.total") in found(gkxl.check(wrong))
    assert ("sum.line", "requests.received.total") in found(
        gkxl.read(written(wrong, tmp_path / "a.xlsx")).issues
    )
    before = evolve(SUQIAN, cover=evolve(SUQIAN.cover, year=2023))
    assert "year.brought_forward" in {issue.code for issue in gkxl.check(filed(), previous=before)}


def test_it_is_a_report_in_every_way(tmp_path: Path) -> None:
    assert isinstance(filed(), e2021.Report)
    assert filed().disclosure.other_documents.in_force == 30
    assert "其他主动公开文件" in gkxl.to_html(filed())
    assert gkxl.read_published(gkxl.to_html(filed()).encode()).values[f"{LINE}.in_force"] == 30
    assert gkxl.aggregate([filed(), filed("某委", "A2")]).disclosure.other_documents.issued == 8  # type: ignore[union-attr] # the province's
    moved = gkxl.convert(filed(), "2021")
    assert moved.report is not None
    assert moved.lost[f"{LINE}.in_force"] == 30
    assert gkxl.diff(filed(), SUQIAN).only_in_a
    written(filed(), tmp_path / "a.xlsx")
    gkxl.migrate(tmp_path / "a.xlsx", tmp_path / "b.xlsx", year=2025)
    assert gkxl.read(tmp_path / "b.xlsx").edition == "hubei"


# The check and the prompt


def test_the_check_looks_at_every_report(tmp_path: Path) -> None:
    """Of the official edition too; in both languages, with its place; and an officer may confirm it."""
    many = {"disclosure.permits.decisions": 3, "disclosure.penalties.decisions": 5}
    official = SUQIAN
    for path, value in many.items():
        official = gkxl.with_value(official, path, value)
    for report in (filed(more=many), official):
        assert ("hubei.penalties", "disclosure.penalties.decisions") in found(gkxl.check(report))
        issues = gkxl.read(written(report, tmp_path / "a.xlsx")).issues
        (issue,) = (one for one in issues if one.code == "hubei.penalties")
        assert str(issue).endswith("是 5 件，多于行政许可的 3 件。请核对；属实的请说明。")
        assert str(issue).startswith("“二、主动公开”")
        assert "more than the 3 permits" in str(evolve(issue, lang="en"))
        assert gkxl.to_dict(issue)["severity"] == "confirm"
    few = {"disclosure.permits.decisions": 5, "disclosure.penalties.decisions": 5}
    assert "hubei.penalties" not in {issue.code for issue in gkxl.check(filed(more=few))}
    gkxl.mark(tmp_path / "a.xlsx", tmp_path / "退回.xlsx")
    assert any("多于行政许可的 3 件" in text for text in printed(tmp_path / "退回.xlsx", "退回说明"))


def test_a_check_is_not_asked_where_a_cell_is_missing(tmp_path: Path) -> None:
    gkxl.write_template(tmp_path / "a.xlsx", year=2024)
    assert "hubei.penalties" not in {issue.code for issue in gkxl.read(tmp_path / "a.xlsx").issues}


def test_the_prompt_comes_before_the_usual_words(tmp_path: Path) -> None:
    for edition in ("hubei", "2021"):
        gkxl.write_template(tmp_path / "a.xlsx", year=2024, edition=edition)
        sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")["二、主动公开"]
        told = [one.prompt for one in sheet.data_validations.dataValidation]
        assert any("含委托下级办理的许可。" in prompt for prompt in told) == (edition == "hubei")
        assert all(prompt.endswith("不要留空。") for prompt in told)
        (cell,) = (one for one in gkxl.cells(edition) if one.path == "disclosure.permits.decisions")
        assert ("含委托下级办理的许可。" in cell.guidance) == (edition == "hubei")


# The form of its own


def test_the_kind_has_template_reading_and_checks(hubei: Any, tmp_path: Path) -> None:  # noqa: ANN401 (the module)
    gkxl.write_template(tmp_path / "a.xlsx", year=2024, unit="某局", unit_code="A1", edition="meetings")
    assert gkxl.read(tmp_path / "a.xlsx").values["cover.unit"] == "某局"
    assert gkxl.edition_for(2025, hubei.MEETINGS_KIND) is hubei.MEETINGS
    assert gkxl.read(written(met(), tmp_path / "b.xlsx")).report == met()
    (issue,) = (one for one in gkxl.check(met(reported=7)) if one.severity == Severity.ERROR)
    assert str(issue) == "发布会议消息＝召开会议合计：左边是 7，右边是 8，相差 1。请改正。"
    assert "会议开放情况统计表" in gkxl.to_html(met())


# Collecting


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    path = tmp_path / "名册.csv"
    path.write_text("单位代码,单位名称\nA1,某局\nA2,某委\nA3,某办\n", encoding="utf-8")
    return path


def test_returns_of_the_province_are_collected(roster: Path, tmp_path: Path) -> None:
    """One in the official form, which lacks the line, has to be filed in the form of the province."""
    returns = tmp_path / "报回"
    returns.mkdir()
    written(filed(), returns / "某局.xlsx")
    written(filed("某委", "A2"), returns / "某委.xlsx")
    official = evolve(SUQIAN, cover=evolve(SUQIAN.cover, unit="某办", unit_code="A3", level="市级"))
    written(official, returns / "某办.xlsx")
    output = tmp_path / "汇总"
    with gkxl.collect(returns, roster=roster, year=2024, output=output, edition="hubei") as collection:
        assert collection.edition.name == "hubei"
        assert [entry.counted for entry in collection.ledger] == [True, True, False]
        assert collection.ledger[2].status == "需改正"
        assert "应为 hubei 版" in " ".join(map(str, collection.issues("A3")))
        assert collection.values[f"{LINE}.in_force"] == 60
        assert gkxl.trace(collection, "其他主动公开文件 现行有效").total == 60
    assert gkxl.read(output / "汇总.xlsx").values[f"{LINE}.issued"] == 8


def test_a_collection_of_a_kind_of_its_own(roster: Path, tmp_path: Path) -> None:
    issued = gkxl.write_templates(roster, year=2024, output=tmp_path / "模板", edition="meetings")
    assert [gkxl.read(path).edition for path in issued.written] == ["meetings"] * 3
    returns = tmp_path / "报回"
    returns.mkdir()
    written(met(), returns / "某局.xlsx")
    written(met("某委", "A2", reported=7), returns / "某委.xlsx")
    with gkxl.collect(
        returns, roster=roster, year=2024, output=tmp_path / "汇总", edition="meetings"
    ) as made:
        assert [str(entry.status) for entry in made.ledger] == ["通过", "需改正", "未报"]
        assert made.values["meetings.held.total"] == 8


def test_other_processes_know_it_too(roster: Path, tmp_path: Path) -> None:
    """From 48 files on returns are read in other processes, which begin without what was registered here."""
    lines = [f"B{number},单位{number:02}" for number in range(50)]
    roster.write_text("单位代码,单位名称\n" + "\n".join(lines), encoding="utf-8")
    returns = tmp_path / "报回"
    returns.mkdir()
    for line in lines:
        code, name = line.split(",")
        written(met(name, code), returns / f"{name}.xlsx")
    with gkxl.collect(
        returns, roster=roster, year=2024, output=tmp_path / "汇总", edition="meetings"
    ) as made:
        assert {str(entry.status) for entry in made.ledger} == {"通过"}
        assert made.values["meetings.held.opened"] == 150


def test_a_program_may_define_all_of_it_itself(roster: Path, tmp_path: Path) -> None:
    """What stands in the program itself no other process can import: the work is done in its own."""
    code = (PACKAGE / "hubei_form" / "__init__.py").read_text(encoding="utf-8")
    lines = [f"B{number},单位{number:02}" for number in range(50)]
    roster.write_text("单位代码,单位名称\n" + "\n".join(lines), encoding="utf-8")
    returns = tmp_path / "报回"
    returns.mkdir()
    for line in lines:
        number, name = line.split(",")
        written(met(name, number), returns / f"{name}.xlsx")
    program = tmp_path / "program.py"
    program.write_text(
        f"{code}\nimport gkxl\ngkxl.extend(EXTENSION)\n"
        "found = gkxl.collect('报回', roster='名册.csv', year=2024, output='汇总', edition='meetings')\n"
        "print({str(entry.status) for entry in found.ledger}, found.values['meetings.held.opened'])\n",
        encoding="utf-8",
    )
    run = subprocess.run(
        [sys.executable, "-X", "utf8", program],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        encoding="utf-8",
    )
    assert (run.stdout, run.stderr) == ("{'通过'} 150\n", "")


# Registering


def test_the_page_on_extending_runs_as_it_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    exec(compile(code("docs/extending.md"), "extending.md", "exec", dont_inherit=True), {})  # noqa: S102 (the page is ours)
    assert gkxl.EDITIONS["ours"].local


def test_an_installed_package_is_found_by_its_entry_point(tmp_path: Path) -> None:
    """As pip leaves it: its modules, and a folder that names the entry point."""
    about = tmp_path / "hubei_form-1.0.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: hubei-form\nVersion: 1.0.0\n", "utf-8")
    (about / "entry_points.txt").write_text("[gkxl.extensions]\nhubei = hubei_form:EXTENSION\n", "utf-8")
    program = "import gkxl; print(*gkxl.EDITIONS, gkxl.CODES['hubei.news'].code)"
    path = os.pathsep.join(map(str, (tmp_path, PACKAGE, SOURCE)))
    run = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", program],
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert run.stderr == ""
    assert run.stdout == "2019 2021 hubei meetings hubei.news\n"


def test_a_package_that_cannot_be_used_is_one_sentence(tmp_path: Path) -> None:
    about = tmp_path / "odd-1.0.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: odd\nVersion: 1.0.0\n", "utf-8")
    (about / "entry_points.txt").write_text("[gkxl.extensions]\nodd = odd_form:EXTENSION\n", "utf-8")
    run = subprocess.run(
        [sys.executable, "-X", "utf8", "-m", "gkxl", "form"],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(map(str, (tmp_path, SOURCE)))},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr.startswith("扩展“odd_form:EXTENSION”不能用：无法导入（ModuleNotFoundError")
    assert len(run.stderr.splitlines()) == 1


def test_registering_twice_changes_nothing(hubei: Any) -> None:  # noqa: ANN401 (the module)
    before = dict(gkxl.EDITIONS)
    gkxl.extend(hubei.EXTENSION)
    gkxl.extend("hubei_form:EXTENSION")
    assert dict(gkxl.EDITIONS) == before


def test_what_is_known_is_changed_by_registering_alone() -> None:
    for known in (gkxl.EDITIONS, gkxl.CODES):
        with pytest.raises(TypeError):
            known["own"] = None  # type: ignore[index] # which type checkers catch, too
        with pytest.raises(AttributeError):
            known.pop("2021", None)  # type: ignore[union-attr] # likewise


def test_what_is_wrong_in_an_extension_is_one_sentence(hubei: Any) -> None:  # noqa: ANN401 (the module)
    """And nothing of it is known afterwards."""
    own, before = gkxl.Extension, (dict(gkxl.EDITIONS), dict(gkxl.CODES))
    named = evolve(hubei.HUBEI, name="own")
    for wrong, said in (
        (own(name="hubei", codes=()), "名称“hubei”已有别的用它"),
        (own(name="own", editions=(evolve(named, name="2021"),)), "名称“2021”已有别的用它"),
        (own(name="own", codes=(hubei.PENALTIES,)), "名称“hubei.penalties”已有别的用它"),
        (own(name="own", editions=(evolve(named, form=type(SUQIAN.cover)),)), "格式“own”写得不对"),
        (
            own(name="own", editions=(evolve(hubei.MEETINGS, name="own", kind=e2021.EDITION.kind),)),
            "没有它的规则或封面",
        ),
        (own(name="own", checks={"2020": ()}), "没有“2020”这一版格式"),
        (own(name="own", prompts={"2021": {"cover.units": "请填全称。"}}), "“cover.units”没有这一格"),
        (own(name="own", prompts={"2021": {"cover.unit": "长" * 101}}), "超过 100 个字"),
        ("nowhere:EXTENSION", "无法导入"),
        ("hubei_form:NOTHING", "无法导入"),
        ("hubei_form:HUBEI", "那里不是 gkxl.Extension"),
        ("hubei_form", "无法导入"),
    ):
        with pytest.raises(gkxl.errors.ExtensionError, match=said) as refusal:
            gkxl.extend(wrong)
        assert "extension" in refusal.value.en
    assert (dict(gkxl.EDITIONS), dict(gkxl.CODES)) == before


def test_a_check_that_fails_is_told_by_its_name() -> None:
    def broken(_report: Any) -> Iterator[gkxl.Issue]:  # noqa: ANN401 (a report)
        raise ZeroDivisionError("by design")

    gkxl.extend(gkxl.Extension(name="broken", checks={"2021": (broken,)}))
    with pytest.raises(gkxl.errors.ExtensionError, match=r"核对“.*broken”出错（ZeroDivisionError"):
        gkxl.check(SUQIAN)


def test_an_edition_is_wanted_where_it_is_named(tmp_path: Path) -> None:
    path = written(SUQIAN, tmp_path / "a.xlsx")
    (issue,) = (one for one in gkxl.read(path, edition="hubei").issues if one.code == "identity.edition")
    assert str(issue) == "这是 2021 版格式的表格，应为 hubei 版。请换用 hubei 版的表格填报。"
    assert not [one for one in gkxl.read(path, edition="2021").issues if one.code == "identity.edition"]
    with pytest.raises(gkxl.errors.UnknownEditionError, match="不适用于 2019 年度"):
        gkxl.write_template(tmp_path / "b.xlsx", year=2019, edition="hubei")
