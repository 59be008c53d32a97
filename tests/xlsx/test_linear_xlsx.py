"""Reading a workbook takes time that grows with its texts and no faster, wherever a stranger writes them.

The positions come from the schemas of the reader: every attribute that it asks for, and every text of an
element that it knows. An element that is new in a schema has to be in the sample, else a test fails here.
"""

from __future__ import annotations

import importlib
import pkgutil
import zipfile
from functools import cache, partial
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from xml.etree import ElementTree as ET

import pytest
from xlsx_files import (
    RELATIONSHIPS,
    parts,
    relationships,
    shared,
    styles,
    types,
    workbook,
    worksheet,
    zipped,
)

import gkxl.xlsx
from gkxl.xlsx import read_book
from gkxl.xlsx.sheet import SheetReader
from gkxl.xlsx.xml.schema import Container, Schema
from linear import many, steep

if TYPE_CHECKING:
    from collections.abc import Iterator

    from linear import Job

EXTENDED = RELATIONSHIPS.replace("relationships", "extended-properties")
CUSTOM = RELATIONSHIPS.replace("relationships", "custom-properties")
VARIANT = RELATIONSHIPS.replace("relationships", "docPropsVTypes")
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

SHEET = worksheet(
    '<row r="1"><c r="A1" t="s" s="1"><v>0</v></c>'
    '<c r="B1" t="inlineStr"><is><r><rPr><b/></rPr><t>甲</t></r></is></c></row>'
    '<row><c t="s" s="2"><v>1</v></c><c t="str"><v>乙</v></c></row>'
    '<row><c s="1"><f t="shared" si="0" ref="A1:A2">B1</f><v>8</v></c>'
    '<c><f t="shared" si="0"/><v>8</v></c></row>'
    '<row><c><f t="array" ref="A4:A5">B1</f><v>8</v></c></row>',
    '<sheetProtection sheet="1"/><mergeCells><mergeCell ref="A1:B2"/></mergeCells>'
    "<dataValidations><dataValidation/></dataValidations>",
)
NAMES = (
    '<workbookPr date1904="0"/><workbookProtection lockStructure="1"/><definedNames>'
    '<definedName name="甲">表!$A$1</definedName>'
    '<definedName name="乙" localSheetId="0">表!$A$1</definedName></definedNames>'
)
SAMPLE: Final = parts(
    types=types().replace("</Types>", '<Default Extension="bin" ContentType="application/x"/></Types>'),
    top=relationships(
        ("w", "officeDocument", "xl/workbook.xml"),
        ("p", "custom-properties", "docProps/custom.xml"),
        ("e", "extended-properties", "docProps/app.xml"),
    ),
    workbook=workbook(NAMES, '<sheet name="表" state="visible" sheetId="1" r:id="s1"/>'),
    links=relationships(
        ("s1", "worksheet", "worksheets/sheet1.xml"),
        ("t", "sharedStrings", "sharedStrings.xml"),
        ("y", "styles", "styles.xml"),
        ("l", "externalLink", "https://example.org External"),
    ),
    strings=shared("甲", "<r><t>乙</t></r>"),
    styles=styles(0, 164, 165, own={164: "0.0", 165: "yyyy"}).replace(
        "<cellXfs", '<fonts><font><strike val="1"/><vertAlign val="superscript"/></font></fonts><cellXfs'
    ),
    sheet=SHEET,
) | {
    "docProps/custom.xml": f'<Properties xmlns="{CUSTOM}" xmlns:vt="{VARIANT}">'
    '<property name="gkxl.year"><vt:lpwstr>2024</vt:lpwstr></property></Properties>',
    "docProps/app.xml": f'<Properties xmlns="{EXTENDED}"><Application>WPS</Application></Properties>',
    "xl/worksheets/_rels/sheet1.xml.rels": relationships(("c", "comments", "../comments1.xml")),
    "xl/comments1.xml": f'<comments xmlns="{MAIN}"><authors><author>某</author></authors>'
    '<commentList><comment ref="A1" authorId="0"/></commentList></comments>',
}
"""A workbook with every element that the reader knows."""


FEW: Final = ("letters", "digits", "references")
"""Enough for texts of eight characters, of which there are many."""


class Position(NamedTuple):
    """Where a stranger can write: an attribute of the elements of a name, or their text."""

    part: str
    tag: str
    attribute: str | None

    def __str__(self) -> str:
        return f"{self.part.rpartition('/')[2]} {self.tag.rpartition('}')[2]} {self.attribute or 'text'}"


def spelt(tag: str) -> str:
    """A name as ElementTree has it."""
    space, _, name = tag.rpartition(" ")
    return f"{{{space}}}{name}" if space else name


