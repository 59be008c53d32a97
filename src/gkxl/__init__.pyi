# The names that programs use most, each with its home; __init__.py loads them from here.
# The rest of what is public is in the submodules that are named first.

from gkxl import collection as collection
from gkxl import comparison as comparison
from gkxl import errors as errors
from gkxl import forms as forms
from gkxl import publication as publication
from gkxl import register as register
from gkxl import types as types
from gkxl.collection.accept import accept as accept
from gkxl.collection.accept import retract as retract
from gkxl.collection.collect import collect as collect
from gkxl.collection.collection import Collection as Collection
from gkxl.collection.roster import read_roster as read_roster
from gkxl.collection.templates import write_templates as write_templates
from gkxl.collection.tracing import trace as trace
from gkxl.comparison.comparison import diff as diff
from gkxl.errors import GkxlError as GkxlError
from gkxl.export import write_series as write_series
from gkxl.export.plot import plot as plot
from gkxl.files.limits import Limits as Limits
from gkxl.forms import CODES as CODES
from gkxl.forms import EDITIONS as EDITIONS
from gkxl.forms import edition_for as edition_for
from gkxl.forms import extend as extend
from gkxl.forms.edition import Extension as Extension
from gkxl.forms.report import Report as Report
from gkxl.issues import Issue as Issue
from gkxl.issues.catalogue import Severity as Severity
from gkxl.issues.grouping import grouped as grouped
from gkxl.marking import mark as mark
from gkxl.migration import migrate as migrate
from gkxl.publication.read.as_workbook import read_published as read_published
from gkxl.publication.write.docx_writer import write_docx as write_docx
from gkxl.publication.write.html_writer import to_html as to_html
from gkxl.publication.write.html_writer import write_html as write_html
from gkxl.publication.write.html_writer import write_pdf as write_pdf
from gkxl.reading.reader import read as read
from gkxl.reading.result import Reading as Reading
from gkxl.reports.aggregation import aggregate as aggregate
from gkxl.reports.cells import cells as cells
from gkxl.reports.cells import normalized as normalized
from gkxl.reports.cells import value_at as value_at
from gkxl.reports.cells import with_value as with_value
from gkxl.reports.cells import zero_report as zero_report
from gkxl.reports.conversion import convert as convert
from gkxl.reports.plain import from_dict as from_dict
from gkxl.reports.plain import json_schema as json_schema
from gkxl.reports.plain import to_dict as to_dict
from gkxl.reports.series import series as series
from gkxl.rules.check import check as check
from gkxl.write.template_filler import fill_template as fill_template
from gkxl.write.workbook import write_template as write_template
from gkxl.write.workbook import write_workbook as write_workbook

__version__: str

__all__: list[str]  # noqa: PYI035 (the names above; stating them again could only differ)
