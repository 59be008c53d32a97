"""What a marking changes in a workbook besides its cells: comments, threads, tabs, names, styles."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING, Final

import pytest
from looks import BOOK, Look
from test_dialects import FAULT, FAULTS, essence, faulty

import gkxl
from gkxl import demo
from gkxl.layout import RETURN_SHEET, places
from gkxl.marking import mark_return
from gkxl.xlsx import read_book
from workbooks import changed, different, packed, parts, sheet_part

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from gkxl.issues import Place

EDITION: Final = gkxl.EDITIONS["2021"]
PLACE: Final = places(EDITION)["requests.received.natural_person"]
MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
THREADS: Final = "http://schemas.microsoft.com/office/2017/10/relationships/threadedComment"


def mark(content: bytes) -> Look:
    copy = mark_return(content, gkxl.read(content))
    assert not copy.fresh
    assert essence(copy.content) == essence(content)
    return Look(copy.content)


def commented(comments: dict[str, tuple[str, str]], *, box: str = "", **more: str) -> bytes:
    """A faulty return with comments, by address, and a drawing with a box for each."""
    part, found = sheet_part(faulty(EDITION), PLACE.sheet), parts(faulty(EDITION))
    authors = [author for author, _ in comments.values()]
    listed = "".join(
        f'<comment ref="{ref}" authorId="{n}"><text><r><rPr><b/></rPr><t>{text}</t></r></text></comment>'
        for n, (ref, (_, text)) in enumerate(comments.items())
    )
    found["xl/comments7.xml"] = (
        f'<comments xmlns="{MAIN}"><authors>{"".join(f"<author>{who}</author>" for who in authors)}</authors>'
        f"<commentList>{listed}</commentList></comments>"
    )
    found["xl/drawings/old.vml"] = (
        '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:x="urn:schemas-microsoft-com:office:excel">'
        '<v:shape id="_x0000_s2049"><x:ClientData ObjectType="Checkbox"/></v:shape>' + box + "</xml>"
    )
    kinds = {f"{LINKS}/comments": "../comments7.xml", f"{LINKS}/vmlDrawing": "../drawings/old.vml", **more}
    links = "".join(
        f'<Relationship Id="r{n}" Type="{k}" Target="{t}"/>' for n, (k, t) in enumerate(kinds.items())
    )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    found[part.replace("sheets/", "sheets/_rels/") + ".rels"] = (
        f'<Relationships xmlns="{space}">{links}</Relationships>'
    )
    legacy = f'<legacyDrawing xmlns:r="{LINKS}" r:id="r1"/></worksheet>'
    found[part] = found[part].replace("</worksheet>", legacy)
    return packed(found)


def box_at(place: Place) -> str:
    return (
        '<v:shape id="_x0000_s2050" style="width:1px"><x:ClientData ObjectType="Note">'
        f"<x:Row> {place.row - 1} </x:Row><x:Column>{place.column - 1}</x:Column></x:ClientData></v:shape>"
    )


def test_a_comment_of_the_unit_s_own_is_taken_up_in_its_box() -> None:
    look = mark(
        commented({PLACE.address: ("张三", "含&amp;上年"), "B2": ("李四", "别的")}, box=box_at(PLACE))
    )
    comments = look.comments(PLACE.sheet)
    assert comments["B2"] == "别的"
    assert comments[PLACE.address].endswith("\n原批注（张三）：含&上年")
    assert look.boxes(PLACE.sheet).count(PLACE.address) == 1
    drawing = look.parts["xl/drawings/old.vml"].decode()
    assert "Checkbox" in drawing
    assert "width:1px" in drawing
    ids = re.findall(r'<v:shape [^>]*id="(\w+)"', drawing)
    assert len(set(ids)) == len(ids)


def test_a_thread_is_left_whole() -> None:
    """Its cell is coloured, and the list says what is found there."""
    content = commented(
        {PLACE.address: ("tc={6A-1}", "[Threaded comment]")},
        box=box_at(PLACE),
        **{THREADS: "../threads/1.xml"},
    )
    content = packed({**parts(content), "xl/threads/1.xml": "<ThreadedComments/>"})
    look, before = mark(content), Look(content)
    assert look.comments(PLACE.sheet)[PLACE.address] == "[Threaded comment]"
    assert look.colours(PLACE.sheet)[PLACE.address] == FAULT
    assert look.parts["xl/threads/1.xml"] == before.parts["xl/threads/1.xml"]
    assert look.links(look.sheets()[PLACE.sheet])["r2"][0] == "threadedComment"


@pytest.mark.parametrize("own", ["", "\n原批注（张三）：含（上年）：两件"])
def test_what_an_earlier_marking_said_goes_when_its_fault_is_gone(own: str) -> None:
    """With its box, unless the unit had a comment there."""
    content = commented(
        {"B2": ("gkxl", f"旧的{own}")},
        box=box_at(PLACE).replace(f" {PLACE.row - 1} ", "1").replace(f">{PLACE.column - 1}<", ">1<"),
    )
    look = mark(content)
    assert look.comments(PLACE.sheet).get("B2", "") == own.rpartition("张三）：")[2]
    assert ("B2" in look.boxes(PLACE.sheet)) == bool(own)


def test_a_comment_that_would_not_fit_is_cut_short_before_the_unit_s_own() -> None:
    own = "字" * 32_700
    text = mark(commented({PLACE.address: ("张三", own)})).comments(PLACE.sheet)[PLACE.address]
    assert text.endswith(own)
    assert len(text) <= 32_767


# Tabs and names


def test_names_of_single_sheets_stay_with_their_sheets() -> None:
    content = faulty(EDITION)
    before, after = (
        read_book(content).local_names,
        read_book(mark_return(content, gkxl.read(content)).content).local_names,
    )
    assert {key: text for key, text in after.items() if key[0] != RETURN_SHEET} == before
    own = {name: text for (sheet, name), text in after.items() if sheet == RETURN_SHEET}
    assert own["_xlnm.Print_Titles"] == f"'{RETURN_SHEET}'!$4:$4"
    assert set(own) == {"_xlnm.Print_Titles", "_xlnm.Print_Area"}


@pytest.mark.parametrize("active", [0, 3, 8])
def test_the_list_is_on_top_and_alone_so(active: int) -> None:
    """Two sheets on top are a group: what is typed into one is typed into both."""

    def turn(xml: str) -> str:
        return re.sub(r"<workbookView ", f'<workbookView activeTab="{active}" firstSheet="2" ', xml)

    found = parts(changed(faulty(EDITION), turn, part="workbook.xml"))
    name = f"xl/worksheets/sheet{active + 1}.xml"
    plain = found[name].replace(' tabSelected="1"', "")
    found[name] = plain.replace("<sheetView ", '<sheetView tabSelected="true" ')
    look = mark(packed(found))
    views = list(look.tree(BOOK).iter("workbookView"))
    assert [view.get("activeTab", "0") for view in views] == ["0"]
    chosen = [
        sheet
        for sheet, part in look.sheets().items()
        if any(view.get("tabSelected") in ("1", "true") for view in look.tree(part).iter("sheetView"))
    ]
    assert chosen == [RETURN_SHEET]


@pytest.mark.parametrize("ids", [["1", "2", "4294967295"], ["2", "3", "1"], ["7", "7", "x"]])
def test_the_list_has_a_number_of_its_own(ids: list[str]) -> None:
    numbers = iter([*ids, *map(str, range(100, 120))])
    content = changed(
        faulty(EDITION),
        lambda xml: re.sub(r'sheetId="\d+"', lambda _: f'sheetId="{next(numbers)}"', xml),
        part=BOOK,
    )
    first, *others = [sheet.get("sheetId") for sheet in mark(content).tree(BOOK).iter("sheet")]
    assert first not in others
    assert int(first or "0") < 65_535


def test_the_list_moves_and_hides_with_whoever_moved_it_and_shows_again() -> None:
    """Marked again, it is where the unit left it, on top, and says what is found today."""
    first = mark_return(faulty(EDITION), gkxl.read(faulty(EDITION))).content

    def move(xml: str) -> str:
        found = re.search(r'<sheet [^>]*name="退回说明"[^>]*/>', xml)
        assert found
        hidden = found[0].replace("<sheet ", '<sheet state="hidden" ')
        xml = xml.replace(found[0], "").replace("</sheets>", f"{hidden}</sheets>")
        last = xml.count("<sheet ") - 1
        return re.sub(
            r'localSheetId="(\d+)"',
            lambda at: f'localSheetId="{int(at[1]) - 1 if int(at[1]) else last}"',
            xml,
        )

    look = mark(changed(first, move, part=BOOK))
    sheets = list(look.tree(BOOK).iter("sheet"))
    assert sheets[-1].get("name") == RETURN_SHEET
    assert sheets[-1].get("state") is None
    assert {view.get("activeTab") for view in look.tree(BOOK).iter("workbookView")} == {str(len(sheets) - 1)}
    printed = [
        name.get("localSheetId")
        for name in look.tree(BOOK).iter("definedName")
        if RETURN_SHEET in (name.text or "")
    ]
    assert printed == [str(len(sheets) - 1)] * 2


# Styles


def test_a_marked_style_is_the_cell_s_own_but_for_its_colour() -> None:
    look, before = mark(faulty(EDITION)), Look(faulty(EDITION))
    styles = {
        name: tree.tree("xl/styles.xml").findall("cellXfs/xf")
        for name, tree in (("new", look), ("old", before))
    }
    old = {address: styles["old"][int(cell.get("s", "0"))] for address, cell in before.cells(PLACE.sheet)}
    new = {address: styles["new"][int(cell.get("s", "0"))] for address, cell in look.cells(PLACE.sheet)}
    assert {**new[PLACE.address].attrib, "fillId": ""} == {**old[PLACE.address].attrib, "fillId": ""}
    assert [dict(one.attrib) for one in new[PLACE.address]] == [
        dict(one.attrib) for one in old[PLACE.address]
    ]


def test_styles_do_not_grow_with_every_marking() -> None:
    copies = [faulty(EDITION)]
    for _ in range(3):
        copies.append(mark_return(copies[-1], gkxl.read(copies[-1])).content)
    assert len({len(Look(copy).parts["xl/styles.xml"]) for copy in copies[1:]}) == 1


def corrected(content: bytes) -> bytes:
    """A marked copy whose faults are all corrected."""
    found, sheets = parts(content), Look(content).sheets()
    for path in FAULTS:
        place = places(EDITION)[path]
        cell = re.compile(rf'(<c r="{place.address}" s="\d+")[^>]*?(?:/>|>.*?</c>)')
        value, part = different(EDITION)[path], sheets[place.sheet]
        kind = ' t="str"' if isinstance(value, str) else ""
        found[part] = cell.sub(rf"\1{kind}><v>{value}</v></c>", found[part])
    return packed(found)


@pytest.mark.parametrize(
    "spelling",
    [
        lambda xml: xml,
        lambda xml: xml.replace('"00FFC7CE"/>', '"FFFFC7CE"/><bgColor indexed="64"/>'),
        lambda xml: xml.replace('"00FFC7CE"', '"ffffc7ce"'),
    ],
)
def test_the_colour_of_an_earlier_marking_goes_however_it_is_spelt(spelling: Callable[[str], str]) -> None:
    """Cells get the colour of the form back, which they had."""
    first = mark_return(faulty(EDITION), gkxl.read(faulty(EDITION))).content
    look, plain = mark(changed(corrected(first), spelling, part="styles")), Look(faulty(EDITION))
    for path in FAULTS:
        place = places(EDITION)[path]
        colours = look.colours(place.sheet), plain.colours(place.sheet)
        assert colours[0][place.address] == colours[1][place.address] != FAULT
        assert place.address not in look.comments(place.sheet)


# What cannot be edited


@pytest.mark.parametrize(
    "change",
    [
        lambda found: found | {"xl/styles.xml": found["xl/styles.xml"].replace("<fills", "<fills/><fills")},
        lambda found: (
            found
            | {"xl/styles.xml": found["xl/styles.xml"].replace("<borders", "<cellXfs2/><borders/><borders")}
        ),
        lambda _: parts(commented({})) | {"xl/drawings/old.vml": "<xml><br></xml>"},
    ],
)
def test_what_cannot_be_edited_comes_back_in_a_fresh_form(
    change: Callable[[dict[str, str]], dict[str, str]],
) -> None:
    content = packed(change(parts(faulty(EDITION))))
    copy = mark_return(content, gkxl.read(content))
    assert copy.fresh
    assert gkxl.read(copy.content).values == copy.reading.values


def test_what_is_not_touched_stays_compressed_as_it_was() -> None:
    """However it was compressed; sizes and checksums are those of the file."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for n, (name, xml) in enumerate(parts(faulty(EDITION)).items()):
            package.writestr(
                name, xml, (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)[n % 2], compresslevel=n % 10
            )
    content = buffer.getvalue()
    with zipfile.ZipFile(io.BytesIO(mark_return(content, gkxl.read(content)).content)) as after:
        known = {one.filename: one for one in after.infolist()}
    with zipfile.ZipFile(io.BytesIO(content)) as before:
        for one in before.infolist():
            if one.CRC == known[one.filename].CRC:
                now = known[one.filename]
                assert (one.compress_type, one.compress_size) == (now.compress_type, now.compress_size)


MARK: Final = "import sys, gkxl; gkxl.mark(sys.argv[1], sys.argv[2])"


def test_every_process_writes_the_same_bytes(tmp_path: Path) -> None:
    """Faults on several sheets, each of which gets comments; the order of a set is that of one process."""
    faulty_return, copies = demo.make(tmp_path).faulty, [tmp_path / f"{seed}.xlsx" for seed in range(4)]
    for copy in copies:
        seeded = os.environ | {"PYTHONHASHSEED": copy.stem}
        subprocess.run([sys.executable, "-c", MARK, str(faulty_return), str(copy)], env=seeded, check=True)
    assert len({copy.read_bytes() for copy in copies}) == 1
