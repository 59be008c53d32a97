"""What is edited changes only where it is edited; every other byte stays as it came."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gkxl.errors import GkxlError, LimitError
from gkxl.xlsx import Limits
from gkxl.xlsx.edits import (
    Edits,
    change_attributes,
    read_attributes,
    read_elements,
    read_tag,
    read_tag_name,
    read_texts,
    to_utf8,
)
from gkxl.xlsx.part_map import ROOT, PartMap

LIST = (
    b'<?xml version="1.0"?><!-- <b/> --><a xmlns="m">'
    b"""<b n='1>2'><c/><c x="/"></c ></b><d/><x:b xmlns:x="y"/></a >"""
)


def edited(edits: Edits) -> str:
    return b"".join(edits.pieces()).decode()


def mapped(content: bytes, *lists: str) -> PartMap:
    return PartMap("a part", bytearray(content), Limits(), lists)


# Tags


@pytest.mark.parametrize(
    "tag", ["<a>", "<a/>", "<a b='>' c=\"/>\">", '<a\n b = "1"\t/>', '<x:a x:b="\'"/>', '<a b="" />']
)
def test_a_tag_ends_where_it_ends(tag: str) -> None:
    assert read_tag(f"{tag}<b/>".encode()) == tag.encode()


def test_attributes_change_in_their_place_or_come_last() -> None:
    tag = b"""<c r='A1' s="3" t = "s">"""
    assert change_attributes(tag, {"s": "14"}) == b"""<c r='A1' s="14" t = "s">"""
    assert change_attributes(tag, {"cm": "1"}) == b"""<c r='A1' s="3" t = "s" cm="1">"""
    assert change_attributes(tag, {"s": None, "t": None, "x": None}) == b"""<c r='A1'>"""


ATTRIBUTES = st.dictionaries(
    st.from_regex("[a-z]{1,3}", fullmatch=True), st.text("ab <>&'\"/=文"), max_size=4
)


@given(ATTRIBUTES, st.booleans())
def test_attributes_are_read_as_a_parser_reads_them(attributes: dict[str, str], empty: bool) -> None:  # noqa: FBT001 (hypothesis passes it)
    element = ET.tostring(ET.Element("e", attributes), short_empty_elements=empty, encoding="utf-8")
    tag = read_tag(element[element.index(b"<e") :])
    assert read_attributes(tag) == attributes
    assert read_attributes(change_attributes(tag, {"new": "1"})) == attributes | {"new": "1"}
    assert read_tag_name(tag) == b"e"


def test_the_text_of_an_element_is_that_of_some_of_its_elements() -> None:
    comment = (
        b"<x:a><x:r><x:t>one&amp;</x:t></x:r><x:rPh><x:t>no</x:t></x:rPh><x:t>two</x:t><x:u>no</x:u></x:a>"
    )
    assert read_texts(comment, "t", without="rPh") == "one&two"
    assert read_elements(b'<x:a b="1"><x:c d="2"/></x:a>') == {"a": {"b": "1"}, "c": {"d": "2"}}


# Edits


def test_what_is_appended_to_an_empty_element_opens_it() -> None:
    edits = Edits(bytearray(b"<a><b/><c></c></a>"))
    edits.append(3, 7, b"1")
    edits.append(3, 7, b"2")
    edits.append(7, 10, b"3")
    edits.insert(7, b"-")
    edits.set(3, n="4")
    assert edited(edits) == '<a><b n="4">12</b>-<c>3</c></a>'


def test_what_is_inserted_at_one_place_stays_in_order() -> None:
    edits = Edits(bytearray(b"<a><b/></a>"))
    for piece in (b"z", b"a", b"m"):
        edits.insert(3, piece)
    edits.remove(3, 7)
    assert edited(edits) == "<a>zam</a>"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_a_part_in_utf_16_is_edited_in_utf_8(encoding: str) -> None:
    part = bytearray('<?xml version="1.0" encoding="UTF-16"?><a>文</a>'.encode(encoding))
    assert to_utf8("a part", part) == "<a>文</a>".encode()


def test_a_part_in_half_a_character_is_refused() -> None:
    with pytest.raises(GkxlError):
        to_utf8("a part", bytearray("<a/>".encode("utf-16-le") + b"\0"))


# Maps


def test_a_map_knows_where_elements_are() -> None:
    found = mapped(LIST, "b", ROOT)
    assert found.raw(found.sections["b"]) == b"""<b n='1>2'><c/><c x="/"></c ></b>"""
    assert [found.raw(item) for item in found.items["b"]] == [b"<c/>", b"""<c x="/"></c >"""]
    assert [item.name for item in found.items[ROOT]] == ["b", "d"]
    assert found.end_of(found.root) == len(LIST)
    assert found.namespace == "m"


def test_a_section_is_extended_or_put_in_behind_others() -> None:
    found = mapped(b"<p:a xmlns:p='m'><p:b/><p:z/></p:a>")
    found.extend("b", "<p:c/>", count="1")
    found.extend("n", "<p:c/>", ("a", "b", "c"), count="2")
    assert edited(found.edits) == (
        """<p:a xmlns:p='m'><p:b count="1"><p:c/></p:b><p:n count="2"><p:c/></p:n><p:z/></p:a>"""
    )


@pytest.mark.parametrize("root", ["<a/>", "<a></a>", "<a ></a >"])
def test_sections_come_in_order_into_an_empty_part(root: str) -> None:
    found = mapped(root.encode())
    found.extend("one", "", ())
    found.extend("two", "", ("one",))
    assert [child.tag for child in ET.fromstring(edited(found.edits))] == ["one", "two"]  # noqa: S314 (ours)


def test_a_list_that_is_there_twice_is_no_list() -> None:
    with pytest.raises(GkxlError):
        mapped(b"<a><b/><b/></a>", "b")
    assert "b" in mapped(b"<a><b/><b/></a>").sections


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"<a>" * 65 + b"</a>" * 65, LimitError),
        (b"<!DOCTYPE a><a/>", GkxlError),
        (b"<a><b></a>", GkxlError),
        (b'<?xml version="1.0" encoding="GBK"?><a/>', GkxlError),
    ],
)
def test_a_part_is_passed_over_as_strictly_as_it_is_read(content: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        mapped(content)
