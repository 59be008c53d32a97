"""What people read has one vocabulary: the glossary's, and no words of programs."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Final

import openpyxl
import pytest

import gkxl
from gkxl.checksheet.lines import LATER
from gkxl.collection.ledger import UnitStatus
from gkxl.forms import EDITIONS
from gkxl.issues import Issue, verdict, word_of
from gkxl.issues.catalogue import code
from gkxl.issues.catalogue.code import FOUND, WORDS
from gkxl.model.outline import cells
from gkxl.rules.rule import Outcome
from gkxl.text import Wording
from keep_messages import KEPT, SOURCE, snapshot, texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from city import City

DOCS: Final = Path(__file__).parents[1] / "docs"
PAGE: Final = SOURCE / "collection" / "page"

OLD: Final = re.compile("不符(?!合)|错误(?!值)|有误|待核实|^请核实$|提醒")
"""What the classes of what is found, and of returns, were called before; 请核实 may still be a verb."""

CODE: Final = re.compile(rf"\b({'|'.join(map(re.escape, gkxl.CODES))})\b")
SECTIONS: Final = {cell.path.split(".")[0] for edition in EDITIONS.values() for cell in cells(edition.form)}
PATH: Final = re.compile(rf"\b({'|'.join(SECTIONS)})\.[a-z_]+")
COMMAND: Final = re.compile(r"gkxl [a-z]+|(?<![\w-])--[a-z]+")
ENGLISH: Final = re.compile(
    r"\b(Usage|Options?|Arguments?|Missing|Invalid|Error|Traceback|Try|None|True|False|value|must|file|not)\b"
)

SCREENS: Final = [f"> {screen}" for screen in KEPT.read_text(encoding="utf-8").split("\n\n> ")[1:]]
"""What the terminal shows for each command of the kept text."""


def glossary() -> dict[str, str]:
    """The English of every Chinese word that the docs explain."""
    rows = re.findall(
        r"^\| (.+?) \| (.+?) \|", (DOCS / "glossary.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    return {zh: en for en, zh in rows}


@pytest.mark.parametrize("word", [word for word in vars(code).values() if isinstance(word, Wording)])
def test_the_glossary_has_every_word_in_both_languages(word: Wording) -> None:
    assert word.en in glossary()[word.zh].split(", ")


@pytest.mark.parametrize("status", UnitStatus)
def test_the_glossary_has_what_becomes_of_every_unit(status: UnitStatus) -> None:
    assert status.words("en") in glossary()[status.words("zh")].split(", ")


@pytest.mark.parametrize("word", [Outcome.KNOCK_ON, Outcome.UNFILLED, LATER])
def test_the_glossary_has_what_the_check_sheet_shows(word: str) -> None:
    assert glossary()[word]


def test_there_are_three_words_for_what_is_found_and_three_for_a_return() -> None:
    assert [word.zh for word in FOUND] == ["需改正", "需核实", "提示"]
    assert [status.value for status in (UnitStatus.PASSED, UnitStatus.CONFIRM, UnitStatus.ERRORS)] == [
        "通过",
        "需核实",
        "需改正",
    ]
    assert {*WORDS} == {*gkxl.Severity}


@pytest.mark.parametrize(
    ("codes", "word"),
    [
        ([], "通过"),
        (["tamper.macros"], "通过"),
        (["cell.lenient", "cell.zero"], "通过"),
        (["year.copied", "cell.lenient"], "需核实"),
        (["year.copied", "cell.blank", "tamper.macros"], "需改正"),
    ],
)
def test_what_is_only_noted_changes_no_verdict(codes: list[str], word: str) -> None:
    assert verdict(Issue(code=code) for code in codes).zh == word


def test_what_is_explained_asks_for_nothing() -> None:
    issue = Issue(code="year.copied", explanation="确实相同")
    assert (word_of(issue).zh, verdict([issue]).zh) == ("已说明", "通过")


def test_the_kept_text_is_what_gkxl_says_today() -> None:
    """Run ``python tests/keep_messages.py``, and read what changed in ``tests/data/messages.txt``."""
    assert KEPT.read_text(encoding="utf-8") == snapshot(), "run python tests/keep_messages.py"


def test_no_text_of_the_source_has_an_old_word() -> None:
    """Texts with Chinese in the modules of gkxl use the words of today."""
    modules = [*SOURCE.rglob("*.py")]
    assert len(modules) > 100
    found = ((path.name, text) for path in modules for text in texts(path))
    assert [f"{name}: {text}" for name, text in found if OLD.search(text)] == []


def test_no_page_has_an_old_word() -> None:
    """The docs, the Chinese README and the page of a collection use the words of today."""
    pages = [*DOCS.glob("*.md"), DOCS.parent / "README.zh-CN.md", *PAGE.glob("page.*")]
    old = {path.name: words for path in pages if (words := OLD.findall(path.read_text(encoding="utf-8")))}
    assert len(pages) > 10
    assert old == {}


def test_a_screen_is_chinese_and_has_no_codes_and_paths_unless_they_are_asked_for() -> None:
    """Nothing that the terminal shows to a clerk comes from a program."""
    assert len(SCREENS) > 50
    assert [screen for screen in SCREENS if ENGLISH.search(screen)] == []
    shown = [screen for screen in SCREENS if "--codes" not in screen]
    assert [screen for screen in shown if CODE.search(screen) or PATH.search(screen)] == []


def test_what_a_unit_reads_of_an_issue_names_no_command() -> None:
    """Clerks read it on the page, in 台账 and in marked copies; only who imports reports uses commands."""
    texts_of = {code: f"{one.zh}{one.meaning}{one.remedy}" for code, one in gkxl.CODES.items()}
    named = {code: text for code, text in texts_of.items() if COMMAND.search(text)}
    assert {code: text for code, text in named.items() if not code.startswith("published.")} == {}


@pytest.fixture(scope="module")
def office(year_of_a_city: City, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a year of the imaginary city comes to."""
    folder = tmp_path_factory.mktemp("office") / "汇总"
    gkxl.collect(
        year_of_a_city.returns,
        roster=year_of_a_city.roster,
        year=year_of_a_city.year,
        output=folder,
        previous=year_of_a_city.previous,
    )
    return folder


