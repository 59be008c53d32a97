"""Every command works for every edition: what one of them can do, all can."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import gkxl
from commands import gkxl_command
from gkxl.model.outline import cells
from workbooks import different, every_edition, filled, with_cell

if TYPE_CHECKING:
    from pathlib import Path

    from gkxl.forms.edition import Edition


@every_edition
def test_a_year_of_a_unit_goes_through_all_commands(edition: Edition, tmp_path: Path) -> None:
    """Issued, filled in with a fault, marked, corrected, normalised, published, compared, moved."""
    year, wrong = edition.first_year, "disputes.review.upheld"
    blank, returned, marked, normal = (tmp_path / f"{name}.xlsx" for name in "abcd")

    def done(command: str, *arguments: object) -> int:
        return gkxl_command(command, *arguments).returncode

    assert done("template", "--year", year, "--unit", "某局", "-o", blank) == 0
    values = different(edition)
    entered = {cell.path: values[cell.path] for cell in cells(edition.form) if not cell.computed}
    right = filled(blank.read_bytes(), entered)
    returned.write_bytes(with_cell(right, edition, wrong, "<is><t>约8</t></is>", ' t="inlineStr"'))
    assert done("check", returned) == 1
    assert done("mark", returned, "-o", marked) == 1
    returned.write_bytes(filled(marked.read_bytes(), {wrong: values[wrong]}))
    assert done("check", returned) == 0
    assert done("normalize", returned, "-o", normal) == 0
    for command, target in (
        ("publish", "r.docx"),
        ("publish", "r.html"),
        ("export", "s.csv"),
        ("plot", "s.svg"),
        ("migrate", "n.xlsx"),
    ):
        assert done(command, normal, "-o", tmp_path / target) == 0, command
    assert done("diff", normal, tmp_path / "r.html") == 0
    assert gkxl.read(tmp_path / "n.xlsx").values == values


@every_edition
def test_the_form_itself_can_be_seen(edition: Edition) -> None:
    assert edition.notice in gkxl_command("form", "--edition", edition.name).stdout
    schema = json.loads(gkxl_command("form", "--edition", edition.name, "--schema").stdout)
    assert {*schema["properties"]["cells"]["properties"]} == {cell.path for cell in cells(edition.form)}
