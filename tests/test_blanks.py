"""What explains nothing, in Python and on the check sheet alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

import gkxl
from gkxl.checksheet.lines import explainable_lines
from gkxl.layout import AUDIT_SHEET
from gkxl.text import LONGEST_EXPLANATION, NO_NUMBER, PLACEHOLDER_CHARACTERS, is_explanation
from gkxl.write.contents import Extras
from gkxl.write.workbook import make_workbook
from strategies import expected_figures
from workbooks import different, every_edition, opened, saved

if TYPE_CHECKING:
    from gkxl.forms.edition import Edition
    from office import Office

EMPTY: Final = (
    *("", " ", "\n", "\t", "\r\n", "　", "\xa0", "\u200b", "\ufeff", "\u3164", "\u2800", "\xad"),
    *(
        "/",
        "／",
        "//",
        "\\",
        "-",
        "－",
        "—",
        "——",
        "－－",
        "…",
        "……",
        "。",
        ".",
        "、",
        "*",
        "?",
        "？",
        "（）",
        "“”",
    ),
    *(
        "无",
        "無",
        "无。",
        " 无 ",
        "没有",
        "没有。",
        "暂无",
        "未发生",
        "不适用",
        "N/A",
        "n/a",
        "NA",
        "null",
        "/ /",
    ),
    *("0", "123", "２", "无\u200b", "\u200b无", "无\n无", "—无—", "无" * 300),
)
"""What stands in the column of explanations and explains nothing."""

WORDS: Final = (
    *(
        "无变化，系统升级所致",
        "上年多报一件，已更正",
        "属实",
        "机构改革",
        "/ 上年误填",
        "无，机构改革",
        "—因清理",
    ),
    *("系统", "x", "é", "👧", "字" * 2000, f"{' ' * 300}因清理", "N/A：撤销", "没有错，已核对"),
)
"""Words, and what begins like a placeholder."""


@pytest.mark.parametrize("text", EMPTY)
def test_placeholders_explain_nothing(text: str) -> None:
    assert not is_explanation(text)


@pytest.mark.parametrize("text", WORDS)
def test_words_do(text: str) -> None:
    assert is_explanation(text)


@pytest.mark.parametrize("text", sorted(NO_NUMBER))
def test_what_is_blank_in_a_number_cell_explains_nothing(text: str) -> None:
    assert not is_explanation(text)


def test_the_signs_fit_into_a_text_of_a_formula() -> None:
    assert len(PLACEHOLDER_CHARACTERS) <= 255
    assert '"' not in PLACEHOLDER_CHARACTERS
    assert len(set(PLACEHOLDER_CHARACTERS)) == len(PLACEHOLDER_CHARACTERS)


def unlike_last_year(edition: Edition) -> bytes:
    """A return whose figures brought forward are not those of last year."""
    last = expected_figures(edition, different(edition))
    return make_workbook(edition, different(edition), extras=Extras({path: last[path] + 1 for path in last}))


@every_edition
def test_the_check_sheet_says_so_too(edition: Edition, office: Office) -> None:
    """For every line that may be explained, whatever is written there."""
    texts = [text for text in (*EMPTY, *WORDS) if not text or text.strip("\r\n")]
    every = explainable_lines(edition)
    books = {}
    for start in range(0, len(texts), len(every)):
        book = opened(unlike_last_year(edition))
        for line, text in zip(every, texts[start:], strict=False):
            cell = book[AUDIT_SHEET][line.place.address]
            cell.value, cell.data_type = text, "s"
        books[str(start)] = saved(book)
    seen = set()
    for name, content in office.resave(books).items():
        sheet, reading = opened(content, data_only=True)[AUDIT_SHEET], gkxl.read(content)
        for line, text in zip(every, texts[int(name) :], strict=False):
            word = sheet[f"E{line.place.row}"].value
            seen.add(word)
            assert (line.key in reading.explanations) == is_explanation(text), text
            if line.expected is None or word in ("需核实", "已说明"):
                assert (word == "已说明") == is_explanation(text), text
    assert {"需核实", "已说明", "待比对"} <= seen


@every_edition
@pytest.mark.parametrize("text", ["/", "无", "——", "。", "\u3000", "N/A", "\u200b"])
def test_what_explains_nothing_settles_nothing(edition: Edition, text: str) -> None:
    last = expected_figures(edition, different(edition))
    carried = {path: last[path] + 1 for path in last}
    why = {line.key: text for line in explainable_lines(edition)}
    reading = gkxl.read(make_workbook(edition, different(edition), extras=Extras(carried, why)))
    confirm = [issue for issue in reading.issues if issue.severity is gkxl.Severity.CONFIRM]
    assert confirm
    assert not any(issue.settled for issue in confirm)


def test_no_more_is_looked_at_than_the_check_sheet_does() -> None:
    assert not is_explanation("无" * LONGEST_EXPLANATION + "因清理")
