"""Records of .xls files: every kind of cell is read as Excel shows it, and nothing else."""

from __future__ import annotations

import struct
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shown import seen

from gkxl.errors import EncryptedFileError, GkxlError, LegacyWorkbookError, LimitError, UnsafeFileError
from gkxl.legacy import UNKNOWN_FORMULA
from gkxl.legacy.biff import read_biff
from gkxl.xlsx import Cell, Kind, Limits
from old_files import BIFF5, BIFF8, begin, cell, formula, narrow, ole2, record, stream, wide

if TYPE_CHECKING:
    from gkxl.legacy import OldSheet

NUMBER, RK, MULRK, LABEL, LABELSST, RSTRING, BOOLERR = 0x203, 0x27E, 0xBD, 0x204, 0xFD, 0xD6, 0x205
STRING, CONTINUE, SST, FORMAT, XF = 0x207, 0x3C, 0xFC, 0x41E, 0xE0


def read(data: bytes) -> list[OldSheet]:
    return read_biff(data, Limits())[0]


def only(*records: bytes, **about: object) -> Cell:
    """The one cell of a sheet."""
    (tab,) = read(stream(b"".join(records), **about))  # type: ignore[arg-type]
    (found,) = tab.cells.values()
    return found


def double(value: float) -> bytes:
    return struct.pack("<d", value)


def rk(bits: int) -> bytes:
    return struct.pack("<I", bits)


@pytest.mark.parametrize(
    ("made", "kind", "text"),
    [
        (cell(NUMBER, double(8)), Kind.NUMBER, "8"),
        (cell(NUMBER, double(-8.5)), Kind.NUMBER, "-8.5"),
        (cell(NUMBER, double(13_800_138_000)), Kind.NUMBER, "13800138000"),
        (cell(NUMBER, double(float("nan"))), Kind.ERROR, "#NUM!"),
        (cell(RK, rk(8 << 2 | 2)), Kind.NUMBER, "8"),
        (cell(RK, rk((-8 & 0x3FFFFFFF) << 2 | 2)), Kind.NUMBER, "-8"),
        (cell(RK, rk(4379 << 2 | 3)), Kind.NUMBER, "43.79"),
        (cell(RK, rk(0x40200000)), Kind.NUMBER, "8"),
        (cell(RK, rk(0x40200000 | 1)), Kind.NUMBER, "0.08"),
        (cell(LABEL, wide("约8")), Kind.TEXT, "约8"),
        (cell(RSTRING, wide("约8") + b"\1\0\0\0\5\0"), Kind.TEXT, "约8"),
        (cell(BOOLERR, b"\1\0"), Kind.BOOLEAN, "1"),
        (cell(BOOLERR, b"\0\0"), Kind.BOOLEAN, "0"),
        (cell(BOOLERR, b"\x17\1"), Kind.ERROR, "#REF!"),
        (cell(BOOLERR, b"\x63\1"), Kind.ERROR, "#?"),
    ],
)
@pytest.mark.parametrize("wrapped", [False, True])
def test_every_kind_of_cell(made: bytes, kind: Kind, text: str, wrapped: bool) -> None:  # noqa: FBT001 (a case)
    """Records alone are read as they are in an OLE2 file."""
    data = stream(made)
    (tab,) = read(ole2({"Workbook": data}) if wrapped else data)
    assert tab.cells == {(1, 1): Cell(1, 1, kind, text)}


def test_numbers_next_to_each_other_have_one_record() -> None:
    body = struct.pack("<2H", 4, 2) + b"".join(struct.pack("<HI", 0, n << 2 | 2) for n in (3, 0, 7)) + b"\4\0"
    (tab,) = read(stream(record(MULRK, body)))
    assert {place: found.text for place, found in tab.cells.items()} == {
        (5, 3): "3",
        (5, 4): "0",
        (5, 5): "7",
    }