def test_the_workbooks_of_an_office_have_no_old_words_and_no_words_of_programs(office: Path) -> None:
    """汇总.xlsx with 台账 and 明细, and every copy that goes back."""
    found = {path: list(_cells(path)) for path in office.rglob("*.xlsx")}
    assert len(found) > 3
    for path, shown in found.items():
        for pattern in (OLD, CODE, PATH, COMMAND):
            assert [text for text in shown if pattern.search(text)] == [], (path.name, pattern.pattern)


def test_the_page_of_an_office_has_no_old_words_and_no_words_of_programs(office: Path) -> None:
    shown = _Shown()
    shown.feed((office / "index.html").read_text(encoding="utf-8"))
    for pattern in (OLD, CODE, PATH, COMMAND, ENGLISH):
        assert [text for text in shown.texts if pattern.search(text)] == [], pattern.pattern


@pytest.mark.parametrize("path", [*(DOCS.parent / "templates").glob("*.xlsx")], ids=lambda path: path.stem)
def test_no_template_has_an_old_word(path: Path) -> None:
    assert [text for text in _cells(path) if OLD.search(text)] == []


def _cells(path: Path) -> Iterator[str]:
    """Every text of the sheets that people see, formulas and comments included."""
    for sheet in openpyxl.load_workbook(path).worksheets:
        # not row by row: a blank far outside makes these billions of cells
        for cell in sheet._cells.values() if sheet.sheet_state == "visible" else ():  # noqa: SLF001 (openpyxl)
            yield from (str(one) for one in (getattr(cell.value, "text", cell.value), cell.comment) if one)


class _Shown(HTMLParser):
    """The texts of a page, but for scripts and styles."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def handle_data(self, data: str) -> None:
        """Keep what is shown."""
        if self.cdata_elem is None:
            self.texts.append(data)
