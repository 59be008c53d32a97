"""Locks and unlocks what XlsxWriter has no call for: the structure, and the style *Normal*."""

from __future__ import annotations

import re
from typing import Final


def unlock_normal(styles: str) -> str:
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


def lock_structure(workbook: str, password_hash: str) -> str:
    """Keep sheets from being added, removed, moved or renamed."""
    password = f' workbookPassword="{password_hash}"' if password_hash else ""
    return workbook.replace("<bookViews>", f'<workbookProtection{password} lockStructure="1"/><bookViews>', 1)
