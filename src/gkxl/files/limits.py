"""Limits on what is read from strangers, and bounded caches of what is worked out from it."""

from __future__ import annotations

import os
from functools import lru_cache, wraps
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

from gkxl.errors import LimitError
from gkxl.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Callable


MIB = 1 << 20


@frozen(kw_only=True)
class Limits:
    """What one file may hold; every field can be raised for a file that is known to be honest.

    The defaults are chosen so that the worst file that passes them costs about 3 seconds and 150 MB. Those
    of workbooks hold for the package and the XML of Word documents and .ods files as well.

    Args:
        file_bytes: Size of the file itself.
        entries: Entries in the zip.
        part_bytes: One part, unpacked.
        total_bytes: All parts that are read, unpacked.
        ratio: Unpacked to packed size of one part, checked once it passes ``ratio_from`` bytes.
        ratio_from: The size from which ``ratio`` is checked.
        xml_depth: Elements inside one another.
        xml_names: Different element and attribute names in one part.
        text_length: Characters in one text, and in all names of one part together, and bytes in one tag.
        total_text: Characters kept of all texts together.
        cells: Cells with content, and equally shared strings, merged ranges and defined names.
        elements: XML tags that open an element, in all parts that are read.
        item_elements: The same, in one element that is read as a whole, such as a row or a text.
        item_bytes: Size of such an element as XML.
        page_tags: Tags of a web page.
        tag_attributes: Attributes of one tag of a web page.
        document_elements: XML elements of a Word document, and equally of its styles.
        printed_cells: Cells in the tables of a published report.
        table_depth: Tables within tables of a published report.
        pdf_pages: Pages of a PDF.
        pdf_bytes: What is drawn on the pages of a PDF, unpacked.
        zip_files: Files in a zip or mail of returns, and in zips and mails within it, together.
        zip_bytes: All these files, unpacked, checked only once they pass ``zip_ratio``.
        zip_ratio: Unpacked to packed size of a zip of returns.
        mail_bytes: Size of a mail.
        mail_lines: Lines of a mail.
        mail_parts: Parts of a mail.
        mail_levels: Those of them that hold other parts.
    """

    file_bytes: int = 20 * MIB
    entries: int = 2_000
    part_bytes: int = 64 * MIB
    total_bytes: int = 128 * MIB
    ratio: int = 200
    ratio_from: int = MIB
    xml_depth: int = 64
    xml_names: int = 10_000
    text_length: int = MIB
    total_text: int = 8 * MIB
    cells: int = 200_000
    elements: int = 1_500_000
    item_elements: int = 65_536
    item_bytes: int = 8 * MIB
    page_tags: int = 300_000
    tag_attributes: int = 1_000
    document_elements: int = 150_000
    printed_cells: int = 30_000
    table_depth: int = 32
    pdf_pages: int = 100
    pdf_bytes: int = 8 * MIB
    zip_files: int = 20_000
    zip_bytes: int = 256 * MIB
    zip_ratio: int = 20
    mail_bytes: int = 40 * MIB
    mail_lines: int = 800_000
    mail_parts: int = 1_000
    mail_levels: int = 32


def check_limit(limit: int, found: int, template: str, /, **facts: object) -> None:
    """Refuse a file that holds more than a limit allows.

    Args:
        limit: The largest number that is allowed.
        found: The number that the file has, at least.
        template: What is limited, in Chinese, such as ``文件的字节数``.
        facts: What that mentions.

    Raises:
        LimitError: It holds more.
    """
    if found > limit:
        raise LimitError(limit, found, template, **facts)


class Budget:
    """Counts what one file uses of its limits while it is read."""

    __slots__ = ("bytes", "elements", "items", "limits", "text")

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.bytes = self.elements = self.items = self.text = 0

    def take_all(self, other: Budget) -> None:
        """Count what another budget has counted, but for bytes, which are counted when they are unpacked."""
        self.elements += other.elements
        self.items += other.items
        self.text += other.text
        self.check()

    def take_bytes(self, size: int) -> None:
        """Count unpacked bytes as they are produced."""
        self.bytes += size
        limit = self.limits.total_bytes
        check_limit(limit, self.bytes, "各部件解压后的总字节数")

    def check(self) -> None:
        """Refuse the file if a limit is passed; loops over cells count by themselves and call it at times."""
        limits = self.limits
        check_limit(limits.elements, self.elements, "XML 元素总数")
        check_limit(limits.cells, self.items, "有内容的单元格总数")
        check_limit(limits.total_text, self.text, "文字总字数")

    def take_items(self, count: int = 1) -> None:
        """Count cells, strings, ranges and names that are kept."""
        self.items += count
        self.check()

    def take_text(self, size: int) -> None:
        """Count the characters of one text that is kept."""
        limits = self.limits
        if size > limits.text_length:  # without a call, as each text of a file comes here
            check_limit(limits.text_length, size, "单段文字的字数")
        self.text += size
        if self.text > limits.total_text:
            self.check()


F = TypeVar("F", bound="Callable[..., Any]")

SWITCH: Final = "GKXL_NO_CACHES"
"""The environment variable that turns all caches off, unless it is empty or ``0``."""

LONGEST_KEY: Final = 255
"""Characters of the longest text that is a key: labels, addresses and sums are shorter."""


def caches_enabled() -> bool:
    """Whether caches may be used; asked each time, and once at import for functions with a bounded cache."""
    return os.environ.get(SWITCH, "") in ("", "0")


def bounded_cache(maxsize: int) -> Callable[[F], F]:
    """`functools.lru_cache`, unless caches are turned off when the module is imported.

    Args:
        maxsize: How many results are kept.
    """

    def decorate(function: F) -> F:
        return cast("F", lru_cache(maxsize)(function)) if caches_enabled() else function

    return decorate


def cache_short_keys(maxsize: int) -> Callable[[F], F]:
    """`bounded_cache` for a function of a text or of bytes that skips long ones.

    Args:
        maxsize: How many results are kept.
    """

    def decorate(function: F) -> F:
        # texts come from files: a sheet of long labels would otherwise fill maxsize times its own size
        cached = bounded_cache(maxsize)(function)

        @wraps(function)
        def call(text: str | bytes, *others: object) -> object:
            return (cached if len(text) <= LONGEST_KEY else function)(text, *others)

        return cast("F", call)

    return decorate
