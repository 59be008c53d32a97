"""Finishes what libraries save: dates taken out, a locked structure, an unlocked *Normal*."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING, Final

from gkxl.write import strings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

EPOCH: Final = (1980, 1, 1, 0, 0, 0)


def finish(content: bytes, *, texts: Iterable[str], password_hash: str) -> bytes:
    """The same workbook with its structure locked, pasted cells left open to editing, and its texts whole."""
    changes: dict[str, Callable[[str], str]] = {
        "xl/styles.xml": _unlock_normal,
        "xl/workbook.xml": lambda xml: _lock_structure(xml, password_hash),
        strings.PART: lambda xml: strings.with_texts(xml, texts),
    }
    return repack(content, changes)


def repack(content: bytes, changes: Mapping[str, Callable[[str], str]]) -> bytes:
    """A package with some of its parts changed, packed so that the same parts give the same bytes."""
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            part = source.read(name)
            if name in changes:
                part = changes[name](part.decode()).encode()
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.create_system, entry.compress_type = 0, zipfile.ZIP_DEFLATED
            target.writestr(entry, part)
    return packed.getvalue()


def _unlock_normal(styles: str) -> str:
    """Open the style *Normal*, so that a pasted cell is open, and lock each locked format itself."""
    head, rest = styles.split("<cellXfs", 1)
    formats, tail = rest.split("</cellXfs>", 1)
    return (
        _NORMAL.sub(_OPEN, head, count=1) + "<cellXfs" + _FORMAT.sub(_locked, formats) + "</cellXfs>" + tail
    )


_NORMAL: Final = re.compile(r"(<cellStyleXfs[^>]*><xf [^>]*?)/>")
_OPEN: Final = r'\1 applyProtection="1"><protection locked="0"/></xf>'
_FORMAT: Final = re.compile(r"<xf ([^>]*?)(?:/>|>(.*?)</xf>)")
_LOCK: Final = '<protection locked="1"/>'


def _locked(match: re.Match[str]) -> str:
    attributes, content = match[1], match[2] or ""
    if "<protection" in content:
        return match[0]
    return f'<xf {attributes} applyProtection="1">{content}{_LOCK}</xf>'


def _lock_structure(workbook: str, password_hash: str) -> str:
    password = f' workbookPassword="{password_hash}"' if password_hash else ""
    return workbook.replace("<bookViews>", f'<workbookProtection{password} lockStructure="1"/><bookViews>', 1)