OTHER: Final = b"\xff\xff"


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (formula(double(8)), (Kind.NUMBER, "8", True)),
        (formula(b"\1\0\1\0\0\0" + OTHER), (Kind.BOOLEAN, "1", True)),
        (formula(b"\2\0\x07\0\0\0" + OTHER), (Kind.ERROR, "#DIV/0!", True)),
        (formula(b"\0\0\0\0\0\0" + OTHER) + record(STRING, wide("无")), (Kind.TEXT, "无", True)),
        (
            formula(b"\0\0\0\0\0\0" + OTHER) + record(0x4BC) + record(STRING, wide("无")),
            (Kind.TEXT, "无", True),
        ),
        (formula(b"\3\0\0\0\0\0" + OTHER), (Kind.BLANK, "", False)),
        (formula(double(46_357), code=b"\x19\1\0\0\x41\xdd\0"), (Kind.BLANK, "", False)),
    ],
)
def test_formulas_have_their_result(made: bytes, expected: tuple[Kind, str, bool]) -> None:
    """That of a volatile one is none: tomorrow it is another."""
    found = only(made)
    assert (found.kind, found.text, found.cached) == expected
    assert found.formula == UNKNOWN_FORMULA


def test_a_text_belongs_to_the_formula_before_it_alone() -> None:
    (tab,) = read(stream(formula(double(1)) + record(STRING, wide("x")) + cell(NUMBER, double(2), (1, 0))))
    assert [found.text for found in tab.cells.values()] == ["1", "2"]


# Texts


@pytest.mark.parametrize("version", [BIFF5, BIFF8])
@pytest.mark.parametrize(
    ("page", "encoding"), [(936, "gbk"), (950, "big5"), (1252, "cp1252"), (0x8001, "cp1252")]
)
def test_texts_are_read_in_any_code_page(version: int, page: int, encoding: str) -> None:
    """That of Excel 97 and later is Unicode, whatever the code page is."""
    text = "é½" if encoding == "cp1252" else "中文"
    spelt = wide(text) if version == BIFF8 else narrow(text, encoding)
    before = record(0x42, struct.pack("<H", page))
    found = only(cell(LABEL, spelt), version=version, before=before, names=[text], encoding=encoding)
    assert found.text == text
    (tab,) = read(stream(b"", version=version, before=before, names=[text], encoding=encoding))
    assert tab.name == text


def test_a_narrow_text_is_unicode_in_any_code_page() -> None:
    before = record(0x42, struct.pack("<H", 936))
    found = only(cell(LABEL, struct.pack("<HB", 3, 0) + b"\xe9\xb7\x41"), before=before)
    assert found.text == "é·A"


FONT, STRUCK, RAISED = 0x31, 8, 1


def font(options: int = 0, raised: int = 0) -> bytes:
    return record(FONT, struct.pack("<5H", 200, options, 0x7FFF, 400, raised) + bytes(6))


FONTS: Final = b"".join([font()] * 4 + [font(STRUCK), font(raised=RAISED), font(raised=2)])
"""Struck through is the fifth, which is number 5, as there is no number 4."""


@pytest.mark.parametrize(
    ("number", "script"), [(0, None), (3, None), (5, "struck"), (6, "raised"), (7, "raised"), (99, None)]
)
@pytest.mark.parametrize("version", [BIFF5, BIFF8])
def test_runs_tell_what_is_struck_through_or_raised(version: int, number: int, script: str | None) -> None:
    """Those of Excel 95 begin at bytes, of which a Chinese character takes two."""
    before = record(0x42, struct.pack("<H", 936)) + FONTS
    if version == BIFF8:
        made = wide("七十12") + struct.pack("<5H", 2, 2, number, 3, 0)
    else:
        made = narrow("七十12", "gbk") + struct.pack("<5B", 2, 4, number, 5, 0)
    found = only(cell(RSTRING, made), version=version, before=before, encoding="gbk")
    assert (found.text, found.scripts) == ("七十12", ((script, "1"),) if script else ())


@pytest.mark.parametrize("kind", ["number", "text", "blank"])
def test_the_font_of_a_cell_tells_whether_all_of_it_is_struck_through(kind: str) -> None:
    before = FONTS + record(XF, struct.pack("<2H16x", 5, 0))
    made = {
        "number": cell(NUMBER, double(8)),
        "text": cell(LABEL, wide("8")),
        "blank": cell(LABEL, wide(" ")),
    }[kind]
    text = " " if kind == "blank" else "8"
    assert only(made, before=before).scripts == (("struck", text),)


