"""Charts of requests: the figures of the form, words that render, a page that everybody can use."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

import pytest
from attrs import evolve
from lxml import etree, html
from matplotlib import font_manager

import gkxl
from browser import violations
from commands import gkxl_command
from gkxl.export.drawing import find_chinese_font, make_chart
from published import as_numbers

if TYPE_CHECKING:
    from pathlib import Path

    from gkxl.export.drawing import Chart


def report(name: str, **cover: Any) -> Any:  # noqa: ANN401 (a report of any edition)
    found = gkxl.from_dict(as_numbers(name))
    return evolve(found, cover=evolve(found.cover, **cover))


PINGTAN = [report(name) for name in ("pingtan-2022", "pingtan-2019", "pingtan-2021")]


def figures(made: Chart) -> dict[str, tuple[int | None, ...]]:
    return {made.received[0]: made.received[1], **made.outcomes}


# What it shows


def test_a_chart_shows_every_year_from_the_first_to_the_last() -> None:
    """A year without a report is a gap, not a zero; received and outcomes come from both editions."""
    made = make_chart(PINGTAN)
    assert made.title == "平潭综合实验区管委会2019—2022年政府信息公开申请收到和办理情况"
    assert made.years == ("2019", "2020\n（无报告）", "2021", "2022")
    assert made.received == ("一、本年新收政府信息公开申请数量", (23, None, 70, 74))
    assert made.outcomes["（四）无法提供"] == (12, None, 25, 37)
    assert made.ended == (23, None, 69, 75)


def test_several_units_are_added_up_and_the_axis_says_over_how_many() -> None:
    made = make_chart([report("suqian-2023"), report("suqian-2024"), report("huaian-2024")])
    assert made.title.startswith("2个单位合计2023—2024年")
    assert made.years == ("2023\n（1 个单位）", "2024\n（2 个单位）")
    assert made.received[1] == (3511, 6644)


def test_two_units_of_one_name_are_two_units() -> None:
    made = make_chart(
        [report("suqian-2024", unit="民政局", unit_code="甲"), report("huaian-2024", unit="民政局")]
    )
    assert made.years == ("2024\n（2 个单位）",)


def test_without_a_report_there_is_nothing_to_draw() -> None:
    with pytest.raises(gkxl.errors.DataError, match="没有可以作图的报告"):
        make_chart([])


def test_a_slip_in_a_year_does_not_draw_thousands_of_them() -> None:
    with pytest.raises(gkxl.errors.DataError, match="从 2024 到 20240，相差太远"):
        make_chart([report("suqian-2024"), report("huaian-2024", year=20240)])


# How it is drawn


@pytest.fixture(scope="module")
def font() -> str:
    """A font with Chinese characters; tests that need one are skipped where it is missing, but not in CI."""
    try:
        return find_chinese_font("件")
    except gkxl.errors.MissingFontError:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip("no font here has Chinese characters (fonts-noto-cjk)")


@pytest.fixture(scope="module")
def drawn(font: str, tmp_path_factory: pytest.TempPathFactory) -> Path:  # noqa: ARG001 (it must be there)
    """A folder with the chart in every format."""
    folder = tmp_path_factory.mktemp("plots")
    for suffix in ("svg", "png", "html"):
        gkxl.plot(PINGTAN, folder / f"a.{suffix}")
    return folder


def test_the_drawing_is_titled_and_every_word_of_it_is_drawn(drawn: Path) -> None:
    """Words are outlines, so that they show where no Chinese font is; none of them is the box for none."""
    tree = etree.parse(drawn / "a.svg")
    space = {"s": "http://www.w3.org/2000/svg"}
    assert tree.findtext("s:title", namespaces=space) == make_chart(PINGTAN).title
    words = {text.strip() for text in tree.xpath("//comment()", namespaces=space) for text in [text.text]}
    for label in (*make_chart(PINGTAN).years, *figures(make_chart(PINGTAN))):
        assert label[:12].split("\n")[0] in " ".join(words)
    glyphs = {name for name in tree.xpath("//s:defs/s:path/@id", namespaces=space) if "Regular" in name}
    assert glyphs
    assert not {name for name in glyphs if name.endswith("-0")}


def test_an_image_is_a_png_that_is_large_enough_to_print(drawn: Path) -> None:
    content = (drawn / "a.png").read_bytes()
    assert content.startswith(b"\x89PNG")
    assert int.from_bytes(content[16:20]) > 1200


@pytest.mark.parametrize("suffix", ["svg", "png", "html"])
def test_the_same_reports_give_the_same_bytes(suffix: str, drawn: Path, tmp_path: Path) -> None:
    gkxl.plot(PINGTAN, tmp_path / f"b.{suffix}")
    assert (tmp_path / f"b.{suffix}").read_bytes() == (drawn / f"a.{suffix}").read_bytes()


def test_the_page_has_the_table_of_the_figures_beside_the_drawing(drawn: Path) -> None:
    page = html.fromstring((drawn / "a.html").read_bytes())
    assert page.get("lang") == "zh-CN"
    assert page.findtext(".//h1") == page.findtext(".//title") == make_chart(PINGTAN).title
    (drawing,) = page.xpath("//svg")
    assert (drawing.get("role"), make_chart(PINGTAN).title in drawing.get("aria-label")) == ("img", True)
    rows = {row[0].text: [cell.text for cell in row[1:]] for row in page.xpath("//tbody/tr")}
    for heading, numbers in figures(make_chart(PINGTAN)).items():
        assert rows[heading] == ["—" if number is None else f"{number:,}" for number in numbers]
    assert {cell.get("scope") for cell in page.xpath("//th")} == {"col", "row"}


def test_the_page_fetches_nothing(drawn: Path) -> None:
    page = html.fromstring((drawn / "a.html").read_bytes())
    assert page.xpath("//script | //link | //img | //iframe | //*[@src]") == []
    assert all(link.startswith("#") for link in page.xpath("//@*[name()='xlink:href' or name()='href']"))
    assert b"@import" not in (drawn / "a.html").read_bytes()


def test_axe_finds_no_violation(drawn: Path, chromium: str, tmp_path: Path) -> None:
    assert violations(chromium, (drawn / "a.html").read_text(encoding="utf-8"), tmp_path) == []


@pytest.mark.usefixtures("font")
@pytest.mark.parametrize(
    "name",
    ["<b>&amp;局", "--><script>alert(1)</script>", "$x^2$局", "\U0003134a局", "字" * 60],
    ids=["markup", "script", "formula", "rare", "long"],
)
def test_whatever_a_unit_is_called_it_is_drawn(name: str, tmp_path: Path) -> None:
    """Not as markup, not as a formula, and whether or not a font has its characters."""
    gkxl.plot([report("suqian-2024", unit=name)], tmp_path / "a.html")
    page = html.fromstring((tmp_path / "a.html").read_bytes())
    assert page.findtext(".//h1") == make_chart([report("suqian-2024", unit=name)]).title
    assert page.xpath("//script") == []
    gkxl.plot([report("suqian-2024", unit=name)], tmp_path / "a.png")


# Fonts


@pytest.mark.usefixtures("font")
def test_a_font_that_has_the_words_is_found() -> None:
    assert find_chinese_font("一、本年新收政府信息公开申请数量（2024）\n件")


def test_without_a_chinese_font_one_sentence_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    latin = [font for font in font_manager.fontManager.ttflist if font.name == "DejaVu Sans"]
    monkeypatch.setattr(font_manager.fontManager, "ttflist", latin)
    with pytest.raises(gkxl.errors.MissingFontError, match=r"没有含中文字的字体.*Noto Sans CJK SC"):
        gkxl.plot(PINGTAN, tmp_path / "a.svg")
    assert list(tmp_path.iterdir()) == []


def test_without_its_extra_one_sentence_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delitem(sys.modules, "gkxl.export.drawing", raising=False)
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(gkxl.errors.MissingExtraError, match=r"gkxl\[plot\]"):
        gkxl.plot(PINGTAN, tmp_path / "a.svg")


def test_an_unknown_format_is_refused_with_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(gkxl.errors.WriteError, match=r"请用 \.svg、\.png 或 \.html"):
        gkxl.plot(PINGTAN, tmp_path / "a.gif")


# The command


@pytest.mark.usefixtures("font")
def test_the_command_draws_files_and_names_what_it_left_out(tmp_path: Path) -> None:
    folder = tmp_path / "returns"
    folder.mkdir()
    for name in ("pingtan-2019", "pingtan-2021"):
        gkxl.write_workbook(report(name), folder / f"{name}.xlsx")
    done = gkxl_command("plot", folder, "-o", tmp_path / "a.svg")
    assert (done.returncode, done.stderr) == (0, "")
    assert "2 份报告的图" in done.stdout
    (folder / "坏.xlsx").write_text("a,b", encoding="utf-8")
    done = gkxl_command("plot", folder, "-o", tmp_path / "b.svg")
    assert done.returncode == 2
    assert "坏.xlsx" in done.stderr
    assert (tmp_path / "b.svg").read_bytes() == (tmp_path / "a.svg").read_bytes()


@pytest.mark.usefixtures("font")
def test_the_command_says_where_years_are_of_different_units(tmp_path: Path) -> None:
    """Also where each year has as many, of which the axis says nothing."""
    names = ("pingtan-2021", "suqian-2023", "suqian-2024", "huaian-2024")
    files = [tmp_path / f"{name}.xlsx" for name in names]
    for name, file in zip(names, files, strict=True):
        gkxl.write_workbook(report(name), file)
    done = gkxl_command("plot", *files[:2], "-o", tmp_path / "a.svg")
    assert done.returncode == 0
    assert "单位不完全相同" in done.stderr
    assert "2021 年缺 1 个、2023 年缺 1 个" in done.stderr
    done = gkxl_command("plot", *files[1:], "-o", tmp_path / "a.svg")
    assert "：2023 年缺 1 个。" in done.stderr
    assert gkxl_command("plot", *files[2:], "-o", tmp_path / "a.svg").stderr == ""