class Spy(ET.Element):
    """An element that notes which of its attributes it is asked for."""

    asked: Final[set[tuple[str, str]]] = set()

    class Attributes(dict[str, str]):
        tag = ""

        def get(self, key: str, default: Any = None) -> Any:  # noqa: ANN401 (as a dict has it)
            Spy.asked.add((self.tag, key))
            return super().get(key, default)

        def __contains__(self, key: object) -> bool:
            Spy.asked.add((self.tag, str(key)))
            return super().__contains__(key)

    def get(self, key: str, default: Any = None) -> Any:  # noqa: ANN401 (the same)
        Spy.asked.add((self.tag, key))
        return super().get(key, default)

    @property
    def attrib(self) -> dict[str, str]:  # type: ignore[override]
        found = Spy.Attributes(self.items())
        found.tag = self.tag
        return found


@cache
def positions() -> tuple[Position, ...]:
    """Every attribute that the reader asks for, and every text of an element that has one."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("gkxl.xlsx.xml.tree.TreeBuilder", partial(ET.TreeBuilder, element_factory=Spy))
        fresh = {name: f"{text}<!-- -->" for name, text in SAMPLE.items()}  # no tree of it is remembered
        read_book(zipped(fresh))
    found: dict[Position, None] = {}
    for part, xml in SAMPLE.items():
        for element in ET.fromstring(xml).iter():  # noqa: S314 (ours)
            tag = element.tag[1:].replace("}", " ")
            asked = sorted(key for name, key in Spy.asked if name == tag)
            found |= {Position(part, element.tag, spelt(key)): None for key in asked}
            if element.text:
                found[Position(part, element.tag, None)] = None
    return tuple(found)


def schemas() -> Iterator[Schema]:
    """The schema of worksheets, which depends on what is read of them, and those of all other parts."""
    yield SheetReader.schema()
    for module in pkgutil.iter_modules(gkxl.xlsx.__path__):
        names = vars(importlib.import_module(f"gkxl.xlsx.{module.name}"))
        yield from (one for one in names.values() if isinstance(one, Schema))


def known(schema: Schema) -> Iterator[str]:
    """The names of all elements that a schema knows."""
    waiting: list[Any] = [schema]
    while waiting:
        for tag, inside in waiting.pop().find.__self__.items():
            yield tag
            if isinstance(inside, Container):
                waiting.append(inside)


def test_the_sample_has_every_element_that_a_schema_knows() -> None:
    sampled = {element.tag for xml in SAMPLE.values() for element in ET.fromstring(xml).iter()}  # noqa: S314 (ours)
    names = {tag.rpartition("}")[2] for tag in sampled}
    asked = {tag.rpartition(" ")[2] for schema in schemas() for tag in known(schema)}
    assert len([*schemas()]) >= 9
    assert asked - names == set()


def test_the_reader_is_asked_for_what_it_reads() -> None:
    found = {str(position) for position in positions()}
    assert {"sheet1.xml c s", "styles.xml numFmt formatCode", "custom.xml lpwstr text"} <= found
    assert len(found) > 40


def put(element: ET.Element, position: Position, text: str) -> None:
    if position.attribute is None:
        element.text = text
    else:
        element.set(position.attribute, text)


def job(position: Position, root: ET.Element) -> Job:
    content = SAMPLE | {position.part: ET.tostring(root, encoding="unicode")}
    data = zipped(content, zipfile.ZIP_STORED)
    return lambda: read_book(data)


def long(position: Position, text: str) -> Job:
    """The first such element has the text."""
    root = ET.fromstring(SAMPLE[position.part])  # noqa: S314 (ours)
    put(next(root.iter(position.tag)), position, text)
    return job(position, root)


def often(position: Position, text: str) -> Job:
    """There are as many more such elements as the text has pieces, in as many rows where they are cells."""
    root = ET.fromstring(SAMPLE[position.part])  # noqa: S314 (ours)
    parents = {child: parent for parent in root.iter() for child in parent}
    last = [*root.iter(position.tag)][-1]
    path = [last]
    while parents.get(path[-1]) not in (None, root) and position.part.endswith("sheet1.xml"):
        path.append(parents[path[-1]])
    outer = path[-2] if len(path) > 1 and parents[path[-1]] is root else path[-1]
    if outer not in parents:
        return job(position, root)
    template = ET.tostring(outer, encoding="unicode")
    for piece in many(text):
        copy = ET.fromstring(template)  # noqa: S314 (ours)
        inner = next(copy.iter(position.tag))
        put(inner, position, piece)
        parents[outer].append(copy)
    return job(position, root)


@pytest.mark.parametrize("position", positions(), ids=str)
def test_time_grows_with_a_text_and_no_faster(position: Position) -> None:
    assert steep(lambda text: long(position, text)) == {}


@pytest.mark.parametrize("position", positions(), ids=str)
def test_time_grows_with_the_number_of_elements_and_no_faster(position: Position) -> None:
    assert steep(lambda text: often(position, text), most=1 << 15, patterns=FEW) == {}