def test_an_unknown_code_page_is_said() -> None:
    with pytest.raises(GkxlError, match="代码页 12345"):
        read(
            stream(
                cell(LABEL, narrow("x", "ascii")),
                version=BIFF5,
                before=record(0x42, struct.pack("<H", 12_345)),
            )
        )


@given(
    st.lists(st.tuples(st.text(max_size=9), st.integers(0, 2), st.integers(0, 5)), min_size=1, max_size=5),
    st.data(),
)
def test_shared_texts_are_continued_anywhere(texts: list[tuple[str, int, int]], data: st.DataObject) -> None:
    """A record that continues characters begins with a flag; one that continues the rest does not."""
    pieces = [struct.pack("<2I", len(texts), len(texts))]
    for text, runs, phonetics in texts:
        encoded = text.encode("utf-16-le", "surrogatepass")
        flags = 1 | 8 * bool(runs) | 4 * bool(phonetics)
        pieces[-1] += struct.pack("<HB", len(encoded) // 2, flags)
        pieces[-1] += struct.pack("<H", runs) * bool(runs) + struct.pack("<I", phonetics) * bool(phonetics)
        cuts = sorted(data.draw(st.sets(st.integers(1, max(1, len(encoded) // 2 - 1)), max_size=3)))
        for start, end in pairwise([0, *(2 * cut for cut in cuts if 2 * cut < len(encoded)), len(encoded)]):
            pieces += [b"\1"] if start else []
            pieces[-1] += encoded[start:end]
        for rest in (bytes(4 * runs), bytes(phonetics)):
            pieces += [b""] if rest and data.draw(st.booleans()) else []
            pieces[-1] += rest
    shared = record(SST, pieces[0]) + b"".join(record(CONTINUE, piece) for piece in pieces[1:])
    cells = (cell(LABELSST, struct.pack("<I", n), (n, 0)) for n in range(len(texts)))
    (tab,) = read(stream(b"".join(cells), before=shared))
    assert {place[0] - 1: found.text for place, found in tab.cells.items()} == {
        n: text for n, (text, _, _) in enumerate(texts) if text
    }


def test_characters_may_turn_narrow_where_they_are_continued() -> None:
    first = struct.pack("<2I", 1, 1) + struct.pack("<HB", 4, 1) + "年报".encode("utf-16-le")
    shared = record(SST, first) + record(CONTINUE, b"\0ab")
    assert only(cell(LABELSST, bytes(4)), before=shared).text == "年报ab"


# Formats and dates


@pytest.mark.parametrize(
    ("number", "mask", "kind"),
    [
        (0, "", Kind.NUMBER),
        (9, "", Kind.PERCENT),
        (14, "", Kind.DATE),
        (46, "", Kind.DATE),
        (57, "", Kind.DATE),
        (164, "[h]:mm", Kind.DATE),
        (165, 'yyyy"年"m"月"', Kind.DATE),
        (166, "0.0%", Kind.PERCENT),
        (167, "0.0,", Kind.MASKED),
        (168, ";;;", Kind.MASKED),
        (14, "0.00", Kind.NUMBER),
    ],
)
@pytest.mark.parametrize("version", [BIFF5, BIFF8])
def test_formats_say_what_numbers_are(number: int, mask: str, kind: Kind, version: int) -> None:
    """The file's own come before those that are built in."""
    spelt = wide(mask) if version == BIFF8 else narrow(mask, "gbk", "B")
    own = record(FORMAT, struct.pack("<H", number) + spelt) if mask else b""
    styles = record(XF, struct.pack("<2H16x", 0, 0)) + record(XF, struct.pack("<2H16x", 0, number))
    page = record(0x42, struct.pack("<H", 936))
    for made in (cell(NUMBER, double(45_293), style=1), cell(RK, rk(45_293 << 2 | 2), style=1)):
        found = only(made, version=version, before=page + own + styles)
        assert (seen(found), found.text) == (kind, "45293")


@pytest.mark.parametrize(("flag", "expected"), [(b"\0\0", False), (b"\1\0", True)])
def test_days_are_counted_from_1900_or_1904(flag: bytes, expected: bool) -> None:  # noqa: FBT001 (a case)
    assert read_biff(stream(b"", before=record(0x22, flag)), Limits())[1] is expected


# Sheets


def test_sheets_have_their_state_and_order_and_charts_are_left_out() -> None:
    made = stream(
        cell(NUMBER, double(1)),
        cell(NUMBER, double(2)),
        cell(NUMBER, double(3)),
        cell(NUMBER, double(4)),
        names=["一", "图", "二", "三"],
        states=[0, 0, 1, 2],
        kinds=[0, 2, 0, 0],
    )
    assert [(tab.name, tab.state, tab.cells[1, 1].text) for tab in read(made)] == [
        ("一", "visible", "1"),
        ("二", "hidden", "3"),
        ("三", "veryHidden", "4"),
    ]


def test_charts_within_sheets_are_passed_over() -> None:
    chart = begin(kind=0x20) + cell(NUMBER, double(9)) + record(0x0A)
    assert only(chart, cell(NUMBER, double(1))).text == "1"


def test_merged_cells_are_known() -> None:
    (tab,) = read(stream(record(0xE5, struct.pack("<H8H", 2, 0, 0, 0, 3, 4, 5, 1, 1))))
    assert tab.merges == ["A1:D1", "B5:B6"]


def test_a_cell_at_the_end_of_the_grid_costs_nothing() -> None:
    (tab,) = read(stream(cell(NUMBER, double(8), (65_535, 255))))
    assert [found.address for found in tab.cells.values()] == ["IV65536"]


@pytest.mark.parametrize("name", ["Workbook", "WORKBOOK", "workbook", "Book", "BOOK", "wOrKbOoK"])
def test_the_stream_may_be_called_in_any_case(name: str) -> None:
    (tab,) = read(ole2({name: stream(cell(NUMBER, double(8)))}))
    assert tab.cells[1, 1].text == "8"


def test_of_two_versions_in_one_file_the_later_is_read() -> None:
    old, new = (stream(cell(NUMBER, double(value)), version=v) for value, v in ((5, BIFF5), (8, BIFF8)))
    (tab,) = read(ole2({"Book": old, "Workbook": new}))
    assert tab.cells[1, 1].text == "8"


# What is refused


@pytest.mark.parametrize("kind", [0x09, 0x209, 0x409])
def test_what_is_older_than_excel_95_is_named(kind: int) -> None:
    with pytest.raises(LegacyWorkbookError, match=r"Excel 4\.0 或更早.*另存为 \.xlsx"):
        read(record(kind, bytes(6)) + record(0x0A))


def test_a_password_is_named() -> None:
    with pytest.raises(EncryptedFileError, match="请取消密码"):
        read(stream(b"", before=record(0x2F, bytes(6))))


@pytest.mark.parametrize("second", [cell(NUMBER, double(9)), cell(LABEL, wide("9")), formula(double(9))])
def test_a_cell_that_is_there_twice_is_refused(second: bytes) -> None:
    with pytest.raises(UnsafeFileError, match="“一”的单元格 A1 重复"):
        read(stream(cell(NUMBER, double(8)) + second))


def test_a_cell_out_of_the_grid_is_refused() -> None:
    with pytest.raises(UnsafeFileError, match="IW1"):
        read(stream(cell(NUMBER, double(8), (0, 256))))


def test_a_file_cut_short_is_refused_wherever_it_ends() -> None:
    whole = stream(
        cell(NUMBER, double(8)), cell(LABEL, wide("年报")), names="一二", states=[0, 0], kinds=[0, 0]
    )
    for size in range(len(whole)):
        with pytest.raises(GkxlError):
            read(whole[:size])


def test_records_and_cells_are_counted() -> None:
    with pytest.raises(LimitError, match="记录总数"):
        read_biff(stream(record(0x208) * 100), Limits(elements=50))
    with pytest.raises(LimitError, match="有内容的单元格总数"):
        read_biff(stream(b"".join(cell(NUMBER, double(1), (n, 0)) for n in range(100))), Limits(cells=50))
    with pytest.raises(LimitError, match="有内容的单元格总数"):
        read(stream(b"", before=record(SST, struct.pack("<2I", 1, 1 << 31))))
