"""Document properties: what gkxl noted in the file, and who wrote it."""

from __future__ import annotations

import pytest
from xlsx_files import RELATIONSHIPS, STRICT_RELATIONSHIPS, parts, relationships, zipped

from gkxl.errors import UnsafeFileError
from gkxl.xlsx import Book, read_book

STRICT = STRICT_RELATIONSHIPS.removesuffix("/relationships")
TRANSITIONAL = RELATIONSHIPS.removesuffix("/relationships")


def book(custom: str, application: str = "", *, strict: bool = False) -> Book:
    base, spaces = RELATIONSHIPS, [f"{TRANSITIONAL}/custom-properties", f"{TRANSITIONAL}/extended-properties"]
    if strict:
        base, spaces = STRICT_RELATIONSHIPS, [f"{STRICT}/customProperties", f"{STRICT}/extendedProperties"]
    types = f"{STRICT if strict else TRANSITIONAL}/docPropsVTypes"
    links = relationships(
        ("w", "officeDocument", "xl/workbook.xml"),
        ("c", spaces[0].rpartition("/")[2], "docProps/custom.xml"),
        ("e", spaces[1].rpartition("/")[2], "docProps/app.xml"),
        base=base,
    )
    contents = parts(top=links)
    contents["docProps/custom.xml"] = (
        f'<Properties xmlns="{spaces[0]}" xmlns:vt="{types}">{custom}</Properties>'
    )
    contents["docProps/app.xml"] = f'<Properties xmlns="{spaces[1]}">{application}</Properties>'
    return read_book(zipped(contents))


@pytest.mark.parametrize("strict", [False, True])
def test_properties_of_every_type(strict: bool) -> None:  # noqa: FBT001  # pytest passes it by name
    found = book(
        '<property name="a"><vt:lpwstr>某市财政局</vt:lpwstr></property>'
        '<property name="b"><vt:i4>2024</vt:i4></property>'
        '<property name="c"><vt:bool>true</vt:bool></property>'
        '<property name="d"><vt:filetime>2024-01-02T00:00:00Z</vt:filetime></property>'
        '<property name="e"><vt:lpwstr/></property>',
        "<Application>WPS 表格</Application><TitlesOfParts/>",
        strict=strict,
    )
    assert list(found.properties.values()) == ["某市财政局", "2024", "true", "2024-01-02T00:00:00Z", ""]
    assert found.application == "WPS 表格"


def test_two_properties_of_one_name() -> None:
    with pytest.raises(UnsafeFileError, match="两次"):
        book('<property name="a"/><property name="a"/>')


def test_unknown_types_of_properties_are_empty() -> None:
    found = book('<property name="a"><vt:vector><vt:i4>1</vt:i4></vt:vector></property>')
    assert (found.properties, found.application) == ({"a": ""}, None)
