"""Every kind of issue, by what it is about: its code, how grave it is, and its words."""

from __future__ import annotations

from gkxl.issues.catalogue.cells import CELLS
from gkxl.issues.catalogue.code import Code, Registry, Severity
from gkxl.issues.catalogue.collection import COLLECTION, is_of_collection
from gkxl.issues.catalogue.register import REGISTER
from gkxl.issues.catalogue.report import FIGURES, PUBLISHED, TEXTS, UNUSUAL
from gkxl.issues.catalogue.roster import ROSTER
from gkxl.issues.catalogue.workbook import FILES, PLACES, TAMPERING

__all__ = ["CODES", "EVERY", "Code", "Severity", "is_of_collection"]

EVERY: tuple[Code, ...] = (
    *FILES,
    *FIGURES,
    *UNUSUAL,
    *CELLS,
    *PLACES,
    *PUBLISHED,
    *TEXTS,
    *TAMPERING,
    *ROSTER,
    *REGISTER,
    *COLLECTION,
)
"""Every kind, in the order in which the page of codes lists them."""

CODES: Registry[Code] = Registry({code.code: code for code in EVERY})
"""Every kind by its code, those of registered extensions included."""
