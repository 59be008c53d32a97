"""Every kind of issue, by what it is about: its code, how grave it is, and its words."""

from __future__ import annotations

from gkxl.issues.catalogue import (
    cells,
    collection,
    expectations,
    figures,
    files,
    places,
    published,
    roster,
    tampering,
    texts,
)
from gkxl.issues.catalogue.code import Code, Lang, Severity
from gkxl.issues.catalogue.collection import is_of_collection

__all__ = ["CODES", "EVERY", "Code", "Lang", "Severity", "is_of_collection"]

EVERY: tuple[Code, ...] = tuple(
    code
    for kind in (files, figures, expectations, cells, places, published, texts, tampering, roster, collection)
    for code in kind.CODES
)
"""Every kind, in the order in which the page of codes tells them."""

CODES: dict[str, Code] = {code.code: code for code in EVERY}
"""Every kind by its code."""
