"""gkxl: the annual report on government information disclosure, as spreadsheets and as Python.

Everything public is named here and loaded when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from gkxl.charts import plot
    from gkxl.checksheet.lines import Explanations
    from gkxl.collection import Collection, Roster, Unit, UnitStatus, read_roster, trace
    from gkxl.collection.accept import accept, retract
    from gkxl.collection.collect import Progress, collect
    from gkxl.collection.judging.verdicts import Prefer
    from gkxl.collection.templates import Issued, write_roster, write_templates
    from gkxl.comparison import Change, Comparable, Comparison, Contrast, Difference, Piece, Side, Tally, diff
    from gkxl.errors import (
        DataError,
        EncryptedFileError,
        FaultyReportError,
        FileInUseError,
        GkxlError,
        LegacyWorkbookError,
        LimitError,
        MissingExtraError,
        MissingFontError,
        MissingLibraryError,
        TimeLimitError,
        UnknownEditionError,
        UnreadableFileError,
        UnsafeFileError,
        WriteError,
    )
    from gkxl.export import write_series
    from gkxl.files.limits import Limits
    from gkxl.files.save import Target
    from gkxl.forms import EDITIONS, Report, edition_for
    from gkxl.forms.edition import Edition
    from gkxl.forms.kind import FormKind
    from gkxl.issues.catalogue import CODES, Code, Lang, Severity
    from gkxl.issues.grouping import Group, grouped
    from gkxl.issues.issue import Acceptance, Issue, Place, Term
    from gkxl.layout.identity import Identity
    from gkxl.marking import Marked, mark
    from gkxl.migration import Migrated, migrate
    from gkxl.model.values import normalized
    from gkxl.publication.read.as_workbook import read_published
    from gkxl.publication.write.docx_writer import write_docx
    from gkxl.publication.write.html_writer import to_html, write_html, write_pdf
    from gkxl.reading import Filed, Reading, read
    from gkxl.reading.cells import Blank
    from gkxl.reports.aggregation import aggregate, differences
    from gkxl.reports.conversion import Conversion, convert
    from gkxl.reports.plain import from_dict, json_schema, to_dict
    from gkxl.reports.series import Collected, Observation, series
    from gkxl.rules.check import check
    from gkxl.write.template_filler import fill_template
    from gkxl.write.workbook import write_template, write_workbook
    from gkxl.xlsx import Kind

__all__ = [
    "CODES",
    "EDITIONS",
    "Acceptance",
    "Blank",
    "Change",
    "Code",
    "Collected",
    "Collection",
    "Comparable",
    "Comparison",
    "Contrast",
    "Conversion",
    "DataError",
    "Difference",
    "Edition",
    "EncryptedFileError",
    "Explanations",
    "FaultyReportError",
    "FileInUseError",
    "Filed",
    "FormKind",
    "GkxlError",
    "Group",
    "Identity",
    "Issue",
    "Issued",
    "Kind",
    "Lang",
    "LegacyWorkbookError",
    "LimitError",
    "Limits",
    "Marked",
    "Migrated",
    "MissingExtraError",
    "MissingFontError",
    "MissingLibraryError",
    "Observation",
    "Piece",
    "Place",
    "Prefer",
    "Progress",
    "Reading",
    "Report",
    "Roster",
    "Severity",
    "Side",
    "Tally",
    "Target",
    "Term",
    "TimeLimitError",
    "Unit",
    "UnitStatus",
    "UnknownEditionError",
    "UnreadableFileError",
    "UnsafeFileError",
    "WriteError",
    "accept",
    "aggregate",
    "check",
    "collect",
    "convert",
    "diff",
    "differences",
    "edition_for",
    "fill_template",
    "from_dict",
    "grouped",
    "json_schema",
    "mark",
    "migrate",
    "normalized",
    "plot",
    "read",
    "read_published",
    "read_roster",
    "retract",
    "series",
    "to_dict",
    "to_html",
    "trace",
    "write_docx",
    "write_html",
    "write_pdf",
    "write_roster",
    "write_series",
    "write_template",
    "write_templates",
    "write_workbook",
]

_HOMES: Final = {
    "gkxl.reports.aggregation": ("aggregate", "differences"),
    "gkxl.rules.check": ("check",),
    "gkxl.issues.catalogue": ("CODES", "Code", "Lang", "Severity"),
    "gkxl.comparison": (
        "Change",
        "Comparable",
        "Comparison",
        "Contrast",
        "Difference",
        "Piece",
        "Side",
        "Tally",
        "diff",
    ),
    "gkxl.reports.conversion": ("Conversion", "convert"),
    "gkxl.collection": ("Collection", "Roster", "UnitStatus", "Unit", "read_roster", "trace"),
    "gkxl.collection.accept": ("accept", "retract"),
    "gkxl.collection.collect": ("Progress", "collect"),
    "gkxl.collection.templates": ("Issued", "write_roster", "write_templates"),
    "gkxl.collection.judging.verdicts": ("Prefer",),
    "gkxl.errors": (
        "DataError",
        "EncryptedFileError",
        "FaultyReportError",
        "FileInUseError",
        "GkxlError",
        "LegacyWorkbookError",
        "LimitError",
        "MissingExtraError",
        "MissingFontError",
        "MissingLibraryError",
        "TimeLimitError",
        "UnknownEditionError",
        "UnreadableFileError",
        "UnsafeFileError",
        "WriteError",
    ),
    "gkxl.export": ("write_series",),
    "gkxl.files.limits": ("Limits",),
    "gkxl.forms": ("EDITIONS", "Report", "edition_for"),
    "gkxl.forms.edition": ("Edition",),
    "gkxl.forms.kind": ("FormKind",),
    "gkxl.issues.grouping": ("Group", "grouped"),
    "gkxl.layout.identity": ("Identity",),
    "gkxl.issues.issue": ("Acceptance", "Issue", "Place", "Term"),
    "gkxl.marking": ("Marked", "mark"),
    "gkxl.migration": ("Migrated", "migrate"),
    "gkxl.reports.plain": ("from_dict", "json_schema", "to_dict"),
    "gkxl.charts": ("plot",),
    "gkxl.publication.write.docx_writer": ("write_docx",),
    "gkxl.publication.write.html_writer": ("to_html", "write_html", "write_pdf"),
    "gkxl.publication.read.as_workbook": ("read_published",),
    "gkxl.reading": ("Filed", "Reading", "read"),
    "gkxl.reading.cells": ("Blank",),
    "gkxl.reports.series": ("Collected", "Observation", "series"),
    "gkxl.model.values": ("normalized",),
    "gkxl.checksheet.lines": ("Explanations",),
    "gkxl.write.template_filler": ("fill_template",),
    "gkxl.files.save": ("Target",),
    "gkxl.write.workbook": ("write_template", "write_workbook"),
    "gkxl.xlsx": ("Kind",),
}

_HOME: Final = {name: home for home, names in _HOMES.items() for name in names}

if not TYPE_CHECKING:  # so that a misspelt name is an error for type checkers

    def __getattr__(name: str) -> Any:  # noqa: ANN401 (whatever is public)
        if name not in _HOME:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        globals()[name] = found = getattr(import_module(_HOME[name]), name)
        return found

    def __dir__() -> list[str]:
        return sorted({*globals(), *__all__})
