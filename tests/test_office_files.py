"""Every workbook and document that gkxl writes is as ECMA-376 has it, by an audit that is not ours."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import pytest
from openxml_audit import OpenXmlValidator

import gkxl
from commands import gkxl_command
from gkxl.forms import EDITIONS
from gkxl.model.outline import report_from
from workbooks import different, every_edition, real

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from gkxl.forms.edition import Edition

ROSTER: Final = "单位代码,单位名称,层级\nA1,某市财政局,部门单位\nA2,某市民政局,部门单位\n"
ASKED: Final = gkxl.types.Requirements(
    (("报送截止日期", "2026年1月20日"),), (("requests.received", "含网上申请"),)
)


@cache
def audit() -> Any:  # noqa: ANN401 (it has no types)
    """The audit, which reads the schemas when it is first made."""
    return OpenXmlValidator(max_errors=0)


def is_sound(path: Path) -> None:
    """There is no error, and no warning either."""
    result = audit().validate(str(path))
    assert result.errors == []
    assert (result.error_count, result.warning_count) == (0, 0)


def year_of(edition: Edition) -> int:
    return edition.last_year or edition.first_year + 1


def blank(edition: Edition, path: Path) -> None:
    gkxl.write_template(path, year=year_of(edition))


def issued(edition: Edition, path: Path) -> None:
    """Filled in from last year, with names, a password, and what an office asks for."""
    before: Any = report_from(edition.form, different(edition) | {"cover.year": year_of(edition) - 1})
    year, secret = year_of(edition), "1"
    gkxl.write_template(
        path, year=year, unit="某局", unit_code="0012", previous=before, password=secret, requirements=ASKED
    )


def filled(edition: Edition, path: Path) -> None:
    gkxl.write_workbook(real(edition)[0], path)


def marked(edition: Edition, path: Path) -> None:
    broken = report_from(edition.form, different(edition) | {"requests.received.total": 7})
    gkxl.write_workbook(broken, path.with_name("return.xlsx"))
    gkxl.mark(path.with_name("return.xlsx"), path)


def exported(edition: Edition, path: Path) -> None:
    gkxl.write_series(gkxl.series([real(edition)[0]]), path)


WORKBOOKS: Final = (blank, issued, filled, marked, exported)


@every_edition
@pytest.mark.parametrize("write", WORKBOOKS, ids=[one.__name__ for one in WORKBOOKS])
def test_every_workbook_is_sound(
    edition: Edition, write: Callable[[Edition, Path], None], tmp_path: Path
) -> None:
    write(edition, tmp_path / "a.xlsx")
    is_sound(tmp_path / "a.xlsx")


@every_edition
def test_what_openpyxl_saves_for_us_is_sound_but_for_its_own_ways(edition: Edition, tmp_path: Path) -> None:
    """It orders the elements of a font, and keeps texts in their cells, in a way that every program reads."""
    gkxl.write_template(tmp_path / "a.xlsx", year=year_of(edition))
    gkxl.fill_template(tmp_path / "a.xlsx", {"requests.received.business": 7}, tmp_path / "b.xlsx")
    found = [str(error) for error in audit().validate(str(tmp_path / "b.xlsx")).errors]
    own = re.compile(r"styles\.xml:.*/font\[\d+\]: Unexpected element|inline-string cell\(s\)")
    assert [error for error in found if not own.search(error)] == []


@pytest.mark.matrix
@every_edition
@pytest.mark.parametrize("draft", [False, True])
def test_every_document_is_sound(edition: Edition, draft: bool, tmp_path: Path) -> None:  # noqa: FBT001 (a case)
    gkxl.write_docx(real(edition)[0], tmp_path / "a.docx", draft=draft)
    is_sound(tmp_path / "a.docx")


def test_all_that_a_collection_writes_is_sound(tmp_path: Path) -> None:
    """Templates for a roster, an empty roster, the consolidated report, and what goes back to units."""
    (tmp_path / "名册.csv").write_text(ROSTER, encoding="utf-8")
    gkxl.collection.write_roster(tmp_path / "名册.xlsx")
    gkxl.write_templates(tmp_path / "名册.csv", year=2025, output=tmp_path / "模板", requirements=ASKED)
    (tmp_path / "报回").mkdir()
    cover = {"cover.unit": "某市财政局", "cover.unit_code": "A1", "cover.year": 2025}
    edition = EDITIONS["2021"]
    wrong = report_from(edition.form, different(edition) | cover | {"requests.received.total": 7})
    gkxl.write_workbook(wrong, tmp_path / "报回" / "a.xlsx")
    done = gkxl_command("collect", "报回", "--roster", "名册.csv", "--year", 2025, "-o", "汇总", cwd=tmp_path)
    assert done.returncode in (0, 1), done.stderr
    written = [path for path in tmp_path.rglob("*.xlsx") if path.parent.name != "报回"]
    assert {"名册.xlsx", "汇总.xlsx"} < {path.name for path in written}
    assert len(written) == 5
    for path in written:
        is_sound(path)
